"""Full dates as pages and wires print them, to ISO 8601. A date that can be read two ways is not read at all."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
FULL_DATE = (
    rf"{_WEEKDAY}(?:(?:the\s+)?{_DAY}(?:\s+of)?[\s-]+{_MONTH}[\s,-]+{_YEAR}"
    rf"|{_MONTH.replace('<month>', '<month2>')}\s+{_DAY.replace('day', 'day2')},?\s+{_YEAR.replace('year', 'year2')}"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d))"
)
_FULL_DATE = re.compile(FULL_DATE, re.IGNORECASE)
_WIRE_DATE = re.compile(rf"{_DAY}\s+{_MONTH}\s+(?P<short>\d\d)", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{0,6}Z?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)(?:[ ,T].*)?")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?:[ ,T].*)?")
_LOOSE_ZONE = re.compile(r"\s*(?:([+-]\d\d):?(\d\d)|(Z|UTC|GMT))$")
_FRACTION = re.compile(r"([.,]\d+)(?=$|[+-Z\s])")


def parse_printed_date(words: str) -> str | None:
    """Return the one full date that `words` consist of, as an ISO date; None for anything else.

    >>> parse_printed_date("Tuesday, April 5, 2016"), parse_printed_date("14 February 2019")
    ('2016-04-05', '2019-02-14')
    >>> parse_printed_date("5 April") is None
    True
    """
    found = _FULL_DATE.fullmatch(words.strip())
    return _read_full_date(found) if found else None


def find_printed_date(words: str) -> str | None:
    """Return the first full date printed in `words` (a line known to hold the report's own date)."""
    found = _FULL_DATE.search(words)
    return _read_full_date(found) if found else None


def parse_wire_date(words: str) -> str | None:
    """Return the date of a wire's dateline, which may print the year with two digits: 69 to 99 are 19xx.

    >>> parse_wire_date("4 FEB 90"), parse_wire_date("15/11/2026"), parse_wire_date("05/11/2026")
    ('1990-02-04', '2026-11-15', None)
    """
    if found := _WIRE_DATE.fullmatch(words.strip()):
        short = int(found["short"])
        return _iso(short + (1900 if short >= 69 else 2000), _month_number(found["month"]), int(found["day"]))
    return parse_printed_date(words) or _read_numeric(words.strip())


def parse_metadata_date(value: str) -> str | None:
    """Return an ISO date, or a date-time with its zone where the page gives one. None if unreadable or ambiguous.

    >>> parse_metadata_date("2016-04-05T10:30:00.000Z"), parse_metadata_date("05/04/2016")
    ('2016-04-05T10:30:00+00:00', None)
    """
    words = " ".join(value.split())
    for read in (_read_iso, _read_rfc2822, _read_numeric, parse_printed_date, _read_date_and_time):
        if (found := read(words)) and _is_plausible(found):
            return found
    return None


def _read_full_date(found: re.Match[str]) -> str | None:
    if found["iso"]:
        return _read_iso(found["iso"])
    month, day, year = (found[name] or found[f"{name}2"] for name in ("month", "day", "year"))
    return _iso(int(year), _month_number(month), int(day))


def _month_number(name: str) -> int:
    return _MONTHS.index(name.lower()[:3]) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _read_iso(words: str) -> str | None:
    zone = _LOOSE_ZONE.search(words) if len(words) > 16 else None
    if zone:
        offset = f"{zone[1]}:{zone[2]}" if zone[1] else "+00:00"
        words = words[: zone.start()] + offset
    words = _FRACTION.sub("", words)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)?", words):
        return None
    try:
        return date.fromisoformat(words).isoformat() if len(words) == 10 else datetime.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _read_rfc2822(words: str) -> str | None:
    if not re.match(r"[A-Za-z]{3,9}, \d", words):
        return None
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_numeric(words: str) -> str | None:
    if found := _COMPACT.fullmatch(words):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_FIRST.fullmatch(words):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_FIRST.fullmatch(words)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second:  # dots are written day first
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 else None


def _read_date_and_time(words: str) -> str | None:
    """A printed date followed by a time ("April 5, 2016 10:30 am"): the day is kept."""
    found = _FULL_DATE.match(words)
    return (
        _read_full_date(found)
        if found and re.match(r"[\s,T|–-]+(?:at\s+)?\d{1,2}[:.]\d\d", words[found.end() :])
        else None
    )


def _is_plausible(value: str) -> bool:
    """Not the zero of a clock, and not before newspapers were typed in or after this century."""
    return not value.startswith("1970-01-01") and "1900" <= value[:4] <= "2100"
