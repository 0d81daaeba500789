"""Readings of dates that name a day, month, quarter, season or year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.dates.calendar import (
    Interval,
    make_day,
    make_month,
    make_quarter,
    make_season,
    make_year,
)
from dateline.dates.reading import (
    Frame,
    Reading,
    has,
    name_nothing,
    read_day_number,
    read_interval,
    read_year_number,
    take,
)
from dateline.dates.tokens import Token, split_numeric_date
from dateline.dates.words import SEASONS, get_months, get_weekdays

_MONTH_KINDS = ("month", "maymonth", "monshort")
_DAY_KINDS = ("daynum", "ordnum", "ordw", "first", "second")
# Part of a month, day numbers (0 = its last day); part of a year, months. Measured on the development claims:
# "early November" 1-10, "mid-January" 11-20, "late August" 21-31, "early 2015" January-April, "late last year"
# October on.
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 0)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (10, 12), "start": (1, 2), "end": (11, 12)}
# A day without its year takes the year of a full date in the same report only when it is this near to it (tuned on the
# development claims with no publication date: 3 months added 2 wrong dates and no right one; re-run bench/dates.py).
_NEAR_MONTHS = 1
# With no tense word about, a day and month this soon after publication is meant ahead (TimeBank: "holders of record
# Nov. 16").
_SOON_DAYS = 45
_PART_WORDS = {"beginning": "early", "start": "early", "outset": "early", "middle": "mid", "end": "late"}


def read_iso_date(tokens: Sequence[Token], frame: Frame) -> Reading:
    words = tokens[0].text
    year, month, day = (int(part) for part in (words[:4], words[5:7], words[8:10]))
    interval = make_day(year, month, day)
    if interval is None:
        return name_nothing(None, "iso-date")
    if "T" in words:
        return Reading(interval.start, interval.end, words, "TIME", "iso-date")
    return read_interval(interval, "iso-date", frame)


def read_military_date(tokens: Sequence[Token], frame: Frame) -> Reading:
    """A date-time group, "142000B JUN 93" or "142000B TO 152000B JUN 93": the zone letter is not applied."""
    groups = [int(token.text[:2]) for token in take(tokens, "dtg")]
    month = get_months()[take(tokens, "monshort")[0].lower]
    number = int(tokens[-1].text)
    days = [make_day(_widen_year(number) if number < 100 else number, month, day) for day in groups]
    if days[0] is None or days[-1] is None:
        return name_nothing(None, "military-date")
    return Reading(days[0].start, days[-1].end, days[0].value, "DATE", "military-date")


def read_numeric_date(tokens: Sequence[Token], frame: Frame) -> Reading:
    """12/05/2016 is a date only where day and month cannot be mistaken, or where the report shows how it writes
    them.
    """
    words = tokens[0].text
    numbers = split_numeric_date(words)
    first, second = numbers[:2]
    # Nobody writes the month first with full stops.
    if first > 12 or first == second or frame.day_first is True or "." in words:
        day, month = first, second
    elif second > 12 or frame.day_first is False:
        month, day = first, second
    else:
        return Reading(None, None, None, "DATE", "numeric-date", "ambiguous")
    if len(numbers) == 3:
        year = numbers[2] if numbers[2] > 99 else _widen_year(numbers[2])
        interval = make_day(year, month, day)
        return read_interval(interval, "numeric-date", frame) if interval else name_nothing(None, "numeric-date")
    return _read_day(day, month, None, frame, "numeric-date")


def read_date(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "Tuesday, 12 May 2016", "May 12", "the 12th of May last year"."""
    days, months = take(tokens, *_DAY_KINDS), take(tokens, *_MONTH_KINDS)
    day, month = read_day_number(days[0]), get_months()[months[0].lower]
    year = read_year_words(tokens, frame)
    if year is None and has(tokens, "weekday", "wdshort") and frame.published:
        year = _year_by_weekday(tokens, month, day, frame)
    return _read_day(day, month, year, frame, "date" if year else "day-month")


def read_day_range(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "10 and 14 May", "May 10-14": from the first day to the last."""
    days, month = take(tokens, *_DAY_KINDS), get_months()[take(tokens, *_MONTH_KINDS)[0].lower]
    year = read_year_words(tokens, frame)
    last = _read_day(read_day_number(days[-1]), month, year, frame, "day-range")
    if last.end is None:
        return last
    month_before = month - 1 if read_day_number(days[0]) > read_day_number(days[-1]) else month
    first = make_month(last.end.year, month_before).start + timedelta(days=read_day_number(days[0]) - 1)
    return replace(last, start=first, value=first.isoformat())


def read_day_of_month(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the 18th", "Saturday, the 18th": the latest such day not after publication, or the next where the text
    looks ahead.
    """
    day = read_day_number(take(tokens, "ordnum", "ordw")[0])
    base = frame.published
    if base is None:
        return read_interval(None, "day-of-month", frame)
    steps = (0, 1, 2) if frame.ahead else (0, -1, -2)
    for step in steps:
        month = make_month(base.year, base.month + step).start
        found = make_day(month.year, month.month, day)
        if found and (found.start >= base if frame.ahead else found.start <= base):
            return read_interval(found, "day-of-month", frame)
    return read_interval(None, "day-of-month", frame)


def read_month(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "May 2016", "mid-January", "last July", "late August"."""
    month = get_months()[take(tokens, *_MONTH_KINDS)[0].lower]
    year = read_year_words(tokens, frame)
    rule = "month"
    if year is None:
        rule = "month-relative" if has(tokens, "last", "next", "that") else "month-past"
        year = _year_of_month(tokens, month, frame)
    if year is None:
        return read_interval(None, rule, frame)
    interval = make_month(year, month)
    return cut_part(read_interval(interval, rule, frame), tokens, interval)


def read_month_range(tokens: Sequence[Token], frame: Frame) -> Reading:
    months = [get_months()[token.lower] for token in take(tokens, *_MONTH_KINDS)]
    years = [read_year_number(token) for token in take(tokens, "year")]
    year = years[-1] if years else _year_of_month((), months[1], frame)
    if year is None:
        return read_interval(None, "month-range", frame)
    last = make_month(year, months[1])
    first_year = years[0] if len(years) == 2 else year - (months[0] > months[1])
    first = make_month(first_year, months[0])
    return Reading(first.start, last.end, first.value, "DATE", "month-range", grain="month")


def read_year(tokens: Sequence[Token], frame: Frame) -> Reading:
    year = read_year_number(take(tokens, "year")[0])
    if has(tokens, "fiscal"):  # a budget year begins in another month in every country
        return Reading(None, None, str(year), "DATE", "fiscal-year", "ambiguous")
    return cut_part(read_interval(make_year(year), "year", frame), tokens, make_year(year))


def read_year_range(tokens: Sequence[Token], frame: Frame) -> Reading:
    first, last = take(tokens, "year", "daynum", "number")[:2]
    start, end = int(first.text), int(last.text)
    end = end if end > 99 else start // 100 * 100 + end
    if end < start:
        return name_nothing(None, "year-range")
    return Reading(date(start, 1, 1), date(end, 12, 31), first.text, "DATE", "year-range", grain="year")


def read_decade(tokens: Sequence[Token], frame: Frame) -> Reading:
    first = int("".join(char for char in take(tokens, "decadenum")[0].text if char.isdecimal()))
    return Reading(date(first, 1, 1), date(first + 9, 12, 31), str(first)[:3], "DATE", "decade", grain="year")


def read_century(tokens: Sequence[Token], frame: Frame) -> Reading:
    number = read_day_number(take(tokens, "ordnum", "ordw")[0])
    first = 100 * (number - 1)
    return Reading(
        date(first + 1, 1, 1), date(first + 100, 12, 31), f"{number - 1:02d}", "DATE", "century", grain="year"
    )


def read_quarter(tokens: Sequence[Token], frame: Frame) -> Reading:
    ordinals = take(tokens, "first", "second", "ordnum", "ordw")
    if ordinals:
        number, year = read_day_number(ordinals[0]), read_year_words(tokens, frame)
    else:  # "the last quarter of this year"
        middle = next(index for index, token in enumerate(tokens) if token.kind == "of")
        number = 1 if has(tokens[:middle], "opening") else 4
        year = read_year_words(tokens[middle:], frame)
    if not 1 <= number <= 4:
        return name_nothing(None, "quarter")
    if year is None and frame.published:
        year = frame.published.year
        if make_quarter(year, number).start > frame.published and not frame.ahead:
            year -= 0 if number == 4 else 1
    return read_interval(make_quarter(year, number) if year else None, "quarter", frame)


def read_season(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the summer of 2016", "last winter": meteorological, northern; a winter counts to the year in which it
    begins.
    """
    season = SEASONS[take(tokens, "season", "fall")[0].lower]
    year = read_year_words(tokens, frame)
    if year is None and frame.published is not None:
        year = _season_year(tokens, season, frame.published, frame.ahead)
    return read_interval(make_season(year, season) if year else None, "season", frame)


def _season_year(tokens: Sequence[Token], season: str, published: date, ahead: bool) -> int:
    current = make_season(published.year, season)
    if has(tokens, "last", "past"):
        return published.year if current.end < published else published.year - 1
    if has(tokens, "next") or ahead:
        return published.year if current.end >= published else published.year + 1
    return published.year if current.start <= published or has(tokens, "this") else published.year - 1


def read_year_words(tokens: Sequence[Token], frame: Frame) -> int | None:
    """Return the year that the expression names: "2016", "'16", "last year", "the same year"."""
    for token in tokens:
        if token.kind == "year":
            return read_year_number(token)
        if token.kind == "shortyear":
            return _widen_year(int(token.text[1:]))
    if not has(tokens, "yearword"):
        return None
    base = frame.published
    if has(tokens, "same", "that"):
        return frame.anchor.start.year if frame.anchor else None
    if base is None:
        return None
    return base.year + (-1 if has(tokens, "last", "past") else 1 if has(tokens, "next") else 0)


def _read_day(day: int, month: int, year: int | None, frame: Frame, rule: str) -> Reading:
    if make_day(2000, month, day) is None:
        return name_nothing(None, rule)
    year = year or _year_of_day(month, day, frame, rule)
    if year is None:
        return read_interval(None, rule, frame)
    # 29 February of a common year: the leap year before it.
    intervals = [make_day(candidate, month, day) for candidate in range(year, year - 8, -1)]
    found = next((interval for interval in intervals if interval), None)
    if found is None or (found.start.year != year and rule != "day-month"):
        return name_nothing(None, rule)
    return read_interval(found, rule, frame)


def _year_of_day(month: int, day: int, frame: Frame, rule: str) -> int | None:
    """The latest such day not after publication; the next one where the text looks ahead; else the one nearest the
    anchor.
    """
    base = frame.published
    if base is None:
        return _year_near(frame.anchor, month)
    # A stretch of coming days ("agreed to a pause from 18 to 20 March") is told in the past tense as often as not.
    is_coming = frame.ahead or ((frame.open_ended or rule == "day-range") and _is_soon(month, day, base))
    if (month, day) > (base.month, base.day):
        return base.year if is_coming else base.year - 1
    # "The convoy of 12 March was to be cancelled", printed on the 16th, is no date of next year.
    is_just_past = (month, day) == (2, 29) or (base - date(base.year, month, day)).days <= _SOON_DAYS
    return base.year + 1 if is_coming and not is_just_past else base.year


def _is_soon(month: int, day: int, base: date) -> bool:
    days = [make_day(year, month, day) for year in (base.year, base.year + 1)]
    return any(0 <= (found.start - base).days <= _SOON_DAYS for found in days if found)


def _year_of_month(tokens: Sequence[Token], month: int, frame: Frame) -> int | None:
    base = frame.published
    if has(tokens, "that"):
        return _year_near(frame.anchor, month)
    if base is None:
        return _year_near(frame.anchor, month)
    if has(tokens, "last", "past"):
        return base.year if month < base.month else base.year - 1
    if has(tokens, "next") or frame.ahead:
        return base.year if month >= base.month else base.year + 1
    return base.year if month <= base.month else base.year - 1


def _year_near(anchor: Interval | None, month: int) -> int | None:
    """The year that puts the month nearest to a day or month of the report that has its year; None when there is
    none.
    """
    if anchor is None or anchor.grain not in {"day", "month"}:
        return None
    difference = (month - anchor.start.month + 6) % 12 - 6
    if abs(difference) > _NEAR_MONTHS:
        return None
    return anchor.start.year + (anchor.start.month + difference - 1) // 12


def _year_by_weekday(tokens: Sequence[Token], month: int, day: int, frame: Frame) -> int | None:
    """ "Friday 20 January": the weekday settles the year where it fits just one of the years around publication."""
    weekday = get_weekdays()[take(tokens, "weekday", "wdshort")[0].lower]
    assert frame.published is not None
    year = frame.published.year
    found = [make_day(candidate, month, day) for candidate in (year - 1, year, year + 1)]
    near = [
        interval.start
        for interval in found
        if interval and interval.start.weekday() == weekday and -200 <= (interval.start - frame.published).days <= 120
    ]
    return near[0].year if len(near) == 1 else None


def cut_part(reading: Reading, tokens: Sequence[Token], interval: Interval) -> Reading:
    """Narrow a month or year to its named part: "early May" is 1-10 May, value as the whole."""
    parts = take(tokens, "part")
    if not parts:
        return reading
    word = parts[0].lower
    if interval.grain == "month":
        first, last = _MONTH_PARTS[_PART_WORDS.get(word, word)]
        end = interval.start.replace(day=last) if last else interval.end
        return replace(
            reading, start=interval.start.replace(day=first), end=end, grain="week", rule=_name_part("month", word)
        )
    return cut_year(reading, interval, word)


def cut_year(reading: Reading, interval: Interval, word: str) -> Reading:
    """Narrow a year to "early", "mid", "late", its "start" or "end"."""
    known = _YEAR_PARTS.get(word) or _YEAR_PARTS[_PART_WORDS[word]]
    year = interval.start.year
    start, end = make_month(year, known[0]).start, make_month(year, known[1]).end
    return replace(reading, start=start, end=end, grain="month", rule=_name_part("year", word))


def _name_part(unit: str, word: str) -> str:
    """What comes "before the end of" a month runs into that part, not up to it: its rule has a name of its own."""
    return f"{unit}-end" if word == "end" else f"{unit}-part"


def _widen_year(short: int) -> int:
    return 2000 + short if short < 50 else 1900 + short
