"""What the words of a place span, and those beside it, say: spellings to look up, kind, and what the place lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.codebook.countries import read_countries
from dateline.model import Span
from dateline.places.spelling import fold, without_article

Kind = Literal["admin", "town", "airfield", "water", "any"]

_ADMIN = (
    "county|counties|parish|province|governorate|gouvernorat|district|region|oblast|raion|krai|prefecture|canton|"
    "wilaya|woreda|department|state|territory|subdistrict|sub-district|municipality|emirate|borough|township|"
    "lga|local government area|upazila|tehsil|taluka|rayon|payam|sub-?county|cercle|arrondissement|regency|locality"
)
_TOWN = "city|town|village|suburb|hamlet|neighbou?rhood|community|capital|port city|settlement|municipality"
_AIRFIELD = (
    "(?:military |international |regional )?(?:airport|airbase|air base|air force base|airfield|air field|air station|"
    "airstrip|aerodrome)"
)
_WATER = "river|lake|sea|bay|gulf|strait|canal|creek"
_PART = (
    "countryside|suburbs?|outskirts|area|district|neighbou?rhood|quarter|camp|hills?|mountains?|valley|front|"
    "frontline|region|axis|pocket|enclave|highlands|desert|plain|port|harbou?r|metropolitan area|metro area|coast|"
    "border|crossing|market|square"
)
_BEARING = (
    "north|south|east|west|north-?east|north-?west|south-?east|south-?west|northern|southern|eastern|western|"
    "north-?eastern|north-?western|south-?eastern|south-?western|central|upper|lower|greater|rural|downtown|"
    "inner|outer|coastal|mainland|southernmost|northernmost|far|upstate|mid"
)
_BEFORE = re.compile(rf"\b(?:({_ADMIN})|({_TOWN}))(?: of)?(?: (?:the|al|el))? ?$", re.I)
_AFTER = re.compile(rf"^['’]?s? ?(?:({_ADMIN})|({_TOWN})|({_AIRFIELD})|({_WATER}))\b", re.I)
_TAIL = re.compile(rf"^(.+?)[ -](?:({_ADMIN})|({_TOWN})|({_AIRFIELD})|({_WATER}))$", re.I)
_HEAD = re.compile(rf"^(?:the )?(?:({_ADMIN})|({_TOWN})) of (?:the )?(.+)$", re.I)
_PART_TAIL = re.compile(rf"^(?:the )?(.+?)(?:['’]s)?[ -](?:{_PART})$", re.I)
_BEARING_HEAD = re.compile(rf"^(?:the )?(?:{_BEARING})(?:ern)?[ -](?:and (?:{_BEARING}) )?(?:parts? of )?(.+)$", re.I)
_LEAD = re.compile(
    r"^(?:(?:about |some |around )?\d[\d.,]* ?(?:km|kilomet(?:er|re)s?|miles?) )?"
    rf"(?:in |near |around |outside |toward |towards )?(?:the )?(?:(?:{_BEARING}) )*"
    r"(?:(?:outskirts|edge|suburbs?|countryside|parts?|area|vicinity|entrance|cent(?:er|re)|heart|banks?|shores?|slopes?|villages?|districts?|neighbou?rhoods?|streets?|"
    r"wider area|provincial capital|border) )?(?:of|in|with) (?:the )?(.+)$",
    re.I,
)
# A town has a centre, streets and outskirts: "the centre of Kunduz" is not in the middle of the province.
OF_TOWN = re.compile(
    r"(?:^|\b)(?:the )?(?:(?:city|town) )?(?:cent(?:er|re)|heart|outskirts|streets?|suburbs?) of (?:$|(?=[A-Z]))", re.I
)
_POSSESSIVE = re.compile(r"['’]s?$")
# "Alexandria, La.", "Gori in Georgia", "Dabiq (Aleppo)"; the container is up to three capitalised words.
_SIDE = "(?:north|south|east|west|central|rural|upper|lower)(?:-?(?:east|west))?(?:ern)?"
_CONTAINER_AFTER = re.compile(
    rf"^(?:,? (?:a |the )?(?:small |remote |{_SIDE} )?(?:city|town|village|district)?,? ?in |, | \(|"
    r",? (?:province|county) of )"
    rf"(?:the )?(?:{_SIDE} )?((?:[A-Z][\w.'’-]*)(?: (?:of |and |al-|el-)?[A-Z][\w.'’-]*){{0,2}})"
)
_CONTAINER_BEFORE = re.compile(
    r"((?:[A-Z][\w-]+ )?[A-Z][\w-]+)(?:['’]s?|n)? (?:[a-z-]+ ){0,3}?(?:capital|city|town|village|province|governorate|"
    r"district|region|state|port|port city|suburb)(?: of)? $"
)
_OWNER_BEFORE = re.compile(r"((?:[A-Z][\w-]+ )?[A-Z][\w.-]+)['’]s? (?:(?:[a-z-]+ ){0,2})$")


@dataclass(frozen=True, slots=True)
class Clues:
    """Spellings to try, best first, each with the precision that a hit has; and what is said of the place."""

    keys: tuple[tuple[str, bool], ...]
    kind: Kind
    containers: tuple[str, ...]
    is_abbreviation: bool
    country: str | None = None  # ISO alpha-3 of the country printed behind the name: "Zawiya, Sudan"


def read_clues(text: str, span: Span) -> Clues:
    """Return the clues of one span. A key's flag says that the span names only a part of what bears the key.

    >>> clues = read_clues("He lives in Paris, Texas.", Span(12, 17, "Paris"))
    >>> clues.keys[0], clues.containers
    (('paris', False), ('texas',))
    """
    words = _POSSESSIVE.sub("", " ".join(span.text.split())).strip(' ,;:"“”()')
    before, after = text[max(0, span.start - 60) : span.start], text[span.end : span.end + 70].replace("\n", "  ")
    inner: tuple[str, ...] = ()
    if "," in words:
        words, _, container = words.partition(",")
        inner = (fold(container),)
    kind = _kind(words, before, after)
    spellings = [*_airfield_spellings(words, kind), *_spellings(words)]
    return Clues(
        keys=tuple(dict.fromkeys(spelling for spelling in spellings if spelling[0])),
        kind=kind,
        containers=(*inner, *_containers(before, after)),
        is_abbreviation=len(words) <= 6 and (words.isupper() or words.endswith(".")),
        country=_country_behind(after),
    )


def _country_behind(after: str) -> str | None:
    """The country that is printed behind a name, its province between them or not, and nothing of it goes on.

    >>> _country_behind(", Sudan."), _country_behind(" in Hiran region, Somalia"), _country_behind(", Rwanda denied")
    ('SDN', 'SOM', None)
    """
    match = _STATED.match(after)
    return _country_names().get(match["country"]) if match else None


_STATED = re.compile(
    rf"(?: (?:{_ADMIN}))?(?:(?:, (?:in )?| in )[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)? (?:{_ADMIN}))?(?:, (?:in )?| in | \()"
    r"(?P<country>[A-Z][\w'’-]+(?: (?:of |and |the )*[A-Z][\w'’-]+){0,4}?)"
    r"(?=[,;:)\n]|\.(?:\s|$)|$"
    r"| (?:on|last|late|early|earlier|this|yesterday|today|overnight|after|where|when|while|by|who)\b)"
)


@cache
def _country_names() -> dict[str, str]:
    return {name: country.iso3 for country in read_countries() for name in (country.name, *country.aliases)}


def _airfield_spellings(words: str, kind: Kind) -> Iterator[tuple[str, bool]]:
    """ "the Dumair airbase" where the span is "Dumair" only."""
    if kind == "airfield" and not re.search(_AIRFIELD, words, re.I):
        yield f"{fold(words)} airport", False
        yield f"{without_article(fold(words))} airport", False


def _spellings(words: str) -> Iterator[tuple[str, bool]]:
    key = fold(words)
    yield key, False
    bare = key.removeprefix("the ")
    yield bare, False
    yield without_article(bare), False
    if match := re.match(rf"^(.+?)[ -]{_AIRFIELD}$", words, re.I):
        stem = fold(match[1])
        yield f"{stem} airport", False
        yield f"{without_article(stem)} airport", False
        yield stem, True
    elif match := _HEAD.match(words):
        yield fold(match[3]), False
    elif match := _LEAD.match(words):
        yield from ((stem, True) for stem, _ in _spellings(match[1]))
    elif match := _TAIL.match(words):
        stem = fold(match[1])
        yield stem, bool(match[5])
        yield without_article(stem), bool(match[5])
    if match := _PART_TAIL.match(words):
        stem = fold(match[1])
        yield stem, True
        yield without_article(stem), True
    if match := _BEARING_HEAD.match(words):
        yield from ((stem, True) for stem, _ in _spellings(match[1]))


def _kind(words: str, before: str, after: str) -> Kind:
    for match, groups in ((_TAIL.match(words), (2, 3, 4, 5)), (_AFTER.match(after), (1, 2, 3, 4))):
        if match:
            kinds: tuple[Kind, ...] = ("admin", "town", "airfield", "water")
            return next(kind for kind, group in zip(kinds, groups, strict=True) if match[group])
    if OF_TOWN.search(before) or OF_TOWN.match(words):
        return "town"
    head = _HEAD.match(words) or _BEFORE.search(before)
    if head:
        return "admin" if head[1] else "town"
    return "any"


def _containers(before: str, after: str) -> Iterator[str]:
    if match := _CONTAINER_AFTER.match(after):
        found = match[1].split()
        for count in range(len(found), 0, -1):
            yield fold(" ".join(found[:count]))
    for pattern in (_CONTAINER_BEFORE, _OWNER_BEFORE):
        if match := pattern.search(before):
            yield fold(match[1])
            yield fold(match[1].split()[-1])
