"""Several dates in one expression: from one to the other, a list of days, a day counted from another, a night between
two days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from dateline.dates.calendar import make_week, make_weekend, shift
from dateline.dates.find import Core
from dateline.dates.reading import Frame, Reading, has, infer_interval, read_quantity, take
from dateline.dates.tokens import Token
from dateline.dates.words import get_unit_code

ReadCore = Callable[[Sequence[Token], Core, Frame], Reading]
_TIMES = frozenset({"clock", "part_of_day"})
_LENGTHS = frozenset({"duration", "day_offset", "whole_unit", "bare_units"})
_IN_STORY = frozenset({"day_offset", "same_time"})
# Days, months and years that make a list with "and"; those whose year or week hangs on a day beside them.
_HANGING = frozenset({"weekday", "date", "date_us", "day_range", "day_range_us", "day_of_month", "month"})
_LISTED = _HANGING | _IN_STORY | {"near_day", "last_night", "iso_date", "year"}
_JOINERS = ("to", "until", "hyphen", "and")
_BETWEEN = frozenset({*_JOINERS, "comma", "on", "in", "of", "at", "by", "det", "part", "partly", "about"})
_FILLERS = frozenset({"again", "also", "then", "possibly", "perhaps", "well"})
_WEEK_JOINTS = frozenset({"of", "beginning", "starting", "commencing", "ending", "ended", "to"})
_UNITS = ("unit", "plural", "hoursword", "dayword", "weekword", "partofday", "partsofday")


def read_joined(
    tokens: Sequence[Token], first: int, cores: Sequence[Core], frame: Frame, read_core: ReadCore
) -> Reading | None:
    """Return the reading of a span that begins at tokens[first] where its dates make one day or stretch, else None.

    `cores` are the span's rule matches in order, times of day among them; `read_core` reads one.
    """
    dates = [core for core in cores if core.rule not in _TIMES]
    if dates and dates[0].rule == "overnight":
        return _read_night(tokens, dates, frame, read_core) if len(dates) > 1 else None
    week = _read_week_of(tokens, dates, frame, read_core)
    if week is not None:
        return week
    counted = _read_counted_from(tokens, first, dates, frame, read_core)
    if counted is not None or len(dates) < 2:
        return counted
    return _read_stretch(tokens, first, cores, frame, read_core)


def _read_night(tokens: Sequence[Token], dates: Sequence[Core], frame: Frame, read_core: ReadCore) -> Reading:
    """ "overnight on Sunday" begins then, "overnight into Monday" ends then, "overnight from Sunday to Monday" has
    both.
    """
    last = read_core(tokens, dates[-1], frame)
    if last.start is None or last.end is None or last.grain != "day":
        return replace(last, start=None, end=None, rule="overnight", reason=last.reason or "ambiguous")
    start, end = last.start, last.end
    if start == end:
        into = len(dates) > 2 or has(tokens[dates[0].last : dates[-1].first], "to") or end == frame.published
        start, end = (start - timedelta(days=1), end) if into else (start, end + timedelta(days=1))
    return replace(last, start=start, end=end, value=f"{start.isoformat()}TNI", type="TIME", rule="overnight")


def _read_week_of(tokens: Sequence[Token], dates: Sequence[Core], frame: Frame, read_core: ReadCore) -> Reading | None:
    """ "the weekend of 7 and 8 May", "the week of 9 May", "the week beginning (ending) 9 May"."""
    if len(dates) != 2 or dates[0].rule not in {"weekend", "whole_unit"}:
        return None
    unit, gap = tokens[dates[0].last - 1].kind, tokens[dates[0].last : dates[1].first]
    words = {token.lower for token in gap}
    day = read_core(tokens, dates[1], frame)
    if unit not in {"weekend", "weekword"} or not words & _WEEK_JOINTS or day.start is None or day.end is None:
        return None
    start, end = day.start, day.end
    if start == end and unit == "weekend":
        weekend = make_weekend(start)
        start, end = weekend.start, weekend.end
    elif start == end and "of" in words:
        week = make_week(start)
        start, end = week.start, week.end
    elif start == end:
        ends = bool(words & {"ending", "ended", "to"})
        start, end = (end - timedelta(days=6), end) if ends else (start, start + timedelta(days=6))
    return replace(day, start=start, end=end, rule="week-of", grain="week")


def _read_counted_from(
    tokens: Sequence[Token], first: int, dates: Sequence[Core], frame: Frame, read_core: ReadCore
) -> Reading | None:
    """ "a day after Monday's coup", "two days before the 9 May parade", "in the 24 hours to Monday": counted from the
    day that is named.
    """
    if not dates or any(core.rule not in _LENGTHS for core in dates[:-1]):
        return None
    joint = dates[-1].first - 1
    while joint > first and tokens[joint].kind in {"det", "on"}:
        joint -= 1
    head = tokens[first:joint]
    if not head or tokens[joint].lower not in {"before", "after", "to"} or head[-1].kind not in _UNITS:
        return None
    if tokens[joint].lower == "to" and (not has(head, "in", "during") or not has(head, "det")):
        return None
    day = read_core(tokens, dates[-1], frame)
    if day.start is None or day.start != day.end or day.grain != "day":
        return replace(day, start=None, end=None, rule="counted-from", reason=day.reason or "ambiguous")
    bounds = _count_from(head, tokens[joint].lower, day.start)
    if bounds is None:
        return replace(day, start=None, end=None, value=None, rule="counted-from", reason="ambiguous")
    return replace(day, start=bounds[0], end=bounds[1], value=bounds[0].isoformat(), rule="counted-from")


def _count_from(head: Sequence[Token], word: str, day: date) -> tuple[date, date] | None:
    """The first and last day of "the week before" that day; one day of "two days after" it, None of "days after"."""
    unit = "D" if head[-1].kind == "partofday" else get_unit_code(head[-1].lower)
    numbers = take(head, "numword", "daynum", "number", "scale", "art", "several")
    count = read_quantity(numbers) if numbers else 1 if has(head, "det") else None
    back = word != "after"
    if unit in "SmH" and (count is None or count < 24 or unit != "H"):
        # Hours that are not counted may reach over midnight.
        return (day - timedelta(days=unit == "H" and back and count is None), day)
    if unit not in "DNWFH" or count is None:
        return None
    far = shift(day, -count if back else count, unit)
    if not has(head, "det") or head[-1].kind in {"dayword", "partofday"}:
        return far, far
    if word == "to":
        return far, day
    return (far, day - timedelta(days=1)) if back else (day + timedelta(days=1), far)


def _read_stretch(
    tokens: Sequence[Token], first: int, cores: Sequence[Core], frame: Frame, read_core: ReadCore
) -> Reading | None:
    """ "from 29 March to 2 April", "on Friday, Saturday and Sunday": from the first's start to the last's end."""
    dates = [core for core in cores if core.rule not in _TIMES]
    timed = {index for core in cores if core.rule in _TIMES for index in range(core.first, core.last)}
    gaps = [
        [tokens[index] for index in range(left.last, right.first) if index not in timed]
        for left, right in pairwise(dates)
    ]
    if not all(_joins(gap) for gap in gaps) or not has(gaps[-1], *_JOINERS):
        return None
    between = has(tokens[max(first, dates[0].first - 3) : dates[0].first], "between")
    if has(gaps[-1], "and") and not between and any(core.rule not in _LISTED for core in dates):
        return None
    return _reach(tokens, dates[0], dates[-1], frame, read_core)


def _joins(gap: Sequence[Token]) -> bool:
    if not has(gap, *_JOINERS, "comma"):
        return False
    return all(token.kind in _BETWEEN or token.lower in _FILLERS for token in gap)


def _reach(tokens: Sequence[Token], left: Core, right: Core, frame: Frame, read_core: ReadCore) -> Reading | None:
    later = None if right.rule in _IN_STORY else read_core(tokens, right, frame)
    if later is not None and later.end is None:
        return None
    hangs = left.rule in _HANGING and later is not None
    frame_of_first = replace(frame, published=later.end, ahead=False) if later is not None and hangs else frame
    earlier = read_core(tokens, left, frame_of_first)
    if later is None and earlier.start and earlier.end:
        later = read_core(tokens, right, replace(frame, anchor=infer_interval((earlier.start, earlier.end))))
    if earlier.start is None or later is None or later.end is None:
        return None
    if right.rule in _IN_STORY and earlier.start > later.end:  # "yesterday and the day before"
        earlier, later = later, earlier
    if earlier.start is None or later.end is None or earlier.start > later.end:
        return None
    return replace(earlier, end=later.end, rule="range", grain="span")
