"""Trains the second opinion on where a verb happened: `python -m training.event_places ../shared/data`.

Data: event_location, the lines that are not the author's gold. Lines of Masdar_RA without a place are left out: nine of
ten lines of that source name none, plain ones ("killed in the city of Raqqa") among them. Run it again whenever the
reader's weights change; it reads its marks. Five folds by sentence text give the figure on lines not trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from dateline.model import Span
from dateline.places import find_places
from dateline.reader.decode import decode
from dateline.reader.event_places import Matrix, describe, gelu, locate, mark, names_of
from dateline.reader.network import WEIGHTS_PATH, Network
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

FOLDS, HIDDEN, EPOCHS, RATE, DECAY = 5, 16, 25, 3e-3, 1e-3  # set by the folds' F1


@dataclass(frozen=True, slots=True)
class Verb:
    """One line: a feature row and an answer for each name, and how many places the annotator gave."""

    fold: int
    features: Matrix
    answers: Matrix
    gold: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH, help="the reader's; event_places.npz goes there")
    options = parser.parse_args()
    torch.set_num_threads(1)
    verbs = list(_read(options.data / "event_location/event_location.jsonl", Network(options.weights)))
    hits = given = 0
    for fold in range(FOLDS):
        scorer = _fit([verb for verb in verbs if verb.fold != fold])
        for verb in verbs:
            if verb.fold == fold and len(verb.answers):
                chosen = _apply(scorer, verb.features) >= 0.5
                hits, given = hits + int((chosen & (verb.answers > 0)).sum()), given + int(chosen.sum())
    gold = sum(verb.gold for verb in verbs)
    print(f"{len(verbs)} lines, {gold} places, {FOLDS} folds: precision {100 * hits / given:.1f}, ", end="")
    print(f"recall {100 * hits / gold:.1f}, F1 {200 * hits / (given + gold):.1f}")
    np.savez(options.weights / "event_places.npz", **_fit(verbs))


def _read(path: Path, network: Network) -> Iterator[Verb]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row["gold"] and not (row["source"] == "Masdar_RA" and not row["locations"]):
                yield from _read_verb(row, network)


def _read_verb(row: dict[str, Any], network: Network) -> Iterator[Verb]:
    text, sentences = row["text"], split_sentences(row["text"])
    pieces = cut_pieces(text, sentences, network.tokenizer)
    scores = network.score([pieces])[0]
    verb = locate(pieces, Span(**row["verb"]))
    if verb is None:
        return
    reading = decode(text, sentences, pieces, scores, network)
    found = [item.span for item in (*reading.mentions["place"], *reading.fillers["place"])]
    names = [name for name in names_of(text, [*found, *find_places(text)]) if locate(pieces, name)]
    gold = {(place["start"], place["end"]) for place in row["locations"]}
    answers = np.array([(name.start, name.end) in gold for name in names], dtype=np.float32)
    features = describe(text, pieces, mark(scores), verb, names)
    yield Verb(hashlib.sha256(text.encode()).digest()[0] % FOLDS, features, answers, len(gold))


def _fit(verbs: list[Verb]) -> dict[str, Matrix]:
    """One hidden layer over the standardised features, the standards folded into its weights."""
    torch.manual_seed(13)
    features = np.concatenate([verb.features for verb in verbs if len(verb.answers)])
    answers = torch.from_numpy(np.concatenate([verb.answers for verb in verbs]))
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-2
    table = torch.from_numpy((features - mean) / spread)
    hidden, out = nn.Linear(table.shape[1], HIDDEN), nn.Linear(HIDDEN, 1)
    layers = nn.Sequential(hidden, nn.GELU(approximate="tanh"), nn.Dropout(0.2), out)
    optimizer = torch.optim.Adam(layers.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(answers)).split(256):
            loss = nn.functional.binary_cross_entropy_with_logits(layers(table[batch])[:, 0], answers[batch])
            loss = loss + DECAY * (hidden.weight.square().sum() + out.weight.square().sum())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    weight = (hidden.weight.detach().numpy() / spread).astype(np.float32)
    return {
        "hidden": weight,
        "hidden_bias": (hidden.bias.detach().numpy() - weight @ mean).astype(np.float32),
        "out": out.weight.detach().numpy()[0],
        "out_bias": out.bias.detach().numpy(),
    }


def _apply(weights: dict[str, Matrix], features: Matrix) -> Matrix:
    scores = gelu(features @ weights["hidden"].T + weights["hidden_bias"]) @ weights["out"] + weights["out_bias"]
    chances: Matrix = 1 / (1 + np.exp(-scores))
    return chances


if __name__ == "__main__":
    main()
