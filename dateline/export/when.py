"""The day of an event for a row: which claim's, and its precision codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.events import EventClaim
from dateline.model import TimePrecision

_ORDER: dict[TimePrecision, int] = {"day": 0, "week": 1, "month": 2, "year": 3}


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both inclusive, how finely the text places them, and the claim that says so."""

    start: date
    end: date
    precision: TimePrecision
    claim: EventClaim

    @property
    def count(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def middle(self) -> date:
        return self.start + timedelta(days=(self.count - 1) // 2)


def choose_days(items: Sequence[EventClaim]) -> Days | None:
    """Return the days that the claims give: the finest; of those what most lineages say; of those the first told.

    None where no claim has a day. Days that a report's own date stands in for count like others of their precision.
    """
    dated = [days for item in items if (days := _read(item)) is not None]
    if not dated:
        return None
    finest = min(_ORDER[days.precision] for days in dated)
    candidates = [days for days in dated if _ORDER[days.precision] == finest]
    votes = Counter((start, end) for start, end, _ in {(d.start, d.end, d.claim.lineage) for d in candidates})
    return max(candidates, key=lambda days: votes[(days.start, days.end)])  # the first of equals


def ged_date_prec(days: Days) -> int | None:
    """Return GED's date_prec by the length of the interval; None for more than a year.

    1 exact; 2 within 2-6 days; 3 a week; 4 within 8-31 days; 5 up to a year.
    """
    bounds = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
    return next((code for most, code in bounds if days.count <= most), None)


def _read(item: EventClaim) -> Days | None:
    time = item.claim.time
    if time.precision == "unknown" or not (time.start or time.end):
        return None
    start, end = time.start or time.end, time.end or time.start
    assert start is not None and end is not None
    first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    return Days(first, last, time.precision, item) if first <= last else None
