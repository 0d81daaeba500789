"""`dateline gazetteer`: what it finds, adds and imports. All places here are invented, or stand where nobody lives."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.model import Span
from dateline.places import resolve_places
from dateline.places.gazetteer import open_gazetteer
from dateline.places.importing import import_places
from dateline.places.unpacking import _remove_older
from dateline.places.user_places import count_own, list_unplaced, write_places


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["gazetteer", *words], prog_name="dateline")


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def dump_line(number: int, name: str, code: str = "PPL", **cells: str) -> str:
    """One line of a GeoNames dump: 19 columns."""
    kind = "A" if code.startswith(("ADM", "PCL")) else "P" if code.startswith("PP") else "S"
    columns = [
        str(number), name, name, cells.get("others", ""), cells.get("lat", "35.5"), cells.get("lon", "37.25"), kind,
        code, cells.get("country", "SY"), "", cells.get("admin1", ""), "", "", "", cells.get("population", "0"), "",
        "300", "Asia/Damascus", "2020-01-01",
    ]  # fmt: skip
    return "\t".join(columns)


def name_line(number: int, place: int, language: str, name: str, preferred: str = "") -> str:
    """One line of alternateNamesV2: 10 columns."""
    return "\t".join([str(number), str(place), language, name, preferred, "", "", "", "", ""])


def test_find_lists_places_and_takes_a_country() -> None:
    result = run("find", "Tripoli", "--country", "lbn", "--format", "jsonl")
    assert result.exit_code == 0, result.output
    [place] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (place["country"], place["feature"], place["gazetteer_id"]) == ("LBN", "admin_seat", "geonames:266826")
    table = run("find", "Tripoli").stdout
    assert table.splitlines()[0].split() == ["name", "kind", "country", "admin1", "lat", "lon", "error", "reference"]
    assert "geonames:2210247" in table and "12 km" in table


def test_find_says_when_names_are_only_alike() -> None:
    result = run("find", "Dumeyr", "--country", "SYR")
    assert result.exit_code == 0 and "spelled alike" in result.stderr and "Ḑumayr" in result.stdout
    missing = run("find", "Wexbridge Hollow")
    assert missing.exit_code == 1 and missing.stderr == (
        "dateline: no place is spelled Wexbridge Hollow; give --country to see names spelled alike there\n"
    )


def test_add_lies_over_ours() -> None:
    assert run("add", "Qarn Zahab", "--country", "SYR", "--lat", "35.1", "--lon", "38.9", "--kind", "village",
               "--alias", "Golden Horn Hill", "--admin1", "Homs").exit_code == 0  # fmt: skip
    [place] = open_gazetteer().find("golden horn hill")
    assert (place.name, place.feature, place.ref) == ("Qarn Zahab", "village", "user:qarn-zahab-syr")
    unit = open_gazetteer().place(place.admin1)
    assert unit is not None and unit.feature == "admin1" and unit.country == "SYR"
    text = "Fighting broke out in Qarn Zahab in Syria."
    resolved = resolve_places(text, [Span(22, 32, "Qarn Zahab")])[0]
    assert (resolved.gazetteer_id, resolved.lat, resolved.admin1) == ("user:qarn-zahab-syr", 35.1, unit.name)
    again = run("add", "Qarn Zahab", "--country", "SYR", "--lat", "35.2", "--lon", "38.9")
    assert again.exit_code == 0 and open_gazetteer().find("golden horn hill") == ()
    assert [found.lat for found in open_gazetteer().find("Qarn Zahab")] == [35.2]


def test_a_reference_of_ours_is_replaced_in_every_look_up() -> None:
    [ours] = open_gazetteer().find("ad-Dumayr")
    run("add", "Dumair", "--country", "SYR", "--lat", "33.7", "--lon", "36.7", "--ref", ours.ref)
    gazetteer = open_gazetteer()
    for name in ("Dumair", "ad-Dumayr"):  # the second is a spelling that only ours has
        places = [place for place in gazetteer.find(name) if place.ref == ours.ref]
        assert [(place.lat, place.row) for place in places] == [(33.7, ours.row)], name
    replaced = gazetteer.place(ours.row)
    assert replaced is not None and replaced.lat == 33.7


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--lat", "95", "--lon", "1"), "-90..90"),
        (("--lat", "north", "--lon", "1"), "degrees with a decimal point"),
        (("--lat", "1", "--lon", "1", "--kind", "hamlet"), "one of admin1"),
        (("--lat", "1", "--lon", "1", "--kind", "country"), "one of admin1"),
        (("--lat", "1", "--lon", "1", "--admin1", "Texas"), "first-level division of SYR"),
        (("--lat", "1", "--lon", "1", "--error-km", "-3"), "not below 0"),
    ],
)
def test_a_wrong_place_is_a_wrong_call(words: tuple[str, ...], expected: str) -> None:
    result = run("add", "X", "--country", "SYR", *words)
    assert result.exit_code == 2 and expected in " ".join(result.stderr.split())
    assert count_own() == {}


DUMP = (
    dump_line(90000001, "Muhafazat Zahra", "ADM1", admin1="99"),
    dump_line(90000002, "Zahra Sughra", others="Little Zahra,Zahra as Sughra", admin1="99", population="1200"),
    dump_line(90000003, "Hotel Zahra", "HTL"),
    dump_line(90000004, "Syrian Zahra Republic", "PCLI"),
    dump_line(90000005, "Zahra Air Base", "AIRB", lat="35.9"),
)


@pytest.mark.parametrize("packed", ["plain", "zip", "gz"])
def test_a_geonames_dump_is_taken_in(tmp_path: Path, packed: str) -> None:
    path = write(tmp_path, "SY.txt", *DUMP)
    if packed == "zip":
        with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
            archive.write(path, "SY.txt")
            archive.writestr("readme.txt", "x")
        path = tmp_path / "SY.zip"
    elif packed == "gz":
        packed_path = tmp_path / "SY.txt.gz"
        packed_path.write_bytes(gzip.compress(path.read_bytes()))
        path = packed_path
    result = run("import", str(path), "--format", "geonames")
    assert result.exit_code == 0, result.output
    assert "3 places" in result.stdout and "1 countries, which stay as they are" in result.stdout
    [place] = open_gazetteer().find("Little Zahra")
    assert (place.ref, place.population, place.country) == ("geonames:90000002", 1200, "SYR")
    unit = open_gazetteer().place(place.admin1)
    assert unit is not None and unit.ref == "geonames:90000001"
    assert open_gazetteer().find("zahra airport")[0].feature == "airbase"
    assert open_gazetteer().find("Hotel Zahra") == ()


BAD_LINES = [
    ("a\tb", "2 columns (expected 19, divided by tabs)"),
    (dump_line(1, "X", lat="99"), "latitude 99, longitude 37.25 (expected degrees within -90..90 and -180..180)"),
    (dump_line(1, "X", lat=""), "latitude '', longitude '37.25' (expected degrees with a decimal point)"),
    (dump_line(1, "X", country="Q9"), "country 'Q9' (expected an ISO alpha-2 code in column 9)"),
    (dump_line(1, "X", population="many"), "population 'many' (expected a whole number in column 15)"),
    (dump_line(1, ""), "'1', '' (expected a number and a name first)"),
]


@pytest.mark.parametrize(("line", "complaint"), BAD_LINES)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: str, complaint: str) -> None:
    path = write(tmp_path, "SY.txt", DUMP[0], line, DUMP[1])
    result = run("import", str(path), "--format", "geonames")
    assert result.exit_code == 1
    assert result.stderr == f"dateline: {path}, line 2: {complaint}\n"
    assert open_gazetteer().find("Little Zahra")


def test_bytes_that_are_not_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(DUMP[1].encode() + b"\n\xff\xfe\n")
    result = run("import", str(path), "--format", "geonames")
    assert result.exit_code == 1 and "line 2: not UTF-8" in result.stderr and "1 places" in result.stdout


def test_a_file_of_another_format_changes_nothing(tmp_path: Path) -> None:
    run("add", "Qarn Zahab", "--country", "SYR", "--lat", "35.1", "--lon", "38.9")
    wrong = write(tmp_path, "other.txt", *(["no place"] * 3))
    for kind in ("geonames", "alternate-names", "cod", "ourairports", "csv"):
        result = run("import", str(wrong), "--format", kind)
        assert result.exit_code == 1 and str(result.exception), kind
    assert count_own() == {"places": 1, "names": 1, "without a point": 0}


def test_alternate_names_go_to_known_places_of_both_files(tmp_path: Path) -> None:
    run("import", str(write(tmp_path, "SY.txt", *DUMP)), "--format", "geonames")
    path = write(
        tmp_path, "names.txt",
        name_line(1, 90000002, "en", "Zahra the Lesser", "1"),
        name_line(2, 170589, "fr", "Doumeïr la Vieille"),  # a town of ours
        name_line(3, 170589, "link", "https://example.org/x"),
        name_line(4, 99999999, "en", "Nowhere"),
        name_line(5, 170589, "ja", "ドゥマイル"),
    )  # fmt: skip
    result = run("import", str(path), "--format", "alternate-names")
    assert result.exit_code == 0 and "1 of places that are not in the gazetteer" in result.stdout
    [mine], [ours] = open_gazetteer().find("zahra the lesser"), open_gazetteer().find("Doumeir la Vieille")
    assert (mine.ref, mine.main) == ("geonames:90000002", True)
    assert (ours.ref, ours.main, ours.country) == ("geonames:170589", False, "SYR")
    assert ours.row == open_gazetteer().find("ad-Dumayr")[0].row


def test_p_codes_attach_to_known_places(tmp_path: Path) -> None:
    path = write(
        tmp_path, "syr.csv",
        "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_PCODE,lat,lon",
        "#country+name,#country+code,#adm1+name,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#lat,#lon",
        "Syrian Arab Republic,SY,Homs,حمص,SY04,,,,",
        "Syrian Arab Republic,SY,Homs,حمص,SY04,Wexbridge,SY0499,34.6,38.1",
        "Syrian Arab Republic,SY,Homs,حمص,SY04,Pointless,SY0498,,",
        "Syrian Arab Republic,SY,Homs,حمص,,,,,",
    )  # fmt: skip
    result = run("import", str(path), "--format", "cod")
    assert result.exit_code == 1, result.output
    assert result.stderr == f"dateline: {path}, line 6: no p-code (expected a code such as SY01 in ADM1_PCODE)\n"
    for line in ("1 attached to known places", "1 new places", "1 kept without a point", "SY0498  Pointless in SY04"):
        assert line in result.stdout
    [homs], [new] = open_gazetteer().find("SY04"), open_gazetteer().find("SY0499")
    assert (homs.feature, homs.country) == ("admin1", "SYR")
    assert (new.name, new.feature, new.admin1, new.lat) == ("Wexbridge", "admin2", homs.row, 34.6)
    assert open_gazetteer().find("Pointless") == () and [kept.ref for kept in list_unplaced()] == ["pcode:SY0498"]
    assert "kept without a point" in run("find", "Pointless").stderr


def test_airports_and_plain_tables(tmp_path: Path) -> None:
    airports = write(
        tmp_path, "airports.csv",
        "id,ident,type,name,latitude_deg,longitude_deg,elevation_ft,continent,iso_country,iso_region,municipality,"
        "scheduled_service,gps_code,iata_code,local_code,home_link,wikipedia_link,keywords",
        '1,ZZ01,small_airport,"Qarn Zahab Air Base",35.1,38.9,,AS,SY,SY-HI,,no,,,,,,"Golden Horn, QZ"',
        "2,ZZ02,heliport,Roof,35.1,38.9,,AS,SY,SY-HI,,no,,,,,,",
        "3,ZZ03,closed,Old Strip,135.1,38.9,,AS,SY,SY-HI,,no,,,,,,",
    )  # fmt: skip
    result = run("import", str(airports), "--format", "ourairports")
    assert result.exit_code == 1 and "line 4: latitude 135.1" in result.stderr and "1 heliports" in result.stdout
    assert open_gazetteer().find("qarn zahab airport")[0].feature == "airbase"
    assert open_gazetteer().find("Golden Horn airport")
    plain = write(
        tmp_path, "mine.csv", "name,aliases,country,admin1,lat,lon,feature,error_km,source_note",
        "Upper Wexbridge,Wexbridge Heights|High Wexbridge,SYR,Homs,34.9,37.9,village,2,a map",
        "Lower Wexbridge,,Syria,,34.9,37.9,village,2,",
    )  # fmt: skip
    result = run("import", str(plain), "--format", "csv")
    assert result.exit_code == 1
    assert "line 3: country 'SYRIA' (expected an ISO alpha-3 code such as SYR)" in result.stderr
    [place] = open_gazetteer().find("high wexbridge")
    assert (place.ref, place.error_km) == ("user:upper-wexbridge-syr", 2)


def test_the_same_import_twice_is_one(tmp_path: Path) -> None:
    path = write(tmp_path, "SY.txt", *DUMP)
    counts = []
    for _ in range(2):
        run("import", str(path), "--format", "geonames")
        counts.append(count_own())
    assert counts[0] == counts[1]


def test_a_killed_import_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    run("add", "Qarn Zahab", "--country", "SYR", "--lat", "35.1", "--lon", "38.9")
    home = tmp_path / "home"
    before = (home / "places.sqlite").read_bytes()
    pipe = tmp_path / "dump.txt"
    os.mkfifo(pipe)  # an import that waits for its file forever
    imported = "from dateline.places.user_places import write_places"
    code = f"{imported}\nwith write_places('x', 'csv'):\n    open({str(pipe)!r}).read()"
    root = str(Path(__file__).parent.parent)
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": root}, cwd=tmp_path)
    with pipe.open("w"):  # opens when the other end is read: the import is under way
        assert list(home.glob("places-*.part"))
        blocked = run("add", "Other", "--country", "SYR", "--lat", "35.1", "--lon", "38.9")
        assert blocked.exit_code == 1 and "another run" in str(blocked.exception)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (home / "places.sqlite").read_bytes() == before
    assert run("add", "Other", "--country", "SYR", "--lat", "35.1", "--lon", "38.9").exit_code == 0
    assert not list(home.glob("places-*.part")) and len(open_gazetteer().find("Other")) >= 1


def test_a_stranger_in_the_place_of_our_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "places.sqlite").write_text("not a database, only words" * 50)
    result = run("find", "Homs")
    assert result.exit_code == 1 and "is not a table of places" in str(result.exception)


def test_a_refused_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), write_places("x", "csv"):
        raise RuntimeError
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["places.lock"]


def test_many_places_keep_few_in_memory(tmp_path: Path) -> None:
    path = write(tmp_path, "SY.txt", *(dump_line(91000000 + number, f"Ville{number}") for number in range(12_000)))
    waiting: list[int] = []
    imported = import_places(path, "geonames", lambda error: None, waiting.append)
    assert imported.place_count == 12_000 and waiting == [5_000, 10_000, 12_000]


def test_info_says_what_there_is(tmp_path: Path) -> None:
    empty = run("info").stdout
    assert "overlay" in empty and "Yours: none" in empty and "packed" in empty
    run("import", str(write(tmp_path, "SY.txt", *DUMP)), "--format", "geonames")
    full = run("info").stdout
    assert "3 places" in full and "names: SY.txt" in full


def test_explain_is_the_choice_that_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.places.explain import explain_places

    text = "Rebels shelled Tripoli in northern Lebanon. Later Tripoli and Wexbridge Hollow were calm."
    words = ("Tripoli", "Lebanon", "Wexbridge Hollow")
    spans = [Span(text.index(word), text.index(word) + len(word), word) for word in words]
    choices = explain_places(text, spans)
    assert [choice.place for choice in choices] == [
        place if place.reason is None else choices[2].place for place in resolve_places(text, spans)
    ]
    first = choices[0]
    assert first.why.startswith("before Tripoli (LBY, capital): the words say it lies there")
    best = first.candidates[0]
    assert best.record is not None and best.record.country == "LBN"
    assert abs(sum(value for _, value in best.parts) - best.score) < 0.3
    assert choices[2].candidates == () and "no place is spelled wexbridge hollow" in choices[2].why


def test_older_gazetteers_are_removed_unless_held(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    current, unused, held = (tmp_path / f"gazetteer-{name}.sqlite" for name in ("c", "u", "h"))
    for path in (current, unused, held):
        sqlite3.connect(path).close()
        path.touch()
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        _remove_older(tmp_path, current)
        assert sorted(path.name[10] for path in tmp_path.glob("*.sqlite")) == ["c", "h"]
    _remove_older(tmp_path, current)
    assert [path.name[10] for path in tmp_path.glob("*.sqlite")] == ["c"]
