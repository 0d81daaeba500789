"""Stage 6 as tables: (words, actor id), words that must stay unresolved, and checks of the actor tables."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import get_args

import pytest

from dateline.actors import find_actors, is_media, resolve_actor
from dateline.actors.states import state_record
from dateline.actors.table import Alias, read_actors, read_rows
from dateline.model import ActorKind, SourceKind

RESOLVED = [
    ("ISIS", "islamic-state"),
    ("Isis fighters", "islamic-state"),
    ("the [ISIS] fighters", "islamic-state"),
    ("fighters of the Islamic State (ISIS)", "islamic-state"),
    ("hundreds of suspected foreign Islamic State jihadists", "islamic-state"),
    ("Da’esh", "islamic-state"),
    ("IS positions", "islamic-state"),
    ("US-backed Syrian Democratic Forces (SDF)", "syrian-democratic-forces"),
    ("the fmln terrorists", "fmln"),
    ("farabundo marti national liberation front (fmln)", "fmln"),
    ("a farc column", "farc"),
    ("the ELN", "national-liberation-army-colombia"),
    ("the contras", "nicaraguan-resistance"),
    ("Eta", "eta"),
    ("Jaish al-Islam", "jaysh-al-islam"),
    ("YPG's women's units", None),
    ("the Syrian army's 559 battalion", "syr.military"),
    ("Turkey's army", "tur.military"),
    ("Turkish warplanes", "tur.military"),
    ("the Ukrainian military", "ukr.military"),
    ("Russian aircraft", "rus.military"),
    ("Colombian police", "col.police"),
    ("Iraqi security forces", "irq.security"),
    ("the Peruvian foreign ministry", "per.government"),
    ("the peruvian government", "per.government"),
    ("Government of Iraq", "irq.government"),
    ("Armed Forces of Ukraine", "ukr.military"),
    ("Russia", "rus.government"),
    ("U.S.", "usa.government"),
    ("the us", "usa.government"),
    ("Moscow", "rus.government"),
    ("the Turkish president, Ali Örnek", "tur.government"),
]
UNRESOLVED = [
    ("spokesman for the SDF", "not_in_actor_table"),
    ("supporters of Hamas", "not_in_actor_table"),
    ("they", "not_in_actor_table"),
    ("us", "not_in_actor_table"),
    ("is", "not_in_actor_table"),
    ("civilians", "not_in_actor_table"),
    ("gunmen", "not_in_actor_table"),
    ("Brigade of the Seven Rivers", "not_in_actor_table"),
    ("Turkish protesters", "not_in_actor_table"),
    ("former Peruvian president", "not_in_actor_table"),
    ("the army", "ambiguous"),
    ("regime forces", "ambiguous"),
    ("SLA", "ambiguous"),
    ("Congolese army", "ambiguous"),
    ("Russian and Syrian forces", "ambiguous"),
    ("UK, US and French special forces", "ambiguous"),
]
BY_COUNTRY = [
    ("the army", ["PER"], "per.military"),
    ("the army", ["PER", "BOL"], None),
    ("regime forces", ["SYR"], "syr.military"),
    ("SLA", ["LBN"], "south-lebanon-army"),
    ("SLA", ["SDN"], "sudan-liberation-movement-army"),
    ("Al-Shabaab", ["SOM"], "al-shabaab"),
    ("Congolese army", ["COD"], "cod.military"),
]
BY_DAY = [
    ("US-led coalition", date(2006, 3, 1), "multi-national-force-iraq"),
    ("US-led coalition", date(2016, 3, 1), "global-coalition-against-daesh"),
    ("Barack Obama", date(2012, 1, 1), "usa.government"),
    ("Barack Obama", date(2018, 1, 1), None),
    ("Tamil Tigers", date(2015, 1, 1), "liberation-tigers-of-tamil-eelam"),
    ("M23", date(1999, 1, 1), None),
]


@pytest.mark.parametrize(("words", "actor_id"), RESOLVED)
def test_words_for_known_actors(words: str, actor_id: str | None) -> None:
    assert resolve_actor(words).actor_id == actor_id


@pytest.mark.parametrize(("words", "reason"), UNRESOLVED)
def test_nothing_is_forced(words: str, reason: str) -> None:
    found = resolve_actor(words)
    assert (found.actor_id, found.reason, found.name) == (None, reason, words)


@pytest.mark.parametrize(("words", "countries", "actor_id"), BY_COUNTRY)
def test_the_countries_of_the_report_decide(words: str, countries: list[str], actor_id: str | None) -> None:
    assert resolve_actor(words, countries=countries).actor_id == actor_id


@pytest.mark.parametrize(("words", "published", "actor_id"), BY_DAY)
def test_names_hold_for_their_time(words: str, published: date, actor_id: str | None) -> None:
    assert resolve_actor(words, published=published).actor_id == actor_id


def test_kind_and_country() -> None:
    abroad = resolve_actor("Turkish forces", countries=["SYR"])
    assert (abroad.name, abroad.kind, abroad.country) == ("Military Forces of Turkey", "external_forces", "TUR")
    assert resolve_actor("Turkish forces", countries=["TUR"]).kind == "state_forces"
    unknown = resolve_actor("Syrian rebels")
    assert (unknown.actor_id, unknown.kind, unknown.country) == (None, "rebel_group", "SYR")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Reuters", ("agency", None)),
        ("the Amaq news agency", ("party_media", "islamic-state")),
        ("SANA", ("state_media", "syr.government")),
        ("Al-Masirah TV", ("party_media", "houthis")),
        ("Syrian Observatory for Human Rights", ("monitor", None)),
        ("UNHCR", ("igo", "united-nations")),
        ("MSF", ("ngo", None)),
        ("Plains Courier", None),
    ],
)
def test_known_outlets(name: str, expected: tuple[str, str | None] | None) -> None:
    assert is_media(name) == expected


def test_find_actors_cuts_the_names_it_claims() -> None:
    text = "Jets hit Jaysh al-Islam near Douma, the Syrian army said. That is Russia, it is said; ISIS fled with us."
    spans = find_actors(text)
    assert [span.text for span in spans] == ["Jaysh al-Islam", "Syrian army", "ISIS"]
    assert all(text[span.start : span.end] == span.text for span in spans)


def test_actor_table_is_sound() -> None:
    rows = read_rows("actors.csv")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert sum("." not in actor_id for actor_id in ids) >= 450
    for row in rows:
        assert row["kind"] in get_args(ActorKind), row
        assert all(not row[side] or _exists(row[side]) for side in ("parent", "side_of")), row
        assert "." not in row["id"] or state_record(row["id"]), row
        assert all(re.fullmatch(r"(\d{4}(-\d\d){0,2})?", row[end]) for end in ("from", "to")), row
        assert not (row["from"] and row["to"]) or row["from"][:4] <= row["to"][:4], row


def test_media_table_is_sound() -> None:
    rows = read_rows("media.csv")
    assert len(rows) >= 150
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["kind"] in get_args(SourceKind), row
        assert not row["side_of"] or _exists(row["side_of"]), row


def test_no_name_of_two_actors_unless_marked_as_shared() -> None:
    clashes: dict[str, list[str]] = defaultdict(list)
    for key, aliases in read_actors().aliases.items():
        plain = [alias for alias in aliases if not alias.shared]
        for number, alias in enumerate(plain):
            clashes[key] += [other.actor_id for other in plain[number + 1 :] if _at_one_time(alias, other)]
    assert not {key: found for key, found in clashes.items() if found}


def _exists(actor_id: str) -> bool:
    return actor_id in read_actors().actors or state_record(actor_id) is not None


def _at_one_time(one: Alias, other: Alias) -> bool:
    spans = [_life(alias) for alias in (one, other)]
    return max(begins for begins, _ in spans) < min(ends for _, ends in spans)


def _life(alias: Alias) -> tuple[str, str]:
    record = read_actors().actors.get(alias.actor_id)
    begins = alias.begins or (record.begins if record else None) or "0000"
    return begins, alias.ends or (record.ends if record else None) or "9999"
