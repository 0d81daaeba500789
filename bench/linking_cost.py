"""What linking costs as claims grow: `python bench/linking_cost.py [--db [ADDRESS]] [COUNT...]`.

Synthetic reports, a claim each: every event is told by three reports, of one day and one of 400 towns, 100 events a
day, so that ten times the claims are ten times the days. Texts are random words, so lineage finds next to nothing; its
search is paid for all the same. Processor seconds, in memory; with `--db` through the case database, a new SQLite file
for each count or the empty PostgreSQL database at ADDRESS (one count then): all linked at once, then one report more,
as when news comes in, and the peak of memory. Making and recording the reports is not in the figures.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.linking_cases import read_cases
from dateline.linking import Linker
from dateline.model import CodedReport, Place, Span, When
from dateline.store import Case, link_case, open_case
from dateline.store.writing import write_coded

TOWNS, A_DAY = 400, 100
COUNTS = (1_000, 3_000, 10_000)
RECORDED_COUNT = 500  # reports a transaction


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", nargs="?", const="", metavar="ADDRESS", help="through the case database")
    parser.add_argument("counts", type=int, nargs="*")
    options = parser.parse_args()
    if options.db and options.db.isdecimal():  # no address, but the first count
        options.counts.insert(0, int(options.db))
        options.db = ""
    for count in options.counts or COUNTS:
        if options.db is None:
            _link_in_memory(count)
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            open_case(options.db or str(Path(folder) / "case.db"), create=True) as case,
        ):
            _link_case(case, count)


def _link_in_memory(count: int) -> None:
    reports = list(make_reports(count))
    linker, before = Linker(), time.process_time()
    for coded in reports:
        linker.add(coded)
    event_count = len(linker.events())
    seconds = time.process_time() - before
    print(f"{count} claims: {event_count} events of {-(-count // 3)}, {_show(seconds, count)}")


def _link_case(case: Case, count: int) -> None:
    reports = make_reports(count + 1)
    for start in range(0, count, RECORDED_COUNT):
        _record(case, itertools.islice(reports, min(RECORDED_COUNT, count - start)))
    seconds, event_count = _time_link(case)
    _record(case, reports)
    one_seconds, _ = _time_link(case)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} claims: {event_count} events of {-(-count // 3)}, {_show(seconds, count)}; "
        f"one report more {1000 * one_seconds:.0f} ms; memory at most {peak:.0f} MB", flush=True
    )  # fmt: skip


def _record(case: Case, part: Iterable[CodedReport]) -> None:
    with case.writing() as transaction:
        for coded in part:
            write_coded(transaction, coded)


def _time_link(case: Case) -> tuple[float, int]:
    """Processor seconds of a run, and the events that it made."""
    before = time.process_time()
    event_count = sum(len(batch.change.new_ids) for batch in link_case(case))
    return time.process_time() - before, event_count


def _show(seconds: float, count: int) -> str:
    return f"{seconds:.2f} s, {1e6 * seconds / count:.0f} us a claim"


def make_reports(count: int) -> Iterator[CodedReport]:
    """Yield reports in order of publication."""
    random = Random(7)
    model = next(case.coded for case in read_cases() if case.coded.report.id == "r012")
    words = [f"word{number}" for number in range(3000)]
    for number in range(count):
        event = number // 3
        town, day = event % TOWNS, (date(2000, 1, 1) + timedelta(event // A_DAY)).isoformat()
        text = f"Shells fell on town{town}. " + " ".join(random.choices(words, k=60))
        span = Span(0, 11, "Shells fell")
        place = Place(span, f"town{town}", "in", town % 20 * 0.3, town // 20 * 0.3, "ZZZ", precision=1, error_km=2.0)
        claim = replace(
            model.claims[0], id=f"claim:s{number}", evidence=(Span(0, len(text), text),), trigger=span, places=(place,),
            time=When(span, day, day, "day"),
        )  # fmt: skip
        yield replace(model, report=replace(model.report, id=f"s{number}", text=text, published=day), claims=(claim,))


if __name__ == "__main__":
    main()
