"""What linking does about judgements: which version of a claim counts, and which claims are to be put to events anew.

A claim is linked as it was corrected, and not at all where it was rejected. A judgement that no run has followed yet
moves the claims that it is on and no others, but where it takes two events apart that a person had made one: then all
the claims of that event that do not belong to the first are put to events anew.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dateline.errors import JudgementError
from dateline.linking.decisions import Decisions
from dateline.model import Claim, Report
from dateline.store.judging import (
    ClaimKey,
    Judgement,
    correct_claim,
    load_decisions,
    load_on_claims,
    read_judgement,
)
from dateline.store.neighbourhood import LinkedClaim, Neighbourhood, Version
from dateline.store.records import parse_record
from dateline.store.tables import claim, is_open, judgement, report


@dataclass(frozen=True, slots=True)
class CountedClaim:
    """A claim as it counts, with its report: as coded or, where it was corrected, as corrected."""

    report: Report
    claim: Claim
    version: Version

    @property
    def key(self) -> ClaimKey:
        return self.report.id, self.claim.id


@dataclass(frozen=True, slots=True)
class Moves:
    """What judgements ask for: claims that leave their events, those that are put to one, and events made one.

    `united` are pairs of names of claims.
    """

    leaving: tuple[LinkedClaim, ...]
    placed: tuple[CountedClaim, ...]
    united: tuple[tuple[str, str], ...]
    decisions: Decisions


def load_counted(connection: Connection, reports: Iterable[Report]) -> list[CountedClaim]:
    """Return the claims of these reports that count, in their order; rejected ones are left out."""
    listed = list(reports)
    ids = sorted({found.id for found in listed})
    query = select(claim).where(claim.c.report_id.in_(ids), is_open(claim)).order_by(claim.c.position)
    rows = connection.execute(query).all()
    judged = load_on_claims(connection, {row.claim_id for row in rows})
    by_report: dict[str, list[tuple[Version, Claim]]] = {}
    for row in rows:
        counted = _count(row.row_id, parse_record(Claim, row.body), judged.get((row.report_id, row.claim_id)))
        by_report.setdefault(row.report_id, []).extend([counted] if counted else [])
    return [
        CountedClaim(found, item, version) for found in listed for version, item in by_report.get(found.id, ())
    ]  # fmt: skip


def find_moves(near: Neighbourhood, connection: Connection, rows: Collection[int]) -> Moves:
    """Return what the judgements in these rows ask for.

    Claims of reports that are still to be linked come with these, and count then.
    """
    query = select(judgement).where(judgement.c.row_id.in_(sorted(rows))).order_by(judgement.c.row_id)
    judgements = [read_judgement(row) for row in connection.execute(query)]
    decisions = load_decisions(connection)
    named = {key for one in judgements for key in (one.claim, one.anchor) if key is not None}
    unlinked = near.find_unlinked({report_id for report_id, _ in named})
    named = {key for key in named if key[0] not in unlinked}
    linked = {found.key: found for found in near.find_claims_of(named)}
    judged = {one.claim for one in judgements if one.kind == "claim" and one.claim in named}
    forced: set[ClaimKey] = set()
    united: list[tuple[str, str]] = []
    for one in judgements:
        if one.decision is None or one.decision in decisions.overruled:
            continue
        claimed, anchor = (linked.get(key) for key in (one.claim, one.anchor) if key is not None)
        if claimed is None or anchor is None:
            continue
        if one.verdict == "confirm" and one.kind == "pair":
            united.append((one.decision.one, one.decision.other))
        elif (claimed.event_id == anchor.event_id) != (one.verdict == "confirm"):
            forced |= _list_movers(near, one, claimed, anchor, decisions)
    return _make_moves(near, connection, {key for key in judged if key is not None}, forced, united, decisions)


def _list_movers(
    near: Neighbourhood, one: Judgement, claimed: LinkedClaim, anchor: LinkedClaim, decisions: Decisions
) -> set[ClaimKey]:
    """The claims that are put to events anew for a judgement on a link, or for one that takes two events apart."""
    members = near.find_members({claimed.event_id})[claimed.event_id]
    if one.kind == "link":
        names = decisions.list_together(claimed.name)
        return {member.key for member in members if member.name in names}
    first = min(claimed, anchor, key=lambda found: found.number)
    names = decisions.list_together(first.name)
    return {member.key for member in members if member.name not in names}


def _make_moves(
    near: Neighbourhood, connection: Connection, judged: Collection[ClaimKey], forced: Collection[ClaimKey],
    united: Sequence[tuple[str, str]], decisions: Decisions,
) -> Moves:  # fmt: skip
    """The moves of claims whose version may be another now (`judged`), and of those that move as they are."""
    keys = {*judged, *forced}
    linked = {found.key: found for found in near.find_claims_of(keys)}
    rows = near.find_rows({report_id for report_id, _ in keys})
    found = connection.execute(select(report.c.body).where(report.c.row_id.in_(sorted(rows.values())))).scalars()
    counted = load_counted(connection, (parse_record(Report, body) for body in found))
    wanted = {one.key: one for one in counted if one.key in keys}
    held = {key: one.version for key, one in linked.items()}
    now = {key: one.version for key, one in wanted.items()}
    moving = {key for key in keys if key in forced or held.get(key) != now.get(key)}
    numbers = {key: one.number for key, one in linked.items()}
    placed = sorted((one for key, one in wanted.items() if key in moving), key=lambda one: _order(one, numbers))
    return Moves(tuple(one for key, one in linked.items() if key in moving), tuple(placed), tuple(united), decisions)


def _order(one: CountedClaim, numbers: Mapping[ClaimKey, int]) -> tuple[float, str, str, str]:
    """As they were linked; those that were in no event last, by publication."""
    return numbers.get(one.key, math.inf), one.report.published or "9999", one.report.id, one.claim.id


def _count(row_id: int, coded: Claim, judged: tuple[int, Judgement] | None) -> tuple[Version, Claim] | None:
    """The version of a claim that counts, and the claim; None where it was rejected."""
    if judged is None or judged[1].verdict == "confirm":
        return (row_id, None), coded
    if judged[1].verdict == "reject":
        return None
    try:
        return (row_id, judged[0]), correct_claim(coded, judged[1])
    except JudgementError:  # coded anew since: it is linked as coded, and reading it says that the correction is off
        return (row_id, None), coded
