"""What linking costs as claims grow: `python bench/linking_cost.py [COUNT...]`.

Synthetic reports, a claim each: every event is told by three reports, of one day and one of 400 towns, 100 events a
day, so that ten times the claims are ten times the days. Processor seconds, memory not measured. Texts are random
words, so lineage finds next to nothing; its search is paid for all the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.linking_cases import read_cases
from dateline.linking import Linker
from dateline.model import CodedReport, Place, Span, When

TOWNS, A_DAY = 400, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 3000, 10000])
    for count in parser.parse_args().counts:
        reports = list(make_reports(count))
        linker, before = Linker(), time.process_time()
        for coded in reports:
            linker.add(coded)
        event_count = len(linker.events())
        seconds = time.process_time() - before
        each = 1e6 * seconds / count
        print(f"{count} claims: {event_count} events of {-(-count // 3)}, {seconds:.2f} s, {each:.0f} us a claim")


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
            model.claims[0], evidence=(Span(0, len(text), text),), trigger=span, places=(place,),
            time=When(span, day, day, "day"),
        )  # fmt: skip
        yield replace(model, report=replace(model.report, id=f"s{number}", text=text, published=day), claims=(claim,))


if __name__ == "__main__":
    main()
