"""How well an event is supported, in Airwars' words, so that an export can be cut by it."""

from __future__ import annotations

from dateline.events import Event, EventClaim
from dateline.export.names import Grade

_OWN_VOICE = frozenset({"party", "party_media", "official", "state_media"})


def grade_event(event: Event) -> Grade:
    """Return the grade: discounted where no one affirms it; contested where one denies or doubts it; confirmed where
    the doer says so itself; fair with two lineages or more; else weak. A single source is graded, never dropped.

    Lineages are the linking's: copies of one text count once. Nobody's word is weighed here.
    """
    affirming = [item for item in event.claims if item.claim.stance in ("affirms", "cannot_verify")]
    if not affirming:
        return "discounted"
    if any(item.claim.stance in ("denies", "doubts") for item in event.claims):
        return "contested"
    if any(_is_own_word(item) for item in affirming):
        return "confirmed"
    return "fair" if len({item.lineage for item in affirming}) > 1 else "weak"


def _is_own_word(item: EventClaim) -> bool:
    """Return whether the first speaker is the one who does it."""
    first = item.claim.sources[0] if item.claim.sources else None
    if first is None or first.actor_id is None or first.kind not in _OWN_VOICE:
        return False
    return any(actor.role == "initiator" and actor.actor_id == first.actor_id for actor in item.claim.actors)
