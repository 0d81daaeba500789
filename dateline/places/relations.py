"""How the words beside a place relate the event to it: in it, near it, 30 km north of it, between it and another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.model import PlaceRelation, Span
from dateline.numerals import parse_numeral

_POINTS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_BEARING = r"(?:(?:north|south)[ -]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?)"
_AMOUNT = (
    r"(?:\d[\d.,]*|half a|a few|several|some|a dozen|dozens of|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|one hundred)"
)
_UNIT = r"(?:km|kms|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?)"
_DISTANCE = rf"(?P<amount>{_AMOUNT})[ -]?(?P<unit>{_UNIT})\b(?: \([^)]{{1,24}}\))?(?: away)?"
_ARTICLE = (
    r"(?:the )?(?:(?:city|cities|towns?|villages?|capital|port|province|region|districts?|camp)(?: of)? )?(?:the )?"
)
_EDGE = r"(?:outskirts|edges?|fringes?|suburbs?|periphery|entrances?|gates?|environs|countryside|perimeter)"
_ROAD = r"(?:road|highway|route|motorway|track|way)s?"
_RUNS = r"(?:(?:that |which )?(?:leads|leading|runs|running) )?"
_GO = r"(?:fled|flee|fleeing|withdr\w+|retreat\w*|headed|heading|mov(?:ed?|ing)|push\w*|sent|deploy\w*|return\w*)"
_TOWARD = (
    r"(?:towards?|bound for|headed for|heading for|en route to|in the direction of|"
    r"advanc\w+ (?:on|to)|march\w* (?:on|to)|"
    rf"{_GO} (?:in)?to)"
)
# The other end of a road or of "between": up to four words with capitals, Arabic articles among them.
_NAME = (
    r"(?:(?:[Aa]l|[Ee]l|[Aa]d|[Aa]s|[Aa]sh|[Aa]z|[Aa]r|[Aa]t|[Aa]n)[- ])?[A-Z][\w'’]*"
    r"(?:[ -](?:(?:al|el|ad|as|ash|az|ar|at|an|ez|es)[- ])?[A-Z][\w'’]*){0,3}"
)
_OTHER = rf"(?P<other>(?-i:{_NAME}))"

# Read up to the first letter of the name; the first rule that fits holds.
_BEFORE: tuple[tuple[re.Pattern[str], PlaceRelation], ...] = tuple(
    (re.compile(pattern + "$", re.I), relation)  # type: ignore[misc]
    for pattern, relation in (
        (rf"\b(?P<bearing>{_BEARING})(?:ern)? (?P<edge>{_EDGE}) of {_ARTICLE}", "outskirts_of"),
        (rf"\b(?P<edge>{_EDGE}) of {_ARTICLE}", "outskirts_of"),
        (rf"\b(?:just )?outside (?:of )?{_ARTICLE}", "outskirts_of"),
        (rf"(?:\b{_DISTANCE},? (?:to the )?)?\b(?P<bearing>{_BEARING})(?: and {_BEARING})?(?: side)? of {_ARTICLE}",
         "direction_of"),
        (rf"\bbetween {_ARTICLE}", "between"),
        (rf"\bbetween {_ARTICLE}{_OTHER} and {_ARTICLE}", "between"),
        (r"\bbetween (?:[\w'’.-]+ ){1,5}and " + _ARTICLE, "between"),
        (rf"\b{_ROAD} {_RUNS}(?:from|linking|connecting|joining) {_ARTICLE}{_OTHER} (?:to|with|and|towards?) "
         rf"{_ARTICLE}", "between"),
        (rf"\b{_ROAD} {_RUNS}(?P<road>from|linking|connecting|joining|out of) {_ARTICLE}", "near"),
        (rf"\b{_ROAD} {_RUNS}(?:from [\w'’ -]{{2,30}} )?(?:to|towards?|into) {_ARTICLE}", "toward"),
        (rf"\b{_TOWARD} {_ARTICLE}", "toward"),
        (rf"\b{_DISTANCE} (?:from|off|outside|short of|of) {_ARTICLE}", "near"),
        (rf"\b(?:near|nearby|close to|not far from|next to|beside|around|by|off|adjacent to|in the vicinity of|"
         rf"on the border with|along the border with|opposite) {_ARTICLE}", "near"),
    )
)  # fmt: skip
_AFTER: tuple[tuple[re.Pattern[str], PlaceRelation], ...] = (
    (re.compile(rf"^(?:['’]s?)? (?P<bearing>{_BEARING})? ?(?P<edge>{_EDGE})\b", re.I), "outskirts_of"),
    (re.compile(rf"^[-–—/]{_OTHER} (?:international )?(?:road|highway|motorway|route)\b", re.I), "between"),
    (re.compile(r"^ (?P<road>road|highway|axis|front)\b", re.I), "near"),
)
_ROAD_AFTER = re.compile(r"^ (?:international )?(?:road|highway|motorway|route)\b", re.I)
_JOINED_BEFORE = re.compile(rf"\b{_OTHER}[-–—/]$")
_OTHER_AFTER = re.compile(rf"^,? (?:and|to|with|towards?) {_ARTICLE}{_OTHER}", re.I)
_INNER = re.compile(
    rf"^(?:{_DISTANCE},? )?(?:to )?(?:the )?(?:(?P<bearing>{_BEARING})(?: and {_BEARING})?(?: side)? of|"
    rf"(?P<edge_bearing>{_BEARING})?(?:ern)? ?(?P<edge>{_EDGE}) of|(?P<between>between)) ",
    re.I,
)
_DISTANCE_BEFORE = re.compile(rf"\b{_DISTANCE},? (?:to the )?$", re.I)

_IN_THE = re.compile(r"\bin the $", re.I)

_KM_PER_UNIT = {"km": 1.0, "kilo": 1.0, "mile": 1.609, "m": 0.001}
# Words for a number, as coders of conflict read them; such a distance is good to half of itself only.
_ROUGH_AMOUNTS = {"half a": 0.5, "a few": 3.0, "several": 5.0, "some": 5.0, "dozens of": 24.0}


@dataclass(frozen=True, slots=True)
class Relation:
    """How an event lies to a place. `other` is where the words for the other end of "between" stand in the text;
    `words` what the edge or the road is called; a rough distance is one in words ("a few kilometres")."""

    kind: PlaceRelation
    bearing: str | None = None
    distance_km: float | None = None
    is_rough: bool = False
    words: str | None = None
    other: tuple[int, int] | None = None


def parse_relation(text: str, span: Span) -> tuple[PlaceRelation, str | None]:
    """Return the relation of an event to the place of `span`, and a compass point where one is said.

    >>> text = "A convoy was hit 20 km north-east of Kadugli."
    >>> parse_relation(text, Span(37, 44, "Kadugli"))
    ('direction_of', 'NE')
    """
    relation = read_relation(text, span)
    return relation.kind, relation.bearing


def read_relation(text: str, span: Span) -> Relation:
    """Return the relation of an event to the place of `span`, with its distance and the other end where they are said.

    Reads the sentence up to the span, the words after it, and the span's own first words ("south of Rafah").
    "In the south of X" names a part of X: that is "in", with its bearing. Not handled: travel times ("an hour's drive
    north"), distances after the name ("Homs, 30 km away").

    >>> text = "A convoy was hit 20 km north-east of Kadugli."
    >>> read_relation(text, Span(37, 44, "Kadugli")).distance_km
    20.0
    """
    before = re.split(r"[.;:!?]\s|\n", text[max(0, span.start - 90) : span.start])[-1]
    after = text[span.end : span.end + 60]
    if found := _inner_relation(before, span.text):
        return found
    if (joined := _JOINED_BEFORE.search(before)) and _ROAD_AFTER.match(after):
        start = span.start - len(before)
        return Relation("between", other=(start + joined.start("other"), start + joined.end("other")))
    for pattern, kind in _BEFORE:
        if match := pattern.search(before):
            return _with_other_after(_relation(kind, match, span.start - len(before)), span, after, before)
    for pattern, kind in _AFTER:
        if match := pattern.match(after):
            return _relation(kind, match, span.end)
    return Relation("in")


def compass_point(words: str) -> str | None:
    """Return the compass point of a direction in words, or None.

    >>> compass_point("north-eastern"), compass_point("south"), compass_point("uphill")
    ('NE', 'S', None)
    """
    found = re.findall(r"north|south|east|west", words.lower())
    return "".join(_POINTS[point] for point in found) or None


def _relation(kind: PlaceRelation, match: re.Match[str], start: int) -> Relation:
    """What one rule's match says; `start` is where the text it was searched in begins."""
    groups = match.groupdict()
    bearing = compass_point(groups.get("bearing") or "")
    if kind == "direction_of" and not groups.get("amount") and _ends_in_in_the(match):
        return Relation("in", bearing)
    distance, is_rough = _distance(groups)
    other = (start + match.start("other"), start + match.end("other")) if groups.get("other") else None
    words = groups.get("edge") or groups.get("road")
    return Relation(kind, bearing, distance, is_rough, words.lower() if words else None, other)


def _ends_in_in_the(match: re.Match[str]) -> bool:
    return bool(_IN_THE.search(match.string[: match.start()]))


def _with_other_after(relation: Relation, span: Span, after: str, before: str) -> Relation:
    """ "between [Gao] and Ansongo", "on the road from [Gao] to Ansongo": the other end stands behind."""
    opens = relation.kind == "between" and relation.other is None and not re.search(r"\band [^,]*$", before, re.I)
    if not opens and relation.words not in ("from", "linking", "connecting", "joining"):
        return relation
    match = _OTHER_AFTER.match(after)
    if not match:
        return relation
    return replace(
        relation, kind="between", words=None, other=(span.end + match.start("other"), span.end + match.end("other"))
    )


def _inner_relation(before: str, words: str) -> Relation | None:
    match = _INNER.match(words)
    if not match:
        return None
    if match["between"]:
        return Relation("between")
    if match["edge"]:
        return Relation("outskirts_of", compass_point(match["edge_bearing"] or ""), words=match["edge"].lower())
    stands_before = _DISTANCE_BEFORE.search(before)
    distance, is_rough = _distance((stands_before if stands_before and not match["amount"] else match).groupdict())
    bearing = compass_point(match["bearing"])
    if distance is None and _IN_THE.search(before + words[: match.start("bearing")]):
        return Relation("in", bearing)
    return Relation("direction_of", bearing, distance, is_rough)


def _distance(groups: dict[str, str | None]) -> tuple[float | None, bool]:
    amount, unit = groups.get("amount"), groups.get("unit")
    if not amount or not unit:
        return None, False
    factor = next(km for name, km in _KM_PER_UNIT.items() if unit.lower().startswith(name))
    if amount.lower() in _ROUGH_AMOUNTS:
        return round(_ROUGH_AMOUNTS[amount.lower()] * factor, 3), True
    number = _number(amount)
    return (round(number * factor, 3), False) if number is not None else (None, False)


def _number(amount: str) -> float | None:
    if re.fullmatch(r"\d+\.\d{1,2}", amount):
        return float(amount)
    return parse_numeral(amount.rstrip(".,"))
