"""Whether two mentions side by side are one person: a description, and the name that tells who it is."""

from __future__ import annotations

import re

from dateline.model import Span

_ONE = re.compile(r"(?:an?|one|the|his|her|their)\s(?:[\w’'-]+\s){0,5}[a-z][\w’'-]*")
_NAME = re.compile(r"[A-Z][\w’'.-]+(?:\s(?:al-|el-|de |van |bin |ibn |ul-)?[A-Z][\w’'.-]*)+")


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
    if _NAME.fullmatch(other):
        return bool(_ONE.fullmatch(one)) and not one.endswith("s")
    return bool(_NAME.fullmatch(one) and _ONE.fullmatch(other)) and not other.endswith("s")
