"""What the words for a place come to."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Reason


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """The place that a span names. All but `name`, `confidence`, `rule` and `reason` are None where it is not known.

    `error_km` is how far from its point the place reaches; `is_part` says that the words name only a part of it.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    gazetteer_id: str | None = None
    feature: str | None = None
    precision: int | None = None
    confidence: float = 0.0
    rule: str = "places/none"
    reason: Reason | None = None
    error_km: float | None = None
    is_part: bool = False
