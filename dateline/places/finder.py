"""Find the names of places in running text by rule and gazetteer: capitals needed, and persons' names left alone."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from dateline.codebook.countries import read_countries
from dateline.model import Span
from dateline.places.gazetteer import CHOSEN, Gazetteer, Record, open_gazetteer
from dateline.places.spelling import fold

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_][\w'’-]*[^\W_]\.?|[^\W\d_]")
_LONGEST = 6
_JOINERS = frozenset({
    "al", "el", "ad", "as", "ash", "az", "ar", "of", "the", "de", "del", "da", "do", "di", "du", "la", "las",
    "los", "le", "les", "ez", "es", "en", "and", "y", "d", "sur", "am"
})  # fmt: skip
_NEVER = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "i",
        "he", "she", "it", "we", "they", "you", "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or",
        "but", "not", "no", "yes", "god", "islam", "islamic", "muslim", "christian", "jewish", "sunni", "shia",
        "shiite", "army", "police", "state", "press", "times", "post", "herald", "tribune", "house", "senate",
        "congress", "court", "party", "union", "league", "front", "brigade", "university", "college", "school",
        "mr", "ms", "mrs", "dr", "united", "national", "international", "general", "president", "minister", "today",
        "yesterday", "tomorrow", "allah", "christmas", "easter", "ramadan", "reuters", "sen", "rep", "gov", "gen",
        "lt", "col", "capt", "sgt", "co", "corp", "inc", "ltd", "st", "mt", "ft", "jr", "sr", "nov", "dec",
        "jan", "feb", "aug", "sept", "oct", "passover", "north", "south", "east", "west", "northern", "southern",
        "eastern", "western", "central", "new", "old"
    }
)  # fmt: skip
_NOT_PLACES = frozenset({"white house", "duma", "god", "swat", "hiv", "md", "ceo", "delta", "black friday"})
_IN = re.compile(
    r"\b(?:in|at|near|from|to|of|outside|around|across|inside|toward|towards|into|throughout|over|between|against|for|via|"
    r"leave|left|reach|reached|enter|entered|seized?|captured?|took|retook|bombed|shelled|hit|attacked|besieged|visit|visited)"
    r"(?: the)?(?: (?:city|town|village|province|district|region|port|governorate|camp|state|county)(?: of)?)? $"
)
_SAID_PLACE_BEFORE = re.compile(
    r"\b(?:city|town|village|province|district|region|governorate|county|suburb|port|island|hamlet|state|capital)"
    r"(?: of)?(?: the)? $",
    re.I,
)
_SAID_PLACE_AFTER = re.compile(
    r"^ (?:city|town|village|province|district|region|governorate|county|suburb|countryside|airport|airbase|air base|"
    r"camp|river|valley|neighbou?rhood|island|crossing|peninsula|desert)\b",
    re.I,
)
_ORGANISATION_AFTER = re.compile(
    r"^(?: [A-Z][\w'’-]*)*? (?:Times|Post|Herald|Tribune|News|University|College|School|Hospital|Police|United|"
    r"City Council|Company|Corp|Inc|Bank|Club|FC|Brigade|Battalion|Army|Street|Road|Avenue|Church|Center|Centre|"
    r"Institute|Foundation|Museum|Hotel|Journal|Gazette|Star|Daily|Radio|Television|TV|Department|Association|Commission|Agency|Party|Front|Movement|Court)\b"
)
# A town of this size is taken at its name alone; a smaller one needs a word beside it that speaks of a place. Set on
# the even halves of LGL and TR-News for precision (bench/places.py --find).
_WELL_KNOWN = 100_000
_MINOR = 1_000


def find_places(text: str, *, demonyms: bool = False) -> list[Span]:
    """Return the names of known places in `text`, in order, none inside another.

    "Turkey" counts with a capital; months, weekdays, common words ("Reading"), persons ("Paris Hilton") and newspapers
    do not. With `demonyms`, "Syrian" counts as well. Text in lower case yields nothing: no capitals to go by.

    >>> [span.text for span in find_places("In March Turkey shelled Deir ez-Zor, said Jordan Smith.")]
    ['Turkey', 'Deir ez-Zor']
    """
    words = list(_WORD.finditer(text))
    gazetteer = open_gazetteer()
    persons = _persons_in(gazetteer, text)
    spans: list[Span] = []
    number = 0
    while number < len(words):
        span, number = _longest_at(gazetteer, text, words, number, demonyms)
        if span and span.text not in persons:
            spans.append(span)
    return spans


_SPOKEN = re.compile(
    r"\b([A-Z][\w'’-]+)(?:,? (?:who|said|says|told|added|testified|argued|wrote|recalled)\b|, (?:aged )?\d{1,2},)"
)
_NAMED = re.compile(r"\b([A-Z][\w’'-]*\.?) (?:[A-Z]\. )?([A-Z][\w'’-]+)")


def _persons_in(gazetteer: Gazetteer, text: str) -> frozenset[str]:
    """Family names that the text itself gives away: after a given name or a title, or as a speaker."""
    family = {match[2] for match in _NAMED.finditer(text) if match[1].rstrip(".").lower() in _personal_names()}
    family |= {match[1] for match in _SPOKEN.finditer(text) if not _is_seat_of_power(gazetteer, match[1])}
    return frozenset(name.removesuffix("'s").removesuffix("’s") for name in family) - _country_names()


def _is_seat_of_power(gazetteer: Gazetteer, name: str) -> bool:
    """Capitals and big cities "say" things as persons do ("Washington said")."""
    return any(
        bearer.main and (bearer.feature in ("country", "capital", "admin1") or bearer.population >= 5 * _WELL_KNOWN)
        for bearer in gazetteer.find_key(fold(name))
    )


@cache
def _country_names() -> frozenset[str]:
    return frozenset(name for country in read_countries() for name in (country.name, *country.aliases))


def _longest_at(
    gazetteer: Gazetteer, text: str, words: list[re.Match[str]], first: int, demonyms: bool
) -> tuple[Span | None, int]:
    """The longest name that starts at a word, and the number of the word to go on with."""
    if not words[first][0][0].isupper() and not re.match(r"(?:al|el|ad|as|ash|az|ar|an|at)-", words[first][0]):
        return None, first + 1
    for last in range(_last_of_run(text, words, first), first - 1, -1):
        start, end = words[first].start(), _trim(text, words[first].start(), words[last].end())
        key = fold(text[start:end])
        if last == first and words[first][0].lower().rstrip(".") in _NEVER:
            continue
        if key in _NOT_PLACES or not gazetteer.knows_key(key):
            continue
        if _is_place(gazetteer, text, start, end, key, demonyms):
            return Span(start, end, text[start:end]), last + 1
    return None, first + 1


def _last_of_run(text: str, words: list[re.Match[str]], first: int) -> int:
    """The last word that could belong: capitals with at most joiners between, a space or hyphen apart."""
    last = first
    for number in range(first + 1, min(first + _LONGEST, len(words))):
        gap = text[words[number - 1].end() : words[number].start()]
        if gap not in (" ", "-", " - "):
            break
        word = words[number][0]
        if word[0].isupper() or "-" in word:
            last = number
        elif word not in _JOINERS:
            if re.match(r"(?:airport|airbase|camp|crossing|dam|province|governorate|county|district)$", word):
                last = number
            break
    return last


def _trim(text: str, start: int, end: int) -> int:
    """Leave off the possessive and, unless the name is a known abbreviation, the full stop."""
    words = text[start:end]
    if match := re.search(r"['’]s?$", words):
        return start + match.start()
    if words.endswith(".") and "." not in words[:-1] and words.split()[-1] not in _abbreviations():
        return end - 1
    return end


def _is_place(gazetteer: Gazetteer, text: str, start: int, end: int, key: str, demonyms: bool) -> bool:
    words, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 40]
    bearers = gazetteer.find_key(key)
    if key in _demonyms():
        return demonyms and words[0].isupper()
    if _is_of_person(words, before, after) or _ORGANISATION_AFTER.match(after):
        return False
    is_said = bool(_SAID_PLACE_BEFORE.search(before) or _SAID_PLACE_AFTER.match(after) or _CONTAINED_AFTER.match(after))
    is_said = is_said or bool(re.search(r"[A-Z][\w.'’]+, $", before) and bearers[0].feature in ("country", "admin1"))
    if words in _country_names() and len(words) > 3:
        return True
    if key in common_words() and is_said and _IN.search(before):
        return any(bearer.population >= _WELL_KNOWN for bearer in bearers)
    if key in common_words() or len(key) < 3:
        is_short_form = is_said or words.isupper() or "." in words
        return bearers[0].feature in ("country", "admin1") and is_short_form and len(words) > 1
    if _is_famous(bearers, " " in key, len(key) > 5) and key not in _surnames():
        return True
    is_said = is_said or bool(_IN.search(before))
    return is_said and any(bearer.population >= _MINOR or bearer.main for bearer in bearers)


_CONTAINED_AFTER = re.compile(r"^, (?:in )?(?:[A-Z][a-z]+|[A-Z][a-z]*\.|(?:[A-Z]\.){2}|[A-Z]{2}\b)")


def _is_famous(bearers: tuple[Record, ...], is_long: bool, is_plain: bool) -> bool:
    """Known at its name alone; a former or foreign name (`is_plain`: too long for a word) needs more people."""
    return any(
        (bearer.main or (is_plain and bearer.population >= 2 * _WELL_KNOWN))
        and (
            bearer.feature in ("country", "continent", "capital", "admin1")
            or bearer.ref.startswith(CHOSEN)
            or bearer.population >= (_WELL_KNOWN / 10 if is_long else _WELL_KNOWN)
            or (is_long and bearer.feature in ("admin2", "airbase", "airport"))
        )
        for bearer in bearers
    )


def _is_of_person(words: str, before: str, after: str) -> bool:
    """A given name or title before it, or it is itself a given name with a surname after it."""
    previous = re.search(r"([A-Za-z][\w.'’-]*) $", before)
    if previous and previous[1][0].isupper() and previous[1].rstrip(".").lower() in _personal_names():
        return True
    if previous and re.fullmatch(r"[A-Z]\.", previous[1]):
        return True
    return words.lower() in _personal_names() and bool(re.match(r" (?:[A-Z]\. )?[A-Z][a-z]+|['’]s\b", after))


@cache
def _abbreviations() -> frozenset[str]:
    text = resources.files("dateline.codebook").joinpath("place_aliases.csv").read_text(encoding="utf-8")
    return frozenset(row["alias"] for row in csv.DictReader(text.splitlines()) if row["alias"].endswith("."))


@cache
def _demonyms() -> frozenset[str]:
    names = {fold(name) for country in read_countries() for name in (country.name, *country.aliases)}
    people = {fold(word) for country in read_countries() for word in (*country.adjectives, *country.people)}
    return frozenset(people - names)


@cache
def common_words() -> frozenset[str]:
    """English words that are also spellings in the gazetteer."""
    return _read_words("common_words.txt")


@cache
def _personal_names() -> frozenset[str]:
    return _read_words("personal_names.txt")


@cache
def _surnames() -> frozenset[str]:
    return _read_words("surnames.txt")


def _read_words(name: str) -> frozenset[str]:
    text = resources.files("dateline.codebook").joinpath(name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
