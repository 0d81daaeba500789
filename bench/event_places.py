"""Where did this verb happen? `python bench/event_places.py ../shared/data [--weights DIR] [--floor F]`.

Data: event_location (Halterman 2019), a sentence, a verb and the names of the places where its action happened: the
author's second-pass gold (195 lines, never trained on), and the noisier single annotations that trained the link head.
Figures are over exact spans, with a bootstrap interval over sentences; beside them every place named in the sentence
(the naive baseline) and the place nearest to the verb. The data marks names alone, and of nested places the finest
("Bougtob" in "Bougtob area in Saida district"); the reader's answer is the places of a trigger in
`dateline annotate` (reader/whereabouts.py), which are names likewise.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline.model import Span
from dateline.reader.decode import decode
from dateline.reader.event_places import locate
from dateline.reader.network import WEIGHTS_PATH, Network
from dateline.reader.whereabouts import FLOOR, name_places, weigh_places
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One verb: the gold places, and every candidate place with the chance that the verb happened there."""

    gold: frozenset[Offsets]
    chances: tuple[tuple[Offsets, float], ...]
    verb: Offsets

    def at(self, floor: float) -> frozenset[Offsets]:
        return frozenset(place for place, chance in self.chances if chance >= floor)

    def nearest(self) -> frozenset[Offsets]:
        places = [place for place, _ in self.chances]
        return frozenset(sorted(places, key=lambda place: abs(place[0] - self.verb[0]))[:1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--floor", type=float, default=FLOOR)
    parser.add_argument("--limit", type=int, default=600, help="lines of the part that is not gold")
    options = parser.parse_args()
    network = Network(options.weights)
    rows = [json.loads(line) for line in (options.data / "event_location/event_location.jsonl").open(encoding="utf-8")]
    gold = [row for row in rows if row["gold"]]
    rest = random.Random(13).sample([row for row in rows if not row["gold"]], options.limit)
    for name, part in (("gold", gold), ("single annotation", rest)):
        lines = list(read_lines(part, network))
        print(f"{name}: {len(lines)} lines, {sum(len(line.gold) for line in lines)} places")
        show("every place named", lines, [line.at(0) for line in lines])
        show("the nearest place", lines, [line.nearest() for line in lines])
        show(f"reader {network.name}", lines, [line.at(options.floor) for line in lines])
        if name != "gold":
            curve = {
                step / 20: round(100 * f1(lines, [line.at(step / 20) for line in lines])[2], 1) for step in range(4, 18)
            }
            print(f"floors on this part: {curve}")


def read_lines(rows: list[dict[str, Any]], network: Network) -> Iterator[Line]:
    """Every row with the reader's chances for the places that it or the gazetteer names in the sentence."""
    for row in rows:
        text = row["text"]
        sentences = split_sentences(text)
        pieces = cut_pieces(text, sentences, network.tokenizer)
        scores = network.score([pieces])[0]
        reading = decode(text, sentences, pieces, scores, network)
        verb = locate(pieces, Span(row["verb"]["start"], row["verb"]["end"], row["verb"]["text"]))
        names = name_places(text, reading)
        chances = weigh_places(text, verb, names, pieces, scores, network) if verb else []
        yield Line(
            frozenset((place["start"], place["end"]) for place in row["locations"]),
            tuple(((span.start, span.end), float(chance)) for span, chance in chances),
            (row["verb"]["start"], row["verb"]["end"]),
        )


def f1(lines: list[Line], answers: list[frozenset[Offsets]]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 over exact spans, and the share of lines answered fully right."""
    hits = sum(len(line.gold & answer) for line, answer in zip(lines, answers, strict=True))
    given, gold = sum(map(len, answers)), sum(len(line.gold) for line in lines)
    whole = sum(line.gold == answer for line, answer in zip(lines, answers, strict=True))
    return hits / max(1, given), hits / max(1, gold), 2 * hits / max(1, given + gold), whole / max(1, len(lines))


def show(name: str, lines: list[Line], answers: list[frozenset[Offsets]]) -> None:
    precision, recall, score, whole = (100 * value for value in f1(lines, answers))
    generator = np.random.default_rng(13)
    draws = []
    for _ in range(1000):
        chosen = generator.integers(0, len(lines), len(lines))
        draws.append(f1([lines[number] for number in chosen], [answers[number] for number in chosen])[2])
    low, high = np.percentile(draws, (2.5, 97.5)) * 100
    print(
        f"  {name:<20} F1 {score:.1f} [{low:.1f}, {high:.1f}], precision {precision:.1f}, recall {recall:.1f}, "
        f"lines fully right {whole:.1f}"
    )


if __name__ == "__main__":
    main()
