"""Where a verb happened: names cut out of words for places, and the second opinion on the reader's links."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.model import Span
from dateline.reader.decode import link_places
from dateline.reader.event_places import EventPlaces, locate, mark, mix_chances, names_of
from dateline.reader.network import WEIGHTS_PATH, load_network
from dateline.reader.windows import cut_pieces


def spans(text: str, *words: str) -> list[Span]:
    return [Span(text.index(word), text.index(word) + len(word), word) for word in words]


@pytest.mark.parametrize(
    ("text", "marked", "names"),
    [
        ("shelling in Idlib governorate", ["Idlib governorate"], ["Idlib"]),
        ("they left the city and two villages", ["the city", "two villages"], []),
        ("the old town of Sarmin", ["the old town of Sarmin"], ["Sarmin"]),
        ("the Harim District of Idlib", ["Harim", "Idlib"], ["Harim District", "Idlib"]),
        ("blasts in Baghdad Saturday", ["Baghdad"], ["Baghdad"]),
        ("in Aleppo’s suburb of Anadan", ["Aleppo’s", "Anadan"], ["Aleppo", "Anadan"]),
        ("near Tall Rifat, Aleppo", ["Aleppo", "Tall Rifat, Aleppo"], ["Aleppo"]),  # the first given counts
        ("at Tal ash Shamali", ["Tal"], ["Tal ash Shamali"]),
        ("toward Deir Ezzor’s airport", ["Deir"], ["Deir Ezzor"]),
        ("the village of ‘Arak", ["Arak"], ["‘Arak"]),
        ("checkpoint 101 fell", ["101"], ["101"]),
    ],
)
def test_names_alone_are_cut_out(text: str, marked: list[str], names: list[str]) -> None:
    assert [name.text for name in names_of(text, spans(text, *marked))] == names


@pytest.mark.parametrize(("read", "opinion", "share", "mixed"), [(0.9, 0.1, 0.5, 0.5), (0.7, 0.2, 0, 0.7)])
def test_chances_mix_as_logits(read: float, opinion: float, share: float, mixed: float) -> None:
    assert mix_chances(read, opinion, share) == pytest.approx(mixed)


def test_no_name_gives_no_chance() -> None:
    text = "Gunmen fired."
    pieces = cut_pieces(text, [(0, len(text))], load_network().tokenizer)
    marks = np.zeros((len(pieces.ids), 18), dtype=np.float32)
    assert len(EventPlaces(WEIGHTS_PATH / "event_places.npz").chances(text, pieces, marks, (1, 1), [])) == 0


@pytest.mark.parametrize(
    ("text", "verb", "here", "elsewhere"),
    [
        ("Shells hit Borka after troops withdrew from Tandal.", "hit", "Borka", "Tandal"),
        ("Shells hit Borka after troops withdrew from Tandal.", "withdrew", "Tandal", "Borka"),
        ("Officials in Tandal said a bomb killed two in Borka.", "killed", "Borka", "Tandal"),
    ],
)
def test_the_place_of_the_verb_is_the_likelier(text: str, verb: str, here: str, elsewhere: str) -> None:
    right, wrong = read_chances(text, verb, here, elsewhere)
    assert right >= 0.5
    assert right > wrong


@pytest.mark.parametrize(
    ("text", "verb", "finer", "wider"),
    [
        ("Gunmen killed six people on Monday in Borka village in Tandal district.", "killed", "Borka", "Tandal"),
        ("A bomb exploded in Tandal's Borka neighbourhood, wounding five.", "exploded", "Borka", "Tandal"),
    ],
)
def test_of_nested_places_the_finer_alone_is_given(text: str, verb: str, finer: str, wider: str) -> None:
    right, wrong = read_chances(text, verb, finer, wider)
    assert right >= 0.5 > wrong


def read_chances(text: str, verb: str, *words: str) -> list[float]:
    """The chance of each name, as `bench/event_places.py` mixes it."""
    network = load_network()
    assert network.event_places
    pieces = cut_pieces(text, [(0, len(text))], network.tokenizer)
    scores = network.score([pieces])[0]
    trigger, *names = spans(text, verb, *words)
    at, places = locate(pieces, trigger), [place for name in names if (place := locate(pieces, name))]
    assert at and len(places) == len(words)
    opinions = network.event_places.chances(text, pieces, mark(scores), at, names)
    read = link_places(at, places, pieces, scores, network)
    return [mix_chances(one, float(other), 0.75) for one, other in zip(read, opinions, strict=True)]
