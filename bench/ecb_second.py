"""A second look at each pair, for bench/ecb.py: what the first chances of the other pairs of a topic say of it.

Two mentions of one event are like the same third ones. So the second regression sees no word and no vector, only the
table of first chances: the pair's own, how alike the rows of the two are, the mean chance of their two words, and how
much each has beside it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from bench.coreference import Table

SECOND = ("bias", "chance", "log odds", "rows", "rows less their mean", "words", "less", "more")


def second_features(chances: Table, lemmas: Sequence[Hashable]) -> Table:
    """Features of all pairs among the mentions of a topic (mentions x mentions x features), by their first chances."""
    first = chances.copy()
    np.fill_diagonal(first, 0)
    beside = first.mean(axis=1)
    columns = {
        "bias": np.ones_like(first),
        "chance": first,
        "log odds": _to_odds(first),
        "rows": _compare_rows(first),
        "rows less their mean": _compare_rows(first - first.mean(axis=0)),
        "words": _mean_of_words(first, lemmas),
        "less": np.minimum.outer(beside, beside),
        "more": np.maximum.outer(beside, beside),
    }
    return np.stack([columns[name] for name in SECOND], axis=2)


def _to_odds(chances: Table) -> Table:
    kept = np.clip(chances, 1e-4, 1 - 1e-4)
    odds: Table = np.log(kept / (1 - kept))
    return odds


def _compare_rows(table: Table) -> Table:
    rows = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return rows @ rows.T


def _mean_of_words(chances: Table, lemmas: Sequence[Hashable]) -> Table:
    """The mean chance of all pairs of other mentions with the two triggers' lemmas, the pair itself among them."""
    number = {lemma: place for place, lemma in enumerate(dict.fromkeys(lemmas))}
    places = [number[lemma] for lemma in lemmas]
    told = np.eye(len(number))[places]
    counts = told.sum(axis=0)
    means = told.T @ chances @ told / np.maximum(np.outer(counts, counts) - np.diag(counts), 1)
    table: Table = means[np.ix_(places, places)]
    return table
