"""Where an event happened: a second opinion on the reader's place links, from the words around verb and place.

The link head compares two vectors. This small network reads what those leave out: which of two names is the finer one
("Bougtob in Saida"), the preposition before a name, the words between it and the verb, and the reader's own marks on
both. Trained by `python -m training.event_places`; English only.

It gives the finest place alone, as its data do. Coded claims keep the wider place too ("Redding, northern California"):
mixed into their links at 15 or 25% it cost 0.2 to 0.5 points of F1 of places on the tuning reports, so they go by the
link head.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.model import Span
from dateline.reader import labels
from dateline.reader.windows import Pieces

Matrix = NDArray[np.float32]
Offsets = tuple[int, int]
PREPOSITIONS = (
    "in", "at", "of", "near", "from", "to", "on", "into", "inside", "outside", "around", "across", "through", "towards",
    "toward", "between", "within", "over", "against", "and", "along", "for", "by", "with",
)  # fmt: skip
FOLLOWERS = (
    "'s", "’s", ",", "district", "province", "governorate", "city", "town", "village", "area", "region", "countryside",
    "and", ".", ")", "on", "based", "-",
)  # fmt: skip
BETWEEN = (
    "where", "after", "when", "while", "before", "who", "which", "that", "and", "but", "from", "as", "near", "in", "on",
    "at", "said", "by", "to", "against", "with", "of",
)  # fmt: skip
# Layers whose marks on the pieces beside a name tell whether it is part of something longer.
BESIDE = tuple(
    labels.TAG_LAYERS.index(layer)
    for layer in ("trigger", "filler:actor", "filler:place", "mention:actor", "mention:person", "mention:place")
)
COLUMNS = labels.output_columns()


class EventPlaces:
    """The weights on disk, and what they say of one verb and the names of places around it."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as weights:
            self._weights: dict[str, Matrix] = {name: weights[name] for name in weights.files}

    def chances(self, text: str, pieces: Pieces, marks: Matrix, verb: Offsets, names: Sequence[Span]) -> Matrix:
        """The chance (0 to 1) of each name to be where the verb (first and last piece) happened, in their order.

        `marks` as `mark` gives them.
        """
        if not names:
            return np.zeros(0, dtype=np.float32)
        weights = self._weights
        hidden = gelu(describe(text, pieces, marks, verb, names) @ weights["hidden"].T + weights["hidden_bias"])
        scores = hidden @ weights["out"] + weights["out_bias"]
        chances: Matrix = 1 / (1 + np.exp(-scores))
        return chances


def mix_chances(read: float, opinion: float, share: float) -> float:
    """The weighed mean of two chances, as logits."""
    mixed = (1 - share) * _logit(read) + share * _logit(opinion)
    return 1 / (1 + math.exp(-mixed))


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def gelu(values: Matrix) -> Matrix:
    """The tanh form of GELU, as in training."""
    result: Matrix = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3)))
    return result


def mark(scores: Matrix) -> Matrix:
    """Head scores to the chance of every piece to be inside a span of each tag layer (pieces x layers)."""
    layers = []
    for layer in labels.TAG_LAYERS:
        part = np.exp(
            scores[:, COLUMNS[f"tag:{layer}"]] - scores[:, COLUMNS[f"tag:{layer}"]].max(axis=1, keepdims=True)
        )
        layers.append(1 - part[:, 0] / part.sum(axis=1))
    return np.stack(layers, axis=1).astype(np.float32)


def locate(pieces: Pieces, span: Span) -> Offsets | None:
    """First and last word piece of a span, or None where none is inside it."""
    first = bisect.bisect_right(pieces.ends, span.start)
    last = bisect.bisect_left(pieces.starts, span.end) - 1
    return (first, last) if first <= last else None


_WORD = re.compile(r"[^\s,;:()\[\]\"“”]+")
_POSSESSIVE = re.compile(r"[’']s?$")
# What goes on a name: capitals, after "al" or "ez" too; "Baghdad Saturday" is no name.
_NEXT = re.compile(
    r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|"
    r"October|November|December)(?:(?:al|el|ash|as|ad|ar|az|ez) )?[A-Z‘][\w‘’'-]*\w"
)


def names_of(text: str, spans: Sequence[Span]) -> list[Span]:
    """The names in the words for places, in text order and none inside another: "Idlib governorate" to "Idlib".

    Words without a name ("the city", "two villages") give none. Of spans that overlap the first given counts, so put
    the surest first. Words of scripts without capitals stay whole.
    """
    distinct: list[Span] = []
    for span in spans:
        if not any(span.overlaps(other) for other in distinct):
            distinct.append(span)
    bounds = sorted({name for span in distinct if (name := _name(text, span))}, key=lambda name: (name[0], -name[1]))
    kept: list[Offsets] = []
    for start, end in bounds:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [Span(start, end, text[start:end]) for start, end in kept]


def _name(text: str, span: Span) -> Offsets | None:
    words = list(_WORD.finditer(text, span.start, span.end))
    while words and words[0].group().islower():
        words.pop(0)
    while words and words[-1].group().islower():
        words.pop()
    if not words:
        return None
    start, end = words[0].start(), words[-1].end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    else:
        while more := _NEXT.match(text, end):
            end = more.end()
            if possessive := _POSSESSIVE.search(more.group()):
                end = more.start() + possessive.start()
                break
    if start and text[start - 1] == "‘":
        start -= 1
    return (start, end) if end > start else None


def describe(text: str, pieces: Pieces, marks: Matrix, verb: Offsets, names: Sequence[Span]) -> Matrix:
    """One row of features for each name (names x features); one without a word piece is taken to stand at the verb."""
    places = [locate(pieces, name) or verb for name in names]
    verb_span = int(pieces.starts[verb[0]]), int(pieces.ends[verb[1]])
    rows = [
        [
            *marks[place[0] : place[1] + 1].mean(axis=0),
            *marks[[*verb]].mean(axis=0),
            *_beside(marks, place[0] - 1),
            *_beside(marks, place[1] + 1),
            *_distance(pieces, verb, place),
            *_around(text, name),
            *_among(text, verb_span, name, names),
            *_between(text, verb_span, name, _gap_marks(marks, verb, place)),
        ]
        for name, place in zip(names, places, strict=True)
    ]
    return np.array(rows, dtype=np.float32)


def _beside(marks: Matrix, piece: int) -> list[float]:
    return [float(marks[piece, layer]) for layer in BESIDE] if 0 <= piece < len(marks) else [0.0] * len(BESIDE)


def _distance(pieces: Pieces, verb: Offsets, place: Offsets) -> list[float]:
    buckets = [0.0] * (len(labels.DISTANCES) + 1)
    buckets[labels.distance_bucket(place[0] - verb[0])] = 1.0
    return [*buckets, float(pieces.sentences[place[0]] == pieces.sentences[verb[0]])]


_ADJECTIVE = re.compile(r"(?:ian|ish|ese|ni|qi|di|an|li|ic|ist|ite)$")


def _around(text: str, name: Span) -> list[float]:
    """The words just before and after a name, and its own shape."""
    before = text[max(0, name.start - 40) : name.start].lower().split()[-2:]
    word = before[0] if len(before) > 1 and before[-1] == "the" else before[-1] if before else ""
    after = text[name.end : name.end + 20]
    return [
        *(float(word == preposition) for preposition in PREPOSITIONS),
        float(word.endswith(("'s", "’s"))),
        float(not before),
        *(float(after.lstrip().lower().startswith(follower)) for follower in FOLLOWERS),
        float(bool(re.match(r" [a-z]", after))),
        float(bool(re.match(r" [A-Z]", after))),
        min(len(name.text.split()), 4) / 2,
        float(bool(_ADJECTIVE.search(name.text))),
        float(name.text.isdigit()),
    ]


def _among(text: str, verb: Offsets, name: Span, names: Sequence[Span]) -> list[float]:
    """How a name stands among the others: nearest to the verb, first after it, inside or around another."""
    others = [other for other in names if other != name]
    is_after = name.start > verb[0]
    low, high = (verb[1], name.start) if is_after else (name.end, verb[0])
    return [
        float(is_after),
        sum(low <= other.start and other.end <= high for other in others) / 2,
        float(all(abs(other.start - verb[0]) >= abs(name.start - verb[0]) for other in others)),
        float(is_after and not any(verb[0] < other.start < name.start for other in others)),
        float(any(_lies_in(text, other, name) for other in others)),
        float(any(_lies_in(text, name, other) for other in others)),
    ]


_IN = re.compile(r"(?: [a-z][\w-]*){0,5}(?:,| in| of|, in| \()(?: [a-z][\w-]*){0,5} ?\(?")


def _lies_in(text: str, inner: Span, outer: Span) -> bool:
    """Whether the words say that one place lies in the other: "X in Y", "X, Y", "Y's X"."""
    if inner.end <= outer.start:
        gap = text[inner.end : outer.start]
        return len(gap) < 45 and " and" not in gap and bool(_IN.fullmatch(gap))
    gap = text[outer.end : inner.start]
    return len(gap) < 40 and gap.startswith(("'s ", "’s ")) and " and " not in gap


def _gap_marks(marks: Matrix, verb: Offsets, place: Offsets) -> Matrix:
    first, last = (verb[1] + 1, place[0]) if place[0] > verb[0] else (place[1] + 1, verb[0])
    part: Matrix = marks[first:last, 0]
    return part


def _between(text: str, verb: Offsets, name: Span, triggers: Matrix) -> list[float]:
    """The words between verb and name: joining words, commas, other verbs and triggers."""
    gap = text[verb[1] : name.start] if name.start > verb[0] else text[name.end : verb[0]]
    words = re.findall(r"[a-z]+", gap.lower())
    return [
        *(float(word in words) for word in BETWEEN),
        min(gap.count(","), 4) / 2,
        min(sum(word.endswith(("ed", "ing")) for word in words), 4) / 2,
        float(len(words) <= 4),
        float("(" in gap or "–" in gap or " - " in gap),
        float('"' in gap or "“" in gap),
        float(triggers.max(initial=0)),
        float((triggers > 0.4).sum()) / 3,
    ]
