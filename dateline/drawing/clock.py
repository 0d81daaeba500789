"""An axis of days, which leaves out long stretches on which nothing lies.

One report on 2012 beside those of this month would press this month into a line; so the years between are cut out, and
the cut is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.drawing.svg import group, line, rect, text

Stretch = tuple[date, date]  # its first day and the day after its last
_DAY = timedelta(days=1)
# A stretch without anything is cut where it is longer than this, and than twice all the days that are left.
_SHORTEST_CUT = timedelta(days=60)
_TIMES = 2
# Of fewer things than this an axis shows best how far apart they are.
_FEWEST = 5
_CUT_WIDTH = 26.0
_LEAST_WIDTH = 84.0  # of a stretch beside a cut: the words for a day with its year fit
_LETTER = 6.2


def find_cuts(days: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches that an axis of these days leaves out, in order; each item is a first and a last day.

    >>> old, new = date(2012, 2, 3), date(2026, 11, 5)
    >>> find_cuts([(old, old), *((new, new) for _ in range(4))])
    ((datetime.date(2012, 2, 4), datetime.date(2026, 11, 5)),)
    >>> find_cuts([(old, old), (new, new)])
    ()
    """
    told = sorted(days)
    if len(told) < _FEWEST:
        return ()
    gaps, reached = [], told[0][1]
    for first, last in told[1:]:
        if first - reached > _DAY:
            gaps.append((reached + _DAY, first))
        reached = max(reached, last)
    left = reached + _DAY - told[0][0]
    cuts = []
    for start, after in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
        if after - start <= max(_SHORTEST_CUT, _TIMES * (left - (after - start))):
            break
        cuts.append((start, after))
        left -= after - start
    return tuple(sorted(cuts))


@dataclass(frozen=True, slots=True)
class Clock:
    """Days along x, from `left` to `right` in pixels. A day is the stretch from its own point to the next day's.

    A day before `first` lies at the left edge, one after `last` at the right, one of a stretch of `cuts` in the mark
    that stands for it.
    """

    first: date
    last: date
    left: float
    right: float
    cuts: tuple[Stretch, ...] = ()

    def place(self, day: date) -> float:
        for start, after, left, right in self._lay_out():
            if day < start:
                return max(self.left, left - _CUT_WIDTH / 2)
            if day < after:
                return left + (day - start).days / (after - start).days * (right - left)
            if any(day == cut for cut, _ in self.cuts) or (day == after and after > self.last):
                return right
        return self.right

    def ticks(self) -> list[tuple[date, str]]:
        """Return up to about ten days to mark, with their words; the year where it is new."""
        if not self.cuts:
            return self._list_ticks(2)
        parts = [Clock(start, after - _DAY, left, right) for start, after, left, right in self._lay_out()]
        return [tick for part in parts for tick in part._list_ticks(1)]

    def _list_ticks(self, fewest: int) -> list[tuple[date, str]]:
        days = (self.last - self.first).days + 1
        most = max(fewest, int((self.right - self.left) // 85))
        step = next((step for step in (1, 2, 7, 14) if days / step <= most), None)
        found = self._count_days(step) if step else self._count_months(most)
        marked, year = [], None
        for day in found:
            words = f"{day.year}" if not step and day.month == 1 else f"{day.day} {day:%b}" if step else f"{day:%b}"
            if day.year != year and words != f"{day.year}":
                words += f" {day.year}"
            marked.append((day, words))
            year = day.year
        return marked

    def _count_days(self, step: int) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(0, (self.last - self.first).days + 1, step)]

    def _count_months(self, most: int) -> list[date]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / step <= most), 600)
        start = self.first.year * 12 + self.first.month - 1
        numbers = range(-(-start // step) * step, self.last.year * 12 + self.last.month, step)
        days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        return [day for day in days if self.first <= day <= self.last] or [self.first]

    def draw(self, top: float, bottom: float) -> str:
        """Return lines down the picture with the days' names under them, and the marks of what is cut out."""
        parts = []
        free = self.left - 1000  # where the words of the day before end
        for day, words in self.ticks():
            x = self.place(day)
            parts.append(line(x, top, x, bottom, "grid", 'stroke-width="1"'))
            anchor = "start" if x < self.left + 20 else "middle" if x < self.right - 30 else "end"
            begins = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * len(words) * _LETTER
            if begins > free or not self.cuts:
                parts.append(text(x, bottom + 15, words, name="soft", size=11, anchor=anchor))
                free = begins + len(words) * _LETTER
        return "".join([*parts, *(self._draw_cut(cut, top, bottom) for cut in self.cuts)])

    def _draw_cut(self, cut: Stretch, top: float, bottom: float) -> str:
        """Two strokes across the axis; the days that are left out where the pointer rests."""
        x = self.place(cut[0]) + _CUT_WIDTH / 2
        strokes = [line(x + shift - 3, bottom + 5, x + shift + 3, bottom - 9, "ink", 'stroke-width="1.5"')
                   for shift in (-3, 3)]  # fmt: skip
        edges = [line(x + shift, top, x + shift, bottom, "grid", 'stroke-dasharray="2 4"') for shift in (-6, 6)]
        back = rect(x - 6, bottom - 10, 12, 16, "paper")
        left_out = f"{cut[0]} to {cut[1] - _DAY}: nothing is told, left out"
        return group("".join([*edges, back, *strokes]), left_out)

    def _lay_out(self) -> list[tuple[date, date, float, float]]:
        """The stretches that are drawn: first day, day after the last, left and right edge."""
        ends: Sequence[date] = [*(cut[0] for cut in self.cuts), self.last + _DAY]
        starts = [self.first, *(cut[1] for cut in self.cuts)]
        widths = _share([(after - start).days for start, after in zip(starts, ends, strict=True)],
                        self.right - self.left - _CUT_WIDTH * len(self.cuts))  # fmt: skip
        laid, x = [], self.left
        for start, after, width in zip(starts, ends, widths, strict=True):
            laid.append((start, after, x, x + width))
            x += width + _CUT_WIDTH
        return laid


def _share(lengths: Sequence[int], room: float) -> list[float]:
    """Share the room out by length, with a least width for each."""
    least = min(_LEAST_WIDTH, room / len(lengths))
    narrow = {number for number, length in enumerate(lengths) if length / sum(lengths) * room < least}
    rest = sum(length for number, length in enumerate(lengths) if number not in narrow)
    left = room - least * len(narrow)
    return [least if number in narrow else length / rest * left for number, length in enumerate(lengths)]
