"""How like an event type of the user's a trigger is, by the reader's own scores: no training.

A trigger's vector is what the reader's heads for type and status say of it, and what its link head compares; to it is
added the same of its sentence, each piece weighed by its odds to be a trigger. Both are whitened with the mean and the
covariance of the triggers of background texts, so that what all triggers share counts for little. A type is the mean of
the vectors of its examples and its definition; a trigger is coded as the type that it is likest to, from
`SIMILARITY_FLOOR` on.

The background is a small file beside the weights, made by `python -m training.background` for these weights only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from dateline.codebook.own_types import Example, OwnType
from dateline.errors import DatelineError
from dateline.found import Found
from dateline.model import Span, UserType
from dateline.reader.network import COLUMNS, WEIGHTS_PATH, Matrix, Network
from dateline.reader.windows import Pieces

BACKGROUND_NAME = "background.npz"
# Set on PLOVER types of plv_train other than the five that are reported, three examples and a definition each
# (`python bench/user_types.py`).
SIMILARITY_FLOOR = 0.5
# A trigger less sure than `decode.TRIGGER_FLOOR` is kept from here on, where it is like a type of the user's: many of
# those types are of no kind that the reader was taught to look for (same run: recall gains more than precision loses).
WEAK_TRIGGER_FLOOR = 0.2
# An example has its event words somewhere: the likeliest words are taken however unlikely.
EXAMPLE_FLOOR = 0.03
_SHRINKAGE = 0.5  # of the covariance to its diagonal
_RIDGE = 1e-3
_TRIGGER = COLUMNS["tag:trigger"]
_PARTS = np.concatenate(
    [
        np.arange(max(c.stop for c in COLUMNS.values()))[COLUMNS[name]]
        for name in ("span:event_type", "span:status", "pair:trigger")
    ]
)


class FindsTriggers(Protocol):
    """What finds spans of a layer in scored text: the decoder."""

    def spans(self, layer: str, floor: float, kind: str) -> tuple[Found, ...]: ...


class Background:
    """Mean and covariance of triggers in background texts; turns raw vectors into whitened ones of length 1."""

    def __init__(self, mean: Matrix, covariance: Matrix) -> None:
        shrunk = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * np.diag(np.diag(covariance))
        values, axes = np.linalg.eigh(shrunk + _RIDGE * np.eye(len(mean)))
        self._mean, self._axes = mean, axes / np.sqrt(np.maximum(values, _RIDGE))

    def whiten(self, raw: Matrix) -> Matrix:
        return _to_length_1((raw - self._mean) @ self._axes)

    def vectors(self, found: Sequence[Found], pieces: Pieces, scores: Matrix) -> Matrix:
        """One vector of length 1 a trigger (triggers x width)."""
        if not found:
            return np.zeros((0, len(_PARTS)), dtype=np.float32)
        sentences = {item.sentence: pool_sentence(item.sentence, pieces, scores) for item in found}
        around = np.stack([sentences[item.sentence] for item in found])
        return _to_length_1(self.whiten(pool_triggers(found, scores)) + self.whiten(around))


@dataclass(frozen=True, slots=True)
class Likeness:
    """The user's types as vectors."""

    background: Background
    types: tuple[OwnType, ...]
    centres: Matrix

    def find(
        self, triggers: tuple[Found, ...], found: FindsTriggers, pieces: Pieces, scores: Matrix,
        event_types: Sequence[str],
    ) -> tuple[tuple[Found, ...], list[UserType | None]]:  # fmt: skip
        """The triggers and the weak ones that a type of the user's speaks for, in text order, each with its type.

        `event_types` are labels of the head for the type, to read what a trigger is else. Of the weak triggers of a
        sentence only the likest is kept for a type, and none where a sure one has the type.
        """
        weak = find_weak(triggers, found)
        everything = [*triggers, *weak]
        types = self._match(self.background.vectors(everything, pieces, scores), everything, scores, event_types)
        kept = list(zip(triggers, types[: len(triggers)], strict=True))
        told = {(item.sentence, kind.id) for item, kind in kept if kind}
        for item, kind in sorted(zip(weak, types[len(triggers) :], strict=True), key=_dissimilarity):
            if kind and (item.sentence, kind.id) not in told:
                told.add((item.sentence, kind.id))
                kept.append((item, kind))
        kept.sort(key=lambda pair: pair[0].span.start)
        return tuple(item for item, _ in kept), [kind for _, kind in kept]

    def _match(
        self, vectors: Matrix, found: Sequence[Found], scores: Matrix, event_types: Sequence[str]
    ) -> list[UserType | None]:
        matched: list[UserType | None] = []
        for vector, item in zip(vectors, found, strict=True):
            read = event_types[int(scores[list(item.pieces), COLUMNS["span:event_type"]].mean(axis=0).argmax())]
            allowed = [not kind.of or read in kind.of for kind in self.types]
            similarities = np.where(allowed, self.centres @ vector, -1.0)
            best = int(similarities.argmax())
            similarity = float(similarities[best])
            matched.append(
                UserType(self.types[best].id, round(similarity, 3)) if similarity >= SIMILARITY_FLOOR else None
            )
        return matched


def pool_triggers(found: Sequence[Found], scores: Matrix) -> Matrix:
    """The raw vectors of triggers: mean of the first and the last piece, as the heads read them."""
    ends = np.array([item.pieces for item in found], dtype=np.int64).reshape(-1, 2)
    pooled: Matrix = scores[ends][:, :, _PARTS].mean(axis=1, dtype=np.float32)
    return pooled


def pool_sentence(sentence: int, pieces: Pieces, scores: Matrix) -> Matrix:
    """The raw vector of a sentence: its pieces weighed by their odds to be in a trigger."""
    inside = scores[pieces.sentences == sentence]
    tags = inside[:, _TRIGGER]
    odds = np.exp(np.clip(tags[:, 1:].max(axis=1) - tags[:, 0], -30, 30))
    pooled: Matrix = ((odds / odds.sum()) @ inside[:, _PARTS]).astype(np.float32)
    return pooled


def find_example(example: Example, found: FindsTriggers, pieces: Pieces, scores: Matrix) -> Found:
    """The event words of an example: those that the user marked, else those likeliest to be a trigger."""
    if example.marked is None:
        likely = found.spans("trigger", EXAMPLE_FLOOR, "trigger")
        if likely:
            return max(likely, key=lambda item: item.score)
        first = last = int((scores[:, _TRIGGER][:, 1:].max(axis=1) - scores[:, _TRIGGER][:, 0]).argmax())
    else:
        start, end = example.marked
        inside = np.flatnonzero((pieces.starts < end) & (pieces.ends > start))
        first, last = int(inside[0]), int(inside[-1])
    span = Span(
        int(pieces.starts[first]), int(pieces.ends[last]), example.text[pieces.starts[first] : pieces.ends[last]]
    )
    return Found("trigger", span, 0.0, (first, last), int(pieces.sentences[first]))


def load_background(network: Network, path: Path = WEIGHTS_PATH) -> Background:
    """The background of the weights in `path`. Raises DatelineError where it is not there or of other weights."""
    place = path / BACKGROUND_NAME
    repair = "make it with `python -m training.background` (training/README.md)"
    if not place.exists():
        raise DatelineError(f"{place} is missing, which types of your own need; {repair}")
    with np.load(place) as stored:
        if str(stored["reader"]) != network.name:
            raise DatelineError(f"{place} is of reader {stored['reader']}, not {network.name}; {repair}")
        return Background(stored["mean"].astype(np.float32), stored["covariance"].astype(np.float32))


def find_weak(triggers: Sequence[Found], found: FindsTriggers) -> list[Found]:
    """The triggers too unsure to be told but for a type of the user's."""
    return [
        item
        for item in found.spans("trigger", WEAK_TRIGGER_FLOOR, "trigger")
        if not any(item.pieces[0] <= other.pieces[1] and other.pieces[0] <= item.pieces[1] for other in triggers)
    ]


def _dissimilarity(pair: tuple[Found, UserType | None]) -> float:
    return -pair[1].similarity if pair[1] else 0.0


def _to_length_1(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Matrix = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
