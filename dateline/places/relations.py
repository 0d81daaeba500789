"""How the words beside a place relate the event to it: in it, near it, north of it, between it and another."""

from __future__ import annotations

import re

from dateline.model import PlaceRelation, Span

_POINTS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_BEARING = r"(?:(?:north|south)[ -]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?)"
_DISTANCE = (
    r"(?:\d[\d.,]*|a few|several|some|two|three|four|five|six|ten|twenty|dozens of) ?"
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?)"
)
_ARTICLE = r"(?:the )?(?:(?:city|town|village|capital|port|province|region|district|camp)(?: of)? )?(?:the )?"
_EDGE = r"(?:outskirts|edges?|fringes?|suburbs?|periphery|entrances?|gates?|environs|countryside|perimeter)"
_ROAD = r"(?:road|highway|route|motorway|track|way)s?"
_GO = r"(?:fled|flee|fleeing|withdr\w+|retreat\w*|headed|heading|mov(?:ed?|ing)|push\w*|sent|deploy\w*|return\w*)"
_TOWARD = (
    r"(?:towards?|bound for|headed for|heading for|en route to|in the direction of|"
    r"advanc\w+ (?:on|to)|march\w* (?:on|to)|"
    rf"{_GO} (?:in)?to)"
)

# Read up to the first letter of the name; the first rule that fits holds.
_BEFORE: tuple[tuple[re.Pattern[str], PlaceRelation], ...] = tuple(
    (re.compile(pattern + "$", re.I), relation)  # type: ignore[misc]
    for pattern, relation in (
        (rf"\b({_BEARING})(?:ern)? {_EDGE} of {_ARTICLE}", "outskirts_of"),
        (rf"\b{_EDGE} of {_ARTICLE}", "outskirts_of"),
        (rf"\b(?:just )?outside (?:of )?{_ARTICLE}", "outskirts_of"),
        (rf"\b({_BEARING})(?: and {_BEARING})?(?: side)? of {_ARTICLE}", "direction_of"),
        (rf"\bbetween {_ARTICLE}", "between"),
        (rf"\bbetween (?:[\w'’.-]+ ){{1,5}}and {_ARTICLE}", "between"),
        (rf"\b{_ROAD} (?:from [\w'’ -]{{2,30}} )?(?:to|towards?|into) {_ARTICLE}", "toward"),
        (rf"\b{_TOWARD} {_ARTICLE}", "toward"),
        (rf"\b(?:near|nearby|close to|not far from|next to|beside|around|by|off|adjacent to|in the vicinity of|"
         rf"on the border with|along the border with|opposite) {_ARTICLE}", "near"),
        (rf"\b{_DISTANCE}(?: away)? (?:from|off|outside|short of) {_ARTICLE}", "near"),
    )
)  # fmt: skip
_AFTER: tuple[tuple[re.Pattern[str], PlaceRelation], ...] = (
    (re.compile(rf"^(?:['’]s?)? ({_BEARING})? ?(?:{_EDGE})\b", re.I), "outskirts_of"),
    (re.compile(r"^ (?:road|highway|axis|front)\b", re.I), "near"),
)
_INNER = re.compile(
    rf"^(?:the )?(?:({_BEARING})(?: and {_BEARING})?(?: side)? of|({_BEARING})?(?:ern)? ?{_EDGE} of|(between)) ", re.I
)


def parse_relation(text: str, span: Span) -> tuple[PlaceRelation, str | None]:
    """Return the relation of an event to the place of `span`, and a compass point where one is said.

    Reads the sentence up to the span, the words after it, and the span's own first words ("south of Rafah").
    Distances are read but not returned. "In the south of X" names a part of X: that is "in", with its bearing.

    >>> text = "A convoy was hit 20 km north-east of Kadugli."
    >>> parse_relation(text, Span(37, 44, "Kadugli"))
    ('direction_of', 'NE')
    """
    before = re.split(r"[.;:!?]\s|\n", text[max(0, span.start - 70) : span.start])[-1]
    after = text[span.end : span.end + 40]
    if found := _inner_relation(span.text):
        return found
    for pattern, relation in _BEFORE:
        if match := pattern.search(before):
            if relation == "direction_of" and re.search(r"\bin the $", before[: match.start()], re.I):
                return "in", compass_point(match[1])
            return relation, compass_point(match[1]) if match.groups() else None
    for pattern, relation in _AFTER:
        if match := pattern.match(after):
            return relation, compass_point(match[1]) if match.groups() and match[1] else None
    return "in", None


def compass_point(words: str) -> str | None:
    """Return the compass point of a direction in words, or None.

    >>> compass_point("north-eastern"), compass_point("south"), compass_point("uphill")
    ('NE', 'S', None)
    """
    found = re.findall(r"north|south|east|west", words.lower())
    return "".join(_POINTS[point] for point in found) or None


def _inner_relation(words: str) -> tuple[PlaceRelation, str | None] | None:
    match = _INNER.match(words)
    if not match:
        return None
    if match[1]:
        return "direction_of", compass_point(match[1])
    return ("between", None) if match[3] else ("outskirts_of", compass_point(match[2] or ""))
