"""What of PLOVER is in the reader's vectors? `python bench/plover.py ../shared/data` (needs the `train` extra: onnx).

Data: plv_train (Hu et al. 2024), sentences with a marked source and target and one of 15 PLOVER root codes. The reader
is not trained on them: its encoder is kept as installed, and a ridge classifier is fitted on its vectors (whole
sentence, likeliest trigger, source, target, the words between) in five folds, no sentence in two of them. The quad
class is read off the root. The ridge was chosen among 0.03, 0.1 and 0.3 on other folds of the same data. Macro F1 with
a 95% bootstrap interval over sentences; beside it the same classifier on the bare words, and the commonest root.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from dateline.reader.network import COLUMNS, WEIGHTS_PATH, Network
from dateline.reader.windows import Pieces, cut_pieces

Table = NDArray[np.float64]
Labels = NDArray[np.int64]
RIDGE = 0.3
FOLDS = 5
QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--seed", type=int, default=11, help="of the folds")
    options = parser.parse_args()
    lines = (options.data / "zsp_plover/plv_train.jsonl").read_text("utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    roots = sorted({row["root"] for row in rows})
    gold = np.array([roots.index(row["root"]) for row in rows])
    folds = cut_folds([row["sentence_id"] for row in rows], options.seed)
    encoder = Encoder(options.weights)
    guesses = {
        f"reader {encoder.network.name}": classify(np.array([encoder.vectors(row) for row in rows]), gold, folds),
        "bare words": classify(count_words(rows), gold, folds),
        "commonest root": np.full(len(gold), np.bincount(gold).argmax()),
    }
    print(f"plv_train: {len(rows)} lines, {len(roots)} roots, {FOLDS} folds")
    quad_of = np.array([QUAD[root] for root in roots])
    quad_gold = np.array([int(row["penta"]) for row in rows])
    for name, guess in guesses.items():
        print(f"  {name:<16} root {tell(guess, gold)}   quad {tell(quad_of[guess], quad_gold)}")


class Encoder:
    """The installed reader with its last hidden layer as an output beside the head scores."""

    def __init__(self, weights: Path) -> None:
        self.network = Network(weights)
        model = onnx.load(weights / "reader.onnx")
        hidden = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"][-1]
        model.graph.output.append(onnx.helper.make_tensor_value_info(hidden, onnx.TensorProto.FLOAT, None))
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, f"{folder}/reader.onnx")
            self.network._session = _TwoOutputs(onnxruntime.InferenceSession(f"{folder}/reader.onnx"))

    def vectors(self, row: dict[str, Any]) -> Table:
        text = row["text"]
        pieces = cut_pieces(text, [(0, len(text))], self.network.tokenizer)
        scores = self.network.score([pieces])[0]
        hidden = self.network._session.hidden[0, 1 : len(pieces.ids) + 1]
        trigger = scores[:, COLUMNS["tag:trigger"]]
        weights = np.exp(trigger[:, 1:].max(axis=1) - trigger[:, 0])
        source, target = (_inside(pieces, row[end]) for end in ("source", "target"))
        parts = [hidden.mean(axis=0), hidden.max(axis=0), weights @ hidden / weights.sum()]
        parts += [hidden[mask].mean(axis=0) if mask.any() else np.zeros(hidden.shape[1]) for mask in (source, target)]
        between = _between(pieces, row)
        parts.append(hidden[between].mean(axis=0) if between.any() else hidden.mean(axis=0))
        return np.concatenate(parts).astype(float)


class _TwoOutputs:
    """Gives the head scores as the plain session does, and keeps the hidden layer."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.hidden: NDArray[np.float32] = np.zeros((0, 0, 0), dtype=np.float32)

    def run(self, names: None, feed: dict[str, Any]) -> list[Any]:
        scores, self.hidden = self._session.run(names, feed)
        return [scores]


def _inside(pieces: Pieces, span: dict[str, Any]) -> NDArray[np.bool_]:
    if span["start"] is None:
        return np.zeros(len(pieces.ids), dtype=bool)
    mask: NDArray[np.bool_] = (pieces.starts < span["end"]) & (pieces.ends > span["start"])
    return mask


def _between(pieces: Pieces, row: dict[str, Any]) -> NDArray[np.bool_]:
    if row["source"]["start"] is None or row["target"]["start"] is None:
        return np.zeros(len(pieces.ids), dtype=bool)
    first, second = sorted([row["source"], row["target"]], key=lambda span: int(span["start"]))
    mask: NDArray[np.bool_] = (pieces.starts >= first["end"]) & (pieces.ends <= second["start"])
    return mask


def count_words(rows: Iterable[dict[str, Any]]) -> Table:
    """Whether each word that stands in at least three sentences stands in this one."""
    bags = [set(row["text"].lower().split()) for row in rows]
    counts = Counter(word for bag in bags for word in bag)
    words = [word for word, count in sorted(counts.items()) if count >= 3]
    return np.array([[float(word in bag) for word in words] for bag in bags])


def cut_folds(sentences: Sequence[str], seed: int) -> Labels:
    names = sorted(set(sentences))
    fold = dict(zip(names, np.random.default_rng(seed).permutation(len(names)) % FOLDS, strict=True))
    return np.array([fold[name] for name in sentences])


def classify(vectors: Table, gold: Labels, folds: Labels) -> Labels:
    """The class of each row by ridge regression on the rows of the other folds, rare classes weighted up."""
    guess = np.zeros(len(gold), dtype=np.int64)
    count = int(gold.max()) + 1
    for fold in range(FOLDS):
        test = folds == fold
        mean, spread = vectors[~test].mean(axis=0), vectors[~test].std(axis=0) + 1e-3
        scaled = (vectors - mean) / spread / np.sqrt(vectors.shape[1])
        scaled = np.concatenate([scaled, np.full((len(scaled), 1), vectors.shape[1] ** -0.5)], axis=1)
        train = scaled[~test]
        targets = np.where(np.eye(count)[gold[~test]] > 0, 1.0, -1 / (count - 1))
        weights = np.bincount(gold[~test], minlength=count)[gold[~test]] ** -0.5
        weights = (weights / weights.mean())[:, None]
        dual = np.linalg.solve(train @ train.T * weights + RIDGE * np.eye(len(train)), targets * weights)
        guess[test] = (scaled[test] @ train.T @ dual).argmax(axis=1)
    return guess


def tell(guess: Labels, gold: Labels) -> str:
    random = np.random.default_rng(5)
    draws = (random.integers(len(gold), size=len(gold)) for _ in range(1000))
    low, high = np.percentile([macro_f1(guess[draw], gold[draw]) for draw in draws], [2.5, 97.5])
    return f"macro F1 {macro_f1(guess, gold):.1f} [{low:.1f}, {high:.1f}], right {100 * (guess == gold).mean():.1f}"


def macro_f1(guess: Labels, gold: Labels) -> float:
    """Mean F1 over the classes that gold holds, in percent."""
    hits = [(2 * ((guess == k) & (gold == k)).sum(), (guess == k).sum() + (gold == k).sum()) for k in np.unique(gold)]
    return 100 * float(np.mean([found / total for found, total in hits]))


if __name__ == "__main__":
    main()
