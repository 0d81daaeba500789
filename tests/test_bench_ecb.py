"""Pair features and nets of bench/ecb.py, on invented mentions and vectors."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from bench.ecb_features import _compare_triggers, _compare_use, trigger_lemmas

# report, place of the sentence, sentence, trigger
TOLD = (
    ("r1", 0, "Shells killed two men in Tellis .", "killed"),
    ("r1", 0, "Shells killed two men in Tellis .", "Shells"),
    ("r1", 40, "The killing went on until dusk .", "killing"),
    ("r2", 0, "Two men were killed .", "killed"),
    ("r3", 0, "Shelling hit Tellis .", "Shelling"),
)


def _tables() -> dict[str, np.ndarray]:
    mentions = []
    for report_id, start, sentence, text in TOLD:
        place = start + sentence.index(text)
        mentions.append(
            SimpleNamespace(
                report_id=report_id, sentence_start=start, sentence=sentence, text=text,
                spans=((place, place + len(text)),),
            )
        )  # fmt: skip
    lemmas = [trigger_lemmas(one.text) for one in mentions]
    assert lemmas == [("kill",), ("shel",), ("kill",), ("kill",), ("shel",)]  # a rough lemma
    return {**_compare_triggers(mentions, lemmas), **_compare_use(mentions, lemmas)}


@pytest.mark.parametrize(
    ("feature", "one", "other", "expected"),
    [
        ("same words", 0, 3, 1), ("same words", 0, 2, 0),
        ("letters", 0, 3, 1), ("letters", 1, 4, 1),
        ("beginning", 0, 2, 1), ("beginning", 0, 1, 0),
        ("one sentence", 0, 1, 1), ("one sentence", 0, 2, 0), ("one sentence", 0, 3, 0),
        ("distance", 0, 1, 0.07), ("distance", 0, 3, 0),
        # The first sentence tells of both words, that of r2 of killing alone, that of r3 of shelling alone.
        ("in both sentences", 0, 1, 1), ("in both sentences", 1, 3, 0),
        ("in either sentence", 3, 1, 1), ("in either sentence", 3, 4, 0),
        # Killing is told of in two reports of three, shelling in two, both in one; in sentences 3, 2 and 1.
        ("reports of rarer", 0, 1, 2 / 3), ("reports of commoner", 0, 1, 2 / 3),
        ("reports of both", 0, 1, 1 / 2), ("sentences of both", 0, 1, 1 / 2), ("reports of both", 0, 3, 1),
    ],
)  # fmt: skip
def test_a_feature_of_two_mentions(feature: str, one: int, other: int, expected: float) -> None:
    table = _tables()[feature]
    assert table[one, other] == table[other, one] == pytest.approx(expected)


def test_nets_learn_which_vectors_are_of_one_event() -> None:
    pytest.importorskip("torch", reason="the nets of bench/ecb.py need the `train` extra")
    from bench.ecb_net import SIZES, Nets

    random = np.random.default_rng(2)
    events = np.repeat(np.arange(60), 4)
    centres = random.normal(size=(60, 24))
    vectors = {name: (centres[events] + 0.5 * random.normal(size=(240, 24))).astype(np.float32) for name in SIZES}
    chains = [str(event) for event in events]
    topics = [([*range(start, start + 40)], random.normal(size=(40, 40, 2))) for start in range(0, 240, 40)]
    rows, features = topics.pop()
    nets = Nets(vectors, chains, topics, seeds=(1,))
    odds = nets.score(vectors, rows, features)
    assert np.array_equal(odds, odds.T)
    same = events[rows][:, None] == events[rows]
    upper = np.triu_indices(40, 1)
    of_one, of_two = odds[upper][same[upper]], odds[upper][~same[upper]]
    right = (of_one[:, None] > of_two).mean()
    assert right > 0.9, f"{right:.2f} of the pairs of one event stand above those of two; chance is 0.5"
    assert np.array_equal(Nets(vectors, chains, topics, seeds=(1,)).score(vectors, rows, features), odds)
