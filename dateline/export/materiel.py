"""The ledger of arms, vehicles and supplies: an item a row, each with who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.events import Event, EventClaim
from dateline.export.cells import Basis, fill_row, name_parties
from dateline.export.rows import Cell, Notes, Row, refer, refer_to_evidence
from dateline.export.sides import read_sides
from dateline.export.when import choose_days
from dateline.export.where import choose_spots
from dateline.model import Materiel


def make_materiel_rows(events: Iterable[Event]) -> Iterator[Row]:
    """Give one row an item and claim, plans and denials too: `status` and `stance` say which; nothing is added up.

    Two reports of one captured tank are two rows of one event: count by event, not by row.
    """
    for event in events:
        for item in event.claims:
            for number, thing in enumerate(item.claim.materiel):
                yield _make_row(event, item, number, thing)


def _make_row(event: Event, item: EventClaim, number: int, thing: Materiel) -> Row:
    claim, sides, spots, notes = item.claim, read_sides([item]), choose_spots([item]), Notes()
    words = (refer(item, thing.span),)
    if spots is None:
        notes.lose("place: the claim gives none that is known")
    own = {
        "claim_id": Cell(claim.id), "how": Cell(thing.how, words), "category": Cell(thing.category, words),
        "name": Cell(thing.name, words), "calibre": Cell(thing.calibre, words), "count": Cell(thing.count, words),
        "side_1": name_parties(sides.first), "side_2": name_parties(sides.second), "status": Cell(claim.status),
        "stance": Cell(claim.stance), "first_source_kind": Cell(claim.sources[0].kind if claim.sources else None),
        "words": Cell(thing.span.text, words),
        "evidence": Cell(" ".join(span.text for span in claim.evidence), refer_to_evidence([item])),
    }  # fmt: skip
    basis = Basis(event.id, (item,), choose_days([item]), spots.chosen[0] if spots else None)
    return fill_row("materiel", f"{claim.id}:{number}", (event.id,), basis, own, notes)
