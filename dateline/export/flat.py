"""One event a row in our own columns: the CSV, GeoJSON and GeoParquet exports share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.events import Event, EventClaim
from dateline.export.cells import Basis, fill_row, join_words, name_parties, refer_to_days, refer_to_spot
from dateline.export.rows import NO_PLACE, Cell, Notes, Row, is_told_as_real, join, refer, refer_to_evidence
from dateline.export.sides import Party, read_sides
from dateline.export.when import Days, choose_days
from dateline.export.where import Spots, choose_spots, describe_spot
from dateline.linking import assess
from dateline.model import TollKind


def make_flat_rows(events: Iterable[Event]) -> Iterator[Row]:
    """Give one row an event, in the order given; no event is left out, whatever is not known of it."""
    for event in events:
        yield replace(_make_row(event), event=event)


def _make_row(event: Event) -> Row:
    notes = Notes()
    items = tuple(item for item in event.claims if is_told_as_real(item.claim)) or event.claims
    days, spots = choose_days(items), choose_spots(items)
    _note_losses(days, spots, notes)
    own = {**_what(event, items, days), **_who(items), **_where(items, spots), **_sources(event)}
    own |= {**_toll(items, "killed"), **_toll(items, "injured")}
    # Who says so, and in how many reports, is told of all claims: of denials and plans too.
    basis = Basis(event.id, event.claims, days, spots.chosen[0] if spots else None)
    return fill_row("flat", event.id, (event.id,), basis, own, notes)


def _note_losses(days: Days | None, spots: Spots | None, notes: Notes) -> None:
    if days is None:
        notes.lose("days: not known")
    if spots is None:
        notes.lose(NO_PLACE)
    elif spots.chosen[1:]:
        notes.lose(f"points: {join(spot.place.name for spot in spots.chosen[1:])}")


def _what(event: Event, items: Sequence[EventClaim], days: Days | None) -> dict[str, Cell]:
    types = list(dict.fromkeys(item.claim.event_type for item in items))
    triggers = tuple(refer(item, item.claim.trigger) for item in items)
    return {
        "event_type": Cell(join(types), triggers),
        "is_told_as_real": Cell("yes" if any(is_told_as_real(item.claim) for item in event.claims) else "no"),
        "statuses": Cell(join(item.claim.status for item in event.claims)),
        "stances": Cell(join(item.claim.stance for item in event.claims)), "grade": Cell(assess(event).grade),
        "date_precision": Cell(days.precision if days else "unknown", refer_to_days(days)),
    }  # fmt: skip


def _who(items: Sequence[EventClaim]) -> dict[str, Cell]:
    sides = read_sides(items)
    return {
        "side_1": name_parties(sides.first), "side_1_ids": _ids(sides.first), "side_2": name_parties(sides.second),
        "side_2_ids": _ids(sides.second), "affected": name_parties(sides.affected),
    }  # fmt: skip


def _ids(parties: Sequence[Party]) -> Cell:
    return Cell(join(party.actor_id for party in parties) or None, tuple(party.ref for party in parties))


def _where(items: Sequence[EventClaim], spots: Spots | None) -> dict[str, Cell]:
    names = join(describe_spot(place) for item in items for place in item.claim.places)
    refs = tuple(refer(item, *(place.span for place in item.claim.places)) for item in items if item.claim.places)
    error_km = (
        Cell(round(spots.chosen[0].location.error_km, 1), refer_to_spot(spots.chosen[0])) if spots else Cell(None)
    )
    return {"place_words": Cell(names or None, refs), "error_km": error_km}


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
    return {
        "claim_count": Cell(len(claims)), "report_count": Cell(len({item.report.id for item in claims})),
        "evidence": Cell(join(map(join_words, claims)), refer_to_evidence(claims)),
    }  # fmt: skip
