"""Land and borders for the ground of a map: Natural Earth 1:50m, thinned (scripts/make_outlines.py)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in degrees (WGS 84): west, south, east, north."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class _Outlines:
    arcs: tuple[Points, ...]
    rings: tuple[tuple[int, ...], ...]
    borders: frozenset[int]


def find_land(frame: Frame) -> Iterator[Points]:
    """Yield the land in the frame as closed rings of longitude and latitude, cut off at the frame's edge."""
    outlines = _read()
    for ring in outlines.rings:
        points = np.concatenate([_arc(outlines, number) for number in ring])
        if _may_meet(points, frame):
            clipped = _clip(points, frame)
            if len(clipped) > 2:
                yield clipped


def find_borders(frame: Frame) -> Iterator[Points]:
    """Yield the borders of countries that come near the frame, as lines of longitude and latitude."""
    outlines = _read()
    for number in sorted(outlines.borders):
        points = outlines.arcs[number]
        if _may_meet(points, frame):
            yield points


@cache
def _read() -> _Outlines:
    with resources.as_file(resources.files("dateline.drawing") / "outlines.npz") as file, np.load(file) as held:
        step = float(held["step"])
        ends = np.cumsum(held["arc_sizes"])
        arcs = [np.cumsum(part, axis=0) * step for part in np.split(held["deltas"], ends[:-1])]
        rings = [
            tuple(int(arc) for arc in part) for part in np.split(held["rings"], np.cumsum(held["ring_sizes"])[:-1])
        ]
        numbered = tuple(tuple(int(arc) for arc in ring) for ring in rings)
        return _Outlines(tuple(arcs), numbered, frozenset(int(arc) for arc in held["borders"]))


def _arc(outlines: _Outlines, number: int) -> Points:
    """An arc, backwards where its number is counted from the end (TopoJSON: ~n)."""
    return outlines.arcs[number] if number >= 0 else outlines.arcs[~number][::-1]


def _may_meet(points: Points, frame: Frame) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(low[0] <= frame.east and high[0] >= frame.west and low[1] <= frame.north and high[1] >= frame.south)


def _clip(points: Points, frame: Frame) -> Points:
    """The ring within the frame (Sutherland and Hodgman)."""
    kept = [tuple(point) for point in points.tolist()]
    for axis, limit, sign in ((0, frame.west, 1), (0, frame.east, -1), (1, frame.south, 1), (1, frame.north, -1)):
        kept = _cut(kept, axis, limit, sign)
        if not kept:
            break
    return np.array(kept, dtype=np.float64).reshape(-1, 2)


def _cut(points: list[tuple[float, ...]], axis: int, limit: float, sign: int) -> list[tuple[float, ...]]:
    kept = []
    for number, point in enumerate(points):
        before = points[number - 1]
        inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append(tuple(a + share * (b - a) for a, b in zip(before, point, strict=True)))
        if inside:
            kept.append(point)
    return kept
