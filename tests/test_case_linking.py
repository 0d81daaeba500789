"""Linking over the case database: the same events as in memory, step by step, and nothing twice; judgements on them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy
from case_database import POSTGRES, empty_postgres
from case_database import case as case  # a fixture
from click.testing import CliRunner
from test_store import dump

from bench.linking import b_cubed
from bench.linking_cases import blur_cases, read_cases
from dateline.cli import cli
from dateline.errors import JudgementError, StoreError
from dateline.events import Event
from dateline.export.formats import export_events
from dateline.export.names import EXPORT_FORMATS
from dateline.linking import assess, link_reports
from dateline.linking.blocking import MOST
from dateline.model import Actor, Claim, CodedReport, Span, Toll
from dateline.output.history import render_history
from dateline.store import Case, find_history, judge, judged_events, link_case, open_case, relink_case, verify
from dateline.store.linking import count_unfollowed, count_unlinked
from dateline.store.neighbourhood import Neighbourhood, Parsed
from dateline.store.tables import LINKED, claim_key, metadata
from dateline.store.writing import write_coded

TESTS = Path(__file__).parent
CASES = read_cases()


def name_claims(coded: CodedReport) -> CodedReport:
    """The cases number their claims in each report; a case wants an id that no other claim has."""
    claims = tuple(replace(claim, id=f"claim:{coded.report.id}-{claim.id}") for claim in coded.claims)
    return replace(coded, claims=claims)


def sort_reports(coded: Iterable[CodedReport]) -> list[CodedReport]:
    return sorted(map(name_claims, coded), key=lambda one: (one.report.published or "9999", one.report.id))


CODED = sort_reports(one.coded for one in CASES)
BLURRED = sort_reports(one.coded for one in blur_cases(CASES))
FEW = [coded for coded in CODED if coded.report.id < "r020"]  # enough to judge on, and quick on a server
# What waits for linking, and what people judged, which is read whole.
SMALL = ("unlinked_report", "unfollowed_judgement", "judgement")
BY_ID = {coded.report.id: coded for coded in CODED}


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


def test_a_late_report_joins_and_linking_again_gives_what_all_at_once_gives(case: Case) -> None:
    """In an order drawn by chance the clusters may differ; on this set few do, and none after linking again."""
    shuffled = list(BLURRED)
    Random(11).shuffle(shuffled)
    for start in range(0, len(shuffled), 10):
        put(case, shuffled[start : start + 10])
        link(case)
    gold, found = (
        {key: str(number) for number, cluster in enumerate(clusters) for key in cluster}
        for clusters in (find_clusters(link_reports(BLURRED)), find_clusters(case.events()))
    )
    assert b_cubed(gold, found)[2] > 0.93
    lineages = {entry.report.id: entry.lineage for event in case.events() for entry in event.claims}
    expected = {entry.report.id: entry.lineage for event in link_reports(BLURRED) for entry in event.claims}
    assert lineages == expected  # whom a report copies does not hang on the order
    before = verify(case).entry_count
    assert relink_case(case).report_count == len(BLURRED)
    assert sort_events(case.events()) == sort_events(link_reports(BLURRED))
    assert verify(case).entry_count == before + 1 and verify(case).faults == ()
    again = relink_case(case)
    assert (again.change.opened_count, again.change.closed_count) == (0, 0)
    assert verify(case).entry_count == before + 1


def test_only_the_neighbourhood_of_a_new_report_is_touched(case: Case) -> None:
    put(case, [coded for coded in CODED if coded.report.id != "r085"])
    link(case)
    before = {event.id: event for event in case.events()}
    put(case, [BY_ID["r085"]])
    (batch,) = link_case(case)
    changed = [event.id for event in case.events() if before.get(event.id) != event]
    assert (batch.change.changed_ids, batch.change.new_ids) == (tuple(changed), ()) and len(changed) == 1


def test_an_original_that_comes_after_its_copies_becomes_their_root(case: Case) -> None:
    copies, original = [BY_ID[key] for key in ("r002", "r003", "r004")], BY_ID["r001"]
    put(case, copies)
    link(case)
    (event,) = case.events()
    assert {entry.lineage for entry in event.claims} == {"r002"}
    put(case, [original])
    link(case)
    (event,) = case.events()
    assert {entry.lineage for entry in event.claims} == {"r001"}
    versions = [json.loads(one.body) for one in find_history(case, "r002") if one.kind == "descent"]
    assert [(one["parent"], one["root"]) for one in versions] == [(None, "r002"), ("r001", "r001")]
    assert verify(case).faults == ()


def test_what_is_coded_anew_is_linked_anew(case: Case) -> None:
    put(case, FEW)
    link(case)
    before = {event.id: event for event in case.events()}
    changed = replace(BY_ID["r012"], claims=tuple(replace(one, status="planned") for one in BY_ID["r012"].claims))
    put(case, [changed])
    assert (count_unlinked(case), link(case), count_unlinked(case)) == (1, 1, 0)
    after = {event.id: event for event in case.events()}
    (planned,) = [event for event in after.values() if event.claims[0].claim.status == "planned" and
                  event.claims[0].report.id == "r012"]  # fmt: skip
    assert len(planned.claims) == 1 and planned.id not in before
    put(case, [BY_ID["r012"]])
    link(case)
    assert find_clusters(case.events()) == find_clusters(before.values())
    moved = replace(BY_ID["r001"], report=replace(BY_ID["r001"].report, text="Nothing of it is left. " * 9))
    put(case, [moved])
    link(case)
    lineages = {entry.report.id: entry.lineage for event in case.events() for entry in event.claims}
    assert lineages["r002"] == "r002" and lineages["r001"] == "r001"
    put(case, [replace(BY_ID["r001"], claims=())])
    link(case)
    assert all(entry.report.id != "r001" for event in case.events() for entry in event.claims)
    assert verify(case).faults == ()


def test_what_is_coded_anew_is_left_out_before_its_turn_comes(case: Case) -> None:
    """Claims that are no longer made do not hold up the batches before theirs, nor the judgements."""
    put(case, FEW)
    link(case)
    judge(case, "claim:r006-0", verdict="confirm", judged_by="A. Desk")
    judge(case, "claim:r007-0", verdict="reject", judged_by="A. Desk")
    late = {coded.report.id for coded in FEW[-8:]} | {"r008"}
    anew = [replace(coded, claims=()) if coded.report.id in late else coded for coded in FEW]
    put(case, [replace(coded, dateline=replace(coded.dateline, version="9")) for coded in anew])
    assert link(case, batch_count=1) == len(FEW)
    expected = [replace(coded, claims=()) if coded.report.id == "r007" else coded for coded in anew]
    assert find_clusters(case.events()) == find_clusters(link_reports(expected))
    assert verify(case).faults == ()


def test_who_linked_is_recorded(case: Case) -> None:
    put(case, CODED[:3])
    list(link_case(case, made_by="linking/1, by A. Desk"))
    event = next(case.events())
    assert [one.made_by for one in find_history(case, event.id)] == ["linking/1, by A. Desk"]


def test_two_runs_at_once_link_nothing_twice(case: Case) -> None:
    put(case, CODED)
    one, other = link_case(case, batch_count=20), link_case(case, batch_count=20)
    next(one)
    next(other)
    rest = sum(batch.report_count for run in (one, other) for batch in run)
    assert rest <= len(CODED)
    assert sort_events(case.events()) == sort_events(link_reports(CODED))


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_database(tmp_path: Path) -> None:
    with open_case(str(tmp_path / "whole.db"), create=True) as whole:
        put(whole, CODED)
    shutil.copy(tmp_path / "whole.db", tmp_path / "killed.db")
    with open_case(str(tmp_path / "whole.db")) as whole:
        link(whole, batch_count=5)
        expected, state = dump(whole), dump_state(whole)
    moments = Random(5)
    command = [sys.executable, str(TESTS / "link_killed.py"), str(tmp_path / "killed.db")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), os.environ.get("PYTHONPATH", "")])}
    linked = []
    for _ in range(8):
        run = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(moments.uniform(0, 0.12))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        with open_case(str(tmp_path / "killed.db")) as killed:
            linked.append(len(CODED) - count_unlinked(killed))
    assert linked == sorted(linked)
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
    with open_case(str(tmp_path / "killed.db")) as killed:
        assert dump(killed) == expected and dump_state(killed) == state
        assert verify(killed).faults == ()


def dump_state(case: Case) -> list[list[tuple[object, ...]]]:
    with case.reading() as connection:
        return [sorted(tuple(row) for row in connection.execute(table.select())) for table in LINKED]


def test_sqlite_and_postgresql_link_and_export_the_same(tmp_path: Path) -> None:
    if POSTGRES is None:
        pytest.skip("DATELINE_TEST_POSTGRES names no PostgreSQL database")
    empty_postgres(POSTGRES)
    addresses, states = (str(tmp_path / "case.db"), POSTGRES), []
    for address in addresses:
        with open_case(address, create=True) as case:
            put(case, BLURRED)
            link(case)
            judge(case, "claim:r001-0", verdict="reject", judged_by="A. Désk", note="a drill")
            states.append((dump(case), dump_state(case)))
    assert states[0] == states[1]
    for name in EXPORT_FORMATS:
        made = [tmp_path / f"{number}.out" for number in (0, 1)]
        traces = [tmp_path / f"{number}.trace" for number in (0, 1)]
        for address, path, trace in zip(addresses, made, traces, strict=True):
            words = ["export", "--db", address, "--format", name, "-o", str(path), "--trace", str(trace), "--rules"]
            assert CliRunner().invoke(cli, words).exit_code == 0
        assert made[0].read_bytes() == made[1].read_bytes() and made[0].stat().st_size > 0, name
        assert traces[0].read_bytes() == traces[1].read_bytes(), name


def test_an_older_database_is_brought_up_and_linked(tmp_path: Path) -> None:
    path = str(tmp_path / "case.db")
    with open_case(path, create=True) as case:
        put(case, CODED[:5])
        held = dump(case)["claim"]
    with sqlite3.connect(path) as connection:
        for table in ("descent", "judgement", "proof", *(table.name for table in LINKED)):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    with open_case(path) as case:
        assert dump(case)["claim"] == held
        assert link(case) == 5
        assert verify(case).faults == ()


def test_what_a_database_of_before_had_still_to_do_is_noted(tmp_path: Path) -> None:
    """Schema 0003 had no notes of it: reports new and coded anew, and a judgement, wait for the next run."""
    path = str(tmp_path / "case.db")
    with open_case(path, create=True) as case:
        put(case, CODED[:5])
        link(case)
        done = judge(case, "claim:r003-0", verdict="confirm", judged_by="A. Desk")
        link(case)
        seq = case.find_seq(None)
        put(case, [CODED[5], replace(CODED[0], claims=())])
        judge(case, "claim:r002-0", verdict="reject", judged_by="A. Desk")
        expected = dump_state(case)
    with sqlite3.connect(path) as connection:
        connection.executescript(f"""
            DROP TABLE proof; DROP TABLE unlinked_report; DROP TABLE unfollowed_judgement;
            ALTER TABLE linked_report ADD COLUMN seq BIGINT NOT NULL DEFAULT {seq};
            CREATE TABLE linked_judgement (judgement_row BIGINT PRIMARY KEY);
            INSERT INTO linked_judgement SELECT row_id FROM judgement WHERE subject_id = '{done.subject_id}';
            UPDATE alembic_version SET version_num = '0003';
        """)
    with open_case(path) as case:
        assert dump_state(case) == expected
        assert (count_unlinked(case), count_unfollowed(case)) == (2, 1)
        assert link(case) == 2 and verify(case).faults == ()
        assert (count_unlinked(case), count_unfollowed(case)) == (0, 0)


def test_a_run_goes_through_no_table_that_grows_with_the_reports(tmp_path: Path) -> None:
    """As SQLite plans it: each statement of a run looks up what it wants, but for the list of what is to be linked."""
    said: list[tuple[str, Any]] = []
    with open_case(str(tmp_path / "case.db"), create=True) as case:
        put(case, FEW)
        link(case)
        judge(case, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=FAR_DAY)
        put(case, [BY_ID["r085"]])
        sqlalchemy.event.listen(
            case.engine, "before_cursor_execute",
            lambda _, _cursor, words, values, _context, many: said.append((words, values[0] if many else values)),
        )  # fmt: skip
        assert sum(batch.report_count + batch.judgement_count for batch in link_case(case)) == 2
    with sqlite3.connect(tmp_path / "case.db") as connection:
        plans = [
            (row[3], words)
            for words, values in said
            if words.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE") and not re.search("LIMIT|0 = 1", words)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {words}", values)
        ]
    tables = "|".join(table.name for table in metadata.sorted_tables if table.name not in SMALL)
    assert any(re.match(r"SEARCH report USING INDEX", step) for step, _ in plans)
    assert [(step, words) for step, words in plans if re.match(rf"SCAN ({tables})\b", step)] == []


def test_under_a_key_of_many_claims_the_latest_are_found(case: Case) -> None:
    with case.writing() as transaction:
        near = Neighbourhood(transaction.connection, Parsed())
        near.add_pairs(claim_key, [(7, number) for number in range(1, MOST + 101)])
        near.add_pairs(claim_key, [(-8, number) for number in (5, 3)])
        assert near.find_under({7, -8, 9}) == {7: list(range(101, MOST + 101)), -8: [3, 5]}
        assert near.find_under(set()) == {}


# Judgements


def find_event(case: Case, claim_id: str, as_of: str | None = None) -> Event:
    (event,) = [one for one in judged_events(case, as_of) if claim_id in [entry.claim.id for entry in one.claims]]
    return event


def find_claim(event: Event, claim_id: str) -> Claim:
    return next(entry.claim for entry in event.claims if entry.claim.id == claim_id)


@pytest.fixture
def linked(case: Case) -> Case:
    put(case, FEW)
    link(case)
    return case


def test_a_rejected_claim_does_not_count(linked: Case) -> None:
    before = find_event(linked, "claim:r005-0")
    assert assess(before).grade == "fair"
    judge(linked, "claim:r005-0", verdict="reject", judged_by="A. Desk", note="another village")
    after = find_event(linked, "claim:r001-0")
    assert assess(after).grade == "weak" and len(after.claims) == len(before.claims) - 1
    assert after.judgements[0].startswith("claim:r005-0 rejected by A. Desk on 20")
    assert after.judgements[0].endswith(": another village")
    assert sort_events(linked.events()) == sort_events(link_reports(FEW))  # the machine's record is as it was
    judge(linked, "claim:r005-0", verdict="confirm", judged_by="B. Desk")
    assert len(find_event(linked, "claim:r001-0").claims) == len(before.claims)
    versions = [one for one in find_history(linked, "claim:r005-0") if one.kind == "judgement"]
    assert [(one.made_by, json.loads(one.body)["verdict"]) for one in versions] == [
        ("A. Desk", "reject"), ("B. Desk", "confirm"),
    ]  # fmt: skip
    assert versions[0].recorded_to == versions[1].recorded_from and versions[1].recorded_to is None
    assert verify(linked).faults == ()


def test_a_judgement_without_a_note_is_told_and_one_by_nobody_refused(linked: Case) -> None:
    judge(linked, "claim:r005-0", verdict="confirm", judged_by="A. Desk")
    told = render_history(find_history(linked, "claim:r005-0"), 80).decode()
    assert "    made by   A. Desk" in told and "    verdict   confirm" in told and "    note" not in told
    words = ["judge", "claim:r005-0", "--db", "case.db", "--by", " ", "--verdict", "confirm"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2 and "a judgement needs a name" in " ".join(result.stderr.split())


def test_the_same_judgement_again_changes_nothing(linked: Case) -> None:
    first = judge(linked, "claim:r005-0", verdict="reject", judged_by="A. Desk")
    before = verify(linked)
    assert judge(linked, "claim:r005-0", verdict="reject", judged_by="A. Desk") == first
    assert verify(linked) == before


def test_a_corrected_field_wins_and_names_its_judge(linked: Case) -> None:
    corrections = {"event_type": "armed_clash", "time.start": "2031-03-03", "time.end": "2031-03-03",
                   "casualties.0.low": 7, "casualties.0.best": 7, "casualties.0.high": 7}  # fmt: skip
    made = judge(linked, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=corrections)
    event = find_event(linked, "claim:r005-0")
    claim = find_claim(event, "claim:r005-0")
    assert (claim.event_type, claim.time.start, claim.casualties[0].best) == ("armed_clash", "2031-03-03", 7)
    assert claim.codes["acled"] == {"event_type": "Battles", "sub_event_type": "Armed clash"}
    assert claim.made_by["event_type"] == f"judgement by A. Desk, {made.judged_at[:10]}"
    assert "places" not in claim.made_by
    (row,) = [line for line in export_events([event], "csv").data.decode().splitlines() if line.startswith(event.id)]
    assert row.startswith(f"{event.id},attack; armed_clash,")
    assert max(toll.high for toll in assess(event).tolls if toll.kind == "killed") == 7


def test_a_rejected_link_takes_the_claim_apart_for_good(linked: Case) -> None:
    event = find_event(linked, "claim:r005-0")
    judge(linked, f"{event.id}/claim:r005-0", verdict="reject", judged_by="A. Desk")
    assert [entry.claim.id for entry in find_event(linked, "claim:r005-0").claims] == ["claim:r005-0"]
    assert "claim:r005-0" not in [entry.claim.id for entry in find_event(linked, "claim:r001-0").claims]
    relink_case(linked)
    assert len(find_event(linked, "claim:r005-0").claims) == 1
    ids = [one.id for one in judged_events(linked)]
    assert len(ids) == len(set(ids))
    judge(linked, f"{event.id}/claim:r005-0", verdict="confirm", judged_by="B. Desk")
    assert find_event(linked, "claim:r005-0").id == event.id
    assert find_history(linked, f"{event.id}/claim:r005-0")[0].kind == "judgement"


def test_the_first_claim_of_an_event_can_be_taken_apart(linked: Case) -> None:
    event = find_event(linked, "claim:r001-0")
    judge(linked, f"{event.id}/claim:r001-0", verdict="reject", judged_by="A. Desk")
    apart, rest = find_event(linked, "claim:r001-0"), find_event(linked, "claim:r005-0")
    assert rest.id == event.id != apart.id and len(apart.claims) == 1


def test_a_rejected_event_is_not_shown(linked: Case) -> None:
    event = find_event(linked, "claim:r005-0")
    judge(linked, event.id, verdict="confirm", judged_by="A. Desk")
    assert find_event(linked, "claim:r005-0").judgements[0].startswith(f"{event.id} confirmed by A. Desk")
    judge(linked, event.id, verdict="reject", judged_by="A. Desk")
    assert event.id not in [one.id for one in judged_events(linked)]


def test_judgements_of_a_day_are_read_with_the_record_of_that_day(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [f"2032-01-0{day}T10:00:00.000000Z" for day in range(1, 5)]
    monkeypatch.setattr("dateline.store.ledger.now_instant", lambda: days[0])
    put(case, FEW)
    link(case)
    for day, verdict in zip(days[1:], ("reject", "confirm"), strict=False):
        monkeypatch.setattr("dateline.store.ledger.now_instant", lambda day=day: day)
        judge(case, "claim:r005-0", verdict=verdict, judged_by="A. Desk")  # type: ignore[arg-type]
    counts = [len(find_event(case, "claim:r001-0", day).claims) for day in ("2032-01-01", "2032-01-02", "2032-01-03")]
    assert counts == [5, 4, 5]
    assert list(judged_events(case, "2031-12-31")) == []


@pytest.mark.parametrize(
    ("subject", "corrections", "message"),
    [
        ("claim:none", {}, "is the id of no claim, event or link that stands"),
        ("event:none/claim:r001-0", {}, "is no link that stands"),
        ("claim:r001-0", {"event_type": "quarrel"}, "quarrel is no event type"),
        ("claim:r001-0", {"status": "perhaps"}, "status: Input should be 'occurred'"),
        ("claim:r001-0", {"time.begin": "2031-03-04"}, "has no field time.begin"),
        ("claim:r001-0", {"places.7.lat": 1.0}, "has no field places.7.lat"),
        ("claim:r001-0", {"places.0.lat": 91.0}, "is no point on Earth"),
        ("claim:r001-0", {"time.start": "Tuesday"}, "Invalid isoformat string: 'Tuesday'"),
        ("claim:r001-0", {"time.end": "2031-01-01"}, "time.end is before time.start"),
        ("claim:r001-0", {"casualties.0.low": 99}, "must not fall"),
        ("claim:r001-0", {"id": "claim:x"}, "a field that is not to be corrected"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(
    linked: Case, subject: str, corrections: dict[str, object], message: str
) -> None:
    verdict = "correct" if corrections else "reject"
    before = verify(linked)
    with pytest.raises(JudgementError, match=message):
        judge(linked, subject, verdict=verdict, judged_by="A. Desk", corrections=corrections)  # type: ignore[arg-type]
    assert verify(linked) == before


def test_a_correction_that_no_longer_fits_is_said(linked: Case) -> None:
    judge(linked, "claim:r001-0", verdict="correct", judged_by="A. Desk", corrections={"places.0.name": "Sel"})
    put(linked, [replace(BY_ID["r001"], claims=tuple(replace(one, places=()) for one in BY_ID["r001"].claims))])
    link(linked)
    event = find_event(linked, "claim:r001-0")
    assert find_claim(event, "claim:r001-0").places == ()
    assert any("no longer fits" in said for said in event.judgements)


# Linking follows judgements


def list_claims(case: Case) -> set[frozenset[str]]:
    """The events as they are recorded, by the ids of their claims."""
    return {frozenset(entry.claim.id for entry in event.claims) for event in case.events()}


def correct_coded(coded: Iterable[CodedReport], claim_id: str, day: str) -> list[CodedReport]:
    """The reports as if that claim had been coded with that day."""
    return [
        replace(one, claims=tuple(
            replace(claim, time=replace(claim.time, start=day, end=day)) if claim.id == claim_id else claim
            for claim in one.claims
        ))
        for one in coded
    ]  # fmt: skip


FAR_DAY = {"time.start": "2031-05-09", "time.end": "2031-05-09"}


def test_a_corrected_day_moves_the_claim_and_nothing_else(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [f"2032-01-0{day}T10:00:00.000000Z" for day in range(1, 4)]
    monkeypatch.setattr("dateline.store.ledger.now_instant", lambda: days[0])
    put(case, FEW)
    link(case)
    before = {event.id: event for event in case.events()}
    home = find_event(case, "claim:r005-0")
    monkeypatch.setattr("dateline.store.ledger.now_instant", lambda: days[1])
    judge(case, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=FAR_DAY)
    assert (count_unlinked(case), count_unfollowed(case)) == (0, 1)
    monkeypatch.setattr("dateline.store.ledger.now_instant", lambda: days[2])
    (batch,) = link_case(case)
    assert (batch.report_count, batch.judgement_count, count_unfollowed(case)) == (0, 1, 0)
    assert (batch.change.changed_ids, len(batch.change.new_ids), batch.change.gone_ids) == ((home.id,), 1, ())
    after = {event.id: event for event in case.events()}
    assert {key for key in before if before[key] == after[key]} == before.keys() - {home.id}
    moved = find_event(case, "claim:r005-0")
    assert [entry.claim.id for entry in moved.claims] == ["claim:r005-0"]
    assert find_claim(moved, "claim:r005-0").time.start == "2031-05-09"
    assert not any("claim:r005-0" in reason.split(" to ")[0] for reason in after[home.id].links)
    corrected = link_reports(correct_coded(FEW, "claim:r005-0", "2031-05-09"))
    assert find_clusters(case.events()) == find_clusters(corrected)
    assert [len(find_event(case, "claim:r005-0", day[:10]).claims) for day in days] == [5, 5, 1]
    assert find_claim(find_event(case, "claim:r005-0", "2032-01-01"), "claim:r005-0").time.start != "2031-05-09"
    old, new = (one for one in find_history(case, home.id) if one.kind == "event")
    assert "claim:r005-0" in old.body and "claim:r005-0" not in new.body
    assert (link(case), list(link_case(case))) == (0, [])
    relink_case(case)
    assert find_clusters(case.events()) == find_clusters(corrected) and verify(case).faults == ()


def test_a_correction_brings_a_claim_to_its_event_and_is_taken_back(case: Case) -> None:
    """Coded with a wrong day it stands alone; corrected it joins, for new reports too; confirmed as coded it leaves."""
    put(case, correct_coded(FEW, "claim:r005-0", "2031-05-09"))
    link(case)
    assert frozenset({"claim:r005-0"}) in list_claims(case)
    day = next(claim for claim in BY_ID["r005"].claims if claim.id == "claim:r005-0").time.start
    judge(case, "claim:r005-0", verdict="correct", judged_by="A. Desk",
          corrections={"time.start": day, "time.end": day})  # fmt: skip
    link(case)
    assert find_clusters(case.events()) == find_clusters(link_reports(FEW))
    put(case, [BY_ID["r085"]])
    link(case)
    assert find_clusters(case.events()) == find_clusters(link_reports([*FEW, BY_ID["r085"]]))
    judge(case, "claim:r005-0", verdict="confirm", judged_by="B. Desk")
    link(case)
    assert frozenset({"claim:r005-0"}) in list_claims(case)
    assert verify(case).faults == ()


@pytest.mark.parametrize(
    "corrections",
    [{"event_type": "natural_disaster"}, {"places.0.lat": 61.0, "places.0.lon": 90.0, "places.0.name": "Elsewhere"}],
)
def test_a_corrected_type_or_place_moves_the_claim(linked: Case, corrections: dict[str, object]) -> None:
    judge(linked, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=corrections)
    link(linked)
    assert frozenset({"claim:r005-0"}) in list_claims(linked)
    relink_case(linked)
    assert frozenset({"claim:r005-0"}) in list_claims(linked)


def tell(report_id: str, sentence: str, doer: str, killed: int, place: str, lat: float) -> CodedReport:
    """A report of shelling by a group, on the day of r012 and at a place near it."""
    model = BY_ID["r012"]
    span = Span(0, len(sentence), sentence)
    claim = replace(
        model.claims[0], id=f"claim:{report_id}-0", evidence=(span,), trigger=span,
        actors=(Actor("initiator", span, doer, None, "rebel_group"),),
        places=(replace(model.claims[0].places[0], name=place, gazetteer_id=None, lat=lat, error_km=12.0),),
        casualties=(Toll("killed", "people", None, killed, killed, killed, None, span),),
    )  # fmt: skip
    return replace(model, report=replace(model.report, id=report_id, text=sentence), claims=(claim,))


TWO_TOLD = (
    tell("t001", "Shells fell on the town market at noon.", "Army", 7, "Talbor", 10.6),
    tell("t002", "A dozen houses were destroyed by mortar fire, a doctor said.", "Lake Militia", 40, "Elim", 10.7),
)


@pytest.mark.parametrize(
    ("corrections", "killed"),
    [
        ({"actors.0.name": "Army", "actors.0.kind": "state_forces"}, 40),
        ({"casualties.0.low": 7, "casualties.0.best": 7, "casualties.0.high": 7}, 7),
    ],
    ids=["actor", "toll"],
)
def test_a_corrected_actor_or_toll_moves_the_claim(case: Case, corrections: dict[str, object], killed: int) -> None:
    """Two towns 11 km apart shelled by two groups with two tolls: two events; with one doer or one toll one."""
    apart, together = (
        {frozenset({"claim:t001-0"}), frozenset({"claim:t002-0"})},
        {frozenset({"claim:t001-0", "claim:t002-0"})},
    )
    put(case, TWO_TOLD)
    link(case)
    assert list_claims(case) == apart
    judge(case, "claim:t002-0", verdict="correct", judged_by="A. Desk", corrections=corrections)
    (batch,) = link_case(case)
    assert (batch.report_count, batch.claim_count, batch.judgement_count) == (0, 1, 1)
    assert list_claims(case) == together
    assert [toll.best for toll in assess(find_event(case, "claim:t002-0")).tolls] == [killed]
    machine = next(claim for _, claim in case.claims() if claim.id == "claim:t002-0")
    assert machine == TWO_TOLD[1].claims[0]
    relink_case(case)
    assert list_claims(case) == together
    judge(case, "claim:t002-0", verdict="confirm", judged_by="A. Desk")
    link(case)
    assert list_claims(case) == apart and verify(case).faults == ()


def test_a_rejected_claim_is_in_no_event_until_it_is_confirmed(linked: Case) -> None:
    before = find_clusters(linked.events())
    judge(linked, "claim:r005-0", verdict="reject", judged_by="A. Desk")
    for again in (False, True):
        relink_case(linked) if again else link(linked)
        assert not any("claim:r005-0" in claims for claims in list_claims(linked))
    put(linked, [replace(BY_ID["r005"], dateline=replace(BY_ID["r005"].dateline, version="9"))])
    assert link(linked) == 1  # coded anew by another version, it is still rejected
    assert not any("claim:r005-0" in claims for claims in list_claims(linked))
    judge(linked, "claim:r005-0", verdict="confirm", judged_by="A. Desk")
    link(linked)
    assert find_clusters(linked.events()) == before and verify(linked).faults == ()


def test_a_judgement_before_the_first_link_is_followed(case: Case) -> None:
    put(case, FEW)
    judge(case, "claim:r005-0", verdict="reject", judged_by="A. Desk")
    judge(case, "claim:r001-0", verdict="correct", judged_by="A. Desk", corrections=FAR_DAY)
    link(case)
    found = list_claims(case)
    assert frozenset({"claim:r001-0"}) in found and not any("claim:r005-0" in claims for claims in found)
    assert count_unfollowed(case) == 0


def find_two(case: Case) -> tuple[Event, Event]:
    """The event of r005, and another of several claims."""
    one = find_event(case, "claim:r005-0")
    return one, next(event for event in judged_events(case) if event.id != one.id and len(event.claims) > 1)


def test_two_events_that_a_person_makes_one_stay_one_until_another_judgement(linked: Case) -> None:
    before = list_claims(linked)
    one, other = find_two(linked)
    both = frozenset(entry.claim.id for event in (one, other) for entry in event.claims)
    pair = f"{one.id}={other.id}"
    made = judge(linked, pair, verdict="confirm", judged_by="A. Desk", note="one raid")
    for step in (lambda: 0, lambda: link(linked), lambda: relink_case(linked)):
        step()
        shown = find_event(linked, "claim:r005-0")
        assert frozenset(entry.claim.id for entry in shown.claims) == both
        assert made.describe() in shown.judgements and made.describe().endswith(": one raid")
        assert len(list(judged_events(linked))) == len(before) - 1
    assert both in list_claims(linked) and any("judged/1" in reason for reason in shown.links)
    put(linked, [BY_ID["r085"]])
    link(linked)
    assert any(both <= claims for claims in list_claims(linked))
    put(linked, [replace(BY_ID["r085"], claims=())])
    judge(linked, f"{other.id}={one.id}", verdict="reject", judged_by="B. Desk")
    assert len({event.id for event in judged_events(linked)}) > len(before) - 1  # shown at once
    link(linked)
    assert list_claims(linked) == before
    assert {one.id, other.id} <= {event.id for event in linked.events()}
    relink_case(linked)
    assert list_claims(linked) == before
    versions = find_history(linked, f"{other.id}={one.id}")
    assert [json.loads(version.body)["verdict"] for version in versions] == ["confirm", "reject"]
    assert verify(linked).faults == ()


def test_a_claim_that_is_split_off_stays_off_and_is_put_back(linked: Case) -> None:
    before = list_claims(linked)
    event = find_event(linked, "claim:r005-0")
    name = f"{event.id}/claim:r005-0"
    judge(linked, name, verdict="reject", judged_by="A. Desk")
    link(linked)
    rest = frozenset(entry.claim.id for entry in event.claims) - {"claim:r005-0"}
    assert rest in list_claims(linked) and frozenset({"claim:r005-0"}) in list_claims(linked)
    put(linked, [BY_ID["r085"]])
    link(linked)
    relink_case(linked)
    assert not any({"claim:r005-0", "claim:r001-0"} <= claims for claims in list_claims(linked))
    put(linked, [replace(BY_ID["r085"], claims=())])
    judge(linked, name, verdict="confirm", judged_by="B. Desk")
    assert find_event(linked, "claim:r005-0").id == event.id
    link(linked)
    assert list_claims(linked) == before and verify(linked).faults == ()


def test_a_confirmed_link_holds_a_claim_whose_day_was_corrected(linked: Case) -> None:
    event = find_event(linked, "claim:r005-0")
    judge(linked, f"{event.id}/claim:r005-0", verdict="confirm", judged_by="A. Desk")
    judge(linked, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=FAR_DAY)
    link(linked)
    assert find_event(linked, "claim:r005-0").id == event.id
    relink_case(linked)
    assert len(find_event(linked, "claim:r005-0").claims) == len(event.claims)


def test_of_judgements_that_cannot_both_hold_the_later_one_does(linked: Case) -> None:
    """The event made one with another is known by its first claim; that claim is then said not to be of the whole."""
    before = list_claims(linked)
    one, other = find_two(linked)
    judge(linked, f"{one.id}={other.id}", verdict="confirm", judged_by="A. Desk")
    link(linked)
    merged = find_event(linked, other.claims[0].claim.id)
    later = other if merged.id == one.id else one
    name = f"{merged.id}/{later.claims[0].claim.id}"
    judge(linked, name, verdict="reject", judged_by="B. Desk")
    link(linked)
    apart = find_event(linked, later.claims[0].claim.id)
    assert merged.claims[0].claim.id not in [entry.claim.id for entry in apart.claims]
    assert any("no longer followed" in said for event in judged_events(linked) for said in event.judgements)
    assert len(list_claims(linked)) == len(before)


def test_events_with_claims_that_were_split_are_not_made_one(linked: Case) -> None:
    home, other = find_two(linked)
    judge(linked, f"{home.id}/claim:r005-0", verdict="reject", judged_by="A. Desk")
    link(linked)
    goal = other.claims[0].claim
    corrections = {"time.start": goal.time.start, "time.end": goal.time.end, "event_type": goal.event_type}
    for name in ("lat", "lon", "name", "country", "gazetteer_id", "error_km"):
        corrections[f"places.0.{name}"] = getattr(goal.places[0], name)
    judge(linked, "claim:r005-0", verdict="correct", judged_by="A. Desk", corrections=corrections)
    link(linked)
    joined = find_event(linked, "claim:r005-0")
    assert joined.id == other.id and len(joined.claims) == len(other.claims) + 1
    before = verify(linked)
    with pytest.raises(JudgementError, match=f"cannot be made one: {home.id}/claim:r005-0 rejected by A. Desk"):
        judge(linked, f"{home.id}={joined.id}", verdict="confirm", judged_by="B. Desk")
    for subject in (f"{home.id}={home.id}", f"{home.id}=event:none"):
        with pytest.raises(JudgementError, match="is no pair of events that stand"):
            judge(linked, subject, verdict="confirm", judged_by="B. Desk")
    assert verify(linked) == before


# Commands


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit | JudgementError | StoreError)
    return result.exit_code, result.stdout, result.stderr or str(result.exception or "")


def test_the_commands(tmp_path: Path) -> None:
    database = str(tmp_path / "case.db")
    with open_case(database, create=True) as case:
        put(case, CODED)
    status, _, said = run("events", "--db", database)
    assert status == 0 and "151 reports of" in said and "not linked yet;" in said and "run: dateline link" in said
    status, _, said = run("link", "--db", database, "--events", str(tmp_path / "new.jsonl"))
    assert status == 0
    assert "151 reports (45 of them copies) with 171 claims linked; events: 42 new, 0 changed; " in said
    lines = [json.loads(line) for line in (tmp_path / "new.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 42 and all(line["assessment"]["grade_rule"].startswith("grade/") for line in lines)
    assert "nothing to link" in run("link", "--db", database)[2]
    assert "events: 0 new, 0 changed; " in run("link", "--db", database, "--again", "--by", "A. Desk")[2]
    assert run("verify", "--db", database)[0] == 0
    (first,) = [line for line in lines if "claim:r005-0" in [claim["id"] for claim in line["claims"]]]
    words = ("judge", "claim:r005-0", "--db", database, "--by", "A. Desk")
    assert run(*words, "--verdict", "reject", "--note", "a drill")[0] == 0
    table = run("events", "--db", database)[1]
    block = next(block for block in table.split("\n\n") if block.startswith(first["id"]))
    assert "grade     weak (grade/single-source); clarity 1" in block
    assert "judged    claim:r005-0 rejected by A. Desk on 20" in block
    assert all(len(line) <= 80 for line in table.splitlines())
    assert table.endswith("\n42 events\n")
    assert run(*words, "--verdict", "correct")[0] == 2
    assert run(*words, "--verdict", "correct", "--set", "event_type")[0] == 2
    assert run(*words, "--verdict", "correct", "--set", "event_type=armed_clash", "--set", "hedges=[]")[0] == 0
    csv = run("events", "--db", database, "--format", "csv", "--type", "armed_clash")[1]
    assert f"{first['id']},attack; armed_clash," in csv and "event_type, hedges" in csv
    assert len(csv.splitlines()) < 42 < len(run("events", "--db", database, "--format", "csv")[1].splitlines())


def test_export_takes_a_case_or_a_file(tmp_path: Path) -> None:
    database = str(tmp_path / "case.db")
    with open_case(database, create=True) as case:
        put(case, CODED)
        link(case)
    status, made, _ = run("export", "--db", database, "--format", "csv", "--grade", "contested")
    assert status == 0
    graded = [event for event in link_reports(CODED) if assess(event).grade == "contested"]
    assert sorted(line.split(",")[0] for line in made.splitlines()[1:]) == sorted(event.id for event in graded)
    assert run("export", "--db", database, "--format", "csv", "--as-of", "2001-01-01")[1].count("\n") == 1
    status, lines, _ = run("export", "--db", database, "--format", "jsonl")
    (tmp_path / "events.jsonl").write_text(lines, encoding="utf-8")
    assert run("export", str(tmp_path / "events.jsonl"), "--format", "jsonl")[1] == lines
    for words in ((), (str(tmp_path / "events.jsonl"), "--db", database),
                  (str(tmp_path / "events.jsonl"), "--as-of", "2026-03-05"),
                  ("--db", database, "--as-of", "Tuesday")):  # fmt: skip
        assert run("export", *words, "--format", "csv")[0] == 2
    status, _, said = run("export", "--db", str(tmp_path / "none.db"), "--format", "csv")
    assert status == 1 and "none.db does not exist; make it" in said
