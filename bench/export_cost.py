"""What an export costs as events grow: `python bench/export_cost.py [COUNT...] [--formats NAME...] [--trace]`.

Made-up events of one claim each, given one by one as a reader of lines would; each run is a process of its own, so that
its peak of memory is its own. Prints seconds, bytes, and the peak of resident memory; in a format that writes each row
as it is made the peak does not grow with the events.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dateline.events import Event, EventClaim
from dateline.export.formats import write_export
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.model import Actor, Claim, Place, Report, Source, Span, Toll, When

COUNTS = (1_000, 10_000, 100_000)
STREAMED: tuple[ExportFormat, ...] = ("csv", "jsonl", "geojson")
SENTENCE = "Rebels attacked the army in Homs on Tuesday, killing 12 soldiers, residents said."


class _Counter:
    """A sink that keeps nothing but the number of bytes."""

    size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=list(COUNTS))
    parser.add_argument("--formats", nargs="*", choices=EXPORT_FORMATS, default=list(STREAMED))
    parser.add_argument("--trace", action="store_true", help="make the trace too")
    parser.add_argument("--one", nargs=2, metavar=("FORMAT", "COUNT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one[0], int(arguments.one[1]), with_trace=arguments.trace)
        return
    more = ["--trace"] if arguments.trace else []
    for format_name in arguments.formats:
        for count in arguments.counts:
            subprocess.run([sys.executable, __file__, *more, "--one", format_name, str(count)], check=True)


def measure(format_name: str, count: int, *, with_trace: bool) -> None:
    """Export in this process and print what it took."""
    if format_name not in get_args(ExportFormat):
        raise SystemExit(f"{format_name} is no format")
    data, trace = _Counter(), _Counter()
    started = time.process_time()
    tally = write_export(make_events(count), format_name, data, trace=trace if with_trace else None)  # type: ignore
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{format_name}: N={count:,} events, {tally.row_count:,} rows; {seconds:.1f} s, "
        f"{data.size / 1e6:.1f} MB{f' and a trace of {trace.size / 1e6:.1f} MB' if with_trace else ''}; "
        f"peak of memory {peak:.0f} MB",
        flush=True,
    )


def make_events(count: int) -> Iterator[Event]:
    """Give events of different days, places and tolls, each with a report of 3,000 characters of its own."""

    def cut(words: str) -> Span:
        start = SENTENCE.index(words)
        return Span(start, start + len(words), words)

    claim = Claim(
        "", (Span(0, len(SENTENCE), SENTENCE),), cut("attacked"), "armed_clash", {},
        (Actor("initiator", cut("Rebels"), "Islamic State", "islamic-state", "rebel_group"),
         Actor("target", cut("army"), "Military Forces of Syria", "syr.military", "state_forces")),
        (Place(cut("Homs"), "Homs", "in", 34.7, 36.7, "SYR", "Homs", "geonames:169577", "town", 1, 0.9, None, 8.0),),
        When(cut("Tuesday")), (Toll("killed", "soldiers", None, 12, 12, 12, None, cut("12")),), (),
        (Source("residents", "witness", cut("residents"), None, None, False),), "affirms", "occurred", (), 0.9, {}, {},
    )  # fmt: skip
    for number in range(count):
        day = (date(2011, 1, 1) + timedelta(number % 5000)).isoformat()
        text = SENTENCE + f" {number:09}" * 292
        report = Report(f"sha256:{number:064x}", text, outlet=f"Outlet {number % 40}", published=day, language="en")
        place = replace(claim.places[0], lat=30 + number % 700 / 100, lon=35 + number % 900 / 100)
        own = replace(claim, id=f"claim:{number}", places=(place,), time=When(cut("Tuesday"), day, day, "day"))
        yield Event(f"event:{number:016x}", (EventClaim(report, own, report.id),))


if __name__ == "__main__":
    main()
