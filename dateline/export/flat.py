"""One event a row in our own columns: the CSV, GeoJSON and GeoParquet exports share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.events import Event, EventClaim
from dateline.export.rows import NO_PLACE, Cell, Notes, Ref, Row, Value, is_told_as_real, join, refer, refer_to_evidence
from dateline.export.sides import Party, read_sides
from dateline.export.when import choose_days
from dateline.export.where import Spots, choose_spots, describe_spot
from dateline.linking import assess
from dateline.model import Source, TollKind

COLUMNS = (
    "event_id", "event_type", "is_told_as_real", "statuses", "stances", "grade", "date_start", "date_end",
    "date_precision", "side_1", "side_1_ids", "side_2", "side_2_ids", "affected", "place", "place_words", "country",
    "admin1", "latitude", "longitude", "error_km", "killed_low", "killed_high", "killed_words", "injured_low",
    "injured_high", "injured_words", "claim_count", "report_count", "lineage_count", "outlets", "first_sources",
    "evidence",
)  # fmt: skip


def make_flat_rows(events: Iterable[Event]) -> list[Row]:
    """Return one row an event, in the order given; no event is left out, whatever is not known of it."""
    return [_make_row(event) for event in events]


def _make_row(event: Event) -> Row:
    notes = Notes()
    real = tuple(item for item in event.claims if is_told_as_real(item.claim))
    items = real or event.claims
    values = {**_what(event, items, notes), **_who(items), **_where(items, notes), **_sources(event)}
    values |= {**_toll(items, "killed"), **_toll(items, "injured")}
    return Row(event.id, (event.id,), {column: values[column] for column in COLUMNS}, (), tuple(notes.lost))


def _what(event: Event, items: Sequence[EventClaim], notes: Notes) -> dict[str, Cell]:
    days = choose_days(items)
    types = list(dict.fromkeys(item.claim.event_type for item in items))
    when = (refer(days.claim, days.claim.claim.time.span),) if days else ()
    if days is None:
        notes.lose("days: not known")
    triggers = tuple(refer(item, item.claim.trigger) for item in items)
    return {
        "event_id": Cell(event.id), "event_type": Cell(join(types), triggers),
        "is_told_as_real": Cell("yes" if any(is_told_as_real(item.claim) for item in event.claims) else "no"),
        "statuses": Cell(join(item.claim.status for item in event.claims)),
        "stances": Cell(join(item.claim.stance for item in event.claims)), "grade": Cell(assess(event).grade),
        "date_start": Cell(days.start.isoformat() if days else None, when),
        "date_end": Cell(days.end.isoformat() if days else None, when),
        "date_precision": Cell(days.precision if days else "unknown", when),
    }  # fmt: skip


def _who(items: Sequence[EventClaim]) -> dict[str, Cell]:
    sides = read_sides(items)
    return {
        "side_1": _names(sides.first), "side_1_ids": _ids(sides.first), "side_2": _names(sides.second),
        "side_2_ids": _ids(sides.second), "affected": _names(sides.affected),
    }  # fmt: skip


def _names(parties: Sequence[Party]) -> Cell:
    return Cell(join(party.name for party in parties) or None, tuple(party.ref for party in parties))


def _ids(parties: Sequence[Party]) -> Cell:
    return Cell(join(party.actor_id for party in parties) or None, tuple(party.ref for party in parties))


def _where(items: Sequence[EventClaim], notes: Notes) -> dict[str, Cell]:
    spots = choose_spots(items)
    names = join(describe_spot(place) for item in items for place in item.claim.places)
    refs = tuple(refer(item, *(place.span for place in item.claim.places)) for item in items if item.claim.places)
    if spots is None:
        notes.lose(NO_PLACE)
        empty = dict.fromkeys(("place", "country", "admin1", "latitude", "longitude", "error_km"), Cell(None))
        return {**empty, "place_words": Cell(names or None, refs)}
    return {"place_words": Cell(names, refs), **_point(spots, notes)}


def _point(spots: Spots, notes: Notes) -> dict[str, Cell]:
    first, *more = spots.chosen
    if more:
        notes.lose(f"points: {join(spot.place.name for spot in more)}")
    refs = (Ref(first.claim.report.id, first.claim.claim.id, (first.place.span,)),)
    values: dict[str, Value] = {
        "place": first.place.name, "country": first.place.country, "admin1": first.place.admin1,
        "latitude": round(first.location.lat, 6), "longitude": round(first.location.lon, 6),
        "error_km": round(first.location.error_km, 1),
    }  # fmt: skip
    return {column: Cell(value, refs) for column, value in values.items()}


def _toll(items: Sequence[EventClaim], kind: TollKind) -> dict[str, Cell]:
    """The least and the most that single wholes give; several groups of one claim are not added up here."""
    tolls = [
        (item, toll) for item in items for toll in item.claim.casualties if toll.kind == kind and toll.subset_of is None
    ]
    lows = [
        number
        for _, toll in tolls
        for number in [toll.low if toll.low is not None else toll.best]
        if number is not None
    ]
    highs = [
        number
        for _, toll in tolls
        for number in [toll.high if toll.high is not None else toll.best]
        if number is not None
    ]
    refs = tuple(refer(item, toll.span) for item, toll in tolls)
    words = join(f"{toll.span.text} ({toll.group})" if toll.group else toll.span.text for _, toll in tolls)
    return {
        f"{kind}_low": Cell(min(lows, default=None), refs), f"{kind}_high": Cell(max(highs, default=None), refs),
        f"{kind}_words": Cell(words or None, refs),
    }  # fmt: skip


def _sources(event: Event) -> dict[str, Cell]:
    claims = event.claims
    first = [item.claim.sources[0] for item in claims if item.claim.sources]
    return {
        "claim_count": Cell(len(claims)), "report_count": Cell(len({item.report.id for item in claims})),
        "lineage_count": Cell(len({item.lineage for item in claims})),
        "outlets": Cell(join(item.report.outlet for item in claims) or None),
        "first_sources": Cell(join(_name(source) for source in first) or None),
        "evidence": Cell(
            join(" ".join(" ".join(span.text for span in item.claim.evidence).split()) for item in claims),
            refer_to_evidence(claims),
        ),
    }  # fmt: skip


def _name(source: Source) -> str | None:
    return source.name or (source.span.text if source.span else None)
