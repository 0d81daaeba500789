"""Find the time expressions of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.dates.grammar import get_core_pattern
from dateline.dates.settle import settle_kinds
from dateline.dates.tokens import Token, read_tokens, spell_kinds
from dateline.dates.words import get_triggers
from dateline.model import Span

_CLOCKS = frozenset({"clock", "part_of_day"})
# Characters read on either side of a trigger: the longest lead-in of the rules ("in the early hours of the morning
# of").
_WINDOW = 44
_SUFFIXES = ("s", "t", "n", "r", "'", "’")  # of "16th", "1990s"
# Read when asked about, but not marked: how often is seldom a time expression of a report.
_UNMARKED = frozenset({"adverb", "vague_past"})
# What may stand between a time of day and its day: "noon (on) Thursday", "the early hours (of) Tuesday".
_JOINTS = frozenset({"of", "on", "in", "comma", "at", "about"})


@dataclass(frozen=True, slots=True)
class Core:
    """One rule's match: the tokens that it covers."""

    rule: str
    first: int
    last: int  # exclusive


def find_times(text: str) -> list[Span]:
    """Return every expression of a date, a time, a duration or a recurring time in `text`, in order.

    Prepositions stay outside ("on", "since"). Names and verbs that look like times are left alone: "the M23", "T-62",
    "may", "Mar Elias", "resolution 2139", a 25-year-old. Not handled: other calendars and their feasts
    (of the Western ones see `feasts.py`), times hung on an event ("after the ambush").

    >>> [span.text for span in find_times("Two days earlier, in the early hours of Tuesday, the M23 may have left.")]
    ['Two days earlier', 'the early hours of Tuesday']
    """
    return list(_find_times(text))


@lru_cache(maxsize=4)  # a report's text is asked for at several stages
def _find_times(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for window_start, window_end in _find_windows(text):
        tokens = settle_kinds(read_tokens(text, window_start, window_end), text)
        for first, last in _join(tokens, find_cores(tokens)):
            start, end = tokens[first].start, tokens[last - 1].end
            spans.append(Span(start, end, text[start:end]))
    return tuple(spans)


@cache
def _trigger_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+|\d+(?:[:/.-]\d+)*")


def _find_windows(text: str) -> list[tuple[int, int]]:
    """The stretches of text around words and numbers that a date cannot do without; the rest is never tokenised."""
    triggers, windows = get_triggers(), list[tuple[int, int]]()
    for found in _trigger_pattern().finditer(text):
        word = found.group()
        if word.lower() not in triggers and not (
            word[0] <= "9" and (len(word) > 3 or text[found.end() : found.end() + 1] in _SUFFIXES)
        ):
            continue
        start, end = max(0, found.start() - _WINDOW), min(len(text), found.end() + _WINDOW)
        if windows and start <= windows[-1][1] + 1:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return [(_widen(text, start, -1), _widen(text, end, 1)) for start, end in windows]


def _widen(text: str, place: int, step: int) -> int:
    """Move a window's edge outward to the next space, so that no word is cut."""
    while 0 < place < len(text) and not text[place - (step < 0)].isspace():
        place += step
    return place


def find_cores(tokens: Sequence[Token]) -> list[Core]:
    """Return the matches of the grammar's rules, left to right, none overlapping."""
    return [core for core in find_cores_in(tokens, 0, len(tokens)) if core.rule not in _UNMARKED]


def find_cores_in(tokens: Sequence[Token], first: int, last: int, *, compounds: bool = False) -> list[Core]:
    """Return the matches that lie within tokens[first:last]; the tokens outside are seen as context only."""
    letters = spell_kinds(list(tokens))
    return [
        Core(found.lastgroup or "", *_trim(tokens, found.start(), found.end()))
        for found in get_core_pattern(compounds=compounds).finditer(letters, first, last)
        if found.end() > found.start()
    ]


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Leave out an approximation before a day, and a full stop that is no part of a short name."""
    while last - 1 > first and tokens[last - 1].kind in {"comma"}:
        last -= 1
    return first, last


def _join(tokens: Sequence[Token], cores: Sequence[Core]) -> list[tuple[int, int]]:
    """Join a time of day to the day beside it into one expression."""
    joined: list[tuple[int, int, str]] = []
    for core in cores:
        if joined and _belongs(tokens, joined[-1], core):
            joined[-1] = (joined[-1][0], core.last, "joined")
        else:
            joined.append((core.first, core.last, core.rule))
    return [(first, last) for first, last, _ in joined]


def _belongs(tokens: Sequence[Token], before: tuple[int, int, str], core: Core) -> bool:
    gap = tokens[before[1] : core.first]
    if gap and gap[0].kind == "name" and gap[0].text.isupper() and len(gap[0].text) <= 4 and before[2] == "clock":
        gap = gap[1:]  # a time zone: "5 p.m. EST, Nov. 6"
    if len(gap) > 2 or any(token.kind not in _JOINTS for token in gap):
        return False
    if before[2] in _CLOCKS:
        return not gap or gap[0].kind != "in"
    if core.rule not in _CLOCKS or core.rule == before[2]:
        return False
    return all(token.kind in {"comma", "at", "about"} for token in gap) if core.rule == "clock" else not gap
