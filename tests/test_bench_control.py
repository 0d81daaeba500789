"""The control bench: its cases are whole, and it counts days and changes as it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bench.control import follow_seizures, hold_on, list_changes, score, trace_places
from bench.control_cases import HALVES, Period, read_places

CASES = read_places()
FRONT, ARMY = frozenset({"front"}), frozenset({"army"})


def day(number: int) -> date:
    return date(2031, 3, 1) + timedelta(days=number)


def test_the_cases_are_as_many_as_said_and_their_periods_have_no_gap() -> None:
    assert len(CASES) >= 60 and sum(len(case.reports) for case in CASES) >= 120
    assert [sum(case.half == half for case in CASES) for half in HALVES] == [32, 32]
    for case in CASES:
        assert case.reports and case.periods[-1].end > case.periods[0].start, case.name
        for one, following in zip(case.periods, case.periods[1:], strict=False):
            assert one.end == following.start, case.name
        for coded in case.reports:
            for claim in coded.claims:
                for span in (claim.trigger, *claim.evidence, *(place.span for place in claim.places)):
                    assert coded.report.text[span.start : span.end] == span.text


def test_days_and_changes_are_counted() -> None:
    gold = (Period(day(0), day(4), "held", ARMY, False), Period(day(4), day(10), "held", FRONT, True))
    found = (Period(day(1), day(6), "held", ARMY, False), Period(day(6), date(9999, 1, 1), "held", FRONT, True))
    counts = score(gold, found)
    assert (counts.days, counts.right, counts.changes, counts.told, counts.found) == (10, 7, 1, 1, 1)
    late = (found[0], Period(day(7), date(9999, 1, 1), "held", FRONT, True))
    assert (score(gold, late).found, score(gold, ()).right) == (0, 0)
    contested = (Period(day(0), day(10), "contested", ARMY | FRONT, True),)
    assert score(gold, contested).right == 0 and list_changes(contested) == [(day(0), ("contested", ARMY | FRONT))]


def test_the_later_of_two_periods_counts_on_a_day_of_both() -> None:
    periods = (Period(day(0), day(9), "held", ARMY, True), Period(day(3), day(9), "unknown", frozenset(), False))
    assert hold_on(periods, day(2)) == ("held", ARMY) and hold_on(periods, day(3)) == ("unknown", frozenset())
    assert hold_on(periods, day(12)) == ("unknown", frozenset())


def test_the_baseline_follows_seizures_told_as_done() -> None:
    by_name = {case.name: follow_seizures(case) for case in CASES}
    assert [(period.start, set(period.holders)) for period in by_name["Selm"]] == [
        (date(2031, 3, 4), {"front"}), (date(2031, 3, 19), {"army"}),
    ]  # fmt: skip
    assert by_name["Talbor"] == ()


@pytest.mark.parametrize(("half", "floor"), [("tune", 0.95), ("report", 0.80)])
def test_the_figures_of_the_results_hold(half: str, floor: float) -> None:
    chosen = [case for case in CASES if case.half == half]
    found = trace_places(chosen)
    scores = [score(case.periods, found[case.name]) for case in chosen]
    assert sum(one.right for one in scores) / sum(one.days for one in scores) >= floor
