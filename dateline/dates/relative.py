"""Readings of times counted from the publication day or from the day that the story is at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.dates.absolute import cut_part, cut_year
from dateline.dates.calendar import Interval, cover_unit, make_quarter, make_year, shift
from dateline.dates.reading import Frame, Reading, has, name_nothing, part_of_day, read_interval, read_quantity, take
from dateline.dates.tokens import Token
from dateline.dates.words import REFERENCES, get_months, get_unit_code, get_weekdays
from dateline.numerals import ORDINALS

_UNIT_KINDS = ("unit", "plural", "hoursword", "dayword", "weekword", "monthword", "yearword", "quarter", "centuryword",
               "partsofday")  # fmt: skip
# How far back an uncounted "recent days", "in the past few weeks" reaches, by unit; measured on the development claims
# (days 4-7, weeks 28, months 3).
_OPEN_COUNTS = {"D": 7, "W": 4, "M": 3, "Y": 3, "H": 24}
# "the following month" counts from where the story is; "next month" from publication.
STORY_WORDS = frozenset({"following", "preceding", "previous", "subsequent"})
_ISO_UNITS = {"S": "TS", "m": "TM", "H": "TH", "F": "W", "N": "D", "E": "E", "C": "C", "Q": "Q"}


def _day(day: date) -> Interval:
    return Interval(day, day, "day")


def with_part_of_day(reading: Reading, tokens: Sequence[Token]) -> Reading:
    """Return the reading as a TIME where the words name a part of that day ("Friday night": "2016-05-13TNI")."""
    code = part_of_day(tokens)
    if code is None or reading.value is None or len(reading.value) != 10:
        return reading
    value = f"{reading.value}T{code}" if code != "MI" or not has_noon(tokens) else f"{reading.value}T12:00"
    return replace(reading, type="TIME", value=value)


def has_noon(tokens: Sequence[Token]) -> bool:
    return any(token.lower in {"noon", "midday"} for token in tokens)


def read_near_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "yesterday", "today", "tomorrow morning", "tonight"."""
    word = take(tokens, "yesterday", "today", "tomorrow", "tonight")[0].kind
    if frame.published is None:
        return read_interval(None, word, frame)
    offset = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    reading = read_interval(_day(frame.published + timedelta(days=offset)), word, frame)
    if word == "tonight":
        return replace(reading, type="TIME", value=f"{reading.value}TNI")
    return with_part_of_day(reading, tokens)


def read_second_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the day before yesterday", "the day after tomorrow"."""
    if frame.published is None:
        return read_interval(None, "near-day", frame)
    offset = -2 if has(tokens, "yesterday") else 2
    return read_interval(_day(frame.published + timedelta(days=offset)), "near-day", frame)


def read_overnight(tokens: Sequence[Token], frame: Frame) -> Reading:
    """The night that ended on the publication day: two days."""
    if frame.published is None:
        return read_interval(None, "overnight", frame, type="TIME")
    first = frame.published - timedelta(days=1)
    return Reading(first, first + timedelta(days=1), f"{first.isoformat()}TNI", "TIME", "overnight")


def read_last_night(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "last night" may run past midnight: the day before publication and the day itself; other parts are the day
    before.
    """
    if frame.published is None:
        return read_interval(None, "last-night", frame, type="TIME")
    before = frame.published - timedelta(days=1)
    reading = with_part_of_day(read_interval(_day(before), "last-night", frame), tokens)
    return replace(reading, end=frame.published) if part_of_day(tokens) == "NI" else reading


def read_ago(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "three days ago" is a day, "two weeks ago" a week, "two months ago" a month, "five years ago" a year."""
    unit, count = _unit(tokens), read_quantity(_before_unit(tokens))
    if unit in "SmH" and frame.published:
        return _read_hours_ago(unit, count, frame)
    if count is None:
        return name_nothing("PAST_REF", "ago")
    if unit == "Y" and count == 1 and frame.anchor and frame.anchor.grain == "quarter" and not has(tokens, "about"):
        return read_interval(_year_before(frame.anchor), "ago", frame)
    if frame.published is None:
        return read_interval(None, "ago", frame)
    day = shift(frame.published, -count, unit)
    reading = read_interval(cover_unit(day, unit), "ago", frame)
    # Annotators of the TimeBank corpus give a day to weeks ago; the interval stays the week.
    return replace(reading, value=day.isoformat()) if unit in {"W", "F"} else reading


def read_ago_to_the_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "a week ago today", "a year ago this month", "exactly two weeks ago": so long before that day, or its week or
    month. "A week ago on Friday" may mean either of two Fridays, and is left open unless both are one.
    """
    ago = next(index for index, token in enumerate(tokens) if token.kind == "ago")
    unit, count = _unit(tokens[:ago]), read_quantity(_before_unit(tokens))
    base, tail = frame.published, tokens[ago + 1 :]
    if base is None or count is None or unit in "SmH":
        return read_interval(None, "ago", frame)
    day = shift(base - timedelta(days=has(tail, "yesterday")), -count, unit)
    names = take(tail, "weekday", "wdshort")
    if names:
        weekday = get_weekdays()[names[0].lower]
        found = cover_unit(day, "W").start + timedelta(days=weekday)
        other = shift(base - timedelta(days=(base.weekday() - weekday) % 7), -count, unit)
        return read_interval(_day(found) if found == other else None, "ago", frame)
    wide = next((token.lower[0].upper() for token in take(tail, "weekword", "monthword")), "D")
    return read_interval(cover_unit(day, wide), "ago", frame)


def read_units_hence(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "in two weeks' time", "ten days from now": as "ago" is read, the other way."""
    unit, count = _unit(tokens), read_quantity(_before_unit(tokens))
    if frame.published is None or count is None:
        return read_interval(None, "hence", frame)
    return read_interval(cover_unit(shift(frame.published, count, unit), unit), "hence", frame)


def read_past_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "in the last day": the last 24 hours."""
    if frame.published is None:
        return read_interval(None, "past-units", frame)
    return replace(read_interval(_day(frame.published), "past-units", frame), start=shift(frame.published, -1, "D"))


def _read_hours_ago(unit: str, count: int | None, frame: Frame) -> Reading:
    """ "an hour ago": counted from the minute of publication where it is known; "hours ago" is that day."""
    assert frame.published is not None
    if count is None:
        before = timedelta(days=1 if unit == "H" else 0)  # "hours ago" may be before midnight
        return replace(read_interval(_day(frame.published), "ago", frame), start=frame.published - before)
    if frame.moment is None:
        return read_interval(_day(shift(frame.published, -count, unit)), "ago", frame)
    seconds = {"S": 1, "m": 60, "H": 3600}[unit] * count
    return read_interval(_day((frame.moment - timedelta(seconds=seconds)).date()), "ago", frame)


def read_offset(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "two days earlier", "the day before", "the previous night": counted from the anchor, never from publication."""
    unit = "D" if has(tokens, "partofday") else _unit(tokens)
    back = has(tokens, "last") or any(token.lower in {"earlier", "before"} for token in tokens)
    count = read_quantity(_before_unit(tokens)) if not has(tokens, "det", "last", "next") else 1
    if unit in "SmH" and frame.anchor and frame.anchor.grain == "day" and (count is None or count < 24):
        return _read_hours_off(frame, crosses=back and count is None)
    if unit == "H" and count is not None and count % 24 == 0:
        unit, count = "D", count // 24
    if count is None:
        return name_nothing("PAST_REF" if back else "FUTURE_REF", "offset")
    if unit == "Y" and frame.anchor is None and frame.published and back:
        # "a year earlier" in the news compares with the year before publication.
        return Reading(None, None, make_year(frame.published.year - count).value, "DATE", "offset", "ambiguous")
    hangs = frame.goes_on and tokens[-1].lower in {"after", "before"}
    if frame.anchor is None or hangs:
        return Reading(None, None, f"P{'T' if unit == 'H' else ''}{count}{unit}", "DURATION", "offset", frame.missing)
    if unit == "Y" and frame.anchor.grain == "quarter" and back and count == 1:
        return read_interval(_year_before(frame.anchor), "offset", frame)
    if unit in "SmH":
        return replace(read_interval(frame.anchor, "offset", frame), type="TIME")
    base = frame.anchor.start if back else frame.anchor.end
    reading = read_interval(
        cover_unit(shift(base, -count if back else count, unit), "D" if unit in {"W", "F"} else unit), "offset", frame
    )
    return with_part_of_day(reading, tokens)


def _read_hours_off(frame: Frame, *, crosses: bool) -> Reading:
    """Some hours from the anchor: its day; uncounted hours before it may fall on the day before."""
    assert frame.anchor is not None
    reading = replace(read_interval(frame.anchor, "offset", frame), type="TIME")
    return replace(reading, start=frame.anchor.start - timedelta(days=1)) if crosses else reading


def _year_before(quarter: Interval) -> Interval:
    return make_quarter(quarter.start.year - 1, (quarter.start.month + 2) // 3)


def read_year_ago_period(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the year-earlier quarter", "year-ago": last year's, of the quarter that the report is at."""
    if frame.anchor and frame.anchor.grain == "quarter":
        return read_interval(_year_before(frame.anchor), "year-ago", frame)
    return read_interval(make_year(frame.published.year - 1) if frame.published else None, "year-ago", frame)


def read_same_time(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the same day", "that night", "that week": the anchor's."""
    if frame.anchor is None:
        return read_interval(None, "same-time", frame)
    if has(tokens, "partofday", "dayword"):
        reading = read_interval(_day(frame.anchor.start), "same-time", frame)
        if part_of_day(tokens) == "NI":
            reading = replace(reading, end=max(frame.anchor.end, reading.start or frame.anchor.end))
        return with_part_of_day(reading, tokens)
    return read_interval(cover_unit(frame.anchor.start, _unit(tokens)), "same-time", frame)


def read_past_units(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the past two months", "the next five days", "recent weeks": from that far back to publication, or ahead of
    it.
    """
    unit, units = _unit(tokens), take(tokens, *_UNIT_KINDS)
    counted = has(tokens, "numword", "daynum", "number", "scale", "art", "several")
    count = read_quantity([token for token in _before_unit(tokens) if token.kind not in {"last", "past", "next"}])
    value, type = _open_value(tokens, unit) if count is None else (iso_duration(count, unit), "DURATION")
    if count is None and not counted and units and not units[0].lower.endswith("s") and not has(tokens, "recent"):
        count = 1
    forward = has(tokens, "next")
    told = not frame.ahead and not frame.open_ended
    if forward and told and (count or any(token.lower in STORY_WORDS for token in tokens)):
        return _read_next_in_story(count, unit, value, frame)
    if frame.published is None or (has(tokens, "first") and not has(tokens, "last", "past", "next")):
        reason = frame.missing if frame.published is None else "not_a_calendar_date"
        return Reading(None, None, value, "DURATION" if type == "DURATION" else "DATE", "past-units", reason)
    reach = count or (4 if unit == "D" and counted else _OPEN_COUNTS.get(unit, 2))
    far = shift(frame.published, reach if forward else -reach, unit)
    start, end = (frame.published, far) if forward else (far, frame.published)
    rule = "next-units" if forward else "past-units"
    return Reading(
        start, end, value, "DURATION" if type == "DURATION" else "DATE", rule, grain="span" if len(units) else "day"
    )


def _read_next_in_story(count: int | None, unit: str, value: str, frame: Frame) -> Reading:
    """ "Over the next two days", told in the past: the two days after the one that the story is at."""
    anchor = frame.anchor
    if anchor is None or anchor.grain != "day" or count is None:
        return Reading(None, None, value, "DURATION", "next-units", frame.missing)
    # Hours begin on the day itself.
    start, end = anchor.end + timedelta(days=unit not in "SmH"), shift(anchor.end, count, unit)
    return Reading(start, end, value, "DURATION", "next-units", grain="span")


def _open_value(tokens: Sequence[Token], unit: str) -> tuple[str, str]:
    if has(tokens, "several") or (unit in {"W", "M"} and not has(tokens, "next")):
        return iso_duration(None, unit), "DURATION"
    return ("FUTURE_REF" if has(tokens, "next") else "PAST_REF"), "DATE"


def read_this_unit(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "this week" runs to publication (or to its end where the text looks ahead); "last month" and "next year"
    are whole.
    """
    unit, base = _unit(tokens), frame.published
    if has(tokens, "that", "same") and frame.anchor:
        return read_same_time(tokens, frame)
    if base is None:
        return read_interval(None, "this-unit", frame)
    if has(tokens, "dayword") and has(tokens, "part", "partly"):
        return read_same_time(tokens, frame)
    if (has(tokens, "past") or _is_the_last(tokens)) and not has(tokens, "part", "partly"):
        # "the past week", "in the last week" end at publication, "last week" is the calendar's; annotators give both
        # the calendar's value.
        whole = cover_unit(shift(base, -1, unit), unit)
        return replace(read_interval(whole, "past-unit", frame), start=shift(base, -1, unit), end=base, grain="span")
    step = -1 if has(tokens, "last", "past") else 1 if has(tokens, "next") else 0
    if frame.anchor is not None and any(token.lower in STORY_WORDS for token in tokens):
        base = frame.anchor.start if step < 0 else frame.anchor.end
    interval = cover_unit(shift(base, step, unit), unit)
    rule = {-1: "last-unit", 0: "this-unit", 1: "next-unit"}[step]
    if unit == "D":
        return read_interval(interval, rule, frame)
    reading = read_interval(interval, rule, frame)
    if has(tokens, "part") and unit in {"Y", "M"}:
        cut = cut_part(reading, tokens, interval)
        # The end of a month that is running, told as done, is of another month.
        is_told = frame.ahead or step > 0 or cut.start is None or cut.start <= base
        return cut if is_told else replace(cut, start=None, end=None, reason="ambiguous")
    if step == 0 and frame.ahead and has(tokens, "partly"):
        return replace(reading, start=base)
    if step == 0 and not frame.ahead:
        return replace(reading, end=min(base, interval.end))
    return reading


def _is_the_last(tokens: Sequence[Token]) -> bool:
    return has(tokens, "det") and any(token.lower == "last" for token in tokens)


def read_end_of_unit(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "year end", "month's end": the last days of the one that is running."""
    base = frame.published
    if base is None:
        return read_interval(None, "end-of-unit", frame)
    interval = cover_unit(base, _unit(tokens))
    reading = read_interval(interval, "end-of-unit", frame)
    if interval.grain == "year":
        return cut_year(reading, interval, "end")
    return replace(reading, start=base if frame.ahead else interval.end - timedelta(days=10))


def read_whole_unit(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "the year", "the week", "the quarter": which one the text does not say."""
    unit = _unit(tokens)
    count = read_quantity(take(_before_unit(tokens), "numword", "daynum", "number"))
    if count is not None:
        return read_duration(tokens, frame)
    anchored = frame.anchor is not None and unit == "Q" and frame.anchor.grain == "quarter"
    value = frame.anchor.value if anchored and frame.anchor else iso_duration(1, unit)
    if unit == "Q" and not anchored and has(tokens, "latest") and frame.published:
        return read_interval(cover_unit(shift(frame.published, -1, "Q"), "Q"), "latest-quarter", frame)
    return Reading(None, None, value, "DATE" if anchored else "DURATION", "whole-unit", "ambiguous", floating=True)


def read_nth_day(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "for the third day": that many days, the last of them the day of publication."""
    ordinal = take(tokens, "first", "second", "ordw", "ordnum")[0]
    digits = "".join(char for char in ordinal.text if char.isdecimal())
    number = int(digits) if digits else ORDINALS.get(ordinal.lower, 0)
    unit = "D" if has(tokens, "partofday") else _unit(tokens)
    value = iso_duration(1, unit)
    if frame.published is None:
        return Reading(None, None, value, "DURATION", "nth-day", frame.missing)
    start = shift(frame.published, -(number - 1 if unit == "D" else number), unit)
    return Reading(start, frame.published, value, "DURATION", "nth-day", grain="span", floating=True)


def read_duration(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "two years", "a four-day", "several months": a length; the calendar does not say when."""
    unit, count = _unit(tokens), read_quantity(_before_unit(tokens))
    value = iso_duration(count, unit)
    return Reading(None, None, value, "DURATION", "duration", "not_a_calendar_date", floating=True)


def read_length(tokens: Sequence[Token]) -> tuple[int, str] | None:
    """Return count and unit of a counted length of time, None where it is open.

    >>> from dateline.dates.tokens import read_tokens
    >>> read_length(read_tokens("two days"))
    (2, 'D')
    """
    count = 1 if has(tokens, "det") else read_quantity(_before_unit(tokens))
    return None if count is None else (count, _unit(tokens))


def read_bare_units(tokens: Sequence[Token], frame: Frame) -> Reading:
    value = iso_duration(None, _unit(tokens))
    return Reading(None, None, value, "DURATION", "duration-open", "not_a_calendar_date", floating=True)


def read_set(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "daily", "every month", "each Thursday": times that come again."""
    if has(tokens, "weekday", "weekdays", "wdshort"):
        number = get_weekdays()[take(tokens, "weekday", "weekdays", "wdshort")[0].lower]
        return name_nothing(f"XXXX-WXX-{number + 1}", "set", type="SET")
    months = take(tokens, "month", "maymonth", "monshort")
    if months:
        return name_nothing(f"XXXX-{get_months()[months[0].lower]:02d}", "set", type="SET")
    units = take(tokens, *_UNIT_KINDS)
    return name_nothing(iso_duration(1, get_unit_code(units[0].lower)) if units else "P1D", "set", type="SET")


def read_adverb(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "daily", "weekly": how often."""
    values = {"daily": "P1D", "hourly": "PT1H", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M",
              "annually": "P1Y",
              "yearly": "P1Y", "nightly": "P1D"}  # fmt: skip
    return name_nothing(values[tokens[-1].lower], "set", type="SET")


def read_reference(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "now", "recently", "soon": no day."""
    word = next(token.lower for token in reversed(tokens) if token.lower in REFERENCES)
    reading = name_nothing(REFERENCES[word], "reference")
    return replace(reading, floating=reading.value == "PRESENT_REF")


def iso_duration(count: int | None, unit: str) -> str:
    """Return the ISO-TimeML value of a length of time; an open count is X.

    >>> iso_duration(3, "M"), iso_duration(36, "H"), iso_duration(None, "W")
    ('P3M', 'PT36H', 'PXW')
    """
    if count is not None and unit == "E":
        return f"P{10 * count}Y"
    if count is not None and unit == "F":
        return f"P{2 * count}W"
    if count is not None and unit == "H" and count % 24 == 0:
        return f"P{count // 24}D"
    code = _ISO_UNITS.get(unit, unit)
    number = "X" if count is None else str(count)
    return f"PT{number}{code[1]}" if code.startswith("T") else f"P{number}{code}"


def _unit(tokens: Sequence[Token]) -> str:
    units = take(tokens, *_UNIT_KINDS)
    if not units and has(tokens, "period"):
        return "Q"
    return get_unit_code(units[0].lower) if units else "D"


def _before_unit(tokens: Sequence[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.kind in _UNIT_KINDS:
            return list(tokens[:index])
    return list(tokens)
