"""Areas on the map that an export is cut to: a box of degrees, or the polygons of a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dateline.box import Box
from dateline.errors import InputError

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """An outer ring and the rings of its holes, each a closed list of (longitude, latitude) in degrees."""

    rings: tuple[tuple[Point, ...], ...]

    def holds(self, lat: float, lon: float) -> bool:
        """Return whether the point is within the outer ring and in no hole; lines are straight in degrees."""
        return sum(_is_inside(ring, lat, lon) for ring in self.rings) % 2 == 1


@dataclass(frozen=True, slots=True)
class Area:
    """What is wanted on the map: within the box, where there is one, and within any polygon, where there are any."""

    box: Box | None = None
    polygons: tuple[Polygon, ...] = ()

    def holds(self, lat: float, lon: float) -> bool:
        in_box = self.box is None or self.box.holds(lat, lon)
        return in_box and (not self.polygons or any(polygon.holds(lat, lon) for polygon in self.polygons))


def read_box(text: str) -> Box:
    """Return the box of "W,S,E,N"; ValueError, in words for the user, where it is none.

    >>> read_box("35.5,32,42.4,37.3")
    Box(west=35.5, south=32.0, east=42.4, north=37.3)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError("a box is four numbers, west,south,east,north in degrees: 35.5,32,42.4,37.3") from None
    if not (all(-180 <= lon <= 180 for lon in (west, east)) and -90 <= south <= north <= 90):
        raise ValueError(
            "longitudes lie within -180..180, latitudes within -90..90, and the south is not north of the north"
        )
    return Box(west, south, east, north)


def read_polygons(path: Path) -> tuple[Polygon, ...]:
    """Return the polygons of a GeoJSON file, whatever holds them (feature, collection); points and lines are no area.

    Raises InputError, naming the file, where it cannot be read or has none. A polygon over the 180th meridian must be
    cut there in two, as GeoJSON asks.
    """
    try:
        polygons = tuple(_find_polygons(json.loads(path.read_text(encoding="utf-8-sig"))))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=str(path)) from error
    except ValueError as error:
        raise InputError(
            f"not GeoJSON ({error})", path=str(path), repair="give a file whose polygons are in WGS 84 degrees"
        ) from error
    if not polygons:
        raise InputError("no polygon in it", expected="a Polygon or MultiPolygon", path=str(path))
    return polygons


def _find_polygons(shape: object) -> Iterator[Polygon]:
    if not isinstance(shape, dict):
        raise ValueError("an object with a type was expected")
    match shape.get("type"):
        case "Polygon":
            yield _make_polygon(shape.get("coordinates"))
        case "MultiPolygon":
            yield from map(_make_polygon, _list(shape.get("coordinates")))
        case "Feature":
            yield from _find_polygons(shape["geometry"]) if shape.get("geometry") else ()
        case "FeatureCollection" | "GeometryCollection" as kind:
            for part in _list(shape.get("features" if kind == "FeatureCollection" else "geometries")):
                yield from _find_polygons(part)
        case "Point" | "MultiPoint" | "LineString" | "MultiLineString":
            return
        case kind:
            raise ValueError(f"{kind!r} is no type of GeoJSON")


def _make_polygon(coordinates: object) -> Polygon:
    rings = tuple(tuple(_make_point(point) for point in _list(ring)) for ring in _list(coordinates))
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise ValueError("a ring has four points or more, and the last is the first")
    return Polygon(rings)


def _make_point(position: object) -> Point:
    match position:
        case [float() | int() as lon, float() | int() as lat, *_] if -180 <= lon <= 180 and -90 <= lat <= 90:
            return float(lon), float(lat)
    raise ValueError(f"a position is longitude and latitude in degrees, not {position}")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a list of coordinates was expected")
    return value


def _is_inside(ring: Sequence[Point], lat: float, lon: float) -> bool:
    """Ray casting: an odd number of sides lies east of the point."""
    inside = False
    for (lon1, lat1), (lon2, lat2) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
            inside = not inside
    return inside
