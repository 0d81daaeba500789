"""What a report says of actors as a whole: its countries, and the known actors that it names, in the order of text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateline.actors.find import find_actors
from dateline.actors.resolve import resolve_actor
from dateline.actors.spelling import fold
from dateline.actors.states import begins_country, branch_words, country_of
from dateline.actors.table import read_actors
from dateline.casing import has_no_capitals
from dateline.model import Span

# A second country with more than this share of the first one's mentions leaves the focus open.
# Tuned on the even half of bench/cases/actor_mentions.tsv (44 reports).
RIVAL_SHARE = 0.5
_WORD = re.compile(r"[^\W_][\w.’'-]*[^\W_.]|[^\W_]")
_SENTENCE_END = re.compile(r"[.!?]\W*\s|\n")
_AGAINST = re.compile(r"\b(?:against|counter|anti-)\s*(?P<enemy>[^\n.;]{2,40})", re.IGNORECASE)
# Where a sentence says that it happens; who speaks abroad ("said in Paris") may speak of home.
_IN_REACH = 40  # characters before a place that are looked at for it
_IN = re.compile(r"(?<!said )(?<!told )(?<!met )\bin (?:the )?(?:[\w-]+ )?\Z", re.IGNORECASE)
# Peoples, not citizens: in Bosnia "Serb tanks" are not Serbia's.
_PEOPLES = frozenset("serb serbs croat croats tajik tajiks uzbek uzbeks turkmen turkmens azeri azeris".split())
_US = re.compile(r"U\.?S\.?A?\.?|u\.s\.?(?:a\.?)?")


class Named(NamedTuple):
    """Words of the report that name a known actor."""

    start: int
    end: int
    actor_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One report as the stage sees it; `homes` are the places where a country is named, by position."""

    text: str
    published: date | None
    countries: tuple[str, ...]
    homes: tuple[tuple[int, int, str], ...]
    named: tuple[Named, ...]
    mentions: tuple[Span, ...] = ()

    @property
    def lower(self) -> bool:
        """Whether the text has no capitals, as old wire copies have not."""
        return has_no_capitals(self.text)

    def ground(self, at: int) -> str | None:
        """Return the country whose force "the army" at a position is: the focus, unless only another has towns here.

        Where the sentence happens in other countries ("In Niger, troops ..."), it is that of the only one of them.

        No force or group of the focus may be named either. A report on an Italian who was arrested in Peru is full of
        the word, but the police are Peru's.
        """
        focus = self.focus(at)
        elsewhere = self._places_of_sentence(at)
        if focus and elsewhere and focus not in elsewhere:
            return elsewhere.pop() if len(elsewhere) == 1 else None
        if focus is None or any(_country(name.actor_id) == focus for name in self.named):
            return focus
        inside = Counter(iso for start, end, iso in self.homes if not country_of(fold(self.text[start:end])))
        named = Counter(iso for _, _, iso in self.homes)
        others = [iso for iso in inside if named[iso] > 1]
        return others[0] if not inside[focus] and len(others) == 1 else focus

    def _places_of_sentence(self, at: int) -> set[str]:
        """The countries of a sentence that says where it happens ("In Niger, troops ..."), empty where it does not."""
        begins, ends = self._sentence(at)
        inside = [(start, iso) for start, _, iso in self.homes if begins <= start < ends]
        if not any(_IN.search(self.text, max(begins, start - _IN_REACH), start) for start, _ in inside):
            return set()
        return {iso for _, iso in inside}

    def is_people_abroad(self, words: str, actor_id: str) -> bool:
        """Return whether a state's force is named by a people that also lives elsewhere, where the report is about."""
        if "." not in actor_id or not _PEOPLES & set(fold(words).split()):
            return False
        ranked = Counter(iso for _, _, iso in self.homes).most_common(1)
        return bool(ranked) and ranked[0][0] != actor_id[:3].upper()

    def focus(self, at: int) -> str | None:
        """Return the country that "the army" at a position belongs to, None where two are about equally likely.

        It is the country that most of the report's places and demonyms belong to; where two rival, the only one of
        them in the sentence or, failing that, in the sentence before; then where its towns are.
        """
        ranked = Counter(iso for _, _, iso in self.homes).most_common(3)
        if not ranked:
            return None
        rivals = [iso for iso, count in ranked if count >= ranked[0][1] * RIVAL_SHARE]
        if len(rivals) == 1:
            return rivals[0]
        begins, ends = self._sentence(at)
        for first, last in ((begins, ends), (self._sentence(max(0, begins - 3))[0], begins)):
            near = {iso for start, _, iso in self.homes if first <= start < last}
            if near:
                if len(near) == 1:
                    return near.pop() if near <= set(rivals) else None
                break
        return self._where_things_happen(rivals)

    def _where_things_happen(self, rivals: Sequence[str]) -> str | None:
        """The one of the countries with all of the report's towns and provinces but a few, if any has two."""
        inside = Counter(
            iso for start, end, iso in self.homes if iso in rivals and not country_of(fold(self.text[start:end]))
        ).most_common(2)
        if not inside or inside[0][1] < 2 or (len(inside) > 1 and inside[1][1] >= inside[0][1] * RIVAL_SHARE):
            return None
        return inside[0][0]

    def names_country(self, iso: str) -> bool:
        """Return whether the report names a country, a place in it, or its people."""
        return any(home == iso for _, _, home in self.homes)

    def lands(self, at: int) -> set[str]:
        """Return the countries that the sentence of a position names, or places in them."""
        begins, ends = self._sentence(at)
        return {iso for start, _, iso in self.homes if begins <= start < ends}

    def is_rival(self, iso: str) -> bool:
        """Return whether the report names a country about as often as any other, or more often."""
        counts = Counter(home for _, _, home in self.homes)
        return counts[iso] >= max(counts.values()) * RIVAL_SHARE

    def before(self, at: int) -> list[Named]:
        """Return what the report has named before a position."""
        return [name for name in self.named if name.end <= at]

    def sentence(self, at: int) -> tuple[int, int]:
        """Return where the sentence of a position begins and ends."""
        return self._sentence(at)

    def _sentence(self, at: int) -> tuple[int, int]:
        ends = _sentence_ends(self.text)
        number = bisect_right(ends, at)
        return ends[number - 1] if number else 0, ends[number] if number < len(ends) else len(self.text)


@lru_cache(maxsize=4)
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _SENTENCE_END.finditer(text))


def _country(actor_id: str) -> str | None:
    """The country of a group or of a force; a government is named in reports on other countries as well."""
    if "." in actor_id:
        return None if actor_id.endswith(".government") else actor_id[:3].upper()
    return read_actors().actors[actor_id].country if actor_id in read_actors().actors else None


def read_scene(
    text: str, mentions: Sequence[Span], *, published: date | None, places: Sequence[tuple[Span, str]]
) -> Scene:
    """Return what a report says; `places` are its resolved places with the country (ISO 3166 alpha-3) of each."""
    countries = tuple(sorted({iso for _, iso in places}))
    homes = sorted(_homes(text, places))
    spans = {(span.start, span.end): span for span in (*find_actors(text), *_enemies(text), *mentions)}
    named = [
        Named(span.start, span.end, found, span.text)
        for span in sorted(spans.values(), key=lambda span: (span.start, span.end))
        if (found := resolve_actor(span.text, published=published, countries=countries).actor_id)
    ]
    scene = Scene(text, published, countries, tuple(homes), (), tuple(mentions))
    return replace(scene, named=tuple(name for name in named if not scene.is_people_abroad(name.words, name.actor_id)))


def _enemies(text: str) -> Iterator[Span]:
    """The names inside a coalition's: "Daesh" of "the global coalition against Daesh"."""
    for match in _AGAINST.finditer(text):
        for span in find_actors(match["enemy"]):
            start = match.start("enemy") + span.start
            yield Span(start, start + len(span.text), span.text)


def _homes(text: str, places: Sequence[tuple[Span, str]]) -> Iterator[tuple[int, int, str]]:
    """Where places and demonyms stand, each stretch of text once."""
    taken: list[tuple[int, int]] = []
    for span, iso in sorted(places, key=lambda pair: (pair[0].start, -pair[0].end)):
        if not taken or taken[-1][1] <= span.start:
            taken.append((span.start, span.end))
            yield span.start, span.end, iso
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    for start, end, iso in _forms_in(text, words):
        if not any(start < last and first < end for first, last in taken):
            yield start, end, iso


def _forms_in(text: str, words: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    free = 0
    lower = has_no_capitals(text)
    for index, (start, first_end) in enumerate(words):
        if start < free or not (lower or text[start].isupper()):
            continue
        if not begins_country(fold(text[start:first_end])):
            continue
        for size in (3, 2, 1):
            end = words[min(index + size, len(words)) - 1][1]
            form = fold(text[start:end])
            isos = country_of(form)
            if len(isos) != 1 or form in _PEOPLES or (form == "us" and not _US.fullmatch(text, start, end)):
                continue
            yield start, end, isos[0]
            free = end
            break


def head_of(words: str) -> str | None:
    """Return the state's body that ends a name, folded: "army" of "the Peruvian army"; None for other names.

    >>> head_of("the Peruvian army"), head_of("Shining Path")
    ('army', None)
    """
    pieces = fold(words).removeprefix("the ").split()
    for size in range(1, len(pieces)):
        head = " ".join(pieces[size:])
        if branch_words(head) and country_of(" ".join(pieces[:size])):
            return head
    return None
