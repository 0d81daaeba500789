"""Read and find materiel: arms, vehicles and supplies, by a list of models and plain words."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, NamedTuple, cast, get_args

from dateline.model import MaterielCategory, Span
from dateline.quantities.counts import parse_count

Form = Literal["model", "name", "word", "common"]


@dataclass(frozen=True, slots=True)
class MaterielReading:
    """Materiel read: canonical name, category, count where the words give one, calibre as printed, and the rule.

    `rule` is "listed" for an entry of the list, "unlisted" for words kept as written with category "other".
    """

    name: str
    category: MaterielCategory
    count: int | None
    calibre: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the list. Form: a model, a name that is also a common word (needs company), a word, a civilian
    word.
    """

    name: str
    category: MaterielCategory
    form: Form


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry met in a text: word positions and the entry; `suffixed` when the model carries a variant letter
    ("T-72B3").
    """

    first: int
    last: int
    entry: Entry
    suffixed: bool


# "57 mm", "calibre 57", and a bare number right after a gun ("machine gun 23"), which is no count.
_CALIBRE = re.compile(
    r"\b(?:(?P<size>\d{1,3}(?:\.\d+)?)[\s-]?(?:mm|millimet(?:re|er)s?|cm|calibre|caliber)"
    r"|cal(?:ibre|iber)\.?\s(?P<after>\d{1,3}(?:\.\d+)?)(?:\s?mm)?"
    r"|(?<=gun\s)(?P<bare>\d{2,3}(?:\.\d+)?)|(?<=guns\s)(?P<bare_plural>\d{2,3}(?:\.\d+)?))(?![\w.]\w)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+(?:['’]s\b)?")
_LONGEST = 6
# Words that may stand between the parts of one piece: "Grad rocket", "T-62 tank", "Shahed-type drones".
_LINKS = frozenset({"type", "style", "class", "made", "guided", "anti", "heavy", "light", "battle", "main"})


def parse_materiel(words: str) -> MaterielReading | None:
    """Return what piece of materiel the words name, or None when they are empty.

    The longest name of the list decides; a model with a generic noun takes the noun's category ("Grad rockets" are
    ammunition, "Grad launchers" artillery). Words outside the list keep their head noun and get category "other".
    Not handled: two different models under one count ("five T-55 and T-72 tanks" is the first).

    >>> parse_materiel("two 82 mm mortars")
    MaterielReading(name='mortar', category='artillery', count=2, calibre='82 mm', rule='listed')
    """
    if not words.strip():
        return None
    hits = find_hits(words)
    calibre = _CALIBRE.search(words)
    printed = calibre.group().strip() if calibre else None
    count = _count_pieces(words, calibre)
    if not hits:
        name = _plain_name(words)
        return MaterielReading(name, "other", count, printed, "unlisted") if name else None
    name, category = _name_hits(words, hits)
    return MaterielReading(name, _by_calibre(name, category, calibre), count, printed, "listed")


def find_materiel(text: str) -> list[Span]:
    """Return the spans of materiel in the text, in order: names of the list at word bounds, the longest first.

    Civilian words (car, ship, phone, food) are left out, and names that are also common words ("Puma", "Roland") unless
    a number, an article or a noun of materiel stands beside them. Verbs are not told apart from nouns beyond the words
    just before ("to shell" is left out).

    >>> [span.text for span in find_materiel("Two T-62 tanks and a Kornet were hit near Milan.")]
    ['T-62 tanks', 'Kornet']
    """
    words = _split(text)
    spans: list[Span] = []
    hits = [hit for hit in _scan(words, text) if _stands_alone(words, hit)]
    for first, last in _merge(words, hits, text):
        start, end = words[first].start, words[last - 1].end
        spans.append(Span(start, end, text[start:end]))
    return spans


def find_hits(words: str) -> list[Hit]:
    """Return every entry of the list met in the words, common words too, longest match at each place."""
    return _scan(_split(words), words)


@cache
def load_entries() -> Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]:
    """Return the names of `codebook/materiel.csv` by their first word, longest first; loaded once."""
    by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    lines = files("dateline.codebook").joinpath("materiel.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        entry = _read_entry(row)
        # A "name" row lists only its risky aliases beside a "model" row of the same piece.
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            for key in _keys(name, entry.form):
                by_first.setdefault(key[0], []).append((key, entry))
    for entries in by_first.values():
        entries.sort(key=lambda item: -len(item[0]))
    return by_first


def _read_entry(row: Mapping[str, str]) -> Entry:
    if row["category"] not in get_args(MaterielCategory):
        raise ValueError(f"materiel.csv: {row['name']}: category {row['category']!r} is none of the contract's")
    return Entry(row["name"], cast(MaterielCategory, row["category"]), cast(Form, row["form"]))


def _keys(name: str, form: str) -> list[tuple[str, ...]]:
    """The spellings under which a name is found: with and without hyphen, generic nouns in the plural too."""
    parts = tuple(word.key for word in _split(name))
    keys = [parts]
    if len(parts) >= 2 and len(parts[0]) <= 4 and parts[1][:1].isdigit():
        keys.append((parts[0] + parts[1], *parts[2:]))
    if form in {"word", "common"} and len(parts) == 2 and "-" in name:
        keys.append((parts[0] + parts[1],))
    return keys + [(*key[:-1], _plural(key[-1])) for key in keys]


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    return word[:-1] + "ves" if word.endswith("fe") else word + "s"


def _split(text: str) -> list[_Word]:
    return [_Word(found.start(), found.end(), found.group(), found.group().lower()) for found in _WORDS.finditer(text)]


def _scan(words: Sequence[_Word], text: str) -> list[Hit]:
    hits: list[Hit] = []
    entries = load_entries()
    index = 0
    while index < len(words):
        word = words[index]
        if word.key not in entries and word.key.isalpha():  # most words: neither a first word nor a number
            index += 1
            continue
        hit = _match_at(words, index, entries, text)
        if hit is None:
            index += 1
        else:
            hits.append(hit)
            index = hit.last
    return hits


def _match_at(
    words: Sequence[_Word], index: int, entries: Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]], text: str
) -> Hit | None:
    first = words[index].key
    for key, entry in entries.get(first, ()):
        last = index + len(key)
        if tuple(word.key for word in words[index:last]) == key and _is_written(words, index, last, entry, text):
            return Hit(index, last, entry, False)
    return _match_variant(words, index, entries, text)


def _match_variant(
    words: Sequence[_Word], index: int, entries: Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]], text: str
) -> Hit | None:
    """ "T-72B3", "MiG-29s", "AK-47s": a listed model with letters behind its number."""
    for size in (2, 1):
        chosen = words[index : index + size]
        if len(chosen) < size:
            continue
        base = re.fullmatch(r"([a-z]*\d+)([a-z]{1,3}\d?s?)", chosen[-1].key)
        if base is None:
            continue
        key = (*(word.key for word in chosen[:-1]), base[1])
        for candidate, entry in entries.get(key[0], ()):
            if candidate == key and entry.form == "model" and _is_written(words, index, index + size, entry, text):
                return Hit(index, index + size, entry, base[2] != "s")
    return None


def _is_written(words: Sequence[_Word], first: int, last: int, entry: Entry, text: str) -> bool:
    """The words of one name stand together; a model of letters only keeps a capital unless all the text is lower-
    case.
    """
    for before, after in zip(words[first : last - 1], words[first + 1 : last], strict=False):
        if after.start - before.end > 1:
            return False
    if entry.form in {"word", "common"}:
        return True
    if any(char.isdigit() for word in words[first:last] for char in word.text):
        # "at 4", "a 10" in running text are no models: letters apart from their number need a hyphen or a capital.
        joined = (
            words[first].end == words[first + 1].start - 1 and text[words[first].end] == "-"
            if last - first > 1
            else True
        )
        return joined or words[first].text[0].isupper() or words[first].text[0].isdigit()
    return words[first].text[0].isupper() or (len(words[first].text) > 3 and entry.form == "model" and text.islower())


def _stands_alone(words: Sequence[_Word], hit: Hit) -> bool:
    """False for what the finder leaves out: civilian words, bare ambiguous names, verbs."""
    form = hit.entry.form
    if form == "common":
        return False
    before = words[hit.first - 1].key if hit.first else ""
    if form == "word":
        return not (hit.last - hit.first == 1 and before in _BEFORE_VERB and words[hit.last - 1].key in _VERBS)
    following = words[hit.last].key if hit.last < len(words) else ""
    if form == "name":
        return _is_generic(following) or before in _ARTICLES or before.isdigit() or bool(parse_numeral_word(before))
    return True


_BEFORE_VERB = frozenset({"to", "will", "would", "could", "can", "they", "we", "not", "may", "might", "continue"})
_VERBS = frozenset(
    {
        "shell",
        "shells",
        "bomb",
        "bombs",
        "mine",
        "mines",
        "arms",
        "rocket",
        "rockets",
        "mortar",
        "mortars",
        "knife",
        "gun",
        "club",
        "flare",
    }
)
_ARTICLES = frozenset({"a", "an", "two", "three", "four", "five", "six", "several", "its", "their"})


def parse_numeral_word(word: str) -> int | None:
    """Return the value of one number word or digits, None for anything else."""
    count = parse_count(word) if word.isalnum() else None
    return count.best if count and count.rule == "plain" and word not in {"one"} else None


def _is_generic(word: str) -> bool:
    return any(len(key) == 1 and key[0] == word and entry.form == "word" for key, entry in load_entries().get(word, ()))


def _merge(words: Sequence[_Word], hits: Sequence[Hit], text: str) -> list[tuple[int, int]]:
    """Join a model and the noun behind it: "T-62" + "tanks"."""
    merged: list[tuple[int, int]] = []
    for hit in hits:
        if merged and hit.entry.form == "word" and _touches(words, merged[-1][1], hit.first, text):
            merged[-1] = (merged[-1][0], hit.last)
        else:
            merged.append((hit.first, hit.last))
    return merged


def _touches(words: Sequence[_Word], last: int, first: int, text: str) -> bool:
    between = words[last:first]
    gap = text[words[last - 1].end : words[first].start]
    return all(word.key in _LINKS for word in between) and len(between) <= 1 and not re.search(r"[,;.()/]", gap)


def _name_hits(words: str, hits: Sequence[Hit]) -> tuple[str, MaterielCategory]:
    """Name and category of the piece: the model, with the noun behind it where that makes it another thing."""
    split = _split(words)
    main = next((hit for hit in hits if hit.entry.form in {"model", "name"}), None)
    if main is None:
        head = _head(split, hits, words)
        return head.entry.name, head.entry.category
    name = _printed(split, main, words) if main.suffixed else main.entry.name
    noun = next(
        (hit for hit in hits if hit.first >= main.last and hit.entry.form == "word" and hit.first - main.last <= 2),
        None,
    )
    if noun is None or not _touches(split, main.last, noun.first, words) or not _changes(main.entry, noun.entry):
        return name, main.entry.category
    return f"{name} {noun.entry.name}", noun.entry.category


def _changes(model: Entry, noun: Entry) -> bool:
    """A Grad rocket is ammunition, a Strela missile still air defence, a T-62 gun still a tank's."""
    if noun.category == model.category or (
        model.category in {"air_defence", "small_arms"} and noun.category != "ammunition"
    ):
        return False
    return noun.category in {"ammunition", "explosive", "drone"} and not (
        model.category == "air_defence" and "missile" in noun.name
    )


def _head(split: Sequence[_Word], hits: Sequence[Hit], words: str) -> Hit:
    """The head of plain words: the last of those before "of", "with", "carrying" ("trucks with ammunition" is
    trucks).
    """
    head = hits[0]
    for before, after in pairwise(hits):
        gap = words[split[before.last - 1].end : split[after.first].start]
        if re.search(r"\b(?:of|with|and|for|from|in|carrying|loaded|packed|mounted|full)\b|[,(]", gap):
            if head.entry.form == "common" or re.search(
                r"\b(?:quantity|crate|box|warehouse|piece|ton|tonne|stock)\w*\W+(?:\w+\W+)?of\b", words
            ):
                head = after
                continue
            return head
        head = after
    return head


def _printed(split: Sequence[_Word], hit: Hit, words: str) -> str:
    return words[split[hit.first].start : split[hit.last - 1].end].removesuffix("s")


def _by_calibre(name: str, category: MaterielCategory, calibre: re.Match[str] | None) -> MaterielCategory:
    """A plain "gun" by its calibre: to 20 mm small arms, to 60 mm anti-aircraft, above that artillery."""
    if calibre is None or name not in {
        "gun",
        "cannon",
        "machine gun",
        "heavy machine gun",
        "launcher",
        "rocket launcher",
    }:
        return category
    size = float(next(value for value in calibre.groups() if value))
    if "launcher" in name:
        return "artillery" if size >= 80 else category
    return "small_arms" if size < 20 else "air_defence" if size <= 60 else "artillery"


def _count_pieces(words: str, calibre: re.Match[str] | None) -> int | None:
    """The number of pieces: as counted, else the one bound that is given; None for "any tank", "kilograms of TNT"."""
    plain = words if calibre is None else words[: calibre.start()] + words[calibre.end() :]
    plain = _hide_models(plain)
    if _UNCOUNTED.match(plain):
        return None
    count = parse_count(plain)
    if count is None and re.fullmatch(r"[A-Za-z-]+", plain.strip()) and _is_countable(plain.strip().lower()):
        return 1
    if count is None or count.rule in {"open", "words-only"} or (count.rule == "one" and _ends_in_mass(plain)):
        return None
    return next((value for value in (count.best, count.low, count.high) if value is not None), None)


_MASS = frozenset(
    """artillery ammunition ammo weaponry ordnance equipment fuel aid food napalm chlorine sarin dynamite semtex
    armour armor gunpowder teargas gas radar phosphorus money flour wheat medicine hardware livestock cattle
    aircraft""".split()
)
_UNCOUNTED = re.compile(
    r"\s*any\b|\s*(?:an?|the|its|their)\s(?:\w+\s)?(?:quantit\w+|lot|deal|base|cache|stores?|stock\w*|amounts?|load"
    r"|range"
    r"|arsenal|batch|supply|supplies|consignment)\b"
    r"|.*\b(?:kg|kilo\w*|ton(?:ne)?s?|lit(?:re|er)s?|metric)\b",
    re.IGNORECASE,
)


def _is_countable(word: str) -> bool:
    """A bare singular noun of the list stands for one piece ("drone"); stuff and models do not say."""
    return word not in _MASS and any(
        key == (word,) and entry.form == "word" and entry.name == word for key, entry in load_entries().get(word, ())
    )


def _ends_in_mass(words: str) -> bool:
    found = re.findall(r"[a-z]+", words.lower())
    return bool(found) and found[-1] in _MASS and not words.lower().lstrip().startswith(("a ", "an ", "one "))


def _hide_models(words: str) -> str:
    """Replace model names by a noun of the same number, so that "T-62" gives no 62."""
    split, hidden, place = _split(words), "", 0
    for hit in find_hits(words):
        if hit.entry.form in {"word", "common"}:
            continue
        start, end = split[hit.first].start, split[hit.last - 1].end
        hidden += words[place:start] + ("pieces" if words[:end].endswith("s") else "piece")
        place = end
    return hidden + words[place:]


def _plain_name(words: str) -> str:
    """The words without count and article, singular where the plural is plain."""
    name = re.sub(
        r"^(?:(?:at least|more than|about|around|over|some|nearly|almost|up to|the|an?|its|their|his|her|several|many"
        r"|dozens of|hundreds of|thousands of|\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten"
        r"|a dozen)\s+)+",
        "", words.strip(), flags=re.IGNORECASE,
    )  # fmt: skip
    return name.strip()
