"""Counts, tolls and materiel: what is read, what is found, and what never is a count."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import MaterielCategory
from dateline.numerals import parse_numeral
from dateline.quantities import find_materiel, find_tolls, parse_count, parse_materiel, parse_toll, read_tolls
from dateline.quantities.materiel import load_entries

CASES = Path(__file__).resolve().parents[1] / "bench/cases/toll_phrases.tsv"


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["words"])
def test_phrase_gives_its_bounds(case: dict[str, str]) -> None:
    if case["low"] == "none":
        count = parse_count(case["words"])
        assert count is None or (count.low, count.best, count.high) == (None, None, None)
        return
    reading = parse_toll(case["words"])
    assert reading is not None
    wanted = tuple(int(case[bound]) if case[bound] else None for bound in ("low", "best", "high"))
    assert (reading.count.low, reading.count.best, reading.count.high) == wanted
    assert reading.count.words == case["words"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a hundred and forty-two", 142),
        ("3.5 million", 3_500_000),
        ("one and a half million", 1_500_000),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("12,500", 12_500),
        ("1.20", None),
        ("five six", None),
        ("T-62", None),
        ("", None),
    ],
)
def test_numeral(words: str, value: int | None) -> None:
    assert parse_numeral(words) == value


TOLLS = [
    ("23 soldiers", "The attack ended with the death of 23 soldiers.", "killed", "soldiers"),
    ("killed at least nine", "", "killed", None),
    ("the pilot was killed", "", "killed", "pilot"),
    ("some of whom sustained gunshot wounds", "", "injured", None),
    ("no casualties", "", "losses", "casualties"),
    ("30 others", "A blast killed 12 people and wounded 30 others.", "injured", "others"),
    ("12 people", "A blast killed 12 people and wounded 30 others.", "killed", "people"),
    ("40 villagers", "Gunmen abducted 40 villagers.", "captured", "villagers"),
    ("five suspects", "Police arrested five suspects.", "arrested", "suspects"),
    ("20,000 people", "The clashes displaced 20,000 people.", "displaced", "people"),
    ("three men", "Three men walked by.", None, "men"),
    ("27 hostages", "Fighters beheaded 27 hostages.", "killed", "hostages"),
    ("14 soldiers", "The army lost 14 soldiers.", "killed", "soldiers"),
    ("killed or wounded 40 rebels", "", "losses", None),
]


@pytest.mark.parametrize(("words", "context", "kind", "group"), TOLLS)
def test_toll_kind_and_group(words: str, context: str, kind: str | None, group: str | None) -> None:
    reading = parse_toll(words, context)
    assert reading is not None
    assert reading.kind == kind
    if group is not None and kind != "losses":
        assert reading.group == group


# The words of a toll may be a fragment of the report: a number only where they say one.
FRAGMENTS = [
    *((words, None, None, None) for words in (
        "foreign", "Isis", "anti", "million", "mafia", "year - old", "more than double", "000", "the army", "a family",
        "the Islamic State", "Palestinian", "several were killed and wounded", "special forces",
    )),
    *((words, 1, 1, 1) for words in (
        "pablo pelaez gonzales", "luis emilio espina", "34 - year - old mother", "security guard", "Omar Haddad",
        "peasant leader luis", "galan sarmiento was killed",
    )),
    ("close to 250", None, 250, 250),
    ("0", 0, 0, 0),
    ("an elderly couple", 2, 2, 2),
    ("a couple and their 8-year-old daughter", 3, 3, 3),
    ("an elderly couple, their son and two neighbours", 5, 5, 5),
    ("a couple of soldiers", 2, 2, 2),
    ("more than 26 , 000 people", 26000, 26000, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "context", "best"),
    [
        ("morales", "On Friday morales was killed near his home.", 1),
        ("morales", "They freed morales, who was abducted in May.", 1),
        ("morales", "They freed morales last week.", None),
        ("rebels", "The village of the rebels was killed off.", None),
        ("the Islamic State", "The Islamic State was routed.", None),
    ],
)
def test_the_verb_behind_a_name_says_that_it_is_one_person(words: str, context: str, best: int | None) -> None:
    reading = parse_toll(words, context)
    assert reading is not None
    assert reading.count.best == best


@pytest.mark.parametrize(("words", "low", "best", "high"), FRAGMENTS)
def test_fragment_gives_no_number_that_it_does_not_say(
    words: str, low: int | None, best: int | None, high: int | None
) -> None:
    reading = parse_toll(words)
    assert reading is not None
    assert (reading.count.low, reading.count.best, reading.count.high) == (low, best, high)


FOUND_TOLLS = [
    ("A blast hit the bus, killing at least 12 people and wounding 30 others.", ["at least 12 people", "30 others"]),
    ("Three soldiers were killed near the dam.", ["Three soldiers"]),
    ("The death toll rose to 45 on Sunday.", ["45"]),
    ("The shelling left 20 dead.", ["20 dead"]),
    ("There were no casualties.", ["no casualties"]),
    ("The pilot was killed.", ["The pilot"]),
    ("A 57 mm gun of regiment 16 was captured.", []),
    ("The council met for three hours.", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND_TOLLS)
def test_tolls_are_found(text: str, expected: list[str]) -> None:
    found = find_tolls(text)
    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)


READ_TOLLS = [
    ("Nine were killed, including two guards.", [("killed", 9, None), ("killed", 2, 0)]),
    ("Of the 30 dead, 11 were farmers.", [("killed", 30, None), ("killed", 11, 0)]),
    ("Six of the 14 dead were nurses.", [("killed", 6, 1), ("killed", 14, None)]),
    ("Four men died overnight, bringing the toll to 19.", [("killed", 4, 1), ("killed", 19, None)]),
    ("The toll rose from 12 to 34.", [("killed", 34, None)]),
    ("A nurse and her three sons were hurt.", [("injured", 1, None), ("injured", 3, None)]),
    ("Two died in Homs and seven in Hama.", [("killed", 2, None), ("killed", 7, None)]),
    ("Ten gunmen killed two guards.", [("killed", 2, None)]),
    ("Over 2 lakh people were displaced.", [("displaced", 200_000, None)]),
    ("Forty rebels were killed or wounded.", [("losses", 40, None)]),
    ("No one was hurt.", [("injured", 0, None)]),
    ("Six goats were killed and three villages captured.", []),
    ("Half of the 30 wounded were nuns.", [("injured", 30, None), ("injured", 15, 0)]),
    ("Two civilians, a nun and a cook, were killed.", [("killed", 2, None)]),
    ("Omar Haddad, a nurse, was killed.", [("killed", 1, None)]),
    ("Col. Omar Haddad and two aides died.", [("killed", 1, None), ("killed", 2, None)]),
    ("They killed 12, the mayor said.", [("killed", 12, None)]),
    ("The toll could pass 200.", []),
    ("He planned to kill two guards.", []),
    ("Two fishermen taken hostage in May were freed.", [("released", 2, None)]),
    ("Nine people from a single household were buried alive.", [("killed", 9, None)]),
    ("Over 90 per cent of the 1,200 residents have fled.", []),
    ("Eleven of the 40 hostages were shot dead.", [("killed", 11, None)]),
    ("The 12-year-old siege of Regiment 16 killed hope.", []),
    # The verb stands far from its subject.
    ("Two leaders of the Reform Union (RU), both teachers, were shot dead.", [("killed", 2, None)]),
    ("At least 21 soldiers and allied militiamen were purportedly killed.", [("killed", 21, None)]),
    ("Four men who had been missing since May were found dead.", [("killed", 4, None)]),
    ("Six nuns who were travelling from the airport to Lessak were killed.", [("killed", 6, None)]),
    ("The mother of a girl killed by a stray bullet said so.", [("killed", 1, None)]),
    ("The army attacked 20 villagers in a field and two were killed.", [("killed", 2, None)]),
    (
        "The commander of the brigade, Idris Maro, was killed alongside two guards.",
        [("killed", 1, None), ("killed", 2, None)],
    ),
    (
        "Fourteen soldiers of the brigade (based in Hadry) and a guide were killed.",
        [("killed", 14, None), ("killed", 1, None)],
    ),
    ("She was killed along with three of her aides.", [("killed", 3, None)]),
    ("Freed were 12 men who had been kidnapped in May.", [("released", 12, None)]),
    ("They freed 12 men who had been kidnapped in May.", [("released", 12, None)]),
    # Who has done it, what is listed with people, and what is no count.
    ("Several gunmen killed Omar Saleh, a judge, on Monday.", [("killed", 1, None)]),
    ("A suicide bomber killed at least seven people.", [("killed", 7, None)]),
    ("The rebels captured 8 tanks and 90 soldiers.", [("captured", 90, None)]),
    ("Police held 60 people on Friday, and the Red Star has asked to see them.", [("arrested", 60, None)]),
    ("In 2018 at least 12 people died of hunger.", [("killed", 12, None)]),
    ("Gao, 9 August 2017 – Six nurses were killed near Bou.", [("killed", 6, None)]),
    ("KATI, May 18 - Twenty-two people were killed by bombs.", [("killed", 22, None)]),
    ("The governor of Gao told reporters that 36 people had been hurt.", [("injured", 36, None)]),
    ("The blast killed three children under five.", [("killed", 3, None)]),
    ("Nine out of ten inhabitants have left the town.", []),
    ("The shelling caused no casualties, a spokesman for the province said.", [("losses", 0, None)]),
    # More words of fate.
    ("Four died, bringing to 30 the number of people killed.", [("killed", 4, 1), ("killed", 30, None)]),
    ("Militiamen raped seven women; 14 girls were taken ill.", [("injured", 7, None), ("injured", 14, None)]),
    ("The siege has driven 20,000 people into Varsk.", [("displaced", 20000, None)]),
    ("The raid cost a sergeant his life.", [("killed", 1, None)]),
    ("Mob lynches two in Lessak", [("killed", 2, None)]),
    ("Three children were among seven people who died.", [("killed", 3, 1), ("killed", 7, None)]),
    ("Hadry hospital says seven dead, the mayor 12.", [("killed", 7, None), ("killed", 12, None)]),
    ("Neither the mayor nor his driver was hurt.", [("injured", 0, None)]),
    # Lists of three, companions, and the age of a child.
    ("Omar Saleh, Idris Maro and Anna Holt were killed.", [("killed", 1, None)] * 3),
    ("A baker, his wife and their two sons were shot dead.", [("killed", 1, None)] * 2 + [("killed", 2, None)]),
    ("Omar Saleh, a baker, and his wife were killed.", [("killed", 1, None)] * 2),
    ("Judge Saleh, his wife and two guards were killed.", [("killed", 1, None)] * 2 + [("killed", 2, None)]),
    ("A harbour pilot and her driver were shot dead off Varsk.", [("killed", 1, None)] * 2),
    ("A child of seven was hurt by a mine.", [("injured", 1, None)]),
    ("The shells killed 8 recruits, an intelligence officer estimated.", [("killed", 8, None)]),
    (
        "Residents counted 37 dead in the raid, while the army put the death toll at 15.",
        [("killed", 37, None), ("killed", 15, None)],
    ),
    ("Ten armed men crossed the river and fired at the customs office.", []),
    ("Ten families crossed the river.", [("displaced", 10, None)]),
    ("The number of journalists killed in the war this year has reached 13.", [("killed", 13, None)]),
]


@pytest.mark.parametrize(("text", "expected"), READ_TOLLS)
def test_tolls_are_read_with_their_parts(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    found = [(toll.reading.kind, toll.reading.count.best, toll.whole) for toll in read_tolls(text)]
    assert found == expected


MATERIEL = [
    ("two T-62 tanks", "T-62", "armour", 2, None),
    ("a BMP-1", "BMP-1", "armour", 1, None),
    ("three T-72B3s", "T-72B3", "armour", 3, None),
    ("Grad rockets", "BM-21 Grad rocket", "ammunition", None, None),
    ("two Grad launchers of 122 mm", "BM-21 Grad", "artillery", 2, "122 mm"),
    ("one 57 mm gun", "gun", "air_defence", 1, "57 mm"),
    ("two 82 mm mortars", "mortar", "artillery", 2, "82 mm"),
    ("14 Kornet missiles", "Kornet missile", "ammunition", 14, None),
    ("nine Kalashnikov rifles", "Kalashnikov", "small_arms", 9, None),
    ("an RPG-7", "RPG-7", "small_arms", 1, None),
    ("a DShK", "DShK", "small_arms", 1, None),
    ("HIMARS", "HIMARS", "artillery", None, None),
    ("four Shahed-136 drones", "Shahed-136", "drone", 4, None),
    ("a Su-24", "Su-24", "aircraft", 1, None),
    ("barrel bombs", "barrel bomb", "explosive", None, None),
    ("a car bomb", "car bomb", "explosive", 1, None),
    ("an IED", "improvised explosive device", "explosive", 1, None),
    ("about twenty pick-ups", "pickup", "vehicle", 20, None),
    ("more than 850 munitions", "ammunition", "ammunition", 850, None),
    ("450 kg of TNT", "TNT", "explosive", None, None),
    ("any tank", "tank", "armour", None, None),
    ("a quantity of ammunition", "ammunition", "ammunition", None, None),
    ("11 of 17 Shahed-type drones", "Shahed", "drone", 11, None),
    ("nine head-torches", "head-torches", "other", 9, None),
]


@pytest.mark.parametrize(("words", "name", "category", "count", "calibre"), MATERIEL)
def test_materiel(words: str, name: str, category: str, count: int | None, calibre: str | None) -> None:
    reading = parse_materiel(words)
    assert reading is not None
    assert (reading.name, reading.category, reading.count, reading.calibre) == (name, category, count, calibre)


FOUND_MATERIEL = [
    ("Two T-62 tanks and a Kornet were taken.", ["T-62 tanks", "Kornet"]),
    ("They fired Grad rockets and mortar shells.", ["Grad rockets", "mortar shells"]),
    ("A suicide car bomb went off.", ["suicide car bomb"]),
    ("The army continues to shell the town.", []),
    ("He lives in Milan; she met Roland at four.", []),
    ("They met at 4 to discuss harm to children.", []),
    ("The M4 road was cut.", []),
    ("They took the A-6 road to a Khan Younis hospital.", []),
    ("Guards fired RGD-5 grenades from a Toyota Probox.", ["RGD-5 grenades", "Toyota Probox"]),
    ("The suicide bomber and a phone were in the convoy.", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND_MATERIEL)
def test_materiel_is_found(text: str, expected: list[str]) -> None:
    assert [span.text for span in find_materiel(text)] == expected


def test_list_is_sound() -> None:
    entries = {entry for named in load_entries().values() for _, entry in named}
    assert len({entry.name for entry in entries if entry.form in {"model", "name"}}) > 1_700
    assert {entry.category for entry in entries} == set(get_args(MaterielCategory))


@given(st.text(max_size=80))
def test_nothing_breaks_on_any_words(words: str) -> None:
    count = parse_count(words)
    if count is not None and count.low is not None and count.high is not None:
        assert count.low <= count.high
    parse_toll(words, words)
    parse_materiel(words)
    for span in [*find_tolls(words), *find_materiel(words)]:
        assert words[span.start : span.end] == span.text
