"""`dateline control`: its formats, what it reads, and what it says of bad input."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.cli_package import mask_events
from dateline.control import Control, trace_control
from dateline.control.rules import read_rules
from dateline.control.writing import COLUMNS, encode_csv, encode_geojson, encode_jsonl, encode_table
from dateline.drawing.lanes import draw_lanes
from dateline.drawing.svg import SERIES
from dateline.errors import InputError
from dateline.events import Event
from dateline.export.encoding import encode_events
from dateline.gathering import gather_case
from dateline.model import CodedReport, Maker, Report, Source, Span
from dateline.output.jsonl import JsonlWriter
from dateline.output.names import CONTROL_FORMATS
from dateline.store import ingest, open_case
from tests.test_control import ARMY, GROUP, REBELS, take, tell

MAKER = Maker("0.1.0", "reader/en-2")
ROOT = Path(__file__).parent.parent
EVENTS = (
    take(GROUP, "2031-03-04", "1"),
    take(ARMY, "2031-03-19", "2", trigger="recaptured"),
    take(ARMY, "2031-03-20", "3", stance="denies", says=("Amaq", "party_media", "amaq")),
    tell("Red Front seized a bakery in Selm.", "seized", doers=(REBELS,), day="2031-03-08", name="4"),
    tell("Red Front seized two villages near Selm.", "seized", doers=(REBELS,), day="2031-03-08", name="5"),
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    path.write_bytes(encode_events(EVENTS))
    return path


def run(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def test_the_table_names_holders_days_and_words(case: Path) -> None:
    status, out, _ = run("control", case)
    assert status == 0
    assert max(map(len, out.splitlines())) <= 80
    out = " ".join(out.split())
    assert "2031-03-04 to 2031-03-19: held by Islamic State" in out
    assert "residents of Selm (witness), Courier 1, 2031-03-20 says: “Islamic State seized Selm.”" in out
    assert "places without names of their own (control/not-named@1): “Red Front seized two villages near Selm.”" in out


def test_csv_has_its_columns_and_the_offsets_of_its_evidence(case: Path) -> None:
    status, out, err = run("control", case, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (status, tuple(rows[0])) == (0, COLUMNS)
    held = next(row for row in rows if row["holder_ids"] == "islamic-state" and row["state"] == "held")
    assert "sha256:1[14:20] seized" in held["evidence"]
    assert "1 claims on control are on no timeline" in err


def test_jsonl_spans_cut_their_words(case: Path) -> None:
    _, out, _ = run("control", case, "--format", "jsonl")
    texts = {entry.report.id: entry.report.text for event in EVENTS for entry in event.claims}
    lines = [json.loads(line) for line in out.splitlines()]
    backings = [claim for line in lines if "spans" in line for one in line["spans"] for claim in one["claims"]]
    backings += [line["left_out"]["backing"] for line in lines if "left_out" in line]
    assert len(backings) > 4
    for backing in backings:
        for part in backing["spans"]:
            assert texts[backing["report_id"]][part["start"] : part["end"]] == part["text"]


def test_geojson_has_a_clock(case: Path) -> None:
    _, out, _ = run("control", case, "--format", "geojson")
    features = json.loads(out)["features"]
    first = next(one for one in features if one["properties"]["holder"] == "Islamic State")
    assert first["geometry"] == {"type": "Point", "coordinates": [37.0, 34.0]}
    assert {key: first["properties"][key] for key in ("start", "end", "time")} == {
        "start": "2031-03-04", "end": "2031-03-19", "time": "2031-03-04 00:00:00",
    }  # fmt: skip
    contested = next(one for one in features if one["properties"]["state"] == "contested")
    assert contested["properties"]["end"] is None
    assert len({one["id"] for one in features}) == len(features)


def test_the_same_claims_in_any_order_give_the_same_bytes() -> None:
    assert encode_geojson(trace_control(EVENTS)) == encode_geojson(trace_control(EVENTS[::-1]))


def test_the_lanes_are_one_svg_that_says_who_and_when(case: Path) -> None:
    _, out, _ = run("control", case, "--format", "svg")
    root = ElementTree.fromstring(out)
    titles = [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "held by Islamic State, 2031-03-04 to 2031-03-19" in titles
    assert any("CONTESTED" in str(title) for title in titles)
    nasty = take(("<b>X</b>", None, "rebel_group", "<b>X</b>"), "2031-03-08", "9")
    assert "<b>" not in draw_lanes(trace_control([nasty]).timelines).to_file()


def test_the_lanes_as_png(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra `plots` is not installed")
    status, _, _ = run("control", case, "--format", "png", "-o", tmp_path / "lanes.png")
    data = (tmp_path / "lanes.png").read_bytes()
    assert (status, data[:8]) == (0, b"\x89PNG\r\n\x1a\n")
    assert len(data) > 5_000  # lanes and words, not an empty sheet
    assert int.from_bytes(data[16:20], "big") == 1920


def test_png_without_the_extra_names_the_repair(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("dateline.drawing.png.import_module", fail)
    done = CliRunner().invoke(cli, ["control", str(case), "--format", "png"])
    assert "pip install 'dateline[plots]'" in str(done.exception)


def test_place_takes_only_places_of_that_name(case: Path) -> None:
    _, out, _ = run("control", case, "--place", "bakery")
    assert "bakery" in out and "2031-03-19" not in out


def test_lines_of_dateline_code_are_linked(tmp_path: Path) -> None:
    entry = EVENTS[0].claims[0]
    path = tmp_path / "claims.jsonl"
    writer = JsonlWriter()
    path.write_bytes(writer.add(CodedReport(entry.report, (entry.claim,), MAKER)))
    status, out, _ = run("control", path)
    assert status == 0
    assert "held by Islamic State" in out


def test_a_line_that_is_neither_is_named_and_the_rest_is_read(case: Path) -> None:
    case.write_bytes(b'{"report": 3}\n' + case.read_bytes())
    status, out, err = run("control", case)
    assert status == 1
    assert "events.jsonl, line 1" in err and "code the report again" in err
    assert "held by Islamic State" in out


@pytest.mark.parametrize("words", [[], ["{case}", "--db", "x.db"]])
def test_one_source_and_only_one(case: Path, words: list[str]) -> None:
    status, _, err = run("control", *(word.format(case=case) for word in words))
    assert status == 2
    assert "Name a FILE of coded reports or events, or a case database with --db DB." in " ".join(err.split())


def test_a_case_database_whose_events_nobody_linked_is_linked_for_the_run(tmp_path: Path) -> None:
    def code(items: Iterable[Report | InputError]) -> Iterator[CodedReport]:
        for item in items:
            assert isinstance(item, Report)
            claim = tell(item.text, "seized", doers=(GROUP,), day="2031-03-04").claims[0].claim
            yield CodedReport(item, (claim,), MAKER)

    (tmp_path / "report.txt").write_text("Islamic State seized Selm.", encoding="utf-8")
    with open_case(str(tmp_path / "case.db"), create=True) as opened:
        list(ingest(opened, [str(tmp_path / "report.txt")], code=code))
    status, out, _ = run("control", "--db", tmp_path / "case.db")
    assert status == 0
    assert "2031-03-04; no later word: held by Islamic State" in out
    gathered = gather_case(str(tmp_path / "case.db"))
    assert gathered.report_count == 1 and "none are recorded" in gathered.how
    with open_case(str(tmp_path / "case.db")) as opened:
        opened.record_links(gathered.events, made_by="linking/1")
    again = gather_case(str(tmp_path / "case.db"))
    assert (again.how, again.digest) == ("as recorded in the database", gathered.digest)


def test_every_rule_and_format_is_documented() -> None:
    page = (ROOT / "docs" / "control.md").read_text(encoding="utf-8")
    for rule in read_rules().values():
        assert f"| `{rule.id}` | {rule.version} | {rule.text} |" in page, rule.id
    for name in CONTROL_FORMATS:
        assert f"`{name}`" in page, name
    for column in COLUMNS:
        assert f"`{column}`" in page, column


def test_white_words_on_every_colour_have_the_contrast_that_wcag_asks() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in SERIES:
        assert 1.05 / (light(colour) + 0.05) >= 4.5, colour


def test_lanes_of_nothing_are_still_a_picture() -> None:
    assert "0 places" in (ElementTree.fromstring(draw_lanes(()).to_file())[0].text or "")
    (only_marks,) = trace_control([take(GROUP, "2031-03-04", "1", status="planned")]).timelines
    titles = ElementTree.fromstring(draw_lanes([only_marks]).to_file()).iter("{http://www.w3.org/2000/svg}title")
    assert only_marks.spans == () and "2031-03-04: Islamic State: means to take it" in [title.text for title in titles]


def test_an_old_hold_does_not_press_this_months_into_a_line() -> None:
    days = ("2012-03-04", "2031-03-04", "2031-03-06", "2031-03-08", "2031-03-10")
    taken = [take((GROUP, ARMY)[number % 2], day, str(number)) for number, day in enumerate(days)]
    root = ElementTree.fromstring(draw_lanes(trace_control(taken).timelines).to_file())
    titles = [title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(title.endswith("nothing is told, left out") for title in titles)
    words = [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("Mar 2012" in label for label in words) and any("Mar 2031" in label for label in words)
    cut = ElementTree.fromstring(draw_lanes(trace_control(taken).timelines, since=date(2012, 1, 1)).to_file())
    assert not any("left out" in (title.text or "") for title in cut.iter("{http://www.w3.org/2000/svg}title"))


def test_the_words_shown_are_those_of_the_claims_main_sentence() -> None:
    more = Span(100, 130, "The group said it had taken it.")
    event = take(GROUP, "2031-03-04", "1")
    (entry,) = event.claims
    claim = replace(entry.claim, evidence=(*entry.claim.evidence, more))
    table = encode_table(trace_control([replace(event, claims=(replace(entry, claim=claim),))])).decode()
    assert "Islamic State seized Selm." in " ".join(table.split()) and "The group said" not in table


def test_control_of_no_events() -> None:
    assert trace_control([]).timelines == ()
    assert trace_control([Event("event:1", ())]).timelines == ()


def test_the_days_asked_for_are_the_axis_of_the_picture(case: Path) -> None:
    status, out, _ = run("control", case, "--format", "svg", "--since", "2031-03-10", "--until", "2031-03-16")
    root = ElementTree.fromstring(out)
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    titles = [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert status == 0 and {"10 Mar 2031", "16 Mar"} <= set(words) and "17 Mar" not in words
    assert "held by Islamic State, 2031-03-04 to 2031-03-19" in titles
    assert not any("CONTESTED" in str(title) for title in titles)
    for node in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(node.get("x", "0")) + float(node.get("width", "0").rstrip("%")) <= 960


def test_days_in_the_wrong_order_are_named(case: Path) -> None:
    status, _, err = run("control", case, "--since", "2031-04-01", "--until", "2031-03-01")
    assert status == 2 and "--since 2031-04-01 is after --until 2031-03-01" in err


@pytest.mark.parametrize("encode", [encode_table, encode_csv, encode_jsonl, encode_geojson])
def test_the_mask_leaves_parties_and_no_private_person(encode: Callable[[Control], bytes]) -> None:
    shelling = "shelling_artillery_missile_attack"
    private = tell("Shells hit Selm, occupied by Fatima Idris.", "hit", kind=shelling, day="2031-03-04", name="8")
    says = ("Fatima Idris", "witness", None)
    party = tell("Rebels took Selm, Fatima Idris said.", "took", doers=(GROUP,), day="2031-03-06", says=says, name="9")
    plain, masked = (
        encode(trace_control(events)).decode() for events in ([private, party], mask_events([private, party]))
    )
    assert plain.count("Fatima Idris") >= 2 and "Selm" in masked and "Islamic State" in masked
    assert "Fatima" not in masked and "Idris" not in masked


def test_the_command_masks_what_it_reads(tmp_path: Path) -> None:
    claim = EVENTS[0].claims[0].claim
    source = Source("Fatima Idris", "witness", None, None, None, anonymous=False)
    lines = tmp_path / "coded.jsonl"
    coded = CodedReport(EVENTS[0].claims[0].report, (replace(claim, sources=(source,)),), MAKER)
    lines.write_bytes(JsonlWriter().add(coded))
    for words, is_named in (((), True), (("--mask",), False)):
        code, shown, told = run("control", lines, "--format", "jsonl", *words)
        assert code == 0 and "Islamic State" in shown, told
        assert ("Fatima" in shown) == is_named, shown
