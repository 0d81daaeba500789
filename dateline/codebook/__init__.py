"""The value lists of the contract, as data: event types and the codes that they project to."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# The groups of types that are organised violence.
VIOLENT_GROUPS = frozenset({"battles", "explosions_remote_violence", "violence_against_civilians"})


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type: what it is, what it is not, and its codes in other codebooks."""

    id: str
    group: str
    definition: str
    not_this: str
    acled_event_type: str | None
    acled_sub_event_type: str | None
    plover_event: str | None
    plover_mode: str | None
    cameo: str | None
    case2021: str | None


@cache
def event_types() -> dict[str, EventType]:
    """Event types by id, in codebook order."""
    with (Path(__file__).parent / "event_types.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["id"]: EventType(**{name: value or None for name, value in row.items()}) for row in rows}  # type: ignore[arg-type]
