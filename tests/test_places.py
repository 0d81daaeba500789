"""Places: names found, resolved and related. Square brackets mark the spans of an invented sentence."""

from __future__ import annotations

import math
import re
import time

import pytest

from dateline.model import Span
from dateline.places import find_places, parse_relation, resolve_places
from dateline.places.gazetteer import open_gazetteer
from dateline.places.spelling import fold


def _marked(sentence: str) -> tuple[str, list[Span]]:
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", sentence):
        words = piece[1:-1] if piece.startswith("[") else piece
        if piece.startswith("["):
            spans.append(Span(len(text), len(text) + len(words), words))
        text += words
    return text, spans


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


# sentence; for each bracket (country, lat, lon, km allowed), or None where no place may be given
RESOLVED = [
    ("Syrian rebels neared the [Dumair] airbase.", [("SYR", 33.61, 36.75, 5)]),
    ("Clashes in [Hisia], south of [Homs], [Syria].",
     [("SYR", 34.41, 36.76, 10), ("SYR", 34.73, 36.72, 10), ("SYR", 35, 38, 150)]),
    ("The [Qalamoun] front in [Syria] was quiet.", [("SYR", 34.0, 36.65, 60), ("SYR", 35, 38, 150)]),
    ("A blast shook [Tripoli], [Lebanon].", [("LBN", 34.43, 35.84, 10), ("LBN", 33.83, 35.83, 60)]),
    ("Militias fought in [Tripoli] while [Sirte] and [Benghazi] stayed calm.",
     [("LBY", 32.89, 13.19, 15), ("LBY", 31.2, 16.59, 15), ("LBY", 32.11, 20.07, 15)]),
    ("He moved from [Paris], [Texas], to [London], [Ontario].",
     [("USA", 33.66, -95.55, 15), ("USA", 31.25, -99.25, 150), ("CAN", 42.98, -81.23, 15), ("CAN", 49.25, -84.5, 500)]),
    ("A man from [Durham], [N.C.], was held.", [("USA", 35.99, -78.9, 20), ("USA", 35.5, -80, 150)]),
    ("Russian jets bombed [Gori] in [Georgia].", [("GEO", 41.98, 44.11, 10), ("GEO", 42, 43.5, 100)]),
    ("Police in [Atlanta], [Georgia], made arrests.", [("USA", 33.75, -84.39, 20), ("USA", 32.75, -83.5, 150)]),
    ("M23 took [Bunagana] near [Rutshuru] in [North Kivu].",
     [("COD", -1.30, 29.59, 10), ("COD", -1.19, 29.45, 10), ("COD", -0.7, 28.9, 150)]),
    ("Shells hit [Zamzam camp] outside [El Fasher].", [("SDN", 13.49, 25.31, 10), ("SDN", 13.63, 25.35, 10)]),
    ("Iraqi units left [Tal Afar] and [Qayyarah].", [("IRQ", 36.38, 42.45, 10), ("IRQ", 35.8, 43.29, 15)]),
    ("Drones hit [Hmeimim] and [Ain al-Asad].", [("SYR", 35.4, 35.95, 5), ("IRQ", 33.79, 42.44, 10)]),
    ("Fighting in [Shuja'iyya] and [Khan Younis], [Gaza].",
     [("PSE", 31.5, 34.47, 5), ("PSE", 31.34, 34.3, 6), ("PSE", 31.5, 34.46, 30)]),
    ("Aid trucks crossed [northern Syria].", [("SYR", 35, 38, 200)]),
    ("Gunmen raided [Umm Zulaykha] in [Sudan].", [None, ("SDN", 16, 30, 400)]),
    ("The quiet hamlet of [Wexbridge Hollow] burned.", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), RESOLVED)
def test_resolves(sentence: str, expected: list[tuple[str, float, float, float] | None]) -> None:
    text, spans = _marked(sentence)
    for span, place, gold in zip(spans, resolve_places(text, spans), expected, strict=True):
        shown = f"{span.text} -> {place}"
        if gold is None:
            assert place.lat is None and place.lon is None and place.reason, shown
            continue
        country, lat, lon, km = gold
        assert place.lat is not None and place.lon is not None, shown
        assert place.country == country and _km(place.lat, place.lon, lat, lon) <= km, shown


def test_a_country_is_never_shown_as_a_town() -> None:
    text, spans = _marked("Unrest spread in [Mali], the [Middle East], [Kidal region] and [Timbuktu].")
    assert [place.precision for place in resolve_places(text, spans)] == [4, 4, 3, 1]


def test_a_hint_chooses_the_country() -> None:
    text, spans = _marked("A bomb went off in [Tripoli].")
    assert resolve_places(text, spans, country_hints=["LBN"])[0].country == "LBN"


def test_nothing_to_resolve() -> None:
    assert resolve_places("No place is named here.", []) == []
    assert find_places("") == []


FOUND = [
    "In March, [Turkey] shelled [Deir ez-Zor], said Jordan Smith.",
    "Jets from [Saudi Arabia] hit [Marib] and [Hodeidah] on Sunday.",
    "Paris Hilton met General Washington.",
    "The Washington Post said so.",
    "Reading a book, Nice people met in [Nice], [France].",
    "Rebels advanced on [Eastern Ghouta] and [al-Bab].",
    "we went to paris and homs",
    "She flew to the [U.S.] from [Iraq].",
]


@pytest.mark.parametrize("sentence", FOUND)
def test_finds(sentence: str) -> None:
    text, spans = _marked(sentence)
    found = find_places(text)
    assert [span.text for span in found] == [span.text for span in spans]
    assert all(text[span.start : span.end] == span.text for span in found)


RELATED = [
    ("The army took hills south of [Dumair].", ("direction_of", "S")),
    ("A strike hit a convoy 20 km north-east of [Kadugli].", ("direction_of", "NE")),
    ("Fighting raged near [Homs].", ("near", None)),
    ("Clashes on the outskirts of [Marib].", ("outskirts_of", None)),
    ("Shelling of the eastern countryside of [Hama].", ("outskirts_of", "E")),
    ("A mine on the road between [Gao] and Ansongo.", ("between", None)),
    ("A mine on the road between Gao and [Ansongo].", ("between", None)),
    ("Families fled toward [Tabqa].", ("toward", None)),
    ("A bus was stopped on the road to [Damascus].", ("toward", None)),
    ("The rebels seized [Tabqa].", ("in", None)),
    ("A blast in the south of [Syria].", ("in", "S")),
    ("They dug a tunnel [south of Rafah].", ("direction_of", "S")),
    ("Camps some 15 km from [Goma] were hit.", ("near", None)),
    ("He lived in Homs. Near dawn, [Hama] was hit.", ("in", None)),
]


@pytest.mark.parametrize(("sentence", "expected"), RELATED)
def test_relates(sentence: str, expected: tuple[str, str | None]) -> None:
    text, spans = _marked(sentence)
    assert parse_relation(text, spans[0]) == expected


def test_folding() -> None:
    pairs = [("St. Louis", "Saint Louis"), ("Aḑ Ḑumayr", "ad-Dumayr"), ("Łódź", "Lodz"), ("Shuja’iyya", "Shujaiyya")]
    for one, other in pairs:
        assert fold(one) == fold(other)


def test_lookup_is_fast() -> None:
    gazetteer = open_gazetteer()
    keys = sorted({key for key, _ in gazetteer.names_in("YEM")})[:2000]
    gazetteer.find("Sanaa")
    started = time.perf_counter()
    for key in keys:
        gazetteer.find_key(key)
    assert (time.perf_counter() - started) / len(keys) < 0.001  # 0.1 ms on an idle machine; room for a busy one


def test_overlay_records_are_sound() -> None:
    rows = open_gazetteer().select("SELECT name, lat, lon, error_km, feature FROM place WHERE ref LIKE 'overlay:%'")
    assert len(rows) >= 400
    for name, lat, lon, error_km, _ in rows:
        assert abs(int(str(lat))) <= 900_000 and abs(int(str(lon))) <= 1_800_000 and int(str(error_km)) >= 1, name
