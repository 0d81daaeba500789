"""Who may hold a place, and when two names are one holder."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.actors import parents, side_of
from dateline.control.model import Holder
from dateline.events import EventClaim
from dateline.linking.voices import name_side
from dateline.model import Actor, Role
from dateline.who import is_pronoun

_ARMED = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_forces"})


def find_holders(actors: Iterable[Actor], role: Role) -> tuple[Holder, ...]:
    """Return the actors of a role that can hold a place, each once; civilians and crowds cannot."""
    found: dict[str, Holder] = {}
    for actor in actors:
        if actor.role == role and (actor.actor_id or (actor.kind in _ARMED and not is_pronoun(actor.name))):
            holder = Holder(actor.period_name or actor.name, actor.actor_id, actor.kind)
            found.setdefault(actor.actor_id or actor.name.casefold(), holder)
    return tuple(found.values())


def are_same(ours: Iterable[Holder], theirs: Iterable[Holder]) -> bool:
    """Return whether two sets of holders may be one side: a shared actor, a part and its whole, or an unnamed group
    and one of its kind.

    >>> army = Holder("Military Forces of Syria", "syr.military", "state_forces")
    >>> are_same([army], [Holder("Government of Syria", "syr.government", "state_forces")])
    True
    >>> are_same([army], [Holder("Islamic State", "islamic-state", "rebel_group")])
    False
    """
    listed = list(theirs)
    return any(_are_one(holder, other) for holder in ours for other in listed)


def bare_name(holder: Holder) -> str:
    """Return the holder's name as names are compared: "The Hill Guard" is "hill guard"."""
    return holder.name.casefold().removeprefix("the ")


def speaks_for(entry: EventClaim) -> str | None:
    """Return the id of the actor on whose side the claim's first speaker is, or None."""
    sources = entry.claim.sources
    return name_side(sources[0]) if sources else None


def is_side_of(side: str, holders: Iterable[Holder]) -> bool:
    """Return whether the actor of that id is one of the holders, a part or the whole of one, or on its side."""
    keys = _keys_of_id(side) | set(side_of(side))
    return any(keys & _keys(holder) for holder in holders)


def _are_one(holder: Holder, other: Holder) -> bool:
    if _keys(holder) & _keys(other):
        return True
    return holder.kind == other.kind and (_is_unnamed(holder) or _is_unnamed(other))


def _is_unnamed(holder: Holder) -> bool:
    """Words without a capital name nobody: "rebels", "the insurgents"."""
    return holder.actor_id is None and holder.name == holder.name.lower()


def _keys(holder: Holder) -> set[str]:
    name = {bare_name(holder)}
    return _keys_of_id(holder.actor_id) | name if holder.actor_id else name


def _keys_of_id(actor_id: str) -> set[str]:
    """The actor, what it is part of, and for a state's forces the state: "syr.military" is "syr"."""
    state = {actor_id.partition(".")[0]} if "." in actor_id else set()
    return {actor_id, *parents(actor_id), *state}
