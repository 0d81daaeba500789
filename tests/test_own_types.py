"""Event types of the user's own: the file, its faults, and what is coded with it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sample_reports import CODED, SEIZURE

import dateline
from dateline.cli import cli
from dateline.codebook.own_types import Example, OwnType, parse_example, read_own_types
from dateline.errors import DatelineError, InputError
from dateline.events import Event, EventClaim
from dateline.export.select import Selection
from dateline.model import Claim, CodedReport, Report, UserType
from dateline.output.csv import COLUMNS, claim_row
from dateline.output.table import render_report
from dateline.pipeline import code_read_reports
from dateline.reader import learn_types, load_network, read_examples
from dateline.reader.likeness import BACKGROUND_NAME, SIMILARITY_FLOOR, Background, load_background
from dateline.reading import read_report
from dateline.store import open_case
from dateline.store.records import format_record, parse_record

EXAMPLE_PATH = Path(__file__).parent.parent / "docs" / "own_types.toml"
TYPE = 'id = "x"\nname = "X"\ndefinition = "It is."\n'
EXAMPLES = 'examples = ["A [fell].", "B fell.", "C fell."]\n'
TEXT = (
    "The tribunal sentenced two rebel commanders to twenty years in jail on Thursday for the killing of civilians.\n"
    "Trucks of the Red Crescent delivered flour and medicine to the camp.\n"
    "Warplanes bombed the village of Deir Malik, killing four people."
)


def write(folder: Path, content: str) -> Path:
    path = folder / "types.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_example_file_is_read() -> None:
    types = read_own_types(EXAMPLE_PATH)
    assert [kind.id for kind in types] == ["court_ruling", "aid_delivery"]
    for kind in types:
        for example in kind.examples:
            assert example.marked is not None
            assert example.text[slice(*example.marked)].isalpha() or " " in example.text[slice(*example.marked)]
            assert "[" not in example.text


def test_the_page_shows_the_example_file() -> None:
    page = (EXAMPLE_PATH.parent / "own_types.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert shown and shown[1] in EXAMPLE_PATH.read_text(encoding="utf-8")
    assert f"({SIMILARITY_FLOOR})" in page


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("[[type]\n", ["not TOML"]),
        ("", ["no type in it", "[[type]]"]),
        ('type = ["x"]', ["type 1", "not a table"]),
        (f"[[type]]\n{TYPE}", ["type 1 (x)", "no list of examples"]),
        (f'[[type]]\n{TYPE}examples = ["A fell.", "B fell.", "B fell."]', ["type 1 (x)", "2 different", "at least 3"]),
        (f'[[type]]\n{TYPE}examples = ["A [fell.", "B fell.", "C fell."]', ["example 1", "square brackets"]),
        (f'[[type]]\n{TYPE}examples = ["A [f] [g].", "B fell.", "C fell."]', ["example 1", "square brackets"]),
        (f'[[type]]\nid = "x"\nname = "X"\n{EXAMPLES}', ["type 1 (x)", "no definition"]),
        (f'[[type]]\nname = "X"\ndefinition = "D"\n{EXAMPLES}', ["type 1", "no id"]),
        (f"[[type]]\n{TYPE.replace('x', 'X y')}{EXAMPLES}", ["type 1", "lower-case"]),
        (f"[[type]]\n{TYPE.replace('x', 'attack', 1)}{EXAMPLES}", ["type 1 (attack)", "one of our event types"]),
        (f"[[type]]\n{TYPE}{EXAMPLES}\n[[type]]\n{TYPE}{EXAMPLES}", ["type 2 (x)", "taken"]),
        (f'[[type]]\n{TYPE}{EXAMPLES}of = ["battle"]', ["type 1 (x)", "battle", "no event type of ours"]),
        (f'[[type]]\n{TYPE}{EXAMPLES}of = "attack"', ["type 1 (x)", "not a list"]),
        (f'[[type]]\n{TYPE}{EXAMPLES}note = "n"', ["type 1 (x)", "`note`"]),
    ],
)
def test_a_fault_names_file_entry_and_repair(tmp_path: Path, content: str, parts: list[str]) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        read_own_types(path)
    assert caught.value.repair
    for part in [str(path), *parts]:
        assert part in str(caught.value)


def test_a_bad_file_is_a_wrong_call(tmp_path: Path) -> None:
    path = write(tmp_path, f"[[type]]\n{TYPE}")
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    for words in (["code", str(report)], ["ingest", str(report), "--db", str(tmp_path / "case.db")]):
        result = CliRunner().invoke(cli, [*words, "--types", str(path)], prog_name="dateline")
        assert result.exit_code == 2
        assert f"{path}: type 1 (x) has no list of examples" in result.stderr
    assert not (tmp_path / "case.db").exists()


def test_brackets_may_be_left_out() -> None:
    assert parse_example("B fell.") == Example("B fell.")


def code(*types: OwnType) -> list[tuple[str, str | None]]:
    (coded,) = code_read_reports([Report(id="sha256:0", text=TEXT, language="en")], own_types=types)
    assert not isinstance(coded, InputError)
    for claim in coded.claims:
        assert ("user_type" in claim.made_by) == (claim.user_type is not None)
    return [(claim.trigger.text, claim.user_type.id if claim.user_type else None) for claim in coded.claims]


def test_what_is_like_the_examples_is_coded_and_nothing_else() -> None:
    coded = code(*read_own_types(EXAMPLE_PATH))
    assert any("sentenced" in words and kind == "court_ruling" for words, kind in coded)
    assert any("delivered" in words and kind == "aid_delivery" for words, kind in coded)
    assert [kind for words, kind in coded if "bombed" in words] == [None]


def test_without_types_nothing_changes() -> None:
    assert {kind for _, kind in code()} == {None}


def test_a_type_of_other_event_types_only_takes_none() -> None:
    types = [replace(kind, of=frozenset({"grenade"})) for kind in read_own_types(EXAMPLE_PATH)]
    assert {kind for _, kind in code(*types)} == {None}


def test_examples_are_likest_to_their_own_type() -> None:
    types = read_own_types(EXAMPLE_PATH)
    likeness = learn_types(types, load_network())
    assert np.allclose(np.linalg.norm(likeness.centres, axis=1), 1, atol=1e-5)
    examples = [example for kind in types for example in kind.examples]
    similar = read_examples(examples, load_network(), likeness.background) @ likeness.centres.T
    assert similar.argmax(axis=1).tolist() == [number for number, kind in enumerate(types) for _ in kind.examples]
    assert similar.max(axis=1).min() >= SIMILARITY_FLOOR


def test_whitening_takes_out_what_all_share() -> None:
    generator = np.random.default_rng(0)
    sample = generator.normal(size=(4000, 3)).astype(np.float32) * np.array([5, 1, 0.2]) + 7
    background = Background(sample.mean(axis=0), np.cov(sample.T))
    white = background.whiten(sample)
    assert np.allclose(np.linalg.norm(white, axis=1), 1, atol=1e-5)
    assert np.allclose((white**2).mean(axis=0), 1 / 3, atol=0.05)


@pytest.mark.parametrize(("reader", "message"), [(None, "is missing"), ("en-0", "is of reader en-0")])
def test_a_background_that_does_not_fit_is_refused(tmp_path: Path, reader: str | None, message: str) -> None:
    if reader:
        np.savez(tmp_path / BACKGROUND_NAME, mean=np.zeros(2), covariance=np.eye(2), reader=np.array(reader))
    with pytest.raises(DatelineError, match=f"{message}.*python -m training.background"):
        load_background(load_network(), tmp_path)


def test_the_type_is_in_every_output(tmp_path: Path) -> None:
    claim = replace(SEIZURE, user_type=UserType("silo_seized", 0.712))
    coded = replace(CODED, claims=(claim,))
    row = dict(zip(COLUMNS, claim_row(coded, claim), strict=True))
    assert (row["user_type"], row["user_type_similarity"]) == ("silo_seized", "0.712")
    assert "own   silo_seized (similarity 0.71)" in render_report(coded)
    assert "own " not in render_report(CODED)


def test_python_takes_the_same_file_and_names_the_same_faults(tmp_path: Path) -> None:
    (coded,) = code_read_reports([read_report(TEXT, published="2031-03-05")], own_types=read_own_types(EXAMPLE_PATH))
    assert isinstance(coded, CodedReport)
    assert dateline.code(TEXT, published="2031-03-05", types=EXAMPLE_PATH) == coded
    assert dateline.code(TEXT, published="2031-03-05", types=str(EXAMPLE_PATH)).claims == coded.claims
    assert {claim.user_type.id for claim in coded.claims if claim.user_type} >= {"court_ruling"}
    assert not any(claim.user_type for claim in dateline.code(TEXT, published="2031-03-05").claims)
    broken = write(tmp_path, "[[type]]\n" + TYPE)
    with pytest.raises(InputError, match="has no list of examples"):
        dateline.code(TEXT, types=broken)


def test_a_case_is_coded_with_types(tmp_path: Path) -> None:
    report, database = tmp_path / "report.txt", tmp_path / "case.db"
    report.write_text(TEXT)
    for words in ([], ["--types", str(EXAMPLE_PATH), "--recode"]):
        result = CliRunner().invoke(cli, ["ingest", str(report), "--db", str(database), *words], prog_name="dateline")
        assert result.exit_code == 0
        with open_case(str(database)) as case:
            told = {claim.user_type.id for _, claim in case.claims() if claim.user_type}
        assert told == ({"court_ruling", "aid_delivery"} if words else set())


def test_a_case_keeps_the_type_and_no_empty_one() -> None:
    claim = replace(SEIZURE, user_type=UserType("silo_seized", 0.712))
    assert parse_record(Claim, format_record(claim)) == claim
    assert "user_type" not in format_record(SEIZURE)
    assert parse_record(Claim, format_record(SEIZURE)) == SEIZURE


@pytest.mark.parametrize(("wanted", "is_taken"), [("user:silo_seized", True), ("user:other", False), ("battles", True)])
def test_an_export_may_take_one_type_only(wanted: str, is_taken: bool) -> None:
    claim = replace(SEIZURE, user_type=UserType("silo_seized", 0.712))
    event = Event("event:1", (EventClaim(CODED.report, claim, CODED.report.id),))
    assert Selection(types=frozenset({wanted})).takes(event) is is_taken


def test_the_command_writes_the_type(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    words = ["code", str(report), "--types", str(EXAMPLE_PATH), "--format"]
    lines = CliRunner().invoke(cli, [*words, "jsonl"], prog_name="dateline").stdout
    told = {claim["user_type"]["id"] for claim in json.loads(lines)["claims"] if claim["user_type"]}
    table = CliRunner().invoke(cli, [*words, "csv"], prog_name="dateline").stdout
    assert told == {row["user_type"] for row in csv.DictReader(io.StringIO(table))} - {""} != set()
