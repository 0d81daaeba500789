"""Tolls as ranges: a line from the lowest to the highest figure, a dot at the best; and plain bars of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.drawing.days import choose_step
from dateline.drawing.svg import Picture, circle, group, line, rect, shorten, text

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW = 960, 360, 900, 14, 26


@dataclass(frozen=True, slots=True)
class Range:
    """One row: its name, and lowest, best and highest figure."""

    name: str
    low: int
    best: int
    high: int
    title: str


def draw_ranges(rows: Sequence[Range], what: str, name: str) -> Picture:
    """Return the rows as lines from low to high with a dot at best; `what` says what is counted."""
    highest = max(row.high for row in rows) or 1
    step = choose_step(highest)
    top = -(-highest // step) * step
    bottom = _TOP + _ROW * len(rows)
    scale = (_RIGHT - _LEFT) / top
    body = []
    for number in range(0, top + 1, step):
        x = _LEFT + number * scale
        body.append(line(x, _TOP, x, bottom, "grid"))
        body.append(text(x, bottom + 15, f"{number:,}", name="soft", size=11, anchor="middle"))
    for number, row in enumerate(rows):
        y = _TOP + _ROW * number + _ROW / 2
        low, best, high = (_LEFT + value * scale for value in (row.low, row.best, row.high))
        figure = f"{row.best:,}" if row.low == row.high else f"{row.low:,}–{row.high:,}, best {row.best:,}"
        bar = line(low, y, high, y, "s1", 'stroke-width="3"')
        ends = "".join(line(x, y - 5, x, y + 5, "s1", 'stroke-width="2"') for x in (low, high))
        parts = [bar, ends if row.low != row.high else "", circle(best, y, 5, "s1")]
        parts.append(text(_LEFT - 12, y + 4, shorten(row.name, _LEFT - 24), anchor="end"))
        is_right = high + 12 + len(figure) * 6.5 < _WIDTH
        at, anchor = (high + 10, "start") if is_right else (low - 10, "end")
        parts.append(text(at, y + 4, figure, name="soft halo", size=11, anchor=anchor))
        body.append(group("".join(parts), row.title))
    return Picture(name, f"{what}: lowest, best and highest figure", _WIDTH, bottom + 26, "".join(body))


def draw_counts(rows: Sequence[tuple[str, int]], what: str, name: str) -> Picture:
    """Return named counts as bars, the number beside each."""
    highest = max((count for _, count in rows), default=1) or 1
    scale = (_RIGHT - _LEFT) / highest
    body = []
    for number, (words, count) in enumerate(rows):
        y = _TOP + _ROW * number
        body.append(text(_LEFT - 12, y + 15, shorten(words, _LEFT - 24), anchor="end"))
        body.append(rect(_LEFT, y + 3, count * scale, _ROW - 8, "s0"))
        body.append(text(_LEFT + count * scale + 6, y + 15, f"{count:,}", name="soft", size=11))
    return Picture(name, what, _WIDTH, _TOP + _ROW * len(rows) + 8, "".join(body))
