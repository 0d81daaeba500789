"""Measure the reader's factuality head, -3 (did not happen) to 3 (did): `python bench/factuality.py ../shared/data`.

Options: `--weights DIR` (a reader other than the installed one), `--every N` for each so manieth sentence. Pearson's r
and mean absolute error over the event words of UDS-IH2 dev, which the head was trained for, and of MEANTIME dev, where
nine words in ten are a plain 3 and r says little. Intervals are 95% bootstrap ones over sentences. The baseline beside
us puts a word in one of four groups by lists of words before it in the sentence (negation, modal or conditional,
future or aim, none of them) and answers the group's mean in UDS-IH2 train. The head feeds no field of the output: a
claim's status has a head of its own.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.reader.network import COLUMNS, WEIGHTS_PATH, Network, load_network
from dateline.reader.windows import Pieces, cut_pieces
from dateline.sentences import split_sentences

RESAMPLES = 1000
Numbers = NDArray[np.float64]
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    network = load_network(options.weights)
    folder = options.data / "factuality"
    means = group_means(read_rows(folder / "uds_ih2_train.jsonl", 1))
    print("baseline groups (mean in UDS-IH2 train):", ", ".join(f"{name} {means[name]:.2f}" for name in sorted(means)))
    for name in ("uds_ih2_dev", "meantime_dev"):
        rows = read_rows(folder / f"{name}.jsonl", options.every)
        gold = [np.array([event["factuality"] for event in row["events"]]) for row in rows]
        base = [np.array([means[find_group(row["text"], event)] for event in row["events"]]) for row in rows]
        print(f"{name}: {len(rows)} sentences, {sum(map(len, gold))} event words, reader {network.name}")
        print(f"  dateline {tell(gold, read_factuality(rows, network))}")
        print(f"  baseline {tell(gold, base)}")
        answers = np.concatenate(gold)
        print(f"  always 3: mean absolute error {mean_error(answers, np.full_like(answers, 3.0)):.3f}")


def read_rows(path: Path, every: int) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, 0, None, every)]
    return [row for row in rows if row["events"]]


def read_factuality(rows: Sequence[Row], network: Network) -> list[Numbers]:
    """The head's score of every event word, the mean of its first and last piece as in training."""
    pieces = [cut_pieces(row["text"], split_sentences(row["text"]), network.tokenizer) for row in rows]
    found = []
    for row, cut, scores in zip(rows, pieces, network.score(pieces), strict=True):
        column = scores[:, COLUMNS["span:factuality"]][:, 0]
        found.append(
            np.array([column[list(find_pieces(event, cut))].mean() for event in row["events"]], dtype=np.float64)
        )
    return found


def find_pieces(event: Row, pieces: Pieces) -> tuple[int, int]:
    """First and last piece of the event word."""
    first = bisect.bisect_right(pieces.ends.tolist(), event["start"])
    return first, max(first, bisect.bisect_left(pieces.starts.tolist(), event["end"]) - 1)


# In this order: the first group with a word before the event word, near enough, has it.
_NEAR = 5  # words
_GROUPS = (
    (
        "negated",
        re.compile(r"(?:not|n't|n’t|no|never|none|nobody|nothing|without|neither|nor|fail(?:s|ed)?|denied|deny)"),
    ),
    ("modal", re.compile(r"(?:may|might|could|would|should|can|must|if|unless|whether|perhaps|possibly|please)")),
    ("future", re.compile(r"(?:will|'ll|’ll|shall|going|to|plan(?:s|ned)?|want(?:s|ed)?|hope[sd]?|expect(?:s|ed)?)")),
)


def find_group(text: str, event: Row) -> str:
    """The group of words before an event word that speak against its having happened.

    >>> find_group("They did not attack the town .", {"start": 13})
    'negated'
    """
    before = text[: event["start"]].lower().replace("n't", " n't").split()[-_NEAR:]
    return next((name for name, words in _GROUPS if any(words.fullmatch(word) for word in before)), "plain")


def group_means(rows: Sequence[Row]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for event in row["events"]:
            values[find_group(row["text"], event)].append(event["factuality"])
    return {name: float(np.mean(group)) for name, group in values.items()}


def tell(gold: Sequence[Numbers], found: Sequence[Numbers]) -> str:
    """ "r 0.81 [0.79, 0.83], mean absolute error 0.62 [0.60, 0.65]", the intervals over sentences."""
    samples = list(_resample(gold, found))
    told = []
    for name, measure in (("r", pearson), ("mean absolute error", mean_error)):
        value = measure(np.concatenate(gold), np.concatenate(found))
        low, high = np.nanpercentile([measure(*sample) for sample in samples], [2.5, 97.5])
        told.append(f"{name} {value:.3f} [{low:.3f}, {high:.3f}]")
    return ", ".join(told)


def _resample(gold: Sequence[Numbers], found: Sequence[Numbers]) -> Iterator[tuple[Numbers, Numbers]]:
    generator = random.Random(0)
    for _ in range(RESAMPLES):
        picked = generator.choices(range(len(gold)), k=len(gold))
        yield np.concatenate([gold[number] for number in picked]), np.concatenate([found[number] for number in picked])


def pearson(gold: Numbers, found: Numbers) -> float:
    return float(np.corrcoef(gold, found)[0, 1]) if gold.std() and found.std() else float("nan")


def mean_error(gold: Numbers, found: Numbers) -> float:
    return float(np.abs(gold - found).mean())


if __name__ == "__main__":
    main()
