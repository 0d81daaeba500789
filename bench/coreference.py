"""Scores of clusters of mentions (MUC, B-cubed, CEAF-e, their mean as in CoNLL 2012), and average-link clustering."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = Sequence[Hashable]
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """Recall and precision, 0 to 1."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def score_conll(gold: Labels, found: Labels) -> dict[str, Score]:
    """Return the three scores of clusters, given as a label a mention in the same order. Singletons count.

    >>> {name: round(score.f1, 3) for name, score in score_conll("aabb", "aaab").items()}
    {'MUC': 0.5, 'B-cubed': 0.706, 'CEAF-e': 0.733}
    """
    return {"MUC": score_muc(gold, found), "B-cubed": score_b_cubed(gold, found), "CEAF-e": score_ceaf_e(gold, found)}


def conll_f1(gold: Labels, found: Labels) -> float:
    """Return the mean F1 of the three."""
    return sum(score.f1 for score in score_conll(gold, found).values()) / 3


def score_muc(gold: Labels, found: Labels) -> Score:
    """Links that are missing (Vilain and others 1995): a cluster of n mentions has n - 1."""
    return Score(_share_of_links(gold, found), _share_of_links(found, gold))


def _share_of_links(keys: Labels, others: Labels) -> float:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for key, other in zip(keys, others, strict=True):
        parts[key].add(other)
    sizes = Counter(keys)
    links = sum(size - 1 for size in sizes.values())
    return sum(sizes[key] - len(parts[key]) for key in sizes) / links if links else 0.0


def score_b_cubed(gold: Labels, found: Labels) -> Score:
    """Mean over the mentions of the share of its cluster that is right (Bagga and Baldwin 1998)."""
    both = Counter(zip(gold, found, strict=True))
    gold_sizes, found_sizes = Counter(gold), Counter(found)
    recall = sum(count * count / gold_sizes[one] for (one, _), count in both.items())
    precision = sum(count * count / found_sizes[other] for (_, other), count in both.items())
    return Score(recall / len(gold), precision / len(gold)) if len(gold) else Score(0.0, 0.0)


def score_ceaf_e(gold: Labels, found: Labels) -> Score:
    """Best one-to-one match of clusters by 2 |A and B| / (|A| + |B|) (Luo 2005, phi 4)."""
    gold_sizes, found_sizes = Counter(gold), Counter(found)
    alike = {
        pair: 2 * count / (gold_sizes[pair[0]] + found_sizes[pair[1]])
        for pair, count in Counter(zip(gold, found, strict=True)).items()
    }
    total = sum(_match(block) for block in _cut_blocks(alike))
    return Score(total / len(gold_sizes), total / len(found_sizes)) if gold_sizes else Score(0.0, 0.0)


def _cut_blocks(alike: dict[tuple[Hashable, Hashable], float]) -> list[Table]:
    """One table of likeness for each set of clusters that touch: a match never goes beyond it."""
    beside: dict[tuple[int, Hashable], list[tuple[int, Hashable]]] = defaultdict(list)
    for one, other in alike:
        beside[0, one].append((1, other))
        beside[1, other].append((0, one))
    blocks, seen = [], set()
    for start in beside:
        if start in seen:
            continue
        seen.add(start)
        block = [start]
        for node in block:
            new = [other for other in beside[node] if other not in seen]
            seen.update(new)
            block.extend(dict.fromkeys(new))
        rows, columns = ([name for side, name in block if side == wanted] for wanted in (0, 1))
        blocks.append(np.array([[alike.get((row, column), 0.0) for column in columns] for row in rows]))
    return blocks


def _match(values: Table) -> float:
    """The greatest sum of a one-to-one match, by shortest augmenting paths (Jonker and Volgenant 1987)."""
    cost = -(values if values.shape[0] <= values.shape[1] else values.T)
    count, width = cost.shape
    row_price, column_price = np.zeros(count + 1), np.zeros(width + 1)
    row_of = np.full(width + 1, count)
    for row in range(count):
        row_of[width] = row
        column = width
        least, before = np.full(width + 1, np.inf), np.full(width + 1, width)
        used = np.zeros(width + 1, dtype=bool)
        while row_of[column] != count:
            used[column] = True
            here = row_of[column]
            slack = cost[here] - row_price[here] - column_price[:width]
            better = (slack < least[:width]) & ~used[:width]
            least[:width][better], before[:width][better] = slack[better], column
            reachable = np.where(used[:width], np.inf, least[:width])
            following = int(reachable.argmin())
            step = reachable[following]
            row_price[row_of[used]] += step
            column_price[used] -= step
            least[:width][~used[:width]] -= step
            column = following
        while column != width:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    return float(sum(-cost[row_of[column], column] for column in range(width) if row_of[column] != count))


def cluster_average(scores: Table, threshold: float) -> list[int]:
    """Return a cluster number a mention: the two clusters of highest mean pair score are joined while above threshold.

    `scores` is symmetric (mentions x mentions); its diagonal is not used.
    """
    count = len(scores)
    sums = scores.astype(np.float64).copy()
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(count)
    members = [[number] for number in range(count)]
    while count > 1:
        means = sums / np.outer(sizes, sizes)
        one, other = divmod(int(means.argmax()), len(scores))
        if means[one, other] < threshold:
            break
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sums[one, one] = -np.inf
        sums[other], sums[:, other] = -np.inf, -np.inf
        sizes[one] += sizes[other]
        members[one] += members[other]
        members[other] = []
        count -= 1
    labels = [0] * len(scores)
    for number, group in enumerate(members):
        for member in group:
            labels[member] = number
    return labels
