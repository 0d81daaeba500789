"""Development data to training examples: one example is one window of word pieces and every label known for it.

A label layer that a data set does not annotate is simply absent from its examples, and is not trained by them.
"""

from __future__ import annotations

import bisect
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader import labels
from dateline.reader.windows import Pieces, Window, cut_pieces, cut_windows
from dateline.sentences import split_sentences

OPTIONAL_WEIGHT = 0.4  # triggers of claims that a careful coder could leave out
Offsets = tuple[int, int]


@dataclass(slots=True)
class Event:
    """A trigger and what hangs on it, in window pieces (inclusive first and last)."""

    trigger: Offsets
    event_type: int
    status: int
    stance: int
    links: list[tuple[str, Offsets, int]] = field(default_factory=list)
    linked_kinds: tuple[str, ...] = tuple(labels.LINKS)


@dataclass(slots=True)
class Example:
    """One window, ready for the encoder, with its labels."""

    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    sentences: NDArray[np.int64]
    tags: dict[str, NDArray[np.int64]] = field(default_factory=dict)  # layer -> O 0, B 1, I 2, unknown -100
    weights: NDArray[np.float32] | None = None  # of the trigger layer
    spans: list[tuple[str, Offsets, float]] = field(default_factory=list)  # head, pieces, label
    events: list[Event] = field(default_factory=list)
    fillers: dict[str, list[Offsets]] = field(default_factory=dict)
    same: list[tuple[Offsets, Offsets, int]] = field(default_factory=list)


def is_held_out(report_id: str) -> bool:
    """Whether a real coded report is kept for evaluation: a fixed fifth, by digest of its id."""
    return hashlib.sha256(report_id.encode()).digest()[0] % 5 == 0


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


class ExampleMaker:
    """Turns annotated texts into examples with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    def _windows(self, text: str) -> Iterator[tuple[Example, _Locator]]:
        sentences = split_sentences(text)
        if not sentences:
            return
        pieces = cut_pieces(text, sentences, self.tokenizer)
        for window in cut_windows(pieces):
            part = slice(window.start, window.end)
            yield Example(pieces.ids[part], pieces.cases[part], pieces.sentences[part]), _Locator(pieces, window)

    def from_claims(self, row: dict[str, Any]) -> Iterator[Example]:
        """A report coded in our scheme."""
        claims = row["claims"]
        names = _canonical_names(claims)
        for example, locator in self._windows(row["text"]):
            self._tag_fillers(example, locator, claims)
            self._tag_triggers(example, locator, claims)
            _add_dating(example, locator, row)
            _add_coreference(example, locator, names)
            yield example

    def _tag_fillers(self, example: Example, locator: _Locator, claims: Sequence[dict[str, Any]]) -> None:
        found: dict[str, set[Offsets]] = {kind: set() for kind in labels.FILLERS}
        for claim in claims:
            for kind, span, label in _fillers(claim):
                place = locator.find(span)
                if place is None:
                    continue
                found[kind].add(place)
                head = {"actor": "actor_kind", "source": "source_kind", "toll": "toll_kind"}.get(kind)
                head = head or {"materiel": "materiel_how", "place": "place_relation"}.get(kind)
                if head and label in labels.SPAN_HEADS[head]:
                    example.spans.append((head, place, float(labels.SPAN_HEADS[head].index(label))))
        for kind, places in found.items():
            example.tags[f"filler:{kind}"] = _paint(len(example.ids), places)
            example.fillers[kind] = sorted(places)

    def _tag_triggers(self, example: Example, locator: _Locator, claims: Sequence[dict[str, Any]]) -> None:
        weights = np.ones(len(example.ids), dtype=np.float32)
        triggers: set[Offsets] = set()
        for claim in claims:
            place = locator.find(claim["trigger"])
            if place is None or claim["event_type"] not in labels.EVENT_TYPES:
                continue
            triggers.add(place)
            if claim.get("optional"):
                weights[place[0] : place[1] + 1] = OPTIONAL_WEIGHT
            event = Event(
                place,
                labels.EVENT_TYPES.index(claim["event_type"]),
                labels.STATUSES.index(claim["status"]),
                labels.STANCES.index(claim["stance"]),
            )
            event.links = list(_links(claim, locator))
            example.events.append(event)
        # Context pieces before the window's core were read in the window before: no trigger is looked for there.
        tags = _paint(len(example.ids), triggers)
        tags[: locator.window.core - locator.window.start] = -100
        example.tags["trigger"], example.weights = tags, weights

    def from_mentions(self, text: str, spans: dict[str, list[Offsets]]) -> Iterator[Example]:
        """A text whose mentions of the given layers ("mention:place", "attribution:cue") are all annotated."""
        for example, locator in self._windows(text):
            for layer, offsets in spans.items():
                places = {place for start, end in offsets if (place := locator.find({"start": start, "end": end}))}
                example.tags[layer] = _paint(len(example.ids), places)
            yield example

    def from_event_words(self, row: dict[str, Any]) -> Iterator[Example]:
        """UDS-IH2: how real the text makes each event word, -3..3."""
        for example, locator in self._windows(row["text"]):
            for event in row["events"]:
                place = locator.find(event)
                if place:
                    example.spans.append(("factuality", place, float(event["factuality"])))
            yield example

    def from_event_place(self, row: dict[str, Any], others: Iterable[dict[str, int]]) -> Iterator[Example]:
        """One verb and where it happened; `others` are the places of the other verbs of the same sentence."""
        for example, locator in self._windows(row["text"]):
            trigger = locator.find(row["verb"])
            here = {place for span in row["locations"] if (place := locator.find(span))}
            if trigger is None:
                continue
            event = Event(trigger, labels.EVENT_TYPES.index("armed_clash"), 0, 0, linked_kinds=("place",))
            event.event_type = -1
            event.links = [("place", place, 1) for place in here]
            example.events.append(event)
            known = here | {place for span in others if (place := locator.find(span))}
            example.fillers["place"] = sorted(known)
            example.tags["mention:place"] = _paint(len(example.ids), known)
            yield example


@dataclass(slots=True)
class _Locator:
    """Finds character spans among the pieces of one window."""

    pieces: Pieces
    window: Window

    def find(self, span: dict[str, Any] | None) -> Offsets | None:
        """First and last piece of the span, counted in the window, or None when it is not wholly inside."""
        if span is None:
            return None
        first = bisect.bisect_right(self.pieces.ends, span["start"])
        last = bisect.bisect_left(self.pieces.starts, span["end"]) - 1
        if last < first or first < self.window.start or last >= self.window.end:
            return None
        return first - self.window.start, last - self.window.start


def _fillers(claim: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    for actor in claim["actors"]:
        yield "actor", actor["span"], actor["kind"]
    for place in claim["places"]:
        yield "place", place["span"], place["relation"]
    if claim["time"]:
        yield "time", claim["time"]["span"], ""
    for toll in claim["casualties"]:
        yield "toll", toll["span"], toll["kind"]
    for item in claim["materiel"]:
        yield "materiel", item["span"], item["how"]
    for source in claim["sources"]:
        yield "source", source["span"], source["kind"]
        yield "cue", source["cue"], ""
    for hedge in claim["hedges"]:
        yield "hedge", hedge, ""


def _links(claim: dict[str, Any], locator: _Locator) -> Iterator[tuple[str, Offsets, int]]:
    for actor in claim["actors"]:
        if place := locator.find(actor["span"]):
            yield "actor", place, labels.LINKS["actor"].index(actor["role"])
    for number, source in enumerate(claim["sources"]):
        if place := locator.find(source["span"]):
            yield "source", place, 1 if number == 0 else 2
    for kind, span, _ in _fillers(claim):
        if kind not in {"actor", "source"} and (place := locator.find(span)):
            yield kind, place, 1


def _add_dating(example: Example, locator: _Locator, row: dict[str, Any]) -> None:
    """Whether a claim without time words is news of the day; only a dated report can tell."""
    for claim in row["claims"]:
        place, time = locator.find(claim["trigger"]), claim["time"]
        if place is None or not (row["published"] or (time and time["span"])):
            continue
        dated = bool(time and time["start"])
        label = "has_words" if time and time["span"] else "news_of_the_day" if dated else "undated"
        example.spans.append(("dating", place, float(labels.SPAN_HEADS["dating"].index(label))))


def _paint(length: int, places: Iterable[Offsets]) -> NDArray[np.int64]:
    """B/I/O tags; where spans of one layer nest, the longest wins."""
    tags = np.zeros(length, dtype=np.int64)
    for first, last in sorted(places, key=lambda place: place[0] - place[1]):
        if not tags[first : last + 1].any():
            tags[first] = 1
            tags[first + 1 : last + 1] = 2
    return tags


def _canonical_names(claims: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Every actor and source mention with the name of who it stands for."""
    names = []
    for claim in claims:
        for actor in claim["actors"]:
            if actor["span"]:
                names.append((actor["span"], _fold(actor.get("is") or actor["span"]["text"])))
        for source in claim["sources"]:
            if source["span"]:
                names.append((source["span"], _fold(source["name"] or source["span"]["text"])))
    return names


def _fold(name: str) -> str:
    words = name.lower().replace("’s", "").replace("'s", "").split()
    return " ".join(word for word in words if word not in {"the", "a", "an"})


def _add_coreference(example: Example, locator: _Locator, names: list[tuple[dict[str, Any], str]]) -> None:
    """Pairs (mention, earlier or later mention, same actor?) for mentions whose name is not in their own words."""
    placed: dict[Offsets, str] = {}
    for span, name in names:
        if place := locator.find(span):
            placed.setdefault(place, name)
    texts = {locator.find(span): _fold(span["text"]) for span, _ in names if locator.find(span)}
    for place, name in placed.items():
        if name in texts[place] or (texts[place] in name and len(texts[place]) > 4):
            continue
        for other, other_name in placed.items():
            if other != place:
                same = name == other_name or name in texts[other]
                example.same.append((place, other, int(same)))
