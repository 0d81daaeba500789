"""What people decide on claims, events and links: kept beside the machine's record, and taken into account on reading.

A judgement says confirm, reject or correct, by whom, when and why. The latest on a thing stands; earlier ones stay in
the record with the day they were replaced. The machine's record is never touched: `judged_events` lays the judgements
over it.

A link is the say-so that a claim belongs to an event; its id is `EVENT/CLAIM`. Rejecting one takes the claim apart from
the claim that the event was known by, so that it holds when the event is merged or named otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, select

from dateline.codebook import event_types
from dateline.errors import JudgementError
from dateline.events import Event, EventClaim
from dateline.linking.clusters import name_event
from dateline.model import Claim
from dateline.store.case import Case, stands
from dateline.store.ledger import Transaction
from dateline.store.records import format_json, format_record, parse_record
from dateline.store.tables import claim, event, event_claim, is_open, judgement
from dateline.store.writing import storable

Verdict = Literal["confirm", "reject", "correct"]
Kind = Literal["claim", "event", "link"]
ClaimKey = tuple[str, str]  # ids of report and claim
_PAST = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}
_FIXED = frozenset({"id", "evidence", "trigger", "made_by", "unknown", "confidence", "codes"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. `claim` is the claim judged, or that of the link; `anchor` the claim that it is apart from.

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
        said = f"{self.subject_id} {_PAST[self.verdict]} by {self.judged_by} on {self.judged_at[:10]}{fields}"
        return f"{said}: {self.note}" if self.note else said


def judge(
    case: Case, subject_id: str, *, verdict: Verdict, judged_by: str, note: str | None = None,
    corrections: Mapping[str, Any] | None = None,
) -> Judgement:  # fmt: skip
    """Record a judgement on a claim, an event or a link (`EVENT/CLAIM`) that stands; return it as recorded.

    The same judgement by the same person again changes nothing. Raises JudgementError where there is no such thing, or
    a correction does not fit it.
    """
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
        return _write(transaction, new)


def judged_events(case: Case, as_of: str | None = None) -> Iterator[Event]:
    """Give every event as it stands with the judgements laid over it, in the order of recording.

    Without rejected events, claims and links; an event without a claim left is left out, and a claim whose link was
    rejected stands as an event of its own. `as_of` is a day or a date-time: record and judgements of then.
    """
    seq = case.find_seq(as_of)
    judgements = _Judgements(load_judgements(case, seq))
    for found in case.events_at(seq):
        yield from judgements.apply(found)


def load_judgements(case: Case, seq: int) -> list[Judgement]:
    """Return the judgements that stood when entry `seq` of the ledger was the last, earliest first."""
    with case.reading() as connection:
        rows = connection.execute(select(judgement).where(stands(judgement, seq)).order_by(judgement.c.row_id))
        return [_read(row) for row in rows]


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


class _Judgements:
    """Judgements by what they are on."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._events: dict[str, Judgement] = {}
        self._claims: dict[ClaimKey, Judgement] = {}
        self._links: dict[ClaimKey, list[Judgement]] = defaultdict(list)
        for one in judgements:
            if one.kind == "event":
                self._events[one.subject_id] = one
            elif one.claim is not None and one.kind == "claim":
                self._claims[one.claim] = one
            elif one.claim is not None:
                self._links[one.claim].append(one)

    def apply(self, found: Event) -> Iterator[Event]:
        on_event = self._events.get(found.id)
        if on_event is not None and on_event.verdict == "reject":
            return
        keys = {(entry.report.id, entry.claim.id) for entry in found.claims}
        notes = [on_event.describe()] if on_event else []
        kept: list[EventClaim] = []
        apart: list[tuple[EventClaim, list[str]]] = []
        for entry in found.claims:
            judged, said = self._judge_claim(entry)
            links = [one for one in self._links.get((entry.report.id, entry.claim.id), ()) if one.anchor in keys]
            said += [one.describe() for one in links]
            if judged is not None and any(one.verdict == "reject" for one in links):
                apart.append((judged, said))
            else:
                notes += said
                kept += [judged] if judged is not None else []
        if kept:
            yield replace(found, claims=tuple(kept), judgements=tuple(notes))
        for entry, said in apart:
            name = name_event(f"{entry.report.id}/{entry.claim.id}", {found.id})
            yield Event(name, (entry,), ("apart by a judgement",), tuple(said))

    def _judge_claim(self, entry: EventClaim) -> tuple[EventClaim | None, list[str]]:
        """The claim as judged, None where it was rejected; and the judgement in words."""
        one = self._claims.get((entry.report.id, entry.claim.id))
        if one is None:
            return entry, []
        if one.verdict == "reject":
            return None, [one.describe()]
        if one.verdict == "confirm":
            return entry, [one.describe()]
        try:
            return replace(entry, claim=correct_claim(entry.claim, one)), [one.describe()]
        except JudgementError as error:
            # The report was coded anew since, and the claim has not the parts that were corrected.
            return entry, [f"{one.describe()} - no longer fits: {error}"]


def _find_subject(connection: Connection, subject_id: str) -> Judgement:
    """What an id is of, as a judgement that is still to be filled in."""
    if "/" in subject_id:
        event_id, _, claim_id = subject_id.partition("/")
        keys = _list_claims(connection, event_id)
        named = [key for key in keys if key[1] == claim_id]
        others = [key for key in keys if key not in named]
        if len(named) != 1 or not others:
            why = "is the only claim of its event" if named else "is no link that stands"
            raise JudgementError(why, subject_id, repair="give an event and one of its several claims: EVENT/CLAIM")
        return Judgement(subject_id, "link", "confirm", "", claim=named[0], anchor=others[0])
    if _list_claims(connection, subject_id):
        return Judgement(subject_id, "event", "confirm", "")
    query = select(claim.c.report_id).where(claim.c.claim_id == subject_id, is_open(claim))
    reports = connection.execute(query).scalars().all()
    if len(reports) != 1:
        found = "is the id of several claims" if reports else "is the id of no claim, event or link that stands"
        raise JudgementError(found, subject_id, repair="take an id that dateline events shows")
    return Judgement(subject_id, "claim", "confirm", "", claim=(reports[0], subject_id))


def _list_claims(connection: Connection, event_id: str) -> list[ClaimKey]:
    """The claims of an event that stands, in the order of linking."""
    query = (
        select(event_claim.c.report_id, event_claim.c.claim_id)
        .join_from(event_claim, event, event.c.row_id == event_claim.c.event_row)
        .where(event.c.event_id == event_id, is_open(event))
        .order_by(event_claim.c.position)
    )
    return [(row.report_id, row.claim_id) for row in connection.execute(query)]


def _load_claim(connection: Connection, key: ClaimKey | None) -> Claim:
    assert key is not None
    query = select(claim.c.body).where(claim.c.report_id == key[0], claim.c.claim_id == key[1])
    return parse_record(Claim, connection.execute(query.where(is_open(claim))).scalar_one())


def _write(transaction: Transaction, new: Judgement) -> Judgement:
    connection = transaction.connection
    query = select(judgement).where(judgement.c.subject_id == new.subject_id, is_open(judgement))
    held = connection.execute(query).first()
    if held is not None and replace(_read(held), judged_at="") == new:
        return _read(held)
    body = {key: value for key, value in asdict(new).items() if key != "judged_at" and value is not None}
    row = {
        "row_id": transaction.take_id(judgement), "subject_id": new.subject_id, "kind": new.kind,
        "verdict": new.verdict, "judged_by": storable(new.judged_by), "body": format_json(body),
    }  # fmt: skip
    closed = {judgement: [held.row_id]} if held is not None else {}
    subject = {"made_by": new.judged_by, "subject_id": new.subject_id}
    transaction.record("judgement", subject, {judgement: [row]}, closed)
    return replace(new, judged_at=transaction.now)


def _read(row: Any) -> Judgement:
    body = json.loads(row.body)
    for name in body.keys() & {"claim", "anchor"}:
        body[name] = tuple(body[name])
    return Judgement(**body, judged_at=row.recorded_from)


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
