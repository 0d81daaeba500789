"""Pinned floors: the figures of the held-out reports may not fall unseen. Raise a floor when a better reader lands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.evaluation import evaluate_set
from tests.shared import shared_path
from training.examples import is_held_out

# A little under what reader en-1 reached on the fixed fifth of claims.jsonl (bench/results/claims.txt).
FLOORS = {"claims found": 50.0, "first source": 75.0, "status": 82.0, "stance": 92.0, "time": 75.0, "places": 60.0}


@pytest.mark.slow
def test_the_figures_of_the_held_out_reports_hold(tmp_path: Path) -> None:
    with shared_path("data/claims/claims.jsonl").open(encoding="utf-8") as lines:
        rows = [line for line in lines if is_held_out(json.loads(line)["id"])]
    (tmp_path / "held_out.jsonl").write_text("".join(rows), encoding="utf-8")
    evaluation = evaluate_set(tmp_path / "held_out.jsonl", resamples=10)
    figures = {figure.name: figure for figure in evaluation.figures}
    low = {name: figures[name].value for name, floor in FLOORS.items() if (figures[name].value or 0) < floor}
    assert not low, low
    found = figures["claims found"]
    assert (found.value or 0) > (found.baseline or 0) + 10
