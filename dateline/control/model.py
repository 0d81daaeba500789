"""The types of control: what one claim says of who holds a place, and the spans that such claims add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.events import EventClaim
from dateline.model import ActorKind, SourceKind, Span

Says = Literal[
    "takes",  # took the place and holds it
    "hands_over",  # gave the place to another, who holds it now
    "leaves",  # holds the place no more; who does is not said
    "holds",  # holds the place at the time
    "denies",  # the taking did not happen
    "attempts",  # tried to take it and failed, or was stopped
    "fights_for",  # the taking goes on
    "intends",  # means to take it: planned, threatened, alleged, hypothetical
    "does_not_vouch",  # a taking that its speaker doubts or could not verify
    "leaves_partly",  # some of its forces left
    "besieges",
    "lifts_siege",
]
State = Literal["held", "partly_held", "contested", "unknown"]
Certainty = Literal["confirmed", "fair", "weak", "contested"]
StartReason = Literal["start_not_said"]
EndReason = Literal["no_later_word", "change_not_told"]
HolderReason = Literal["holder_not_named", "holder_not_said", "change_not_told"]
LeftOutReason = Literal[
    "place_not_known", "place_not_named", "too_wide", "no_publication_date", "actor_not_named", "order_not_said",
    "days_not_said",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is said to hold a place, by the name that reports use or resolve to."""

    name: str
    actor_id: str | None
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Site:
    """What may be held: a place, or a thing in or near one ("cement plant near Tadmur").

    `lat` and `lon` in degrees (WGS 84), None where no point is known; the site lies within `error_km` of the point.
    `within` are the ids of wider places that the text or the tables put around it; they are never held by what is
    said of this one.
    """

    id: str
    name: str
    lat: float | None
    lon: float | None
    error_km: float | None
    country: str | None
    admin1: str | None
    gazetteer_id: str | None
    feature: str | None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """What one claim says of one site. `first` and `last` bound the day; `first` None: on `last` or any day before.

    `is_since`: a hold that began then ("held since May"), not one that merely was there.
    """

    entry: EventClaim
    event_id: str
    site: Site
    says: Says
    holders: tuple[Holder, ...]
    losers: tuple[Holder, ...]
    first: date | None
    last: date
    is_part: bool
    is_again: bool
    spans: tuple[Span, ...]
    rules: tuple[str, ...]
    is_since: bool = False


@dataclass(frozen=True, slots=True)
class Backing:
    """A claim that a span or a mark rests on. `spans` are words of the report's text; `source` is who says so."""

    report_id: str
    claim_id: str
    event_id: str
    says: Says
    holders: tuple[str, ...]
    source: str | None
    source_kind: SourceKind | None
    is_anonymous: bool
    outlet: str | None
    published: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ControlSpan:
    """A stretch of time in which somebody is said to hold a site. All days are ISO dates.

    It began between `start_earliest` and `start_latest` (the same day where the text gives one; `start_earliest` None
    where it had begun before anything was said) and ended between `end_earliest` and `end_latest`. Both ends None:
    nothing later was said; that it still lasts is not known after `last_said`. `holders` are several where sources
    disagree (`contested`); `reason` says why nobody is named. `rest` held the whole before a part was taken.
    """

    id: str
    state: State
    holders: tuple[Holder, ...]
    rest: tuple[Holder, ...]
    reason: HolderReason | None
    start_earliest: str | None
    start_latest: str | None
    start_reason: StartReason | None
    end_earliest: str | None
    end_latest: str | None
    end_reason: EndReason | None
    last_said: str
    certainty: Certainty | None
    certainty_rule: str | None
    only_own_side: bool
    source_count: int
    claims: tuple[Backing, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of a site that changes nobody's hold: an attempt, a plan, a siege, a denial. ISO dates."""

    says: Says
    actors: tuple[Holder, ...]
    start: str | None
    end: str | None
    claims: tuple[Backing, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One site: its spans in order of time, and its marks."""

    site: Site
    spans: tuple[ControlSpan, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim on control that no timeline could take, with the reason, the rule and its words."""

    reason: LeftOutReason
    rule: str
    backing: Backing


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim on control before it is known whether another claim tells its site."""

    entry: EventClaim
    says: Says
    holders: tuple[Holder, ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class Control:
    """Who is said to hold what: one timeline a site, in order of country and name, and what could not be put there."""

    timelines: tuple[Timeline, ...]
    left_out: tuple[LeftOut, ...]
