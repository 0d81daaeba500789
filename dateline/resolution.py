"""Stages 6 to 9 over one report: actors, places, dates, tolls and materiel of its drafts, resolved together.

Each stage sees the whole report, because one sense of a name holds throughout it and a story moves on from day to day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.actors import ResolvedActor, resolve_actor
from dateline.claims import Draft
from dateline.dates import ResolvedTime, find_times, resolve_times
from dateline.found import Reading
from dateline.model import Report, Span
from dateline.places import ResolvedPlace, resolve_places
from dateline.quantities import MaterielReading, TollReading, parse_materiel, parse_toll
from dateline.who import stands_for


@dataclass(frozen=True, slots=True)
class ActorReading:
    """Words for an actor, the words in the report that name it, and its record."""

    named: Span
    resolved: ResolvedActor


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the spans of one report's drafts come to; every filler of the drafts is a key."""

    actors: Mapping[Span, ActorReading]
    places: Mapping[Span, ResolvedPlace]
    times: Mapping[Span, ResolvedTime]
    tolls: Mapping[Span, TollReading | None]
    materiel: Mapping[Span, MaterielReading | None]


def resolve(report: Report, reading: Reading, drafts: Sequence[Draft]) -> Resolution:
    """Resolve everything that hangs on the drafts of one report."""
    places = _places(report, reading, drafts)
    countries = sorted({place.country for place in places.values() if place.country})
    return Resolution(
        _actors(report, reading, drafts, countries),
        places,
        _times(report, drafts),
        {found.span: parse_toll(found.span.text, _around(report, found.span)) for found in _all(drafts, "toll")},
        {found.span: parse_materiel(found.span.text) for found in _all(drafts, "materiel")},
    )


def _all(drafts: Sequence[Draft], kind: str) -> list[_Item]:
    return [_Item(found.span, found.label, draft.status) for draft in drafts for found in draft.found(kind)]


@dataclass(frozen=True, slots=True)
class _Item:
    span: Span
    label: str | None
    status: str


def _around(report: Report, span: Span) -> str:
    return report.text[max(0, span.start - 60) : span.end + 60]


def _places(report: Report, reading: Reading, drafts: Sequence[Draft]) -> dict[Span, ResolvedPlace]:
    """Every place in the report takes part in choosing, those that no event needs as well."""
    wanted = {item.span for item in _all(drafts, "place")}
    named = {found.span for found in reading.mentions["place"]}
    spans = sorted(wanted | named, key=lambda span: (span.start, span.end))
    places = dict(zip(spans, resolve_places(report.text, spans, dateline=report.dateline), strict=True))
    return {span: _through_its_name(span, place, places) for span, place in places.items()}


def _through_its_name(span: Span, place: ResolvedPlace, places: Mapping[Span, ResolvedPlace]) -> ResolvedPlace:
    """An unresolved phrase stands where the name that ends it does: "the capital Damascus", "the Dumair district".

    It is the place itself when nothing else than a kind of place is left over, else a part of it or near it.
    """
    if place.reason is None:
        return place
    inner = [
        (other, found)
        for other, found in places.items()
        if found.reason is None and other != span and span.start <= other.start and other.end <= span.end
    ]
    if not inner:
        return place
    last, found = max(inner, key=lambda item: item[0].end)
    before, after = span.text[: last.start - span.start], span.text[last.end - span.start :]
    if len(after) > 14 or re.search(r"\w\s+\(?$", after):
        return place
    plain = bool(_KIND_OF_PLACE.fullmatch(before) and _KIND_OF_PLACE.fullmatch(after))
    return replace(found, precision=found.precision if plain else max(2, found.precision or 2), rule="name-in-phrase")


_KIND_OF_PLACE = re.compile(
    r"(?:[\s,()-]|\b(?:the|of|[A-Z][\w-]+[’']s|old|capital|city|town|village|port|district|province|governorate|region|"
    r"area|neighbou?rhood|camp|county|canton|island|valley|river)\b)*"
)


def _actors(
    report: Report, reading: Reading, drafts: Sequence[Draft], countries: Sequence[str]
) -> dict[Span, ActorReading]:
    published = publication_day(report)
    resolved: dict[Span, ActorReading] = {}
    for item in _all(drafts, "actor"):
        named = stands_for(item.span, reading) or item.span
        record = resolve_actor(named.text, kind=item.label, published=published, countries=countries)
        resolved[item.span] = ActorReading(named, record)
    return resolved


def _times(report: Report, drafts: Sequence[Draft]) -> dict[Span, ResolvedTime]:
    """Times that no event needs move the story on as well, so that "two days later" counts from the right day."""
    items = {item.span: item for item in _all(drafts, "time")}
    others = [
        span
        for span in find_times(report.text)
        if not any(span.start < item.end and item.start < span.end for item in items)
    ]
    spans = sorted([*items, *others], key=lambda span: span.start)
    statuses = [items[span].status if span in items else "occurred" for span in spans]
    times = resolve_times(report.text, spans, published=publication_day(report), statuses=statuses)
    return dict(zip(spans, times, strict=True))


def publication_day(report: Report) -> date | None:
    """The day of publication, from an honest date only (`Report.published` holds no guesses)."""
    return date.fromisoformat(report.published[:10]) if report.published else None
