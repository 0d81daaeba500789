"""Events by day and group of types as stacked bars; by week or month where the days are many.

Long stretches without any event are left out of the bars, and cut out of the axis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from dateline.drawing.clock import Clock, find_cuts
from dateline.drawing.svg import SERIES, Picture, group, line, rect, text

Unit = Literal["day", "week", "month"]
_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 960, 46, 944, 14, 264
# More bars than this are too thin to point at.
_MOST_BARS = 130
_LONG = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Bar:
    """What lies in one stretch of days: its first day, the day after its last, and the events of each group."""

    first: date
    after: date
    counts: Mapping[str, int]


def count_bars(days: Sequence[tuple[date, date, str]], groups: Sequence[str]) -> tuple[Unit, list[Bar], int]:
    """Return the unit, the bars from the first to the last that holds any, and how many events lie in no one bar.

    Each event is its first and last day and its group; it counts where both days lie in one bar. There are no bars in a
    long stretch on which nothing lies (`find_cuts`); an event that lasts a month or more does not fill one.
    """
    if not days:
        return "day", [], 0
    first, last = min(day[0] for day in days), max(day[1] for day in days)
    cuts = find_cuts((begun, ended) for begun, ended, _ in days if ended - begun < _LONG)
    unit: Unit = "day"
    stretches: dict[date, date] = {}
    for unit in ("day", "week", "month"):
        firsts, afters = [first, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), last + timedelta(days=1)]
        stretches = {
            start: after
            for begun, ended in zip(firsts, afters, strict=True)
            for start, after in pairwise(_list_starts(begun, ended - timedelta(days=1), unit))
        }
        if len(stretches) <= _MOST_BARS:
            break
    counts: dict[date, Counter[str]] = {start: Counter() for start in stretches}
    outside = 0
    for begun, ended, name in days:
        home, other = (_start(day, unit) for day in (begun, ended))
        if home == other and home in counts:
            counts[home][name] += 1
        else:
            outside += 1
    bars = [
        Bar(start, after, {name: counts[start][name] for name in groups if counts[start][name]})
        for start, after in sorted(stretches.items())
    ]
    filled = [number for number, bar in enumerate(bars) if bar.counts]
    return unit, bars[filled[0] : filled[-1] + 1] if filled else [], outside


def draw_bars(unit: Unit, bars: Sequence[Bar], groups: Mapping[str, str], name: str = "events-by-day") -> Picture:
    """Return the bars as a picture; `groups` are the groups' names in words, in their order from the ground up."""
    highest = max((sum(bar.counts.values()) for bar in bars), default=1)
    step = choose_step(highest)
    top = -(-highest // step) * step
    cuts = tuple((bar.after, other.first) for bar, other in pairwise(bars) if bar.after < other.first)
    clock = Clock(bars[0].first, bars[-1].after - timedelta(days=1), _LEFT, _RIGHT, cuts)
    scale = (_BOTTOM - _TOP) / top
    body = []
    for number in range(0, top + 1, step):
        y = _BOTTOM - number * scale
        body.append(line(_LEFT, y, _RIGHT, y, "grid", 'stroke-width="1"'))
        body.append(text(_LEFT - 6, y + 4, f"{number:,}", name="soft", size=11, anchor="end"))
    body.append(clock.draw(_BOTTOM, _BOTTOM + 4))
    body += [_draw_bar(bar, unit, clock, scale, groups) for bar in bars if bar.counts]
    legend, height = _draw_legend(bars, groups)
    title = f"Events by {unit} and group of types, {bars[0].first} to {bars[-1].after - timedelta(days=1)}"
    return Picture(name, title, _WIDTH, height, "".join([*body, legend]))


def name_bar(bar: Bar, unit: Unit) -> str:
    """Return the stretch of days in words.

    >>> name_bar(Bar(date(2031, 3, 3), date(2031, 3, 10), {}), "week")
    '2031-03-03 to 2031-03-09'
    """
    if unit == "day":
        return bar.first.isoformat()
    if unit == "month":
        return f"{bar.first:%Y-%m}"
    return f"{bar.first} to {bar.after - timedelta(days=1)}"


def _start(day: date, unit: Unit) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _list_starts(first: date, last: date, unit: Unit) -> list[date]:
    """The first days of all stretches, and of the one after the last."""
    starts = [_start(first, unit)]
    while starts[-1] <= last:
        day = starts[-1]
        if unit == "month":
            starts.append(date(day.year + day.month // 12, day.month % 12 + 1, 1))
        else:
            starts.append(day + timedelta(days=7 if unit == "week" else 1))
    return starts


def choose_step(highest: int) -> int:
    sizes: list[int] = [size * 10**power for power in range(9) for size in (1, 2, 5)]
    return next(size for size in sizes if highest / size <= 6)


def _draw_bar(bar: Bar, unit: Unit, clock: Clock, scale: float, groups: Mapping[str, str]) -> str:
    left, right = clock.place(bar.first), clock.place(bar.after)
    gap = min(2.0, (right - left) * 0.15)
    parts, y = [], float(_BOTTOM)
    for number, name in enumerate(groups):
        count = bar.counts.get(name, 0)
        if count:
            y -= count * scale
            parts.append(rect(left + gap / 2, y, right - left - gap, count * scale, f"s{number % len(SERIES)}"))
            parts.append(line(left + gap / 2, y, right - gap / 2, y, "paper", 'stroke-width="1"'))
    told = ", ".join(f"{groups[name]} {count}" for name, count in bar.counts.items())
    return group("".join(parts), f"{name_bar(bar, unit)}: {told}")


def _draw_legend(bars: Sequence[Bar], groups: Mapping[str, str]) -> tuple[str, int]:
    used = {name for bar in bars for name in bar.counts}
    parts, x, y = [], float(_LEFT), _BOTTOM + 36.0
    for number, (name, words) in enumerate(groups.items()):
        if name not in used:
            continue
        width = 30 + len(words) * 6.6
        if x + width > _RIGHT:
            x, y = float(_LEFT), y + 20
        parts.append(rect(x, y, 14, 10, f"s{number % len(SERIES)}") + text(x + 20, y + 9, words, size=11))
        x += width + 8
    return "".join(parts), int(y + 24)
