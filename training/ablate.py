"""What each auxiliary set, head and more reports bring: `python -m training.ablate --data DATA --encoder ENCODER ...`.

Small readers trained afresh, alike but for one thing: an auxiliary set or a loss left out, or more or fewer coded
reports. Each is exported to int8 and judged on the tuning eighth (never on the gold), with the event floor that serves
it best. Figures of small readers: they say which way a thing pulls, not how good the shipped reader is. Needs the
`train` extra, and some 10 minutes of two cores a reader. Readers already trained under --out are not trained again.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.evaluation.gold import read_gold
from dateline.evaluation.measures import Counts
from dateline.reader.network import Network
from training.run import MEMORY
from training.tune import Tuner

decoding = importlib.import_module("dateline.reader.decode")  # the package exports the function of that name
BASE_REPORTS, EPOCHS, MIXED, PIECES = 400, 4, 0.2, 500
EVENT_FLOORS = (0.05, 0.1, 0.2, 0.3, 0.4)
MEASURES = (
    "claims found",
    "event type",
    "actors with roles",
    "places",
    "tolls exact",
    "time",
    "first source",
    "status",
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One small reader: how many coded reports it reads and what is left out."""

    name: str
    reports: int = BASE_REPORTS
    without: tuple[str, ...] = ()


VARIANTS = (
    Variant("all"),
    Variant("half the reports", BASE_REPORTS // 2),
    Variant("a quarter of the reports", BASE_REPORTS // 4),
    Variant("without the auxiliary sets", without=("re3d", "toponyms", "polnear", "factuality", "event_location")),
    Variant("without attribution (polnear)", without=("polnear",)),
    Variant("without factuality (UDS-IH2)", without=("factuality",)),
    Variant("without event places", without=("event_location",)),
    Variant("without mentions (re3d, toponyms)", without=("re3d", "toponyms")),
    Variant("without coreference of actors", without=("same",)),
    Variant("twice the reports", BASE_REPORTS * 2),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--counts", type=Path, required=True, help="piece counts (python -m training.count_pieces)")
    parser.add_argument("--extra", type=Path, required=True, help="coded reports (training.annotations join)")
    parser.add_argument("--tune", type=Path, required=True, help="tuning eighth (training.annotations join)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", type=int, nargs="+", help="variants by number, compared with the first of them")
    options = parser.parse_args()
    base: list[Counts] = []
    for number in options.only or range(len(VARIANTS)):
        variant = VARIANTS[number]
        weights = train(variant, number, options)
        floor, counts = judge(weights, options.tune)
        base = base or counts
        print(f"{variant.name} ({variant.reports} reports, event floor {floor})", flush=True)
        for measure in MEASURES:
            print(f"    {measure:<18} {tell(counts, base, measure)}", flush=True)


def train(variant: Variant, number: int, options: argparse.Namespace) -> Path:
    run, weights = options.out / str(number), options.out / f"{number}-weights"
    if not weights.exists():
        _run(
            "train", "--data", options.data, "--encoder", options.encoder, "--counts", options.counts,
            "--extra", options.extra, "--out", run, "--reports", variant.reports, "--epochs", EPOCHS, "--mixed", MIXED,
            "--tokens", PIECES,
            *(["--without", *variant.without] if variant.without else []),
        )  # fmt: skip
        _run("export", run, weights)
    return weights


def _run(module: str, *words: object) -> None:
    command = [sys.executable, "-m", f"training.{module}", *map(str, words)]
    subprocess.run(command, check=True, stdout=sys.stderr, env=os.environ | MEMORY)


def judge(weights: Path, tune: Path) -> tuple[float, list[Counts]]:
    """The event floor that finds claims best, and the counts of each tuning report at that floor."""
    tuner = Tuner(Network(weights), list(read_gold(tune)))
    best: tuple[float, float, list[Counts]] = (-1.0, 0.0, [])
    for floor in EVENT_FLOORS:
        decoding.EVENT_FLOOR = floor
        counts = tuner.count()
        best = max(best, (figure(counts, "claims found"), floor, counts), key=lambda one: one[0])
    return best[1], best[2]


def figure(counts: Sequence[Counts], measure: str) -> float:
    """F1 over all reports, in percent."""
    hits = sum(one.hits.get(measure, 0) for one in counts)
    total = sum(one.predicted.get(measure, 0) + one.gold.get(measure, 0) for one in counts)
    return 200 * hits / max(1, total)


def tell(counts: Sequence[Counts], base: Sequence[Counts], measure: str) -> str:
    """The figure and how far it is from the base, with a 95% bootstrap interval over reports, paired."""
    own = figure(counts, measure)
    if counts is base:
        return f"{own:.1f}"
    generator = np.random.default_rng(5)
    shifts = []
    for _ in range(1000):
        draw = generator.integers(len(base), size=len(base))
        shifts.append(figure([counts[n] for n in draw], measure) - figure([base[n] for n in draw], measure))
    low, high = np.percentile(shifts, [2.5, 97.5])
    return f"{own:.1f}  {own - figure(base, measure):+.1f} [{low:+.1f}, {high:+.1f}]"


if __name__ == "__main__":
    main()
