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
from dateline.evaluation.regions import group_by_region
from dateline.pipeline import code_read_reports

SEED = 20161  # of the resampling


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in percent with its 95% bootstrap interval over reports; `n` gold items (F1) or cases (shares).

    Precision and recall, in percent, belong to measures that are an F1; for shares they are the share itself.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    baseline: float | None
    precision: float | None
    recall: float | None

    def to_line(self) -> str:
        """The figure as a line of the table, 61 columns wide."""
        interval = f"{_show(self.low)}-{_show(self.high)}"
        return f"{self.name:<24}{_show(self.value):>7}  {interval:<14}{self.n:>6}  {_show(self.baseline):>7}"


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """The figures of the reports that tell of one region of the world."""

    region: str
    report_count: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one gold set; `regions` only where they were asked for."""

    path: str
    report_count: int
    claim_count: int
    model: str
    figures: tuple[Figure, ...]
    empty_report_count: int
    false_claims_on_empty: float | None
    baseline_false_claims_on_empty: float | None
    regions: tuple[RegionFigures, ...] = ()

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2)

    def to_table(self) -> str:
        """The figures as text, at most 80 columns wide."""
        lines = [
            f"{self.path}: {self.report_count} reports, {self.claim_count} claims, reader {self.model}",
            f"{'measure':<24}{'value':>7}  {'95% interval':<14}{'N':>6}  {'naive':>7}",
        ]
        lines += [figure.to_line() for figure in self.figures]
        found = self.figures[0]
        lines.append(f"{found.name}: precision {_show(found.precision)}, recall {_show(found.recall)}")
        if self.empty_report_count:
            lines.append(
                f"false claims a report with nothing to code: {self.false_claims_on_empty:.2f} "
                f"(naive {self.baseline_false_claims_on_empty:.2f}; N {self.empty_report_count})"
            )
        lines.append("F1 for the first five; shares of found claims for the rest")
        for region in self.regions:
            lines += ["", f"{region.region}: {region.report_count} reports"]
            lines += [figure.to_line() for figure in region.figures]
        return "\n".join(lines)


def evaluate_set(
    path: Path, *, resamples: int = 1000, by_region: bool = False, floor: float | None = None
) -> Evaluation:
    """Code every report of a gold set and compare. Raises InputError for a set that is not in the format.

    `by_region` adds figures for each region of the world: ACLED's region of the country in which most
    of its claims happened. `floor` is the least chance of an event that is told, as in `dateline code`.
    """
    gold = list(read_gold(path))
    ours, model = _code(gold, floor)
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
        _split(gold, ours, naive, resamples) if by_region else (),
    )


def _split(
    gold: Sequence[GoldReport], ours: Sequence[Counts], naive: Sequence[Counts], resamples: int
) -> tuple[RegionFigures, ...]:
    parts = []
    for region, numbers in group_by_region(gold).items():
        mine, theirs = [ours[number] for number in numbers], [naive[number] for number in numbers]
        figures = [_figure(name, mine, theirs, resamples) for name in (*F1_MEASURES, *SHARE_MEASURES)]
        parts.append(RegionFigures(region, len(numbers), tuple(one for one in figures if one.n)))
    return tuple(parts)


def _code(gold: Sequence[GoldReport], floor: float | None) -> tuple[list[Counts], str]:
    counts: list[Counts] = []
    model = ""
    for row, coded in zip(gold, code_read_reports((row.report for row in gold), floor=floor), strict=True):
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
    hits, predicted, known = (float(value) for value in table.sum(axis=0))
    return Figure(
        name,
        _f1(table.sum(axis=0)),
        low,
        high,
        int(known),
        baseline,
        100 * hits / predicted if predicted else None,
        100 * hits / known if known else None,
    )


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
