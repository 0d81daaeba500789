"""Pair features and nets of bench/ecb.py, on invented mentions and vectors."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from bench.ecb_features import FEATURES, LexicalFeatures, _compare_triggers, _compare_use, trigger_lemmas
from bench.ecb_second import SECOND, second_features
from bench.ecb_within import Within, cluster_lemmas_apart, cut_chains

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


def test_the_second_look_sees_what_the_other_pairs_say() -> None:
    chances = np.full((5, 5), 0.9)  # the diagonal says nothing and must not be used
    for one, other, chance in (
        (0, 1, 0.5), (0, 2, 0.8), (1, 2, 0.8),  # 0 and 1 are alike by the third
        (0, 3, 0.1), (1, 3, 0.1), (2, 3, 0.1), (3, 4, 0.5),  # 3 and 4 have nothing but each other
        (0, 4, 0.1), (1, 4, 0.1), (2, 4, 0.1),
    ):  # fmt: skip
        chances[one, other] = chances[other, one] = chance
    table = second_features(chances, ["kill", "kill", "die", "die", "hit"])
    assert table.shape == (5, 5, len(SECOND))
    assert np.array_equal(table, table.swapaxes(0, 1))
    of = {name: table[:, :, number] for number, name in enumerate(SECOND)}
    assert of["chance"][0, 1] == of["chance"][3, 4] == 0.5
    assert of["log odds"][0, 1] == pytest.approx(0)
    assert of["log odds"][0, 2] == pytest.approx(np.log(4))
    # The rows of 0 and 1 share 0.8 x 0.8 + 0.1 x 0.1 + 0.1 x 0.1, each of length 0.25 + 0.64 + 0.01 + 0.01.
    assert of["rows"][0, 1] == pytest.approx(0.66 / 0.91)
    assert of["rows less their mean"][0, 1] > 0 > of["rows less their mean"][0, 3]
    assert of["words"][0, 1] == pytest.approx(0.5)  # one pair tells of killing twice
    assert of["words"][0, 2] == of["words"][1, 3] == pytest.approx((0.8 + 0.1 + 0.8 + 0.1) / 4)
    assert of["words"][4, 4] == 0  # no other pair tells of hitting
    assert of["less"][0, 3] == pytest.approx(0.8 / 5)
    assert of["more"][0, 3] == pytest.approx(1.5 / 5)


def test_topics_are_told_apart_by_pairs_of_words() -> None:
    texts = {
        "r1": "Shells hit the market of Tellis on Monday . Nine died .",
        "r2": "On Monday shells hit the market of Tellis .",
        "r3": "Shells hit a school at Orma . Nine died there on Sunday .",
        "r4": "A school at Orma burned on Sunday , Tellis said .",
    }
    words = LexicalFeatures(SimpleNamespace(texts=texts, mentions=()))
    topical, broad = words.topical @ words.topical.T, words.broad @ words.broad.T
    assert topical[0, 1] > topical[0, 2]
    assert topical[2, 3] > topical[1, 3] == 0  # a place named in both is no pair
    assert broad[1, 3] > 0


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


def _saying_part(reports: int) -> tuple[SimpleNamespace, list[tuple[list[int], np.ndarray]]]:
    """Reports in which "killed" twice is one event and "said" twice is two."""
    mentions, gold = [], []
    for report in range(reports):
        for place, word in enumerate(("killed", "said", "killed", "said")):
            start = 100 * place
            spans = ((start, start + len(word)),)
            mentions.append(SimpleNamespace(report_id=f"r{report}", topic=f"t{report % 2}", text=word, spans=spans))
            gold.append(f"{report} {word}" + (f" {place}" if word == "said" else ""))
    part = SimpleNamespace(mentions=mentions, gold=gold, texts={one.report_id: "" for one in mentions})
    table = np.zeros((len(mentions), len(mentions), len(FEATURES)))
    table[:, :, FEATURES.index("bias")] = 1
    words = np.array([one.text for one in mentions])
    for name in ("same lemma", "shared lemma"):
        table[:, :, FEATURES.index(name)] = words[:, None] == words
    return part, [(list(range(len(mentions))), table)]


def test_a_report_alone_keeps_acts_of_saying_apart() -> None:
    part, tables = _saying_part(6)
    halves = [[(rows[:12], tables[0][1][:12, :12])] for rows, _ in tables]
    halves.append([(list(range(12, 24)), tables[0][1][12:, 12:])])
    within = Within(part, halves)
    assert within.of_folds == 1
    other, its_tables = _saying_part(2)
    found = within.cluster(LexicalFeatures(other), its_tables)
    assert found[0] == found[2] != found[4]  # one killing a report
    assert len({found[1], found[3], found[5], found[7]}) == 4
    assert cluster_lemmas_apart(other, LexicalFeatures(other), saying=False)[1::2] == [
        "r0 say 1", "r0 say 3", "r1 say 5", "r1 say 7",
    ]  # fmt: skip


def test_views_agree_where_words_tell_all() -> None:
    part, tables = _saying_part(6)
    halves = [[(rows[:12], tables[0][1][:12, :12])] for rows, _ in tables]
    halves.append([(list(range(12, 24)), tables[0][1][12:, 12:])])
    within = Within(part, halves)
    other, its_tables = _saying_part(2)
    words = LexicalFeatures(other)
    assert within.of_views == 1
    assert within.cluster_by_views(words, its_tables) == within.cluster(words, its_tables)


def test_chains_of_two_reports_are_cut_for_the_figure_of_each_alone() -> None:
    part, _ = _saying_part(2)
    part.gold = ["one"] * 8
    assert cut_chains(part) == ["one r0"] * 4 + ["one r1"] * 4
