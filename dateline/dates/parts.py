"""Readings of parts of a named period: a week or some days of a month, half a year, a day of last month."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.dates.absolute import cut_part, read_month, read_year_words
from dateline.dates.calendar import Grain, Interval, make_day, make_month, make_year, shift
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
from dateline.dates.words import get_unit_code
from dateline.numerals import ORDINALS

_UNITS = ("dayword", "weekword", "monthword", "plural", "decimal_half")
_MONTHS = ("month", "maymonth", "monshort")


def read_part_of_period(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the first week of May", "the last three months of 2015", "the second half of June": counted in whole units.

    "The first days" and "the last days" of a month are its first ten and what follows its twentieth, as "early" and
    "late" are.
    """
    middle = next(index for index, token in enumerate(tokens) if token.kind in {"of", "in"})
    head = tokens[:middle]
    whole = read_period(tokens[middle + 1 :], frame)
    if whole.start is None or whole.end is None:
        return replace(whole, rule="part-of-period")
    unit_token = take(head, *_UNITS, "portion")[-1]
    if has(head, "part", "opening", "closing") and (unit_token.kind == "portion" or has(head, "part")):
        return _cut_named(head, unit_token, whole, whole.start, whole.end)
    bounds = _cut(head, whole.start, whole.end)
    if bounds is None or bounds[0] > bounds[1]:
        return name_nothing(None, "part-of-period")
    start, end = bounds
    grain = "day" if start == end else "week" if (end - start).days <= 10 else "span"
    return replace(whole, start=start, end=end, rule="part-of-period", grain=grain)


def read_period(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "May", "2015", "last month", "the year": the whole month or year; with no word of which, the one of
    publication.
    """
    if has(tokens, *_MONTHS):
        return read_month(tokens, frame)
    if has(tokens, "yearword", "year"):
        return _read_year(tokens, frame)
    base = frame.published
    if has(tokens, "that", "same"):
        base = frame.anchor.start if frame.anchor else None
    if base is None:
        return read_interval(None, "period", frame)
    step = -1 if has(tokens, "last") else 1 if has(tokens, "next") else 0
    return read_interval(make_month(base.year, base.month + step), "period", frame)


def read_day_of_this_month(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the 5th of last month", "the 12th instant" (of this month; ultimo: of the last one; proximo: of the next)."""
    number = read_day_number(tokens[has(tokens[:1], "det")])
    base = frame.published
    if has(tokens, "instant"):
        word = take(tokens, "instant")[0].lower
        step = -1 if word.startswith("ult") else 1 if word.startswith("prox") else 0
        month = make_month(base.year, base.month + step).start if base else None
    else:
        month = read_period(tokens[2:], frame).start
    if month is None:
        return read_interval(None, "day-of-month", frame)
    found = make_day(month.year, month.month, number)
    return read_interval(found, "day-of-month", frame) if found else name_nothing(None, "day-of-month")


def _read_year(tokens: Sequence[Token], frame: Frame) -> Reading:
    year = read_year_words(tokens, frame)
    return read_interval(None if year is None else make_year(year), "year", frame)


def _cut_named(head: Sequence[Token], unit_token: Token, whole: Reading, start: date, end: date) -> Reading:
    """ "The early days of May", "the latter part of 2015": as "early May" and "late 2015"."""
    if unit_token.kind != "portion" and (unit_token.lower != "days" or (end - start).days > 31):
        return name_nothing(None, "part-of-period")
    grain: Grain = "month" if (end - start).days <= 31 else "year"
    word = "late" if has(head, "closing") else "early" if has(head, "opening") else take(head, "part")[0].lower
    return cut_part(whole, [head[0]._replace(text=word, kind="part")], Interval(start, end, grain))


def _cut(head: Sequence[Token], start: date, end: date) -> tuple[date, date] | None:
    unit_token = take(head, *_UNITS)[-1]
    backwards = has(head, "last", "closing")
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
    number = 1 if has(head, "opening") else read_ordinal(head)
    if number is None or (counted and number != 1):
        return None
    first = shift(start, number - 1, unit)
    return first, min(end, shift(first, count, unit) - timedelta(days=1))


def _back(end: date, count: int, unit: str) -> date:
    """The first of the last `count` units that end on `end`, the last day of a month."""
    return shift(end + timedelta(days=1), -count, unit)


def read_ordinal(head: Sequence[Token]) -> int | None:
    """Return the number of the first ordinal among the tokens, None when there is none."""
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
