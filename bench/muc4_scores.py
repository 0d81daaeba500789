"""The two measures of MUC-4 role filling, with bootstrap intervals over reports; `bench/muc4.py` runs them.

CEAF-REE (Du et al. 2021): the entities of each role of a whole report, matched one to one; a predicted entity is right
when all its strings are among the gold entity's. Template F1 (GTT, Du, Rush and Cardie 2021): the incident type and the
entities of each template, under the one-to-one mapping of templates that gives the report the best F1.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
ARTICLES = frozenset({"a", "an", "the"})
_NO_MARKS = str.maketrans("", "", string.punctuation)
Entity = frozenset[str]


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type, and the entities (sets of normalised strings) that fill each role."""

    incident: str
    fillers: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)

    def of(self, role: str) -> tuple[Entity, ...]:
        return self.fillers.get(role, ())

    def size(self) -> int:
        """Items that the template measure counts: the type and every entity."""
        return 1 + sum(map(len, self.fillers.values()))


@dataclass(frozen=True, slots=True)
class Counts:
    """Right among the given, all given, found among the gold, all gold. One-to-one measures have both rights equal."""

    right: int
    given: int
    found: int
    gold: int


def normalise(words: str) -> str:
    """Lower case, no ASCII punctuation, no articles, single spaces.

    >>> normalise('the "Los Pinos" car-bomb, a  big one')
    'los pinos carbomb big one'
    """
    return " ".join(word for word in words.lower().translate(_NO_MARKS).split() if word not in ARTICLES)


def make_entity(strings: Sequence[str]) -> Entity:
    return frozenset(normalise(words) for words in strings)


def count_role(gold: Sequence[Entity], given: Sequence[Entity]) -> Counts:
    """CEAF-REE of one role of one report."""
    matched = _count_matched([[number for number, one in enumerate(gold) if other <= one] for other in given])
    return Counts(matched, len(given), matched, len(gold))


def _count_matched(options: Sequence[Sequence[int]]) -> int:
    """Size of the greatest one-to-one matching (augmenting paths); similarities are 0 or 1: no weights."""
    taken: dict[int, int] = {}

    def place(one: int, seen: set[int]) -> bool:
        for other in options[one]:
            if other in seen:
                continue
            seen.add(other)
            if other not in taken or place(taken[other], seen):
                taken[other] = one
                return True
        return False

    return sum(place(one, set()) for one in range(len(options)))


def count_templates(gold: Sequence[Template], given: Sequence[Template]) -> Counts:
    """GTT's template measure of one report: the counts under the mapping with the best F1."""
    gold = _distinct(gold)
    given_size, gold_size = sum(one.size() for one in given), sum(one.size() for one in gold)
    best = Counts(0, given_size, 0, gold_size)
    for right, found in _mappings(gold, given, frozenset()):
        counts = Counts(right, given_size, found, gold_size)
        if f1([counts]) > f1([best]):
            best = counts
    return best


def _distinct(templates: Sequence[Template]) -> list[Template]:
    kept: list[Template] = []
    for one in templates:
        if not any(
            one.incident == other.incident and all(set(one.of(role)) == set(other.of(role)) for role in ROLES)
            for other in kept
        ):
            kept.append(one)
    return kept


def _mappings(gold: Sequence[Template], given: Sequence[Template], used: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Items right and items found, for every way to map the given templates to gold ones or to none."""
    if not given:
        yield 0, 0
        return
    yield from _mappings(gold, given[1:], used)
    for number, one in enumerate(gold):
        if number in used or given[0].incident not in one.incident:
            continue
        right, found = _count_pair(one, given[0])
        for more_right, more_found in _mappings(gold, given[1:], used | {number}):
            yield right + more_right, found + more_found


def _count_pair(gold: Template, given: Template) -> tuple[int, int]:
    right = found = 1  # the type
    for role in ROLES:
        right += sum(any(other <= one for one in gold.of(role)) for other in given.of(role))
        found += sum(any(other <= one for other in given.of(role)) for one in gold.of(role))
    return right, found


def f1(counts: Sequence[Counts]) -> float:
    return measure(counts)[2]


def measure(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1, 0..1, of counts added up."""
    sums = np.array([(one.right, one.given, one.found, one.gold) for one in counts]).reshape(-1, 4).sum(axis=0)
    precision, recall = sums[0] / max(1, sums[1]), sums[2] / max(1, sums[3])
    return float(precision), float(recall), float(2 * precision * recall / max(1e-9, precision + recall))


def interval(reports: Sequence[Sequence[Counts]], *, draws: int = 1000, seed: int = 13) -> tuple[float, float]:
    """95% bootstrap interval of F1 over reports; each report has one or more counts (its roles)."""
    table = np.array(
        [
            np.array([(one.right, one.given, one.found, one.gold) for one in counts]).reshape(-1, 4).sum(axis=0)
            for counts in reports
        ]
    )
    chosen = np.random.default_rng(seed).integers(0, len(table), (draws, len(table)))
    sums = table[chosen].sum(axis=1)
    precision, recall = sums[:, 0] / np.maximum(1, sums[:, 1]), sums[:, 2] / np.maximum(1, sums[:, 3])
    low, high = np.percentile(2 * precision * recall / np.maximum(1e-9, precision + recall), (2.5, 97.5))
    return float(low), float(high)
