"""Grows the tolls that the reader marked to the whole counting phrase: "foreign" to "hundreds of foreign fighters"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.found import Found
from dateline.model import Span
from dateline.quantities.phrases import Phrase, find_phrases


def grow_tolls(text: str, sentences: Sequence[tuple[int, int]], tolls: Iterable[Found]) -> tuple[Found, ...]:
    """The tolls, each with the number before it that its words leave out; two that come to one phrase are one."""
    grown: dict[Span, Found] = {}
    phrases: dict[int, list[Phrase]] = {}
    for toll in tolls:
        start, end = sentences[toll.sentence]
        if toll.sentence not in phrases:
            phrases[toll.sentence] = find_phrases(text[start:end])
        whole = _with_its_number(toll, start, phrases[toll.sentence], text)
        if _KILLED_AND_HURT.search(text[start : whole.span.start]):
            whole = replace(whole, label="losses")
        if whole.span not in grown or grown[whole.span].score < whole.score:
            grown[whole.span] = whole
    return tuple(sorted(grown.values(), key=lambda toll: toll.span.start))


# One number for the dead and the hurt, which the text does not part.
_KILLED_AND_HURT = re.compile(
    r"\b(?:kill(?:ed|ing)(?:,? (?:and|or) | ?/ ?)(?:wound|injur)(?:ed|ing)"
    r"|(?:wound|injur)(?:ed|ing)(?:,? (?:and|or) | ?/ ?)kill(?:ed|ing)) (?:[\w-]+ )?$",
    re.IGNORECASE,
)


def _with_its_number(toll: Found, offset: int, phrases: Sequence[Phrase], text: str) -> Found:
    """The toll from where the counting phrase begins in which its first words lie."""
    for phrase in phrases:
        begin, end = offset + phrase.start, offset + phrase.end
        if begin < toll.span.start < end:
            last = max(end, toll.span.end)
            return replace(toll, span=Span(begin, last, text[begin:last]))
    return toll
