"""Readings of feast days: those with a day of the calendar, and those that hang on the Western Easter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dateline.dates.absolute import read_year_words
from dateline.dates.calendar import cover_unit
from dateline.dates.reading import Frame, Reading, read_interval
from dateline.dates.tokens import Token

_DAYS = {
    "christmas": (12, 25), "christmas eve": (12, 24), "boxing": (12, 26), "stephen": (12, 26), "new year": (1, 1),
    "new year eve": (12, 31), "epiphany": (1, 6), "valentine": (2, 14), "patrick": (3, 17), "may": (5, 1),
    "bastille": (7, 14), "halloween": (10, 31), "saints": (11, 1), "souls": (11, 2), "armistice": (11, 11),
}  # fmt: skip
_FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "easter saturday": -1, "good friday": -2,
    "maundy thursday": -3, "palm sunday": -7, "ash wednesday": -46, "ascension": 39, "pentecost": 49,
    "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
_NAMING = frozenset({"feast", "weekday", "christmas", "eve", "newyear", "yearword", "maymonth"})
_YEARS = frozenset({"year", "shortyear", "comma", "of", "last", "this", "next", "that", "current"})


def read_feast(tokens: Sequence[Token], frame: Frame) -> Reading:
    """ "Boxing Day", "Easter Sunday 2019": the latest such day not after publication, or the next where the text looks
    ahead. "Orthodox Easter" never comes here; the feasts of other calendars are not read.
    """
    ending = next((index for index, token in enumerate(tokens) if token.kind in _YEARS), len(tokens))
    name = " ".join(token.lower for token in tokens[:ending] if token.kind in _NAMING)
    year = read_year_words(tokens[ending:], frame)
    if name not in _DAYS and name not in _FROM_EASTER:
        return Reading(None, None, None, "DATE", "feast", "ambiguous")
    if year is None and frame.published is not None:
        step = 1 if frame.ahead else -1
        years = (frame.published.year, frame.published.year + step)
        found = [day for day in (_find_feast(name, year) for year in years) if (day - frame.published).days * step >= 0]
        return read_interval(cover_unit(found[0], "D"), "feast", frame)
    return read_interval(None if year is None else cover_unit(_find_feast(name, year), "D"), "feast", frame)


def _find_feast(name: str, year: int) -> date:
    if name in _DAYS:
        return date(year, *_DAYS[name])
    return find_easter(year) + timedelta(days=_FROM_EASTER[name])


def find_easter(year: int) -> date:
    """Return the Western Easter Sunday of a year of the Gregorian calendar.

    >>> find_easter(2019)
    datetime.date(2019, 4, 21)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
