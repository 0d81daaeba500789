"""What an export costs as events grow: `python bench/export_cost.py [COUNT...] [--formats NAME...] [--trace] [--db]`.

Made-up events of one claim each, given one by one as a reader of lines would; each run is a process of its own, so that
its peak of memory is its own. Prints seconds, bytes, and the peak of resident memory; in a format that writes each row
as it is made the peak does not grow with the events. With `--db` they are read from a case database (SQLite), as by
`dateline export --db` and, for the format `events`, by `dateline events --db --format csv`; making it is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dateline.events import Event, EventClaim
from dateline.export.formats import write_export
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.model import Actor, Claim, CodedReport, Maker, Place, Report, Source, Span, Toll, When
from dateline.output.events import make_event_writer
from dateline.store import judged_events, open_case
from dateline.store.writing import write_coded, write_events

COUNTS = (1_000, 10_000, 100_000)
RECORDED_COUNT = 500  # events a transaction
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
    parser.add_argument("--formats", nargs="*", choices=(*EXPORT_FORMATS, "events"), default=list(STREAMED))
    parser.add_argument("--trace", action="store_true", help="make the trace too")
    parser.add_argument("--db", action="store_true", help="through a case database")
    parser.add_argument("--make", nargs=2, metavar=("COUNT", "DB"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, metavar=("FORMAT", "COUNT", "DB"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        count, database = arguments.make
        record_events(database, int(count))
        return
    if arguments.one:
        name, count, database = arguments.one
        measure(name, int(count), database, with_trace=arguments.trace)
        return
    more = ["--trace"] if arguments.trace else []
    for count in arguments.counts:
        with tempfile.TemporaryDirectory() as folder:
            database = str(Path(folder) / "case.db") if arguments.db else ""
            if database:
                _run("--make", str(count), database)
            for name in arguments.formats:
                _run(*more, "--one", name, str(count), database)


def _run(*words: str) -> None:
    """Run this program with these words. It must hold little itself: a process begins with its parent's peak."""
    subprocess.run([sys.executable, __file__, *words], check=True)


def measure(format_name: str, count: int, database: str, *, with_trace: bool) -> None:
    """Export in this process and print what it took."""
    data, trace = _Counter(), _Counter()
    started = time.process_time()
    events = judged_events(open_case(database)) if database else make_events(count)
    if format_name == "events":
        row_count = write_table(events, data)
    else:
        tally = write_export(events, format_name, data, trace=trace if with_trace else None)  # type: ignore
        row_count = tally.row_count
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{format_name}: N={count:,} events{' of a case' if database else ''}, {row_count:,} rows; {seconds:.1f} s, "
        f"{data.size / 1e6:.1f} MB{f' and a trace of {trace.size / 1e6:.1f} MB' if with_trace else ''}; "
        f"peak of memory {peak:.0f} MB",
        flush=True,
    )


def write_table(events: Iterable[Event], data: _Counter) -> int:
    """Write the events as `dateline events --format csv` does; return how many they were."""
    writer, count = make_event_writer("csv"), 0
    data.write(writer.begin())
    for event in events:
        data.write(writer.add(event))
        count += 1
    return count


def record_events(database: str, count: int) -> None:
    """Make a case database with that many events, recorded as linked."""
    with open_case(database, create=True) as case:
        events = make_events(count)
        while part := list(itertools.islice(events, RECORDED_COUNT)):
            with case.writing() as transaction:
                for event in part:
                    (entry,) = event.claims
                    write_coded(transaction, CodedReport(entry.report, (entry.claim,), Maker("0", "made up")))
                write_events(transaction, part, made_by="bench", replaces=(), name=database)


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
