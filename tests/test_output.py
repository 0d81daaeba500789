"""The output formats: JSON lines, table, CSV, schema, and the file they go to."""

from __future__ import annotations

import csv
import dataclasses
import errno
import io
import json
import typing
from pathlib import Path
from types import MappingProxyType

import pytest
from pydantic import TypeAdapter
from rich.cells import cell_len
from sample_reports import ANNOTATED, CAPTURE, CLASH, CODED, DENIAL, EMPTY, OUTLET, SEIZURE, make_claim, span

from dateline import model
from dateline.codebook import event_types
from dateline.model import Actor, AnnotatedReport, CodedReport, Materiel, Place, Source, Span, Toll, When
from dateline.output import FORMATS, make_writer, words
from dateline.output.csv import COLUMNS, claim_row
from dateline.output.jsonl import REPORT_KEYS, format_line
from dateline.output.schema import build_schema, field_notes
from dateline.output.sink import FileSink, OutputError
from dateline.output.table import render_report

SPAN = Span(0, 1, "x")
CONTRACT_REPORT_KEYS = [
    "id", "path", "url", "title", "outlet", "byline", "dateline", "published", "published_from", "language",
    "captions", "text",
]  # fmt: skip
CONTRACT_CLAIM_KEYS = [
    "id", "evidence", "trigger", "event_type", "codes", "actors", "places", "time", "casualties", "materiel",
    "sources", "stance", "status", "hedges", "confidence", "made_by", "unknown", "user_type",
]  # fmt: skip


def row(coded: CodedReport, claim: model.Claim) -> dict[str, str]:
    return dict(zip(COLUMNS, claim_row(coded, claim), strict=True))


# --- JSON lines


def test_keys_stand_in_the_order_of_the_contract() -> None:
    record = json.loads(format_line(CODED))
    assert list(record) == ["report", "claims", "dateline"]
    assert [key for key in record["report"] if key in CONTRACT_REPORT_KEYS] == CONTRACT_REPORT_KEYS
    assert list(record["claims"][0]) == CONTRACT_CLAIM_KEYS
    assert list(record["dateline"]) == ["version", "model", "schema"]
    assert set(REPORT_KEYS) == {field.name for field in dataclasses.fields(model.Report)}


@pytest.mark.parametrize("record", [CODED, EMPTY, ANNOTATED])
def test_a_line_holds_the_whole_record(record: CodedReport | AnnotatedReport) -> None:
    line = format_line(record)
    assert line.count(b"\n") == 1
    assert TypeAdapter(type(record)).validate_json(line) == record


def test_spans_in_a_line_cut_their_words() -> None:
    record = json.loads(format_line(CODED))
    spans = [claim["trigger"] for claim in record["claims"]] + [
        s for claim in record["claims"] for s in claim["evidence"]
    ]
    assert all(record["report"]["text"][s["start"] : s["end"]] == s["text"] for s in spans)


def test_read_only_mappings_and_undecodable_paths_are_written() -> None:
    claim = dataclasses.replace(SEIZURE, made_by=MappingProxyType({"time": "dates/x"}))
    report = dataclasses.replace(CODED.report, path="caf\udce9.txt", text="Żółw")
    record = json.loads(format_line(dataclasses.replace(CODED, report=report, claims=(claim,))))
    assert record["report"]["path"] == "caf\udce9.txt"
    assert record["report"]["text"] == "Żółw"
    assert record["claims"][0]["made_by"] == {"time": "dates/x"}
    assert list(record["report"]) == list(REPORT_KEYS)


# --- words


def toll(low: int | None, best: int | None, high: int | None, *, part_of: int | None = None, **more: str) -> Toll:
    return Toll("killed", more.get("group"), None, low, best, high, part_of, Span(0, 4, more.get("words", "many")))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (toll(12, 12, 12), "12"),
        (toll(0, 0, 0), "0"),
        (toll(12, 12, None), "12 or more"),
        (toll(24, None, None), "24 or more"),
        (toll(None, 12, None), "about 12"),
        (toll(None, 12, 12), "nearly 12"),
        (toll(None, None, 12), "up to 12"),
        (toll(10, None, 15), "10-15"),
        (toll(1200, 1200, 1200), "1,200"),
        (toll(None, None, None), "?"),
    ],
)
def test_describe_number(count: Toll, expected: str) -> None:
    assert words.describe_number(count) == expected


@pytest.mark.parametrize(
    ("tolls", "expected"),
    [
        ((), ""),
        ((toll(None, None, None, words="heavy losses"),), "killed ? (“heavy losses”)"),
        (
            (toll(12, 12, 12, group="civilians"), toll(3, 3, 3, part_of=0, group="children")),
            "killed 12 (civilians), of them 3 (children)",
        ),
        # A part that stands before its whole, a part of a part, and two that point at each other: none is lost.
        ((toll(3, 3, 3, part_of=1), toll(9, 9, 9)), "killed 9, of them 3"),
        ((toll(9, 9, 9), toll(3, 3, 3, part_of=0), toll(1, 1, 1, part_of=1)), "killed 9, of them 3, of them 1"),
        ((toll(1, 1, 1, part_of=1), toll(2, 2, 2, part_of=0)), "killed 1, of them 2"),
        ((toll(5, 5, 5, part_of=7),), "killed 5"),
    ],
)
def test_describe_tolls(tolls: tuple[Toll, ...], expected: str) -> None:
    assert words.describe_tolls(tolls) == expected


def actors(*pairs: tuple[str, str]) -> model.Claim:
    return make_claim(actors=tuple(Actor(role, SPAN, name, None, "unknown") for role, name in pairs))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], "?"),
        ([("initiator", "A"), ("target", "B")], "A > B"),
        ([("initiator", "A"), ("initiator", "A"), ("initiator", "C"), ("target", "B")], "A and C > B"),
        ([("target", "B")], "? > B"),
        ([("initiator", "A")], "A"),
        ([("party", "A"), ("party", "B"), ("party", "C")], "A, B and C (parties)"),
        ([("party", "A")], "A (party)"),
        ([("affected", "B")], "? > B (affected)"),
        ([("initiator", "A"), ("affected", "B")], "A; B (affected)"),
    ],
)
def test_describe_actors(pairs: list[tuple[str, str]], expected: str) -> None:
    assert words.describe_actors(actors(*pairs)) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((), "?"),
        ((Place(SPAN, "Homs", "in", 34.7, 36.7, "SYR", precision=1),), "Homs, SYR"),
        ((Place(SPAN, "Homs", "near"),), "near Homs (not located)"),
        ((Place(SPAN, "Homs", "direction_of", 1.0, 1.0, bearing="NE"),), "NE of Homs"),
        ((Place(SPAN, "Homs", "toward", 1.0, 1.0, precision=3),), "toward Homs (region only)"),
        ((Place(SPAN, "Syria", "in", 1.0, 1.0, precision=4),), "Syria (country only)"),
        (CLASH.places, "between Khardoun, XXA and Beit Nasr, XXA"),
    ],
)
def test_describe_places(places: tuple[Place, ...], expected: str) -> None:
    assert words.describe_places(places) == expected


@pytest.mark.parametrize(
    ("when", "reason", "expected"),
    [
        (When(), None, "no date"),
        (When(), "no_publication_date", "no date (the report has no publication date)"),
        (When(span("Tuesday")), "no_publication_date", "no date (“Tuesday”: the report has no publication date)"),
        (When(span("Tuesday"), "2026-03-03", "2026-03-03", "day"), None, "2026-03-03 (“Tuesday”)"),
        (When(None, "2026-03-03", "2026-03-05", "week"), None, "2026-03-03 to 2026-03-05 (news of the day)"),
        (When(span("Tuesday"), "2026-03-03", None, "month"), None, "from 2026-03-03 (“Tuesday”)"),
    ],
)
def test_describe_time(when: When, reason: str | None, expected: str) -> None:
    assert words.describe_time(when, reason) == expected


@pytest.mark.parametrize(
    ("sources", "stance", "expected"),
    [
        ((), "affirms", "?"),
        ((dataclasses.replace(OUTLET, name=None),), "affirms", "the outlet (not named)"),
        ((dataclasses.replace(OUTLET, name="X"),), "cannot_verify", "X (outlet) cannot verify it"),
        (
            (Source(None, "local_media", SPAN, None, None, True), OUTLET),
            "affirms",
            "x (local media, unnamed), via Upland Wire (outlet)",
        ),
        (CLASH.sources, "affirms", "sources close to the governor (unnamed), via Upland Wire (outlet)"),
    ],
)
def test_describe_chain(sources: tuple[Source, ...], stance: str, expected: str) -> None:
    assert words.describe_chain(make_claim(sources=sources, stance=stance)) == expected


def test_a_disputed_claim_does_not_read_as_having_occurred() -> None:
    assert words.describe_status(DENIAL) == "DENIED"
    assert words.describe_status(make_claim(status="planned", stance="doubts")) == "planned: DOUBTED"


def test_describe_materiel_groups_by_what_became_of_it() -> None:
    gun = Materiel("57 mm cannon", "artillery", None, "destroyed", SPAN, calibre="57 mm")
    assert words.describe_materiel((*CAPTURE.materiel, gun)) == (
        "captured: 2 x T-55 tanks, cannon (57 mm); destroyed: 57 mm cannon"
    )


# --- table


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_of_the_table_is_wider_than_the_terminal(width: int) -> None:
    long_name = "武装勢力" * 20 + "Battalion-of-the-Martyrs-of-the-Upper-Valley" * 3
    claim = make_claim(actors=(Actor("initiator", SPAN, long_name, None, "unknown"),))
    table = render_report(dataclasses.replace(CODED, claims=(*CODED.claims, claim)), width=width)
    assert max(cell_len(line) for line in table.splitlines()) <= width
    assert "".join(table.split()).count("Battalion-of-the-Martyrs-of-the-Upper-Valley") == 3


def test_the_table_shows_what_an_analyst_asks_for() -> None:
    table = render_report(CODED)
    for expected in (
        "Upland Wire, 2026-03-05: Fighters take grain silo near Khardoun, says Front",
        "4 claims | en | reports/silo.txt",
        " 1  non_state_actor_overtakes_territory, occurred",
        "    who   Northern Front > the army",
        "    where Tal Zahra grain silo (not located)",
        "    when  2026-03-03 (“Tuesday”)",
        "    toll  killed 12 or more (soldiers), of them 3 (officers)",
        " 2  air_drone_strike, DENIED",
        "    says  the army (official) denies it, via Upland Wire (outlet)",
        " 3  armed_clash, ongoing, hedged (“reportedly”)",
        "    arms  captured: 2 x T-55 tanks, cannon (57 mm)",
    ):
        assert expected in table


@pytest.mark.parametrize("claim", CODED.claims)
def test_the_quoted_words_hold_the_trigger(claim: model.Claim) -> None:
    for width in (40, 80):
        quoted = render_report(dataclasses.replace(CODED, claims=(claim,)), width=width).split("    text  ")[1]
        assert claim.trigger.text in quoted


def test_a_long_path_keeps_its_end() -> None:
    report = dataclasses.replace(CODED.report, path="/a/very/long" * 10 + "/silo.txt")
    line = render_report(dataclasses.replace(CODED, report=report)).splitlines()[1]
    assert line.startswith("4 claims | en | …")
    assert line.endswith("/silo.txt")
    assert len(line) == 80


def test_a_report_without_claims_says_why() -> None:
    assert "no claims (this language is not read) | ar | standard input" in render_report(EMPTY)


def test_right_to_left_names_are_isolated_and_reports_cannot_repaint_the_screen() -> None:
    assert "\u2068مواجهات\u2069" in render_report(EMPTY)
    wicked = dataclasses.replace(CODED.report, title="\x1b[2J\u202eevil\x07", outlet="a\nb\x9b31m")
    table = render_report(dataclasses.replace(CODED, report=wicked))
    assert "a b31m, 2026-03-05: [2Jevil" in table
    assert not set("\x1b\x07\x9b\u202e") & set(table)


def test_colour_is_there_when_wanted_alone() -> None:
    assert "\x1b[" in render_report(CODED, colour=True)
    assert "\x1b[" not in render_report(CODED, colour=False)


def test_table_ends_with_the_counts() -> None:
    writer = make_writer("table")
    writer.add(CODED)
    assert writer.end() == b""
    writer.add(EMPTY)
    assert writer.end() == b"\n2 reports, 4 claims\n"


# --- CSV


def test_every_row_has_every_column() -> None:
    writer = make_writer("csv")
    rows = list(csv.reader(io.StringIO((writer.begin() + writer.add(CODED) + writer.add(EMPTY)).decode())))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 5
    assert {len(cells) for cells in rows} == {len(COLUMNS)}


def test_cells_of_a_claim() -> None:
    cells = row(CODED, SEIZURE)
    expected = {
        "claim_id": "00ff-1", "outlet": "Upland Wire", "byline": "S. Maren; K. Ilves",
        "acled_sub_event_type": "Non-state actor overtakes territory", "cameo": "19", "ucdp": "",
        "initiators": "Northern Front", "initiator_ids": "", "targets": "the army", "time_start": "2026-03-03",
        "killed_low": "12", "killed_best": "12", "killed_high": "", "injured_best": "",
        "toll_bests": "12; 3", "toll_highs": "; 3", "toll_subset_of": "; 0",
        "sources": "Northern Front; Upland Wire", "source_kinds": "party; outlet", "first_source_anonymous": "no",
        "trigger": "seized",
    }  # fmt: skip
    assert {name: cells[name] for name in expected} == expected


def test_two_wholes_are_not_added_up() -> None:
    cells = row(CODED, make_claim(casualties=(toll(5, 5, 5), toll(2, 2, 2))))
    assert (cells["killed_best"], cells["toll_bests"]) == ("", "5; 2")


def test_columns_of_a_group_hold_as_many_items() -> None:
    claim = make_claim(places=(Place(SPAN, "a; b", "in"), Place(SPAN, "c", "in", 1.5, -2.5, "SYR")))
    cells = row(CODED, claim)
    assert (cells["places"], cells["latitudes"], cells["countries"]) == ("a, b; c", "; 1.5", "; SYR")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1 for peace", "'+1 for peace"),
        ("-x", "'-x"),
        ("@all", "'@all"),
        ("\t=1+1", "'=1+1"),
        ("a\r\nb\x00c", "a b c"),
        ("fine - really", "fine - really"),
    ],
)
def test_a_cell_is_never_a_formula(title: str, expected: str) -> None:
    coded = dataclasses.replace(CODED, report=dataclasses.replace(CODED.report, title=title))
    assert row(coded, SEIZURE)["title"] == expected


def test_negative_coordinates_stay_numbers() -> None:
    assert row(CODED, DENIAL)["longitudes"] == "-3.2"
    assert row(CODED, CLASH)["longitudes"] == "-3.2; -3.1"


# --- schema


@pytest.mark.parametrize("record_type", [CodedReport, AnnotatedReport])
def test_schema_is_open_complete_and_described(record_type: type[CodedReport] | type[AnnotatedReport]) -> None:
    schema = build_schema(record_type)
    for name, definition in [(record_type.__name__, schema), *schema["$defs"].items()]:
        assert definition["additionalProperties"] is True, name
        assert definition["required"] == list(definition["properties"]), name
        assert definition["description"], name
        for field, prop in definition["properties"].items():
            assert prop["description"], f"{name}.{field}"


def test_schema_lists_the_values() -> None:
    claim = build_schema(CodedReport)["$defs"]["Claim"]["properties"]
    assert claim["status"]["enum"] == list(typing.get_args(model.Status))
    assert claim["event_type"]["enum"] == list(event_types())
    assert list(claim) == CONTRACT_CLAIM_KEYS


def test_field_notes_are_the_model() -> None:
    types = {name: value for name, value in vars(model).items() if dataclasses.is_dataclass(value)}
    notes = field_notes()
    assert set(notes) == set(types)
    for name, record_type in types.items():
        assert set(notes[name]) == {field.name for field in dataclasses.fields(record_type)}, name


# --- where it goes


def test_an_earlier_file_stays_until_the_run_ends(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_text("earlier")
    with FileSink(target) as sink:
        sink.write(b"one\n")
        assert target.read_text() == "earlier"
        assert next(tmp_path.glob("*.part-*")).read_text() == "one\n"
    assert target.read_text() == "one\n"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_loses_nothing(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    with pytest.raises(RuntimeError), FileSink(target) as sink:
        sink.write(b"one\n")
        raise RuntimeError
    assert target.read_text() == "one\n"


def test_a_full_disk_is_an_error_that_names_the_file() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OutputError, match="/dev/full"), FileSink(full) as sink:
        sink.write(b"one\n")


class _FullDisk(io.BytesIO):
    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_earlier_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "summary.html"
    target.write_text("earlier")
    said = r"No space left on device; .*summary\.html is as it was"
    with pytest.raises(OutputError, match=said), FileSink(target) as sink:
        sink._file = _FullDisk()
        sink.write(b"cut o")
    assert target.read_text() == "earlier"


def test_a_link_is_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(target)
    with FileSink(link) as sink:
        sink.write(b"one\n")
    assert link.is_symlink()
    assert target.read_text() == "one\n"


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_has_a_writer(format_name: typing.Literal["jsonl", "table", "csv"]) -> None:
    assert make_writer(format_name).add(CODED)
