"""A part of control by days: the spans that may last on some of them, and the marks on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.control.model import Control, ControlSpan, Mark


def choose_days(control: Control, since: date | None, until: date | None) -> Control:
    """Return the control without spans and marks that lie wholly before `since` or after `until`, both inclusive.

    Spans keep their own days, though they begin before or end after. What was left out stays listed: most of it has no
    day.
    """
    timelines = []
    for timeline in control.timelines:
        spans = tuple(one for one in timeline.spans if _lasts(one, since, until))
        marks = tuple(mark for mark in timeline.marks if _is_on(mark, since, until))
        if spans or marks:
            timelines.append(replace(timeline, spans=spans, marks=marks))
    return Control(tuple(timelines), control.left_out)


def _lasts(one: ControlSpan, since: date | None, until: date | None) -> bool:
    is_over = since is not None and one.end_latest is not None and one.end_latest <= since.isoformat()
    is_later = until is not None and (one.start_earliest or one.start_latest or "") > until.isoformat()
    return not is_over and not is_later


def _is_on(mark: Mark, since: date | None, until: date | None) -> bool:
    start, end = mark.start or mark.end or "", mark.end or mark.start or ""
    return not (since and end < since.isoformat()) and not (until and start > until.isoformat())
