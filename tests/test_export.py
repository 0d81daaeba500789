"""Exports: exact columns, each rule on invented claims, losses named, every cell traced to its words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.events import Event, EventClaim
from dateline.export import acled
from dateline.export.columns import Table, column_names
from dateline.export.encoding import encode_events
from dateline.export.event_lines import read_events
from dateline.export.formats import Export, export_events
from dateline.export.in_report import group_claims
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.export.rules import read_rules
from dateline.export.select import Selection
from dateline.linking import assess
from dateline.model import (
    Actor,
    ActorKind,
    Claim,
    CodedReport,
    Maker,
    Materiel,
    Place,
    Report,
    Role,
    Source,
    Span,
    Toll,
    When,
)  # fmt: skip
from tests.shared import shared_path

TEXT = "Rebels attacked the army in Homs on Tuesday, killing 12 soldiers and seizing a tank, residents said."
TUESDAY = When(Span(36, 43, "Tuesday"), "2016-04-05", "2016-04-05", "day")
ARMY = ("target", "the army", "syr.military", "state_forces")
IS = ("initiator", "Rebels", "islamic-state", "rebel_group")
CIVILIANS = ("target", "residents", None, "civilians")


def span(words: str) -> Span:
    start = TEXT.find(words)
    return Span(start, start + len(words), words) if start >= 0 else Span(0, len(words), words)


def actor(role: Role, words: str, actor_id: str | None, kind: ActorKind) -> Actor:
    names = {"syr.military": "Military Forces of Syria", "islamic-state": "Islamic State"}
    return Actor(role, span(words), names.get(actor_id or "", words), actor_id, kind)


def toll(low: int | None, best: int | None, high: int | None, words: str = "12", group: str | None = None) -> Toll:
    return Toll("killed", group, None, low, best, high, None, span(words))


HOMS = Place(
    span("Homs"), "Homs", "in", 34.7268, 36.7234, "SYR", "Homs", "geonames:169577", "admin_seat", 1, 0.9, None, 8.0
)
HAMA = replace(HOMS, name="Hama", lat=35.1318, lon=36.7578, gazetteer_id="geonames:170017")
SYRIA = replace(HOMS, name="Syria", lat=35.0, lon=38.0, feature="country", precision=4, error_km=400.0)
BASE = Claim(
    "claim:1", (Span(0, len(TEXT), TEXT),), span("attacked"), "armed_clash", {}, (actor(*IS), actor(*ARMY)), (HOMS,),
    TUESDAY, (toll(12, 12, 12),), (Materiel("tank", "armour", 1, "captured", span("tank")),),
    (Source("residents", "witness", span("residents"), None, None, False),), "affirms", "occurred", (), 0.9, {}, {},
)  # fmt: skip
REPORT = Report("sha256:1", TEXT, outlet="Plains Courier", title="Army attacked", published="2016-04-06", language="en")


def event(*claims: Claim, name: str = "event:1", copies: bool = False) -> Event:
    """One event, a report a claim."""
    reports = [replace(REPORT, id=f"sha256:{number}") for number, _ in enumerate(claims, 1)]
    items = [
        EventClaim(report, replace(claim, id=f"{name}:claim:{number}"), "sha256:1" if copies else report.id)
        for number, (report, claim) in enumerate(zip(reports, claims, strict=True))
    ]
    return Event(name, tuple(items))


def rows(made: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.data.decode())))


def one(claim: Claim, format_name: ExportFormat = "acled") -> dict[str, str]:
    (row,) = rows(export_events([event(claim)], format_name))
    return row


@pytest.mark.parametrize(
    ("table", "file"),
    [("acled", "acled_columns.csv"), ("ged", "ucdp_ged_columns.csv"), ("polecat", "polecat_columns.csv")],
)
def test_columns_are_exact_and_in_order(table: Table, file: str) -> None:
    with shared_path(f"codebooks/{file}").open(encoding="utf-8", newline="") as lines:
        assert [row["column"] for row in csv.DictReader(lines)] == list(column_names(table))


def test_acled_pairs_and_types_are_the_published_ones() -> None:
    with shared_path("codebooks/acled_interaction.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            first, second = int(row["code"][0]), int(row["code"][1]) or None
            assert acled.interaction(first, second) == row["label"]
    with shared_path("codebooks/acled_event_types.csv").open(encoding="utf-8", newline="") as lines:
        published = {row["sub_event_type"]: row["disorder_type"] for row in csv.DictReader(lines)}
    row = one(BASE)
    assert published[row["sub_event_type"]] == row["disorder_type"]


def test_a_battle_in_acleds_columns() -> None:
    row = one(BASE)
    expected = {
        "event_date": "2016-04-05", "year": "2016", "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Islamic State", "inter1": "Rebel group",
        "actor2": "Military Forces of Syria", "inter2": "State forces", "interaction": "State forces-Rebel group",
        "civilian_targeting": "", "iso": "760", "region": "Middle East", "country": "Syria", "location": "Homs",
        "latitude": "34.7268", "longitude": "36.7234", "geo_precision": "1", "source": "Plains Courier",
        "fatalities": "12", "timestamp": "",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


@pytest.mark.parametrize(
    ("tolls", "dead", "rule"),
    [
        ((), "0", "acled/no-figure-zero"),
        ((toll(12, 12, None, "at least 12"),), "12", None),
        ((toll(None, 12, None, "about 12"),), "12", None),
        ((toll(10, None, 15, "10 to 15"),), "10", None),
        ((toll(None, None, 12, "up to 12"),), "3", "acled/up-to"),
        ((toll(24, None, None, "dozens"),), "12", "acled/words-dozens"),
        ((toll(200, None, None, "hundreds"),), "100", "acled/words-hundreds"),
        ((toll(None, None, None, "several"),), "3", "acled/several"),
        ((toll(None, None, None, "the death toll"),), "0", "acled/no-figure-zero"),
        ((toll(5, 5, 5, "5", "soldiers"), toll(3, 3, 3, "3", "rebels")), "8", None),
    ],
)
def test_acleds_numbers(tolls: tuple[Toll, ...], dead: str, rule: str | None) -> None:
    made = export_events([event(replace(BASE, casualties=tolls))], "acled")
    assert made.rows[0].cells["fatalities"].value == int(dead)
    assert rule is None or f"{rule}@1" in made.rows[0].rules


def test_several_in_a_fierce_battle_are_ten() -> None:
    words = "Many died in fierce fighting."
    claim = replace(BASE, evidence=(Span(0, len(words), words),), casualties=(toll(None, None, None, "Many"),))
    assert one(claim)["fatalities"] == "10"


def test_conflicting_tolls_the_lowest_for_acled_and_the_range_for_ged() -> None:
    claims = [replace(BASE, casualties=(toll(number, number, number),)) for number in (12, 7, 12)]
    made = export_events([event(*claims)], "acled")
    assert made.rows[0].cells["fatalities"].value == 7
    assert any("others say 12" in lost for lost in made.rows[0].lost)
    (row,) = rows(export_events([event(*claims)], "ged"))
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == ("7", "12", "12", "3")
    (row,) = rows(export_events([event(*claims, copies=True)], "ged"))
    assert (row["best"], row["number_of_sources"]) == ("7", "1")


def test_a_toll_over_days_is_split_with_the_remainder_on_the_first() -> None:
    time = When(None, "2016-04-05", "2016-04-07", "day")
    made = rows(export_events([event(replace(BASE, time=time, casualties=(toll(11, 11, 11),)))], "acled"))
    assert [(row["event_date"], row["fatalities"]) for row in made] == [
        ("2016-04-05", "5"), ("2016-04-06", "3"), ("2016-04-07", "3"),
    ]  # fmt: skip


def test_a_toll_over_days_in_a_region_is_one_row_and_not_known_to_the_day() -> None:
    province = replace(HOMS, name="Homs Governorate", feature="admin1", precision=3, error_km=100.0)
    week = replace(BASE, time=When(None, "2016-04-04", "2016-04-10", "day"), places=(province,))
    (row,) = rows(made := export_events([event(week)], "acled"))
    assert (row["event_date"], row["time_precision"], row["fatalities"]) == ("2016-04-07", "2", "12")
    assert "acled/sum-over-days@1" in made.rows[0].rules
    assert len(rows(export_events([event(replace(week, places=(HOMS,)))], "acled"))) == 7  # a town's battle is split


def test_a_middle_day_of_a_long_span_is_not_known_to_the_day() -> None:
    time = When(None, "2016-03-01", "2016-04-20", "day")
    (row,) = rows(export_events([event(replace(BASE, time=time))], "acled"))
    assert (row["event_date"], row["time_precision"]) == ("2016-03-26", "3")


def test_two_places_are_two_rows_and_what_holds_a_place_is_none() -> None:
    made = rows(export_events([event(replace(BASE, places=(HOMS, HAMA, SYRIA)))], "acled"))
    assert [(row["location"], row["fatalities"]) for row in made] == [("Homs", "6"), ("Hama", "6")]


def test_the_same_actors_day_and_place_are_one_row_of_the_highest_type() -> None:
    strike = replace(BASE, event_type="air_drone_strike", casualties=(toll(4, 4, 4),))
    made = export_events([event(strike, name="event:1"), event(BASE, name="event:2")], "acled")
    assert [row.cells["sub_event_type"].value for row in made.rows] == ["Armed clash"]
    assert made.rows[0].event_ids == ("event:2", "event:1")
    assert made.rows[0].cells["fatalities"].value == 12
    assert "acled/hierarchy@2" in made.rows[0].rules


@pytest.mark.parametrize("format_name", ["acled", "ged-relaxed", "plover", "cameo"])
def test_a_deed_keeps_its_day_and_type_where_it_is_claimed_later(format_name: ExportFormat) -> None:
    thursday = When(Span(36, 43, "Tuesday"), "2016-04-07", "2016-04-07", "day")
    doer = replace(BASE, actors=(actor(*ARMY),))
    said = replace(BASE, id="claim:0", event_type="responsibility_statement", time=thursday, casualties=(), materiel=())
    made = export_events([event(said, doer)], format_name)
    alone = export_events([event(BASE)], format_name)
    for column in set(made.rows[0].cells) & {"event_date", "date_start", "sub_event_type", "cameo", "actor1", "actor"}:
        assert made.rows[0].cells[column].value == alone.rows[0].cells[column].value, column


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (replace(BASE, status="planned"), "shared/told-as-real"),
        (replace(BASE, stance="denies"), "shared/told-as-real"),
        (replace(BASE, time=When()), "acled/time-precision"),
        (replace(BASE, time=When(None, "2015-01-01", "2015-12-31", "year")), "acled/time-precision"),
        (replace(BASE, places=()), "acled/geo-precision"),
        (replace(BASE, places=(SYRIA,)), "acled/geo-precision"),
        (replace(BASE, actors=()), "acled/no-actor"),
        (replace(BASE, event_type="natural_disaster"), "acled/types"),
    ],
)
def test_what_acled_has_no_row_for_is_named(claim: Claim, rule: str) -> None:
    made = export_events([event(claim)], "acled")
    assert not made.rows
    assert made.left_out[0].rule == f"{rule}@1"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (replace(BASE, status="attempted", event_type="non_state_actor_overtakes_territory"),
         {"sub_event_type": "Armed clash"}),
        (replace(BASE, status="attempted", event_type="air_drone_strike"),
         {"sub_event_type": "Disrupted weapons use"}),
        (replace(BASE, event_type="attack", actors=()),
         {"actor1": "Unidentified Armed Group (Syria)", "actor2": "Civilians (Syria)",
          "interaction": "Political militia-Civilians", "civilian_targeting": "Civilians targeted"}),
        (replace(BASE, event_type="peaceful_protest", actors=()),
         {"actor1": "Protesters (Syria)", "interaction": "Protesters only", "tags": "crowd size=no report"}),
        (replace(BASE, actors=(actor(*IS), actor(*CIVILIANS))), {"event_type": "Violence against civilians"}),
        (replace(BASE, actors=(actor("initiator", "army", "rus.military", "state_forces"),
            actor("target", "x", "islamic-state", "rebel_group"))),
         {"inter1": "External/Other forces"}),
        (replace(BASE, event_type="troop_movement"), {"sub_event_type": "Change to group/activity"}),
        (replace(BASE, time=When(None, "2016-04-03", "2016-04-05", "week")),
         {"event_date": "2016-04-04", "time_precision": "2"}),
    ],
)  # fmt: skip
def test_acleds_types_and_actors(claim: Claim, expected: dict[str, str]) -> None:
    row = one(claim)
    assert {column: row[column] for column in expected} == expected


def test_a_battle_in_geds_columns() -> None:
    row = one(BASE, "ged")
    expected = {
        "code_status": "Clear", "type_of_violence": "1", "side_a": "Government of Syria", "side_b": "Islamic State",
        "gwnoa": "652", "gwnob": "", "where_prec": "1", "date_prec": "1", "date_start": "2016-04-05 00:00:00.000",
        "best": "12", "deaths_unknown": "12", "country_id": "652", "region": "Middle East", "active_year": "0",
        "geom_wkt": "POINT (36.7234 34.7268)", "event_clarity": "1", "source_original": "residents",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_ged_wants_a_death_and_two_sides_unless_relaxed() -> None:
    for claim, missing in (
        (replace(BASE, casualties=()), "no death"),
        (replace(BASE, actors=(actor(*IS),)), "only one side"),
    ):
        assert export_events([event(claim)], "ged").left_out[0].rule == "ged/inclusion@1"
        assert missing in one(claim, "ged-relaxed")["code_status"]
    assert export_events([event(replace(BASE, event_type="arrests"))], "ged-relaxed").left_out


def test_the_dead_of_one_sided_violence_are_civilians() -> None:
    row = one(replace(BASE, event_type="attack", actors=(actor(*IS), actor(*CIVILIANS))), "ged")
    assert (row["type_of_violence"], row["side_b"], row["deaths_civilians"]) == ("3", "Civilians", "12")


def test_ged_parts_add_up_to_best() -> None:
    tolls = (toll(5, 5, 5, "5", "civilians"), toll(24, None, None, "dozens", "soldiers"))
    row = one(replace(BASE, casualties=tolls), "ged")
    parts = sum(int(row[f"deaths_{part}"]) for part in ("a", "b", "civilians", "unknown"))
    assert parts == int(row["best"]) == 29 and row["deaths_civilians"] == "5"


def test_plover_polecat_and_cameo() -> None:
    record = json.loads(export_events([event(BASE)], "plover").data)
    assert (record["event"], record["date"], record["quad_code"]) == ("ASSAULT", "2016-04-05", 4)
    assert record["event_loc"]["geonameid"] == "169577" and record["actor"][0]["sector"] == "REB"
    made = export_events([event(BASE)], "polecat")
    (row,) = csv.DictReader(io.StringIO(made.data.decode()), delimiter="\t")
    assert (row["Recipient COW"], row["Quad Code"], row["City"]) == ("652", "4", "Homs")
    row = one(BASE, "cameo")
    assert (row["event_code"], row["event_root_code"], row["actor2_code"]) == ("190", "19", "SYRMIL")
    threat = json.loads(export_events([event(replace(BASE, status="threatened"))], "plover").data)
    assert (threat["event"], threat["mode"]) == ("THREATEN", "violence")


def test_flat_rows_leave_nobody_out_and_a_missing_point_is_null() -> None:
    events = [event(BASE), event(replace(BASE, places=(), status="planned"), name="event:2")]
    assert [row["is_told_as_real"] for row in rows(export_events(events, "csv"))] == ["yes", "no"]
    features = json.loads(export_events(events, "geojson").data)["features"]
    assert features[0]["geometry"]["coordinates"] == [36.7234, 34.7268] and features[1]["geometry"] is None
    lines = export_events(events, "hxl").data.decode().splitlines()
    assert lines[1].startswith("#event+id,") and len(lines) == 3
    assert [(row["name"], row["how"], row["count"]) for row in rows(export_events(events[:1], "materiel"))] == [
        ("tank", "captured", "1")
    ]


def test_events_written_are_read_back_the_same() -> None:
    events = [event(BASE, replace(BASE, stance="denies"))]
    assert list(read_events(io.BytesIO(encode_events(events)), "x")) == events


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
def test_every_traced_span_cuts_its_words_and_every_rule_is_known(format_name: ExportFormat) -> None:
    made = export_events([event(BASE, replace(BASE, casualties=(toll(7, 7, 7, "12"),)))], format_name)
    known = {f"{rule.id}@{rule.version}" for rule in read_rules().values()}
    assert made.data == export_events([event(BASE, replace(BASE, casualties=(toll(7, 7, 7, "12"),)))], format_name).data
    for line in made.trace.splitlines():
        row = json.loads(line)
        assert set(row["rules"]) <= known
        refs = [ref for cell in row["cells"].values() for ref in cell["from"]]
        assert refs
        for cut in (cut for ref in refs for cut in ref["spans"]):
            assert TEXT[cut["start"] : cut["end"]] == cut["text"]


def test_every_rule_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "export.md").read_text(encoding="utf-8")
    for rule in read_rules().values():
        assert f"| `{rule.id}` | {rule.version} | {rule.text} |" in page
    assert all(f"`{name}`" in page for name in EXPORT_FORMATS)


def test_claims_group_within_a_report_only_with_type_day_and_place() -> None:
    claims = (
        BASE, replace(BASE, id="claim:2", sources=()), replace(BASE, id="claim:3", places=(HAMA,)),
        replace(BASE, id="claim:4", status="planned"), replace(BASE, id="claim:5", places=()),
    )  # fmt: skip
    events = group_claims(CodedReport(REPORT, claims, Maker("0", "en-1")))
    assert [len(item.claims) for item in events] == [2, 1, 1, 1]


def test_the_country_and_a_cafe_beside_a_town_make_no_other_place() -> None:
    syria = replace(SYRIA, gazetteer_id="geonames:163843")
    cafe = replace(HOMS, name="a cafe", gazetteer_id=None, lat=None, lon=None, precision=None)
    told = ((HOMS,), (syria, HOMS), (cafe, HOMS), (syria,), (cafe,), (HOMS, HAMA))
    claims = tuple(replace(BASE, id=f"claim:{number}", places=places) for number, places in enumerate(told))
    events = group_claims(CodedReport(REPORT, claims, Maker("0", "en-1")))
    assert [len(item.claims) for item in events] == [3, 1, 1, 1]


def test_selection_and_grade() -> None:
    plain, denied = event(BASE), event(replace(BASE, stance="denies"))
    assert [assess(item).grade for item in (plain, denied, event(BASE, BASE))] == ["weak", "discounted", "fair"]
    assert Selection(since="2016-04-05", until="2016-04-05", countries=frozenset({"SYR"})).takes(plain)
    assert not Selection(since="2016-04-06").takes(plain)
    assert Selection(types=frozenset({"battles"}), grades=frozenset({"weak"})).takes(plain)
    assert not Selection(types=frozenset({"attack"})).takes(plain)


def test_the_command_writes_file_and_trace_and_names_bad_lines(tmp_path: Path) -> None:
    source, output, trace = tmp_path / "events.jsonl", tmp_path / "acled.csv", tmp_path / "trace.jsonl"
    source.write_bytes(encode_events([event(BASE)]) + b"{}\n")
    command = ["export", str(source), "--format", "acled", "-o", str(output), "--trace", str(trace), "--rules"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 1 and "line 2" in result.output
    header, row = csv.reader(output.read_text(encoding="utf-8").splitlines())
    assert header == [*column_names("acled"), "dateline_rules", "dateline_lost"] and len(row) == 33
    cells = json.loads(trace.read_text(encoding="utf-8"))["cells"]
    assert cells["fatalities"]["from"][0]["spans"][0]["text"] == "12"
    assert CliRunner().invoke(cli, ["export", str(source), "--format", "acled", "--type", "war"]).exit_code == 2
