"""`dateline annotate`: everything found on the way to claims, in one report or over spans that the caller gives."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from dateline.actors import ResolvedActor, resolve_actors
from dateline.attributions import link_attributions
from dateline.dates import ResolvedTime, find_times, resolve_times
from dateline.errors import InputError
from dateline.found import Found, Reading
from dateline.model import AnnotatedReport, Maker, Mention, MentionKind, Report, Span, Status, Trigger, TriggerPlace
from dateline.places import ResolvedPlace, find_places, resolve_places
from dateline.quantities import find_materiel, find_tolls
from dateline.resolution import publication_day

TYPES_SHOWN = 5


def annotate_report(report: Report, reading: Reading, maker: Maker) -> AnnotatedReport:
    """Mentions with what they resolve to, attributions, and triggers with their likeliest types and their places."""
    return AnnotatedReport(
        report,
        tuple(sorted(_mentions(report, reading), key=lambda mention: (mention.span.start, mention.span.end))),
        link_attributions(reading),
        tuple(_triggers(reading)),
        maker,
    )


def _triggers(reading: Reading) -> Iterator[Trigger]:
    for trigger in reading.triggers:
        types = {name: round(chance, 4) for name, chance in list(trigger.types.items())[:TYPES_SHOWN]}
        status = cast(Status, next(iter(trigger.statuses)))
        places = tuple(TriggerPlace(name, chance) for name, chance in trigger.places)
        yield Trigger(trigger.found.span, next(iter(types)), types, status, places)


def _mentions(report: Report, reading: Reading) -> Iterator[Mention]:
    # Rules first: on text with capitals their spans are the better ones (bench/places.py --whole).
    places = _union(find_places(report.text), _spans(reading.mentions["place"]))
    times = _union(find_times(report.text), [])
    located = _located(report, places)
    yield from (Mention(span, "place", _place_fields(place)) for span, place in located)
    yield from _time_mentions(report, times)
    actors = _union(_spans(reading.mentions["actor"]), _spans(reading.fillers["actor"]))
    homes = [(span, place.country) for span, place in located if place.country]
    records = resolve_actors(report.text, actors, published=publication_day(report), places=homes)
    for span, record in zip(actors, records, strict=True):
        yield Mention(span, "actor", _actor_fields(record))
    rest: dict[MentionKind, list[Span]] = {
        "person": _spans(reading.mentions["person"]),
        "facility": _facilities(reading),
        "materiel": _union(_spans(reading.mentions["materiel"]), find_materiel(report.text)),
        "toll": _union(_spans(reading.fillers["toll"]), find_tolls(report.text)),
        "source": _spans(reading.fillers["source"]),
    }
    for kind, spans in rest.items():
        yield from (Mention(span, kind) for span in spans)


def _actor_fields(actor: ResolvedActor) -> dict[str, object] | None:
    if actor.actor_id is None:
        return None
    period = {"period_id": actor.period_id, "period_name": actor.period_name} if actor.period_id else {}
    return {"actor_id": actor.actor_id, "name": actor.name, **period}


# Words that make a place a building or an installation.
_FACILITY = re.compile(
    r"\b(?:air ?base|base|barracks|airport|airfield|hospital|clinic|school|university|mosque|church|monastery|market|"
    r"prison|jail|checkpoint|checkpost|garrison|headquarters|embassy|consulate|plant|refinery|dam|bridge|depot|police "
    r"station|power station|factory|camp|compound|stadium|hotel|bakery|port|pipeline|outpost)s?\b",
    re.IGNORECASE,
)


def _facilities(reading: Reading) -> list[Span]:
    """Places of events whose own words say what kind of building or installation they are."""
    return [found.span for found in reading.fillers["place"] if _FACILITY.search(found.span.text)]


def _spans(found: Iterable[Found]) -> list[Span]:
    return [item.span for item in found]


def _union(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """All of `first`, and what of `second` overlaps none of them."""
    kept = list(first)
    for span in second:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return kept


def _located(report: Report, spans: Sequence[Span]) -> list[tuple[Span, ResolvedPlace]]:
    """The places with what they come to, in the order of the text."""
    ordered = sorted(spans, key=lambda span: span.start)
    return list(zip(ordered, resolve_places(report.text, ordered, dateline=report.dateline), strict=True))


def _place_fields(place: ResolvedPlace) -> dict[str, object]:
    return {
        "name": place.name, "gazetteer_id": place.gazetteer_id, "lat": place.lat, "lon": place.lon,
        "country": place.country, "precision": place.precision, "confidence": place.confidence,
        "error_km": place.error_km,
        "reason": place.reason,
    }  # fmt: skip


def _time_mentions(report: Report, spans: Sequence[Span]) -> Iterator[Mention]:
    for span, time in zip(spans, resolve_times(report.text, spans, published=publication_day(report)), strict=True):
        yield Mention(span, "time", _time_fields(time))


def _time_fields(time: ResolvedTime) -> dict[str, object]:
    when = time.when
    return {
        "start": when.start, "end": when.end, "precision": when.precision, "value": time.value, "type": time.type,
        "rule": time.rule, "reason": time.reason,
    }  # fmt: skip


def resolve_given_spans(
    path: str, *, published: str | None, maker: Maker
) -> Iterator[AnnotatedReport | InputError]:  # fmt: skip
    """Resolve the spans of a JSON-lines file: `id`, `text`, `spans` (`start`, `end`, and `kind` place or time).

    A line may name its own `published` day. Spans without a kind are times when the date
    grammar reads them, else places.
    """
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _resolve_line(json.loads(line), published, maker, line)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield InputError(
                    f"cannot be used: {type(error).__name__} {error}", path=path, line=number,
                    expected='{"id", "text", "spans": [{"start", "end", "kind"}]}', repair="mend or remove the line",
                )  # fmt: skip


def _resolve_line(row: dict[str, Any], published: str | None, maker: Maker, line: bytes) -> AnnotatedReport:
    text = row["text"]
    day = row.get("published") or published
    date.fromisoformat(day[:10]) if day else None
    report = Report(
        id=str(row.get("id") or f"sha256:{hashlib.sha256(line.rstrip()).hexdigest()}"), text=text, published=day,
        published_from="given" if day else None,
    )  # fmt: skip
    mentions: list[Mention] = []
    given = [(_span_of(text, item), item) for item in row["spans"]]
    times = [(span, item) for span, item in given if (item.get("kind") or _guess_kind(report, span)) == "time"]
    places = [pair for pair in given if pair not in times]
    resolved = resolve_places(text, [span for span, _ in places], dateline=row.get("dateline"))
    for (span, item), place in zip(places, resolved, strict=True):
        mentions.append(Mention(span, "place", _place_fields(place), item.get("id")))
    whens = resolve_times(text, [span for span, _ in times], published=publication_day(report))
    for (span, item), when in zip(times, whens, strict=True):
        mentions.append(Mention(span, "time", _time_fields(when), item.get("id")))
    order = {(span.start, span.end): number for number, (span, _) in enumerate(given)}
    mentions.sort(key=lambda mention: order[mention.span.start, mention.span.end])
    return AnnotatedReport(report, tuple(mentions), (), (), maker)


def _span_of(text: str, item: dict[str, Any]) -> Span:
    start, end = item["start"], item["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"span {start}..{end} does not lie in the text, which has {len(text)} characters")
    if item.get("text") not in (None, text[start:end]):
        raise ValueError(f"span {start}..{end} reads {text[start:end]!r}, not {item['text']!r}")
    return Span(start, end, text[start:end])


def _guess_kind(report: Report, span: Span) -> MentionKind:
    return "time" if find_times(span.text) else "place"
