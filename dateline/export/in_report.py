"""Events within one report: claims of the same type, day and place are one happening."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from dateline.events import Event, EventClaim
from dateline.events.holding import tells_hold
from dateline.model import Claim, CodedReport

_REAL = frozenset({"occurred", "ongoing", "attempted"})


def group_claims(coded: CodedReport) -> tuple[Event, ...]:
    """Return the report's events in text order.

    Claims go together when type, days and places are the same, their actors do not exclude each other, and both are
    told as real or both are not: a strike and a threat of one are two events. Nor does a word on who holds a place tell
    of its taking. A claim with no place stays by itself:
    that two clashes are told without a place does not make them one. Lineage is the report itself: one report alone
    cannot show what it copies.
    """
    groups: list[list[Claim]] = []
    for claim in coded.claims:
        home = next((group for group in groups if _fits(claim, group)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return tuple(_make_event(coded, group) for group in groups)


def group_reports(reports: Iterable[CodedReport]) -> Iterator[Event]:
    """Give the events of each report in turn."""
    for coded in reports:
        yield from group_claims(coded)


def _fits(claim: Claim, group: list[Claim]) -> bool:
    first = group[0]
    return (
        bool(_places(claim))
        and _key(claim) == _key(first)
        and all(_are_compatible(claim, other, role) for other in group for role in ("initiator", "target"))
    )


def _key(claim: Claim) -> tuple[object, ...]:
    return claim.event_type, claim.time.start, claim.time.end, _places(claim), claim.status in _REAL, tells_hold(claim)


def _places(claim: Claim) -> frozenset[str]:
    """Where a claim is put: no region or country beside a town ("Saada, Yemen"), nor what no table knows ("a cafe")."""
    known = [place for place in claim.places if place.gazetteer_id is not None] or claim.places
    fine = [place for place in known if (place.precision or 1) < 3] or known
    return frozenset(place.gazetteer_id or place.name.casefold() for place in fine)


def _are_compatible(claim: Claim, other: Claim, role: str) -> bool:
    ours, theirs = _names(claim, role), _names(other, role)
    return not ours or not theirs or bool(ours & theirs)


def _names(claim: Claim, role: str) -> set[str]:
    return {actor.actor_id or actor.name.casefold() for actor in claim.actors if actor.role == role}


def _make_event(coded: CodedReport, claims: list[Claim]) -> Event:
    digest = hashlib.sha256(claims[0].id.encode()).hexdigest()[:16]
    items = tuple(EventClaim(coded.report, claim, coded.report.id) for claim in claims)
    return Event(f"event:{digest}", items, tuple("in-report/same-type-day-place" for _ in claims[1:]))
