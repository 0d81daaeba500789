"""A small net over the reader's vectors of two mentions, for bench/ecb.py (PyTorch, from the `train` extra).

Each kind of vector is cut to its principal components; one learnt projection of all of them puts a mention to 160
numbers. A pair is scored from the product and the difference of its two mentions and from the features of
ecb_features.py. It overfits at once (25 topics), so most of its input is dropped while it is trained and several nets
that differ by seed are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from bench.coreference import Table
from dateline.reader.network import Matrix

# All that follows was tried on folds of ECB+ train, see bench/results/ecb.txt.
SIZES = {
    "word": 120,
    "early": 120,
    "late": 160,
    "hidden": 160,
    "near": 120,
    "sentence": 120,
    "trigger": 100,
    "type": 40,
}
PROJECTED, INNER = 160, 96
INPUT_DROPOUT, INNER_DROPOUT, FEATURE_DROPOUT = 0.7, 0.4, 0.1
EPOCHS, RATE, DECAY, BATCH = 6, 2e-3, 1e-4, 1500
# Only a third of the pairs of two events is seen in an epoch, at three times the weight.
THINNED = 3
Pairs = NDArray[np.int64]


class Nets:
    """Nets of several seeds fitted to the same topics."""

    def __init__(self, vectors: dict[str, Matrix], chains: Sequence[str], topics: Sequence[tuple[list[int], Table]],
                 seeds: Sequence[int]) -> None:  # fmt: skip
        """`topics` holds the numbers of the mentions of each topic and their pair features."""
        torch.set_num_threads(1)
        inside = [row for rows, _ in topics for row in rows]
        self.axes = {name: _find_axes(vectors[name][inside].astype(float), width) for name, width in SIZES.items()}
        data = [_to_tensors(self._project(vectors, rows), features, [chains[row] for row in rows])
                for rows, features in topics]  # fmt: skip
        joined = torch.cat([pairs.features for pairs in data])
        self.mean, self.spread = joined.mean(0), joined.std(0) + 1e-5
        for pairs in data:
            pairs.features = (pairs.features - self.mean) / self.spread
        self.nets = [_train(data, seed) for seed in seeds]

    def score(self, vectors: dict[str, Matrix], rows: Sequence[int], features: Table) -> Table:
        """Mean log odds of all pairs among some mentions."""
        pairs = _to_tensors(self._project(vectors, rows), features, [""] * len(rows))
        pairs.features = (pairs.features - self.mean) / self.spread
        every = torch.arange(len(pairs.labels))
        with torch.no_grad():
            odds = np.mean([net(pairs, every).numpy() for net in self.nets], axis=0)
        table = np.zeros((len(rows), len(rows)))
        table[pairs.one.numpy(), pairs.other.numpy()] = odds
        return table + table.T

    def _project(self, vectors: dict[str, Matrix], rows: Sequence[int]) -> Tensor:
        parts = []
        for name, (mean, axes) in self.axes.items():
            part = (vectors[name][rows].astype(float) - mean) @ axes
            parts.append(3 * part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9))
        return torch.tensor(np.concatenate(parts, axis=1), dtype=torch.float32)


class _Pairs:
    """The mentions of one topic and all pairs of them."""

    def __init__(self, mentions: Tensor, features: Tensor, one: Tensor, other: Tensor, labels: Tensor) -> None:
        self.mentions, self.features, self.one, self.other, self.labels = mentions, features, one, other, labels


class _Net(nn.Module):
    def __init__(self, width: int, feature_count: int) -> None:
        super().__init__()
        self.projection = nn.Linear(width, PROJECTED)
        self.inner = nn.Linear(2 * PROJECTED + feature_count, INNER)
        self.out = nn.Linear(INNER, 1)
        self.direct = nn.Linear(feature_count, 1)
        self.drop_input, self.drop_inner = nn.Dropout(INPUT_DROPOUT), nn.Dropout(INNER_DROPOUT)
        self.drop_features = nn.Dropout(FEATURE_DROPOUT)

    def forward(self, pairs: _Pairs, chosen: Tensor) -> Tensor:
        projected = 4 * nn.functional.normalize(self.projection(self.drop_input(pairs.mentions)), dim=1)
        one, other = projected[pairs.one[chosen]], projected[pairs.other[chosen]]
        features = pairs.features[chosen]
        joined = torch.cat([one * other, (one - other).abs(), self.drop_features(features)], dim=1)
        inner = self.drop_inner(torch.relu(self.inner(joined)))
        odds: Tensor = (self.out(inner) + self.direct(features)).squeeze(1)
        return odds


def _find_axes(vectors: Table, width: int) -> tuple[Table, Table]:
    """Mean and principal axes, the long ones shortened."""
    mean = vectors.mean(axis=0)
    values, axes = np.linalg.eigh((vectors - mean).T @ (vectors - mean) / len(vectors))
    order = np.argsort(-values)[:width]
    return mean, axes[:, order] / np.sqrt(values[order] + 0.3 * values[order].mean())


def _to_tensors(mentions: Tensor, features: Table, chains: Sequence[str]) -> _Pairs:
    one, other = np.triu_indices(len(mentions), 1)
    names = np.array(chains)
    return _Pairs(
        mentions,
        torch.tensor(features[one, other], dtype=torch.float32),
        torch.tensor(one),
        torch.tensor(other),
        torch.tensor((names[one] == names[other]).astype(np.float32)),
    )


def _train(topics: Sequence[_Pairs], seed: int) -> _Net:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = _Net(topics[0].mentions.shape[1], topics[0].features.shape[1])
    steps = EPOCHS * len(_cut_batches(topics, random))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.2)
    for _ in range(EPOCHS):
        for pairs, chosen in _cut_batches(topics, random):
            labels = pairs.labels[chosen]
            weights = torch.where(labels > 0, 1.0, float(THINNED))
            loss = nn.functional.binary_cross_entropy_with_logits(net(pairs, chosen), labels, weight=weights)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    net.eval()
    return net


def _cut_batches(topics: Sequence[_Pairs], random: np.random.Generator) -> list[tuple[_Pairs, Tensor]]:
    """All pairs of one event and some of the others, mixed, each batch of one topic."""
    batches = []
    for pairs in topics:
        same = np.flatnonzero(pairs.labels.numpy() > 0)
        apart = np.flatnonzero(pairs.labels.numpy() == 0)
        seen: Pairs = random.permutation([*same, *random.choice(apart, len(apart) // THINNED, replace=False)])
        count = -(-len(seen) // BATCH)
        batches += [(pairs, torch.tensor(part)) for part in np.array_split(seen, count)]
    return [batches[number] for number in random.permutation(len(batches))]
