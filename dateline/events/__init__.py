"""Events: happenings, each with the claims of any number of reports that speak of it."""

from dateline.events.model import Event, EventClaim

__all__ = ["Event", "EventClaim"]
