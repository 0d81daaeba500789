"""Readings of parts of a named period: a week or some days of a month, half a year, a day of last week."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.dates.absolute import read_month, read_year_words
from dateline.dates.calendar import cover_unit, make_month, make_year, shift
from dateline.dates.reading import (
    Frame,
    Reading,
    has,
    name_nothing,
    read_day_number,
    read_interval,
    read_quantity,
    take,
)
from dateline.dates.tokens import Token
from dateline.dates.words import get_unit_code, get_weekdays
from dateline.numerals import ORDINALS

_UNITS = ("dayword", "weekword", "monthword", "plural", "decimal_half")
_MONTHS = ("month", "maymonth", "monshort")


def read_weekday_of_week(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "Tuesday of last week", "Friday next week": that day of the calendar's week."""
    base = frame.published
    if has(tokens, "that"):
        base = frame.anchor.start if frame.anchor else None
    if base is None:
        return read_interval(None, "weekday-of-week", frame)
    weekday = get_weekdays()[take(tokens, "weekday", "wdshort")[0].lower]
    step = -1 if has(tokens, "last") else 1 if has(tokens, "next") else 0
    day = cover_unit(shift(base, step, "W"), "W").start + timedelta(days=weekday)
    return read_interval(cover_unit(day, "D"), "weekday-of-week", frame)


def read_weekdays_ago(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "two Sundays ago": the second such day back from publication, that day itself not counted."""
    count = read_quantity(take(tokens, "numword", "daynum", "number"))
    if frame.published is None or count is None:
        return read_interval(None, "weekdays-ago", frame)
    weekday = get_weekdays()[take(tokens, "weekdays")[0].lower]
    latest = frame.published - timedelta(days=(frame.published.weekday() - weekday - 1) % 7 + 1)
    return read_interval(cover_unit(latest - timedelta(days=7 * (count - 1)), "D"), "weekdays-ago", frame)


def read_part_of_period(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the first week of May", "the last three months of 2015", "the second half of June": counted in whole units.

    "The first days" and "the last days" of a month are its first ten and what follows its twentieth, as "early" and
    "late" are.
    """
    middle = next(index for index, token in enumerate(tokens) if token.kind == "of")
    head, period = tokens[:middle], tokens[middle + 1 :]
    whole = read_month(period, frame) if has(period, *_MONTHS) else _read_year(period, frame)
    if whole.start is None or whole.end is None:
        return replace(whole, rule="part-of-period")
    bounds = _cut(head, whole.start, whole.end)
    if bounds is None or bounds[0] > bounds[1]:
        return name_nothing(None, "part-of-period")
    start, end = bounds
    grain = "day" if start == end else "week" if (end - start).days <= 10 else "span"
    return replace(whole, start=start, end=end, rule="part-of-period", grain=grain)


def _read_year(tokens: Sequence[Token], frame: Frame) -> Reading:
    year = read_year_words(tokens, frame)
    return read_interval(None if year is None else make_year(year), "year", frame)


def _cut(head: Sequence[Token], start: date, end: date) -> tuple[date, date] | None:
    unit_token = take(head, *_UNITS)[-1]
    backwards = has(head, "last")
    if unit_token.kind == "decimal_half":
        return _cut_half(start, end, second=has(head, "second") or backwards)
    counted = [token for token in head if token.kind in {"numword", "daynum", "number", "scale"}]
    count = read_quantity(counted) if counted else 1
    unit = get_unit_code(unit_token.lower)
    if unit not in {"D", "W", "M"} or count is None:
        return None
    if unit_token.kind == "plural" and not counted:
        return _cut_open(unit, start, end, backwards=backwards)
    if backwards:
        return max(start, _back(end, count, unit)), end
    number = _ordinal(head)
    if number is None or (counted and number != 1):
        return None
    first = shift(start, number - 1, unit)
    return first, min(end, shift(first, count, unit) - timedelta(days=1))


def _back(end: date, count: int, unit: str) -> date:
    """The first of the last `count` units that end on `end`, the last day of a month."""
    return shift(end + timedelta(days=1), -count, unit)


def _ordinal(head: Sequence[Token]) -> int | None:
    token = next(iter(take(head, "first", "second", "ordw", "ordnum")), None)
    if token is None:
        return None
    return ORDINALS.get(token.lower) or read_day_number(token) or None


def _cut_half(start: date, end: date, *, second: bool) -> tuple[date, date]:
    if (end - start).days > 31:
        middle = make_month(start.year, 6).end
    else:
        middle = start.replace(day=calendar.monthrange(start.year, start.month)[1] // 2)
    return (middle + timedelta(days=1), end) if second else (start, middle)


def _cut_open(unit: str, start: date, end: date, *, backwards: bool) -> tuple[date, date] | None:
    """ "the last days of April", "the first weeks of 2015": ten days of a month; of anything else not said."""
    if unit != "D" or (end - start).days > 31:
        return None
    return (start.replace(day=21), end) if backwards else (start, start.replace(day=10))
