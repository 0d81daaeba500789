"""The types that linking, the case database and the exports share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.model import Claim, Report

# Airwars' grades of how well an event is supported.
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]


@dataclass(frozen=True, slots=True)
class EventClaim:
    """One claim of one report on an event.

    `lineage` is the id of the earliest report that this report copies, itself when original.
    """

    report: Report
    claim: Claim
    lineage: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening and the claims that speak of it.

    `links` say why each further claim was put to it (rule or score), `judgements` what people decided on the event, its
    links and its claims, each with who and when.
    """

    id: str
    claims: tuple[EventClaim, ...]
    links: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


def by_publication(event: Event) -> tuple[str, str]:
    """Sort key: first publication, whatever the order of recording, so that any database gives the same bytes."""
    return min(entry.report.published or "9999" for entry in event.claims), event.id
