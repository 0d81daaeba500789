"""Readings of clock times and parts of the day that stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.dates.calendar import Interval
from dateline.dates.reading import Frame, Reading, has, part_of_day
from dateline.dates.relative import read_overnight
from dateline.dates.tokens import Token
from dateline.numerals import parse_numeral

_LATE_PARTS = frozenset({"AF", "EV", "NI"})


def read_clock(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "1700 gmt", "5 p.m.", "about 7:15", "five in the afternoon": on the anchor's day, or on no known day."""
    hour, minute = _hour_and_minute(tokens)
    interval = _day_of(frame)
    base = interval.start if interval else frame.published
    value = f"{base.isoformat()}T{hour:02d}:{minute:02d}" if base and hour < 25 else None
    reading = Reading(None, None, value, "TIME", "clock", frame.missing)
    return reading if interval is None else replace(reading, start=interval.start, end=interval.end)


def read_part_of_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "this morning" is the publication day's; "at dawn", "the evening", "the early hours" are the anchor's day."""
    word = next((token.lower for token in tokens if token.kind == "partofday"), "")
    code = part_of_day(tokens) or "MO"
    said_today = has(tokens, "this")
    if code == "NI" and frame.anchor is None and frame.published and word == "night" and not said_today:
        return read_overnight(tokens, frame)
    interval = Interval(frame.published, frame.published, "day") if said_today and frame.published else _day_of(frame)
    base = interval.start if interval else frame.published
    suffix = "T12:00" if word in {"noon", "midday"} else f"T{code}"
    value = f"{base.isoformat()}{suffix}" if base else None
    if interval is None:
        return Reading(None, None, value, "TIME", "part-of-day", frame.missing)
    return Reading(interval.start, interval.end, value, "TIME", "part-of-day")


def _day_of(frame: Frame) -> Interval | None:
    return frame.anchor if frame.anchor and frame.anchor.grain == "day" else None


def _hour_and_minute(tokens: Sequence[Token]) -> tuple[int, int]:
    clock = next((token.lower for token in tokens if token.kind == "clock"), "")
    found = re.match(r"(\d{1,2})(?:[:.]?(\d{2}))?\s?([ap])?", clock)
    if found is None:
        words = next((token.text for token in tokens if token.kind in {"numword", "daynum"}), "")
        hour, minute, half = parse_numeral(words) or 0, 0, ""
    else:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ""
    late = half == "p" or (not half and (part_of_day(tokens) or "") in _LATE_PARTS)
    if late and hour < 12:
        hour += 12
    return (0 if half == "a" and hour == 12 else hour), minute
