"""Ingest proved: reports a second, flat memory, and runs killed with SIGKILL that end with the same database.

    python bench/ingest.py [COUNT...] [--coder reader|words] [--kills 20] [--db URL] [--keep FOLDER]

COUNT invented reports a run (default 100 400) go in as JSON lines, an mbox, a WARC of pages and single files, a few of
them twice and a few broken. Each run is a process of its own; peak memory is its maximum resident set. The last COUNT
is then ingested once more by runs that are killed at random moments and one that ends, and the two databases are
compared: every capture, report, claim and byte, and both records verified. `--coder words` codes one claim a report
without the reader, to measure the database alone. `--db` names an empty PostgreSQL database for the killed runs.
Exit status 1 if anything differs, if kills missed the runs, or if memory grows by more than a quarter from the first
COUNT to the last.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Table, func, select  # noqa: E402

from dateline.errors import InputError, StoreError  # noqa: E402
from dateline.model import Claim, CodedReport, Maker, Report, Span, When  # noqa: E402
from dateline.store import Case, ingest, open_case, verify  # noqa: E402
from dateline.store.ingesting import BATCH_COUNT  # noqa: E402
from dateline.store.tables import capture, claim, content, report  # noqa: E402

TOWNS = ["Tal Zahra", "Deir Amun", "Wadi Sahl", "Qasr Rumman", "Beit Nahr", "Kafr Tin", "Umm Zeit", "Ras Jabal"]
SIDES = ["government forces", "rebel fighters", "the army", "the militia", "unidentified gunmen", "border guards"]
MOST_GROWTH = 1.25


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[100, 400], metavar="COUNT")
    parser.add_argument("--coder", choices=("reader", "words"), default="reader")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--db", help="an empty PostgreSQL database for the killed runs; default: a SQLite file")
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    parser.add_argument("--run", nargs=2, metavar=("INPUT", "DATABASE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return run_one(*options.run, coder=options.coder)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        return measure(folder, options)


def measure(folder: Path, options: argparse.Namespace) -> int:
    peaks: list[float] = []
    for count in options.counts:
        inputs, database = folder / f"in-{count}", folder / f"whole-{count}.db"
        made_count = write_inputs(inputs, count)
        seconds, worked, peak, said = run_child(inputs, str(database), options.coder)
        peaks.append(peak)
        size = database.stat().st_size / 1e6
        rate = f"{count / seconds:.1f} reports/s, {1000 * worked / count:.1f} ms of processor each"
        print(
            f"{count} reports ({made_count} items): {seconds:.1f} s, {rate}, peak {peak:.0f} MB, database {size:.1f} MB"
        )
        print(f"  {said}", flush=True)
    growth = peaks[-1] / peaks[0]
    print(f"peak memory from {options.counts[0]} to {options.counts[-1]} reports: x {growth:.2f}")
    is_same = kill_and_compare(inputs, database, count, folder, options) if options.kills else True
    return 0 if is_same and growth <= MOST_GROWTH else 1


def kill_and_compare(inputs: Path, whole: Path, count: int, folder: Path, options: argparse.Namespace) -> bool:
    """Kill runs at random moments, let one end, and say whether its database holds what the unbroken run's does.

    A kill counts only if it left reports to do. Where a database is whole before all kills are done, it is compared
    and the rest fall on a new one (of SQLite; a PostgreSQL database is used once, and half of the kills must count).
    """
    chance = random.Random(options.seed)
    inside, is_same, round_number = 0, True, 0
    while inside < options.kills and (round_number == 0 or not options.db):
        round_number += 1
        database = options.db or str(folder / f"killed-{round_number}.db")
        held: list[int] = []
        while inside < options.kills and (not held or held[-1] < count):
            kill_once(inputs, database, chance, count, options)
            held.append(count_reports(database))
            inside += held[-1] < count
        _, _, _, said = run_child(inputs, database, options.coder)
        print(f"round {round_number}: reports held after each kill: {' '.join(map(str, held))} of {count}")
        print(f"  the run that ended: {said}")
        is_same = compare(whole, database) and is_same
    print(f"{inside} kills with SIGKILL fell inside a run (wanted: {options.kills})")
    return is_same and inside >= (options.kills / 2 if options.db else options.kills)


def kill_once(inputs: Path, database: str, chance: random.Random, count: int, options: argparse.Namespace) -> None:
    """Kill a run when a random number of reports is coded, a random moment later."""
    child = start_child(inputs, database, options.coder)
    assert child.stdout is not None
    if child.stdout.readline() != "begun\n":
        raise SystemExit(f"a run that was to be killed failed by itself with {child.wait()}")
    # On average as many as make all kills together one run, and no fewer than are recorded at a time: else a run that
    # is killed early every time would never get on.
    for _ in range(chance.randint(0, 2 * max(BATCH_COUNT, count // (options.kills + 1)))):
        if child.stdout.readline() != "coded\n":
            break
    time.sleep(chance.uniform(0, 0.1))
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def compare(whole: Path, database: str) -> bool:
    with open_case(str(whole)) as expected, open_case(database) as found:
        faults = [*verify(expected).faults, *verify(found).faults]
        sums = sum_content(found)
        differing = [name for name, rows in sum_content(expected).items() if sums[name] != rows]
    print(
        f"  faults: {len(faults)}; tables that differ from the unbroken run: {', '.join(differing) or 'none'}",
        flush=True,
    )
    return not faults and not differing


def count_reports(database: str) -> int:
    try:
        with open_case(database) as case, case.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(report)).scalar() or 0)
    except StoreError:  # killed before the database was made
        return 0


def sum_content(case: Case) -> dict[str, tuple[int, str]]:
    """How many rows each table holds and their digest: all but when they were recorded and in which order."""
    wanted: dict[Table, list[str]] = {
        content: ["sha256", "size", "packed"],
        capture: ["report_id", "path", "url"],
        report: ["report_id", "published", "outlet", "language", "body", "maker"],
        claim: ["claim_id", "report_id", "position", "event_type", "status", "stance", "day_from", "day_to", "body"],
    }
    sums = {}
    with case.reading() as connection:
        for table, names in wanted.items():
            query = select(*(table.c[name] for name in names))
            rows = sorted(hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in connection.execute(query))
            sums[table.name] = len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()
    return sums


def start_child(inputs: Path, database: str, coder: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(__file__).resolve()), "--coder", coder, "--run", str(inputs), database]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths})


def run_child(inputs: Path, database: str, coder: str) -> tuple[float, float, float, str]:
    """Of a run to its end: seconds from the first byte read, processor seconds from its start, peak MB, its words."""
    child = start_child(inputs, database, coder)
    assert child.stdout is not None
    child.stdout.readline()
    started = time.perf_counter()
    said = [line for line in child.stdout if line != "coded\n"][-1:]
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode:
        raise SystemExit(f"the run failed with {child.returncode}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, "".join(said).strip()


def run_one(inputs: str, database: str, *, coder: str) -> int:
    """Ingest one folder; "begun" is printed when the reader is loaded, and "coded" for each report coded."""
    if coder == "reader":
        from dateline.pipeline import code_read_reports as code
        from dateline.reader import load_network

        load_network()
    else:
        code = code_words
    tally: dict[str, int] = {}
    with open_case(database, create=True) as case:
        print("begun", flush=True)
        for record in ingest(case, [inputs], code=lambda items: tell_progress(code(items))):
            outcome = "unread" if isinstance(record, InputError) else record.outcome
            tally[outcome] = tally.get(outcome, 0) + 1
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.items())))
    return 0


def tell_progress(items: Iterator[CodedReport | InputError]) -> Iterator[CodedReport | InputError]:
    for item in items:
        print("coded", flush=True)
        yield item


def code_words(items: Iterable[Report | InputError]) -> Iterator[CodedReport | InputError]:
    """One claim a report, on its first word."""
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        word = Span(0, len(item.text.split()[0]), item.text.split()[0])
        made = Claim(
            id=f"claim:{item.id[7:23]}", evidence=(word,), trigger=word, event_type="other", codes={}, actors=(),
            places=(), time=When(), casualties=(), materiel=(), sources=(), stance="affirms", status="occurred",
            hedges=(), confidence=0.5, made_by={}, unknown={},
        )  # fmt: skip
        yield CodedReport(item, (made,), Maker("0", "words"))


def write_inputs(folder: Path, count: int) -> int:
    """Write `count` different reports, and return how many items there are with the doubles and the broken ones."""
    folder.mkdir(exist_ok=True)
    texts = [make_text(number) for number in range(count)]
    part = count // 4
    lines = [json.dumps({"text": text, "published": "2026-03-05", "outlet": "Plains Courier"}) for text in texts[:part]]
    doubles, broken = lines[:: max(1, part // 8)], ["{", '{"text": 7}']
    write(folder / "a.jsonl.gz", gzip.compress("\n".join([*lines, *broken, *doubles]).encode(), mtime=0))
    write(folder / "b.mbox", b"".join(make_message(number, texts[number]) for number in range(part, 2 * part)))
    write(folder / "c.warc.gz", b"".join(make_record(number, texts[number]) for number in range(2 * part, 3 * part)))
    write(folder / "d-empty.txt", b"")
    for number in range(3 * part, count):
        write(folder / f"e{number:06}.txt", texts[number].encode())
    return count + len(doubles) + len(broken) + 1


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def make_text(number: int) -> str:
    """An invented report of 60 to 200 words."""
    chance = random.Random(number)
    town, other = chance.sample(TOWNS, 2)
    side, foe = chance.sample(SIDES, 2)
    sentences = [
        f"{side.capitalize()} clashed with {foe} near {town} on Tuesday, killing {chance.randint(2, 40)} fighters, a"
        f" spokesman of the {number % 97}th brigade said.",
        f"Residents of {other} said that shells fell on the market in the evening and that {chance.randint(2, 30)}"
        " people were wounded.",
        f"The ministry denied that {foe} had taken the bridge of {town}.",
        f"A hospital in {other} received {chance.randint(3, 60)} wounded, activists told the Plains Courier.",
        f"{foe.capitalize()} arrested {chance.randint(2, 20)} men in {town}, according to a monitor of the war.",
        "The road was closed for the whole of the day, and the schools did not open.",
    ]
    return f"Clashes near {town}, report {number}\n\n" + "\n\n".join(chance.choices(sentences, k=chance.randint(3, 8)))


def make_message(number: int, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Desk <desk@plains.example>", f"Report {number}"
    message["Date"], message["Message-ID"] = "Thu, 05 Mar 2026 10:00:00 +0000", f"<{number}@plains.example>"
    message.set_content(text)
    return b"From desk@plains.example Thu Mar  5 10:00:00 2026\n" + message.as_bytes() + b"\n"


def make_record(number: int, text: str) -> bytes:
    paragraphs = "".join(f"<p>{words}</p>" for words in text.split("\n\n")[1:])
    page = f"<html><head><title>Report {number}</title></head><body><article>{paragraphs}</article></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Target-URI: https://plains.example/{number}\r\nWARC-Date: 2026-03-05T10:00:00Z\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(head.encode() + http + b"\r\n\r\n")
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())
