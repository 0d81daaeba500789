"""What one expression comes to before modifiers ("since", "by") are applied, and what it is read against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dateline.dates.calendar import Interval, cover_unit
from dateline.dates.tokens import Token
from dateline.dates.words import PARTS_OF_DAY
from dateline.model import Reason
from dateline.numerals import ORDINALS, parse_numeral

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What relative words are read against.

    `ahead` is true where the text looks to the future, so that a weekday is the next one; `anchor` is the day or
    period that the story is at; `day_first` says how the report writes 12/05, where it shows it.
    """

    published: date | None
    ahead: bool = False
    open_ended: bool = False  # no tense word tells which way the words look
    anchor: Interval | None = None
    day_first: bool | None = None
    followed: bool = False  # a noun stands right behind the words, inside the span
    goes_on: bool = False  # the sentence goes on behind the span: "a day after" what?
    moment: datetime | None = None  # publication to the minute, where it is known so well

    @property
    def missing(self) -> Reason:
        """Why a relative day has no date here."""
        return "ambiguous" if self.published else "no_publication_date"


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression read: whole days (None where they cannot be known), the ISO-TimeML value and type, and why not."""

    start: date | None
    end: date | None
    value: str | None
    type: TimexType
    rule: str
    reason: Reason | None = None
    grain: str = "day"
    # True for a length of time with no end that the calendar knows ("for several months").
    floating: bool = False


def read_interval(interval: Interval | None, rule: str, frame: Frame, *, type: TimexType = "DATE") -> Reading:
    """Return the reading of a found interval, or of one that could not be found for want of something to count from."""
    if interval is None:
        return Reading(None, None, None, type, rule, frame.missing)
    return Reading(interval.start, interval.end, interval.value, type, rule, grain=interval.grain)


def name_nothing(value: str | None, rule: str, *, type: TimexType = "DATE") -> Reading:
    """Return the reading of words that stand for no day of the calendar ("recently")."""
    return Reading(None, None, value, type, rule, "not_a_calendar_date")


def take(tokens: Iterable[Token], *kinds: str) -> list[Token]:
    """Return the tokens of those kinds, in order."""
    return [token for token in tokens if token.kind in kinds]


def has(tokens: Iterable[Token], *kinds: str) -> bool:
    return any(token.kind in kinds for token in tokens)


def read_day_number(token: Token) -> int:
    """Return the number of a day token: "12", "12th", "twelfth".

    >>> read_day_number(Token(0, 4, "12th", "ordnum"))
    12
    """
    digits = "".join(char for char in token.text if char.isdecimal())
    if digits:
        return int(digits)
    tens, _, unit = token.lower.rpartition("-")
    return (parse_numeral(tens) or 0) + ORDINALS.get(unit, 0)


def read_year_number(token: Token) -> int:
    """Return the year of a token: "1997", "nineteen ninety-seven".

    >>> read_year_number(Token(0, 21, "nineteen ninety-seven", "year"))
    1997
    """
    if token.text.isdecimal():
        return int(token.text)
    century, _, rest = token.lower.replace("-", " ").partition(" ")
    return 100 * (parse_numeral(century) or 0) + (parse_numeral(rest) or 0)


def read_quantity(tokens: Sequence[Token]) -> int | None:
    """Return the count before a unit, None when it is left open ("several", "a few"); a bare article is one."""
    if has(tokens, "several"):
        return 2 if any(token.lower == "couple" for token in tokens) else None
    numbers = take(tokens, "numword", "daynum", "number", "scale", "year", "art")
    words = " ".join(token.text for token in numbers)
    if not words:
        return 1 if has(tokens, "extra") else None
    return parse_numeral(words) or parse_numeral(numbers[-1].text)


def part_of_day(tokens: Iterable[Token]) -> str | None:
    """Return the ISO-TimeML code of a named part of the day ("NI" for a night), None when there is none."""
    return next((PARTS_OF_DAY[token.lower] for token in tokens if token.kind == "partofday"), None)


def infer_interval(anchor: tuple[date, date] | None) -> Interval | None:
    """Return the anchor with the grain that its width shows."""
    if anchor is None:
        return None
    start, end = anchor
    for unit in ("D", "W", "M", "Q", "Y"):
        covered = cover_unit(start, unit)
        if (covered.start, covered.end) == (start, end):
            return covered
    return Interval(start, end, "day" if (end - start).days <= 1 else "week")
