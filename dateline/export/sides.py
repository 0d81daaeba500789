"""Who stands on which side of an event, for formats that have two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.actors.records import ActorRecord
from dateline.actors.states import state_record
from dateline.actors.table import read_actors, side_of
from dateline.events import EventClaim
from dateline.export.rows import Notes, Ref, refer
from dateline.model import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Party:
    """One actor of an event: its name, record and country (of the record, not of the event), and the words.

    `is_recast` says that its kind is the record's and not the one that the claim has.
    """

    name: str
    actor_id: str | None
    kind: ActorKind
    country: str | None
    words: str
    ref: Ref
    is_recast: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides, either of which may be empty; `affected` suffered without being aimed at.

    `is_directed` says that the text has the first side act on the second.
    """

    first: tuple[Party, ...]
    second: tuple[Party, ...]
    affected: tuple[Party, ...]
    is_directed: bool


def read_sides(items: Sequence[EventClaim], notes: Notes | None = None) -> Sides:
    """Return the sides that the claims name, each actor once: those with a record first, then in the order of naming.

    Initiators are the first side and targets the second. Parties, of whom the text says no side, fill what is empty:
    the first of them the first side, the next who does not stand with the first the second. Nobody is put in whom no
    claim names.
    """
    doers, targets = _collect(items, "initiator"), _collect(items, "target")
    parties, affected = _collect(items, "party"), _collect(items, "affected")
    known = {_key(party) for party in (*doers, *targets)}
    notes = notes or Notes()
    first, second = list(doers), [party for party in targets if _key(party) not in {_key(d) for d in doers}]
    for party in parties:
        if _key(party) in known:
            continue
        home = first if not first or any(_are_allied(party, other) for other in first) else second
        home.append(party)
    if any(party.is_recast for party in (*first, *second, *affected)):
        notes.fire("shared/kind-of-record")
    return Sides(_known_first(first, notes), _known_first(second, notes), tuple(affected), bool(doers))


def _known_first(parties: Sequence[Party], notes: Notes) -> tuple[Party, ...]:
    """A police vehicle stands behind the police: what a table knows names the side."""
    ordered = tuple(sorted(parties, key=lambda party: party.actor_id is None))
    if ordered != tuple(parties):
        notes.fire("shared/known-first")
    return ordered


@cache
def actor_country(actor_id: str | None) -> str | None:
    """Return the country of an actor's record, "SYR" for Syria's forces; None where there is no record."""
    if actor_id is None:
        return None
    record = _read_record(actor_id)
    return record.country if record else None


@cache
def _read_record(actor_id: str) -> ActorRecord | None:
    return read_actors().actors.get(actor_id) or state_record(actor_id)


def _collect(items: Sequence[EventClaim], role: str) -> list[Party]:
    found: dict[str, Party] = {}
    for item in items:
        for actor in item.claim.actors:
            if actor.role == role:
                party = _make_party(item, actor)
                found.setdefault(_key(party), party)
    return list(found.values())


def _make_party(item: EventClaim, actor: Actor) -> Party:
    kind = _kind_of(actor)
    return Party(
        actor.period_name or actor.name, actor.actor_id, kind, actor_country(actor.actor_id), actor.span.text,
        refer(item, actor.span), is_recast=kind != actor.kind,
    )  # fmt: skip


def _kind_of(actor: Actor) -> ActorKind:
    """The record's kind, where there is a record that has one; forces abroad stay what the text makes them."""
    record = _read_record(actor.actor_id) if actor.actor_id else None
    if record is None or record.kind == "unknown" or {record.kind, actor.kind} == {"state_forces", "external_forces"}:
        return actor.kind
    return record.kind


def _key(party: Party) -> str:
    """Unnamed people of a kind are one party, however they are called ("residents", "villagers")."""
    if party.actor_id is None and party.kind in ("civilians", "protesters", "rioters"):
        return party.kind
    return party.actor_id or party.name.casefold()


def _are_allied(party: Party, other: Party) -> bool:
    if party.actor_id is None or other.actor_id is None:
        return False
    ours, theirs = side_of(party.actor_id), side_of(other.actor_id)
    return other.actor_id in ours or party.actor_id in theirs or bool(set(ours) & set(theirs))
