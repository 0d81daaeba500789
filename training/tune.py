"""Sets the floors and the calibration on the tuning split: `python -m training.tune TUNE.jsonl [--weights DIR]`.

TUNE.jsonl comes from `python -m training.annotations join --part tune`. The encoder runs once; each floor is then tried
in turn on the measure that it serves. Prints what to write into `reader/decode.py`, `claims.py` and `assembly.py`.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dateline import assembly, claims
from dateline.evaluation.gold import GoldReport, read_claim, read_gold
from dateline.evaluation.measures import Counts, align, count_report
from dateline.pipeline import code_report, retell
from dateline.reader.network import WEIGHTS_PATH, Network
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

decoding = importlib.import_module("dateline.reader.decode")  # the package exports the function of that name
STEPS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
MEASURE_OF = {"actor": "actors with roles", "place": "places", "toll": "tolls exact", "materiel": "materiel"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    options = parser.parse_args()
    tuner = Tuner(Network(options.weights), list(read_gold(options.gold)))
    print("event", tuner.try_floor(decoding, "EVENT_FLOOR", None, "claims found"))
    for kind, measure in MEASURE_OF.items():
        print("filler", kind, tuner.try_floor(decoding, "FILLER_FLOORS", kind, measure))
        print("link", kind, tuner.try_floor(claims, "LINK_FLOORS", kind, measure))
    print("calibration", tuner.fit_calibration())


class Tuner:
    """The tuning reports with the encoder's scores, decoded anew for each setting."""

    def __init__(self, network: Network, gold: Sequence[GoldReport]) -> None:
        self.network, self.gold = network, gold
        self.inputs = []
        for row in gold:
            sentences = split_sentences(row.report.text)
            pieces = cut_pieces(row.report.text, sentences, network.tokenizer)
            self.inputs.append((sentences, pieces, network.score([pieces])[0]))

    def code(self) -> list[tuple[Any, ...]]:
        coded = []
        for row, (sentences, pieces, scores) in zip(self.gold, self.inputs, strict=True):
            reading = decoding.decode(row.report.text, sentences, pieces, scores, self.network)
            coded.append(code_report(row.report, reading, self.network).claims)
        return coded

    def count(self) -> list[Counts]:
        """What was found, counted for each report."""
        return [self._count(row, found) for row, found in zip(self.gold, self.code(), strict=True)]

    def figure(self, measure: str) -> float:
        """F1 over all reports, in percent."""
        counts = self.count()
        hits = sum(one.hits.get(measure, 0) for one in counts)
        total = sum(one.predicted.get(measure, 0) + one.gold.get(measure, 0) for one in counts)
        return 200 * hits / max(1, total)

    def _count(self, row: GoldReport, found: tuple[Any, ...]) -> Counts:
        return count_report(row.claims, [read_claim(dataclasses.asdict(claim)) for claim in found])

    def try_floor(self, module: Any, name: str, key: str | None, measure: str) -> str:
        """Set the floor that serves `measure` best (the middle of a plateau), and print the curve."""
        before = getattr(module, name)
        curve = {}
        for step in STEPS:
            setattr(module, name, {**before, key: step} if key else step)
            curve[step] = round(self.figure(measure), 1)
        top = max(curve.values())
        best = [step for step, value in curve.items() if value >= top - 0.3]
        chosen = best[len(best) // 2]
        setattr(module, name, {**before, key: chosen} if key else chosen)
        return f"{chosen} for {measure}: {json.dumps(curve)}"

    def fit_calibration(self) -> str:
        """Logistic fit of "found" on the reader's chances, and its calibration error, leave one report out."""
        features, right, groups = [], [], []
        for number, (row, found) in enumerate(zip(self.gold, self._drafts(), strict=True)):
            gold_claims = row.claims
            for triggers, chance_trigger, chance_type, is_right in self._judge(gold_claims, found):
                features.append([1.0, triggers * assembly._logit(chance_trigger), assembly._logit(chance_type)])
                right.append(float(is_right))
                groups.append(number)
        table, target, group = np.array(features), np.array(right), np.array(groups)
        chances = np.zeros(len(target))
        for number in set(groups):
            weights = _fit(table[group != number], target[group != number])
            chances[group == number] = 1 / (1 + np.exp(-table[group == number] @ weights))
        error = _calibration_error(chances, target)
        fitted = [round(float(weight), 3) for weight in _fit(table, target)]
        return f"{fitted}, expected calibration error {100 * error:.1f} points (N {len(target)}, leave one report out)"

    def _drafts(self) -> list[list[Any]]:
        drafts = []
        for row, (sentences, pieces, scores) in zip(self.gold, self.inputs, strict=True):
            reading = decoding.decode(row.report.text, sentences, pieces, scores, self.network)
            coded = code_report(row.report, reading, self.network)
            told = retell(row.report.text, reading).triggers
            by_span = {trigger.found.span: trigger for trigger in told}
            drafts.append([(claim, by_span[claim.trigger]) for claim in coded.claims])
        return drafts

    def _judge(self, gold: Sequence[Any], found: list[Any]) -> list[tuple[float, float, float, bool]]:
        predicted = [read_claim(dataclasses.asdict(claim)) for claim, _ in found]
        right = {id(other) for one, other in align(gold, predicted) if one.event_type == other.event_type}
        return [
            (1.0, trigger.found.score, next(iter(trigger.types.values())), id(other) in right)
            for other, (_, trigger) in zip(predicted, found, strict=True)
        ]


def _fit(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(25):
        chances = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (chances - target) + 0.5 * weights
        hessian = (table * (chances * (1 - chances))[:, None]).T @ table + 0.5 * np.eye(len(weights))
        weights = weights - np.linalg.solve(hessian, gradient)
    return weights


def _calibration_error(chances: np.ndarray, target: np.ndarray, bins: int = 8) -> float:
    """Expected calibration error over bins of equal count."""
    order = np.argsort(chances)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(len(part) * abs(chances[part].mean() - target[part].mean()) for part in parts) / len(target))


if __name__ == "__main__":
    main()
