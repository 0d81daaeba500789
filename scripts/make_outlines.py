"""Make the outlines of land and borders: `make_outlines.py countries-50m.json dateline/drawing/outlines.npz`.

The input is the TopoJSON of the npm package `world-atlas` 2.0.2 (Natural Earth 4.1.0, 1:50m, public domain). Every
stretch of line is thinned on its own with its ends kept, so that neighbours still meet; borders are lines that two
countries share.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

TOLERANCE = 0.012  # degrees, about 1.3 km: the source is good to some kilometres
STEP = 0.005  # degrees a unit in the file


def main() -> int:
    source, target = (Path(word) for word in sys.argv[1:])
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [thin(points) for points in read_arcs(topology)]
    rings = [ring for polygon in list_polygons(topology["objects"]["land"]) for ring in polygon]
    uses = Counter(
        arc if arc >= 0 else ~arc
        for polygon in list_polygons(topology["objects"]["countries"])
        for ring in polygon
        for arc in ring
    )
    steps = [np.diff(np.rint(points / STEP).astype(np.int32), axis=0, prepend=0) for points in arcs]
    np.savez_compressed(
        target,
        step=np.array(STEP),
        deltas=np.concatenate(steps).astype(np.int32),
        arc_sizes=np.array([len(points) for points in arcs], dtype=np.int32),
        rings=np.concatenate([np.array(ring) for ring in rings]).astype(np.int16),
        ring_sizes=np.array([len(ring) for ring in rings], dtype=np.int16),
        borders=np.array([number for number in range(len(arcs)) if uses[number] > 1], dtype=np.int16),
    )
    print(f"{sum(map(len, arcs)):,} points in {len(arcs):,} lines, {target.stat().st_size:,} bytes")
    return 0


def read_arcs(topology: dict[str, Any]) -> Iterator[np.ndarray]:
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    for arc in topology["arcs"]:
        yield np.cumsum(np.array(arc), axis=0) * scale + shift


def list_polygons(shape: dict[str, Any]) -> Iterator[list[list[int]]]:
    """Yield every polygon of a geometry as rings of arc numbers."""
    if shape["type"] == "GeometryCollection":
        for part in shape["geometries"]:
            yield from list_polygons(part)
    elif shape["type"] == "MultiPolygon":
        yield from shape["arcs"]
    elif shape["type"] == "Polygon":
        yield shape["arcs"]


def thin(points: np.ndarray) -> np.ndarray:
    """Return the line without points that are within the tolerance of what is left (Douglas, Peucker)."""
    kept = np.zeros(len(points), dtype=bool)
    kept[[0, -1]] = True
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        way, offsets = points[last] - points[first], points[first + 1 : last] - points[first]
        length = float(np.hypot(*way))
        if length:
            distances = np.abs(way[0] * offsets[:, 1] - way[1] * offsets[:, 0]) / length
        else:
            distances = np.hypot(offsets[:, 0], offsets[:, 1])
        far = int(np.argmax(distances))
        if distances[far] > TOLERANCE:
            middle = first + 1 + far
            kept[middle] = True
            stretches += [(first, middle), (middle, last)]
    return points[kept]


if __name__ == "__main__":
    sys.exit(main())
