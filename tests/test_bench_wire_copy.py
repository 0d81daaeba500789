"""The edits of bench/wire_copy.py, on invented sentences: they keep what they must and are the same for a seed."""

from __future__ import annotations

from random import Random

import pytest

from bench.wire_copy import choose_thresholds, wilson
from bench.wire_copy_edits import _condense, _move, _shorten, _spell_numbers, _swap, _turn_attribution, edit_copy
from bench.wire_copy_pairs import Pair, longest_run
from dateline.model import Report

SENTENCES = [
    "SELM (Reuters) - Gunmen shot dead 14 farmers near the old mill on Tuesday, police said.",
    "The attackers, who came on motorcycles, fled towards the river after the shooting.",
    "“We found nothing but spent rounds,” a police captain said.",
    "The district governor said the patrols would be doubled.",
    "Farmers have asked for protection since the harvest began, and the government has promised it.",
    "The valley has seen a string of robberies since the cotton price rose.",
]


@pytest.mark.parametrize(
    ("edit", "sentence", "expected"),
    [
        (_spell_numbers, "14 men and 32 boys fled; 1,200 stay.", "fourteen men and thirty-two boys fled; 1,200 stay."),
        (
            _turn_attribution,
            "The governor said the patrols would be doubled.",
            "The patrols would be doubled, the governor said.",
        ),
        (
            _turn_attribution,
            "“We found nothing but spent rounds,” a captain said.",
            "A captain said: “We found nothing but spent rounds.”",
        ),
        (_move, "The men were seen at night in the town of Selm.", "In the town of Selm, the men were seen at night."),
    ],
)  # fmt: skip
def test_an_edit(edit: object, sentence: str, expected: str) -> None:
    assert edit(sentence, Random(1)) == expected  # type: ignore[operator]


def test_a_quotation_keeps_its_words() -> None:
    swapped = _swap("Police said “the attack was near the house”.", 1.0, Random(2))
    assert "“the attack was near the house”" in swapped and not swapped.startswith("Police said")


def test_sentences_are_shortened_and_joined_never_lost_whole() -> None:
    shorter = _shorten(SENTENCES[1], Random(4))
    assert 6 <= len(shorter.split()) <= len(SENTENCES[1].split())
    condensed = _condense(SENTENCES[3:], 1.0, Random(3))
    assert 1 <= len(condensed) <= 3 and all(sentence.endswith(".") for sentence in condensed)


def test_a_copy_is_the_same_for_a_seed_and_differs_from_its_original() -> None:
    local, second = ["The fair opens in May."], ["A bridge fell.", "Nobody was hurt.", "It was old."]
    copies = [edit_copy(SENTENCES, local, second, Random(seed)) for seed in range(40)]
    assert copies == [edit_copy(SENTENCES, local, second, Random(seed)) for seed in range(40)]
    assert all(copy.text != "\n".join(SENTENCES) and copy.kept_words > 0 for copy in copies)
    assert any("fair opens" in copy.text for copy in copies)
    assert {("bridge fell" in copy.text) == copy.is_merged for copy in copies} == {True}
    assert any("Reuters" not in copy.text for copy in copies)


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ("the old mill near the river bank", "by the old mill near the river", 6),
        ("he said “the old mill near the river” then", "she heard “the old mill near the river” now", 0),
        ("nothing here at all", "quite other words stand there", 0),
    ],
)
def test_the_longest_run_is_counted_outside_quotations(one: str, other: str, length: int) -> None:
    assert longest_run(one, other) == length


def test_the_baseline_gets_the_threshold_that_is_best_for_it() -> None:
    report = Report("1", "words")
    kinds = ["copy", "copy", "event", "copy", "event"]
    pairs = [Pair(kind, report, report) for kind in kinds]
    assert choose_thresholds(pairs, [0.9, 0.8, 0.5, 0.4, 0.1]) == [
        ("best F1", 0.4),
        ("best recall at precision 0.98", 0.8),
    ]


def test_wilson_interval_is_never_beyond_0_and_1() -> None:
    assert wilson(0, 20)[0] == pytest.approx(0) and wilson(20, 20)[1] == pytest.approx(1)
