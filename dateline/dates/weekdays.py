"""Readings of weekdays and weekends: the latest or next one, one of a named week or month, one counted back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.dates.calendar import Interval, cover_unit, make_weekend, shift
from dateline.dates.parts import read_ordinal, read_period
from dateline.dates.reading import Frame, Reading, has, name_nothing, read_interval, read_quantity, take
from dateline.dates.relative import STORY_WORDS, with_part_of_day
from dateline.dates.tokens import Token
from dateline.dates.words import get_weekdays

_NAMES = ("weekday", "wdshort", "weekdays")


def _day(day: date) -> Interval:
    return Interval(day, day, "day")


def _read_names(tokens: Sequence[Token]) -> list[int]:
    return [get_weekdays()[token.lower] for token in take(tokens, *_NAMES)]


def _before(day: date, weekday: int) -> date:
    """The latest such weekday before the day, that day itself not counted."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def _after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def read_weekday(tokens: Sequence[Token], frame: Frame) -> Reading:
    """The latest such day not after publication; the next one, that day included, where the text looks ahead."""
    weekday = _read_names(tokens)[0]
    base, rule = frame.published, "weekday-next" if frame.ahead else "weekday-past"
    in_story = has(tokens, "that", "same") or any(token.lower in STORY_WORDS for token in tokens)
    if in_story and frame.anchor is not None:
        base, rule = frame.anchor.end, "weekday-anchored"
    if base is None:
        return read_interval(None, rule, frame)
    day = _find_weekday(tokens, weekday, base, frame)
    return with_part_of_day(read_interval(_day(day), rule, frame), tokens)


def _find_weekday(tokens: Sequence[Token], weekday: int, base: date, frame: Frame) -> date:
    if has(tokens, "last", "past"):
        return _before(base, weekday)
    if has(tokens, "next"):
        return _after(base, weekday)
    # Back from the day of the story, never ahead of it: "that Sunday".
    if frame.ahead and not has(tokens, "that", "same"):
        return base + timedelta(days=(weekday - base.weekday()) % 7)
    return base - timedelta(days=(base.weekday() - weekday) % 7)


def read_weekday_of_week(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "Tuesday of last week", "Monday and Tuesday this week": those days of the calendar's week."""
    base = frame.published
    if has(tokens, "that"):
        base = frame.anchor.start if frame.anchor else None
    if base is None:
        return read_interval(None, "weekday-of-week", frame)
    step = -1 if has(tokens, "last") else 1 if has(tokens, "next") else 0
    monday = cover_unit(shift(base, step, "W"), "W").start
    days = [monday + timedelta(days=weekday) for weekday in _read_names(tokens)]
    if days[0] > days[-1]:
        return name_nothing(None, "weekday-of-week")
    rule = "weekday-of-week" if days[0] == days[-1] else "weekday-range"
    return replace(read_interval(_day(days[0]), rule, frame), end=days[-1])


def read_weekday_of_month(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the last Friday of April", "the first Sunday in May"."""
    middle = next(index for index, token in enumerate(tokens) if token.kind in {"of", "in"})
    month = read_period(tokens[middle + 1 :], frame)
    if month.start is None or month.end is None or (month.end - month.start).days > 31:
        return replace(month, start=None, end=None, rule="weekday-of-month", reason=month.reason or "ambiguous")
    weekday = _read_names(tokens)[0]
    if has(tokens[:middle], "last", "closing"):
        found = _before(month.end + timedelta(days=1), weekday)
    else:
        number = read_ordinal(tokens[:middle]) or 0
        found = _after(month.start - timedelta(days=1), weekday) + timedelta(days=7 * (number - 1))
    if not month.start <= found <= month.end:
        return name_nothing(None, "weekday-of-month")
    return read_interval(_day(found), "weekday-of-month", frame)


def read_weekdays_ago(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "two Sundays ago": the second such day back from publication, that day itself not counted; so of weekends."""
    count = read_quantity(take(tokens, "numword", "daynum", "number"))
    if frame.published is None or count is None:
        return read_interval(None, "weekdays-ago", frame)
    back = timedelta(days=7 * (count - 1))
    if has(tokens, "weekend"):
        return read_interval(make_weekend(_before(frame.published, 6) - back), "weekdays-ago", frame)
    return read_interval(_day(_before(frame.published, _read_names(tokens)[0]) - back), "weekdays-ago", frame)


def read_before_last(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the Friday before last", "the week after next", "the night before last": one further than last or next."""
    base, forward = frame.published, has(tokens, "next")
    if base is None or (tokens[2].lower == "after") != forward:
        return read_interval(None, "before-last", frame)
    if has(tokens, "partofday"):
        day = base + timedelta(days=1 if forward else -2)
        end = day + timedelta(days=any(token.lower == "night" for token in tokens))
        return replace(with_part_of_day(read_interval(_day(day), "before-last", frame), tokens), end=end)
    units = take(tokens, "weekword", "monthword", "yearword")
    if units:
        unit = units[0].lower[0].upper()
        return read_interval(cover_unit(shift(base, 2 if forward else -2, unit), unit), "before-last", frame)
    weekday = 6 if has(tokens, "weekend") else _read_names(tokens)[0]
    found = _after(base, weekday) + timedelta(days=7) if forward else _before(base, weekday) - timedelta(days=7)
    return read_interval(make_weekend(found) if has(tokens, "weekend") else _day(found), "before-last", frame)


def read_week_from_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "a week on Friday", "Friday week", "two weeks from today": so many weeks (or days) after that coming day."""
    units = take(tokens, "weekword", "plural")
    unit = "W" if units[0].kind == "weekword" else units[0].lower[0].upper()
    count = read_quantity([token for token in tokens if token.start < units[0].start])
    if frame.published is None or not frame.ahead or unit not in {"W", "D"}:
        return read_interval(None, "week-from-day", frame)
    if has(tokens, "today", "tomorrow"):
        day = frame.published + timedelta(days=has(tokens, "tomorrow"))
    else:
        day = _after(frame.published, _read_names(tokens)[0])
    return read_interval(_day(shift(day, count or 1, unit)), "week-from-day", frame)


def read_weekend(tokens: Sequence[Token], frame: Frame) -> Reading:
    """The latest weekend that has begun; "this weekend" and "next weekend" ahead where the text looks there."""
    base = frame.published
    if base is None:
        return read_interval(None, "weekend", frame)
    ahead = has(tokens, "next") or frame.ahead or (frame.open_ended and has(tokens, "this"))
    day = base if ahead or base.weekday() >= 5 else base - timedelta(days=7)
    if has(tokens, "last") and base.weekday() >= 5:
        day = base - timedelta(days=7)
    interval = make_weekend(day)
    reading = read_interval(interval, "weekend", frame)
    return replace(reading, value=f"{reading.value}-WE", grain="day")
