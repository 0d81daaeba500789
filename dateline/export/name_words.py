"""Which words of a text may be somebody's name: every capital that nothing public explains.

A mask that withholds only the names that it knows leaks all others. So this goes the other way round: a capitalised
word, or one in a script without capitals, counts as a name unless it is a word that news writes small, a country, its
people, a month or weekday, an actor or medium of the tables, a place after "in", or one of the words that the caller
knows to be public.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.actors import is_media, resolve_actor
from dateline.codebook.countries import read_countries
from dateline.places.gazetteer import open_gazetteer

OFFICES = (
    r"(?:president|minister|premier|chancellor|king|queen|emir|sultan|governor|mayor|general|gen|colonel|col|major|maj"
    r"|captain|capt|lieutenant|lt|brigadier|admiral|marshal|commander|sergeant|sgt|spokes(?:man|woman|person)|ambassador"
    r"|envoy|secretary|senator|chairman|chairwoman|judge|prosecutor|official)"
)
_OFFICE = re.compile(rf"\b{OFFICES}\.?,? $", re.IGNORECASE)
_IN_OFFICE = re.compile(rf"^(?:\w+ ){{0,2}}{OFFICES}\b", re.IGNORECASE)
# Letters with their marks: vowel signs and accents that stand apart belong to the word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0e31-\u0e4e"
)
_TOKEN = re.compile(rf"[^\W\d_][\w{_MARKS}\u0f18-\u0fbc\u1000-\u109f\u200b-\u200d’'-]*")
_PARTS = re.compile(r"[’'-]+")
# Small words within a name; "and" and "the" are not among them.
_PARTICLES = frozenset(
    "bin ibn bint abu umm al el ul de del della da dos das di du la le van von der den ben ould ag".split()
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|outside|around|into|towards?|inside|across"
    r"|(?:town|city|village|district|province|state|region|governorate|island|camp|county) of"
    r"|(?:north|south|east|west|northeast|northwest|southeast|southwest) of) (?:the )?$",
    re.IGNORECASE,
)
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept oct nov dec ramadan christmas easter eid "
    "god allah mr mrs ms miss dr islam islamic muslim muslims christian christians jewish jew jews arab arabs kurd "
    "kurds kurdish sunni shia shiite shi'ite druze african asian european latin"
).split()  # fmt: skip
_TITLES = frozenset(re.findall(r"[a-z]{3,}", OFFICES.replace("(?:man|woman|person)", "man|spokeswoman|spokesperson")))
_LONGEST_ACRONYM = 5
# A text of which more letters than this are capitals is written in capitals: they say nothing there.
_CAPITALS = 0.5


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    words: tuple[str, ...]  # its parts, in small letters
    is_acronym: bool

    def is_among(self, known: Collection[str]) -> bool:
        return all(word in known for word in self.words)


def find_names(text: str, public: Collection[str] = frozenset()) -> list[tuple[int, int]]:
    """Return where words stand that may be a private person's name; `public` are words, in small letters, that are not.

    >>> find_names("Gunmen killed Zelie Kahindo near Homs on Monday, the Syrian army said.")
    [(14, 27)]
    >>> find_names("Minister Zelie Kahindo spoke to AFP.")
    []
    """
    is_text_loud = _is_loud(text)
    found = []
    for run in _find_runs(text):
        start, end = run[0].start, run[-1].end
        is_loud = is_text_loud or (len(run) > 2 and text[start:end].isupper())
        private = _choose_private(text, run, public, is_loud)
        if private and not _is_explained(text, start, end, is_loud):
            found += _join(text, run, private)
    return found


def has_personal_name(words: str) -> bool:
    """Return whether a known given name or family name is among the words, or one marked by "al-", "bin" or "abu"."""
    tokens = [token for run in _find_runs(words) for token in run]
    if any(word in _personal_names() for token in tokens for word in token.words):
        return True
    return bool(re.search(r"(?:^|\s)(?:al-|el-|bin |ibn |abu |umm )[^\W\d_a-z]", words))


def _find_runs(text: str) -> list[list[_Token]]:
    """Capitalised words with nothing between them but blanks, the dot of an initial and small words of names."""
    runs: list[list[_Token]] = []
    last_end: int | None = None  # where the run that may go on has come to; None: it is at an end
    for match in _TOKEN.finditer(text):
        gap = "" if last_end is None else text[last_end : match.start()]
        goes_on = gap in {" ", "\u00a0"}
        if not _is_capital(match.group()):
            last_end = match.end() if goes_on and match.group() in _PARTICLES else None
            continue
        token = _read_token(match)
        if goes_on or (gap == ". " and runs[-1][-1].end - runs[-1][-1].start == 1):
            runs[-1].append(token)
        else:
            runs.append([token])
        last_end = match.end()
    return runs


def _read_token(match: re.Match[str]) -> _Token:
    word = match.group().rstrip("’'-")
    end = match.start() + len(word)
    parts = tuple(part.casefold() for part in _PARTS.split(word) if part)
    if len(parts) > 1 and parts[-1] == "s":
        parts, end = parts[:-1], end - 2
    is_acronym = word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM
    return _Token(match.start(), end, parts, is_acronym)


def _is_capital(word: str) -> bool:
    """Whether a part of it begins with a capital, or with a letter of a script that has none."""
    return any(part and not part[0].islower() and part[0].isalpha() for part in _PARTS.split(word))


def _is_loud(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) > _CAPITALS * len(letters) and len(letters) > 2 * _LONGEST_ACRONYM


def _choose_private(text: str, run: list[_Token], public: Collection[str], is_loud: bool) -> list[_Token]:
    """The words of the run that nothing explains; with them those that are a word and a name ("Grace", "Rose")."""
    private = [token for token in run if not (token.is_among(public) or token.is_among(_plain_words()))]
    if not is_loud and all(token.is_acronym for token in private):
        private = []
    if is_loud:
        private = [token for token in private if not (token.is_acronym and _is_body(text[token.start : token.end]))]
    if private or (len(run) > 1 and all(token.is_among(_personal_names()) for token in run)):
        named = [token for token in run if token.is_among(_personal_names()) and not token.is_among(public)]
        private = sorted({*private, *named}, key=lambda token: token.start)
    return private


def _is_explained(text: str, start: int, end: int, is_loud: bool) -> bool:
    """Whether the run is an office holder, an actor or medium of the tables, or a place where something happened."""
    words, before = text[start:end], text[max(0, start - 40) : start]
    if _OFFICE.search(before) or (_IN_OFFICE.search(words) and not is_loud):
        return True
    if _is_body(words):
        return True
    if has_personal_name(words) or not _PLACE_BEFORE.search(before) or text[end : end + 2] in {"'s", "’s"}:
        return False
    return bool(open_gazetteer().find(words))


def _is_body(words: str) -> bool:
    return is_media(words) is not None or resolve_actor(words).actor_id is not None


def _join(text: str, run: list[_Token], private: list[_Token]) -> list[tuple[int, int]]:
    """The private words of a run as stretches; small words of names between two of them go too."""
    spots: list[tuple[int, int]] = []
    for token in private:
        if spots and not any(spots[-1][1] <= other.start < token.start for other in run):
            spots[-1] = (spots[-1][0], token.end)
        else:
            spots.append((token.start, token.end))
    return spots


@cache
def _plain_words() -> frozenset[str]:
    countries = read_countries()
    names = (name for country in countries for name in (country.name, *country.aliases))
    people = (word for country in countries for word in (*country.adjectives, *country.people))
    parts = {part.casefold() for words in (*names, *people) for part in re.findall(r"[^\W\d_]+", words)}
    return frozenset({*_read("plain_words.txt"), *parts, *_DAYS, *_TITLES})


@cache
def _personal_names() -> frozenset[str]:
    """Given and family names, less the months, offices and titles that stand in the same lists."""
    listed = {*_read("personal_names.txt"), *_read("surnames.txt")}
    return frozenset(listed - {*_DAYS, *_TITLES} - _WORDS_ALONE)


# In the lists of names as words before or after a name, not as names.
_WORDS_ALONE = frozenset(
    ("activist after also and are beside brother coach day director don family father is it lawyer lieutenant long "
     "names not of officer one only place "
     "private professor say sister that the these where word words young imam sheikh").split()
)  # fmt: skip


def _read(name: str) -> frozenset[str]:
    text = resources.files("dateline.codebook").joinpath(name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
