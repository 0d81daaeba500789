"""Timelines as a table for reading, CSV, JSON lines and GeoJSON with time. What holds everything is the JSON lines."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import pydantic_core

from dateline.control.model import Backing, Control, ControlSpan, Holder, LeftOut, Mark, Timeline
from dateline.model import Span
from dateline.output.csv import write_cell
from dateline.output.words import clean

COLUMNS = (
    "place", "place_id", "within", "country", "admin1", "latitude", "longitude", "error_km", "span_id", "state",
    "holder", "holder_ids", "holder_kinds", "rest", "reason", "start_earliest", "start_latest", "end_earliest",
    "end_latest", "end_reason", "last_said", "certainty", "certainty_rule", "only_own_side", "source_count", "claims",
    "sources", "evidence", "rules",
)  # fmt: skip
_MOST_WIDTH = 120
_STATES = {"held": "held by", "partly_held": "partly held by", "contested": "CONTESTED:", "unknown": "not known"}
REASONS = {
    "holder_not_named": "taken, but nobody says by whom", "holder_not_said": "left, and nobody says who holds it now",
    "change_not_told": "another holder later, no change told",
}  # fmt: skip
LEFT_OUT = {
    "place_not_known": "no place with a name", "place_not_named": "places without names of their own",
    "too_wide": "a country or wider", "no_publication_date": "no day, and no day of publication",
    "actor_not_named": "nobody named", "order_not_said": "two sides in one report, no days",
    "days_not_said": "held once, nobody says until when",
}  # fmt: skip
SAYS = {
    "takes": "took it", "hands_over": "was given it", "leaves": "left it", "holds": "holds it", "denies": "denied",
    "attempts": "tried and failed to take it", "fights_for": "fights for it", "intends": "means to take it",
    "does_not_vouch": "took it, not vouched for", "leaves_partly": "some of it left", "besieges": "besieges it",
    "lifts_siege": "siege lifted or broken",
}  # fmt: skip


def encode_jsonl(control: Control) -> bytes:
    """Return one JSON object a line: timelines (`site`, `spans`, `marks`), then what was left out (`left_out`)."""
    lines = [pydantic_core.to_json(timeline) for timeline in control.timelines]
    lines += [b'{"left_out":' + pydantic_core.to_json(item) + b"}" for item in control.left_out]
    return b"".join(line + b"\n" for line in lines)


def encode_csv(control: Control) -> bytes:
    """Return one span a row; text that a spreadsheet would run gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for timeline in control.timelines:
        for one in timeline.spans:
            row = {**_flatten(timeline, one), "latitude": timeline.site.lat, "longitude": timeline.site.lon}
            writer.writerow([write_cell(row[column]) for column in COLUMNS])
    return buffer.getvalue().encode()


def encode_geojson(control: Control) -> bytes:
    """Return a FeatureCollection (RFC 7946), one feature a span, with `start` and `end` for a clock.

    `start` is the first day on which the span is said to hold (for one that had begun before, the day it was first
    said), `end` the first day on which it no longer may; null where nothing later is said. No two spans of one site
    are on the clock together. `time` is `start` with a time of day, as kepler.gl reads it. A site without a point has
    a null geometry.
    """
    features = [
        _make_feature(timeline, one, *clock)
        for timeline in control.timelines
        for one, clock in zip(timeline.spans, find_clocks(timeline.spans), strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"


def find_clocks(spans: Sequence[ControlSpan]) -> list[tuple[str, str | None]]:
    """Return the first day of each span of a site and the day on which it is over, so that they follow one another.

    Between a hold and the next with no change told, the hold counts on the days to which it was said to last.
    """
    clocks: list[tuple[str, str | None]] = []
    for number, one in enumerate(spans):
        start = one.start_latest or one.last_said
        if clocks and (before := clocks[-1][1]):
            start = max(start, before)
        following = spans[number + 1] if number + 1 < len(spans) else None
        end = one.end_latest if following is None else following.start_latest or one.end_latest
        if following is not None and following.reason == "change_not_told":
            end = (date.fromisoformat(max(one.last_said, start)) + timedelta(days=1)).isoformat()
            end = min(end, following.end_latest or end)
        clocks.append((start, max(start, end) if end else None))
    return clocks


def encode_table(control: Control, width: int = 80) -> bytes:
    """Return the timelines as text for a person, with the words behind every span, on `width` columns (at most 120)."""
    lines = [line for timeline in control.timelines for line in (*_show_timeline(timeline), "")]
    if control.left_out:
        lines += _show_left_out(control.left_out)
    width = max(40, min(width, _MOST_WIDTH))
    wrapped = (part for line in lines for part in _wrap(line, width) or [""])
    return "".join(f"{line}\n" for line in wrapped).encode("utf-8", "backslashreplace")


def _wrap(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)


def find_sentence(spans: Sequence[Span]) -> Span:
    """Return the sentence that a claim on control rests on, of its spans: its words first, then its sentences."""
    return spans[min(1, len(spans) - 1)]


def describe_state(one: ControlSpan) -> str:
    """Return who holds it in words: "held by X", "CONTESTED: X or Y", "not known (left, and ...)"."""
    if one.state == "unknown":
        return f"not known ({REASONS[one.reason]})" if one.reason else "not known"
    names = name_holders(one.holders, " or " if one.state == "contested" else ", ")
    if one.state == "contested" and len(one.holders) == 1:
        names = f"{names} or not"
    rest = f" (before: {name_holders(one.rest)})" if one.rest else ""
    return f"{_STATES[one.state]} {names}{rest}"


def describe_days(one: ControlSpan) -> str:
    """Return from when to when: "2031-03-04 to 2031-03-19", "by 2031-03-20, no later word"."""
    if one.start_earliest is None and one.end_latest == one.start_latest:
        return f"until {one.end_latest}"
    if one.start_earliest is None:
        start = f"by {one.start_latest}"
    elif one.start_earliest == one.start_latest:
        start = str(one.start_latest)
    else:
        start = f"between {one.start_earliest} and {one.start_latest}"
    if one.end_latest is None:
        said = f" after {one.last_said}" if one.last_said != one.start_latest else ""
        return f"{start}; no later word{said}"
    if one.end_earliest == one.end_latest:
        return f"{start} to {one.end_latest}"
    return f"{start} to some day from {one.end_earliest} to {one.end_latest}"


def name_holders(holders: Iterable[Holder], joint: str = ", ") -> str:
    return joint.join(holder.name for holder in holders)


def describe_source(backing: Backing) -> str:
    """Return who says so and where: "residents (witness), Plains Courier, 2031-03-05"."""
    named = backing.source or "its own words"
    kind = f" ({backing.source_kind.replace('_', ' ')})" if backing.source_kind else ""
    published = (backing.published or "")[:10]
    return ", ".join(part for part in (f"{named}{kind}", backing.outlet, published) if part)


def _flatten(timeline: Timeline, one: ControlSpan) -> dict[str, object]:
    site = timeline.site
    return {
        "place": site.name, "place_id": site.id, "within": "; ".join(site.within), "country": site.country,
        "admin1": site.admin1, "error_km": site.error_km, "span_id": one.id, "state": one.state,
        "holder": name_holders(one.holders, "; ") or None,
        "holder_ids": "; ".join(holder.actor_id or "" for holder in one.holders),
        "holder_kinds": "; ".join(holder.kind for holder in one.holders), "rest": name_holders(one.rest, "; ") or None,
        "reason": one.reason, "start_earliest": one.start_earliest, "start_latest": one.start_latest,
        "end_earliest": one.end_earliest, "end_latest": one.end_latest, "end_reason": one.end_reason,
        "last_said": one.last_said, "certainty": one.certainty, "certainty_rule": one.certainty_rule,
        "only_own_side": "yes" if one.only_own_side else "no", "source_count": one.source_count,
        "claims": "; ".join(f"{backing.report_id} {backing.claim_id}" for backing in one.claims),
        "sources": "; ".join(dict.fromkeys(describe_source(backing).replace(";", ",") for backing in one.claims)),
        "evidence": "; ".join(
            f"{backing.report_id}[{part.start}:{part.end}] {' '.join(part.text.split())}"
            for backing in one.claims
            for part in backing.spans
        ),
        "rules": "; ".join(one.rules),
    }  # fmt: skip


def _make_feature(timeline: Timeline, one: ControlSpan, start: str, end: str | None) -> dict[str, object]:
    site = timeline.site
    point = {"type": "Point", "coordinates": [site.lon, site.lat]} if site.lat is not None else None
    clock = {
        "start": start, "end": end, "time": f"{start} 00:00:00",
        "label": f"{site.name}: {describe_state(one)}",
    }  # fmt: skip
    return {"type": "Feature", "id": one.id, "geometry": point, "properties": {**clock, **_flatten(timeline, one)}}


def _show_timeline(timeline: Timeline) -> Iterator[str]:
    site = timeline.site
    where = ", ".join(part for part in (site.admin1, site.country) if part)
    point = (
        f" [{site.lat:.2f}, {site.lon:.2f}]" if site.lat is not None and site.lon is not None else " [no point known]"
    )
    yield clean(f"{site.name}{f' ({where})' if where else ''}") + point
    for one in timeline.spans:
        yield clean(f"{describe_days(one)}: {describe_state(one)}").join(("  ", ""))
        if one.certainty:
            own = ", only the holder's side says so" if one.only_own_side else ""
            yield f"    {one.certainty}{own}; {_count(one.source_count, 'independent source')}"
        yield from (f"    {clean(line)}" for line in _show_claims(one.claims))
    for mark in timeline.marks:
        yield "  " + clean(describe_mark(mark))


def describe_mark(mark: Mark) -> str:
    """Return a mark in words: "* 2031-03-10: Red Front tried and failed to take it"."""
    days = (
        mark.start
        if mark.start == mark.end
        else f"{mark.start or 'by'} to {mark.end}"
        if mark.start
        else f"by {mark.end}"
    )
    return f"* {days}: {name_holders(mark.actors) or 'nobody named'}: {SAYS[mark.says]}"


def _show_claims(claims: Iterable[Backing]) -> Iterator[str]:
    for backing in claims:
        verb = "denies" if backing.says == "denies" else "says"
        words = " ".join(find_sentence(backing.spans).text.split())
        yield f"{describe_source(backing)} {verb}: “{words[:110]}{'…' if len(words) > 110 else ''}”"


def _show_left_out(left_out: Iterable[LeftOut]) -> Iterator[str]:
    listed = list(left_out)
    yield f"{_count(len(listed), 'claim')} on control could be put on no timeline:"
    for item in listed:
        words = " ".join(find_sentence(item.backing.spans).text.split())
        yield "  " + clean(f"{LEFT_OUT[item.reason]} ({item.rule}): “{words[:100]}{'…' if len(words) > 100 else ''}”")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
