"""`dateline timestamp` and what `dateline verify` says of it, against a calendar server on this machine.

Runs on SQLite; and on PostgreSQL too where `DATELINE_TEST_POSTGRES` names an empty database (scripts/test_postgres.sh).
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from calendar_server import BITCOIN, HEIGHT, NOT_YET, PENDING, Calendar, attest, counted, make_header, run_calendar
from case_database import POSTGRES
from case_database import case as case  # a fixture
from click.testing import CliRunner, Result
from sample_reports import CODED
from sqlalchemy import text
from test_store import put

import dateline.timestamps.calendars
from dateline import __version__
from dateline.cli import cli
from dateline.errors import StoreError, TimestampError
from dateline.store import (
    Case,
    Stamp,
    complete_proofs,
    find_history,
    make_proof_files,
    open_case,
    stamp_ledger,
    verify,
)
from dateline.store.timestamping import ProofFile
from dateline.timestamps import Bitcoin, Pending

TESTS = Path(__file__).parent


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    with run_calendar() as served:
        yield served


@pytest.fixture
def other() -> Iterator[Calendar]:
    with run_calendar() as served:
        yield served


def stamp(case: Case, *calendars: Calendar | str) -> list[str]:
    urls = [one if isinstance(one, str) else one.url for one in calendars]
    return [tell(item) for item in stamp_ledger(case, urls, by="A. Desk")]


def complete(case: Case) -> list[str]:
    return [tell(item) for item in complete_proofs(case, by="B. Desk")]


def tell(item: Stamp | TimestampError) -> str:
    return f"{item.seq} {item.outcome}" if isinstance(item, Stamp) else str(item)


def change(case: Case, words: str) -> None:
    with case.engine.begin() as connection:
        connection.execute(text(words))


def address(case: Case) -> str:
    return str(POSTGRES) if case.engine.dialect.name == "postgresql" else case.name


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_the_last_entry_is_proven_and_the_proof_brought_to_its_end(case: Case, calendar: Calendar) -> None:
    put(case, CODED)
    assert verify(case).proofs == () and verify(case).unproven_count == 2
    assert stamp(case, calendar) == ["2 new"]
    (proven,) = verify(case).proofs
    assert (proven.seq, proven.calendar) == (2, calendar.url)
    assert proven.attestations == ((Pending(calendar.url), calendar.commitments[0]),)
    assert complete(case) == ["2 waiting"]
    calendar.mined = True
    assert complete(case) == ["2 attested"]
    assert complete(case) == []
    (attested,) = verify(case).proofs
    root = calendar.find_root(calendar.commitments[0])
    assert attested.attestations[-1] == (Bitcoin(HEIGHT), root)
    assert (attested.asked_at, verify(case).unproven_count, verify(case).faults) == (proven.asked_at, 0, ())
    assert calendar.paths == ["/digest", *[f"/timestamp/{calendar.commitments[0].hex()}"] * 2]


def test_who_asked_and_when_is_in_the_record_and_nothing_is_overwritten(case: Case, calendar: Calendar) -> None:
    put(case, CODED)
    stamp(case, calendar)
    calendar.mined = True
    complete(case)
    pending, attested = find_history(case, "entry:2")
    assert (pending.kind, pending.made_by) == ("proof", f"dateline {__version__}, by A. Desk")
    assert (attested.kind, attested.made_by) == ("proof", f"dateline {__version__}, by B. Desk")
    assert (pending.recorded_to, attested.recorded_to) == (attested.recorded_from, None)
    assert (pending.entry, attested.entry) == (3, 4)
    before, after = (json.loads(version.body)["ots"] for version in (pending, attested))
    assert len(before) < len(after) and BITCOIN.hex() not in before and BITCOIN.hex() in after


def test_a_calendar_server_is_told_nothing(case: Case, calendar: Calendar, other: Calendar) -> None:
    """Neither the entry's hash nor the same number twice."""
    put(case, CODED)
    head = verify(case).head
    stamp(case, calendar, other)
    put(case, replace(CODED, claims=()))
    stamp(case, calendar)
    sent = [*calendar.digests, *other.digests]
    assert {len(digest) for digest in sent} == {32} and len({*sent, bytes.fromhex(head)}) == 4


def test_nothing_is_asked_twice(case: Case, calendar: Calendar, other: Calendar) -> None:
    put(case, CODED)
    assert stamp(case, calendar, calendar) == ["2 new"]
    assert stamp(case, calendar, other) == ["2 known", "2 new"]
    assert (len(calendar.digests), len(other.digests)) == (1, 1)
    put(case, replace(CODED, claims=()))
    assert stamp(case, calendar) == ["5 new"]
    assert [proven.seq for proven in verify(case).proofs] == [2, 2, 5]
    assert verify(case).faults == ()


def test_an_empty_or_broken_record_is_not_proven(case: Case, calendar: Calendar) -> None:
    with pytest.raises(StoreError, match="has nothing recorded yet; fill it: dateline ingest INPUT"):
        stamp(case, calendar)
    put(case, CODED)
    change(case, "UPDATE ledger SET entry = replace(entry, 'coding', 'links') WHERE seq = 2")
    with pytest.raises(StoreError, match=r"entry 2 is not what its hash was taken of; see what else: dateline verify"):
        stamp(case, calendar)
    assert calendar.digests == []


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (200, b"<html>Welcome</html>", "answered with no timestamp: it has an operation that is not known, 0x3c"),
        (200, b"", "answered with no timestamp: it is cut off after 0 bytes; name another calendar server"),
        (200, b"\x08" + attest(PENDING, counted(b"https://a"))[:-1], "answered with no timestamp: it is cut off"),
        (200, b"\xf2" * 10_001, "answered with more than 10,000 bytes; name another calendar server"),
        (200, b"\xf0\x01a" + attest(BITCOIN, b"\x01"), "it gives a block a Merkle root of 33 bytes"),
        (404, b"", "answered 404 Not Found; check the address, or name another calendar server"),
        (500, b"", "answered 500 Internal Server Error; check the address"),
        (302, b"", "answered 302 Found; check the address"),
    ],
)
def test_a_calendar_server_that_answers_wrongly_costs_nothing(
    case: Case, calendar: Calendar, other: Calendar, status: int, answer: bytes, message: str
) -> None:
    put(case, CODED)
    calendar.status, calendar.answer, calendar.location = status, answer, f"{other.url}/digest"
    failed, done = stamp(case, calendar, other)
    assert failed.startswith(f"{calendar.url}/digest ") and message in failed
    assert done == "2 new" and len(other.digests) == 1
    assert verify(case).faults == () and [proven.calendar for proven in verify(case).proofs] == [other.url]
    calendar.status, calendar.answer = 200, None
    assert stamp(case, calendar, other) == ["2 new", "2 known"]


def test_a_calendar_server_that_is_not_there_or_says_nothing(
    case: Case, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(case, CODED)
    assert "http://127.0.0.1:1/digest cannot be asked (" in stamp(case, "http://127.0.0.1:1")[0]
    monkeypatch.setattr(dateline.timestamps.calendars, "_TIMEOUT_S", 0.2)
    calendar.gate.clear()
    assert "cannot be asked (timed out); check the address and the connection" in stamp(case, calendar)[0]
    assert verify(case).proofs == () and verify(case).entry_count == 2


def test_the_rest_is_not_had_over_a_worse_line_or_from_an_odd_address(
    case: Case, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(case, CODED)
    monkeypatch.setattr(
        dateline.timestamps.calendars, "_ask", lambda request: calendar.take_in(bytes(request.data or b""))
    )
    assert "not encrypted (http://127.0.0.1" in stamp(case, "https://calendar.example")[0]
    monkeypatch.undo()
    calendar.named = "/etc/passwd"
    assert stamp(case, calendar) == ["2 new"]
    assert complete(case) == ["/etc/passwd is no address of a calendar server; the proof stays as it is"]


def test_what_goes_wrong_on_the_way_to_the_rest_leaves_the_proof(case: Case, calendar: Calendar) -> None:
    put(case, CODED)
    stamp(case, calendar)
    before = verify(case)
    calendar.mined = True
    for status, answer in ((500, None), (200, b"<html>"), (200, b"\xf0\x01a" + attest(BITCOIN, b"\x01"))):
        calendar.status, calendar.answer = status, answer
        assert "/timestamp/" in complete(case)[0] and verify(case) == before
    calendar.status, calendar.answer = 200, None
    assert complete(case) == ["2 attested"] and verify(case).faults == ()


def test_what_a_calendar_server_says_is_told(case: Case, calendar: Calendar) -> None:
    put(case, CODED)
    stamp(case, calendar)
    assert [item.said for item in complete_proofs(case) if isinstance(item, Stamp)] == [NOT_YET.decode()]
    calendar.commitments.clear()
    assert [item.said for item in complete_proofs(case) if isinstance(item, Stamp)] == ["Commitment not found"]


def test_a_calendar_server_that_names_two_others(case: Case, calendar: Calendar, other: Calendar) -> None:
    """One gives a further address, the other the block: both are recorded, and the way to the block is found."""
    put(case, CODED)
    ends = [attest(PENDING, counted(one.url.encode())) for one in (calendar, other)]
    calendar.answer = b"\x08\xff" + ends[0] + ends[1]
    assert stamp(case, calendar) == ["2 new"]
    (proven,) = verify(case).proofs
    commitment = proven.attestations[0][1]
    calendar.answer = b"\x02" + attest(PENDING, counted(b"https://third.example"))
    for one in (calendar, other):
        one.commitments.append(commitment)
        one.mined = True
    assert complete(case) == ["2 waiting", "2 attested"]
    assert len(find_history(case, "entry:2")) == 3 and verify(case).faults == ()
    (proven,) = verify(case).proofs
    assert (Bitcoin(HEIGHT), other.find_root(commitment)) in proven.attestations and len(proven.attestations) == 4


def test_another_run_was_first(case: Case, calendar: Calendar, other: Calendar) -> None:
    """Two runs ask at the same time: one proof of each kind stands."""
    put(case, CODED)
    first = stamp_ledger(case, [calendar.url, other.url])
    next(first)
    assert stamp(case, other) == ["2 new"]
    assert [tell(item) for item in first] == ["2 known"]
    assert [proven.calendar for proven in verify(case).proofs] == [calendar.url, other.url]
    calendar.mined = other.mined = True
    going = complete_proofs(case)
    next(going)
    assert complete(case) == ["2 attested"]
    assert list(going) == [] and verify(case).faults == ()
    assert len(find_history(case, "entry:2")) == 4


@pytest.mark.parametrize(
    ("words", "where", "found"),
    [
        ("UPDATE proof SET body = replace(body, '004f70656e', '004f70656f')", "the proof of entry 2", "is no OpenTime"),
        ("UPDATE proof SET body = '[]'", "the proof of entry 2", "is no OpenTimestamps proof"),
        ("UPDATE proof SET entry_id = 'entry:1'", "the proof of entry 1", "is of another digest ("),
        ("UPDATE proof SET entry_id = 'entry:77'", "the proof of entry 77", "is of an entry that is not in the ledger"),
        ("UPDATE proof SET entry_id = 'x'", "the proof of entry 0", "is of an entry that is not in the ledger"),
        ("UPDATE ledger SET entry = replace(entry, 'coding', 'links') WHERE seq = 2", "the proof of entry 2",
         "is of another digest ("),
        ("UPDATE proof SET calendar = 'https://other.example'", "entry 3", "opened other rows than there are now"),
        ("DELETE FROM proof", "entry 3", "opened other rows than there are now"),
    ],
)  # fmt: skip
def test_a_proof_that_was_tampered_with_is_found(
    case: Case, calendar: Calendar, words: str, where: str, found: str
) -> None:
    put(case, CODED)
    stamp(case, calendar)
    assert verify(case).faults == ()
    change(case, words)
    faults = verify(case).faults
    assert any(fault.where.startswith(where) and fault.found.startswith(found) for fault in faults), faults


def test_a_record_made_anew_does_not_fit_its_proofs(case: Case, calendar: Calendar) -> None:
    """All is taken out and put in anew, a claim less, with hashes that fit one another: the proof does not."""
    put(case, CODED)
    stamp(case, calendar)
    with case.reading() as connection:
        (body,) = connection.execute(text("SELECT body FROM proof")).scalars()
    for table in ("proof", "claim_place", "claim", "report", "capture", "content", "ledger"):
        change(case, f"DELETE FROM {table}")
    change(case, "DELETE FROM unlinked_report")
    for index in ("claim_box", "report_words"):
        change(case, f"DROP TABLE {index}" if case.engine.dialect.name == "sqlite" else f"DELETE FROM {index}")
    if case.engine.dialect.name == "sqlite":
        change(case, "CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='', tokenize='unicode61')")
        change(case, "CREATE VIRTUAL TABLE claim_box USING rtree(row_id, west, east, south, north)")
    put(case, replace(CODED, claims=CODED.claims[:1]))
    stamp(case, calendar)
    assert verify(case).faults == ()
    with case.engine.begin() as connection:
        connection.execute(text("UPDATE proof SET body = :body"), {"body": body})
    assert any("is of another digest" in fault.found for fault in verify(case).faults)


def test_the_files_are_those_of_the_field(case: Case, calendar: Calendar, other: Calendar, tmp_path: Path) -> None:
    """The text's SHA-256 is the entry's hash; the field's own library follows the proof to the same block."""
    put(case, CODED)
    head = verify(case).head
    stamp(case, calendar, other)
    calendar.mined = True
    complete(case)
    (made,) = make_proof_files(case)
    assert isinstance(made, ProofFile)
    assert hashlib.sha256(made.text).hexdigest() == head
    pytest.importorskip("opentimestamps.core.timestamp", reason="opentimestamps is not installed (extra dev)")
    from test_timestamps import read_with_library

    digest, ends, _ = read_with_library(made.ots)
    assert digest.hex() == head
    assert ends == sorted([
        (calendar.commitments[0], ("pending", calendar.url)),
        (calendar.find_root(calendar.commitments[0]), ("bitcoin", HEIGHT)),
        (other.commitments[0], ("pending", other.url)),
    ])  # fmt: skip


def test_a_database_of_before_is_brought_up(tmp_path: Path, calendar: Calendar) -> None:
    path = str(tmp_path / "case.db")
    with open_case(path, create=True) as case:
        put(case, CODED)
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE proof; UPDATE alembic_version SET version_num = '0004';")
    with open_case(path) as case:
        assert stamp(case, calendar) == ["2 new"] and verify(case).faults == ()


def test_a_run_that_is_killed_keeps_what_was_answered(tmp_path: Path, calendar: Calendar, other: Calendar) -> None:
    """Killed with SIGKILL while the second calendar server is waited for; given again, only that one is asked."""
    path = str(tmp_path / "case.db")
    with open_case(path, create=True) as case:
        put(case, CODED)
    other.gate.clear()
    words = ["timestamp", "--db", path, "--calendar", calendar.url, "--calendar", other.url]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen([sys.executable, "-m", "dateline", *words], env=environment) as going:
        assert other.asked.wait(60)
        going.send_signal(signal.SIGKILL)
    other.gate.set()
    with open_case(path) as case:
        assert verify(case).faults == ()
        assert [proven.calendar for proven in verify(case).proofs] == [calendar.url]
    result = run(*words)
    assert result.exit_code == 0 and f"has a proof from {calendar.url} already\n" in result.stdout
    assert (len(calendar.digests), len(other.digests)) == (1, 2)
    with open_case(path) as case:
        assert [proven.calendar for proven in verify(case).proofs] == [calendar.url, other.url]
        assert verify(case).faults == ()


def test_the_commands(case: Case, calendar: Calendar, other: Calendar, tmp_path: Path) -> None:
    put(case, CODED)
    name, folder = address(case), tmp_path / "proofs"
    plain = run("verify", "--db", name).stdout
    assert plain.count("\n") == 2
    assert run("timestamp", "--db", name, "-o", str(folder)).exit_code == 1
    assert not folder.exists()
    failing = run("timestamp", "--db", name, "--calendar", "http://127.0.0.1:1")
    assert failing.exit_code == 1 and "127.0.0.1:1/digest cannot be asked" in failing.stderr
    result = run("timestamp", "--db", name, "--calendar", "http://127.0.0.1:1", "--calendar", f"{calendar.url}/")
    assert result.exit_code == 0 and "127.0.0.1:1/digest cannot be asked" in result.stderr
    assert f"entry 2 has a proof from {calendar.url}, pending; in some hours: dateline timestamp" in result.stdout
    said = run("verify", "--db", name)
    assert said.exit_code == 0 and said.stdout.startswith(f"entries 1 to 2: pending at {calendar.url} (asked of ")
    result = run("timestamp", "--db", name, "--upgrade")
    assert (result.exit_code, f"still pending at {calendar.url} (it says: {NOT_YET.decode()})" in result.stdout) == (
        0,
        True,
    )
    calendar.mined = True
    result = run("timestamp", "--db", name, "--upgrade", "-o", str(folder), "--by", "A. Desk")
    assert (
        result.exit_code == 0
        and f"entry 2 has a proof that leads to a Bitcoin block, from {calendar.url}" in result.stdout
    )
    assert sorted(path.name for path in folder.iterdir()) == ["entry-2.txt", "entry-2.txt.ots"]
    assert run("timestamp", "--db", name, "--upgrade").stdout.endswith("no proof is pending.\n")
    put(case, replace(CODED, claims=()))
    said = run("verify", "--db", name)
    assert said.exit_code == 0 and said.stdout.split()[-1] == verify(case).head
    lines = said.stdout.splitlines()
    assert lines[0].startswith(f"entries 1 to 2: attests Bitcoin block {HEIGHT} (asked of {calendar.url} on 20")
    assert lines[1:3] == [
        "after entry 2: 1 entry has no proof",
        "What a proof attests is not looked up here: ask a Bitcoin node (and give its --block-header), or",
    ]
    (folder / "entry-2.txt").write_text("of another case", encoding="utf-8")
    result = run("timestamp", "--db", name, "-o", str(folder))
    assert isinstance(result.exception, Exception) and "holds something else; name another folder" in str(
        result.exception
    )


def test_a_block_header_is_compared_with_what_a_proof_leads_to(case: Case, calendar: Calendar) -> None:
    put(case, CODED)
    stamp(case, calendar)
    calendar.mined = True
    complete(case)
    header = make_header(calendar.find_root(calendar.commitments[0])).hex()
    said = run("verify", "--db", address(case), "--block-header", header)
    assert said.exit_code == 0
    assert f"block {HEIGHT}, of which the header given says 2026-03-05 08:40:00 UTC (if " in said.stdout
    said = run("verify", "--db", address(case), "--block-header", make_header(bytes(32)).hex())
    assert said.exit_code == 1 and "No proof leads to the block header given of " in said.stdout
    assert "header given says" not in said.stdout
    assert run("verify", "--db", address(case), "--block-header", "00ff").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        [], ["--calendar", "a.pool.opentimestamps.org"], ["--calendar", "ftp://a.example"],
        ["--calendar", "https://desk:secret@a.example"], ["--calendar", "https://a.example/?key=1"],
        ["-o", "no/such/folder"],
    ],
)  # fmt: skip
def test_a_wrong_call_is_said(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_case("case.db", create=True).close()
    assert run("timestamp", "--db", "case.db", *words).exit_code == 2


def test_a_broken_proof_is_not_written_out(case: Case, calendar: Calendar, other: Calendar, tmp_path: Path) -> None:
    put(case, CODED)
    stamp(case, calendar, other)
    change(case, f"UPDATE proof SET body = '{{}}' WHERE calendar = '{other.url}'")
    result = run("timestamp", "--db", address(case), "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert f"the proof of entry 2 from {other.url} is no OpenTimestamps proof" in result.stderr
    assert (tmp_path / "out" / "entry-2.txt.ots").exists()
    assert f"the proof of entry 2 from {other.url} is no OpenTimestamps proof" in complete(case)


def test_a_proof_of_no_entry_keeps_no_other_back(
    case: Case, calendar: Calendar, other: Calendar, tmp_path: Path
) -> None:
    put(case, CODED)
    stamp(case, calendar, other)
    change(case, f"UPDATE proof SET entry_id = 'entry:77' WHERE calendar = '{calendar.url}'")
    fault, made = make_proof_files(case)
    assert str(fault) == f"the proof of entry 77 from {calendar.url} is of an entry that is not in the ledger"
    assert isinstance(made, ProofFile) and made.seq == 2


def test_words_that_come_one_by_one_are_not_waited_for(
    case: Case, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(case, CODED)
    stamp(case, calendar)
    monkeypatch.setattr(dateline.timestamps.calendars, "_TIMEOUT_S", 0.3)
    calendar.pause_s = 0.1
    began = time.monotonic()
    assert complete(case) == ["2 waiting"]
    assert time.monotonic() - began < 2  # all of the words take four seconds
