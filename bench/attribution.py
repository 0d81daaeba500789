"""Measure the attributions of `dateline annotate` on PolNeAR: `python bench/attribution.py ../shared/data`.

Options: `--weights DIR` (a reader other than the installed one), `--split train` and `--every N` to develop on. Per
role: strict F1 (an attribution's whole role, all its pieces, to the character) and token F1 (words and marks that stand
in the role); attribution F1 counts an attribution as found when source, cue and content all overlap those of one gold
attribution, or are missing in both. Boilerplate that the annotators set aside is set aside here too. Intervals are
95% bootstrap ones over reports. The baseline beside us takes verbs like "said", the nearest capitalised words as the
source, and the rest of the sentence as content. No system's figures on PolNeAR are known to us. Human agreement
(PolNeAR README): Krippendorff's alpha 75.4 over tokens, and 92.3% over attributions; neither is an F1.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.attributions import link_attributions
from dateline.model import Span
from dateline.reader import load_network, read_text
from dateline.reader.network import WEIGHTS_PATH
from dateline.sentences import split_sentences

ROLES = ("source", "cue", "content")
RESAMPLES = 1000
Offsets = tuple[int, int]
Score = Counter[str]


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution as offsets, each role in order; a role may be empty."""

    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="only each so manieth report")
    options = parser.parse_args()
    with (options.data / f"polnear/{options.split}.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, 0, None, options.every)]
    golds = [read_gold(row) for row in rows]
    network = load_network(options.weights)
    readings = (read_text(row["text"], network) for row in rows)
    ours = [[_as_offsets(*_roles_of(item)) for item in link_attributions(reading)] for reading in readings]
    base = [list(guess_attributions(row["text"])) for row in rows]
    count = sum(len(gold) for gold in golds)
    print(f"PolNeAR {options.split}: {len(rows)} reports, {count} attributions, reader {network.name}")
    for name, found in (("dateline", ours), ("baseline", base)):
        scores = [score_report(*pair) for pair in zip(rows, golds, found, strict=True)]
        print("\n".join(tell_scores(name, scores)))
    print("published systems: none known; human agreement 92.3% attribution-wise, alpha 75.4 over tokens")


def read_gold(row: dict[str, Any]) -> list[Attributed]:
    return [_as_offsets(*(item[role] for role in ROLES)) for item in row["attributions"]]


def _roles_of(item: Any) -> Iterator[list[Offsets]]:
    for role in ROLES:
        spans: tuple[Span, ...] = getattr(item, role)
        yield [(span.start, span.end) for span in spans]


def _as_offsets(*roles: Iterable[Sequence[int]]) -> Attributed:
    source, cue, content = (tuple(sorted((start, end) for start, end in role)) for role in roles)
    return Attributed(source, cue, content)


def score_report(row: dict[str, Any], gold: Sequence[Attributed], found: Sequence[Attributed]) -> Score:
    """Hits, predictions and golds of one report, by measure."""
    aside = [(start, end) for start, end in row["discard"]]
    found = [item for item in found if not overlap((*item.source, *item.cue, *item.content), aside)]
    score: Score = Counter()
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", row["text"])]
    for role in ROLES:
        wanted, given = ({getattr(item, role) for item in items} - {()} for items in (gold, found))
        _add(score, f"{role} strict", len(wanted & given), len(given), len(wanted))
        wanted_tokens, given_tokens = (
            {number for number, token in enumerate(tokens) if overlap((token,), _flat(spans))}
            for spans in (wanted, given)
        )
        _add(score, f"{role} tokens", len(wanted_tokens & given_tokens), len(given_tokens), len(wanted_tokens))
    _add(score, "attribution", count_matches(gold, found), len(found), len(gold))
    return score


def _add(score: Score, measure: str, hits: int, given: int, wanted: int) -> None:
    score.update({f"{measure} hits": hits, f"{measure} given": given, f"{measure} wanted": wanted})


def _flat(roles: Iterable[tuple[Offsets, ...]]) -> list[Offsets]:
    return [span for role in roles for span in role]


def overlap(one: Sequence[Offsets], other: Sequence[Offsets]) -> bool:
    return any(start < last and first < end for start, end in one for first, last in other)


def count_matches(gold: Sequence[Attributed], found: Sequence[Attributed]) -> int:
    """Attributions of which all three roles overlap, one to one, in text order.

    >>> one = Attributed(((0, 3),), ((4, 8),), ((9, 20),))
    >>> count_matches([one], [Attributed(((0, 3),), ((4, 8),), ((12, 15),)), one])
    1
    """
    left = list(found)
    hits = 0
    for item in gold:
        match = next((other for other in left if all(_meets(item, other, role) for role in ROLES)), None)
        if match:
            left.remove(match)
            hits += 1
    return hits


def _meets(one: Attributed, other: Attributed, role: str) -> bool:
    ours, theirs = getattr(one, role), getattr(other, role)
    return ours == theirs == () or overlap(ours, theirs)


def tell_scores(name: str, scores: Sequence[Score]) -> Iterator[str]:
    measures = [f"{role} {how}" for how in ("strict", "tokens") for role in ROLES] + ["attribution"]
    for measure in measures:
        generator = random.Random(0)
        samples = sorted(f1(generator.choices(scores, k=len(scores)), measure)[2] for _ in range(RESAMPLES))
        precision, recall, value = f1(scores, measure)
        low, high = samples[int(0.025 * RESAMPLES)], samples[int(0.975 * RESAMPLES) - 1]
        wanted = sum(score[f"{measure} wanted"] for score in scores)
        yield (
            f"{name:<10}{measure:<16} F1 {value:5.1f} [{low:.1f}, {high:.1f}]  P {precision:5.1f}  R {recall:5.1f}  "
            f"N {wanted}"
        )


def f1(scores: Sequence[Score], measure: str) -> tuple[float, float, float]:
    """Precision, recall and F1, in percent, of the counts of all reports together."""
    hits, given, wanted = (sum(score[f"{measure} {part}"] for score in scores) for part in ("hits", "given", "wanted"))
    return 100 * hits / max(1, given), 100 * hits / max(1, wanted), 200 * hits / max(1, given + wanted)


_SAYING = re.compile(
    r"\b(?:(?:said|says|saying|told|tells|added|adds|argued|argues|claimed|claims|announced|announces|believes?|believed|"
    r"warned|warns|noted|notes|wrote|writes|insisted|insists|explained|tweeted|asked|stated|states|reported|"
    r"suggested|suggests|thinks?|thought|acknowledged|denied|promised|vowed)|according to)\b"
)
_NAME = re.compile(r"\b(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*|he|she|they|He|She|They)\b")


def guess_attributions(text: str) -> Iterator[Attributed]:
    """The baseline: each saying verb, the nearest name or pronoun, and the longer part of the rest as content."""
    for start, end in split_sentences(text):
        verb = _SAYING.search(text, start, end)
        names = [match.span() for match in _NAME.finditer(text, start, end)]
        if not verb or not names:
            continue
        first, last = verb.span()
        source = min(names, key=lambda span: max(first - span[1], span[0] - last))
        first, last = min(first, source[0]), max(last, source[1])
        content = max((start, first), (last, end), key=lambda span: span[1] - span[0])
        words = text[slice(*content)]
        content = (
            content[0] + len(words) - len(words.lstrip(" ,;:")),
            content[1] - len(words) + len(words.rstrip(" ,;:.")),
        )
        yield Attributed((source,), (verb.span(),), (content,))


if __name__ == "__main__":
    main()
