"""Ties source, cue and content words into attributions (`dateline annotate`); claims use the reader's own links."""

from __future__ import annotations

from dateline.found import Found, Reading
from dateline.model import Attribution, Span

SHORTEST = 3  # words; a shorter piece of content is a scrap of one
REACH = 60  # characters between a cue and words in another sentence that may still belong to it


def link_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """One attribution a cue: the nearest source in its sentence, and the content spans that no cue is nearer to.

    Content in the sentence after its cue belongs to it when it has no cue of its own there (an open quotation).
    """
    cues = reading.attribution["cue"]
    sources = {number: _nearest(cue, reading.attribution["source"]) for number, cue in enumerate(cues)}
    contents: dict[int, list[Span]] = {number: [] for number in range(len(cues))}
    for content in reading.attribution["content"]:
        if len(content.span.text.split()) < SHORTEST:
            continue
        owner = _owner(content, cues)
        if owner is not None:
            contents[owner].append(content.span)
    return tuple(
        Attribution((source.span,) if (source := sources[number]) else (), (cue.span,), tuple(contents[number]))
        for number, cue in enumerate(cues)
    )


def _nearest(cue: Found, sources: tuple[Found, ...]) -> Found | None:
    near = [source for source in sources if source.sentence == cue.sentence]
    return min(near, key=lambda source: _gap(source.span, cue.span), default=None)


def _owner(content: Found, cues: tuple[Found, ...]) -> int | None:
    def reach(number: int) -> tuple[bool, int]:
        return cues[number].sentence != content.sentence, _gap(cues[number].span, content.span)

    near = [
        number
        for number, cue in enumerate(cues)
        if cue.sentence == content.sentence or _gap(cue.span, content.span) <= REACH
    ]
    return min(near, key=reach, default=None)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
