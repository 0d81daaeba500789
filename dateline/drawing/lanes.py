"""Swim lanes: a row a place, a bar a span; what is not known looks like it.

A full bar: said to hold on those days. A thin line before or after it: it began or ended somewhere there. Pale with
a dashed edge: nothing later was said. Half as high: only a part. Stripes: sources disagree. An empty box: not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.control.model import ControlSpan, Holder, Mark, Timeline
from dateline.control.writing import describe_days, describe_mark, describe_state, name_holders
from dateline.drawing.clock import Clock, Stretch, find_cuts
from dateline.drawing.svg import SERIES, Picture, fits, group, line, path, rect, shorten, text

_Sign = Callable[[float, float], str]
_WIDTH, _LEFT, _RIGHT = 960, 190, 944
_TOP, _LANE, _BAR = 16, 46, 20
_LEGEND = 20
_OTHER = len(SERIES) - 1
_DASHES = 'stroke-dasharray="4 3"'
_GLYPHS = (
    ("attempts", "tried, failed"), ("fights_for", "fighting for it"), ("intends", "planned or threatened"),
    ("denies", "denial"), ("does_not_vouch", "not vouched for"), ("besieges", "siege"), ("lifts_siege", "siege lifted"),
    ("leaves_partly", "some left"),
)  # fmt: skip


def draw_lanes(
    timelines: Sequence[Timeline], name: str = "control", since: date | None = None, until: date | None = None
) -> Picture:
    """Return the timelines as swim lanes, in their order; every bar and mark says its days, holder and sources.

    The axis runs from `since` to `until`, and as far as the days told where they are None; then long stretches on which
    nothing was told are cut out of it.
    """
    days = [day for timeline in timelines for day in _list_days(timeline)]
    first = since or min([*days, *([until] if until else [])], default=date(2000, 1, 1))
    last = until or max([*days, first])
    cuts = _choose_cuts(days) if since is None and until is None else ()
    shown = (last - first).days - sum((after - start).days for start, after in cuts)
    margin = timedelta(days=max(1, shown // 25))
    clock = Clock(since or first - margin, until or last + margin, _LEFT, _RIGHT, cuts)
    series = _choose_colours(timelines)
    bottom = _TOP + _LANE * len(timelines)
    body = [clock.draw(_TOP, bottom)]
    for number, timeline in enumerate(timelines):
        body.append(_draw_lane(timeline, clock, _TOP + number * _LANE, series))
    legend, height = _draw_legend(timelines, series, bottom + 36)
    title = f"Who is said to hold each of {len(timelines)} places, {first} to {last}"
    return Picture(name, title, _WIDTH, height, "".join([*body, legend]))


def _choose_cuts(days: Sequence[date]) -> tuple[Stretch, ...]:
    """The stretches to leave out; two days stay on both sides of each, for what begins or ends there."""
    near = timedelta(days=2)
    return find_cuts((day - near, day + near) for day in days)


def _list_days(timeline: Timeline) -> list[date]:
    spans = [(one.start_earliest, one.start_latest, one.end_latest, one.last_said) for one in timeline.spans]
    marks = [(mark.start, mark.end) for mark in timeline.marks]
    return [date.fromisoformat(day) for days in (*spans, *marks) for day in days if day]


def _choose_colours(timelines: Sequence[Timeline]) -> dict[str, int]:
    """A colour for each of the holders told most; all others share the last."""
    counts = Counter(_key(holder) for timeline in timelines for one in timeline.spans for holder in one.holders)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return {key: min(number, _OTHER) for number, key in enumerate(ordered)}


def _key(holder: Holder) -> str:
    return holder.name.casefold()


def _draw_lane(timeline: Timeline, clock: Clock, top: float, series: dict[str, int]) -> str:
    site = timeline.site
    parts = [line(8, top + _LANE, _RIGHT, top + _LANE, "grid", 'stroke-width="1"')]
    where = ", ".join(part for part in (site.admin1, site.country) if part)
    parts.append(group(text(8, top + 20, shorten(site.name, _LEFT - 20, 13), size=13), site.name))
    parts.append(text(8, top + 35, shorten(where, _LEFT - 20, 11), name="soft", size=11))
    for number, one in enumerate(timeline.spans):
        follows = number + 1 < len(timeline.spans)
        one = _leave_gaps_empty(timeline, number)
        parts.append(_draw_span(one, clock, top + 7, series, follows, str(_number_id(one.id))))
    parts += [_draw_mark(mark, clock, top + 36) for mark in timeline.marks]
    return "".join(parts)


def _leave_gaps_empty(timeline: Timeline, number: int) -> ControlSpan:
    """The span without the days that an empty box beside it shows as not known already."""
    one, spans = timeline.spans[number], timeline.spans
    if number > 0 and spans[number - 1].state == "unknown":
        one = replace(one, start_earliest=one.start_latest)
    if number + 1 < len(spans) and spans[number + 1].state == "unknown":
        one = replace(one, end_latest=one.end_earliest)
    return one


def _number_id(span_id: str) -> int:
    """A number for the id of a pattern: the span's own digits."""
    return int(span_id.rpartition(":")[2], 16)


def _draw_span(one: ControlSpan, clock: Clock, y: float, series: dict[str, int], follows: bool, mark: str) -> str:
    start, said = _day(one.start_latest), _day(one.last_said)
    end = _day(one.end_earliest) if one.end_earliest else None
    left = clock.place(start)
    right = clock.place(end) if end else clock.place(said + timedelta(days=1))
    right = min(max(right, left + (3 if end else 6)), clock.right)
    colour = series.get(_key(one.holders[0]), _OTHER) if one.holders else _OTHER
    parts = []
    if one.state == "unknown":
        edge = clock.place(_day(one.end_latest)) if one.end_latest else clock.right
        parts.append(rect(left, y, edge - left, _BAR, "line-soft", _DASHES))
        label, room, ink = "not known", edge - left, "soft"
    else:
        parts.append(_draw_edges(one, clock, y, colour, left, right, follows))
        parts.append(_draw_bar(one, y, left, right, colour, series, mark))
        label, room, ink = name_holders(one.holders, " or " if one.state == "contested" else ", "), right - left, "on"
        if end is None and one.state != "contested" and not fits(label, room - 8, 11):
            room, ink = clock.right - left, "ink halo"
            left += right - left if clock.right - right > 120 else 0
            room = clock.right - left
    if one.state == "contested":
        ink = "ink halo"
        room = clock.right - left if end is None else room
    if room > 30:
        shift = y + (14 if one.state != "partly_held" or "halo" in ink else 18)
        parts.append(text(left + 5, shift, shorten(label, room - 8, 11), name=ink, size=11))
    return group("".join(parts), f"{describe_state(one)}, {describe_days(one)}")


def _draw_bar(
    one: ControlSpan, y: float, left: float, right: float, colour: int, series: dict[str, int], mark: str
) -> str:
    if one.state == "partly_held":
        return rect(left, y + _BAR / 2, right - left, _BAR / 2, f"s{colour}")
    if one.state != "contested":
        return rect(left, y, right - left, _BAR, f"s{colour}")
    second = series.get(_key(one.holders[1]), _OTHER) if len(one.holders) > 1 else None
    stripes = rect(0, 0, 6, 12, f"s{colour}", 'opacity="0.45"')
    stripes += rect(6, 0, 6, 12, f"s{second}" if second is not None else "paper", 'opacity="0.45"')
    pattern = (
        f'<pattern id="p{mark}" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f"{stripes}</pattern>"
    )
    box = f'<rect x="{left:.1f}" y="{y:.1f}" width="{right - left:.1f}" height="{_BAR}" fill="url(#p{mark})"/>'
    return pattern + box + rect(left, y, right - left, _BAR, "line-ink", 'stroke-width="1"')


def _draw_edges(one: ControlSpan, clock: Clock, y: float, colour: int, left: float, right: float, follows: bool) -> str:
    """What is not known of the beginning and the end."""
    parts, middle = [], y + _BAR / 2
    if one.start_earliest is None:
        parts.append(
            line(
                max(clock.left, left - 16),
                middle,
                left,
                middle,
                f"s{colour}",
                'stroke-width="3" stroke-dasharray="3 3"',
            )
        )
    elif one.start_earliest != one.start_latest:
        parts.append(
            line(clock.place(_day(one.start_earliest)), middle, left, middle, f"s{colour}", 'stroke-width="3"')
        )
    if one.end_latest is None and not follows:
        parts.append(rect(right, y, clock.right - right, _BAR, f"s{colour}", 'opacity="0.18"'))
        parts.append(rect(right, y, clock.right - right, _BAR, f"line-s{colour}", f'stroke-width="1" {_DASHES}'))
    elif one.end_latest and one.end_latest != one.end_earliest:
        edge = clock.place(_day(one.end_latest))
        parts.append(line(right, middle, edge, middle, f"s{colour}", 'stroke-width="3"'))
    return "".join(parts)


def _draw_mark(mark: Mark, clock: Clock, y: float) -> str:
    start = clock.place(_day(mark.start or mark.end))
    end = clock.place(_day(mark.end or mark.start))
    next_day = clock.place(_day(mark.start or mark.end) + timedelta(days=1))
    middle = (start + next_day) / 2 if start == end else (start + end) / 2
    width = line(start, y, end, y, "ink", 'stroke-width="2"') if end - start > 8 else ""
    return group(width + draw_glyph(mark.says, middle, y), describe_mark(mark).removeprefix("* "))


def draw_glyph(says: str, x: float, y: float) -> str:
    """Return the small sign of what is said, 8 pixels wide, round a point."""
    half = 4.0
    left, right, top, bottom = (f"{value:.1f}" for value in (x - half, x + half, y - half, y + half))
    box = f"M{left} {top}H{right}V{bottom}H{left}Z"
    shapes = {
        "attempts": f"M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}",
        "fights_for": f"M{left} {y:.1f}H{right}M{x:.1f} {top}V{bottom}",
        "intends": f"M{x:.1f} {top}L{right} {y:.1f}L{x:.1f} {bottom}L{left} {y:.1f}Z",
        "denies": f"{box}M{left} {bottom}L{right} {top}", "does_not_vouch": box,
        "besieges": f"M{left} {bottom}V{top}H{right}V{bottom}", "lifts_siege": f"M{left} {top}V{bottom}H{right}V{top}",
        "leaves_partly": f"M{left} {y:.1f}H{right}M{x + 1:.1f} {top}L{right} {y:.1f}L{x + 1:.1f} {bottom}",
    }  # fmt: skip
    return path(shapes[says], "line-ink", 'stroke-width="1.6"') if says in shapes else ""


def _draw_legend(timelines: Sequence[Timeline], series: dict[str, int], top: float) -> tuple[str, int]:
    """The signs that the picture uses, in rows; returns the picture's height too."""
    names = {_key(holder): holder.name for timeline in timelines for one in timeline.spans for holder in one.holders}
    entries: list[tuple[_Sign, str]] = [
        (_swatch(number), names[key]) for key, number in series.items() if number < _OTHER
    ]
    entries += [(_swatch(_OTHER), "others")] if _OTHER in series.values() else []
    states = {one.state for timeline in timelines for one in timeline.spans}
    if any(one.end_latest is None and one.state != "unknown" for timeline in timelines for one in timeline.spans):
        entries.append((_pale, "pale: no later word"))
    if "partly_held" in states:
        entries.append((_low, "low: a part only"))
    if "contested" in states:
        entries.append((_striped, "striped: sources disagree"))
    used = {mark.says for timeline in timelines for mark in timeline.marks}
    entries += [(_sign(says), words) for says, words in _GLYPHS if says in used]
    parts, x, y = [], 8.0, top
    for sign, words in entries:
        width = 34 + len(words) * 6.4
        if x + width > _RIGHT and x > 8:
            x, y = 8.0, y + _LEGEND
        parts.append(sign(x, y) + text(x + 24, y + 9, words, size=11))
        x += width + 10
    return "".join(parts), int(y + 26)


def _swatch(number: int) -> _Sign:
    return lambda x, y: rect(x, y, 18, 10, f"s{number}")


def _pale(x: float, y: float) -> str:
    return rect(x, y, 18, 10, "line-soft", _DASHES)


def _low(x: float, y: float) -> str:
    return rect(x, y + 5, 18, 5, "soft")


def _striped(x: float, y: float) -> str:
    return rect(x, y, 18, 10, "line-ink")


def _sign(says: str) -> _Sign:
    return lambda x, y: draw_glyph(says, x + 9, y + 5)


def _day(value: str | None) -> date:
    assert value is not None
    return date.fromisoformat(value)
