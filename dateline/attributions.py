"""Ties source, cue and content words into attributions (`dateline annotate`); claims use the reader's own links."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.found import Found, Reading
from dateline.model import Attribution, Span

# Chosen on 20 reports of PolNeAR's train split (`python bench/attribution.py DATA --split train --every 42`).
SHORTEST = 3  # characters; a shorter piece of content is a scrap of one
REACH = 60  # characters between a cue and words in a later sentence that may still belong to it
AFTER = 3  # a source after its cue ("..., said Omar Zayn") counts as so many times as far as one before it


def link_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """One attribution a cue that has content: with the nearest source in its sentence, if there is one.

    Every cue first gets its nearest content, and what is left over goes to the nearest cue. Content outside the cue's
    sentence belongs to it when it follows closely or is a quotation that goes on ("“We won,” he said. “They lost.”").
    A cue that nothing is said by is none. A quotation that goes on for paragraphs is tied for one sentence only.
    """
    cues = reading.attribution["cue"]
    contents = [
        _Content(found.span, found.sentence, _sentence_at(reading, found.span.end - 1))
        for found in reading.attribution["content"]
        if len(found.span.text) >= SHORTEST
    ]
    owners = _share_out(contents, cues)
    attributions = []
    for number, cue in enumerate(cues):
        said = tuple(content.span for place, content in enumerate(contents) if owners.get(place) == number)
        source = _nearest(cue, reading.attribution["source"])
        if said:
            attributions.append(Attribution((source.span,) if source else (), (cue.span,), said))
    return tuple(attributions)


@dataclass(frozen=True, slots=True)
class _Content:
    """A piece of content, and the first and last sentence it stands in."""

    span: Span
    first: int
    last: int

    def holds(self, cue: Found) -> bool:
        return self.first <= cue.sentence <= self.last


def _sentence_at(reading: Reading, position: int) -> int:
    return max(0, bisect.bisect_right(reading.sentences, position, key=lambda sentence: sentence[0]) - 1)


def _nearest(cue: Found, sources: Sequence[Found]) -> Found | None:
    def distance(source: Found) -> int:
        gap = _gap(source.span, cue.span)
        return gap * AFTER if source.span.start > cue.span.start else gap

    return min((source for source in sources if source.sentence == cue.sentence), key=distance, default=None)


def _share_out(contents: Sequence[_Content], cues: Sequence[Found]) -> dict[int, int]:
    """The number of the cue that each piece of content belongs to; pieces that no cue may have are left out."""
    voiced = {cue.sentence for cue in cues}
    pairs = sorted(
        (not content.holds(cue), _gap(cue.span, content.span), number, place)
        for number, cue in enumerate(cues)
        for place, content in enumerate(contents)
        if _may_have(cue, content, voiced)
    )
    owners: dict[int, int] = {}
    for _, _, number, place in pairs:
        if number not in owners.values():
            owners.setdefault(place, number)
    for _, _, number, place in pairs:
        owners.setdefault(place, number)
    return owners


def _may_have(cue: Found, content: _Content, voiced: set[int]) -> bool:
    if content.holds(cue):
        return True
    goes_on = content.span.text.startswith(("“", '"', "''")) and content.first not in voiced
    after = content.first - cue.sentence
    return after > 0 and (_gap(cue.span, content.span) <= REACH or (goes_on and after == 1))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
