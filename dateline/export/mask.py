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
from dateline.events import Event
from dateline.model import Actor, Caption, Claim, Report, Source, SourceKind, Span

SQUARE = "█"
# Sources of these kinds speak for a party or an office; all others are private where a person is named.
_OFFICIAL: frozenset[SourceKind] = frozenset({"party", "official"})
_BODIES: frozenset[SourceKind] = frozenset(
    {"party_media", "state_media", "agency", "outlet", "local_media", "monitor", "ngo", "igo", "document"}
)  # fmt: skip
_PRIVATE_KINDS = ("civilians", "protesters", "rioters", "unknown")
_WORD = r"(?:al-|el-|ul-|bin |ibn |abu |umm |de |van |von |da |dos )?[A-Z][\w’'-]*[a-z][\w’'-]*"
_RUN = re.compile(rf"\b{_WORD}(?: (?:bin |ibn )?{_WORD})*")
_OF_PLACE = re.compile(r" (?:of|in|from|at|near) [A-Z].*")
# "al-Abdo" and "Omar bin Said" are persons' where no claim has them as a place or a party.
_FAMILY = re.compile(r"(?:^|\s)(?:al-|el-|bin |ibn |abu |umm )[A-Z]")
_NAME_PART = re.compile(r"(?:al-|el-)?[A-Z][\w’'-]{2,}")
# A capital there is the sentence's, not a name's.
_NOT_NAMES = frozenset(
    ("the a an this that these those it he she they we in on at of for from to by with near and but or as after "
     "before when while since during no not two three four five six seven eight nine ten several many some most "
     "all both one local mr mrs ms miss dr residents inhabitants locals families people everyone everybody nobody "
     "villagers civilians protesters demonstrators marchers rioters youths women men children boys girls students "
     "pupils teachers farmers herders fishermen shepherds traders drivers workers strikers doctors nurses medics "
     "patients refugees worshippers passengers shoppers mourners relatives parents mothers supporters activists "
     "journalists prisoners hundreds thousands dozens crowds members others victims survivors").split()
)  # fmt: skip
_OFFICES = (
    r"(?:president|minister|premier|chancellor|king|queen|emir|sultan|governor|mayor|general|gen|colonel|col|major|maj"
    r"|captain|capt|lieutenant|lt|brigadier|admiral|marshal|commander|sergeant|sgt|spokes(?:man|woman|person)|ambassador"
    r"|envoy|secretary|senator|chairman|chairwoman|judge|prosecutor|official)"
)
_OFFICE = re.compile(rf"\b{_OFFICES}\.?,? $", re.IGNORECASE)
_IN_OFFICE = re.compile(rf"^(?:\w+ ){{0,2}}{_OFFICES}\b", re.IGNORECASE)


@dataclass(slots=True)
class Withheld:
    """How many names were withheld, by where they stood; an event's own are counted anew for each event."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, number: int = 1) -> None:
        if number:
            self.counts[what] = self.counts.get(what, 0) + number


def mask_event(event: Event, withheld: Withheld) -> Event:
    """Return the event with private names withheld from every part of it, and count them in `withheld`.

    Names that the claims carry as actors or sources go wherever they stand; in the sentences behind a claim, whatever
    else reads as a person's name goes too (capitalised words with a known given name), unless an office stands before
    it. The rest of the report's text is withheld whole. A rare name that nothing marks as one stays: read before you
    publish. Grades and counts of sources are those of the event as it was.
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
    return replace(event, claims=tuple(claims))


def is_private_actor(actor: Actor) -> bool:
    """Return whether the actor is a private person by name: no party, no body, nobody that a table knows.

    "residents" is nobody's name; an actor of unknown kind is private where a given name is in it.
    """
    if actor.actor_id is not None or actor.kind not in _PRIVATE_KINDS:
        return False
    words = [word for run in _RUN.findall(_OF_PLACE.sub("", actor.span.text)) for word in run.split()]
    named = [word for word in words if word.casefold() not in _NOT_NAMES]
    return bool(named) and (actor.kind != "unknown" or _has_given_name(named))


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
            if _RUN.search(words) or len(words.split()) > 1
        }  # fmt: skip
        parts = {part for words in private for run in _RUN.findall(words) for part in _NAME_PART.findall(run)}
        private |= {part for part in parts if part.casefold() not in self._public | _NOT_NAMES}
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
        """Return where private names stand in a text."""
        known = [found.span() for found in self._pattern.finditer(text)]
        return known + [found.span() for found in _RUN.finditer(text) if self._is_person(found, text)]

    def mask(self, text: str) -> str:
        """Return the text, as long as it was, with every private name in squares."""
        return _black_out(text, self.find(text))

    def _is_person(self, found: re.Match[str], text: str) -> bool:
        words = [word for word in _words(found.group()) if word not in _NOT_NAMES]
        if any(word in self._public for word in words):
            return False
        if _OFFICE.search(text[: found.start()]) or _IN_OFFICE.search(found.group()):
            return False
        return len(words) > 1 and (_has_given_name(words) or bool(_FAMILY.search(found.group())))


class _Page:
    """One report under the mask: the sentences of the event's claims without private names, the rest in squares."""

    def __init__(self, report: Report, event: Event, names: _Names) -> None:
        self.report, self._names = report, names
        claims = [item.claim for item in event.claims if item.report.id == report.id]
        shown = _merge([(span.start, span.end) for claim in claims for span in claim.evidence])
        hidden = [(span.start, span.end) for claim in claims for span in _private_spans(claim)]
        hidden = _merge([*hidden, *names.find(report.text)])
        self.name_count = sum(any(start < end2 and start2 < end for start2, end2 in shown) for start, end in hidden)
        gaps = zip([0, *(end for _, end in shown)], [*(start for start, _ in shown), len(report.text)], strict=True)
        self._text = _black_out(report.text, [*hidden, *gaps])

    def cut(self, span: Span) -> Span:
        """Return the span with the words that may be shown."""
        if self.report.text[span.start : span.end] == span.text:
            return replace(span, text=self._text[span.start : span.end])
        return replace(span, text=self._names.mask(span.text))

    def mask_report(self) -> Report:
        report, mask = self.report, self._names.mask
        captions = tuple(Caption(mask(caption.text), None) for caption in report.captions)
        url, path = (
            None if address and self._names.find(_unslug(address)) else address for address in (report.url, report.path)
        )
        title = None if report.title is None else mask(report.title)
        return replace(report, text=self._text, title=title, byline=(), captions=captions, url=url, path=path)


def _has_given_name(words: Sequence[str]) -> bool:
    return any(word.casefold() in _given_names() for word in words)


@cache
def _given_names() -> frozenset[str]:
    lines = resources.files("dateline.codebook").joinpath("personal_names.txt").read_text(encoding="utf-8").splitlines()
    names = next(line for line in lines if line.strip() and not line.startswith("#"))
    return frozenset(names.split())


def _public_words(event: Event) -> Iterator[str]:
    for item in event.claims:
        yield from (actor.span.text for actor in item.claim.actors if not is_private_actor(actor))
        yield from (actor.name for actor in item.claim.actors if not is_private_actor(actor))
        yield from (place.name for place in item.claim.places)
        yield from (place.span.text for place in item.claim.places)
        public = [source for source in item.claim.sources if not is_private_source(source)]
        yield from (words for source in public for words in (source.name, source.span and source.span.text) if words)
        yield from filter(None, (item.report.outlet, item.report.agency))


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
        places=tuple(replace(place, span=page.cut(place.span)) for place in claim.places),
        time=replace(claim.time, span=page.cut(claim.time.span) if claim.time.span else None),
        casualties=tuple(
            replace(toll, span=page.cut(toll.span), group=toll.group and names.mask(toll.group))
            for toll in claim.casualties
        ),
        materiel=tuple(replace(thing, span=page.cut(thing.span)) for thing in claim.materiel),
        sources=tuple(_mask_source(source, page, names) for source in claim.sources),
    )


def _mask_actor(actor: Actor, page: _Page, names: _Names) -> Actor:
    name = names.stand_in("person", actor.name) if is_private_actor(actor) else actor.name
    return replace(actor, name=name, span=page.cut(actor.span))


def _mask_source(source: Source, page: _Page, names: _Names) -> Source:
    cue = page.cut(source.cue) if source.cue else None
    if not is_private_source(source):
        return replace(source, cue=cue, span=page.cut(source.span) if source.span else None)
    words = source.name or (source.span.text if source.span else "")
    kind = source.kind.replace("_", " ")
    name = "unnamed source (withheld)" if source.anonymous else names.stand_in(kind, words)
    return replace(source, name=name, span=None, cue=cue)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_][\w’'-]*", text) if len(word) > 2]


def _unslug(address: str) -> str:
    """The words of an address as names would be written: "omar-said-killed" is "Omar Said Killed"."""
    return " ".join(word.capitalize() for word in re.findall(r"[^\W\d_]+", address))


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
