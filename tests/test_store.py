"""The case database: what goes in comes out, nothing is lost or overwritten, and what is wrong is said.

Runs on SQLite; and on PostgreSQL too where `DATELINE_TEST_POSTGRES` names an empty database (scripts/test_postgres.sh).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from case_database import POSTGRES, empty_postgres
from case_database import case as case  # a fixture
from click.testing import CliRunner
from sample_reports import CODED
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select, text
from store_coder import code_simply

from dateline.cli import cli
from dateline.cli_store import _count_records, _describe
from dateline.errors import CodingError, InputError, StoreError
from dateline.events import Event, EventClaim
from dateline.model import CodedReport, Report
from dateline.output.history import render_history
from dateline.store import Box, Case, Ingested, find_history, ingest, open_case, verify
from dateline.store.ledger import Transaction
from dateline.store.tables import KEPT, SCHEMA, capture, content, ledger, metadata, summed_columns
from dateline.store.writing import Capture, write_capture, write_coded

TESTS = Path(__file__).parent
DAY = "2026-03-05T10:00:00.000000Z"


def put(case: Case, coded: CodedReport, data: bytes = b"bytes", path: str | None = "a.txt") -> None:
    with case.writing() as transaction:
        write_capture(transaction, Capture(data, path, None, DAY))
        write_coded(transaction, coded)


def turn_back(case: Case, instant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.ledger.now_instant", lambda: instant)


def make_event(event_id: str, *numbers: int, links: tuple[str, ...] = ("same day",)) -> Event:
    claims = tuple(EventClaim(CODED.report, CODED.claims[number], CODED.report.id) for number in numbers)
    return Event(event_id, claims, links)


def write_reports(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        words = f"Shells hit the village of Tal Zahra {number} on Tuesday, residents said."
        (folder / f"{number:03}.txt").write_text(words, encoding="utf-8")


def take(case: Case, *inputs: Path, **options: Any) -> list[Ingested | InputError]:
    return list(ingest(case, [str(path) for path in inputs], code=code_simply, **options))


def outcomes(records: Iterable[Ingested | InputError]) -> list[str]:
    return [record.outcome if isinstance(record, Ingested) else "unread" for record in records]


def dump(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is recorded but when it was."""
    times = {"captured_at", "recorded_from", "recorded_to"}
    with case.reading() as connection:
        tables = {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(table.c[name] for name in summed_columns(table) if name not in times)).order_by(
                        table.c.row_id
                    )
                )
            ]
            for table in KEPT
        }
        tables["content"] = sorted(tuple(row) for row in connection.execute(select(content.c.sha256, content.c.size)))
        tables["ledger"] = [tuple(row) for row in connection.execute(select(ledger.c.seq, ledger.c.kind))]
    return tables


def test_what_goes_in_comes_out(case: Case) -> None:
    put(case, CODED)
    assert list(case.coded_reports()) == [CODED]
    assert list(case.reports()) == [CODED.report]
    assert list(case.claims()) == [(CODED.report, claim) for claim in CODED.claims]


def test_text_that_a_server_cannot_hold_comes_out_as_it_was(case: Case) -> None:
    odd = Report(id="sha256:02", text="a \x00 b \ud83d c", path="caf\udce9.txt", title="\udce9")
    put(case, CodedReport(odd, (), CODED.dateline), path="caf\udce9\x00.txt")
    assert [report.text for report in case.reports()] == [odd.text]
    assert list(case.reports(words="a b")) == [odd]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("grain silo", True), ("SILO grain", True), ("silo harbour", False), ("pro-government", True), ('"', False)],
)
def test_reports_are_found_by_words(case: Case, words: str, is_found: bool) -> None:
    put(case, CODED)
    assert bool(list(case.reports(words=words))) is is_found


@pytest.mark.parametrize(
    ("box", "count"),
    [(Box(-4, 35, -3, 36), 2), (Box(-3.15, 35.15, -3, 35.25), 1), (Box(-3.2, 35.1, -3.2, 35.1), 2),
     (Box(-3.1999999, 35.1, -3.15, 35.1), 0), (Box(10, 10, 20, 20), 0),
     (Box(170, 35, -3, 36), 2), (Box(170, 35, -3.3, 36), 0), (Box(-3, 35, -4, 36), 0)],
)  # fmt: skip
def test_claims_are_found_by_area(case: Case, box: Box, count: int) -> None:
    put(case, CODED)
    assert len(list(case.claims(within=box))) == count


def test_the_record_of_any_day_can_be_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    first = replace(CODED, claims=CODED.claims[:2])
    changed = replace(CODED.claims[0], confidence=0.5)
    second = replace(CODED, claims=(changed, CODED.claims[2]))
    turn_back(case, "2026-03-05T10:00:00.000000Z", monkeypatch)
    put(case, first)
    turn_back(case, "2026-03-07T10:00:00.000000Z", monkeypatch)
    put(case, second)
    assert list(case.coded_reports("2026-03-04")) == []
    assert list(case.coded_reports("2026-03-05")) == [first]
    assert list(case.coded_reports("2026-03-07T09:59:59+00:00")) == [first]
    assert list(case.coded_reports("2026-03-07")) == list(case.coded_reports()) == [second]
    versions = find_history(case, changed.id)
    assert [json.loads(version.body)["confidence"] for version in versions] == [0.91, 0.5]
    assert versions[0].recorded_to == versions[1].recorded_from == "2026-03-07T10:00:00.000000Z"
    assert [version.recorded_to for version in find_history(case, changed.id, as_of="2026-03-08")] == [None]
    assert verify(case).faults == ()


def test_the_same_coding_twice_records_nothing(case: Case) -> None:
    put(case, CODED)
    before = verify(case)
    put(case, CODED)
    assert verify(case) == before


def test_a_clock_that_was_put_back_does_not_reorder_the_record(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_back(case, "2026-03-07T10:00:00.000000Z", monkeypatch)
    put(case, CODED)
    turn_back(case, "2026-03-01T10:00:00.000000Z", monkeypatch)
    put(case, replace(CODED, claims=()))
    assert list(case.coded_reports("2026-03-06")) == []
    assert [version.recorded_to for version in find_history(case, CODED.claims[0].id)] == [
        "2026-03-07T10:00:00.000000Z"
    ]


def test_events_are_recorded_and_replaced(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_back(case, "2026-03-05T10:00:00.000000Z", monkeypatch)
    put(case, CODED)
    old = [make_event("event:1", 0, 1), make_event("event:2", 2), make_event("event:3", 3)]
    assert case.record_links(old, made_by="linking/1").opened_count == 3
    turn_back(case, "2026-03-06T10:00:00.000000Z", monkeypatch)
    new = [make_event("event:1", 0, 1), make_event("event:2", 2, 3)]
    change = case.record_links(new, made_by="linking/2")
    assert (change.opened_count, change.closed_count, change.kept_count) == (1, 2, 1)
    assert list(case.events()) == new
    assert list(case.events("2026-03-05")) == old
    assert [version.made_by for version in find_history(case, "event:2")] == ["linking/1", "linking/2"]
    assert verify(case).faults == ()


def test_only_the_neighbourhood_of_a_report_is_relinked(case: Case) -> None:
    put(case, CODED)
    case.record_links(
        [make_event("event:1", 0), make_event("event:2", 1), make_event("event:3", 2)], made_by="linking/1"
    )
    merged = make_event("event:4", 0, 1)
    change = case.record_links([merged], made_by="linking/1", replaces=["event:1", "event:2"])
    assert (change.opened_count, change.closed_count) == (1, 2)
    assert list(case.events()) == [make_event("event:3", 2), merged]


def test_a_claim_that_is_no_longer_made_leaves_its_event(case: Case) -> None:
    put(case, CODED)
    case.record_links([make_event("event:1", 0, 1), make_event("event:2", 2)], made_by="linking/1")
    put(case, replace(CODED, claims=CODED.claims[:1]))
    assert list(case.events()) == [make_event("event:1", 0)]


def test_an_event_of_an_unknown_claim_is_refused_whole(case: Case) -> None:
    put(case, replace(CODED, claims=CODED.claims[:1]))
    with pytest.raises(StoreError, match=r"holds no claim 00ff-2"):
        case.record_links([make_event("event:1", 0), make_event("event:2", 1)], made_by="linking/1")
    assert list(case.events()) == []


def test_an_iteration_sees_one_state(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.case._CHUNK", 1)
    put(case, CODED)
    put(case, replace(CODED, report=replace(CODED.report, id="sha256:03")), b"others")
    going = case.coded_reports()
    next(going)
    put(case, replace(CODED, report=replace(CODED.report, id="sha256:03"), claims=()), b"others")
    put(case, replace(CODED, report=replace(CODED.report, id="sha256:04")), b"more")
    assert [(coded.report.id, len(coded.claims)) for coded in going] == [("sha256:03", 4)]


def test_inputs_are_coded_and_kept(case: Case, tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 3)
    (tmp_path / "in" / "002.txt").write_bytes((tmp_path / "in" / "000.txt").read_bytes())
    (tmp_path / "in" / "003.txt").write_text(" ", encoding="utf-8")
    line = {"text": "Rebels left the town.", "url": "https://example.org/a", "published": "2026-03-05"}
    (tmp_path / "in" / "004.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert sorted(outcomes(take(case, tmp_path / "in"))) == ["known", "new", "new", "new", "unread"]
    reports = list(case.reports())
    assert len(reports) == 3
    assert case.content(reports[0].id) == (tmp_path / "in" / "000.txt").read_bytes()
    with case.reading() as connection:
        met = connection.execute(select(capture.c.path, capture.c.url).order_by(capture.c.row_id)).all()
    assert {(Path(path).name, url) for path, url in met} == {
        ("000.txt", None), ("001.txt", None), ("002.txt", None), ("004.jsonl", "https://example.org/a"),
    }  # fmt: skip
    assert outcomes(take(case, tmp_path / "in")) == ["unread", *["known"] * 4]
    assert verify(case).faults == ()


def test_what_is_held_is_coded_anew_when_asked(case: Case, tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    take(case, tmp_path / "in")
    assert outcomes(take(case, tmp_path / "in", published="2026-03-05")) == ["known", "known"]
    assert outcomes(take(case, tmp_path / "in", recode=True)) == ["known", "known"]
    assert outcomes(take(case, tmp_path / "in", recode=True, published="2026-03-05")) == ["recoded", "recoded"]
    assert [report.published for report in case.reports()] == ["2026-03-05"] * 2
    assert verify(case).faults == ()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE claim SET event_type = 'attack' WHERE row_id = 1", "entry 2"),
        ("UPDATE claim SET body = replace(body, '12', '21') WHERE row_id = 1", "entry 2"),
        ("UPDATE claim SET recorded_from = '2020-01-01T00:00:00.000000Z' WHERE row_id = 1", "entry 2"),
        ("UPDATE claim SET closed_by = 2 WHERE row_id = 1", "entry 2"),
        ("UPDATE claim SET recorded_to = '2026-01-01T00:00:00.000000Z' WHERE row_id = 1", "the table claim"),
        ("DELETE FROM claim_place", "entry 2"),
        ("UPDATE capture SET captured_at = '2020-01-01T00:00:00.000000Z'", "entry 1"),
        ("UPDATE ledger SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1", "entry 1"),
        ("UPDATE ledger SET entry = replace(entry, 'coding', 'links') WHERE seq = 2", "entry 2"),
        ("UPDATE content SET size = 1", "the bytes of"),
        ("DELETE FROM content", "the bytes of"),
    ],
)
def test_what_was_changed_behind_the_record_is_found(case: Case, change: str, where: str) -> None:
    put(case, CODED)
    assert verify(case).faults == ()
    with case.engine.begin() as connection:
        connection.execute(text(change))
    assert any(fault.where.startswith(where) for fault in verify(case).faults)


def test_a_record_cut_off_at_its_end_is_found_by_a_noted_hash(case: Case) -> None:
    put(case, CODED)
    case.record_links([make_event("event:1", 0)], made_by="linking/1")
    head = verify(case).head
    put(case, replace(CODED, claims=()))
    assert verify(case, head=head).faults == ()
    with case.engine.begin() as connection:
        for table in ("event_claim", "event"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE claim SET closed_by = NULL, recorded_to = NULL"))
        connection.execute(text("DELETE FROM ledger WHERE seq > 2"))
    assert verify(case).faults == ()
    assert [fault.where for fault in verify(case, head=head).faults] == ["the ledger"]


def test_a_failed_batch_leaves_nothing_and_the_run_can_go_on(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 20)
    real, calls = Transaction.record, []

    def fail_in_second_batch(self: Transaction, *words: Any) -> None:
        calls.append(1)
        if len(calls) > 36:
            raise KeyboardInterrupt
        real(self, *words)

    monkeypatch.setattr(Transaction, "record", fail_in_second_batch)
    with pytest.raises(KeyboardInterrupt):
        take(case, tmp_path / "in")
    assert len(list(case.reports())) == 16
    monkeypatch.setattr(Transaction, "record", real)
    assert outcomes(take(case, tmp_path / "in")).count("new") == 4
    assert verify(case).faults == ()


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 60)
    with open_case(str(tmp_path / "case.db"), create=True) as case:
        case.engine.dispose()
        with sqlite3.connect(tmp_path / "case.db") as connection:
            most = connection.execute("PRAGMA page_count").fetchone()[0] + 17
        sqlalchemy_event.listen(
            case.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {most}")
        )
        with pytest.raises(StoreError, match="the disk is full; free some space"):
            take(case, tmp_path / "in")
    with open_case(str(tmp_path / "case.db")) as case:
        held = len(list(case.reports()))
        assert 0 < held < 60
        assert verify(case).faults == ()
        assert outcomes(take(case, tmp_path / "in")).count("new") == 60 - held


def test_a_locked_database_is_said(case: Case) -> None:
    with open_case(POSTGRES if case.engine.dialect.name == "postgresql" else case.name) as other:
        with other.writing(), pytest.raises(StoreError, match="is locked by another run; wait until"):
            put(case, CODED)
        assert list(case.reports()) == []
    put(case, CODED)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("missing.db", "missing.db does not exist; make it: dateline ingest INPUT --db missing.db"),
        ("mysql://me:secret@host/case", r"mysql://me:\*\*\*@host/case is of a kind that is not known \(mysql\)"),
        ("sqlite://", "names no file"),
        ("folder", "folder is a folder; name a file"),
        ("no/such/case.db", "does not exist"),
        ("words.db", "is not a database"),
        ("other.db", "is not a case database: it holds notes"),
        ("empty.db", "is empty; fill it"),
        ("newer.db", f"has schema 9999, this program knows {SCHEMA}; use the version"),
    ],
)
def test_a_wrong_database_is_said(address: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("words.db").write_text("not a database at all " * 50, encoding="utf-8")
    Path("empty.db").touch()
    for name, statement in (
        ("other", "CREATE TABLE notes (a)"),
        ("newer", "UPDATE alembic_version SET version_num = 9999"),
    ):
        if name == "newer":
            open_case("newer.db", create=True).close()
        with sqlite3.connect(f"{name}.db") as connection:
            connection.execute(statement)
    with pytest.raises(StoreError, match=message):
        open_case(address)


@pytest.mark.skipif(POSTGRES is None, reason="DATELINE_TEST_POSTGRES names no PostgreSQL database")
def test_a_server_that_goes_away_is_said(tmp_path: Path) -> None:
    assert POSTGRES is not None
    empty_postgres(POSTGRES)
    write_reports(tmp_path / "in", 40)
    with open_case(POSTGRES, create=True) as case, open_case(POSTGRES) as other:
        with pytest.raises(StoreError, match="was disconnected; give the same command again"), case.writing() as going:
            with other.engine.begin() as connection:
                kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                connection.execute(text(kill))
            write_coded(going, CODED)
        assert outcomes(take(case, tmp_path / "in")).count("new") == 40
        assert verify(case).faults == ()


@pytest.mark.parametrize("address", ["postgresql://nobody:secret@127.0.0.1:1/case"])
def test_a_server_that_is_not_there_is_said_without_the_password(address: str) -> None:
    with pytest.raises(StoreError, match="cannot be reached; check that the server runs") as caught:
        open_case(address)
    assert "secret" not in str(caught.value)


def test_the_tables_are_those_of_the_newest_schema(case: Case) -> None:
    ours = {*metadata.tables, "alembic_version"}

    def is_ours(thing: Any, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in ours

    with case.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    migrations = TESTS.parent / "dateline" / "store" / "migrations"
    assert ScriptDirectory(str(migrations)).get_heads() == [SCHEMA]


def test_sqlite_and_postgresql_hold_the_same(tmp_path: Path) -> None:
    if POSTGRES is None:
        pytest.skip("DATELINE_TEST_POSTGRES names no PostgreSQL database")
    empty_postgres(POSTGRES)
    write_reports(tmp_path / "in", 20)
    dumps = []
    for address in (str(tmp_path / "case.db"), POSTGRES):
        with open_case(address, create=True) as case:
            take(case, tmp_path / "in")
            put(case, CODED)
            case.record_links([make_event("event:1", 0, 1)], made_by="linking/1")
            dumps.append((dump(case), list(case.coded_reports()), list(case.events())))
    assert dumps[0] == dumps[1]


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_database(tmp_path: Path) -> None:
    """Killed with SIGKILL at 20 random points, then run to its end."""
    write_reports(tmp_path / "in", 100)
    with open_case(str(tmp_path / "whole.db"), create=True) as whole:
        take(whole, tmp_path / "in")
        expected = dump(whole)
    moments = random.Random(5)
    command = [sys.executable, str(TESTS / "store_coder.py"), str(tmp_path / "in"), str(tmp_path / "killed.db")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), os.environ.get("PYTHONPATH", "")])}
    for _ in range(20):
        run = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert run.stdout is not None
        run.stdout.readline()  # it has begun to read
        time.sleep(moments.uniform(0, 0.08))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
    with open_case(str(tmp_path / "killed.db")) as killed:
        assert dump(killed) == expected
        assert verify(killed).faults == ()


def test_of_two_ingests_at_once_each_reports_its_own_claims(case: Case, tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 4)
    faster: list[Ingested | InputError] = []

    def code_slowly(items: Iterable[Report | InputError]) -> Iterator[CodedReport | InputError]:
        coded = list(code_simply(items))
        faster.extend(take(case, tmp_path / "in" / "000.txt", tmp_path / "in" / "001.txt"))
        yield from coded

    slower = list(ingest(case, [str(tmp_path / "in")], code=code_slowly))
    assert outcomes(faster) == ["new", "new"] and outcomes(slower) == ["known", "known", "new", "new"]
    assert [one.claim_count for one in [*faster, *slower] if isinstance(one, Ingested)] == [1, 1, 0, 0, 1, 1]


def test_claims_of_what_is_coded_anew_are_not_told_as_those_of_new_reports(tmp_path: Path) -> None:
    tally: Counter[str] = Counter()
    records = [Ingested("a", None, 3, "recoded"), Ingested("b", None, 2, "new"), Ingested("c", None, 0, "known")]
    assert _count_records(records, None, tally, "case.db") == 0
    assert _describe(tally, "case.db") == "case.db: 1 new reports with 2 claims, 1 coded anew, 1 that it held."


def test_a_history_is_told_for_people(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    first = replace(CODED.claims[0], status="occurred", stance="affirms", confidence=0.5)
    changed = replace(first, status="attempted")
    for day, claim in (("05", first), ("07", changed), ("09", replace(changed, made_by={"status": "rule/2"}))):
        turn_back(case, f"2026-03-{day}T10:00:00.000000Z", monkeypatch)
        put(case, replace(CODED, claims=(claim,)))
    told = render_history(find_history(case, first.id), 80).decode()
    assert max(map(len, told.splitlines())) <= 80
    whole, later, last = told.split("\n\n")
    assert "    recorded  from 2026-03-05 10:00:00 UTC to 2026-03-07 10:00:00 UTC\n" in whole
    assert "    conf.     0.50\n" in whole and "    who " in whole and first.event_type in whole
    assert "attempted (before:" in " ".join(later.split()) and "    who " not in later and "conf." not in later
    assert "    changed   made_by" in last and "10:00:00 UTC on\n" in last


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = ModuleType("dateline.pipeline")
    pipeline.code_read_reports = code_simply  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dateline.pipeline", pipeline)
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "bad.jsonl").write_text("{", encoding="utf-8")
    database = str(tmp_path / "case.db")
    runner = CliRunner()
    result = runner.invoke(cli, ["ingest", str(tmp_path / "in"), "--db", database])
    assert result.exit_code == 1
    assert "bad.jsonl, line 1: not valid JSON" in result.stderr
    assert result.stderr.endswith("2 new reports with 2 claims, 1 that could not be read.\n")
    result = runner.invoke(cli, ["ingest", str(tmp_path / "in" / "000.txt"), "--db", database])
    assert (result.exit_code, "1 that it held" in result.stderr) == (0, True)
    result = runner.invoke(cli, ["verify", "--db", database])
    assert result.exit_code == 0
    assert result.stdout.startswith("The record is whole: 4 entries, 2 reports' bytes.\nhead ")
    head = result.stdout.split()[-1]
    assert runner.invoke(cli, ["verify", "--db", database, "--head", head]).exit_code == 0
    assert runner.invoke(cli, ["verify", "--db", database, "--head", "0f"]).exit_code == 1
    with open_case(database) as case:
        claim_id = next(case.claims())[1].id
    result = runner.invoke(cli, ["history", claim_id, "--db", database, "--format", "jsonl"])
    assert json.loads(result.stdout)["record"]["id"] == claim_id
    result = runner.invoke(cli, ["history", claim_id, "--db", database])
    assert result.stdout.startswith(f"claim {claim_id}\n    recorded  from ") and "    conf. " in result.stdout
    assert runner.invoke(cli, ["history", claim_id, "--db", database, "--as-of", "2001-01-01"]).exit_code == 1
    assert runner.invoke(cli, ["history", claim_id, "--db", database, "--as-of", "then"]).exit_code == 2
    assert runner.invoke(cli, ["ingest", str(tmp_path), "--db", database]).exit_code == 2


def test_a_report_that_could_not_be_coded_takes_nothing_from_the_others(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 3)

    def fail_once(items: Iterable[Report | InputError]) -> Iterator[CodedReport | InputError]:
        for coded in code_simply(items):
            second = isinstance(coded, CodedReport) and "Zahra 1" in coded.report.text
            yield CodingError("could not be coded", path="001.txt") if second else coded

    with open_case(str(tmp_path / "case.db"), create=True) as case:
        assert sorted(outcomes(ingest(case, [str(tmp_path / "in")], code=fail_once))) == ["new", "new", "unread"]
        assert sorted(outcomes(take(case, tmp_path / "in"))) == ["known", "known", "new"]
        assert verify(case).faults == ()
        with case.reading() as connection:
            kept = {
                Path(path).name: digest
                for path, digest in connection.execute(select(capture.c.path, capture.c.report_id))
            }
    files = sorted((tmp_path / "in").iterdir())
    assert kept == {file.name: f"sha256:{sha256(file.read_bytes()).hexdigest()}" for file in files}
