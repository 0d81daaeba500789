"""Who holds which place when, on invented reports: `python bench/control.py [--half report] [--errors]`.

Cases: bench/cases/control, places, reports, claims and gold periods invented by a large language model; the gold was
written down before the program was run on any report. Claims are given as a person would code them and linked as
`dateline control` links them, so this is no figure of the reader. Rules were mended on the half `tune`; the half
`report` was never tuned on.

Days: of the days of all places from the first that the gold speaks of to the last report, the share on which state
(held, in part, contested, unknown) and holders agree. Changes: of the changes that the gold tells, those found with the
same holders within 2 days; and of the changes found, those that the gold tells. Intervals: 95%, 2,000 draws of places.
Baseline: from its day on, the last seizure told as done holds the place.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.control_cases import ACTORS, HALVES, Period, PlaceCase, digest, place_id, read_places
from dateline.control import ControlSpan, Holder, trace_control
from dateline.control.sayings import TAKINGS
from dateline.linking import link_reports
from dateline.model import Claim

DRAWS = 2000
NEAR = timedelta(days=2)
_CHANGES = ("takes", "hands_over", "leaves")
_OPEN = date(9999, 1, 1)
Hold = tuple[str, frozenset[str]]
NOBODY: Hold = ("unknown", frozenset())


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one place. `known` are the days on which the gold names a holder."""

    days: int
    right: int
    known: int
    known_right: int
    changes: int
    told: int
    found: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--errors", action="store_true", help="show gold and found periods where they differ")
    options = parser.parse_args()
    cases = read_places()
    print(f"{len(cases)} places, {sum(len(case.reports) for case in cases)} reports, cases {digest()}")
    for half in [options.half] if options.half else HALVES:
        chosen = [case for case in cases if case.half == half]
        found = trace_places(chosen)
        reports = sum(len(case.reports) for case in chosen)
        print(f"half {half}: {len(chosen)} places, {reports} reports")
        show("dateline", [score(case.periods, found[case.name]) for case in chosen])
        show("baseline", [score(case.periods, follow_seizures(case)) for case in chosen])
        if options.errors:
            show_errors(chosen, found)


def trace_places(cases: Sequence[PlaceCase]) -> dict[str, tuple[Period, ...]]:
    """Return the periods of each place as the program has them, from all reports together."""
    control = trace_control(link_reports([coded for case in cases for coded in case.reports]))
    by_id = {timeline.site.id: timeline.spans for timeline in control.timelines}
    return {case.name: tuple(map(as_period, with_before(by_id.get(place_id(case.name), ())))) for case in cases}


def with_before(spans: Sequence[ControlSpan]) -> list[tuple[ControlSpan | None, ControlSpan]]:
    return list(pairwise([None, *spans]))  # type: ignore[list-item]


def as_period(spans: tuple[ControlSpan | None, ControlSpan]) -> Period:
    """A span as the files give it: from `start_latest` up to `end_latest`; its change is told where it was."""
    before, span = spans
    is_gap = span.reason == "change_not_told" or (before is not None and before.reason == "change_not_told")
    is_dated = span.start_earliest == span.start_latest or any(claim.says in _CHANGES for claim in span.claims)
    is_told = span.start_earliest is not None and is_dated and not is_gap
    return Period(
        date.fromisoformat(span.start_latest or ""), date.fromisoformat(span.end_latest) if span.end_latest else _OPEN,
        span.state, frozenset(map(name_holder, span.holders)), is_told,
    )  # fmt: skip


def name_holder(holder: Holder) -> str:
    """Return the gold's key of a holder, its name where the gold has none."""
    if (holder.actor_id or "").startswith("syr."):
        return "army"
    name = holder.name.casefold().removeprefix("the ")
    names = {key: (entry[0].casefold(), entry[1]) for key, entry in ACTORS.items()}
    return next((key for key, known in names.items() if name == known[0] or holder.actor_id == known[1]), name)


def follow_seizures(case: PlaceCase) -> tuple[Period, ...]:
    """The baseline: whoever is last told to have taken the place, or been given it, holds it."""
    takings = sorted(
        (date.fromisoformat(claim.time.end or coded.report.published or ""), coded.report.id, holder)
        for coded in case.reports
        for claim in coded.claims
        if (holder := _taker(claim))
    )
    ends = [*(day for day, *_ in takings[1:]), _OPEN]
    return tuple(
        Period(day, end, "held", frozenset({holder}), True)
        for (day, _, holder), end in zip(takings, ends, strict=False)
    )


def _taker(claim: Claim) -> str | None:
    if claim.event_type not in TAKINGS or (claim.stance, claim.status) != ("affirms", "occurred"):
        return None
    doers = [actor for actor in claim.actors if actor.role == "initiator"]
    return name_holder(Holder(doers[0].name, doers[0].actor_id, doers[0].kind)) if doers else None


def hold_on(periods: Sequence[Period], day: date) -> Hold:
    """Return state and holders on a day; where two periods may hold it, the later one's."""
    held = [period for period in periods if period.start <= day < period.end]
    return (held[-1].hold, held[-1].holders) if held else NOBODY


def score(gold: Sequence[Period], found: Sequence[Period]) -> Score:
    """Count days and changes of one place."""
    first, last = gold[0].start, gold[-1].end
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    pairs = [(hold_on(gold, day), hold_on(found, day)) for day in days]
    known = [pair for pair in pairs if pair[0] != NOBODY]
    wanted, told = list_changes(gold), [change for change in list_changes(found) if first <= change[0] < last]
    return Score(
        len(pairs), sum(one == other for one, other in pairs), len(known), sum(one == other for one, other in known),
        len(wanted), len(told), _match(wanted, told),
    )  # fmt: skip


def list_changes(periods: Sequence[Period]) -> list[tuple[date, Hold]]:
    """Return the days on which a change is told, and what it leads to."""
    changes, before = [], None
    for period in periods:
        hold = (period.hold, period.holders)
        if period.is_told and hold != before:
            changes.append((period.start, hold))
        before = hold
    return changes


def _match(wanted: Sequence[tuple[date, Hold]], told: Sequence[tuple[date, Hold]]) -> int:
    """How many of the changes wanted are told, each once."""
    left, count = list(told), 0
    for day, hold in wanted:
        near = next((one for one in left if one[1] == hold and abs(one[0] - day) <= NEAR), None)
        if near:
            left.remove(near)
            count += 1
    return count


def show(name: str, scores: Sequence[Score]) -> None:
    print(f"  {name}")
    for title, right, count in (
        ("days that agree", "right", "days"), ("of days with a holder", "known_right", "known"),
        ("changes found", "found", "changes"), ("changes right", "found", "told"),
    ):  # fmt: skip
        share = _share(right, count)
        low, high = bootstrap(scores, share)
        print(f"    {title}: {share(scores):.1f} [{low:.1f}-{high:.1f}] (N={sum(getattr(s, count) for s in scores):,})")
    whole = sum(one.right == one.days for one in scores)
    print(f"    places without a fault: {whole} of {len(scores)}")


def _share(right: str, count: str) -> Callable[[Sequence[Score]], float]:
    def share(scores: Sequence[Score]) -> float:
        return 100 * sum(getattr(one, right) for one in scores) / max(sum(getattr(one, count) for one in scores), 1)

    return share


def bootstrap(scores: Sequence[Score], measure: Callable[[Sequence[Score]], float]) -> tuple[float, float]:
    """Return the 95% interval of a measure over draws of places."""
    random = Random(7)
    values = sorted(measure(random.choices(scores, k=len(scores))) for _ in range(DRAWS))
    return values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1]


def show_errors(cases: Sequence[PlaceCase], found: dict[str, tuple[Period, ...]]) -> None:
    for case in cases:
        counts = score(case.periods, found[case.name])
        if counts.right < counts.days or counts.found < max(counts.changes, counts.told):
            print(f"  {case.name}: {counts.right} of {counts.days} days, {counts.found} of {counts.changes} changes")
            for name, periods in (("gold", case.periods), ("found", found[case.name])):
                for period in periods:
                    end = "" if period.end == _OPEN else f" to {period.end}"
                    sure = "" if period.is_told else "by "
                    print(f"    {name}: {sure}{period.start}{end} {period.hold} {', '.join(sorted(period.holders))}")


if __name__ == "__main__":
    main()
