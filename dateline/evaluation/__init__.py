"""`dateline evaluate`: figures of a gold set with bootstrap intervals, the naive baseline beside them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.errors import InputError
from dateline.evaluation.baseline import code_naively
from dateline.evaluation.gold import GoldReport, read_claim, read_gold
from dateline.evaluation.measures import F1_MEASURES, SHARE_MEASURES, Counts, count_report
from dateline.pipeline import code_read_reports

SEED = 20161  # of the resampling


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in percent with its 95% bootstrap interval over reports; `n` gold items (F1) or cases (shares)."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    baseline: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one gold set."""

    path: str
    report_count: int
    claim_count: int
    model: str
    figures: tuple[Figure, ...]
    empty_report_count: int
    false_claims_on_empty: float | None
    baseline_false_claims_on_empty: float | None

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2)

    def to_table(self) -> str:
        """The figures as text, at most 80 columns wide."""
        lines = [
            f"{self.path}: {self.report_count} reports, {self.claim_count} claims, reader {self.model}",
            f"{'measure':<24}{'value':>7}  {'95% interval':<14}{'N':>6}  {'naive':>7}",
        ]
        for figure in self.figures:
            interval = f"{_show(figure.low)}-{_show(figure.high)}"
            value, naive = _show(figure.value), _show(figure.baseline)
            lines.append(f"{figure.name:<24}{value:>7}  {interval:<14}{figure.n:>6}  {naive:>7}")
        if self.empty_report_count:
            lines.append(
                f"false claims a report with nothing to code: {self.false_claims_on_empty:.2f} "
                f"(naive {self.baseline_false_claims_on_empty:.2f}; N {self.empty_report_count})"
            )
        lines.append("F1 for the first five; shares of found claims for the rest")
        return "\n".join(lines)


def evaluate_set(path: Path, *, resamples: int = 1000) -> Evaluation:
    """Code every report of a gold set and compare. Raises InputError for a set that is not in the format."""
    gold = list(read_gold(path))
    ours, model = _code(gold)
    naive = [count_report(row.claims, code_naively(row.report)) for row in gold]
    empty = [number for number, row in enumerate(gold) if not row.claims]
    return Evaluation(
        str(path),
        len(gold),
        sum(len(row.claims) for row in gold),
        model,
        tuple(_figure(name, ours, naive, resamples) for name in (*F1_MEASURES, *SHARE_MEASURES)),
        len(empty),
        _mean([ours[number].false_claims for number in empty]),
        _mean([naive[number].false_claims for number in empty]),
    )


def _code(gold: Sequence[GoldReport]) -> tuple[list[Counts], str]:
    counts: list[Counts] = []
    model = ""
    for row, coded in zip(gold, code_read_reports(row.report for row in gold), strict=True):
        if isinstance(coded, InputError):
            raise coded
        model = coded.dateline.model
        claims = [read_claim(dataclasses.asdict(claim)) for claim in coded.claims]
        counts.append(count_report(row.claims, claims))
    return counts, model


def _figure(name: str, ours: Sequence[Counts], naive: Sequence[Counts], resamples: int) -> Figure:
    table = _table(name, ours)
    generator = np.random.default_rng(SEED)
    draws = generator.integers(0, len(table), (resamples, len(table)))
    values = [value for sums in table[draws].sum(axis=1) if (value := _f1(sums)) is not None]
    low, high = np.percentile(values, [2.5, 97.5]) if values else (None, None)
    baseline = _f1(_table(name, naive).sum(axis=0))
    return Figure(name, _f1(table.sum(axis=0)), low, high, int(table[:, 2].sum()), baseline)


def _table(name: str, counts: Sequence[Counts]) -> np.ndarray:
    """Hits, predictions and gold by report. For shares predictions and gold are one, so F1 is the share."""
    rows = [(one.hits.get(name, 0), one.predicted.get(name, 0), one.gold.get(name, 0)) for one in counts]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)


def _f1(sums: np.ndarray) -> float | None:
    hits, predicted, gold = (float(value) for value in sums)
    return 100 * 2 * hits / (predicted + gold) if predicted + gold else None


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _show(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
