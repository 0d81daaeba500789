"""The ledger of arms, vehicles and supplies: an item a row, each with who says so."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.events import Event, EventClaim
from dateline.export.rows import Cell, Ref, Row, Value, join, refer
from dateline.export.sides import Party, read_sides
from dateline.export.when import choose_days
from dateline.export.where import choose_spots
from dateline.model import Materiel

COLUMNS = (
    "event_id", "claim_id", "date_start", "date_end", "place", "country", "latitude", "longitude", "how", "category",
    "name", "calibre", "count", "side_1", "side_2", "status", "stance", "first_source", "first_source_kind", "outlet",
    "words", "evidence",
)  # fmt: skip


def make_materiel_rows(events: Iterable[Event]) -> list[Row]:
    """Return one row an item and claim, plans and denials too: `status` and `stance` say which; nothing is added up.

    Two reports of one captured tank are two rows of one event: count by event, not by row.
    """
    return [
        _make_row(event, item, number, thing)
        for event in events
        for item in event.claims
        for number, thing in enumerate(item.claim.materiel)
    ]


def _make_row(event: Event, item: EventClaim, number: int, thing: Materiel) -> Row:
    claim = item.claim
    days, spots, sides = choose_days([item]), choose_spots([item]), read_sides([item])
    spot = spots.chosen[0] if spots else None
    words = (refer(item, thing.span),)
    first = claim.sources[0] if claim.sources else None
    when = (refer(item, claim.time.span),)
    where = (refer(item, spot.place.span),) if spot else ()
    said = (refer(item, first.span),) if first else ()
    values: dict[str, tuple[Value, tuple[Ref, ...]]] = {
        "event_id": (event.id, ()), "claim_id": (claim.id, ()),
        "date_start": (days.start.isoformat() if days else None, when),
        "date_end": (days.end.isoformat() if days else None, when),
        "place": (spot.place.name if spot else None, where), "country": (spot.place.country if spot else None, where),
        "latitude": (spot.location.lat if spot else None, where),
        "longitude": (spot.location.lon if spot else None, where), "how": (thing.how, words),
        "category": (thing.category, words), "name": (thing.name, words), "calibre": (thing.calibre, words),
        "count": (thing.count, words), "side_1": _names(sides.first), "side_2": _names(sides.second),
        "status": (claim.status, ()), "stance": (claim.stance, ()),
        "first_source": ((first.name or (first.span.text if first.span else None)) if first else None, said),
        "first_source_kind": (first.kind if first else None, said), "outlet": (item.report.outlet, ()),
        "words": (thing.span.text, words),
        "evidence": (" ".join(span.text for span in claim.evidence), (refer(item, *claim.evidence),)),
    }  # fmt: skip
    cells = {column: Cell(*values[column]) for column in COLUMNS}
    lost = () if spot else ("place: the claim gives none that is known",)
    return Row(f"{claim.id}:{number}", (event.id,), cells, (), lost)


def _names(parties: tuple[Party, ...]) -> tuple[Value, tuple[Ref, ...]]:
    return join(party.name for party in parties) or None, tuple(party.ref for party in parties)
