"""`dateline actors`, over real files: what it says, what it keeps, and that a run honours the user's own table."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.actors import is_media, resolve_actor, side_of
from dateline.actors.own import forget_tables
from dateline.actors.rows import COLUMNS
from dateline.cli import cli
from dateline.cli_actors import actors
from dateline.errors import InputError
from dateline.user_tables import user_table_path

HEADER = ",".join(COLUMNS)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    forget_tables()
    yield tmp_path / "home"
    forget_tables()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["actors", *words], prog_name="dateline")


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", actors.commands)
def test_every_help_has_an_example_and_fits_the_screen(name: str) -> None:
    output = run(name, "--help").stdout
    assert "Examples:" in output
    assert max(map(len, output.splitlines())) <= 90


FOUND = [
    (
        ["the", "Syrian", "army", "--published", "2016-04-05"],
        0,
        "syr.military.2000-07  Military Forces of Syria (2000-",
    ),
    (["the army", "--country", "per"], 0, "per.military  Military Forces of Peru (state_forces, PER), by"),
    (["SLA"], 0, "SLA: several fit"),
    (["SLA", "--country", "LBN"], 0, "south-lebanon-army  South Lebanon Army (rebel_group, LBN), by name"),
    (["Amaq"], 0, "as a source: party_media, speaks for islamic-state"),
    (["farabundo", "front"], 0, "  fmln  "),
    (["Brigade of the Seven Rivers"], 1, "not in the table (unknown)"),
    (["Syrian rebels of the Seven Rivers"], 1, "not in the table (unknown, SYR)"),
]


@pytest.mark.parametrize(("words", "status", "shown"), FOUND)
def test_find(words: list[str], status: int, shown: str) -> None:
    result = run("find", *words)
    assert result.exit_code == status, result.output
    assert shown in result.stdout


def test_show_tells_all_of_one_actor() -> None:
    shown = run("show", "syr.military").stdout
    assert "Military Forces of Syria (2000-2024), Bashar al-Assad" in shown
    assert "Syrian Arab Army" in shown
    assert "also       ISIS" in run("show", "islamic-state").stdout
    assert "part of    syr.military" in run("show", "syr.military.2000-07").stdout
    assert "side of    islamic-state" in run("show", "amaq").stdout
    missing = run("show", "no-such-actor")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "dateline actors find NAME" in missing.stderr


def test_nothing_is_written_unless_something_is_added(home: Path) -> None:
    assert run("find", "ISIS").exit_code == run("check").exit_code == run("export").exit_code == 0
    assert not home.exists()


def test_what_is_added_is_found(home: Path) -> None:
    assert resolve_actor("the Red Kolibri Front").actor_id is None
    result = run(
        "add", "--name", "Red Kolibri Front", "--kind", "rebel_group", "--country", "PER", "--alias", "RKF",
        "--alias", "Old Kolibri@1990..1999", "--side-of", "bol.government@2001..", "--from", "1990", "--note", "told",
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    assert str(home / "actors.csv") in result.stdout
    assert resolve_actor("fighters of the Red Kolibri Front (RKF)").actor_id == "red-kolibri-front"
    assert resolve_actor("Old Kolibri", published=date(2005, 1, 1)).actor_id is None
    assert side_of("red-kolibri-front", date(1995, 1, 1)) == ()
    assert side_of("red-kolibri-front", date(2005, 1, 1)) == ("bol.government",)
    assert run("add", "--row", "kolibri-radio,Radio Kolibri,party_media,PER,,red-kolibri-front").exit_code == 0
    assert is_media("Radio Kolibri") == ("party_media", "red-kolibri-front")
    assert [row["id"] for row in csv.DictReader((home / "actors.csv").open())] == ["red-kolibri-front", "kolibri-radio"]
    assert run("check").exit_code == 0


def test_the_same_id_replaces_ours() -> None:
    row = "eta,Our Own Eta,political_militia,FRA,,,Kolibri"
    taken = run("add", "--row", row)
    assert (taken.exit_code, "The id 'eta' is taken" in taken.stderr) == (2, True)
    assert run("add", "--replace", "--row", row).stdout.startswith("0 added, 1 replaced")
    found = resolve_actor("Kolibri")
    assert (found.actor_id, found.name, found.country) == ("eta", "Our Own Eta", "FRA")
    assert resolve_actor("Euskadi Ta Askatasuna").actor_id is None


WRONG_CALLS = [
    (["add"], 2, "Give --name and --kind, or --row"),
    (["add", "--name", "Red Front"], 2, "Give --name and --kind"),
    (["add", "--name", "Red Kolibri", "--kind", "rebels"], 1, "red-kolibri: kind 'rebels' is none of ours (expected"),
    (["add", "--row", "a,b,c,d,e,f,g,h,i,j,k,l,m"], 1, "more cells than the header"),
    (["find"], 2, "Missing argument"),
    (["find", "x", "--published", "5/4/2016"], 2, "Write it as 2016-04-05"),
    (["find", "x", "--country", "Peru"], 2, "'Peru' is no country. Write its three letters"),
    (["import", "no-such-file.csv"], 2, "does not exist"),
    (["export", "--format", "xml"], 2, "'xml' is not one of"),
]


@pytest.mark.parametrize(("words", "status", "message"), WRONG_CALLS)
def test_a_wrong_call_changes_nothing(words: list[str], status: int, message: str, home: Path) -> None:
    result = run(*words)
    assert result.exit_code == status
    assert message in result.stderr
    assert not home.exists()


def test_a_name_that_is_taken_is_kept_and_told() -> None:
    result = run("add", "--name", "Kolibri", "--kind", "rebel_group", "--alias", "ISIS")
    assert result.exit_code == 0
    assert "kept, but ambiguous: kolibri: 'ISIS' is also a name of islamic-state" in result.stderr
    assert resolve_actor("ISIS").reason == "ambiguous"
    assert run("check").exit_code == 1


def test_import_names_every_bad_line_and_keeps_the_good_ones(tmp_path: Path, home: Path) -> None:
    table = write(
        tmp_path / "mine.csv",
        HEADER,
        "kolibri,Kolibri,rebel_group,PER,,,Kol?,2001,,,",
        "Kolibri B,Kolibri B,rebel_group,PER,,,,,,,",
        "kolibri-c,Kolibri C,rebels,PERU,,,,2014,2011,,",
        '"kolibri-d","Kolibri D, the Young",rebel_group,PER,kolibri@2001..2003,,"Kol D|K D",,,,',
        "kolibri-e,Kolibri E,rebel_group,PER,kolibri-c,,,,,,",
        "kolibri-f,Kolibri F,rebel_group,PER,kolibri-e,,,,,,",
        "kolibri,Kolibri again,rebel_group,PER,,,,,,,",
    )
    result = run("import", str(table))
    assert result.exit_code == 1
    assert result.stdout.startswith("2 added, 0 replaced, 0 as they were, 5 left out\n")
    told = [line for line in result.stderr.splitlines() if line.startswith(f"dateline: {table}, line ")]
    assert [int(line.split("line ")[1].split(":")[0]) for line in told] == [3, 4, 4, 4, 6, 7, 8]
    assert all(";" in line for line in told), "each says how to repair it"
    kept = [row["id"] for row in csv.DictReader((home / "actors.csv").open())]
    assert kept == ["kolibri", "kolibri-d"]
    assert resolve_actor("Kolibri D, the Young").actor_id == "kolibri-d"


FILES = [
    (b"id;name;kind\nkolibri;Kolibri;rebel_group\n", "line 1: has the columns id;name;kind"),
    (b"", "line 1: has no columns"),
    (b"id,name,kind\n\xff\xfe\n", "is not in UTF-8"),
    (b'id,name,kind\nkolibri,"Kolibri,rebel_group\n', "is not CSV"),
]


@pytest.mark.parametrize(("content", "message"), FILES)
def test_a_file_that_is_no_table_is_told(content: bytes, message: str, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    error = run("import", str(path)).exception
    assert isinstance(error, InputError)
    assert message in str(error)
    assert error.path == str(path)
    assert not home.exists()


def test_few_columns_and_a_mark_of_byte_order_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufeffkind,name,id\nrebel_group,Kolibri Ñandú,kolibri\n".encode())
    assert run("import", str(path)).exit_code == 0
    assert resolve_actor("kolibri nandu").actor_id == "kolibri"


def test_the_export_can_be_edited_and_imported(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "all.csv"
    assert run("export", str(path)).exit_code == 0
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    ids = [row["id"] for row in rows]
    assert {"islamic-state", "amaq", "syr.military", "syr.military.2000-07"} <= set(ids)
    again = run("import", str(path))
    assert (again.exit_code, again.stdout) == (0, f"0 added, 0 replaced, {len(rows):,} as they were\n")
    assert not home.exists()
    text = path.read_text(encoding="utf-8").replace("\neta,ETA,", "\neta,E.T.A. Kolibri,")
    path.write_text(text + "kolibri,Kolibri,rebel_group,PER,,,,,,,\n", encoding="utf-8")
    assert run("import", str(path)).stdout.startswith(f"1 added, 1 replaced, {len(rows) - 1:,} as they were\n")
    assert resolve_actor("ETA Kolibri").actor_id == "eta"


def test_export_as_json_lines_takes_names_apart(home: Path) -> None:
    write(home / "actors.csv", HEADER, "kolibri,Kolibri,rebel_group,PER,eta@2001..2003,,~Nido|KF?@2004..,2001,,Q5,told")
    forget_tables()
    lines = [json.loads(line) for line in run("export", "--format", "jsonl").stdout.splitlines()]
    kolibri = next(line for line in lines if line["id"] == "kolibri")
    assert kolibri["parents"] == [{"id": "eta", "from": "2001", "to": "2003"}]
    assert kolibri["aliases"] == [
        {"name": "Nido", "from": None, "to": None, "shared": False, "metonym": True},
        {"name": "KF", "from": "2004", "to": None, "shared": True, "metonym": False},
    ]
    assert (kolibri["from"], kolibri["to"], kolibri["wikidata"], kolibri["sides"]) == ("2001", None, "Q5", [])


def test_check_counts_and_finds(tmp_path: Path) -> None:
    sound = run("check")
    assert sound.exit_code == 0, sound.stderr
    count, of_which = sound.stdout.splitlines()
    assert count.split(" actors, ")[0].replace(",", "").isdigit()
    assert "988 forces of states" in of_which
    table = write(tmp_path / "mine.csv", HEADER, "eta,ETA,rebel_group,ESP", "kolibri,ISIS,rebel_group,PER")
    result = run("check", str(table))
    assert result.exit_code == 1
    assert "2 actors, 2 names" in result.stdout
    assert "1 replace actors of the table: eta" in result.stdout
    assert "line 3: 'ISIS' is also a name of islamic-state (actors.csv, line 2)" in result.stderr


def test_check_reads_the_periods_of_rule(home: Path) -> None:
    write(
        home / "regimes.csv", "country,name,from,to,note", "PER,First,1990,2001-05,", "PER,Second,2000,,",
        "XXX,Nowhere,1990,,", "COL,Backwards,2001,1999,", "CHL,No date,soon,,", "BOL,One,1999,2001-08,",
        "BOL,Two,2001-08,,",
    )  # fmt: skip
    forget_tables()
    told = run("check").stderr
    for line, fault in (
        (3, "Second: runs into First"),
        (4, "country 'XXX'"),
        (5, "Backwards: ends"),
        (6, "has no dates"),
    ):
        assert f"regimes.csv, line {line}: " in told
        assert fault in told
    assert "BOL" not in told and "Two" not in told
    assert "5 to mend" not in told and "4 to mend" in told
    assert (
        resolve_actor("Bolivian army", published=date(2005, 1, 1)).period_name == "Military Forces of Bolivia (2001-)"
    )


def test_a_run_honours_the_users_table_and_names_its_bad_line(home: Path) -> None:
    table = write(home / "actors.csv", HEADER, "kolibri,Kolibri,rebel_group,PER,,,,,,,")
    assert subprocess.run(_resolve("Kolibri"), capture_output=True, check=True).stdout == b"kolibri\n"
    write(table, HEADER, "kolibri,Kolibri,rebels,PER,,,,,,,")
    checked = run("check")
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert f"{table}, line 2: kind 'rebels' is none of ours" in checked.stderr
    done = subprocess.run([sys.executable, "-m", "dateline", "actors", "find", "Kolibri"], capture_output=True)
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"dateline: {table}, line 2: kind 'rebels' is none of ours")


def _resolve(words: str) -> list[str]:
    code = f"from dateline.actors import resolve_actor; print(resolve_actor({words!r}).actor_id)"
    return [sys.executable, "-c", code]


def test_where_the_users_tables_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert user_table_path("actors.csv") == tmp_path / "home" / "actors.csv"
    monkeypatch.delenv("DATELINE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert user_table_path("places.csv") == tmp_path / "data" / "dateline" / "places.csv"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_table_path("actors.csv") == tmp_path / ".local" / "share" / "dateline" / "actors.csv"
