"""Words, numbers and marks of a text as the date grammar sees them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dateline.dates.words import get_kinds, get_letters, get_months


class Token(NamedTuple):
    """One word, number or mark: `kind` names what the grammar takes it for ("month", "clock", "word").

    A named tuple, not a dataclass: one is made for every word near a date, and it is three times as fast to make.
    """

    start: int
    end: int
    text: str
    kind: str

    @property
    def lower(self) -> str:
        return self.text.lower()


# Alternatives in order: dates and clock times are one token, so that their numbers are never read alone.
_TOKEN = r"""
  (?P<isodate>\d{4}(?P<mark>[-/.])\d{2}(?P=mark)\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?(?!\d))
| (?P<clock>\d{1,2}(?:[:.]\d{2})?\ ?(?:a\.m\b\.?|p\.m\b\.?|[ap]m\b)
    |(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|(?:[01]\d|2[0-3])\.[0-5]\d(?=\ ?(?:[A-Z]{2,4}\b|hrs|hours))
    |(?:[01]\d|2[0-3])[0-5]\d\ ?(?:gmt|utc|hrs|hours|GMT|UTC|Z\b)|(?:[01]\d|2[0-3])[0-5]\d(?=\ ?\(local)
    |(?<=[Aa]t\ )(?:[01]\d|2[0-3])[0-5]\d(?!\d|\ [a-z]+s\b)
    |\d{1,2}\ ?o['’]?clock)
| (?P<slashdate>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\d/])
    |(?<![\d-])\d{1,2}-\d{1,2}-(?:19|20)\d\d(?![\d-])|(?<![\d/])\d{2}/\d{2}(?![\d/]))
| (?P<dtg>(?:[0-2]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[A-Z]\b)
| (?P<ordnum>\d{1,2}(?:st|nd|rd|th)\b)
| (?P<decadenum>\d{3}0['’]?s\b)
| (?P<dayhead>\d{1,2}(?=-MONTHS))
| (?P<number>\d+(?:[.,]\d+)*(?:\w|%)*(?:-?[A-Z]\w*)?)
| (?P<shortyear>['’]\d\d\b)
| (?P<spelt>(?:[Nn]ineteen|[Tt]wenty)[ -](?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)
    (?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?
    |ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)\b)
| (?P<ordw>(?:[Tt]wenty|[Tt]hirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)
| (?P<word>(?:[^\W\d_]\.){2,}|(?:mid|[Mm]id|early|late|pre|post)(?=-\d)|MONTHS(?=-\d)
    |[^\W\d_]+(?:-?\d[\w.]*|(?:['’](?!s\b)[^\W\d_]+)*))
| (?P<possessive>['’]s?\b|['’])
| (?P<hyphen>[-–—‒]|(?<=\w)/(?=\w))
| (?P<comma>,) | (?P<stop>[.]) | (?P<open>\() | (?P<close>\)) | (?P<break>[\n;:!?])
"""


@cache
def _token_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(get_months(), key=len, reverse=True))
    return re.compile(_TOKEN.replace("MONTHS", rf"(?i:\b(?:{months})\b)"), re.VERBOSE)


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]` with offsets into `text`.

    >>> [token.kind for token in read_tokens("On 12 May, the T-62")]
    ['on', 'daynum', 'maymonth', 'comma', 'det', 'name']
    """
    kinds = get_kinds()
    tokens: list[Token] = []
    for found in _token_pattern().finditer(text, start, len(text) if end is None else end):
        shape, words = found.lastgroup or "word", found.group()
        kind = shape
        if shape == "word":
            kind = _kind_of_word(words, kinds)
        elif shape in {"number", "dayhead"}:
            kind = _kind_of_number(words)
        elif shape == "spelt":
            kind = "year"
        tokens.append(Token(found.start(), found.end(), words, kind))
    return tokens


def split_numeric_date(words: str) -> list[int]:
    """Return the numbers of a date written in numbers, in the order written: two or three of them.

    >>> split_numeric_date("12/05/2016"), split_numeric_date("3.4.16"), split_numeric_date("13-03-2026")
    ([12, 5, 2016], [3, 4, 16], [13, 3, 2026])
    """
    return [int(part) for part in re.split("[-/.]", words)]


def spell_kinds(tokens: list[Token]) -> str:
    """Return the tokens as one letter each, the string that the patterns of `grammar.py` are matched on."""
    letters = get_letters()
    return "".join([letters[token.kind] for token in tokens])


def _kind_of_word(words: str, kinds: dict[str, str]) -> str:
    kind = kinds.get(words.lower())
    if kind is None:
        return "name" if words[0].isupper() else "word"
    # "US" and "MAY" in running capitals are kept; a capital inside the word ("mAr") is no month.
    if kind in {"monshort", "wdshort"} and not (
        words.islower() or words.istitle() or (words.isupper() and len(words) == 3)
    ):
        return "name"
    return kind


def _kind_of_number(words: str) -> str:
    if not words.isdecimal():
        return "number" if words.replace(",", "").replace(".", "").isdecimal() else "name"
    if len(words) <= 2 and 1 <= int(words) <= 31:
        return "daynum"
    return "year" if len(words) == 4 and 1000 <= int(words) <= 2099 else "number"
