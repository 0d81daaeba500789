"""Weights of the features of pairs of mentions, for bench/ecb.py: logistic regression, fitted in folds of topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from bench.coreference import Table

if TYPE_CHECKING:
    from bench.ecb_mentions import Part

RIDGE = 1e-4
Tables = list[tuple[list[int], Table]]  # rows of a part's mentions, and features or scores of their pairs


def fit_tables(train: Part, tables: Tables) -> Table:
    """Weights from all pairs of mentions of one topic."""
    return fit_logistic(*to_pairs(train, tables))


def to_pairs(part: Part, tables: Tables) -> tuple[Table, Table]:
    """Features of the pairs of each table (pairs x features), and 1 for each that is one event."""
    pairs, labels = [], []
    for rows, features in tables:
        upper = np.triu_indices(len(rows), 1)
        chains = np.array([part.gold[row] for row in rows])
        pairs.append(features[upper])
        labels.append((chains[:, None] == chains)[upper])
    return np.concatenate(pairs), np.concatenate(labels).astype(float)


def to_chances(values: Table) -> Table:
    chances: Table = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return chances


def fit_logistic(rows: Table, labels: Table) -> Table:
    """Weights by Newton's method, ridge on the mean loss."""
    weights = np.zeros(rows.shape[1])
    for _ in range(12):
        chances = to_chances(rows @ weights)
        slope = rows.T @ (chances - labels) / len(rows) + RIDGE * weights
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows / len(rows) + RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def hold_out(folds: Sequence[Tables]) -> Iterator[tuple[Tables, Tables]]:
    """Each fold and the tables of all others."""
    for number, fold in enumerate(folds):
        yield fold, [table for other, held in enumerate(folds) if other != number for table in held]
