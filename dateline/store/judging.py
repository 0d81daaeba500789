"""What people decide on claims, events, links and pairs of events: kept beside the machine's record.

A judgement says confirm, reject or correct, by whom, when and why. The latest on a thing stands; earlier ones stay in
the record with the day they were replaced. Reading lays them over the record at once (`judged`), linking follows them
(`following`).

A link is the say-so that a claim belongs to an event; its id is `EVENT/CLAIM`. A pair is the say-so that two events are
one; its id is `EVENT=EVENT`. Both are kept as two claims, the one judged and the one that the other event is known by,
so that they hold when events are linked again, merged or named otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, select

from dateline.codebook import event_types
from dateline.errors import JudgementError
from dateline.linking.decisions import Decision, Decisions
from dateline.model import Claim
from dateline.store.case import Case, stands
from dateline.store.ledger import Transaction
from dateline.store.records import format_json, format_record, parse_record
from dateline.store.tables import claim, event, event_claim, is_open, judgement, unfollowed_judgement
from dateline.store.writing import storable

Verdict = Literal["confirm", "reject", "correct"]
Kind = Literal["claim", "event", "link", "pair"]
ClaimKey = tuple[str, str]  # ids of report and claim
_PAST = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}
_PAST_OF_PAIRS = {"confirm": "made one", "reject": "kept apart"}
_ASKED = 500  # values of a statement
_FIXED = frozenset({"id", "evidence", "trigger", "made_by", "unknown", "confidence", "codes"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. `claim` is the claim judged, that of the link, or the one that the pair's first event is
    known by; `anchor` the claim that the other event is known by, with which it is said to be of one event or not.

    `corrections` are new values by field of the claim ("time.start", "places.0.lat"). `judged_at` is the instant of
    recording, empty before that.
    """

    subject_id: str
    kind: Kind
    verdict: Verdict
    judged_by: str
    note: str | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)
    claim: ClaimKey | None = None
    anchor: ClaimKey | None = None
    judged_at: str = ""

    def describe(self) -> str:
        """Return it in words: "claim:0f3a rejected by A. Desk on 2026-03-05: the text says a drill"."""
        fields = f" ({', '.join(self.corrections)})" if self.corrections else ""
        done = _PAST_OF_PAIRS[self.verdict] if self.kind == "pair" else _PAST[self.verdict]
        said = f"{self.subject_id} {done} by {self.judged_by} on {self.judged_at[:10]}{fields}"
        return f"{said}: {self.note}" if self.note else said

    @property
    def decision(self) -> Decision | None:
        """What it says of which claims are of one event; None of a judgement on a claim or an event."""
        if self.claim is None or self.anchor is None:
            return None
        return Decision(name_claim(self.claim), name_claim(self.anchor), self.verdict == "confirm")


def name_claim(key: ClaimKey) -> str:
    """Return a claim's name as linking has it."""
    return "/".join(key)


def name_subject(subject_id: str) -> str:
    """Return the id under which judgements on a thing are kept: of a pair, the same whichever event is named first.

    >>> name_subject("event:b=event:a"), name_subject("event:b/claim:a")
    ('event:a=event:b', 'event:b/claim:a')
    """
    return "=".join(sorted(subject_id.split("=")))


def make_decisions(judgements: Iterable[Judgement]) -> Decisions:
    """Return what these judgements, earliest first, say of which claims are of one event."""
    return Decisions(one.decision for one in judgements if one.decision is not None)


def judge(
    case: Case, subject_id: str, *, verdict: Verdict, judged_by: str, note: str | None = None,
    corrections: Mapping[str, Any] | None = None,
) -> Judgement:  # fmt: skip
    """Record a judgement on a claim, an event, a link (`EVENT/CLAIM`) or a pair (`EVENT=EVENT`) that stands.

    Return it as recorded. The same judgement by the same person again changes nothing. Raises JudgementError where
    there is no such thing, or a correction does not fit it.
    """
    subject_id = name_subject(subject_id)
    given = dict(corrections or {})
    if bool(given) != (verdict == "correct"):
        raise JudgementError(
            "names no field to correct" if verdict == "correct" else "has corrections without the verdict correct",
            subject_id, repair="give --verdict correct with --set FIELD=VALUE",
        )  # fmt: skip
    with case.writing() as transaction:
        connection = transaction.connection
        found = _find_subject(connection, subject_id)
        if given and found.kind != "claim":
            raise JudgementError(f"is no claim but a {found.kind}", subject_id, repair="correct its claims instead")
        new = replace(found, verdict=verdict, judged_by=judged_by, note=note, corrections=given)
        if given:
            correct_claim(_load_claim(connection, new.claim), replace(new, judged_at=transaction.now))
        _check_pair(connection, new)
        return _write(transaction, new)


def load_judgements(case: Case, seq: int) -> list[Judgement]:
    """Return the judgements that stood when entry `seq` of the ledger was the last, earliest first."""
    with case.reading() as connection:
        rows = connection.execute(select(judgement).where(stands(judgement, seq)).order_by(judgement.c.row_id))
        return [read_judgement(row) for row in rows]


def load_decisions(connection: Connection) -> Decisions:
    """Return what the judgements that stand say of which claims are of one event."""
    query = select(judgement).where(judgement.c.kind.in_(("link", "pair")), is_open(judgement))
    return make_decisions(map(read_judgement, connection.execute(query.order_by(judgement.c.row_id))))


def load_on_claims(connection: Connection, claim_ids: Collection[str]) -> dict[ClaimKey, tuple[int, Judgement]]:
    """Return the judgements that stand on claims of these ids, with their rows."""
    found, listed = dict[ClaimKey, tuple[int, Judgement]](), sorted(claim_ids)
    for start in range(0, len(listed), _ASKED):
        ids = listed[start : start + _ASKED]
        query = select(judgement).where(judgement.c.subject_id.in_(ids), is_open(judgement))
        for row in connection.execute(query.where(judgement.c.kind == "claim")):
            made = read_judgement(row)
            assert made.claim is not None
            found[made.claim] = (row.row_id, made)
    return found


def read_judgement(row: Any) -> Judgement:
    """Return the judgement in a row of its table."""
    body = json.loads(row.body)
    for name in body.keys() & {"claim", "anchor"}:
        body[name] = tuple(body[name])
    return Judgement(**body, judged_at=row.recorded_from)


def correct_claim(machine: Claim, judged: Judgement) -> Claim:
    """Return the claim with the corrected fields; `made_by` names the judge for them. Raises JudgementError."""
    body = json.loads(format_record(machine))
    heads = list(dict.fromkeys(path.split(".")[0] for path in judged.corrections))
    for path, value in judged.corrections.items():
        _set(body, path, value, judged.subject_id)
    for head in heads:
        body["made_by"][head] = f"judgement by {judged.judged_by}, {judged.judged_at[:10]}"
        body["unknown"].pop(head, None)
    try:
        corrected = parse_record(Claim, format_json(body))
        _check(corrected)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise JudgementError(f"cannot be corrected so: {where}: {first['msg']}", judged.subject_id) from error
    except ValueError as error:
        raise JudgementError(f"cannot be corrected so: {error}", judged.subject_id) from error
    if {"event_type", "actors"} & set(heads):
        from dateline.assembly import project_codes  # it brings much of the reader with it

        corrected = replace(corrected, codes=project_codes(corrected.event_type, corrected.actors))
    return corrected


def _find_subject(connection: Connection, subject_id: str) -> Judgement:
    """What an id is of, as a judgement that is still to be filled in."""
    if "=" in subject_id:
        return _find_pair(connection, subject_id)
    if "/" in subject_id:
        return _find_link(connection, subject_id)
    if _list_claims(connection, subject_id):
        return Judgement(subject_id, "event", "confirm", "")
    query = select(claim.c.report_id).where(claim.c.claim_id == subject_id, is_open(claim))
    reports = connection.execute(query).scalars().all()
    if len(reports) != 1:
        found = "is the id of several claims" if reports else "is the id of no claim, event or link that stands"
        raise JudgementError(found, subject_id, repair="take an id that dateline events shows")
    return Judgement(subject_id, "claim", "confirm", "", claim=(reports[0], subject_id))


def _find_link(connection: Connection, subject_id: str) -> Judgement:
    event_id, _, claim_id = subject_id.partition("/")
    keys = _list_claims(connection, event_id)
    named = [key for key in keys if key[1] == claim_id]
    others = [key for key in keys if key not in named]
    if len(named) == 1 and others:
        return Judgement(subject_id, "link", "confirm", "", claim=named[0], anchor=others[0])
    if (held := _find_held(connection, subject_id)) is not None:
        return held
    why = "is the only claim of its event" if named else "is no link that stands"
    raise JudgementError(why, subject_id, repair="give an event and one of its several claims: EVENT/CLAIM")


def _find_pair(connection: Connection, subject_id: str) -> Judgement:
    ids = subject_id.split("=")
    firsts = [keys[0] for event_id in ids if (keys := _list_claims(connection, event_id))]
    if len(ids) == len(set(ids)) == len(firsts) == 2:
        return Judgement(subject_id, "pair", "confirm", "", claim=firsts[0], anchor=firsts[1])
    if (held := _find_held(connection, subject_id)) is not None:
        return held
    raise JudgementError("is no pair of events that stand", subject_id, repair="give two events: EVENT=EVENT")


def _find_held(connection: Connection, subject_id: str) -> Judgement | None:
    """What was judged on a link or a pair that the record has not, or no longer: to be judged otherwise."""
    query = select(judgement).where(judgement.c.subject_id == subject_id, is_open(judgement))
    held = connection.execute(query).first()
    return None if held is None else replace(read_judgement(held), judged_at="", note=None)


def _check_pair(connection: Connection, new: Judgement) -> None:
    """Raise JudgementError where two events are made one of which claims were judged not to be of one."""
    if new.kind != "pair" or new.verdict != "confirm":
        return
    some, others = ({name_claim(key) for key in _list_claims(connection, one)} for one in new.subject_id.split("="))
    query = select(judgement).where(judgement.c.kind.in_(("link", "pair")), is_open(judgement))
    rows = connection.execute(query.where(judgement.c.subject_id != new.subject_id).order_by(judgement.c.row_id))
    standing = [*map(read_judgement, rows), new]
    decisions = make_decisions(standing)
    if not decisions.forbid(some, others):
        return
    for one in standing:
        if one.decision and not one.decision.is_together and one.decision not in decisions.overruled:
            parts = (decisions.list_together(one.decision.one), decisions.list_together(one.decision.other))
            if all(any(part & lot for part in parts) for lot in (some, others)):
                raise JudgementError(
                    f"cannot be made one: {one.describe()}", new.subject_id,
                    repair=f"take that back first: dateline judge {one.subject_id} --verdict confirm",
                )  # fmt: skip


def _list_claims(connection: Connection, event_id: str) -> list[ClaimKey]:
    """The claims of an event that stands, in the order of linking; without those that were rejected, if any is left."""
    query = (
        select(event_claim.c.report_id, event_claim.c.claim_id)
        .join_from(event_claim, event, event.c.row_id == event_claim.c.event_row)
        .where(event.c.event_id == event_id, is_open(event))
        .order_by(event_claim.c.position)
    )
    keys = [(row.report_id, row.claim_id) for row in connection.execute(query)]
    judged = load_on_claims(connection, {claim_id for _, claim_id in keys})
    return [key for key in keys if key not in judged or judged[key][1].verdict != "reject"] or keys


def _load_claim(connection: Connection, key: ClaimKey | None) -> Claim:
    assert key is not None
    query = select(claim.c.body).where(claim.c.report_id == key[0], claim.c.claim_id == key[1])
    return parse_record(Claim, connection.execute(query.where(is_open(claim))).scalar_one())


def _write(transaction: Transaction, new: Judgement) -> Judgement:
    connection = transaction.connection
    query = select(judgement).where(judgement.c.subject_id == new.subject_id, is_open(judgement))
    held = connection.execute(query).first()
    if held is not None and replace(read_judgement(held), judged_at="") == new:
        return read_judgement(held)
    body = {key: value for key, value in asdict(new).items() if key != "judged_at" and value is not None}
    row = {
        "row_id": transaction.take_id(judgement), "subject_id": new.subject_id, "kind": new.kind,
        "verdict": new.verdict, "judged_by": storable(new.judged_by), "body": format_json(body),
    }  # fmt: skip
    if held is not None:
        connection.execute(delete(unfollowed_judgement).where(unfollowed_judgement.c.judgement_row == held.row_id))
    if new.kind != "event":
        connection.execute(insert(unfollowed_judgement).values(judgement_row=row["row_id"]))
    closed = {judgement: [held.row_id]} if held is not None else {}
    subject = {"made_by": new.judged_by, "subject_id": new.subject_id}
    transaction.record("judgement", subject, {judgement: [row]}, closed)
    return replace(new, judged_at=transaction.now)


def _set(body: Any, path: str, value: Any, subject_id: str) -> None:
    """Put a value where a path such as "places.0.lat" leads."""
    *steps, last = path.split(".")
    if path.split(".")[0] in _FIXED:
        raise JudgementError(f"has a field that is not to be corrected: {path}", subject_id)
    spot = body
    try:
        for step in steps:
            spot = spot[int(step)] if isinstance(spot, list) else spot[step]
        if isinstance(spot, list):
            spot[int(last)] = value
        elif last in spot:
            spot[last] = value
        else:
            raise KeyError(last)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise JudgementError(
            f"has no field {path}", subject_id, repair="see the fields in docs/output.md, and dateline history ID"
        ) from error


def _check(corrected: Claim) -> None:
    """Raise ValueError where a value is of the right kind and cannot be so all the same."""
    if corrected.event_type not in event_types():
        raise ValueError(f"{corrected.event_type} is no event type")
    days = [date.fromisoformat(day) for day in (corrected.time.start, corrected.time.end) if day]
    if days != sorted(days):
        raise ValueError("time.end is before time.start")
    for place in corrected.places:
        if not (-90 <= (place.lat or 0) <= 90 and -180 <= (place.lon or 0) <= 180):
            raise ValueError(f"{place.lat}, {place.lon} is no point on Earth")
    for toll in corrected.casualties:
        numbers = [number for number in (toll.low, toll.best, toll.high) if number is not None]
        if numbers != sorted(numbers) or any(number < 0 for number in numbers):
            raise ValueError("a toll's low, best and high must not fall")
