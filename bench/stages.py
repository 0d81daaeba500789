"""What each stage costs, the reader beside resolution: `python bench/stages.py TEXTS.jsonl [--reports 100]`.

TEXTS.jsonl holds one {"text": ...} a line. Seconds of the wall, on all cores, one report after another, after ten
reports that warm up tables and gazetteer. Resolution is actors, places, dates, tolls and materiel.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from dateline.assembly import assemble
from dateline.claims import extract_claims
from dateline.model import Report
from dateline.outlets import name_outlet
from dateline.pipeline import retell
from dateline.reader import load_network, read_text
from dateline.reading import read_reports
from dateline.resolution import resolve
from dateline.sources import attribute

WARM_UP = 10
Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--reports", type=int, default=100)
    options = parser.parse_args()
    reports = [report for report in read_reports([str(options.texts)]) if isinstance(report, Report)]
    reports = reports[: options.reports + WARM_UP]
    stages: dict[str, float] = {}
    for number, report in enumerate(reports):
        if number == WARM_UP:
            stages.clear()
        code_timed(report, stages)
    total = sum(stages.values())
    timed = len(reports) - WARM_UP
    for name, seconds in stages.items():
        cost = f"{1000 * seconds / timed:7.1f} ms a report, {100 * seconds / total:4.1f}% of the whole"
        print(f"{name:<12} {cost}, N {timed}")
    print(f"resolution / reader: {stages['resolution'] / stages['reader']:.2f}")


def code_timed(report: Report, stages: dict[str, float]) -> None:
    """The stages of `dateline.pipeline.code_report`, each timed."""

    def timed(name: str, run: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        result = run()
        stages[name] = stages.get(name, 0.0) + time.perf_counter() - started
        return result

    network = load_network()
    reading = timed("reader", lambda: read_text(report.text, network))
    reading = timed("retold", partial(retell, report.text, reading))
    outlet = name_outlet(report)
    chains = timed("sources", lambda: [attribute(report, reading, trigger, outlet) for trigger in reading.triggers])
    drafts = timed("claims", lambda: extract_claims(report, reading, chains))
    resolution = timed("resolution", lambda: resolve(report, reading, drafts))
    timed("assembly", lambda: assemble(report, drafts, resolution, "bench"))


if __name__ == "__main__":
    main()
