"""The names of known actors in running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from dateline.actors.spelling import fits_acronym, fold
from dateline.actors.states import begins_state, country_of, parse_state
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
    return list(_find_actors(text))


@lru_cache(maxsize=4)  # a report's text is asked for at several stages
def _find_actors(text: str) -> tuple[Span, ...]:
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    firsts = [fold(text[start:end]).partition(" ")[0] for start, end in words]
    lengths = _lengths()
    lower = text.islower()
    found: list[Span] = []
    index = 0
    while index < len(words):
        first = firsts[index]
        is_begun = first in lengths or country_of(first)
        most = _LONGEST if begins_state(first) else lengths.get(first, 0)
        size = _longest(text, words[index : index + most], lower) if is_begun else 0
        if size:
            start, end = words[index][0], words[index + size - 1][1]
            found.append(Span(start, end, text[start:end]))
        index += size or 1
    return tuple(found)


@cache
def _lengths() -> Mapping[str, int]:
    """The words with which names of the table begin, each with how many words the longest of its names has."""
    lengths: dict[str, int] = {}
    for key in read_actors().aliases:
        first = key.partition(" ")[0]
        lengths[first] = max(lengths.get(first, 0), min(_LONGEST, 1 + key.count(" ")))
    return lengths


def forget_lengths() -> None:
    """Let the words with which names begin be read anew, and the names in texts."""
    _lengths.cache_clear()
    _find_actors.cache_clear()


_BREAK = re.compile(r"[\n;:,]")


def _longest(text: str, words: Sequence[tuple[int, int]], lower: bool) -> int:
    """How many of the words, from the first on, are one name; 0 for none."""
    start, end = words[0][0], words[-1][1]
    broken = _BREAK.search(text, start, end)
    for size in range(len(words), 0, -1):
        last = words[size - 1][1]
        if not (broken and broken.start() < last) and _is_name(text[start:last], size, lower):
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
