"""Where an event is: one shape for every place and relation, a point, a radius in km and what that circle stands for.

The radii of words that say no distance are conventions, not fitted: GED's code 2 ("within about 25 km of a known
point") bounds what "near" can mean. Independent errors add up as the sides of a right angle do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from dateline.model import Place
from dateline.places.gazetteer import USUAL_KM
from dateline.places.relations import Relation
from dateline.places.resolved import ResolvedPlace

# What the circle stands for: a spot in or by a town, a town, the surroundings of either, a stretch of road or river, a
# district (second level or below), a province (first level), an area without borders of its own, a country, a sea, or
# more than one country.
Extent = Literal["site", "town", "around", "line", "district", "province", "area", "country", "waters", "world"]

NEAR_KM = 15.0
BEYOND_KM = 20.0  # "south of X", no distance said
EDGE_KM = 5.0
COUNTRYSIDE_KM = 20.0
ALONG_ROAD_KM = 25.0  # "on the road from X", the other end not known
TOWARD_KM = 20.0
# Half of one of the eight points of the compass, as a share of the distance: sin 22.5 degrees.
_BEARING_SHARE = 0.383
_ROUGH_SHARE = 0.5
# Two ends of "between" farther apart than this are parties or countries, not the ends of a road.
_LONGEST_ROAD_KM = 600.0
_EARTH_KM = 6371.0
_DEGREES = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
_SURROUNDINGS = frozenset({"countryside", "environs"})
_SITES = frozenset({
    "airport", "airbase", "camp", "crossing", "base", "dam", "bridge", "neighbourhood", "section_of_place", "port",
    "power_plant", "oilfield", "prison", "facility",
})  # fmt: skip
_EXTENTS: dict[str, Extent] = {
    "capital": "town", "admin_seat": "town", "populated_place": "town", "village": "town", "admin1": "province",
    "admin2": "district", "admin3": "district", "country": "country", "continent": "world", "sea": "waters",
    "river": "line", "road": "line",
}  # fmt: skip
_POINTS: frozenset[Extent] = frozenset({"site", "town", "around"})
# Areas and natural features that are smaller than this are as good as a point.
_SMALL_KM = 5.0
_WORLD_KM = 600.0


@dataclass(frozen=True, slots=True)
class Location:
    """A point (degrees, WGS 84), the radius in km within which the event is said to lie, and what that stands for."""

    lat: float
    lon: float
    error_km: float
    extent: Extent


def locate(place: ResolvedPlace, relation: Relation, other: ResolvedPlace | None = None) -> Location | None:
    """Return where an event lies that stands in `relation` to `place`; None where the place itself is not known.

    The point moves off the place only where the text says how far ("30 km south of X") or names both ends ("between X
    and Y"); else the place's own point stands and the radius grows. `other` is the place at the other end.

    >>> homs = ResolvedPlace("Homs", 34.73, 36.72, "SYR", feature="admin_seat", error_km=8.0)
    >>> locate(homs, Relation("direction_of", "S", 30.0))
    Location(lat=34.4602, lon=36.72, error_km=14.0, extent='around')
    """
    base = base_location(place)
    if base is None or relation.kind == "in":
        return base
    if relation.kind == "between":
        return _between(base, base_location(other) if other else None)
    if base.extent not in _POINTS:
        return _widened(base, relation.distance_km or 0.0)
    if relation.kind == "direction_of" and relation.distance_km and relation.bearing in _DEGREES:
        return _moved(base, relation.bearing, relation.distance_km, relation.is_rough)
    return replace(_widened(base, _reach(relation)), extent="line" if _is_road(relation) else "around")


def shape_of(place: Place) -> Location | None:
    """Return the shape of a claim's place, for the precision codes of other codebooks; None where it is not known."""
    if place.lat is None or place.lon is None or place.feature is None or place.error_km is None:
        return None
    extent = _extent(place.feature, place.error_km)
    if extent in _POINTS and (place.relation != "in" or place.precision == 2):
        extent = "line" if place.relation == "between" else "around"
    return Location(place.lat, place.lon, place.error_km, extent)


def base_location(place: ResolvedPlace) -> Location | None:
    """Return the shape of a place itself; a part of a town ("eastern Homs") is somewhere around it."""
    if place.lat is None or place.lon is None or place.feature is None:
        return None
    error_km = place.error_km or USUAL_KM.get(place.feature, 2.0)
    extent = _extent(place.feature, error_km)
    if place.is_part and extent in _POINTS:
        extent = "around"
    return Location(place.lat, place.lon, round(error_km, 1), extent)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points.

    >>> round(distance_km(34.73, 36.72, 35.13, 36.75))
    45
    """
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _extent(feature: str, error_km: float) -> Extent:
    if feature in _SITES:
        return "site"
    if known := _EXTENTS.get(feature):
        return known
    if feature == "region":
        return "world" if error_km > _WORLD_KM else "area"
    return "site" if error_km <= _SMALL_KM else "area"


def _reach(relation: Relation) -> float:
    if relation.distance_km:
        return relation.distance_km * (1 + _ROUGH_SHARE * relation.is_rough)
    if _is_road(relation):
        return ALONG_ROAD_KM
    if relation.kind == "outskirts_of":
        return COUNTRYSIDE_KM if relation.words in _SURROUNDINGS else EDGE_KM
    return {"near": NEAR_KM, "direction_of": BEYOND_KM, "toward": TOWARD_KM}[relation.kind]


def _is_road(relation: Relation) -> bool:
    return relation.kind == "near" and relation.words is not None


def _widened(base: Location, reach_km: float) -> Location:
    return replace(base, error_km=round(math.hypot(base.error_km, reach_km), 1))


def _moved(base: Location, bearing: str, distance: float, is_rough: bool) -> Location:
    lat, lon = _travel(base.lat, base.lon, _DEGREES[bearing], distance)
    error = math.hypot(base.error_km, distance * _BEARING_SHARE, distance * _ROUGH_SHARE * is_rough)
    return Location(round(lat, 4), round(lon, 4), round(error, 1), "around")


def _between(base: Location, other: Location | None) -> Location:
    """Half way between two points; with one end known, somewhere along the road from it."""
    if base.extent not in _POINTS:
        return base
    if other is None or other.extent not in _POINTS:
        return replace(_widened(base, ALONG_ROAD_KM), extent="line")
    apart = distance_km(base.lat, base.lon, other.lat, other.lon)
    if not 0 < apart <= _LONGEST_ROAD_KM:
        return replace(_widened(base, ALONG_ROAD_KM), extent="line")
    lat, lon = _middle(base, other)
    error = math.hypot(apart / 2, max(base.error_km, other.error_km))
    return Location(round(lat, 4), round(lon, 4), round(error, 1), "line")


def _middle(one: Location, other: Location) -> tuple[float, float]:
    vectors = []
    for end in (one, other):
        lat, lon = math.radians(end.lat), math.radians(end.lon)
        vectors.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    x, y, z = (sum(axis) for axis in zip(*vectors, strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _travel(lat: float, lon: float, degrees: float, distance: float) -> tuple[float, float]:
    """The point at a distance along a great circle."""
    turn, angle, a, b = math.radians(degrees), distance / _EARTH_KM, math.radians(lat), math.radians(lon)
    end = math.asin(math.sin(a) * math.cos(angle) + math.cos(a) * math.sin(angle) * math.cos(turn))
    east = math.atan2(math.sin(turn) * math.sin(angle) * math.cos(a), math.cos(angle) - math.sin(a) * math.sin(end))
    return math.degrees(end), (math.degrees(b + east) + 540) % 360 - 180
