"""Events on a map: a dot a place, as large as its events are many, in a circle within which they are said to lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.drawing.outlines import Frame, Points, find_borders, find_land
from dateline.drawing.svg import Picture, circle, group, line, path, rect, shorten, text

_WIDTH, _MOST_HEIGHT, _LEAST_HEIGHT = 960, 720, 360
_KM = 111.2  # a degree of latitude
_LEAST_KM = 120.0  # across: closer in, the outlines would be made of a few straight lines
_EDGE = 0.12
_MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map (degrees, WGS 84): events lie within `error_km` of it; `title` is told at the pointer."""

    name: str
    lat: float
    lon: float
    error_km: float
    event_count: int
    title: str


def draw_map(dots: Sequence[Dot], name: str = "map") -> Picture:
    """Return the places on a ground of land and borders, with a scale; circles of error at their true size."""
    view = _View.around(dots)
    body = [rect(0, 0, _WIDTH, view.height, "sea")]
    land = "".join(_write_path(view, ring, closed=True) for ring in find_land(view.frame))
    if land:
        body.append(path(land, "land") + path(land, "line-coast", 'stroke-width="1"'))
    borders = "".join(_write_path(view, points, closed=False) for points in find_borders(view.frame))
    if borders:
        body.append(path(borders, "line-border", 'stroke-width="1" stroke-dasharray="5 3"'))
    body += _draw_grid(view)
    ordered = sorted(dots, key=lambda dot: (-dot.error_km, dot.name))
    body += [_draw_circle(view, dot) for dot in ordered]
    body += [_draw_dot(view, dot) for dot in sorted(dots, key=lambda dot: (-dot.event_count, dot.name))]
    body += _draw_names(view, dots)
    body.append(_draw_scale(view))
    clip = f'<clipPath id="{name}-edge"><rect x="0" y="0" width="{_WIDTH}" height="{view.height}"/></clipPath>'
    inner = f'{clip}<g clip-path="url(#{name}-edge)">{"".join(body)}</g>'
    title = f"Map of {sum(dot.event_count for dot in dots)} events at {len(dots)} places, with circles of error"
    return Picture(name, title, _WIDTH, view.height, inner)


def dot_radius(event_count: int) -> float:
    """Return the radius of a place's dot in pixels: its area grows with the number of events."""
    return min(22.0, 3.5 * math.sqrt(event_count))


@dataclass(frozen=True, slots=True)
class _View:
    """The frame in degrees and its scale: pixels a degree of latitude; longitudes are drawn in at its middle."""

    frame: Frame
    scale: float
    squeeze: float
    height: int

    @classmethod
    def around(cls, dots: Sequence[Dot]) -> _View:
        """The frame that takes in every circle of up to 300 km; wider ones at least with their middle."""
        spans = [(dot, min(dot.error_km, 300.0) / _KM) for dot in dots]
        south = min(dot.lat - reach for dot, reach in spans)
        north = max(dot.lat + reach for dot, reach in spans)
        middle = (south + north) / 2
        squeeze = max(0.2, math.cos(math.radians(middle)))
        west = min(dot.lon - reach / squeeze for dot, reach in spans)
        east = max(dot.lon + reach / squeeze for dot, reach in spans)
        least = _LEAST_KM / _KM
        width = max((east - west) * squeeze, least) * (1 + 2 * _EDGE)
        height = max(north - south, least * 0.5) * (1 + 2 * _EDGE)
        scale = min(_WIDTH / width, _MOST_HEIGHT / height)
        pixels = max(_LEAST_HEIGHT, min(_MOST_HEIGHT, round(height * scale)))
        half_x, half_y = _WIDTH / scale / squeeze / 2, pixels / scale / 2
        centre = (west + east) / 2
        frame = Frame(centre - half_x, middle - half_y, centre + half_x, middle + half_y)
        return cls(frame, scale, squeeze, pixels)

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.frame.west) * self.squeeze * self.scale, (self.frame.north - lat) * self.scale


def _write_path(view: _View, points: Points, *, closed: bool) -> str:
    """The line with points closer than half a pixel left out."""
    parts: list[str] = []
    last = (math.inf, math.inf)
    for lon, lat in points.tolist():
        x, y = view.place(lat, lon)
        if abs(x - last[0]) + abs(y - last[1]) < 0.7:
            continue
        parts.append(f"{'L' if parts else 'M'}{x:.1f} {y:.1f}")
        last = (x, y)
    return "".join(parts) + ("Z" if closed else "") if len(parts) > 1 else ""


def _draw_grid(view: _View) -> list[str]:
    """Lines of latitude and longitude at round degrees, named at the edges."""
    frame, parts = view.frame, []
    step = next(step for step in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60) if (frame.east - frame.west) / step <= 9)
    for number in range(math.ceil(frame.west / step), math.floor(frame.east / step) + 1):
        x, _ = view.place(0.0, number * step)
        parts.append(line(x, 0, x, view.height, "grid", 'stroke-width="0.7"'))
        if x < _WIDTH - 36:
            parts.append(text(x + 3, 12, _show_degrees(number * step, "E", "W"), name="soft", size=10))
    for number in range(math.ceil(frame.south / step), math.floor(frame.north / step) + 1):
        _, y = view.place(number * step, 0.0)
        parts.append(line(0, y, _WIDTH, y, "grid", 'stroke-width="0.7"'))
        if 24 < y < view.height - 40:
            parts.append(
                text(_WIDTH - 4, y - 3, _show_degrees(number * step, "N", "S"), name="soft", size=10, anchor="end")
            )
    return parts


def _show_degrees(value: float, over: str, under: str) -> str:
    return f"{abs(value):g}°{over if value > 0 else under if value < 0 else ''}"


def _draw_circle(view: _View, dot: Dot) -> str:
    x, y = view.place(dot.lat, dot.lon)
    radius = max(dot.error_km / _KM * view.scale, 1.0)
    ring = circle(x, y, radius, "s0", 'opacity="0.13"')
    return ring + circle(x, y, radius, "line-s0", 'stroke-width="1" stroke-opacity="0.75"')


def _draw_dot(view: _View, dot: Dot) -> str:
    x, y = view.place(dot.lat, dot.lon)
    mark = circle(x, y, dot_radius(dot.event_count), "s1", 'fill-opacity="0.9"')
    return group(mark + circle(x, y, dot_radius(dot.event_count), "line-paper", 'stroke-width="1.2"'), dot.title)


def _draw_names(view: _View, dots: Sequence[Dot]) -> list[str]:
    """The names of the places with most events, where they do not cover one another or a dot."""
    taken = [_box(*view.place(dot.lat, dot.lon), dot_radius(dot.event_count)) for dot in dots]
    made: list[str] = []
    for dot in sorted(dots, key=lambda dot: (-dot.event_count, dot.error_km, dot.name))[: _MOST_NAMES * 2]:
        words = shorten(f"{dot.name} ({dot.event_count})" if dot.event_count > 1 else dot.name, 190, 12)
        x, y = view.place(dot.lat, dot.lon)
        radius, length = dot_radius(dot.event_count), len(words) * 6.9
        spots = (
            (x + radius + 4, y + 4, "start", x + radius + 4), (x - radius - 4, y + 4, "end", x - radius - 4 - length),
            (x, y - radius - 5, "middle", x - length / 2), (x, y + radius + 14, "middle", x - length / 2),
        )  # fmt: skip
        for at, base, anchor, left in spots:
            box = (left, base - 11, left + length, base + 3)
            inside = box[0] > 2 and box[2] < _WIDTH - 2 and box[1] > 2 and box[3] < view.height - 30
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                made.append(text(at, base, words, name="ink halo", anchor=anchor))
                break
        if len(made) >= _MOST_NAMES:
            break
    return made


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_scale(view: _View) -> str:
    """A bar of a round number of km; it holds at the map's middle."""
    most = 180 / view.scale * _KM
    km = max((size * 10**power for power in range(5) for size in (1, 2, 5) if size * 10**power <= most), default=1)
    length, y = km / _KM * view.scale, view.height - 14
    back = rect(10, y - 22, length + 20, 30, "paper", 'opacity="0.8" rx="3"')
    bar = line(20, y, 20 + length, y, "ink", 'stroke-width="2"')
    ends = line(20, y - 4, 20, y + 4, "ink") + line(20 + length, y - 4, 20 + length, y + 4, "ink")
    return back + bar + ends + text(20 + length / 2, y - 6, f"{km:,} km", size=11, anchor="middle")
