"""The scorer of the MUC-4 bench on invented templates small enough to count by hand, and its rules of words."""

from __future__ import annotations

import pytest

from bench.muc4_rules import cut_person, name_in, organisation_in
from bench.muc4_scores import Counts, Template, count_role, count_templates, interval, make_entity, measure, normalise


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('the "Puente Alto" bridge', "puente alto bridge"),
        ("A car-bomb", "carbomb"),
        ("the  an a", ""),
        ("Theatre of the North", "theatre of north"),
    ],
)
def test_strings_are_normalised(words: str, expected: str) -> None:
    assert normalise(words) == expected


GOLD = [make_entity(["Front of the Hills", "FH"]), make_entity(["river column"])]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([["the FH"]], Counts(1, 1, 1, 2)),
        ([["FH"], ["Front of the Hills"]], Counts(1, 2, 1, 2)),  # a second spelling of one entity is wrong
        ([["FH", "hill men"]], Counts(0, 1, 0, 2)),  # every string must be gold
        ([["river column"], ["fh"]], Counts(2, 2, 2, 2)),
        ([], Counts(0, 0, 0, 2)),
    ],
)
def test_entities_are_matched_one_to_one(given: list[list[str]], expected: Counts) -> None:
    assert count_role(GOLD, [make_entity(strings) for strings in given]) == expected


def test_the_matching_is_the_greatest_not_the_first() -> None:
    gold = [make_entity(["mill", "barn"]), make_entity(["mill"])]
    assert count_role(gold, [make_entity(["mill"]), make_entity(["barn"])]).right == 2


def make_template(incident: str, **fillers: list[str]) -> Template:
    return Template(incident, {role: tuple(make_entity([words]) for words in names) for role, names in fillers.items()})


def test_templates_are_mapped_for_the_best_f1() -> None:
    gold = [
        make_template("attack / bombing", Target=["mill"], Weapon=["rocket"]),
        make_template("kidnapping", Victim=["ana prado"]),
    ]
    given = [
        make_template("attack", Target=["mill", "barn"]),  # type and mill right, barn wrong
        make_template("bombing", Victim=["ana prado"]),  # the gold bombing is taken, the victim is of another template
    ]
    assert count_templates(gold, given) == Counts(2, 5, 2, 5)


def test_a_wrong_type_makes_the_whole_template_wrong() -> None:
    gold, given = [make_template("arson", Target=["mill"])], [make_template("robbery", Target=["mill"])]
    assert count_templates(gold, given) == Counts(0, 2, 0, 2)


def test_the_same_gold_template_twice_counts_once() -> None:
    one = make_template("arson", Target=["mill"])
    assert count_templates([one, one], [one]) == Counts(2, 2, 2, 2)


def test_reports_without_gold_lower_the_precision() -> None:
    precision, recall, score = measure([Counts(1, 1, 1, 2), Counts(0, 1, 0, 0)])
    assert (precision, recall, score) == (0.5, 0.5, 0.5)
    low, high = interval([[Counts(1, 1, 1, 2)], [Counts(0, 1, 0, 0)]])
    assert low == 0 and 0.6 < high < 0.7


@pytest.mark.parametrize(
    ("words", "person", "organisation", "name"),
    [
        ("the hill front (hf) guerrillas", "guerrillas", "hill front", None),
        ("members of the hill army", "members of the hill army", "hill army", None),
        ("several men believed to be rebels", "several men", None, None),
        ("lieutenant ana prado", "lieutenant ana prado", None, "ana prado"),
        ("this hill army column", "column", "hill army", None),
        ("four peasants", "four peasants", None, None),
        ("the mayor of alta", "mayor of alta", None, None),
    ],
)
def test_words_of_an_actor(words: str, person: str, organisation: str | None, name: str | None) -> None:
    assert (cut_person(words), organisation_in(words), name_in(words)) == (person, organisation, name)
