"""Calendar arithmetic: intervals of whole days, their edges and their ISO-TimeML values."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century"]
# Season to its first month, northern hemisphere; winter is counted in the year in which it begins.
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole days from `start` to `end`, both inclusive, of the named grain."""

    start: date
    end: date
    grain: Grain

    @property
    def value(self) -> str:
        """The ISO-TimeML value of an interval that is exactly one day, week, month, quarter, season, year or decade."""
        year = f"{self.start.year:04d}"
        if self.grain == "week":
            week_year, week, _ = self.start.isocalendar()
            return f"{week_year:04d}-W{week:02d}"
        return {
            "day": self.start.isoformat(),
            "month": year + f"-{self.start.month:02d}",
            "quarter": year + f"-Q{(self.start.month + 2) // 3}",
            "season": year + f"-{_season_of(self.start)}",
            "year": year,
            "decade": year[:3],
            "century": year[:2],
        }[self.grain]


def make_day(year: int, month: int, day: int) -> Interval | None:
    """Return that day, or None when the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Interval(found, found, "day")


def make_month(year: int, month: int) -> Interval:
    """Return a whole month; months under 1 or over 12 run into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def make_quarter(year: int, quarter: int) -> Interval:
    """Return a whole quarter; quarters under 1 or over 4 run into the years beside."""
    first, last = make_month(year, 3 * quarter - 2), make_month(year, 3 * quarter)
    return Interval(first.start, last.end, "quarter")


def make_season(year: int, season: str) -> Interval:
    """Return the three months of a season (code "SP", "SU", "FA", "WI") that begins in that year."""
    first = SEASON_MONTHS[season]
    return Interval(make_month(year, first).start, make_month(year, first + 2).end, "season")


def make_year(year: int) -> Interval:
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def make_week(day: date) -> Interval:
    """Return the ISO week, Monday to Sunday, that holds the day."""
    monday = day - timedelta(days=day.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def make_weekend(day: date) -> Interval:
    """Return the Saturday and Sunday of the ISO week that holds the day."""
    saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
    return Interval(saturday, saturday + timedelta(days=1), "week")


def shift_months(day: date, months: int) -> date:
    """Return the same day of the month, months away; the month's last day where it has no such day."""
    month = make_month(day.year, day.month + months)
    return month.start.replace(day=min(day.day, month.end.day))


def shift(day: date, count: int, unit: str) -> date:
    """Return the day that lies `count` units away (unit codes D, N, W, F, M, Q, Y, E; hours only by the full day)."""
    days = {"D": 1, "N": 1, "W": 7, "F": 14}.get(unit)
    if days is not None:
        return day + timedelta(days=days * count)
    if unit in "SmH":
        hours = abs(count) // {"S": 3600, "m": 60, "H": 1}[unit]
        return day + timedelta(days=hours // 24 * (1 if count > 0 else -1))
    months = {"M": 1, "Q": 3, "X": 6, "Y": 12, "E": 120, "C": 1200, "s": 12}[unit]
    return shift_months(day, months * count)


def cover_unit(day: date, unit: str) -> Interval:
    """Return the calendar unit (day, ISO week, month, quarter, year, decade) that holds the day."""
    if unit in {"W", "F"}:
        return make_week(day)
    if unit == "K":
        return make_weekend(day)
    if unit == "M":
        return make_month(day.year, day.month)
    if unit == "Q":
        return make_quarter(day.year, (day.month + 2) // 3)
    if unit in {"Y", "X", "s"}:
        return make_year(day.year)
    if unit == "E":
        return Interval(date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31), "decade")
    if unit == "C":
        return Interval(date(day.year // 100 * 100, 1, 1), date(day.year // 100 * 100 + 99, 12, 31), "century")
    return Interval(day, day, "day")


def _season_of(day: date) -> str:
    return next((code for code, month in SEASON_MONTHS.items() if month == day.month), "WI")
