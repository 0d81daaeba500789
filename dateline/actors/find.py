"""The names of known actors in running text."""

from __future__ import annotations

import re
from functools import cache

from dateline.actors.spelling import fits_acronym, fold
from dateline.actors.states import country_of, parse_state
from dateline.actors.table import read_actors
from dateline.model import Span

_WORD = re.compile(r"[^\W_](?:[\w.'’&/]*[^\W_])?(?:-[^\W_](?:[\w.'’]*[^\W_])?)*")
_LONGEST = 9


def find_actors(text: str) -> list[Span]:
    """Return the words of a text that name actors of the table, left to right, the longest name first.

    Countries and capitals alone are left out, since they are places far more often; so are names that several
    actors share.

    >>> [span.text for span in find_actors("Jets hit Jaysh al-Islam near Douma, the Syrian army said.")]
    ['Jaysh al-Islam', 'Syrian army']
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    folded = [fold(text[start:end]).split(" ", 1)[0] for start, end in words]
    lower = text.islower()
    found: list[Span] = []
    index = 0
    while index < len(words):
        size = _longest(text, words, folded[index], index, lower) if folded[index] in _starts() else 0
        if not size and country_of(folded[index]):
            size = _longest(text, words, folded[index], index, lower)
        if size:
            start, end = words[index][0], words[index + size - 1][1]
            found.append(Span(start, end, text[start:end]))
        index += size or 1
    return found


@cache
def _starts() -> frozenset[str]:
    return frozenset(key.partition(" ")[0] for key in read_actors().aliases if key)


def forget_starts() -> None:
    """Let the words with which names begin be read anew."""
    _starts.cache_clear()


def _longest(text: str, words: list[tuple[int, int]], first: str, index: int, lower: bool) -> int:
    start = words[index][0]
    for size in range(min(_LONGEST, len(words) - index), 0, -1):
        form = text[start : words[index + size - 1][1]]
        if not any(mark in form for mark in "\n;:,") and _is_name(form, size, lower):
            return size
    return 0


def _is_name(form: str, size: int, lower: bool) -> bool:
    key = fold(form)
    names = read_actors().aliases
    alias = names[key][0] if key in names else None
    if alias and not (alias.shared or alias.metonym):
        if alias.acronym:
            return fits_acronym(form, lower)
        return lower or form[0].isupper() or not form[0].isalpha() or alias.words[0].islower()
    return size > 1 and country_of(key) == () and parse_state(key) is not None
