"""Spans read off head scores that the tests lay out themselves."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dateline.model import Span
from dateline.reader.decode import _AUXILIARY, Decoder, _order_types, _trim
from dateline.reader.network import COLUMNS
from dateline.reader.windows import Pieces

TEXT = "Hundreds of foreign fighters met the army"
LAYER = "filler:place"


def decode_words(
    chances: list[float], begins: tuple[int, ...] = (), sentences: list[int] | None = None, layer: str = LAYER
) -> list[str]:
    """The spans found where each word is one piece, inside a span with these chances."""
    words = list(re.finditer(r"\S+", TEXT))
    column = COLUMNS[f"tag:{layer}"]
    width = max(columns.stop for columns in COLUMNS.values())
    scores = np.zeros((len(words), width), dtype=np.float32)
    for row, chance in enumerate(chances):
        first, more = (0.9, 0.1) if row in begins else (0.1, 0.9)
        scores[row, column] = np.log(np.array([1 - chance, chance * first, chance * more]) + 1e-9)
    numbers = np.array(sentences or [0] * len(words))
    starts, ends = np.array([word.start() for word in words]), np.array([word.end() for word in words])
    pieces = Pieces(np.zeros(len(words), np.int64), starts, ends, np.zeros(len(words), np.int64), numbers)
    return [found.span.text for found in Decoder(TEXT, pieces, scores).spans(layer, 0.6, layer.partition(":")[2])]


@pytest.mark.parametrize(
    ("chances", "spans"),
    [
        ([0.4, 0.4, 0.7, 0.9, 0.1, 0.0, 0.0], ["Hundreds of foreign fighters"]),  # less sure words beside sure ones
        ([0.0, 0.0, 0.5, 0.5, 0.5, 0.0, 0.0], []),  # nothing sure
        ([0.0, 0.0, 0.2, 0.9, 0.2, 0.2, 0.8], ["fighters", "army"]),
    ],
)
def test_a_span_spreads_from_a_sure_piece(chances: list[float], spans: list[str]) -> None:
    assert decode_words(chances) == spans


def test_a_span_does_not_spread_over_the_start_of_another() -> None:
    assert decode_words([0.0, 0.0, 0.9, 0.9, 0.0, 0.4, 0.9], (2, 3)) == ["foreign", "fighters", "the army"]


def test_a_span_does_not_spread_into_another_sentence() -> None:
    assert decode_words([0.5, 0.5, 0.5, 0.9, 0.0, 0.0, 0.0], sentences=[0, 0, 0, 1, 1, 1, 1]) == ["fighters"]


@pytest.mark.parametrize(
    ("text", "words", "kind", "trimmed"),
    [
        ("A drone hit the depot (at 13:20).", "13:20)", "time", "13:20"),
        ("They met 23 who fled.", "23 who", "toll", "23"),
        ("They said two soldiers had been hit.", "two soldiers had been", "toll", "two soldiers"),
        ("They saw 29 children below fifteen.", "29 children below", "toll", "29 children"),
        ("The Plains Front (FPL) fled.", "The Plains Front (FPL", "actor", "The Plains Front (FPL)"),
        ("The (city mayor) Omar Said fled.", "mayor)", "actor", "mayor"),
        ("The Governor's Office shut it.", "s Office", "actor", "Governor's Office"),
        ("In neighbouring Maru they met.", "neighbouring", "place", ""),
        ("In neighbouring Maru they met.", "neighbouring Maru", "place", "neighbouring Maru"),
    ],
)
def test_a_span_is_cut_where_its_words_end(text: str, words: str, kind: str, trimmed: str) -> None:
    start = text.index(words)
    first, last = _trim(text, start, start + len(words), kind)
    assert text[first:last] == trimmed


@pytest.mark.parametrize(("words", "alone"), [("had", True), ("has been", True), ("had taken", False)])
def test_an_auxiliary_verb_names_no_event(words: str, alone: bool) -> None:
    assert bool(_AUXILIARY.fullmatch(words)) is alone


def test_words_side_by_side_for_one_actor_are_one() -> None:
    chances = [0.0, 0.0, 0.9, 0.9, 0.0, 0.0, 0.0]
    assert decode_words(chances, (2, 3), layer="filler:actor") == ["foreign fighters"]
    assert decode_words(chances, (2, 3)) == ["foreign", "fighters"]


@pytest.mark.parametrize(
    ("text", "chance", "kind"),
    [
        ("A strike hit a market.", 0.3, "air_drone_strike"),
        ("A strike hit a market.", 0.05, "peaceful_protest"),  # the other is next to unthinkable
        ("A strike by drivers hit Lagos.", 0.3, "peaceful_protest"),
    ],
)
def test_a_strike_that_hits_is_no_protest(text: str, chance: float, kind: str) -> None:
    types = {"peaceful_protest": 0.6, "air_drone_strike": chance, "other": 0.02}
    assert next(iter(_order_types(text, Span(2, 8, "strike"), types))) == kind
