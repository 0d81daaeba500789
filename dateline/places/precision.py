"""Precision codes of the shape of a place: our own 1-4, ACLED's, UCDP GED's and PLOVER's, each by its own rule."""

from __future__ import annotations

from typing import Literal

from dateline.places.geometry import Extent, Location

Resolution = Literal["sub-city", "city", "district", "province", "country"]
PLOVER_RESOLUTIONS: dict[Resolution, int] = {"sub-city": 5, "city": 4, "district": 3, "province": 2, "country": 1}

# GED's code 2: "within about 25 km of a known point".
_AROUND_KM = 25.0
# A stretch of road or an area beyond this is a region, not a place.
_REGION_KM = 30.0
# A hill range or a valley of this size is a small area near a place rather than a region.
_SMALL_AREA_KM = 15.0
# The surroundings of the largest cities reach farther than those of a town.
_SURROUNDINGS_KM = 40.0


def own_precision(location: Location) -> int:
    """Return our code: 1 the place itself, 2 near it or a part of it, 3 a region stands for it, 4 a country or more."""
    if location.extent in ("country", "world"):
        return 4
    if location.extent in ("site", "town"):
        return 1 if location.error_km <= _REGION_KM else 3
    most = {"around": _SURROUNDINGS_KM, "line": _REGION_KM, "area": _SMALL_AREA_KM}.get(location.extent, 0.0)
    return 2 if location.error_km <= most else 3


def acled_geo_precision(location: Location) -> int | None:
    """Return ACLED's geo_precision; None for a country or wider, which ACLED does not code.

    1 a named town or a district of it; 2 near a town, or a small part of a region; 3 a larger region, a natural feature
    or a province (its capital stands for it). Strategic developments at country level are the exporter's to decide.
    """
    if location.extent in ("country", "world"):
        return None
    if location.extent in ("site", "town"):
        return 1
    if location.extent in ("around", "district"):
        return 2
    return 2 if location.extent in ("line", "area") and location.error_km <= _AROUND_KM else 3


_GED: dict[Extent, int] = {"site": 1, "town": 1, "district": 3, "province": 4, "country": 6, "waters": 7}


def ged_where_prec(location: Location) -> int | None:
    """Return UCDP GED's where_prec; None for what is wider than a country, which GED has no code for.

    1 the exact place is known; 2 within about 25 km of a known point; 3 only the second-order division; 4 only the
    first-order division; 5 a line or an area without firm borders, for which a point stands; 6 only the country; 7
    international waters or airspace.
    """
    if location.extent == "world":
        return None
    if code := _GED.get(location.extent):
        return code
    return 2 if location.error_km <= _AROUND_KM else 5


_PLOVER: dict[Extent, Resolution] = {
    "site": "sub-city", "town": "city", "around": "city", "district": "district", "province": "province",
    "country": "country",
}  # fmt: skip


def plover_resolution(location: Location) -> Resolution | None:
    """Return PLOVER's resolution of a location (5 sub-city to 1 country, `PLOVER_RESOLUTIONS`).

    None at sea and for what is wider than a country. A line or an area counts as the division of its size.
    """
    if location.extent in ("waters", "world"):
        return None
    if known := _PLOVER.get(location.extent):
        return known
    return "district" if location.error_km <= _AROUND_KM else "province"
