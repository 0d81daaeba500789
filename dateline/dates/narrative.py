"""Resolve the times of one report in order, so that "two days earlier" counts from the day the story has reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from dateline.dates.find import find_times
from dateline.dates.resolve import ResolvedTime, resolve_time
from dateline.model import Span

# An hour alone is of the day that the story has reached, and the day on which somebody spoke is not that day: "the army
# said late on Saturday".
_HOURS = frozenset({"clock", "part-of-day"})
_SPOKEN = re.compile(
    r"\b(?:said|says|told\s+(?:[\w'’-]+\s+){1,4}?|announced|added|stated|confirmed|reported|statement)\s+"
    r"(?:(?:late|early|earlier|later|here)\s+)?(?:on\s+)?$",
    re.IGNORECASE,
)
# Rules that look back for a comparison ("up from a year earlier"): the story does not move there.
_COMPARISONS = frozenset({"ago", "offset", "year-ago"})


def resolve_times(
    text: str,
    spans: Sequence[Span] | None = None,
    *,
    published: date | datetime | None,
    statuses: Sequence[str] | None = None,
) -> list[ResolvedTime]:
    """Return each span resolved, in the order given; with no spans those that `find_times` finds.

    The anchor of each is the latest day (or quarter, for accounts) that the report named before it. Vague words,
    lengths of time and whole years do not move the anchor; days on which somebody spoke do not for an hour alone.

    >>> found = resolve_times("It fell on 12 May 2016. Two days later it was retaken.", published=None)
    >>> [time.when.start for time in found]
    ['2016-05-12', '2016-05-14']
    """
    found = find_times(text)
    chosen = found if spans is None else list(spans)
    # Times that the caller did not ask for move the story too.
    others = [] if spans is None else _find_others(text, found, chosen)
    wanted = [(span, status) for span, status in zip(chosen, statuses or ["occurred"] * len(chosen), strict=True)]
    wanted += [(span, "occurred") for span in others]
    resolved: dict[int, ResolvedTime] = {}
    anchor: tuple[date, date] | None = None
    told: tuple[date, date] | None = None
    for index in sorted(range(len(wanted)), key=lambda index: (wanted[index][0].start, wanted[index][0].end)):
        span, status = wanted[index]
        time = resolve_time(text, (span.start, span.end), published=published, status=status, anchor=anchor)
        if time.rule in _HOURS and told != anchor:
            time = resolve_time(text, (span.start, span.end), published=published, status=status, anchor=told)
        resolved[index] = time
        anchor = _move(anchor, time)
        if told is None or not _SPOKEN.search(text, max(0, span.start - 60), span.start):
            told = _move(told, time)
    return [resolved[index] for index in range(len(chosen))]


def _find_others(text: str, found: Sequence[Span], chosen: Sequence[Span]) -> list[Span]:
    """Times beside the chosen ones; of one that runs into a chosen one ("Tuesday at [4 p.m.]") what is before it."""
    others = []
    for span in found:
        start = min((other.start for other in chosen if span.overlaps(other)), default=span.end)
        if start > span.start:
            others.append(Span(span.start, start, text[span.start : start]))
    return others


def _move(anchor: tuple[date, date] | None, time: ResolvedTime) -> tuple[date, date] | None:
    """The story moves to a day or quarter that has been named; a stretch up to publication moves it to its start."""
    when = time.when
    if when.start and when.end is None and time.rule.startswith("since/") and len(time.value or "") == 10:
        return date.fromisoformat(when.start), date.fromisoformat(when.start)
    if when.start is None or when.end is None or time.type not in {"DATE", "TIME"}:
        return anchor
    start, end = date.fromisoformat(when.start), date.fromisoformat(when.end)
    if time.rule in _COMPARISONS and (end - start).days > 2:
        return anchor
    if time.value and "-Q" in time.value:
        return start, end
    if (end - start).days <= 2:
        return start, end
    return (start, start) if time.rule.startswith("since/") and len(time.value or "") == 10 else anchor
