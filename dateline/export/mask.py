"""Names withheld for safety: private persons, victims, and sources who are unnamed or private (`--mask`).

Parties, officials, organisations, outlets and agencies stay. A name that stays the same length in black squares keeps
every span's place, so that who holds the report can still find the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from dateline.actors import is_media
from dateline.codebook.countries import read_countries
from dateline.events import Event
from dateline.export.name_words import find_names, has_personal_name
from dateline.model import Actor, Caption, Claim, Place, Report, Source, SourceKind, Span

SQUARE = "█"
# Sources of these kinds speak for a party or an office; all others are private where a person is named.
_OFFICIAL: frozenset[SourceKind] = frozenset({"party", "official"})
_BODIES: frozenset[SourceKind] = frozenset(
    {"party_media", "state_media", "agency", "outlet", "local_media", "monitor", "ngo", "igo", "document"}
)  # fmt: skip
_PRIVATE_KINDS = ("civilians", "protesters", "rioters", "unknown")
# "al-Abdo" and "Omar bin Said" are persons' where no claim has them as a place or a party.
_FAMILY = re.compile(r"(?:^|\s)(?:al-|el-|bin |ibn |abu |umm )[A-Z]")
# "residents of Homs" name a place, "the mother of Omar Said" a person.
_OF_PLACE = re.compile(r" (?:in|from|at|near) [A-Z].*")
_PEOPLE_OF_PLACE = re.compile(
    r"\b(?:residents|inhabitants|people|villagers|citizens|civilians|men|women|children|natives|locals|families)"
    r" of [A-Z].*",
    re.IGNORECASE,
)
# What bears a name with one of these is a body, not a person.
_BODY = re.compile(
    r"\b(?:army|armies|forces?|fighters?|rebels?|militants?|insurgents?|gunmen|militias?|groups?|party|parties|movement|front"
    r"|union|council|ministry|police|company|government|authorit(?:y|ies)|commands?|brigades?|battalions?|units?|committees?"
    r"|coalition|federation|league|tribes?|tribesmen|clans?|communit(?:y|ies)|gangs?|cartels?|guards?|services?|agency"
    r"|association|foundation|commission|network|administration|states?|troops|soldiers|settlers|missions?|court"
    r"|parliament|university|hospital|organi[sz]ations?|church|bank|corps|alliance|congress|assembly|board|office)\b",
    re.IGNORECASE,
)
# A thing with a name that is not one of these may be named after whose it is: "the home of Samira Haddad".
_PUBLIC_THING = re.compile(
    r"\b(?:town|city|village|hamlet|district|province|governorate|county|state|region|area|areas|neighbou?rhood"
    r"|suburbs?|quarter|camp|port|island|airport|air ?base|bases?|bridge|road|highway|crossing|checkpoint|strip|valley"
    r"|mountains?|hills?|border|north|south|east|west|centre|center|township|municipality|square|market|hospital|university|mosque"
    r"|church|school|prison|river|dam|lake|forest|park|station|countryside|outskirts|commune|sector|zone|front|street)\b",
    re.IGNORECASE,
)
# Endings of files, and words of addresses that name nobody.
_ADDRESS_WORDS = frozenset(
    "html htm php asp aspx pdf docx doc eml mbox txt text json jsonl ndjson csv xml rss atom warc wacz zip index www "
    "http https news attachment articles article story item batch dump crawl feed inbox utf latin".split()
)  # fmt: skip
# Who judged, and the note: free words of the desk.
_JUDGED = re.compile(r" by .{1,200}? on (\d{4}-\d\d-\d\d)( \([^()]*\))?(?:: .*)?$", re.DOTALL)
_WITHHELD_JUDGE = r" on \1\2 (by whom and why withheld)"
_JUDGED_FIELD = re.compile(r"^judgement by .*, (\d{4}-\d\d-\d\d)$", re.DOTALL)
_NOT_NAMES = frozenset(
    ("the a an this that these those it he she they we in on at of for from to by with near and but or as after "
     "before when while since during no not").split()
)  # fmt: skip


@dataclass(slots=True)
class Withheld:
    """How many names were withheld, by where they stood; an event's own are counted anew for each event."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, number: int = 1) -> None:
        if number:
            self.counts[what] = self.counts.get(what, 0) + number


def mask_event(event: Event, withheld: Withheld) -> Event:
    """Return the event with private names withheld from every part of it, and count them in `withheld`.

    Names that the claims carry as actors or sources go wherever they stand; in the sentences behind a claim, in titles,
    captions, notes and places that no table knows, so does whatever else may be a name (`find_names`), unless an office
    stands before it. The rest of the report's text is withheld whole, and a file name or address that holds a word
    which may be a name. Grades and counts of sources are those of the event as it was.
    """
    names = _Names(event)
    pages = {item.report.id: _Page(item.report, event, names) for item in event.claims}
    for page in pages.values():
        withheld.add("names in sentences", page.name_count)
        withheld.add("authors", len(page.report.byline))
    claims = [
        replace(
            item,
            report=pages[item.report.id].mask_report(),
            claim=_mask_claim(item.claim, pages[item.report.id], names, withheld),
        )
        for item in event.claims
    ]
    judgements = tuple(names.mask(_JUDGED.sub(_WITHHELD_JUDGE, said)) for said in event.judgements)
    return replace(event, claims=tuple(claims), judgements=judgements)


def is_private_actor(actor: Actor) -> bool:
    """Return whether the actor is a private person by name: no party, no body, nobody that a table knows.

    "residents" is nobody's name; an actor of unknown kind is private where no word says that it is a body.
    """
    if actor.actor_id is not None or actor.kind not in _PRIVATE_KINDS:
        return False
    if actor.kind == "unknown" and _BODY.search(actor.span.text):
        return has_personal_name(actor.span.text)
    told = (_PEOPLE_OF_PLACE.sub("", _OF_PLACE.sub("", words)) for words in (actor.span.text, actor.name))
    return any(find_names(words) for words in told)


def is_private_place(place: Place) -> bool:
    """Return whether a place that no gazetteer knows may be named after a person: a house, a shop, a grave."""
    if place.gazetteer_id is not None:
        return False
    told = (place.name, place.span.text)
    is_thing = any(re.search(r"\b[a-z]{3,}\b|['’]s\b", words) and not _PUBLIC_THING.search(words) for words in told)
    return any(map(has_personal_name, told)) or (is_thing and any(map(find_names, told)))


def is_private_source(source: Source) -> bool:
    """Return whether the source is unnamed or a private person; a body is private where its name is a person's."""
    if source.anonymous or source.kind not in _OFFICIAL | _BODIES:
        return source.name is not None or source.span is not None
    if source.kind in _OFFICIAL or source.actor_id is not None or not source.name or is_media(source.name):
        return False
    return _has_given_name(source.name.split()) or bool(_FAMILY.search(source.name))


class _Names:
    """The private names of one event, what stands in for each, and the public words that are never withheld."""

    def __init__(self, event: Event) -> None:
        self._stand_ins: dict[tuple[str, str], str] = {}
        self._public = {word for words in _public_words(event) for word in _words(words)}
        # "residents" is withheld where it is the source; names and longer descriptions wherever they stand.
        private = {
            words for item in event.claims for words in _private_words(item.claim)
            if find_names(words) or len(words.split()) > 1
        }  # fmt: skip
        self._parts = {
            part.casefold() for words in private for start, end in find_names(words)
            for part in re.findall(r"[^\W\d_]{3,}", words[start:end])
        } - self._public - _NOT_NAMES  # fmt: skip
        private |= {words[start:end] for words in private for start, end in find_names(words)}
        private |= {words.upper() for words in private}
        longest_first = sorted(private, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first) or r"(?!)")

    def stand_in(self, kind: str, name: str) -> str:
        """Return what stands for the name: the same for the same name, another for another, within one event."""
        key = (kind, " ".join(name.casefold().replace("-", " ").removeprefix("the ").split()))
        if key not in self._stand_ins:
            number = sum(1 for other, _ in self._stand_ins if other == kind) + 1
            self._stand_ins[key] = f"{kind} {number} (withheld)"
        return self._stand_ins[key]

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return where private names stand in a text, and whatever else may be one."""
        known = [found.span() for found in self._pattern.finditer(text)]
        capitals = (found for found in re.finditer(r"[^\W\d_]+", text) if not found.group().islower())
        known += [found.span() for found in capitals if found.group().casefold() in self._parts]
        return known + find_names(text, self._public)

    def mask(self, text: str) -> str:
        """Return the text, as long as it was, with every private name in squares."""
        return _black_out(text, self.find(text))

    def are_in(self, address: str | None) -> bool:
        """Return whether a file name or address has a word that may be a name: "omar-said-killed"."""
        path = re.sub(r"^\w+://[^/]*", "", address or "")
        words = {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", path)} - _ADDRESS_WORDS
        return bool(words & self._parts) or any(find_names(word.capitalize(), self._public) for word in words)


class _Page:
    """One report under the mask: the sentences of the event's claims without private names, the rest in squares."""

    def __init__(self, report: Report, event: Event, names: _Names) -> None:
        self.report, self._names = report, names
        claims = [item.claim for item in event.claims if item.report.id == report.id]
        shown = _merge([(span.start, span.end) for claim in claims for span in claim.evidence])
        hidden = [(span.start, span.end) for claim in claims for span in _private_spans(claim)]
        named = (
            (start + first, start + last) for start, end in shown for first, last in names.find(report.text[start:end])
        )
        hidden = _merge([*hidden, *named])
        self.name_count = sum(any(start < end2 and start2 < end for start2, end2 in shown) for start, end in hidden)
        gaps = zip([0, *(end for _, end in shown)], [*(start for start, _ in shown), len(report.text)], strict=True)
        self._text = _black_out(report.text, [*hidden, *gaps])

    def cut(self, span: Span) -> Span:
        """Return the span with the words that may be shown."""
        if self.report.text[span.start : span.end] == span.text:
            return replace(span, text=self._text[span.start : span.end])
        return replace(span, text=self._names.mask(span.text))

    def mask_report(self) -> Report:
        report, mask, names = self.report, self._names.mask, self._names
        captions = tuple(Caption(mask(caption.text), None) for caption in report.captions)
        url, path, input_id = (
            None if names.are_in(address) else address for address in (report.url, report.path, report.input_id)
        )
        title = None if report.title is None else mask(report.title)
        outlet = report.outlet
        if outlet and is_private_source(Source(outlet, "outlet", None, None, None, anonymous=False)):
            outlet = names.stand_in("outlet", outlet)
        return replace(
            report, text=self._text, title=title, outlet=outlet, byline=(), captions=captions, url=url, path=path,
            input_id=input_id,
        )  # fmt: skip


def _has_given_name(words: Sequence[str]) -> bool:
    return any(word.casefold() in _given_names() for word in words)


@cache
def _given_names() -> frozenset[str]:
    """Given names that are no countries: "Lake Chad Bulletin" is nobody."""
    lines = resources.files("dateline.codebook").joinpath("personal_names.txt").read_text(encoding="utf-8").splitlines()
    names = next(line for line in lines if line.strip() and not line.startswith("#"))
    return frozenset(names.split()) - {country.name.casefold() for country in read_countries()}


def _public_words(event: Event) -> Iterator[str]:
    for item in event.claims:
        yield from (actor.span.text for actor in item.claim.actors if not is_private_actor(actor))
        yield from (actor.name for actor in item.claim.actors if not is_private_actor(actor))
        public_places = [place for place in item.claim.places if not is_private_place(place)]
        yield from (words for place in public_places for words in (place.name, place.span.text, place.admin1 or ""))
        public = [source for source in item.claim.sources if not is_private_source(source)]
        yield from (words for source in public for words in (source.name, source.span and source.span.text) if words)
        yield from filter(None, (item.report.outlet, item.report.agency, item.report.dateline))


def _private_words(claim: Claim) -> Iterator[str]:
    for actor in filter(is_private_actor, claim.actors):
        yield from (actor.span.text, actor.name)
    for source in filter(is_private_source, claim.sources):
        yield from (words for words in (source.name, source.span and source.span.text) if words)


def _private_spans(claim: Claim) -> Iterator[Span]:
    yield from (actor.span for actor in claim.actors if is_private_actor(actor))
    yield from (source.span for source in claim.sources if source.span and is_private_source(source))


def _mask_claim(claim: Claim, page: _Page, names: _Names, withheld: Withheld) -> Claim:
    withheld.add("persons as actors", sum(map(is_private_actor, claim.actors)))
    withheld.add("unnamed or private sources", sum(map(is_private_source, claim.sources)))
    return replace(
        claim,
        evidence=tuple(map(page.cut, claim.evidence)),
        trigger=page.cut(claim.trigger),
        hedges=tuple(map(page.cut, claim.hedges)),
        actors=tuple(_mask_actor(actor, page, names) for actor in claim.actors),
        places=tuple(_mask_place(place, page, names) for place in claim.places),
        time=replace(claim.time, span=page.cut(claim.time.span) if claim.time.span else None),
        casualties=tuple(
            replace(toll, span=page.cut(toll.span), group=toll.group and names.mask(toll.group))
            for toll in claim.casualties
        ),
        materiel=tuple(
            replace(thing, name=names.mask(thing.name), span=page.cut(thing.span)) for thing in claim.materiel
        ),
        sources=tuple(_mask_source(source, page, names) for source in claim.sources),
        made_by={part: _JUDGED_FIELD.sub(r"judgement, \1", maker) for part, maker in claim.made_by.items()},
    )


def _mask_actor(actor: Actor, page: _Page, names: _Names) -> Actor:
    name = names.stand_in("person", actor.name) if is_private_actor(actor) else actor.name
    return replace(actor, name=name, span=page.cut(actor.span))


def _mask_place(place: Place, page: _Page, names: _Names) -> Place:
    name = names.mask(place.name) if is_private_place(place) else place.name
    return replace(place, name=name, span=page.cut(place.span))


def _mask_source(source: Source, page: _Page, names: _Names) -> Source:
    cue = page.cut(source.cue) if source.cue else None
    if not is_private_source(source):
        return replace(source, cue=cue, span=page.cut(source.span) if source.span else None)
    words = source.name or (source.span.text if source.span else "")
    kind = source.kind.replace("_", " ")
    name = "unnamed source (withheld)" if source.anonymous else names.stand_in(kind, words)
    return replace(source, name=name, span=None, cue=cue)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]


def _merge(spots: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _black_out(text: str, spots: Iterable[tuple[int, int]]) -> str:
    """White space stays, so that lines and words keep their length."""
    letters = list(text)
    for start, end in spots:
        letters[start:end] = [letter if letter.isspace() else SQUARE for letter in text[start:end]]
    return "".join(letters)
