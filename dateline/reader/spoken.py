"""Mends the words that the attribution layers marked: quotations whole, no holes in content, cues in one piece.

The layers mark word pieces, sentence by sentence, so a long quotation comes as several scraps without its marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.found import Found
from dateline.model import Span

# Both chosen on 20 reports of PolNeAR train (`python bench/attribution.py DATA --split train --every 42`), where they
# matter little: 0.1 to 0.7 and 30 upward give the same F1 of content to within a point.
QUOTED_SHARE = 0.3  # of a quotation's characters that must be marked as content for all of it to be content
LONGEST_GAP = 60  # characters between two pieces of one content


def mend_spoken(text: str, roles: Mapping[str, tuple[Found, ...]]) -> dict[str, tuple[Found, ...]]:
    """The source, cue and content words of a report, the broken ones made whole.

    Content grows to the quotation it stands in, with its marks, and pieces of it with no source or cue between them
    become one: "He said “[we held on]. [We won].”" becomes "He said [“we held on. We won.”]". Cues that only space
    parts become one ("[is] [calling for]"). A quotation in which next to nothing is marked is left alone, and so is
    one in single marks, which cannot be told from apostrophes.
    """
    voices = [found.span for role in ("source", "cue") for found in roles[role]]
    content = _close_gaps(text, _complete_quotations(text, roles["content"]), voices)
    return {"source": roles["source"], "cue": tuple(_join_cues(text, roles["cue"])), "content": tuple(content)}


_QUOTATION = re.compile(r"“[^“”\n]*(?:”|$)|\"[^\"\n]*\"|''[^\n]*?''", re.MULTILINE)


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Quotations with their marks; a curly one that its line does not close goes on to the end of the line.

    >>> find_quotations('He said “no.” She said "yes."')
    [(8, 13), (23, 29)]
    """
    return [match.span() for match in _QUOTATION.finditer(text)]


def _complete_quotations(text: str, content: Sequence[Found]) -> list[Found]:
    mended = list(content)
    for start, end in find_quotations(text):
        inside = [found for found in mended if found.span.start < end and start < found.span.end]
        marked = sum(min(end, found.span.end) - max(start, found.span.start) for found in inside)
        if marked > QUOTED_SHARE * (end - start):
            first, last = min(start, inside[0].span.start), max(end, inside[-1].span.end)
            place = mended.index(inside[0])
            mended[place : place + len(inside)] = [_cut(text, inside[0], first, last)]
    return mended


def _close_gaps(text: str, content: Sequence[Found], voices: Sequence[Span]) -> list[Found]:
    joined: list[Found] = []
    for found in content:
        last = joined[-1] if joined else None
        if last and last.sentence == found.sentence and _is_hole(last.span.end, found.span.start, voices):
            joined[-1] = _cut(text, last, last.span.start, max(last.span.end, found.span.end))
        else:
            joined.append(found)
    return joined


def _is_hole(start: int, end: int, voices: Sequence[Span]) -> bool:
    """Whether two positions are near each other and no source or cue stands between them."""
    return end - start <= LONGEST_GAP and not any(span.start < end and start < span.end for span in voices)


def _join_cues(text: str, cues: Sequence[Found]) -> list[Found]:
    joined: list[Found] = []
    for found in cues:
        last = joined[-1] if joined else None
        if last and last.sentence == found.sentence and text[last.span.end : found.span.start].isspace():
            joined[-1] = _cut(text, last, last.span.start, found.span.end)
        else:
            joined.append(found)
    return joined


def _cut(text: str, found: Found, start: int, end: int) -> Found:
    return replace(found, span=Span(start, end, text[start:end]))
