"""The place of an event for a row: the finest that its claims give, and what that lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.codebook.countries import read_countries
from dateline.events import EventClaim
from dateline.model import Place
from dateline.places import Location, shape_of
from dateline.places.geometry import distance_km

# Our precisions that count as equally fine: a place or near it, a region, a country.
_TIERS = {1: 0, 2: 0, 3: 1, 4: 2}
_COARSEST = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """One located place of one claim."""

    place: Place
    location: Location
    claim: EventClaim


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of an event: `chosen` one or more, all of one claim and equally fine; `others` the names not taken."""

    chosen: tuple[Spot, ...]
    others: tuple[str, ...]


def choose_spots(items: Sequence[EventClaim]) -> Spots | None:
    """Return the places of the first claim with the finest place; None where no claim has a located place.

    A goal ("toward") counts only where the claim has nothing else. A place that another one of the same claim lies in
    is not a second place: "Dumair in eastern Qalamoun" is Dumair.
    """
    located = [spots for item in items if (spots := _locate(item))]
    if not located:
        return None
    best = min(located, key=lambda spots: min(_tier(spot) for spot in spots))
    tier = min(_tier(spot) for spot in best)
    fine = [spot for spot in best if _tier(spot) == tier]
    chosen = [spot for spot in fine if not any(_holds(spot, other) for other in fine if other is not spot)]
    chosen = chosen or fine[:1]
    names = {spot.place.name for spot in chosen}
    others = dict.fromkeys(place.name for item in items for place in item.claim.places if place.name not in names)
    return Spots(_without_doubles(chosen), tuple(others))


@cache
def country_name(iso3: str | None) -> str | None:
    """Return the country's usual name: "SYR" is Syria."""
    return next((country.name for country in read_countries() if country.iso3 == iso3), None)


def describe_spot(place: Place) -> str:
    """Return the place with how the event lies to it: "S of Dumair", "near Homs"."""
    words = {"in": "", "between": "between places with ", "outskirts_of": "outskirts of "}
    if place.relation == "direction_of":
        return f"{place.bearing or 'some way'} of {place.name}"
    return f"{words.get(place.relation, f'{place.relation} ')}{place.name}"


def _locate(item: EventClaim) -> list[Spot]:
    spots = [
        Spot(place, location, item)
        for place in item.claim.places
        if (location := shape_of(place)) is not None and place.precision is not None
    ]
    here = [spot for spot in spots if spot.place.relation != "toward"]
    return here or spots


def _tier(spot: Spot) -> int:
    return _TIERS.get(spot.place.precision or 0, _COARSEST)


def _holds(outer: Spot, inner: Spot) -> bool:
    """Return whether the wider place takes in the other's point."""
    a, b = outer.location, inner.location
    return a.error_km > b.error_km and distance_km(a.lat, a.lon, b.lat, b.lon) <= a.error_km


def _without_doubles(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The two ends of "between A and B" have one point: the event is there once."""
    points: dict[tuple[float, float], Spot] = {}
    for spot in spots:
        points.setdefault((spot.location.lat, spot.location.lon), spot)
    return tuple(points.values())
