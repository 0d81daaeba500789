"""Report text to word pieces, and word pieces to windows that the encoder can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# Pieces a window may hold, marks included, and how many of them repeat what came before so that the first
# sentences of a window are not read out of context. A report of up to about 330 words is one window.
WINDOW_SIZE = 448
CONTEXT_SIZE = 80
START_ID, END_ID = 0, 2


@dataclass(frozen=True, slots=True)
class Pieces:
    """A report in word pieces: vocabulary ids, character offsets, case classes, and the sentence of each piece."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    cases: NDArray[np.int64]
    sentences: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start:end` read together; those before `core` are context, already read in the window before."""

    start: int
    core: int
    end: int


def cut_pieces(text: str, sentences: Sequence[tuple[int, int]], tokenizer: Tokenizer) -> Pieces:
    """Word pieces of `text` with offsets into it, sentence by sentence; nothing outside the sentences is read."""
    encodings = tokenizer.encode_batch([text[start:end] for start, end in sentences], add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    for number, (encoding, (sentence_start, _)) in enumerate(zip(encodings, sentences, strict=True)):
        ids += encoding.ids
        starts += [sentence_start + start for start, _ in encoding.offsets]
        ends += [sentence_start + end for _, end in encoding.offsets]
        numbers += [number] * len(encoding.ids)
    cases = [_case_of(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    as_array = [np.array(column, dtype=np.int64) for column in (ids, starts, ends, cases, numbers)]
    return Pieces(*as_array)


def _case_of(word: str) -> int:
    """Index into `labels.CASES`: the encoder's vocabulary is lower case, so the case goes in beside it."""
    if word.islower():
        return 1
    if word[:1].isdigit():
        return 5
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word[:1].isupper() and word[1:].islower():
        return 2
    return 4 if word[:1].isalpha() else 6


def cut_windows(pieces: Pieces) -> list[Window]:
    """Windows of whole sentences (a sentence too long for one is cut), each with the end of the last as context."""
    room = WINDOW_SIZE - 2
    count = len(pieces.ids)
    if count <= room:
        return [Window(0, 0, count)] if count else []
    firsts = np.flatnonzero(np.diff(pieces.sentences, prepend=-1))
    windows: list[Window] = []
    core = 0
    while core < count:
        start = 0 if not windows else _context_start(firsts, core)
        end = _window_end(firsts, core, min(start + room, count), count)
        windows.append(Window(start, core, end))
        core = end
    return windows


def _context_start(firsts: NDArray[np.int64], core: int) -> int:
    """The first sentence start that leaves at most CONTEXT_SIZE pieces before `core`."""
    inside = firsts[(firsts >= core - CONTEXT_SIZE) & (firsts <= core)]
    return int(inside[0]) if len(inside) else core - CONTEXT_SIZE // 2


def _window_end(firsts: NDArray[np.int64], core: int, limit: int, count: int) -> int:
    if limit == count:
        return count
    inside = firsts[(firsts > core) & (firsts <= limit)]
    return int(inside[-1]) if len(inside) else limit
