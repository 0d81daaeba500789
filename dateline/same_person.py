"""Whether two mentions side by side are one person: a description, and the name that tells who it is."""

from __future__ import annotations

import re

from dateline.model import Span
from dateline.quantities.people import is_name

_ONE = re.compile(r"(?:an?|one|the|his|her|their)\s(?:[\w’'-]+\s){0,5}[a-z][\w’'-]*", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'.-]+(?:\s(?:al-|el-|de |van |bin |ibn |ul-)?[A-Z][\w’'.-]*)+")
_LOWER_NAME = re.compile(r"[\w’'.-]+(?:\s(?!and\b|of\b)[\w’'.-]+)+")


def is_one_person(text: str, first: Span, second: Span) -> bool:
    """Return whether a description of one person is followed, after nothing but a comma, by the name, or turned round.

    A list goes on after its second member ("a nurse, Ana Pinto and Luis Rey"), so that it is none.

    >>> text = "They took a teacher, Ana Pinto, on Friday."
    >>> is_one_person(text, Span(10, 19, "a teacher"), Span(21, 30, "Ana Pinto"))
    True
    """
    if text[first.end : second.start] != ", " or re.match(r",?\sand\b|,\s(?:an?|one)\s", text[second.end :]):
        return False
    one, other = first.text, second.text
    return (_is_named(other) and describes_one(one)) or (_is_named(one) and describes_one(other))


def describes_one(words: str) -> bool:
    """Return whether the words describe one person.

    >>> describes_one("A teacher"), describes_one("one of the guerrillas"), describes_one("Ana Pinto")
    (True, True, False)
    """
    return _ONE.fullmatch(words) is not None and (words.startswith("one of ") or not words.endswith("s"))


def _is_named(words: str) -> bool:
    """Whether the words are a name; in a text without capitals, one that begins with a listed given or family name."""
    if words != words.lower():
        return _NAME.fullmatch(words) is not None
    first, _, rest = words.partition(" ")
    return bool(rest) and is_name(first) and _LOWER_NAME.fullmatch(words) is not None
