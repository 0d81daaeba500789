"""Areas, masks, data packages and streaming of the exports; the rules that hand-checked reports called for."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import sys
import weakref
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import frictionless
import pytest
from click.testing import CliRunner

from bench import export_checked
from dateline.box import Box
from dateline.cli import cli
from dateline.errors import DatelineError, InputError
from dateline.events import Event
from dateline.export.area import Area, read_box, read_polygons
from dateline.export.encoding import encode_events
from dateline.export.formats import export_events, write_export
from dateline.export.mask import Withheld, is_private_actor, is_private_source, mask_event
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.export.package import Counts, Provenance, read_moment, write_package
from dateline.export.select import Selection
from dateline.linking import assess
from dateline.model import Actor, ActorKind, Caption, Claim, Source, SourceKind, Span
from dateline.output.events import make_event_writer
from dateline.output.names import EVENT_FORMATS, EventFormat
from tests.export_events import make_events
from tests.test_export import ARMY, BASE, CIVILIANS, HAMA, HOMS, IS, REPORT, SYRIA, actor, event, one, toll

MADE = datetime(2026, 3, 20, tzinfo=UTC)
SQUARE_OF_HOMS = [[[36, 34], [37, 34], [37, 35], [36, 35], [36, 34]]]
HOLE_AT_HOMS = [[[36.7, 34.7], [36.8, 34.7], [36.8, 34.8], [36.7, 34.8], [36.7, 34.7]]]


# Areas


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        ("36,34,37,35", True), ("37,34,38,35", False), ("36.7234,34.7268,36.7234,34.7268", True),
        ("170,-90,-170,90", False), ("30,-90,-170,90", True), ("36,35,37,36", False),
    ],
)  # fmt: skip
def test_a_box_takes_what_lies_in_it(box: str, inside: bool) -> None:
    assert Selection(area=Area(read_box(box))).takes(event(BASE)) == inside


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "1,2,3,4,5", "0,10,1,5", "200,0,201,1", "0,-91,1,0", "nan,0,1,1"])
def test_what_is_no_box_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"four numbers|latitudes"):
        read_box(text)


def test_a_country_or_no_place_is_in_no_area() -> None:
    whole = Area(Box(-180, -90, 180, 90))
    assert Selection(area=whole).takes(event(BASE))
    assert not Selection(area=whole).takes(event(replace(BASE, places=(SYRIA,))))
    assert not Selection(area=whole).takes(event(replace(BASE, places=())))
    assert Selection(area=Area(read_box("36.7,35,36.8,36"))).takes(event(replace(BASE, places=(HOMS, HAMA))))


@pytest.mark.parametrize(
    ("shape", "inside"),
    [
        ({"type": "Polygon", "coordinates": SQUARE_OF_HOMS}, True),
        ({"type": "Polygon", "coordinates": SQUARE_OF_HOMS + HOLE_AT_HOMS}, False),
        ({"type": "MultiPolygon", "coordinates": [HOLE_AT_HOMS, SQUARE_OF_HOMS]}, True),
        ({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": HOLE_AT_HOMS}}, True),
        ({"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": None}, {"type": "Feature", "geometry": {"type": "GeometryCollection",
             "geometries": [{"type": "Point", "coordinates": [0, 0]},
                            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}]}}]}, False),
    ],
)  # fmt: skip
def test_polygons_whatever_holds_them(shape: object, inside: bool, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(shape), encoding="utf-8")
    assert Selection(area=Area(polygons=read_polygons(path))).takes(event(BASE)) == inside


@pytest.mark.parametrize(
    "text",
    [
        "not json", "[]", '{"type":"Polygon"}', '{"type":"Polygon","coordinates":[]}', '{"type":"Circle"}',
        '{"type":"Point","coordinates":[1,2]}', '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}',
        '{"type":"Polygon","coordinates":[[[500000,0],[1,0],[1,1],[500000,0]]]}', '{"type":"Feature"}',
    ],
)  # fmt: skip
def test_what_is_no_area_is_named_with_its_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"area\.geojson"):
        read_polygons(path)


# Masks

PRIVATE = "Waseem al-Abdo"
TOLD = (
    "Rebels shot Omar Said in Homs, Waseem al-Abdo said. Al-Qaeda denied it, spokesman Ali Hassan said. "
    "Neighbour Maria Lopez, a driver who escaped, saw it. Residents fled. President Bashar Aref condemned it."
)
HIDDEN = ("Omar Said", "Said", "Waseem", "Abdo", "Maria", "Lopez", "a driver who escaped")


def cut(words: str) -> Span:
    return Span(TOLD.index(words), TOLD.index(words) + len(words), words)


def source(words: str | None, kind: SourceKind, *, anonymous: bool = False) -> Source:
    return Source(None if anonymous else words, kind, cut(words) if words else None, None, None, anonymous)


def told(*sources: Source, target: tuple[str, ActorKind] = ("Omar Said", "civilians")) -> Claim:
    doer = Actor("initiator", cut("Rebels"), "Rebels", None, "rebel_group")
    done_to = Actor("target", cut(target[0]), target[0], None, target[1])
    return replace(
        BASE, evidence=(Span(0, len(TOLD), TOLD),), trigger=cut("shot"), actors=(doer, done_to), sources=sources,
        places=(replace(HOMS, span=cut("Homs")),), time=replace(BASE.time, span=None),
        casualties=(replace(toll(1, 1, 1), group="Omar Said", span=cut("Omar Said")),), materiel=(),
    )  # fmt: skip


def told_event(*claims: Claim) -> Event:
    made = event(*claims)
    report = replace(
        REPORT, text=TOLD, byline=("Nadia Karim",), title="Omar Said shot in Homs", agency=None,
        url="https://plains.example/2016/omar-said-shot", captions=(Caption("Maria Lopez in Homs", "W. Photo"),),
    )  # fmt: skip
    items = [replace(item, report=replace(report, id=item.report.id)) for item in made.claims]
    return replace(made, claims=tuple(items))


SPOKEN = (
    told(source(PRIVATE, "activist")), told(source("a driver who escaped", "witness", anonymous=True)),
    told(source("Ali Hassan", "official")), told(source("Maria Lopez", "local_media")),
)  # fmt: skip


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
def test_no_private_name_leaves_in_any_format_or_its_trace(format_name: ExportFormat) -> None:
    plain, masked = told_event(*SPOKEN), mask_event(told_event(*SPOKEN), Withheld())
    made = export_events([masked], format_name)
    data = (made.data + made.trace).decode("utf-8", "replace")
    for words in (*HIDDEN, "Nadia", "W. Photo", "omar-said"):
        assert words not in data, words
    if format_name == "jsonl":
        assert b"Omar Said" in export_events([plain], format_name).data
        assert "Ali Hassan" in data and "Plains Courier" in data
        assert "President Bashar Aref" in data and "Residents fled" in data


@pytest.mark.parametrize("format_name", EVENT_FORMATS)
def test_no_private_name_is_in_events_shown_under_the_mask(format_name: EventFormat) -> None:
    def show(shown: Event) -> str:
        writer = make_event_writer(format_name)
        return b"".join((writer.begin(), writer.add(shown), writer.end())).decode()

    told = told_event(*SPOKEN)
    assert any(words in show(told) for words in HIDDEN)
    shown = show(mask_event(told, Withheld()))
    assert "Ali Hassan" in shown and not any(words in shown for words in HIDDEN)


def test_spans_keep_their_place_under_the_mask() -> None:
    plain, masked = told_event(*SPOKEN), mask_event(told_event(*SPOKEN), Withheld())
    for before, after in zip(plain.claims, masked.claims, strict=True):
        assert len(after.report.text) == len(before.report.text) == len(TOLD)
        for span in (*after.claim.evidence, after.claim.trigger, *(part.span for part in after.claim.actors)):
            assert after.report.text[span.start : span.end] == span.text


def test_what_is_withheld_is_counted_and_the_rest_stays() -> None:
    withheld = Withheld()
    plain = told_event(*SPOKEN)
    masked = mask_event(plain, withheld)
    assert withheld.counts["persons as actors"] == 4 and withheld.counts["unnamed or private sources"] == 3
    assert withheld.counts["authors"] == 4 and withheld.counts["names in sentences"] > 0
    names = [item.claim.sources[0].name for item in masked.claims]
    assert names == ["activist 1 (withheld)", "unnamed source (withheld)", "Ali Hassan", "local media 1 (withheld)"]
    assert [item.claim.sources[0].span is None for item in masked.claims] == [True, True, False, True]
    assert [part.name for part in masked.claims[0].claim.actors] == ["Rebels", "person 1 (withheld)"]
    assert (assess(plain).grade, assess(plain).source_count) == (assess(masked).grade, assess(masked).source_count)
    nothing = Withheld()
    assert mask_event(event(BASE), nothing).claims[0].claim.actors == event(BASE).claims[0].claim.actors
    assert nothing.counts == {"unnamed or private sources": 1, "names in sentences": 1}


def test_text_outside_the_sentences_of_claims_is_withheld() -> None:
    claim = told(source(PRIVATE, "activist"))
    masked = mask_event(told_event(replace(claim, evidence=(cut("Residents fled."),))), Withheld())
    assert masked.claims[0].report.text.replace("█", "").split() == ["Residents", "fled."]


# What may be a name and is in no list of names; each once left through a sentence, a toll, a place or a file name.
RARE = (
    "Gunmen shot a schoolteacher, خالد العبود, outside the home of Zohar al-Hafez in Homs on Tuesday. Ömer, a shepherd "
    "too, died, his mother Warda Bennat told Plains Courier. THE CIVILIAN HASSO BILAL WAS HIT BY ISIS. Two passers-by, "
    "Leyla Khalâf and S\u0301ivan Kobe, were hurt. किरण fled. General Azad Barzo and the Syrian army condemned it."
)
RARE_NAMES = tuple(
    "خالد العبود Zohar Hafez Ömer Warda Bennat HASSO BILAL Leyla Khal ivan Kobe कि hafez zina warda".split()
)


def rare_event() -> Event:
    def part(words: str) -> Span:
        return Span(RARE.index(words), RARE.index(words) + len(words), words)

    house = replace(HOMS, name="the home of Zohar al-Hafez", span=part("the home of Zohar al-Hafez"),
                    gazetteer_id=None, lat=None, lon=None)  # fmt: skip
    victim = Actor("target", part("a schoolteacher"), "Ömer", None, "civilians")
    claim = replace(
        BASE, evidence=(Span(0, len(RARE), RARE),), trigger=part("shot"), sources=(), materiel=(),
        actors=(Actor("initiator", part("Gunmen"), "Gunmen", None, "unknown"), victim),
        places=(house, replace(HOMS, span=part("Homs"))), time=replace(BASE.time, span=part("on Tuesday")),
        casualties=(replace(toll(1, 1, 1), group="Ömer", span=part("Ömer, a shepherd")),),
        made_by={"casualties": "judgement by zina desk, 2026-03-05", "status": "reader/en-5"},
    )  # fmt: skip
    report = replace(
        REPORT, text=RARE, title="Home of Zohar Al-Hafez Attacked", url="https://plains.example/zohar-al-hafez-1",
        path="in/hafez_zohar.eml#attachment-1", input_id="warda-bennat-2", agency=None,
    )  # fmt: skip
    made = event(claim)
    items = [replace(item, report=replace(report, id=item.report.id)) for item in made.claims]
    return replace(
        made, claims=tuple(items), judgements=("event:1 confirmed by zina desk on 2026-03-05: warda told me",)
    )


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
def test_a_name_that_no_list_knows_leaves_in_no_format(format_name: ExportFormat) -> None:
    made = export_events([mask_event(rare_event(), Withheld())], format_name)
    data = (made.data + made.trace).decode("utf-8", "replace")
    for words in RARE_NAMES:
        assert words not in data, words
    if format_name == "jsonl":
        for kept in (
            "Homs on Tuesday",
            "HIT BY ISIS",
            "General Azad Barzo and the Syrian army",
            "told Plains Courier",
            "judgement, 2026-03-05",
            "event:1 confirmed on 2026-03-05",
        ):
            assert kept in data, kept


def test_an_outlet_named_after_a_country_is_no_person() -> None:
    assert not is_private_source(Source("Lake Chad Bulletin", "outlet", None, None, None, False))
    assert is_private_source(Source("Omar Said Live", "outlet", None, None, None, False))


@pytest.mark.parametrize("words", ["Bandits", "Residents of Homs", "Palestinian men", "Two passers-by"])
def test_people_without_a_name_are_not_withheld(words: str) -> None:
    kinds: tuple[ActorKind, ...] = ("unknown", "civilians")
    assert not any(is_private_actor(Actor("target", Span(0, len(words), words), words, None, kind)) for kind in kinds)


# Packages


def provenance(format_name: ExportFormat, **changes: object) -> Provenance:
    made = Provenance(format_name, "CC-BY-4.0", {"format": format_name}, "0.1.0", MADE)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
@pytest.mark.parametrize("with_rules", [False, True])
def test_every_package_is_valid(format_name: ExportFormat, with_rules: bool, tmp_path: Path) -> None:
    counts = Counts(event_count=11)
    write_package(tmp_path / "made", make_events(), provenance(format_name, with_rules=with_rules), counts)
    report = frictionless.validate(str(tmp_path / "made" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    described = json.loads((tmp_path / "made" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        data = (tmp_path / "made" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
    table = described["resources"][0]
    fields = table["schema"]["fields"] if "schema" in table else table["dateline_columns"]
    assert all(field["description"] and field["type"] for field in fields)
    made = export_events(make_events(), format_name, with_rules=with_rules)
    assert (tmp_path / "made" / table["path"]).read_bytes() == made.data
    assert (tmp_path / "made" / "trace.jsonl").read_bytes() == made.trace
    told_of = described["dateline"]
    assert described["created"] == "2026-03-20T00:00:00Z" and described["licenses"] == [{"name": "CC-BY-4.0"}]
    assert told_of["rows"] == len(made.rows) and told_of["events"] == 11
    assert sum(told_of["left_out"].values()) == len(made.left_out)


def test_a_changed_file_makes_the_package_invalid(tmp_path: Path) -> None:
    write_package(tmp_path / "made", make_events(), provenance("acled"), Counts())
    with (tmp_path / "made" / "acled.csv").open("ab") as data:
        data.write(b"x\n")
    assert not frictionless.validate(str(tmp_path / "made" / "datapackage.json")).valid


def test_a_zip_is_repeated_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_package(tmp_path / name, make_events(), provenance("ged"), Counts())
    one_zip = (tmp_path / "one.zip").read_bytes()
    assert one_zip == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(one_zip)) as archive:
        assert archive.namelist() == ["datapackage.json", "ged.csv", "trace.jsonl"]
        assert archive.infolist()[0].date_time == (2026, 3, 20, 0, 0, 0)
    write_package(
        tmp_path / "two.zip", make_events(), provenance("ged", made=datetime(2027, 1, 1, tzinfo=UTC)), Counts()
    )
    assert one_zip != (tmp_path / "two.zip").read_bytes()


def test_a_package_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[Event]:
        yield event(BASE)
        raise InputError("cut off")

    with pytest.raises(InputError):
        write_package(tmp_path / "made", broken(), provenance("csv"), Counts())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "made").mkdir()
    with pytest.raises(DatelineError, match="exists already"):
        write_package(tmp_path / "made", [], provenance("csv"), Counts())
    with pytest.raises(DatelineError, match="make it first"):
        write_package(tmp_path / "no" / "made", [], provenance("csv"), Counts())


def test_the_moment_of_making(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_moment(None).isoformat() == "1970-01-02T00:00:00+00:00"
    assert read_moment("2026-03-05T12:00:00+02:00").isoformat() == "2026-03-05T10:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        read_moment(None)
    with pytest.raises(ValueError, match="no day or moment"):
        read_moment("yesterday")


def run(*words: str, expected: int = 0) -> str:
    result = CliRunner().invoke(cli, ["export", *words])
    assert result.exit_code == expected, result.output
    return result.output


def test_the_command_makes_a_masked_package_of_an_area(tmp_path: Path) -> None:
    lines, area, made = tmp_path / "events.jsonl", tmp_path / "homs.geojson", tmp_path / "made.zip"
    lines.write_bytes(encode_events([told_event(*SPOKEN), event(replace(BASE, places=(HAMA,)), name="event:2")]))
    area.write_text(json.dumps({"type": "Polygon", "coordinates": SQUARE_OF_HOMS}), encoding="utf-8")
    words = ["--format", "csv", "--within", str(area), "--bbox", "30,30,40,40", "--since", "2016-01-01", "--mask"]
    packed = ["--package", str(made), "--licence", "CC0-1.0", "--made", "2026-03-20"]
    run(str(lines), *words, *packed)
    with zipfile.ZipFile(made) as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert archive.read("csv.csv").decode().count("event:") == 1
        assert not any(words in archive.read(name).decode() for words in HIDDEN for name in archive.namelist())
    assert described["dateline"]["query"] == {
        "bbox": "30,30,40,40", "format": "csv", "input": "events.jsonl", "mask": True, "since": "2016-01-01",
        "within": "homs.geojson",
    }  # fmt: skip
    assert described["dateline"]["withheld"]["unnamed or private sources"] == 3
    assert described["dateline"]["rules"]["digest"].startswith("sha256:")
    first = made.read_bytes()
    run(str(lines), *words, *packed)
    assert made.read_bytes() == first


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--package", "x.zip"], "--licence"), (["--licence", "CC0-1.0"], "--package"),
        (["--made", "2026"], "--package"),
        (["--package", "x.zip", "--licence", "x", "-o", "y"], "leave -o"), (["--bbox", "1,2"], "four numbers"),
        (["--package", "x.zip", "--licence", "x", "--made", "soon"], "no day or moment"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together(words: list[str], message: str, tmp_path: Path) -> None:
    lines = tmp_path / "events.jsonl"
    lines.write_bytes(encode_events([event(BASE)]))
    assert message in " ".join(run(str(lines), "--format", "csv", *words, expected=2).split())


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines, output = tmp_path / "events.jsonl", tmp_path / "events.parquet"
    lines.write_bytes(encode_events([event(BASE)]))
    output.write_bytes(b"before")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = CliRunner().invoke(cli, ["export", str(lines), "--format", "geoparquet", "-o", str(output)])
    assert isinstance(result.exception, DatelineError) or "pip install 'dateline[parquet]'" in result.output
    assert output.read_bytes() == b"before"
    with pytest.raises(DatelineError, match=r"pip install 'dateline\[parquet\]'"):
        export_events([event(BASE)], "geoparquet")


# Streaming


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
def test_written_row_by_row_the_bytes_are_the_same(format_name: ExportFormat) -> None:
    data, trace = io.BytesIO(), io.BytesIO()
    tally = write_export(iter(make_events()), format_name, data, trace=trace)
    made = export_events(make_events(), format_name)
    assert (data.getvalue(), trace.getvalue()) == (made.data, made.trace)
    assert tally.row_count == len(made.rows) and sum(tally.left_out.values()) == len(made.left_out)


@pytest.mark.parametrize("format_name", ["csv", "jsonl", "geojson", "hxl", "materiel", "plover", "polecat", "cameo"])
def test_no_event_is_held_once_it_is_written(format_name: ExportFormat) -> None:
    alive: list[weakref.ref[object]] = []
    most = 0

    class Text(str):
        __slots__ = ("__weakref__",)

    def give() -> Iterator[Event]:
        nonlocal most
        for number in range(30):
            text = Text(number)
            alive.append(weakref.ref(text))
            made = event(BASE, name=f"event:{number}")
            item = made.claims[0]
            yield replace(made, claims=(replace(item, report=replace(item.report, input_id=text)),))
            del text, made, item
            gc.collect()
            most = max(most, sum(ref() is not None for ref in alive))

    write_export(give(), format_name, io.BytesIO(), trace=io.BytesIO())
    assert most <= 3


# Rules that hand-checked reports called for


def test_the_actor_tables_kind_wins_and_a_known_actor_names_the_side() -> None:
    forces = replace(actor(*ARMY), kind="political_militia")
    row = one(replace(BASE, actors=(actor(*IS), actor("target", "a tank", None, "state_forces"), forces)))
    assert (row["actor2"], row["inter2"], row["assoc_actor_2"]) == (
        "Military Forces of Syria",
        "State forces",
        "a tank",
    )
    made = export_events([event(replace(BASE, actors=(actor(*IS), forces)))], "ged")
    assert made.rows[0].cells["type_of_violence"].value == 1
    assert "shared/kind-of-record@1" in made.rows[0].rules


def test_an_attack_on_the_armed_is_a_clash() -> None:
    row = one(replace(BASE, event_type="attack"))
    assert (row["sub_event_type"], row["civilian_targeting"]) == ("Armed clash", "")
    civilians = one(replace(BASE, event_type="attack", actors=(actor(*IS), actor(*CIVILIANS))))
    assert civilians["sub_event_type"] == "Attack"


def test_what_one_sentence_tells_of_one_actor_is_one_row() -> None:
    attack = replace(BASE, event_type="attack", actors=(actor(*IS), actor(*CIVILIANS)))
    burning = replace(BASE, event_type="looting_property_destruction", actors=(actor(*IS),))
    made = export_events([event(attack), event(burning, name="event:2")], "acled")
    assert [row.cells["sub_event_type"].value for row in made.rows] == ["Attack"]
    assert made.rows[0].cells["fatalities"].value == 12
    elsewhere = replace(burning, evidence=(Span(1, 5, "ebel"),))
    assert len(export_events([event(attack), event(elsewhere, name="event:2")], "acled").rows) == 2


def test_civilians_who_march_are_protesters() -> None:
    march = replace(BASE, event_type="peaceful_protest", actors=(actor("initiator", "residents", None, "civilians"),))
    assert (one(march)["actor1"], one(march)["inter1"]) == ("Protesters (Syria)", "Protesters")


def test_people_hit_by_a_battle_are_not_its_target() -> None:
    claim = replace(BASE, actors=(actor(*IS), actor("affected", "residents", None, "civilians")))
    assert "only one side" in one(claim, "ged-relaxed")["code_status"]
    strike = replace(claim, event_type="air_drone_strike")
    assert one(strike, "ged")["type_of_violence"] == "3"


def test_violence_on_civilians_without_a_named_target_is_one_sided() -> None:
    row = one(replace(BASE, event_type="attack", actors=(actor(*IS),)), "ged")
    assert (row["type_of_violence"], row["side_b"], row["deaths_civilians"]) == ("3", "Civilians", "12")


@pytest.mark.parametrize(
    ("group", "part"), [("soldiers", "deaths_a"), ("militants", "deaths_b"), ("people", "deaths_unknown")]
)
def test_dead_soldiers_are_the_states(group: str, part: str) -> None:
    row = one(replace(BASE, casualties=(toll(12, 12, 12, "12", group),)), "ged")
    assert row[part] == "12" and row["best"] == "12"


def test_a_count_that_is_the_sum_of_the_others_is_the_whole() -> None:
    tolls = (toll(9, 9, 9, "9", "people"), toll(5, 5, 5, "5"), toll(4, 4, 4, "4"))
    assert one(replace(BASE, casualties=tolls))["fatalities"] == "9"
    assert one(replace(BASE, casualties=tolls), "ged")["best"] == "9"


def test_the_hand_made_rows_name_reports_that_exist() -> None:
    root = Path(__file__).parent.parent
    texts = {path.name for folder in ("dateline/examples", "tests/data/export") for path in (root / folder).iterdir()}
    cases = export_checked.read_cases()
    assert cases.keys() - texts == {export_checked.SEED} and len(cases) == 21
    assert texts - cases.keys() == {"README.md"}
    own = cases["01_kharkiv_shelling.txt"][0][1]
    assert all(own.agree(own)) and export_checked.pair_rows([own], [own]) == [(0, 0)]
