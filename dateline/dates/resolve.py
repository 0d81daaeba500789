"""Resolve one time expression: the days it stands for, its ISO-TimeML value, the rule, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from dateline.dates import absolute, parts, relative, weekdays
from dateline.dates.calendar import Interval, shift
from dateline.dates.clock import read_clock, read_part_of_day
from dateline.dates.direction import looks_ahead
from dateline.dates.feasts import read_feast
from dateline.dates.find import Core, find_cores_in
from dateline.dates.joined import read_joined
from dateline.dates.reading import Frame, Reading, TimexType, has, infer_interval, name_nothing, part_of_day
from dateline.dates.settle import settle_kinds
from dateline.dates.tokens import Token, read_tokens, split_numeric_date
from dateline.model import Reason, Span, TimePrecision, When

_CONTEXT = 240  # characters of the report read before the expression, for tense and abbreviations
_CLOCKS = frozenset({"clock", "part_of_day"})
_ENDERS = frozenset({"comma", "stop", "break", "close", "at", "in", "on", "and"})
# What is before or after these is still of their day.
_RITES = frozenset({"prayer", "prayers", "mass", "service", "services", "sermon"})
_AHEAD_STATUS = frozenset({"planned", "threatened", "alleged_intent", "hypothetical"})


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """What a time expression comes to.

    `when` holds the days (ISO, both inclusive); `value` and `type` are ISO-TimeML's, None where no year is known;
    `rule` is the id of the rule that read it; `reason` says why `when.start` or `when.end` is null.
    """

    when: When
    value: str | None
    type: TimexType
    rule: str
    reason: Reason | None = None


def resolve_time(
    text: str,
    span: tuple[int, int],
    *,
    published: date | datetime | None,
    status: str = "occurred",
    anchor: tuple[date, date] | None = None,
) -> ResolvedTime:
    """Return the days that `text[span[0]:span[1]]` stands for.

    Relative days count from `published`; with none they stay null. A weekday or a day without its year is the latest
    one not after publication, or the next one where the words or the status look ahead. `anchor` is the day or period
    that the story is at: "two days earlier" and "that night" count from it and from nothing else; with no publication
    date a day and month takes its year from it. Time zones are not applied.

    >>> resolve_time("The town fell on Tuesday.", (14, 24), published=date(2016, 5, 18)).when.start
    '2016-05-17'
    """
    words = text[span[0] : span[1]]
    day = published.date() if isinstance(published, datetime) else published
    begin = max(0, span[0] - _CONTEXT)
    tokens = settle_kinds(read_tokens(text, begin, min(len(text), span[1] + 60)), text)
    first = next((index for index, token in enumerate(tokens) if token.end > span[0]), len(tokens))
    last = next((index for index, token in enumerate(tokens) if token.start >= span[1]), len(tokens))
    cores = find_cores_in(tokens, first, last, compounds=True)
    ahead = looks_ahead(tokens, first, last, status)
    followed = _is_followed(tokens, cores, last)
    goes_on = last < len(tokens) and tokens[last].kind not in _ENDERS
    moment = published if isinstance(published, datetime) else None
    try:
        anchored = infer_interval(anchor)
        frame = Frame(day, ahead is True, ahead is None, anchored, _day_first(text), followed, goes_on, moment)
        reading = _read(tokens, (first, last), cores, frame, status)
    except (ValueError, OverflowError):  # "two million years ago": no day that the calendar module has
        reading = name_nothing(None, "out-of-calendar")
    return _finish(Span(span[0], span[1], words), reading)


def _is_followed(tokens: Sequence[Token], cores: Sequence[Core], last: int) -> bool:
    """True when a noun of the same phrase stands behind the time: "the 2016 coup attempt"."""
    return bool(cores) and cores[-1].last < last and tokens[cores[-1].last].kind in {"word", "name"}


def _read(
    tokens: Sequence[Token], inside: tuple[int, int], cores: Sequence[Core], frame: Frame, status: str
) -> Reading:
    dates = [core for core in cores if core.rule not in _CLOCKS]
    times = [core for core in cores if core.rule in _CLOCKS]
    if not dates and not times:
        return name_nothing(None, "none")
    if not dates:
        limits = {"since", "from"} | ({"by", "until"} if status in _AHEAD_STATUS else set())
        if frame.published and has(tokens[inside[0] : times[0].first], *limits):
            # "since dawn" runs to the time of writing: the publication day's dawn.
            frame = replace(frame, anchor=Interval(frame.published, frame.published, "day"))
        # "before dawn this morning": the part that tells its day.
        time = next((core for core in times if has(tokens[core.first : core.last], "this")), times[0])
        reading = _read_core(tokens, time, frame)
        return _apply_lead(tokens[inside[0] : time.first], reading, frame, status)
    joined = read_joined(tokens, inside[0], cores, frame, _read_core)
    if joined is not None:
        return joined
    main = _choose(tokens, dates, frame)
    reading = _read_core(tokens, main, frame)
    if main.last < len(tokens) and tokens[main.last].lower in _RITES:
        frame = replace(frame, followed=True)
        inside = (main.first, inside[1]) if _has_word(tokens[inside[0] : main.first], "before") else inside
    for core in times:
        reading = _add_time(reading, tokens[core.first : core.last])
    return _apply_lead(tokens[inside[0] : main.first], reading, frame, status)


def _choose(tokens: Sequence[Token], dates: Sequence[Core], frame: Frame) -> Core:
    """The most telling of several: a day or a month before a length of time or a vague word."""
    vague = {"reference", "duration", "bare_units", "whole_unit", "set", "nth_unit", "day_of_month"}
    telling = [core for core in dates if core.rule not in vague] or list(dates)
    # "Tuesday (3 May)", "Tuesday, the 3rd of May": the day of the month is the weekday told again, closer.
    if len(telling) > 1 and telling[0].rule == "weekday" and telling[1].rule in {"date", "date_us"}:
        gap = tokens[telling[0].last : telling[1].first]
        if all(token.kind in {"open", "comma", "hyphen"} for token in gap):
            return telling[1]
    # "late in the day on Monday", "the same day, 3 May": what can be read here before what cannot.
    return next((core for core in telling if _read_core(tokens, core, frame).start), telling[0])


def _read_core(tokens: Sequence[Token], core: Core, frame: Frame) -> Reading:
    return _readers()[core.rule](tokens[core.first : core.last], frame)


@cache
def _readers() -> dict[str, Callable[[Sequence[Token], Frame], Reading]]:
    return {
        "iso_date": absolute.read_iso_date,
        "military_date": absolute.read_military_date,
        "numeric_date": absolute.read_numeric_date,
        "day_range": absolute.read_day_range,
        "day_range_us": absolute.read_day_range,
        "date": absolute.read_date,
        "date_us": absolute.read_date,
        "weekday_ordinal": absolute.read_day_of_month,
        "day_of_month": absolute.read_day_of_month,
        "month_range": absolute.read_month_range,
        "part_of_period": parts.read_part_of_period,
        "day_of_this_month": parts.read_day_of_this_month,
        "weekdays_ago": weekdays.read_weekdays_ago,
        "weekday_of_week": weekdays.read_weekday_of_week,
        "weekday_of_month": weekdays.read_weekday_of_month,
        "week_from_day": weekdays.read_week_from_day,
        "before_last": weekdays.read_before_last,
        "month": absolute.read_month,
        "end_of_unit": relative.read_end_of_unit,
        "year_range": absolute.read_year_range,
        "year": absolute.read_year,
        "decade": absolute.read_decade,
        "century": absolute.read_century,
        "year_ago_period": relative.read_year_ago_period,
        "quarter": absolute.read_quarter,
        "season": absolute.read_season,
        "day_before_yesterday": relative.read_second_day,
        "near_day": relative.read_near_day,
        "last_night": relative.read_last_night,
        "overnight": relative.read_overnight,
        "weekday": weekdays.read_weekday,
        "nth_day": relative.read_nth_day,
        "same_time": relative.read_same_time,
        "ago": relative.read_ago,
        "ago_to_the_day": relative.read_ago_to_the_day,
        "units_hence": relative.read_units_hence,
        "past_day": relative.read_past_day,
        "day_offset": relative.read_offset,
        "past_units": relative.read_past_units,
        "recent_units": relative.read_past_units,
        "weekend": weekdays.read_weekend,
        "this_unit": relative.read_this_unit,
        "set": relative.read_set,
        "adverb": relative.read_adverb,
        "nth_unit": relative.read_duration,
        "duration": relative.read_duration,
        "bare_units": relative.read_bare_units,
        "whole_unit": relative.read_whole_unit,
        "reference": relative.read_reference,
        "vague_past": relative.read_reference,
        "feast": read_feast,
        "clock": read_clock,
        "part_of_day": read_part_of_day,
    }


def _add_time(reading: Reading, tokens: Sequence[Token]) -> Reading:
    """Put the clock time or the part of the day into the value; the days stay as they are."""
    if reading.value is None or len(reading.value) != 10 or reading.type != "DATE":
        return reading
    if has(tokens, "clock") or not part_of_day(tokens):
        clock = read_clock(tokens, Frame(reading.start))
        return replace(reading, type="TIME", value=clock.value or reading.value)
    return relative.with_part_of_day(reading, tokens)


def _apply_lead(lead: Sequence[Token], reading: Reading, frame: Frame, status: str) -> Reading:
    """Apply the preposition before the expression: "since", "until", "by", "from", "for", "in"."""
    kinds = {token.kind for token in lead}
    published = frame.published
    if reading.floating:
        return _place_duration(reading, kinds, frame, status)
    if reading.start is None or reading.end is None:
        return reading
    ahead = status in _AHEAD_STATUS or frame.ahead
    if "from" in kinds and kinds & {"to", "until"}:  # "from 6 a.m. until noon on Monday"
        return reading
    if any(token.lower == "anniversary" for token in lead) and reading.rule in {"date", "month", "year"}:
        return name_nothing(None, reading.rule)
    if "eve" in kinds and reading.start == reading.end:
        eve = reading.start - timedelta(days=1)
        return replace(reading, start=eve, end=eve, value=eve.isoformat(), rule="eve")
    if _hangs_on_event(lead, reading, frame):
        return name_nothing(reading.value, reading.rule)
    if "since" in kinds or ("from" in kinds and not ahead and "range" not in reading.rule and "to" not in kinds):
        return _run_to_publication(reading, published)
    if _has_word(lead, "before") and reading.rule in {"this-unit", "month-end", "year-end"}:
        kinds = kinds | {"until"}
        lead = ()
    if (
        "until" in kinds
        or _limits(lead, ahead=ahead)
        or (kinds & {"by", "within"} and ahead)
        or (_has_word(lead, "before") and reading.type != "TIME")
    ):
        return _run_until(reading, published, ahead, before=_has_word(lead, "before"))
    return reading


def _hangs_on_event(lead: Sequence[Token], reading: Reading, frame: Frame) -> bool:
    """ "after the 2016 coup attempt", "before the May offensive": counted from an event, which has no day here."""
    led = any(token.lower in {"after", "before", "since"} for token in lead)
    return led and frame.followed and reading.grain in {"year", "month"}


def _limits(lead: Sequence[Token], *, ahead: bool) -> bool:
    """ "no later than Friday", "up to 3 May"; of what is to come "through Friday"."""
    kinds = {token.kind for token in lead}
    if {"no", "than"} <= kinds or any(token.lower == "not" for token in lead if "than" in kinds):
        return True
    ends = [token.lower for token in lead[-2:]]
    return ends == ["up", "to"] or (ahead and ends[-1:] == ["through"])


def _has_word(lead: Sequence[Token], word: str) -> bool:
    return bool(lead) and lead[-1].lower == word


def _run_to_publication(reading: Reading, published: date | None) -> Reading:
    rule = f"since/{reading.rule}"
    if published is None:
        return replace(reading, end=None, rule=rule, reason="no_publication_date", grain="span")
    if reading.start is None or reading.start > published:
        return reading
    return replace(reading, end=published, rule=rule, grain="span")


def _run_until(reading: Reading, published: date | None, ahead: bool, *, before: bool) -> Reading:
    end = reading.start - timedelta(days=1) if before and reading.start else reading.end
    start = published if ahead and published and end and published <= end else None
    reason: Reason | None = None if start else "ambiguous" if published else "no_publication_date"
    return replace(reading, start=start, end=end, rule=f"until/{reading.rule}", grain="span", reason=reason)


def _place_duration(reading: Reading, kinds: set[str], frame: Frame, status: str) -> Reading:
    """A length of time stands on the calendar only where it ends at publication: "in three days", "for weeks" of
    what goes on.
    """
    published, length = frame.published, _length(reading.value)
    if (
        reading.rule == "nth-day" and "on" in kinds and status != "ongoing"
    ):  # "on the third day" of what the text tells of
        return replace(reading, start=None, end=None, reason="ambiguous")
    if reading.start is not None:
        return reading
    if published is None:
        return reading
    if length and kinds & {"during", "by"} and status in _AHEAD_STATUS:
        return replace(
            reading, start=published, end=shift(published, *length), rule="within", reason=None, grain="span"
        )
    if length and kinds & {"in"} and not kinds & {"of", "word", "timeword"} and reading.rule == "duration":
        sign = 1 if status in _AHEAD_STATUS or frame.ahead else -1
        days = sorted((published, shift(published, sign * length[0], length[1])))
        return replace(reading, start=days[0], end=days[1], rule="in-duration", reason=None, grain="span")
    if status == "ongoing":
        start = shift(published, -length[0], length[1]) if length and "for" in kinds else None
        return replace(reading, start=start, end=published, rule=f"ongoing/{reading.rule}", grain="span")
    return reading


def _length(value: str | None) -> tuple[int, str] | None:
    if not value or not value.startswith("P") or "X" in value:
        return None
    number = value[2:-1] if value[1] == "T" else value[1:-1]
    unit = value[-1] if value[-1] in "DWMYH" else ""
    return (int(number), unit) if number.isdecimal() and unit and not (value[1] == "T" and unit == "M") else None


def _finish(span: Span, reading: Reading) -> ResolvedTime:
    start = reading.start.isoformat() if reading.start else None
    end = reading.end.isoformat() if reading.end else None
    when = When(span, start, end, _precision(reading))
    reason = reading.reason if start is None or end is None else None
    return ResolvedTime(when, reading.value, reading.type, reading.rule.replace("_", "-"), reason)


def _precision(reading: Reading) -> TimePrecision:
    """The grain of what is named; of a stretch, its width (two days, a fortnight, half a year: measured on the
    claims).
    """
    if reading.start is None or reading.end is None:
        return "unknown"
    days = (reading.end - reading.start).days
    if reading.grain in {"day", "week", "month", "year"} and reading.grain != "span":
        named: dict[str, TimePrecision] = {"day": "day", "week": "week", "month": "month", "year": "year"}
        return named[reading.grain]
    return "day" if days <= 1 else "week" if days <= 16 else "month" if days <= 185 else "year"


@lru_cache(maxsize=4)
def _day_first(text: str) -> bool | None:
    """How the report writes numeric dates, shown by those that can be read one way only; None when it does not show."""
    if "/" not in text:
        return None
    firsts, seconds = [], []
    for token in read_tokens(text):
        if token.kind == "slashdate":
            first, second, *_ = split_numeric_date(token.text)
            firsts.append(first > 12)
            seconds.append(second > 12)
    if any(firsts) != any(seconds):
        return any(firsts)
    return None
