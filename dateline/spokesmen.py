"""For which body a speaker speaks: "army spokesman Jean Said", "Jean Said, a spokesman for the army", "the army"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.found import Found
from dateline.model import Source, Span
from dateline.who import name_of, points_back

_SPEAKS_FOR = frozenset({"official", "party"})
_ROLE = (
    r"(?:spokes(?:man|men|woman|women|person|persons|people)|(?:public\srelations|press|media|information)\sofficer|"
    r"statement|communiqu[eé])"
)
_KIND_OF_ROLE = r"(?:(?:chief|main|official|deputy|top|senior|regional|local|media|press)\s){0,2}"
_WORDS = r"[\w’'.-]+(?:\s[\w’'.-]+){0,5}?"
_BEFORE = re.compile(rf"(?:(?:the|an?)\s)?(?!(?:the|an?)\s)(?P<body>{_WORDS})\s{_KIND_OF_ROLE}{_ROLE}\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"{_ROLE}\s(?:for|of|by|from)\s(?:the\s)?(?P<body>{_WORDS})"
    r"(?=\s(?:in|at|on|near|who|which|said|says|told|denied|claimed|confirmed|added|blamed|accused)\b|[,;:()\"“”\n]|\.\s|\.?$)",
    re.IGNORECASE,
)
_APPOSED = re.compile(rf"(?:,\s(?:(?:the|an?)\s)?{_KIND_OF_ROLE}(?:\w+\s)?(?={_ROLE}))?", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex|retired|then)\b", re.IGNORECASE)
_REACH = 90  # characters behind the words for a speaker


def find_body(text: str, source: Source, marked: Iterable[Found]) -> Span | None:
    """The words for the body that a speaker speaks for, None where it is nobody's or not told.

    A speaker named without an office is looked up by name among the words for speakers that are `marked` in the report.
    An unnamed officer or official speaks for himself.

    >>> text = "The army spokesman Jean Said denied it."
    >>> source = Source("Jean Said", "official", Span(0, 28, "The army spokesman Jean Said"), None, None, False)
    >>> find_body(text, source, [])
    Span(start=4, end=8, text='army')
    """
    if source.kind not in _SPEAKS_FOR or source.span is None:
        return None
    named = [one.span for one in marked if source.name and name_of(one.span.text) == source.name]
    for span in (source.span, *named):
        if body := _spoken_for(text, span):
            return _owner(body) if source.kind == "party" else body
    naming = next((span for span in (source.span, *named) if not points_back(span.text)), None)
    if source.anonymous or naming is None or re.search(_ROLE, naming.text, re.IGNORECASE):
        return None
    return naming


def _spoken_for(text: str, span: Span) -> Span | None:
    """The body in the words for a spokesman and in what stands behind them, if they are for one."""
    if _FORMER.search(span.text):
        return None
    if match := _BEFORE.match(text, span.start, span.end):
        return _cut(match)
    role = re.search(rf"\b{_ROLE}", span.text, re.IGNORECASE)
    start = span.start + role.start() if role else span.end
    apposed = None if role else _APPOSED.match(text, start)
    match = _AFTER.match(text, apposed.end() if apposed else start, span.end + _REACH)
    return _cut(match) if match else None


def _owner(body: Span) -> Span:
    """A party is named by its wing, too: "the Front" for "the Front's military"; "Peru's army" is one body."""
    words = _OWNED.split(body.text)[0]
    return Span(body.start, body.start + len(words), words)


_OWNED = re.compile(r"['’]s?\s")


def _cut(match: re.Match[str]) -> Span | None:
    start = match.start("body")
    words = re.sub(r"(?:['’]s?|[^\w])$", "", match["body"])
    return Span(start, start + len(words), words) if words else None
