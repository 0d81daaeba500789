"""The command line: what it does with records, errors, files and signals."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import fake_pipeline
import pytest
from click.testing import CliRunner, Result

from dateline.cli import SHELLS, cli

DRIVER = [sys.executable, str(Path(__file__).with_name("fake_pipeline.py"))]


@pytest.fixture(autouse=True)
def _faked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dateline.pipeline", "dateline.reading"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
    fake_pipeline.install()
    fake_pipeline.CALLS.clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), prog_name="dateline")


def start(*words: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.Popen([*DRIVER, *words], stdout=stdout, stderr=subprocess.PIPE, env=environment)


def test_reports_come_out_in_input_order() -> None:
    result = run("code", "b.txt", "a.txt", "empty.txt")
    assert result.exit_code == 0
    paths = [json.loads(line)["report"]["path"] for line in result.stdout.splitlines()]
    assert paths == ["b.txt", "a.txt", "-"]
    assert result.stderr == ""


def test_an_unreadable_input_is_named_and_the_rest_is_coded() -> None:
    result = run("code", "a.txt", "bad.jsonl", "b.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.splitlines() == [
        "dateline: bad.jsonl, line 3: not valid JSON; mend or remove the line",
        "dateline: 1 input could not be read. 2 reports were written.",
    ]


def test_no_report_at_all_is_said() -> None:
    result = run("code", "none")
    assert (result.exit_code, result.stderr) == (1, "dateline: no report was found in none\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["code"], "Nothing to read"),
        (["code", "-", "-"], "only once"),
        (["code", "a.txt", "--published", "5/4/2016"], "'5/4/2016' is not a date"),
        (["code", "a.txt", "--published", "2016-02-30"], "'2016-02-30' is not a date"),
        (["code", "a.txt", "--published", "20160405"], "year-month-day"),
        (["code", "a.txt", "--format", "xml"], "'xml' is not one of 'jsonl', 'table', 'csv'"),
        (["code", "a.txt", "-o", "no-such-folder/claims.jsonl"], "mkdir -p no-such-folder"),
        (["code", "a.txt", "-o", "."], "is a folder"),
        (["annotate"], "Nothing to read"),
        (["annotate", "--spans", "no-such-file"], "does not exist"),
        (["annotate", "a.txt", "--spans", __file__], "either INPUT or --spans"),
        (["completion", "powershell"], "is not one of"),
        (["no-such-command"], "No such command"),
    ],
)
def test_a_wrong_call_ends_with_status_2(words: list[str], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("date", ["2016-04-05", "2016-04-05T08:30", "2016-04-05T08:30:00+03:00", "2016-04-05 08:30"])
def test_dates_and_outlet_reach_the_pipeline(date: str) -> None:
    assert run("code", "a.txt", "--published", date, "--outlet", "ARA News").exit_code == 0
    assert [{"published": date, "outlet": "ARA News"}] == fake_pipeline.CALLS


def test_the_floor_reaches_the_pipeline() -> None:
    assert run("code", "a.txt", "--floor", "0.2").exit_code == 0
    assert fake_pipeline.CALLS == [{"published": None, "outlet": None, "floor": 0.2}]


@pytest.mark.parametrize("floor", ["0", "1.5", "high"])
def test_a_floor_that_is_no_chance_is_refused(floor: str) -> None:
    result = run("code", "a.txt", "--floor", floor)
    assert result.exit_code == 2
    assert "Invalid value for '--floor'" in result.stderr


def test_csv_has_its_header_without_claims() -> None:
    rows = list(csv.reader(io.StringIO(run("code", "empty.txt", "--format", "csv").stdout)))
    assert len(rows) == 1
    assert rows[0][0] == "claim_id"


def test_table_has_no_colour_and_80_columns_off_a_terminal() -> None:
    output = run("code", "a.txt", "--format", "table").stdout
    assert "\x1b" not in output
    assert max(map(len, output.splitlines())) <= 80


def test_output_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    output = tmp_path / "claims.jsonl"
    output.write_text("earlier\n")
    result = run("code", "a.txt", "bad.txt", "-o", str(output))
    assert result.exit_code == 1
    assert f"1 report was written to {output}." in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["claims.jsonl"]
    assert len(output.read_text().splitlines()) == 1


@pytest.mark.parametrize("name", ["reports", "reports/claims.jsonl", "reports/*.jsonl"])
def test_output_inside_an_input_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path("reports/claims.jsonl").write_text("{}\n")
    result = run("code", name, "-o", "reports/claims.jsonl")
    assert result.exit_code == 2
    assert "would be read as a report" in result.stderr
    assert Path("reports/claims.jsonl").read_text() == "{}\n"


def test_annotate_prints_json_lines() -> None:
    result = run("annotate", "a.txt", "--outlet", "X")
    assert result.exit_code == 0
    assert list(json.loads(result.stdout)) == ["report", "mentions", "attributions", "triggers", "dateline"]


def test_annotate_resolves_given_spans(tmp_path: Path) -> None:
    spans = tmp_path / "spans.jsonl"
    spans.write_text("{}\n")
    result = run("annotate", "--spans", str(spans), "--published", "2026-03-05")
    assert [{"spans": str(spans), "published": "2026-03-05"}] == fake_pipeline.CALLS
    assert result.exit_code == 1
    assert f"{spans}, line 2: a span ends after the text" in result.stderr


def test_demo_shows_every_example_and_what_to_do_next() -> None:
    result = run("demo")
    examples = [path for path in Path("dateline/examples").iterdir() if path.suffix in (".txt", ".html")]
    assert result.exit_code == 0
    assert all(path.name in result.stdout for path in examples)
    assert f"That was {len(examples)} invented reports" in result.stdout
    assert max(map(len, result.stdout.split("That was")[1].splitlines()[:-1])) <= 80


def test_evaluate_prints_what_the_evaluation_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = ModuleType("dateline.evaluation")
    evaluation = SimpleNamespace(to_table=lambda: "measure  value", to_json=lambda: "{}")
    module.evaluate_set = lambda path, *, resamples, by_region, floor: evaluation  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dateline.evaluation", module)
    assert run("evaluate", str(tmp_path)).stdout == "measure  value\n"
    assert run("evaluate", str(tmp_path), "--format", "json", "--resamples", "10").stdout == "{}\n"
    assert run("evaluate", str(tmp_path), "--resamples", "0").exit_code == 2
    assert run("evaluate", "no-such-set").exit_code == 2


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_script(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_DATELINE_COMPLETE" in result.stdout


def test_completion_completes_commands() -> None:
    environment = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline co", "COMP_CWORD": "1"}
    result = CliRunner(env=environment).invoke(cli, [], prog_name="dateline")
    assert result.stdout.split() == ["plain,code", "plain,completion", "plain,control"]


@pytest.mark.parametrize("words", [[], *([name] for name in cli.commands)])
def test_help_has_an_example_and_fits_the_screen(words: list[str]) -> None:
    output = run(*words, "--help").stdout
    assert "dateline demo" in output if not words else "Example" in output
    assert max(map(len, output.splitlines())) <= 90


def test_version_names_the_program() -> None:
    assert run("--version").stdout.startswith("dateline ")


def test_broken_pipe_is_quiet() -> None:
    process = start("code", "many.txt")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 141


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_leaves_what_was_written_and_says_how_many(tmp_path: Path, stop: signal.Signals) -> None:
    output = tmp_path / "claims.jsonl"
    process = start("code", "slow.txt", "-o", str(output))
    for _ in range(200):
        parts = list(tmp_path.glob("claims.jsonl.part-*"))
        if parts and parts[0].stat().st_size:
            break
        time.sleep(0.05)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    lines = output.read_text().splitlines()
    assert (
        f"Stopped. {len(lines)} report{'s were' if len(lines) > 1 else ' was'} written to {output}." in errors.decode()
    )
    assert all(json.loads(line)["claims"] for line in lines)
    assert [path.name for path in tmp_path.iterdir()] == ["claims.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [[], ["-o", "/dev/full"]])
def test_a_full_disk_is_said_in_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("code", "a.txt", *words, stdout=full.fileno())
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert errors.decode().count("\n") == 1
    assert "No space left on device. 0 reports were written" in errors.decode()


def test_progress_bar_only_for_a_person_and_long_work(tmp_path: Path) -> None:
    for name, is_shown in (("slow.txt", True), ("a.txt", False)):
        leader, follower = pty.openpty()
        output = str(tmp_path / "claims.jsonl")
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "TERM": "xterm"}
        process = subprocess.Popen([*DRIVER, "code", name, "-o", output], stderr=follower, env=environment)
        if is_shown:
            time.sleep(3)
            process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        os.close(follower)
        shown = _drain(leader)
        assert ("━" in shown) is is_shown, shown


def _drain(leader: int) -> str:
    read = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux ends a closed terminal with an error
            piece = b""
        if not piece:
            os.close(leader)
            return read.decode(errors="replace")
        read += piece


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--country", "Syria"], "'Syria' is no code of a country. Write SYR."),
        (["--country", "SY"], "Write SYR."),
        (["--country", "Nowhere"], "Write the three letters of ISO 3166"),
        (["--since", "2026-03-05", "--until", "2026-03-01"], "--since 2026-03-05 is after --until 2026-03-01"),
    ],
)
def test_a_choice_that_can_take_no_event_is_refused(words: list[str], message: str, tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_text("")
    result = CliRunner().invoke(cli, ["export", str(tmp_path / "claims.jsonl"), "--format", "csv", *words])
    assert result.exit_code == 2 and message in " ".join(result.stderr.split())


@pytest.mark.parametrize("command", [["export", "--format", "csv"], ["control"], ["report", "-o", "page.html"]])
def test_a_file_of_another_kind_does_not_flood_the_screen(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("a,b\n" * 500)
    result = CliRunner().invoke(cli, [*command, "rows.csv"])
    assert result.exit_code == 1 and "rows.csv, line 1: not JSON" in result.stderr
    assert "rows.csv: 490 more lines could not be read" in result.stderr and len(result.stderr.splitlines()) < 15
    Path("case.db").write_bytes(b"SQLite format 3\x00" + b"\n\xff" * 500)
    result = CliRunner().invoke(cli, [*command, "case.db"])
    assert result.exit_code == 1 and "give it as --db case.db" in result.stderr and len(result.stderr.splitlines()) < 5
