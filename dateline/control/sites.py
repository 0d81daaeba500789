"""Which site a claim on control speaks of: the place itself, a part of it, a thing in it, or none that has a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.control.model import LeftOutReason, Site
from dateline.events import EventClaim
from dateline.linking.profile import place_error
from dateline.model import Claim, Place
from dateline.places.geometry import distance_km

_WORD = r"[\w'’.-]+"
_TOWN = (
    r"(?:(?:key|strategic|small|main|nearby|besieged|border|whole|entire|ancient|historic|northern|southern|eastern|"
    r"western|north-?eastern|north-?western|south-?eastern|south-?western|coastal|desert|mountain|oil|rebel-held|"
    r"government-held|last|crucial|important|provincial|capital|regional|port|market|frontline|city|cities|towns?|"
    r"villages?|districts?|provinces?|governorate|region|state|suburb|camp|area|enclave|island|centre|center|hub|"
    r"stronghold|bastion|municipality|county|neighbou?rhood|capital)\s+)*(?:of\s+)?"
)
_ARTICLE = r"(?:(?:the|its|their)\s+)?"
_PART = re.compile(
    r"\b(?:(?P<share>parts?|most|much|half|all but|the rest|the remainder|two[- ]thirds|one[- ]third|a third|a quarter|"
    r"three[- ]quarters|the majority|sections?|swathes?|(?:several|many|some|large|wide|significant|new) "
    r"(?:parts|areas|sections|swathes|districts|neighbou?rhoods|quarters)|\d+(?:\.\d+)?\s?(?:%|per ?cent|percent)|"
    r"(?:the )?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?"
    r"(?: (?:part|half|side|bank|districts?|sections?|quarters?|outskirts|edge))?|the (?:old|central) (?:part|quarter))"
    rf")\s+(?:of|in)\s+{_ARTICLE}{_TOWN}$",
    re.I,
)
_PART_WORDS = re.compile(
    rf"\b(?:northern|southern|eastern|western|central|downtown|north-?eastern|north-?western|south-?eastern|"
    rf"south-?western)\s+(?:{_WORD}\s+)?$|^(?:northern|southern|eastern|western|central|downtown)\b",
    re.I,
)
_LINK = r"(?:in|inside|within|near|outside|at|around|close to|north of|south of|east of|west of|on the edge of|between)"
_SITE = re.compile(
    rf"(?P<words>(?:\b(?:a|an|the|its|their|two|three|four|five|several|some|many|dozens of|a number of|all)\s+)"
    rf"(?:{_WORD}\s+){{0,4}}?{_WORD})\s+{_LINK}\s+{_ARTICLE}{_TOWN}$",
    re.I,
)
_BARE_SITES = re.compile(
    rf"(?P<words>\b(?:villages|positions|areas|hills|checkpoints|posts|points|districts|territory|ground|land|towns))"
    rf"\s+{_LINK}\s+{_ARTICLE}{_TOWN}$",
    re.I,
)
_LOCATIVE = re.compile(rf"\b(?:in|inside|within|across|throughout|around|near)\s+{_ARTICLE}{_TOWN}$", re.I)
_STOP = r"(?:from|and|on|after|with|in|as|by|at|near|during|before|while|from|late|early|last|this|that)\b"
_OBJECT_AFTER = re.compile(
    rf"^\s+(?:control\s+of\s+|over\s+)?(?P<words>(?:a|an|two|three|four|five|several|some|many|dozens of)\s+"
    rf"(?:(?!{_STOP}){_WORD}\s+){{0,3}}(?!{_STOP}){_WORD})",
    re.I,
)
_SEVERAL = re.compile(
    r"^(?:two|three|four|five|several|some|many|dozens of|a number of|all|a series of)\b"
    r"|\b(?:villages|positions|areas|hills|checkpoints|posts|points|districts|territory|ground|land|towns|neighbou?rhoods|"
    r"buildings|outskirts|settlements|hamlets)$",
    re.I,
)
# Words before "in X" that are no thing to hold: what happened there, or who was there.
_NOT_A_THING = re.compile(
    r"\b(?:clash(?:es)?|fighting|battles?|offensives?|attacks?|assaults?|operations?|siege|strikes?|shelling|"
    r"advances?|gains?|campaign|"
    r"fight|war|control|command|fall|capture|seizure|takeover|liberation|hold|grip|presence|rebels|fighters|forces|"
    r"troops|militants|soldiers|army|group|groups|insurgents|civilians|people|residents|government|militia|gunmen|"
    r"situation|authority|day|days|week|weeks|night|morning|north|south|east|west|centre|center|middle|outskirts|rest|"
    r"city|town|village)$",
    re.I,
)
# Words that a name in no table may hold and that make it none: "several southern Plains towns", "the rest of Selm".
_LOOSE = re.compile(
    r"\b(?:several|some|many|other|parts?|rest|villages|towns|areas|borders?|frontiers?|outskirts|countryside|suburbs?|"
    r"positions|surroundings|neighbou?rhoods|territor(?:y|ies)|farmland|roads?|highways?)\b",
    re.I,
)
_DETERMINER = re.compile(r"^(?:a|an|the|its|their)\s+", re.I)
_WIDE = frozenset({"country", "continent", "sea"})
_REGIONS = frozenset({"admin1", "admin2", "region", "desert", "valley", "mountain", "river", "road", "forest", "lake"})
# A thing without a name in a place wider than this could be any of many.
_LOOSE_KM = 30.0
NAME_ONLY = "name:"
_BESIDE = 30  # characters between "Old City" and the town that it lies in


@dataclass(frozen=True, slots=True)
class Spoken:
    """One site of one claim, whether only a part of it is meant, and the rules that chose it."""

    site: Site
    is_part: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSite:
    """Why the claim has no site."""

    reason: LeftOutReason
    rule: str


def find_sites(entry: EventClaim) -> list[Spoken] | NoSite:
    """Return the sites that the claim speaks of, or why there are none.

    "Seized most of Selm" is Selm in part; "a base in Selm" is a site of its own; "two villages near Selm" is none.
    """
    claim = entry.claim
    if not claim.places:
        return NoSite("place_not_known", "control/place-not-known")
    fine = [place for place in _drop_containers(claim) if not _is_wide(place)]
    if not fine:
        return NoSite("too_wide", "control/too-wide")
    found = [_read_place(entry, place) for place in _once(fine)]
    spoken = [item for item in found if isinstance(item, Spoken)]
    if spoken:
        return list({item.site.id: item for item in reversed(spoken)}.values())[::-1]
    named = [item for item in found if isinstance(item, NoSite) and item.reason == "place_not_named"]
    return named[0] if named else NoSite("place_not_known", "control/place-not-known")


def words_before(entry: EventClaim, place: Place) -> str:
    """Return the words of the sentence before the place, after the trigger where that comes first."""
    sentence = next(
        (span for span in entry.claim.evidence if span.start <= place.span.start < span.end), entry.claim.evidence[0]
    )
    start = sentence.start
    if start <= entry.claim.trigger.end <= place.span.start:
        start = entry.claim.trigger.end
    return entry.report.text[start : place.span.start]


def make_site(entry: EventClaim, place: Place) -> Site:
    """Return the place itself as a site, within the other places of the claim that it lies in."""
    others = [other for other in entry.claim.places if other is not place and _holds(other, place, entry.claim)]
    within = tuple(dict.fromkeys(_key(entry, other) for other in others))
    error = place_error(place) if place.lat is not None else None
    known = next((other for other in others if other.lat is not None and place_error(other) <= _LOOSE_KM), None)
    if place.lat is None and known is not None:
        # A name in no table lies somewhere in the place that the text puts around it.
        return Site(
            f"{_key(entry, known)}/{fold_name(place.name)}", f"{place.name}, {known.name}", known.lat, known.lon,
            place_error(known), known.country, known.admin1, None, None, within,
        )  # fmt: skip
    return Site(
        _key(entry, place), place.name, place.lat, place.lon, error, place.country, place.admin1, place.gazetteer_id,
        place.feature, within,
    )  # fmt: skip


def _is_wide(place: Place) -> bool:
    return place.feature in _WIDE or place.precision == 4


def _once(places: Sequence[Place]) -> list[Place]:
    """Each place once; the two ends of "between" are one."""
    found: dict[object, Place] = {}
    for place in places:
        key = (
            "between" if place.relation == "between" else (place.gazetteer_id or place.name.casefold(), place.relation)
        )
        found.setdefault(key, place)
    return list(found.values())


def _drop_containers(claim: Claim) -> list[Place]:
    """The claim's places without those that another of them lies in, and without goals where there is anything else."""
    here = [place for place in claim.places if place.relation != "toward"]
    return [place for place in here if not any(_holds(place, other, claim) for other in here if other is not place)]


def _holds(outer: Place, inner: Place, claim: Claim) -> bool:
    if inner.lat is None or inner.lon is None:
        return _is_named(inner) and _stand_together(inner, outer, claim)
    if _is_wide(outer):
        return not _is_wide(inner)
    if outer.lat is None or outer.lon is None or outer.feature == inner.feature:
        return False
    if outer.feature == "admin1" and inner.admin1 and inner.admin1 == outer.name and outer.country == inner.country:
        return True
    apart = distance_km(outer.lat, outer.lon, inner.lat, inner.lon)
    return place_error(outer) > place_error(inner) and apart <= place_error(outer)


def _stand_together(inner: Place, outer: Place, claim: Claim) -> bool:
    """Whether the text puts a name that is in no table into the other place: "the Old City of Selm"."""
    for sentence in claim.evidence:
        if sentence.start <= inner.span.end <= outer.span.start <= sentence.end:
            between = sentence.text[inner.span.end - sentence.start : outer.span.start - sentence.start]
            return len(between) <= _BESIDE and bool(re.match(rf"^,?\s*(?:{_LINK}|of|,)\b|^,\s", between, re.I))
    return False


def _is_named(place: Place) -> bool:
    """Whether the words hold a name: "Old City" does, "the base" does not."""
    return bool(re.search(r"\b[A-Z]", _DETERMINER.sub("", place.span.text)))


def _read_place(entry: EventClaim, place: Place) -> Spoken | NoSite:
    before = words_before(entry, place)
    not_named = NoSite("place_not_named", "control/not-named")
    part = _PART.search(before)
    words = None if part else _find_thing(entry, place, before)
    if words is not None:
        if _SEVERAL.search(words) or place.lat is None or place_error(place) > _LOOSE_KM:
            return not_named
        return _make_thing(entry, place, words)
    if place.relation in ("near", "direction_of", "between"):
        return not_named
    if place.gazetteer_id is None and not _is_named(place):
        return NoSite("place_not_known", "control/place-not-known")
    if place.gazetteer_id is None and _LOOSE.search(place.span.text):
        return not_named
    if part is None and place.feature in _REGIONS and _LOCATIVE.search(before):
        return not_named
    if place.relation == "outskirts_of":
        return _make_thing(entry, place, "outskirts")
    is_part = (
        bool(part) or place.precision == 2 or bool(_PART_WORDS.search(before) or _PART_WORDS.search(place.span.text))
    )
    rules: tuple[str, ...] = ("control/part",) if is_part else ()
    rules += () if place.gazetteer_id else ("control/name-only",)
    return Spoken(make_site(entry, place), is_part, rules + _finest(entry.claim))


def _finest(claim: Claim) -> tuple[str, ...]:
    return ("control/finest-place",) if len(claim.places) > 1 else ()


def _find_thing(entry: EventClaim, place: Place, before: str) -> str | None:
    """The words for a thing that lies in or near the place, where it and not the place is what is held."""
    match, base = _SITE.search(before) or _BARE_SITES.search(before), place.span.start - len(before)
    trigger = entry.claim.trigger
    if match is None and place.span.end <= trigger.start and _LOCATIVE.search(before):
        match, base = _OBJECT_AFTER.search(entry.report.text[trigger.end : trigger.end + 60]), trigger.end
    if match is None:
        return None
    words = " ".join(match["words"].split()).rstrip(".,;:")
    start = base + match.start("words")
    is_actor = any(actor.span.start < start + len(words) and start < actor.span.end for actor in entry.claim.actors)
    return None if is_actor or _NOT_A_THING.search(words) else words


def _make_thing(entry: EventClaim, place: Place, words: str) -> Spoken:
    name = _DETERMINER.sub("", words)
    site = make_site(entry, place)
    relation = "of" if words == "outskirts" else ("near" if place.relation in ("near", "direction_of") else "in")
    thing = replace(
        site, id=f"{site.id}/{name.casefold()}", name=f"{name} {relation} {place.name}", within=(site.id, *site.within),
        feature=None, gazetteer_id=None,
    )  # fmt: skip
    return Spoken(thing, False, ("control/site-in-place", *_finest(entry.claim)))


def _key(entry: EventClaim, place: Place) -> str:
    """A place of the tables by its reference; one that is in none by its name, and the country that the claim is in."""
    if place.gazetteer_id:
        return place.gazetteer_id
    country = next((other.country for other in entry.claim.places if other.country), None)
    return f"{NAME_ONLY}{fold_name(place.name)}{f'@{country}' if country else ''}"


def fold_name(name: str) -> str:
    """Return the name as the ids of sites in no table hold it.

    >>> fold_name("the  Old City")
    'old city'
    """
    return " ".join(_DETERMINER.sub("", name).casefold().split())
