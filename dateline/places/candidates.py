"""The names of one report and the places that bear each: exact spellings first, near ones only in its countries."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dateline.casing import has_no_capitals
from dateline.codebook.countries import read_countries
from dateline.model import Span
from dateline.places.finder import common_words
from dateline.places.gazetteer import Gazetteer, Record
from dateline.places.phrases import OF_TOWN, Clues, Kind
from dateline.places.spelling import fold, skeleton, without_article

_MOST_WEIGHED = 60
# Spellings of a country below this (0-100, rapidfuzz ratio) are not looked at more closely. Set on transliterations of
# Syrian, Iraqi, Yemeni and Sudanese names written for the purpose.
_LEAST_RATIO = 70.0
_FACILITY = re.compile(
    r"\b(?:road|street|st|avenue|ave|drive|lane|highway|hwy|boulevard|blvd|route|interstate|school|university|college|"
    r"hospital|church|mosque|park|building|center|centre|court|courthouse|stadium|hotel|mall|bridge|station|library|"
    r"museum|cemetery|plaza|theater|theatre|institute|academy|club|house|hall|trail|medical|elementary|airport|"
    r"speedway|arena|field|plant|prison|jail|union|bank|office|headquarters|embassy|square)\b",
    re.I,
)


# A spelling, whether it names only a part, and whether the words say that a province or county is meant.
Name = tuple[str, bool, bool]


@dataclass(slots=True)
class Group:
    """All spans of one name, and its bearers; `contained` says which lie in what the words say the place lies in."""

    key: str
    kind: Kind
    bearers: tuple[Record, ...]
    contained: list[bool]
    has_container: bool
    is_part: bool
    is_fuzzy: bool
    is_facility: bool
    is_abbreviation: bool
    rule: str
    stated: set[str] = field(default_factory=set)  # ISO alpha-3 of countries printed behind the name
    spans: list[int] = field(default_factory=list)
    offsets: list[tuple[int, int]] = field(default_factory=list)


def gather_groups(
    gazetteer: Gazetteer,
    text: str,
    spans: Sequence[Span],
    clues: Sequence[Clues],
    *,
    hints: Sequence[str] = (),
    dateline: str | None = None,
) -> list[Group]:
    """Return the names that some place bears; spans of names that none bears are in no group.

    Countries and demonyms that stand outside the spans are groups without a span: they only bear on the others.
    """
    groups: dict[Name, Group] = {}
    missing: list[int] = []
    for index, (span, clue) in enumerate(zip(spans, clues, strict=True)):
        if _is_plain_word(text, span):
            continue
        if not _join(gazetteer, groups, index, span, clue):
            missing.append(index)
    _join_bystanders(gazetteer, groups, text, spans, dateline)
    countries = _countries_of(groups.values(), hints)
    for index in missing:
        _join_fuzzy(gazetteer, groups, index, spans[index], clues[index], countries)
    stated: dict[str, set[str]] = defaultdict(set)
    for group in groups.values():  # "Hiran region, Somalia", later "Hiran"
        stated[group.key] |= group.stated
    for group in groups.values():
        group.stated = stated[group.key]
        _add_alike_at_home(gazetteer, group, countries)
    return list(groups.values())


def _is_plain_word(text: str, span: Span) -> bool:
    """Whether a span holds only common words in small letters, in a text that writes names with capitals: "the same".

    >>> _is_plain_word("He left the same town for Same.", Span(12, 16, "same"))
    True
    """
    words = set(fold(span.text).split()) - _NO_NAMES
    return span.text.islower() and not has_no_capitals(text) and words <= common_words()


_NO_NAMES = frozenset({
    "a", "an", "the", "this", "that", "its", "their", "city", "county", "district", "governorate", "province",
    "settlement", "state", "village", "villages", "towns", "cities",
})  # fmt: skip


def _join_bystanders(
    gazetteer: Gazetteer, groups: dict[Name, Group], text: str, spans: Sequence[Span], dateline: str | None
) -> None:
    covered = [(span.start, span.end) for span in spans]
    for start, end in _country_words_in(text):
        if not any(left < end and start < right for left, right in covered):
            _join_bystander(gazetteer, groups, fold(text[start:end]), (start, end))
    if dateline:
        _join_bystander(gazetteer, groups, fold(dateline.split(",")[0]), (-1, -1))


def _join_bystander(gazetteer: Gazetteer, groups: dict[Name, Group], key: str, offsets: tuple[int, int]) -> None:
    bearers = gazetteer.find_key(key)[:_MOST_WEIGHED]
    if not bearers:
        return
    group = groups.setdefault((key, False, False), Group(
        key=key, kind="any", bearers=bearers, contained=[False] * len(bearers), has_container=False, is_part=False,
        is_fuzzy=False, is_facility=False, is_abbreviation=False, rule="bystander",
    ))  # fmt: skip
    group.offsets.append(offsets)


_CAPITALISED = re.compile(r"\b[A-Z][\w'’]+")


def _country_words_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the names and demonyms of countries stand, capitals and all; two-letter ones would match too much."""
    names, done = _country_names_by_first_word(), 0
    for match in _CAPITALISED.finditer(text):
        if match.start() < done:
            continue
        for name in names.get(match[0].removesuffix("'s").removesuffix("’s"), ()):
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                yield match.start(), end
                done = end
                break


@cache
def _country_names_by_first_word() -> dict[str, tuple[str, ...]]:
    """Longest first, so that "South Sudanese" is not read as "South Sudan"."""
    by_first: dict[str, set[str]] = {}
    for country in read_countries():
        for name in (country.name, *country.aliases, *country.adjectives, *country.people):
            if len(name) > 3 and (match := _CAPITALISED.match(name)):
                by_first.setdefault(match[0], set()).add(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in by_first.items()}


def _add_alike_at_home(gazetteer: Gazetteer, group: Group, countries: Sequence[str]) -> None:
    """Where no bearer lies in the countries of the report, a near spelling there is worth weighing too."""
    if not group.spans or not countries or len(group.key) < 5 or group.is_fuzzy or group.is_facility:
        return
    if any(bearer.country in countries or bearer.feature in _WORLDLY for bearer in group.bearers):
        return
    found = [record for country in countries[:2] for record in find_alike(gazetteer, country, group.key)]
    group.bearers += tuple(found)
    group.contained += [False] * len(found)


_WORLDLY = frozenset({"country", "continent", "capital", "admin1", "region", "sea"})


def _join(gazetteer: Gazetteer, groups: dict[Name, Group], index: int, span: Span, clue: Clues) -> bool:
    for key, is_part in clue.keys:
        bearers = gazetteer.find_key(key) if key else ()
        if not bearers:
            continue
        rule = "part-of" if is_part else "name"
        name = (key, is_part, clue.kind == "admin")
        _add(gazetteer, groups, name, bearers, index, span, clue, rule=rule)
        return True
    return False


def _add(
    gazetteer: Gazetteer,
    groups: dict[Name, Group],
    name: Name,
    bearers: tuple[Record, ...],
    index: int,
    span: Span,
    clue: Clues,
    *,
    rule: str,
) -> None:
    group = groups.get(name)
    if group is None:
        kept = bearers[:_MOST_WEIGHED]
        group = groups[name] = Group(
            key=name[0], kind=clue.kind, bearers=kept, contained=[False] * len(kept), has_container=False,
            is_part=name[1], is_fuzzy=rule == "alike", is_facility=bool(_FACILITY.search(OF_TOWN.sub("", span.text))),
            is_abbreviation=clue.is_abbreviation, rule=rule,
        )  # fmt: skip
    if group.kind == "any":
        group.kind = clue.kind
    for container in clue.containers:
        _mark_contained(gazetteer, group, container)
    if clue.country and not _is_also_province(gazetteer, clue):
        group.stated.add(clue.country)
    group.spans.append(index)
    group.offsets.append((span.start, span.end))


def _is_also_province(gazetteer: Gazetteer, clue: Clues) -> bool:
    """Whether the country behind a name is called like a province of another: Georgia, Niger, Luxembourg."""
    return any(
        place.feature == "admin1" and place.country != clue.country
        for container in clue.containers
        for place in gazetteer.find_key(container)
    )


def _mark_contained(gazetteer: Gazetteer, group: Group, container: str) -> None:
    """Mark the bearers that lie in a place of the container's name; a list ("Syria, Iraq") marks none."""
    wholes = [place for place in gazetteer.find_key(container) if place.feature in ("country", "admin1", "admin2")]
    if not wholes:
        return
    countries = {place.country for place in wholes if place.feature == "country"}
    units = {place.row for place in wholes if place.feature != "country"}
    group.has_container = True
    for number, bearer in enumerate(group.bearers):
        if bearer.row in units or bearer.feature == "country":
            continue
        if bearer.country in countries or bearer.admin1 in units or bearer.admin2 in units:
            group.contained[number] = True


def named_countries(groups: Iterable[Group]) -> frozenset[str]:
    """The countries that a report names, whose towns are no American ones: a name borne there is likely to be meant."""
    wholes = (next((one.country for one in group.bearers if one.feature == "country"), "") for group in groups)
    return frozenset(country for country in wholes if country) - _ENGLISH_SPELLED


def _countries_of(groups: Iterable[Group], hints: Sequence[str]) -> list[str]:
    """The countries a report is about, for fuzzy matching: hinted, named, or borne by a name that has one bearer."""
    weight: Counter[str] = Counter(dict.fromkeys(hints, 10))
    for group in groups:
        first = group.bearers[0]
        country = next((bearer.country for bearer in group.bearers if bearer.feature == "country"), None)
        if country:
            weight[country] += 3 * len(group.offsets)
        elif len({bearer.country for bearer in group.bearers}) == 1:
            weight[first.country] += len(group.offsets)
    return [country for country, _ in weight.most_common(3) if country]


def _join_fuzzy(
    gazetteer: Gazetteer,
    groups: dict[Name, Group],
    index: int,
    span: Span,
    clue: Clues,
    countries: Sequence[str],
) -> None:
    if _FACILITY.search(span.text) or any(char.isdigit() for char in span.text):
        return
    for key, is_part in clue.keys:
        if len(key) < 5:
            continue
        bearers = tuple(record for country in countries for record in find_alike(gazetteer, country, key))
        if bearers:
            name = (key, is_part, clue.kind == "admin")
            _add(gazetteer, groups, name, bearers, index, span, clue, rule="alike")
            return


def find_alike(gazetteer: Gazetteer, country: str, key: str) -> list[Record]:
    """Return the places of one country whose names are spelled like a key; none where names are spelled as printed."""
    if country in _ENGLISH_SPELLED:
        return []
    names = _names_by_sound(gazetteer, country).get(_first_sound(key), ())
    spellings = [name for name, _ in names]
    found = process.extract(key, spellings, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=8)
    rows = {names[place][1]: score for spelling, score, place in found if _is_alike(key, spelling)}
    if not rows:
        return []
    most = max(rows.values())
    records = [gazetteer.place(row) for row, score in rows.items() if score >= most - 4]
    return [record for record in records if record and record.feature not in ("country", "airport")]


# Names there are printed as the gazetteer spells them; a near spelling is another place.
_ENGLISH_SPELLED = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})
_SOUNDS = {letter: group[0] for group in ("aeiouwyh", "kqgjcx", "szdt", "bpvf") for letter in group}


def _first_sound(key: str) -> str:
    """The group of letters that a name begins with, its article left off; only names of one group are compared."""
    bare = without_article(key) if " " in key[1:5] else key  # no article is longer; most names need no look
    return _SOUNDS.get(bare[:1], bare[:1])


@lru_cache(maxsize=24)
def _names_by_sound(gazetteer: Gazetteer, country: str) -> dict[str, tuple[tuple[str, int], ...]]:
    groups: dict[str, list[tuple[str, int]]] = {}
    for name, row in gazetteer.names_in(country):
        groups.setdefault(_first_sound(name), []).append((name, row))
    return {sound: tuple(names) for sound, names in groups.items()}


def _is_alike(key: str, spelling: str) -> bool:
    """Whether two spellings have the same consonants and differ in few letters; farther ones are mostly two places."""
    return len(skeleton(key)) >= 2 and skeleton(key) == skeleton(spelling) and OSA.distance(key, spelling) <= 2
