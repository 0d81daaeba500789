"""Measure types that the user defines by examples: `python bench/user_types.py ../shared/data`.

The sentences are those of PLOVER's plv_train (1,050, each with one PLOVER root), on which the reader was not trained
and whose roots are not its types. A draw takes a codebook of five types, each defined by three random sentences of its
root and a definition in our words, and codes all the other sentences with it: a sentence has the type that any of its
triggers is given. The five reported types are held out: the floor is the best on codebooks of five drawn from the ten
other roots. (What a vector is made of was chosen with the figures of both in view.) Figures are means over the five
types, the interval the middle 95% over draws of the examples. The gold has one relation a sentence, so a type rightly
found for another event of the sentence counts as false. Beside us: word overlap with the examples (its floor set on the
other types too), and every sentence given the type. Options: `--draws N`, `--weights DIR`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.codebook.own_types import Example
from dateline.reader import read_examples
from dateline.reader.decode import TRIGGER_FLOOR, Decoder
from dateline.reader.likeness import SIMILARITY_FLOOR, find_example, find_weak, load_background
from dateline.reader.network import WEIGHTS_PATH, load_network
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

HELD_OUT = ("ACCUSE", "REJECT", "YIELD", "AID", "REQUEST")
# In our own words, after PLOVER's.
DEFINITIONS = {
    "ACCUSE": "An official accuses, blames, sues or condemns another, or an inquiry into their acts is opened.",
    "REJECT": "A party refuses, rejects or turns down a proposal, a demand, a meeting or an agreement.",
    "YIELD": "A party yields: it withdraws, frees prisoners, lifts restrictions, resigns or observes a ceasefire.",
    "AID": "A party gives money, goods, shelter or other material help to another.",
    "REQUEST": "A party asks, urges or appeals to another for help, a meeting, a change or a concession.",
    "AGREE": "A party agrees to act or to settle a dispute, or signs a deal with another.",
    "CONSULT": "Officials meet, visit, telephone or hold talks.",
    "SUPPORT": "A party praises, endorses or backs another or its policy.",
    "COOPERATE": "Parties share intelligence, trade or carry out exercises together.",
    "THREATEN": "A party threatens or warns another with force or other harm.",
    "PROTEST": "People demonstrate, strike, boycott or riot in protest.",
    "MOBILIZE": "Troops, police or weapons are deployed, put on alert or massed.",
    "SANCTION": "A party imposes sanctions, cuts ties, halts aid, or convicts or expels somebody.",
    "COERCE": "Authorities arrest, deport, seize property, censor or impose a curfew.",
    "ASSAULT": "Armed men attack, kill, bomb, torture or abduct people.",
}
FLOORS = np.arange(0.0, 0.9, 0.025)
Numbers = NDArray[np.float64]
# Similarities of all sentences (types x sentences), from the numbers of the examples and the types' names.
Compare = Callable[[Sequence[Sequence[int]], Sequence[str]], Numbers]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    options = parser.parse_args()
    with (options.data / "zsp_plover" / "plv_train.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    roots = np.array([row["root"] for row in rows])
    texts = [row["text"] for row in rows]
    bench = Bench(roots, options.draws)
    reader = read_sentences(texts, options.weights)
    print(f"{len(rows)} sentences, {options.draws} draws, reader {reader.name}, {', '.join(HELD_OUT)} held out")
    bench.tell("definition and 3 examples", reader.compare, 3, SIMILARITY_FLOOR, each=True)
    bench.tell("  without weak triggers", reader.compare_sure, 3, SIMILARITY_FLOOR)
    bench.tell("  without the definition", reader.compare_undefined, 3, SIMILARITY_FLOOR)
    bench.tell("definition and 5 examples", reader.compare, 5, SIMILARITY_FLOOR)
    bench.tell("definition and 10 examples", reader.compare, 10, SIMILARITY_FLOOR)
    bench.tell("baseline: word overlap, 3 examples", compare_words(texts), 3, None)
    shares = np.array([np.mean(roots == kind) for kind in HELD_OUT])
    print(f"every sentence coded: F1 {np.mean(200 * shares / (1 + shares)):.1f}, P {100 * shares.mean():.1f}, R 100")


@dataclass(frozen=True, slots=True)
class Sentences:
    """All triggers: vectors, whose sentence, whether sure; and each sentence's vector as an example."""

    name: str
    vectors: Numbers
    owners: NDArray[np.int64]
    sure: NDArray[np.bool_]
    examples: Numbers
    definitions: dict[str, Numbers]

    def compare(self, chosen: Sequence[Sequence[int]], types: Sequence[str]) -> Numbers:
        return self._score(self._defined(chosen, types), np.ones_like(self.sure))

    def compare_sure(self, chosen: Sequence[Sequence[int]], types: Sequence[str]) -> Numbers:
        return self._score(self._defined(chosen, types), self.sure)

    def compare_undefined(self, chosen: Sequence[Sequence[int]], types: Sequence[str]) -> Numbers:
        return self._score([self.examples[list(picked)].mean(axis=0) for picked in chosen], np.ones_like(self.sure))

    def _defined(self, chosen: Sequence[Sequence[int]], types: Sequence[str]) -> list[Numbers]:
        """A type as the program has it: the mean of its examples and its definition."""
        return [
            np.vstack([self.examples[list(picked)], self.definitions[kind]]).mean(axis=0)
            for picked, kind in zip(chosen, types, strict=True)
        ]

    def _score(self, centres: list[Numbers], counted: NDArray[np.bool_]) -> Numbers:
        """The best similarity of each sentence's triggers to each type, among triggers likest to that type."""
        stacked = np.stack(centres)
        stacked /= np.linalg.norm(stacked, axis=1, keepdims=True)
        similar = stacked @ self.vectors.T
        won = (similar == similar.max(axis=0)) & counted
        scores = np.full((len(centres), len(self.examples)), -1.0)
        for number, row in enumerate(np.where(won, similar, -1.0)):
            np.maximum.at(scores[number], self.owners, row)
        return scores


def read_sentences(texts: Sequence[str], weights: Path) -> Sentences:
    """Read every sentence once."""
    network = load_network(weights)
    background = load_background(network, weights)
    cuts = [cut_pieces(text, split_sentences(text), network.tokenizer) for text in texts]
    vectors, owners, sure, examples = [], [], [], []
    for number, (text, cut, scores) in enumerate(zip(texts, cuts, network.score(cuts), strict=True)):
        found = Decoder(text, cut, scores)
        triggers = found.spans("trigger", TRIGGER_FLOOR, "trigger")
        weak = find_weak(triggers, found)
        vectors.append(background.vectors([*triggers, *weak], cut, scores))
        owners += [number] * (len(triggers) + len(weak))
        sure += [True] * len(triggers) + [False] * len(weak)
        examples.append(background.vectors([find_example(Example(text), found, cut, scores)], cut, scores)[0])
    told = read_examples([Example(text) for text in DEFINITIONS.values()], network, background)
    definitions = dict(zip(DEFINITIONS, told.astype(np.float64), strict=True))
    return Sentences(
        network.name, np.concatenate(vectors).astype(np.float64), np.array(owners), np.array(sure),
        np.stack(examples).astype(np.float64), definitions,
    )  # fmt: skip


def compare_words(texts: Sequence[str]) -> Compare:
    """Share of words in common with the likest example (Dice), words of four letters and more."""
    bags = [frozenset(re.findall(r"[a-z]{4,}", text.lower())) for text in texts]

    def compare(chosen: Sequence[Sequence[int]], types: Sequence[str]) -> Numbers:
        scores = np.array([[max(_dice(bag, bags[one]) for one in picked) for bag in bags] for picked in chosen])
        return np.where(scores == scores.max(axis=0), scores, -1.0)

    return compare


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


class Bench:
    """Draws of examples, the same for every way of comparing."""

    def __init__(self, roots: NDArray[np.str_], draws: int) -> None:
        self.roots, self.draws = roots, draws
        self.others = sorted(set(roots.tolist()) - set(HELD_OUT))

    def tell(self, name: str, compare: Compare, count: int, floor: float | None, *, each: bool = False) -> None:
        """Print a row: figures on the held-out types at `floor`, else at the floor best on the others."""
        curve = np.nanmean(self._count(compare, count, None)[..., 2], axis=(0, 1))
        best = int(curve.argmax())
        at = int(np.abs(FLOORS - floor).argmin()) if floor is not None else best
        figures = self._count(compare, count, HELD_OUT)[:, :, at]
        told = []
        for label, column in zip(("P", "R", "F1"), figures.mean(axis=1).T, strict=True):
            low, high = np.percentile(column, [2.5, 97.5])
            told.append(f"{label} {column.mean():.1f} [{low:.1f}, {high:.1f}]")
        others = f"on the other types F1 {curve[at]:.1f}, best {curve[best]:.1f} at {FLOORS[best]:.3f}"
        print(f"{name}: {', '.join(told)}; floor {FLOORS[at]:.3f}; {others}")
        if each:
            for number, kind in enumerate(HELD_OUT):
                row = figures[:, number].mean(axis=0)
                print(f"  {kind} (N {np.sum(self.roots == kind)}): P {row[0]:.1f}, R {row[1]:.1f}, F1 {row[2]:.1f}")

    def _count(self, compare: Compare, count: int, types: Sequence[str] | None) -> Numbers:
        """Precision, recall and F1 (draws x types x floors x 3); without `types`, of five others anew each draw."""
        generator = np.random.default_rng(0)
        result = np.zeros((self.draws, len(HELD_OUT), len(FLOORS), 3))
        for draw in range(self.draws):
            kinds = types or generator.choice(self.others, len(HELD_OUT), replace=False).tolist()
            chosen = [generator.choice(np.flatnonzero(self.roots == kind), count, replace=False) for kind in kinds]
            kept = ~np.isin(np.arange(len(self.roots)), np.concatenate(chosen))
            scores = compare([picked.tolist() for picked in chosen], kinds)
            for number, kind in enumerate(kinds):
                result[draw, number] = _figures(scores[number][kept], self.roots[kept] == kind)
        return result


def _figures(scores: Numbers, gold: NDArray[np.bool_]) -> Numbers:
    coded = scores[None] >= FLOORS[:, None]
    hits, told = (coded & gold).sum(axis=1), coded.sum(axis=1)
    return np.stack(
        [100 * hits / np.maximum(1, told), 100 * hits / gold.sum(), 200 * hits / np.maximum(1, told + gold.sum())],
        axis=1,
    )


if __name__ == "__main__":
    main()
