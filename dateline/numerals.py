"""English numerals in words and digits: the leaf that the date grammar and the count grammar share."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

UNITS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
} | {"fourty": 40}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "dozen": 12,
    "score": 20,
    "lakh": 100_000,
    "crore": 10_000_000,
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}

_ONES = frozenset({"a", "an", "one"})
_SUFFIXES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}


def parse_numeral(words: str) -> int | None:
    """Return the whole number that `words` spell, or None when they are anything else.

    Digits with thousands marks, decimals before a scale, number words, "a dozen", "half a million", "1.5m". A full stop
    between groups of three digits is a thousands mark only when the number could not be a decimal ("1.200" is 1200;
    "1.20" is nothing). Not handled: Roman numerals, fractions of people, ordinals.

    >>> [parse_numeral(words) for words in ("a hundred and forty-two", "3.5 million", "half a dozen", "1,200", "T-62")]
    [142, 3500000, 6, 1200, None]
    """
    folded = " ".join(words.lower().replace("-", " ").replace("–", " ").split())
    return _parse_folded(folded) if folded else None


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(r"(\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+)(?:\.(\d{1,2}))?\s?(k|m|mn|bn)?")


def _parse_folded(folded: str) -> int | None:
    tokens = _join_digit_groups(folded).split()
    half, tokens = _take_half(tokens)
    if half is not None and not tokens:
        return None
    value = _sum_tokens(tokens)
    if value is None:
        return None
    if half is not None:
        value *= half
    return int(value) if value.denominator == 1 else None


def _join_digit_groups(folded: str) -> str:
    return re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", ",", folded)


def _take_half(tokens: list[str]) -> tuple[Fraction | None, list[str]]:
    if tokens[1:4] == ["and", "a", "half"] and len(tokens) == 5 and (whole := _part(tokens[0])) is not None:
        return whole + Fraction(1, 2), ["a", tokens[4]]  # "one and a half million"
    if tokens[:1] == ["half"]:
        return Fraction(1, 2), tokens[1:]
    if tokens[:2] == ["a", "half"]:
        return Fraction(1, 2), tokens[2:]
    return None, tokens


def _sum_tokens(tokens: list[str]) -> Fraction | None:
    """Add up number words left to right: a scale multiplies what stands before it, "and" must stand between numbers."""
    total, group, seen = Fraction(0), Fraction(0), False
    previous: Fraction | None = None  # size of the last part, to refuse "five six" and "twenty twelve"
    for index, token in enumerate(tokens):
        if token in {"and", "of"}:
            if not seen or index == len(tokens) - 1:
                return None
            continue
        if token in _ONES and not (token == "one" and seen):
            if seen:
                return None
            group, seen, previous = Fraction(1), True, Fraction(1)
        elif token.rstrip("s") in SCALES and (seen or token == "dozen"):
            scale = SCALES[token.rstrip("s")]
            group = (group or Fraction(1)) * scale
            if scale >= 1_000:
                total, group = total + group, Fraction(0)
            seen, previous = True, Fraction(scale)
        else:
            part = _part(token)
            if part is None or (previous is not None and part >= _room(previous)):
                return None
            group, seen, previous = group + part, True, part
    return total + group if seen else None


def _room(previous: Fraction) -> Fraction:
    """What may be added after a part of that size: units after tens, anything smaller after a scale."""
    if previous >= 100:
        return previous
    return Fraction(10) if previous >= 20 and previous % 10 == 0 else Fraction(0)


def _part(token: str) -> Fraction | None:
    if token in UNITS:
        return Fraction(UNITS[token])
    if token in TENS:
        return Fraction(TENS[token])
    number = _number_pattern().fullmatch(token)
    if number is None:
        return None
    whole, decimals, suffix = number.groups()
    value = Fraction(re.sub(r"\D", "", whole))
    if decimals:
        value += Fraction(int(decimals), 10 ** len(decimals))
    return value * _SUFFIXES.get(suffix or "", 1)
