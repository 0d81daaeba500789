"""Stages 6 to 9 over one report: actors, places, dates, tolls and materiel of its drafts, resolved together.

Each stage sees the whole report, because one sense of a name holds throughout it and a story moves on from day to day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.actors import ResolvedActor, resolve_actor, resolve_actors, with_branch
from dateline.attributions import link_attributions
from dateline.claims import Draft
from dateline.dates import ResolvedTime, find_times, resolve_times
from dateline.found import Reading
from dateline.model import Report, Span
from dateline.places import ResolvedPlace, resolve_places
from dateline.places.explain import Choice, explain_places
from dateline.quantities import MaterielReading, TollReading, parse_materiel, parse_toll
from dateline.spokesmen import find_body
from dateline.who import SAME_FLOOR, is_pronoun, stands_for


@dataclass(frozen=True, slots=True)
class ActorReading:
    """Words for an actor, the words in the report that name it, and its record."""

    named: Span
    resolved: ResolvedActor


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the spans of one report's drafts come to; every filler of the drafts is a key."""

    actors: Mapping[Span, ActorReading]
    places: Mapping[Span, ResolvedPlace]
    times: Mapping[Span, ResolvedTime]
    tolls: Mapping[Span, TollReading | None]
    materiel: Mapping[Span, MaterielReading | None]
    speakers: Mapping[Span, ResolvedActor]  # words for a speaker -> the body that it speaks for


def resolve(report: Report, reading: Reading, drafts: Sequence[Draft]) -> Resolution:
    """Resolve everything that hangs on the drafts of one report."""
    places = _places(report, reading, drafts)
    return Resolution(
        _actors(report, reading, drafts, places),
        places,
        _times(report, drafts),
        {found.span: parse_toll(found.span.text, _around(report, found.span)) for found in _all(drafts, "toll")},
        {found.span: parse_materiel(found.span.text) for found in _all(drafts, "materiel")},
        _speakers(report, reading, drafts, places),
    )


def _all(drafts: Sequence[Draft], kind: str) -> list[_Item]:
    return [_Item(found.span, found.label, draft.status) for draft in drafts for found in draft.found(kind)]


@dataclass(frozen=True, slots=True)
class _Item:
    span: Span
    label: str | None
    status: str


def _around(report: Report, span: Span) -> str:
    return report.text[max(0, span.start - 60) : span.end + 60]


def _places(report: Report, reading: Reading, drafts: Sequence[Draft]) -> dict[Span, ResolvedPlace]:
    spans = _place_spans(reading, drafts)
    hints = _homes_of_groups(report, reading, drafts)
    found = resolve_places(report.text, spans, country_hints=hints, dateline=report.dateline)
    places = dict(zip(spans, found, strict=True))
    return {
        span: _only_if_likely(span, _off_the_edge(report.text, span, _through_its_name(span, place, places)))
        for span, place in places.items()
    }


_GROUPS = frozenset({"rebel_group", "political_militia", "identity_militia"})
_WORLDWIDE = frozenset({"islamic-state", "al-qaeda"})


def _homes_of_groups(report: Report, reading: Reading, drafts: Sequence[Draft]) -> list[str]:
    """The countries where the armed groups of the report fight: beside the Taliban, Jalalabad is Afghanistan's.

    Demonyms say as much by themselves (`resolve_places`); groups that fight in many countries say nothing.
    """
    named = {found.span.text for found in reading.mentions["actor"]} | {
        item.span.text for item in _all(drafts, "actor")
    }
    records = [resolve_actor(words, published=publication_day(report)) for words in sorted(named)]
    homes = [one.country for one in records if one.kind in _GROUPS and one.actor_id not in _WORLDWIDE]
    return list(dict.fromkeys(country for country in homes if country))


# A point that is less likely than this is not given. Of the points between 0.3 and 0.5 on LGL and TR-News (all 706
# reports) 52% were within 161 km, of those above 93%.
PIN_FLOOR = 0.5


def _only_if_likely(span: Span, place: ResolvedPlace) -> ResolvedPlace:
    if place.reason is not None or place.confidence >= PIN_FLOOR:
        return place
    return ResolvedPlace(span.text, confidence=place.confidence, rule="places/unlikely", reason="ambiguous")


def explain_report_places(report: Report, reading: Reading, drafts: Sequence[Draft]) -> list[Choice]:
    """How each place name of the report was resolved, as `resolve` does it."""
    hints = _homes_of_groups(report, reading, drafts)
    choices = explain_places(report.text, _place_spans(reading, drafts), country_hints=hints, dateline=report.dateline)
    places = {span: choice.place for choice in choices for span in choice.spans}
    return [
        _with_floor(
            _with_edge(report.text, _with_phrase(choice, _through_its_name(choice.spans[0], choice.place, places)))
        )
        for choice in choices
    ]


def _with_floor(choice: Choice) -> Choice:
    """A choice whose point is too unlikely to be given."""
    place = _only_if_likely(choice.spans[0], choice.place)
    if place is choice.place:
        return choice
    return replace(choice, place=place, why=f"{choice.why}; not given, as a point needs at least {PIN_FLOOR:.0%}")


def _with_edge(text: str, choice: Choice) -> Choice:
    """A country that the report names by its border alone."""
    off = [_off_the_edge(text, span, choice.place) for span in choice.spans]
    if any(place is choice.place for place in off):
        return choice
    return replace(choice, place=off[0], why=f"{choice.why}; the words are for its border or coast, which is not there")


def _with_phrase(choice: Choice, place: ResolvedPlace) -> Choice:
    if place is choice.place:
        return choice
    return replace(choice, place=place, why=f"{choice.why}; it stands where the name that ends it does, {place.name}")


def _place_spans(reading: Reading, drafts: Sequence[Draft]) -> list[Span]:
    """Every place in the report takes part in choosing, those that no event needs as well."""
    wanted = {item.span for item in _all(drafts, "place")}
    named = {found.span for found in reading.mentions["place"]}
    return sorted(wanted | named, key=lambda span: (span.start, span.end))


def _through_its_name(span: Span, place: ResolvedPlace, places: Mapping[Span, ResolvedPlace]) -> ResolvedPlace:
    """An unresolved phrase stands where the name that ends it does: "the capital Damascus", "the Dumair district".

    It is the place itself when nothing else than a kind of place is left over, else a part of it or near it.
    """
    if place.reason is None:
        return place
    inner = [
        (other, found)
        for other, found in places.items()
        if found.reason is None and other != span and span.start <= other.start and other.end <= span.end
    ]
    if not inner:
        return place
    last, found = max(inner, key=lambda item: item[0].end)
    before, after = span.text[: last.start - span.start], span.text[last.end - span.start :]
    if len(after) > 14 or re.search(r"\w\s+\(?$", after) or _WATER.search(before) or _STREET.match(after):
        return place
    plain = bool(_KIND_OF_PLACE.fullmatch(before) and _KIND_OF_PLACE.fullmatch(after))
    return replace(found, precision=found.precision if plain else max(2, found.precision or 2), rule="name-in-phrase")


# A street or a strait that bears a town's name lies elsewhere.
_STREET = re.compile(r"\s(?:streets?|st|avenues?|ave|boulevards?|lanes?|roads?|highways?|hotel)\b", re.IGNORECASE)
_WATER = re.compile(r"\b(?:straits?|gulf|bay|sea)\sof\s(?:the\s)?$", re.IGNORECASE)


_EDGE = r"(?:borders?|frontiers?|coast(?:line)?s?|airspace|embass(?:y|ies)|consulates?)"
_EDGE_TAIL = re.compile(rf"[\s-]{_EDGE}$", re.IGNORECASE)
_EDGE_HEAD = re.compile(rf"\b{_EDGE}\s(?:with|of|to|between)\s(?:(?:the|[A-Z]\w+\sand)\s)*$", re.IGNORECASE)
# Who goes "across the border to Syria" goes into Syria.
_OVER_THE_EDGE = re.compile(
    r"\b(?:across|over|cross\w*|through)\s(?:the|its|their)\s(?:\w+\s)?borders?\sto\s(?:the\s)?$", re.I
)
# "The Syrian border town of ..." lies in Syria.
_EDGE_AFTER = re.compile(
    rf"(?:['’]s?)?[\s-]{_EDGE}\b(?!\s(?:towns?|villages?|cit(?:y|ies)|areas?|regions?|provinces?|districts?|camps?)\b)",
    re.IGNORECASE,
)


def _off_the_edge(text: str, span: Span, place: ResolvedPlace) -> ResolvedPlace:
    """Neither the middle of a country nor the country itself is meant by its border, coast, airspace or embassy."""
    if place.feature != "country":
        return place
    before = text[max(0, span.start - 40) : span.end].rpartition(" ")[0] + " "
    named_after = _EDGE_HEAD.search(before) and not _OVER_THE_EDGE.search(before)
    at_edge = _EDGE_TAIL.search(span.text) or _EDGE_AFTER.match(text, span.end) or named_after
    if not at_edge:
        return place
    return ResolvedPlace(
        span.text, confidence=place.confidence, rule="places/edge-of-country", reason="not_in_gazetteer"
    )


_KIND_OF_PLACE = re.compile(
    r"(?:[\s,()-]|\b(?:the|of|[A-Z][\w-]+[’']s|old|capital|city|town|village|port|district|province|governorate|region|"
    r"area|neighbou?rhood|camp|county|canton|island|valley|river)\b)*"
)


def _actors(
    report: Report, reading: Reading, drafts: Sequence[Draft], places: Mapping[Span, ResolvedPlace]
) -> dict[Span, ActorReading]:
    """Actors that no event needs help as well: who has been named decides whom "the group" means."""
    items = {item.span: item.label for item in _all(drafts, "actor")}
    homes = [(span, place.country) for span, place in places.items() if place.country]
    return resolve_named(report.text, items, reading, published=publication_day(report), places=homes)


def _speakers(
    report: Report, reading: Reading, drafts: Sequence[Draft], places: Mapping[Span, ResolvedPlace]
) -> dict[Span, ResolvedActor]:
    """The bodies that the speakers speak for, read in the light of the whole report as the actors are."""
    marked = reading.fillers.get("source", ())
    bodies = {
        source.span: (body, "rebel_group" if source.kind == "party" else "state_forces")
        for source in dict.fromkeys(source for draft in drafts for source in draft.sources)
        if source.span and (body := find_body(report.text, source, marked))
    }
    if not bodies:
        return {}
    homes = [(span, place.country) for span, place in places.items() if place.country]
    kinds = dict(bodies.values())
    spans = list(dict.fromkeys([*kinds, *(found.span for found in reading.mentions["actor"])]))
    records = resolve_actors(report.text, spans, kinds=kinds, published=publication_day(report), places=homes)
    found = dict(zip(spans, records, strict=True))
    return {span: found[body] for span, (body, _) in bodies.items()}


def resolve_named(
    text: str,
    kinds: Mapping[Span, str | None],
    reading: Reading,
    *,
    published: date | None,
    places: Sequence[tuple[Span, str]],
) -> dict[Span, ActorReading]:
    """Resolve the actors that are the keys of `kinds`, with what the reader takes each for, over the whole report.

    A pronoun stands for the words that name it, the speaker among them. What then comes to nobody, a pronoun or a
    description ("the jihadist group"), is who the reader takes for the same, where those words come to somebody.
    """
    named = {span: find_named(span, reading) for span in kinds}
    kind_of = {named[span]: label for span, label in kinds.items()}
    others = {found.span for found in reading.mentions["actor"]} - set(kind_of)
    spans = [*kind_of, *others]
    records = dict(
        zip(spans, resolve_actors(text, spans, kinds=kind_of, published=published, places=places), strict=True)
    )
    return {
        span: _or_same(
            span,
            ActorReading(named[span], with_branch(records[named[span]], span.text, published)),
            reading,
            records,
        )
        for span in kinds
    }


# What a description must be alike to, more than a pronoun: tuned on coded mentions of 224 training reports.
_ALIKE_FLOOR = 0.9
_DESCRIPTION = re.compile(
    r"(?:(?i:the|this|that|these|those)(?:\s(?!and\b|of\b)[a-z][\w’'-]*){0,4}\s(?:group|groups|organi[sz]ation|movement|militia|faction|"
    r"caliphate|militants|jihadists|jihadis|terrorists|extremists|insurgents|rebels|guerrillas|fighters|gunmen|"
    r"holdouts|diehards|attackers|insurgency|regime|administration|government|army|force|agency|ministry|coalition|"
    r"alliance|bloc|party|department|council|body|mission)|(?i:its|their)\s(?:\w+\s)?(?:fighters|militants|forces|troops))"
)


def _or_same(span: Span, actor: ActorReading, reading: Reading, records: Mapping[Span, ResolvedActor]) -> ActorReading:
    """The actor, or where it is nobody that of the likeliest other words for the same which come to somebody."""
    pronoun = is_pronoun(span.text)
    if actor.resolved.actor_id or not (pronoun or _DESCRIPTION.fullmatch(span.text)):
        return actor
    floor = SAME_FLOOR if pronoun and not _OURS.fullmatch(span.text) else _ALIKE_FLOOR
    for other, chance in reading.same.get(span, ()):
        if chance < floor:
            break
        record = records.get(other)
        if record and record.actor_id:
            return ActorReading(other if pronoun else span, replace(record, rule="same_actor"))
    return actor


def find_named(span: Span, reading: Reading) -> Span:
    """The words that name an actor: a pronoun's antecedent, or the speaker; else the words themselves.

    The speaker is meant by "we" in his words, and by a pronoun with which they begin: "the army said it had ...".
    """
    ours = bool(_OURS.fullmatch(span.text))
    other = None if ours else stands_for(span, reading)
    if other or not is_pronoun(span.text):
        return other or span
    for said in link_attributions(reading):
        if said.source and any(_begins_or_holds(part, span, ours) for part in said.content):
            return span if is_pronoun(said.source[0].text) else said.source[0]
    return span


_OURS = re.compile(r"[Ww]e|us|[Oo]urs?")


def _begins_or_holds(content: Span, span: Span, ours: bool) -> bool:
    if not (content.start <= span.start and span.end <= content.end):
        return False
    before = content.text[: span.start - content.start].strip(" \"“‘'").lower()
    return ours or (before in {"", "that"} and span.text in {"he", "she", "it", "they"})


def _times(report: Report, drafts: Sequence[Draft]) -> dict[Span, ResolvedTime]:
    """Times that no event needs move the story on as well, so that "two days later" counts from the right day."""
    items = {item.span: item for item in _all(drafts, "time")}
    others = [span for span in find_times(report.text) if not any(span.overlaps(item) for item in items)]
    spans = sorted([*items, *others], key=lambda span: span.start)
    statuses = [items[span].status if span in items else "occurred" for span in spans]
    times = resolve_times(report.text, spans, published=publication_day(report), statuses=statuses)
    return dict(zip(spans, times, strict=True))


def publication_day(report: Report) -> date | None:
    """The day of publication, from an honest date only (`Report.published` holds no guesses)."""
    return date.fromisoformat(report.published[:10]) if report.published else None
