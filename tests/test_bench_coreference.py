"""The scorer and the clustering of bench/ecb.py, on cases worked out by hand and from the literature."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from bench.coreference import _match, cluster_average, conll_f1, score_b_cubed, score_ceaf_e, score_muc


@pytest.mark.parametrize(
    ("gold", "found", "muc", "b_cubed", "ceaf_e"),
    [
        # gold, found, then (recall, precision) of each
        ("aabb", "aabb", (1, 1), (1, 1), (1, 1)),
        ("aaaa", "abcd", (0, 0), (1 / 4, 1), (0.4, 0.1)),
        ("abcd", "aaaa", (0, 0), (1, 1 / 4), (0.1, 0.4)),
        # Luo 2005, figure 1: 12 mentions, the answer that joins the two clusters of five.
        ("aaaaabbccccc", "xxxxxyyxxxxx", (1, 9 / 10), (1, 7 / 12), (2.5 / 1.5 / 3, 2.5 / 1.5 / 2)),
        # and the one that joins a cluster of five with that of two.
        ("aaaaabbccccc", "xxxxxyyyyyyy", (1, 9 / 10), (1, (5 + (4 + 25) / 7) / 12), (11 / 6 / 3, 11 / 6 / 2)),
    ],
)
def test_clusters_are_scored_as_in_the_literature(
    gold: str, found: str, muc: tuple[float, float], b_cubed: tuple[float, float], ceaf_e: tuple[float, float]
) -> None:
    for scorer, expected in ((score_muc, muc), (score_b_cubed, b_cubed), (score_ceaf_e, ceaf_e)):
        score = scorer(gold, found)
        assert (score.recall, score.precision) == pytest.approx(expected), scorer.__name__


def test_the_match_of_clusters_is_the_best_one() -> None:
    random = np.random.default_rng(3)
    for _ in range(60):
        values = random.random((random.integers(1, 6), random.integers(1, 6))) * (random.random() > 0.2)
        rows, columns = sorted(values.shape)
        table = values if values.shape[0] == rows else values.T
        best = max(sum(table[row, at] for row, at in enumerate(order)) for order in permutations(range(columns), rows))
        assert _match(values) == pytest.approx(best)


def test_average_link_joins_what_is_alike_on_average() -> None:
    scores = np.array([[0, 0.9, 0.2, 0.1], [0.9, 0, 0.7, 0.1], [0.2, 0.7, 0, 0.1], [0.1, 0.1, 0.1, 0]])
    assert len(set(cluster_average(scores, 0.5))) == 3  # 0.45 on average to the third: not joined
    one = cluster_average(scores, 0.4)
    assert one[0] == one[1] == one[2] != one[3]
    assert conll_f1("xxxy", one) == 1
