"""Events: happenings in the world and the claims that speak of them, whoever put those together."""

from __future__ import annotations

from dateline.events.model import Event, EventClaim, Grade, by_publication

__all__ = ["Event", "EventClaim", "Grade", "by_publication"]
