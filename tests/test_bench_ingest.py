"""The bench of ingest runs to its end, and what it compares would show a difference."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.ingest import code_words, sum_content, write_inputs
from dateline.errors import InputError
from dateline.store import ingest, open_case

BENCH = Path(__file__).parent.parent / "bench" / "ingest.py"


def test_its_inputs_are_read_and_its_comparison_sees_what_is_missing(tmp_path: Path) -> None:
    item_count = write_inputs(tmp_path / "in", 40)
    sums = []
    for name in ("a.db", "b.db"):
        with open_case(str(tmp_path / name), create=True) as case:
            found = list(ingest(case, [str(tmp_path / "in")], code=code_words))
            assert len(found) == item_count
            assert sum(isinstance(item, InputError) for item in found) == 3
            assert len(list(case.reports())) == 40
            sums.append(sum_content(case))
            if name == "b.db":
                with case.engine.begin() as connection:
                    connection.execute(text("DELETE FROM claim WHERE row_id = 7"))
                assert {key for key, rows in sum_content(case).items() if rows != sums[0][key]} == {"claim"}
    assert sums[0] == sums[1]


@pytest.mark.slow
def test_the_bench_runs(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCH), "40", "80", "--coder", "words", "--kills", "3", "--keep", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "faults: 0; tables that differ from the unbroken run: none" in run.stdout
    assert "3 kills with SIGKILL fell inside a run (wanted: 3)" in run.stdout
