"""Is a claim's confidence its chance to be right? `python bench/calibration.py GOLD.jsonl [--svg FILE]`.

GOLD.jsonl comes from `python -m training.annotations gold`. A claim is right when the gold has one in that sentence of
that event type; claims that gold marks optional count as right. Prints a reliability table (bins of equal count) and
the expected calibration error with a 95% bootstrap interval over reports; beside it what chance alone would show at
this N, and the error of being sure of all.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.evaluation.gold import read_claim, read_gold
from dateline.evaluation.measures import align
from dateline.model import CodedReport
from dateline.pipeline import code_read_reports
from dateline.reader import load_network

BINS = 8
RESAMPLES = 1000
Table = NDArray[np.float64]  # a row a claim: confidence, right (0 or 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--svg", type=Path, help="write the reliability plot here")
    options = parser.parse_args()
    reports = judge_reports(options.gold)
    claims = np.concatenate(reports)
    low, high = bootstrap(reports)
    print(f"{len(reports)} reports, {len(claims)} claims given, reader {load_network().name}")
    print("confidence  share right  N")
    for part in cut_bins(claims):
        print(f"{part[:, 0].mean():10.2f}  {part[:, 1].mean():11.2f}  {len(part)}")
    print(f"expected calibration error {calibration_error(claims):.1f} points [{low:.1f}, {high:.1f}]")
    print(f"were every confidence the true chance, so few claims would still show {chance_error(claims):.1f} points")
    print(f"sure of every claim: {100 * (1 - claims[:, 1].mean()):.1f} points")
    if options.svg:
        options.svg.write_text(draw(cut_bins(claims)), encoding="utf-8")


def judge_reports(gold: Path) -> list[Table]:
    """For each report a row a claim given: its confidence, and whether gold has it."""
    rows = list(read_gold(gold))
    coded = code_read_reports([row.report for row in rows])
    tables = []
    for row, one in zip(rows, coded, strict=True):
        assert isinstance(one, CodedReport)  # a gold report has text
        found = [read_claim(dataclasses.asdict(claim)) for claim in one.claims]
        right = {id(other) for claim, other in align(row.claims, found) if claim.event_type == other.event_type}
        judged = [(c.confidence, float(id(f) in right)) for c, f in zip(one.claims, found, strict=True)]
        tables.append(np.array(judged).reshape(-1, 2))
    return tables


def cut_bins(claims: Table) -> list[Table]:
    """Bins of equal count, least sure first."""
    return [part for part in np.array_split(claims[np.argsort(claims[:, 0])], BINS) if len(part)]


def calibration_error(claims: Table) -> float:
    """Mean distance between confidence and share right over the bins, in points."""
    gaps = [len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in cut_bins(claims)]
    return 100 * float(sum(gaps)) / len(claims)


def bootstrap(reports: Sequence[Table]) -> tuple[float, float]:
    random = np.random.default_rng(7)
    errors = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([reports[number] for number in random.integers(len(reports), size=len(reports))])
        errors.append(calibration_error(drawn))
    low, high = np.percentile(errors, [2.5, 97.5])
    return float(low), float(high)


def chance_error(claims: Table) -> float:
    """The error that chance alone shows: the mean over draws in which each claim is right with its own confidence."""
    random = np.random.default_rng(7)
    drawn = (random.random((RESAMPLES, len(claims))) < claims[:, 0]).astype(float)
    return float(np.mean([calibration_error(np.column_stack([claims[:, 0], right])) for right in drawn]))


def draw(bins: Sequence[Table]) -> str:
    """The reliability plot as SVG: a dot a bin, its area by N, and the line on which confidence is the chance."""
    size, edge = 320, 44
    side = size - 2 * edge

    def at(x: float, y: float) -> tuple[float, float]:
        return round(edge + x * side, 1), round(size - edge - y * side, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="11">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        '<path d="M{} {}L{} {}" stroke="#999" stroke-dasharray="4 3"/>'.format(*at(0, 0), *at(1, 1)),
        '<path d="M{} {}V{}H{}" fill="none" stroke="#333"/>'.format(*at(0, 1), at(0, 0)[1], at(1, 0)[0]),
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, base), (left, y) = at(tick, 0), at(0, tick)
        parts.append(f'<text x="{x}" y="{base + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">confidence given</text>')
    parts.append(f'<text transform="translate(12 {size / 2}) rotate(-90)" text-anchor="middle">share right</text>')
    for part in bins:
        x, y = at(float(part[:, 0].mean()), float(part[:, 1].mean()))
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="#1f6f8b"><title>N {len(part)}</title></circle>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
