"""What every exporter makes: rows of cells, each cell with the words it rests on; and events left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.events import Event, EventClaim
from dateline.export.rules import cite
from dateline.model import Claim, Span

Value = str | int | float | None
# Losses that many rows share, so that they are worded once.
NO_PLACE = "place: the text gives none that is known"


@dataclass(frozen=True, slots=True)
class Ref:
    """Words that a cell rests on: which report, which claim, which spans of the report's text."""

    report_id: str
    claim_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and the words behind it; a value that a format's rule alone gives (a default) has none."""

    value: Value
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export: cells by column in the format's order, the rules that made it, and what was lost.

    `event_ids` are the events behind it, several where the format merges them. `event` rides along where the format
    writes the whole of it.
    """

    id: str
    event_ids: tuple[str, ...]
    cells: Mapping[str, Cell]
    rules: tuple[str, ...]
    lost: tuple[str, ...]
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event for which the format has no row: the rule that says so, and why in words."""

    event_id: str
    rule: str
    why: str


@dataclass(slots=True)
class Notes:
    """What fired and what was lost while one row is made."""

    rules: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def fire(self, rule_id: str) -> None:
        """Note that a rule was used; a name that is not in the list of rules is an error of ours."""
        cited = cite(rule_id)
        if cited not in self.rules:
            self.rules.append(cited)

    def fired(self, rule_id: str) -> bool:
        return cite(rule_id) in self.rules

    def lose(self, what: str) -> None:
        if what not in self.lost:
            self.lost.append(what)

    def copy(self) -> Notes:
        return Notes(list(self.rules), list(self.lost))


def leave_out(event: Event, rule_id: str, why: str) -> LeftOut:
    """Return that the event has no row, citing the rule with its version."""
    return LeftOut(event.id, cite(rule_id), why)


def refer(item: EventClaim, *spans: Span | None) -> Ref:
    """Return the reference to words of one claim; spans that are None (the report's own date) fall away."""
    return Ref(item.report.id, item.claim.id, tuple(span for span in spans if span is not None))


def refer_to_evidence(items: Iterable[EventClaim]) -> tuple[Ref, ...]:
    return tuple(refer(item, *item.claim.evidence) for item in items)


def is_told_as_real(claim: Claim) -> bool:
    """Return whether the claim says that something took place, attempts too, and its speaker does not dispute it."""
    return claim.status in ("occurred", "ongoing", "attempted") and claim.stance in ("affirms", "cannot_verify")


def count_digits(key: str, digits: int = 12) -> int:
    """Return a number that is always the same for the same key; GED and ACLED number their events, we hash.

    >>> count_digits("event:1") == count_digits("event:1")
    True
    """
    most: int = 10**digits
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % most


def join(items: Iterable[object]) -> str:
    """Return the different items, each once, "; " between them; a semicolon inside one becomes a comma."""
    return "; ".join(dict.fromkeys(str(item).replace(";", ",") for item in items if item not in (None, "")))
