"""Linking over the case database: the same events as in memory, step by step, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import pytest
from case_database import case as case  # a fixture

from bench.linking_cases import blur_cases, read_cases
from dateline.events import Event
from dateline.linking import link_reports
from dateline.model import CodedReport
from dateline.store import Case, link_case, verify
from dateline.store.linking import count_unlinked
from dateline.store.writing import write_coded

CASES = read_cases()
CODED = sorted((one.coded for one in CASES), key=lambda coded: (coded.report.published or "9999", coded.report.id))
BLURRED = [one.coded for one in blur_cases(CASES)]


def put(case: Case, coded: Iterable[CodedReport]) -> None:
    with case.writing() as transaction:
        for one in coded:
            write_coded(transaction, one)


def link(case: Case, batch_count: int = 50) -> int:
    return sum(batch.report_count for batch in link_case(case, batch_count=batch_count))


def sort_events(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.id)


def find_clusters(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(f"{entry.report.id}/{entry.claim.id}" for entry in event.claims) for event in events}


@pytest.mark.parametrize("coded", [CODED, BLURRED], ids=["as coded", "blurred"])
def test_all_at_once_gives_the_events_of_memory(case: Case, coded: Sequence[CodedReport]) -> None:
    shuffled = list(coded)
    Random(3).shuffle(shuffled)
    put(case, shuffled)
    assert link(case, batch_count=7) == len(coded)
    assert sort_events(case.events()) == sort_events(link_reports(coded))
    assert (link(case), count_unlinked(case)) == (0, 0)
    assert verify(case).faults == ()


def test_one_at_a_time_in_order_of_publication_gives_the_same(case: Case) -> None:
    for one in CODED:
        put(case, [one])
        assert link(case) == 1
    assert sort_events(case.events()) == sort_events(link_reports(CODED))
