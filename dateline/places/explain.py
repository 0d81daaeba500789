"""Why a name was taken for one place and not another: the candidates, what spoke for each, and how the choice fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dateline.model import Span
from dateline.places.candidates import Group, gather_groups
from dateline.places.disambiguate import CONTEXT, NONE, STATIC, Array, Table, choose, load_weights, settle
from dateline.places.gazetteer import Gazetteer, Record, open_gazetteer
from dateline.places.phrases import read_clues
from dateline.places.resolved import ResolvedPlace

# What each feature says, in words.
MEANINGS = {
    "population": "people living there", "admin_population": "people living in the division",
    "country": "is a country", "admin1": "is a province", "admin2": "is a district", "capital": "is a capital",
    "admin_seat": "is a province's seat", "overlay": "was put in by hand", "airfield": "is an airfield",
    "wide_region": "is a region or sea", "chief_name": "this is its chief name",
    "contained": "the words say it lies there", "said_admin": "the words say division",
    "said_town": "the words say town", "said_airfield": "the words say airfield",
    "abbreviation": "an abbreviation of a province or country", "fuzzy": "spelled only alike",
    "part": "only a part of it is named", "part_of_wide": "a part of a wide place is named",
    "named_as_its_seat": "named as its seat is", "named_as_its_country": "named as its country is",
    "one_country": "all of that name lie in one country",
    "country_share": "share of the report's places in its country", "country_mass": "other places in its country",
    "neighbour_mass": "places in neighbouring countries", "admin1_share": "share of places in its province",
    "near_sum": "places near it", "near_most": "a place close to it", "near_beside": "the name beside is close to it",
    "hinted": "its country was hinted", "none": "none of these, to start with",
    "none_of_kind": "the words ask for a kind", "none_contained": "none lies where the words say",
    "none_in_stated_country": "none lies in the country that is printed behind it",
    "none_facility": "reads like a street or building", "none_part": "only a part is named",
    "none_lower": "reads like an abbreviation",
}  # fmt: skip
_LEAST_PART = 0.05
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate, or None for "none of these": its share, its score, and what of the score each feature gave."""

    record: Record | None
    share: float
    score: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One name of a report: where it stands, what it was looked up as, its candidates by share, and the outcome."""

    words: str
    spans: tuple[Span, ...]
    key: str
    rule: str
    candidates: tuple[Weighed, ...]
    place: ResolvedPlace
    why: str


def explain_places(
    text: str, spans: Sequence[Span], *, country_hints: Sequence[str] = (), dateline: str | None = None
) -> list[Choice]:
    """Return how `resolve_places` with the same arguments chooses, a name at a time, in the order of the text."""
    gazetteer = open_gazetteer()
    clues = [read_clues(text, span) for span in spans]
    groups = gather_groups(gazetteer, text, spans, clues, hints=country_hints, dateline=dateline)
    choices = []
    if groups:
        table = Table(gazetteer, groups, country_hints)
        shares, context = settle(table, load_weights())
        parts = _parts(table, context)
        for group, share, rows in zip(groups, table.split(shares), np.split(parts, table.starts[1:-1]), strict=True):
            if group.spans:
                choices.append(_choice(gazetteer, group, share, rows, [spans[index] for index in group.spans]))
    found = {span for choice in choices for span in choice.spans}
    for span, clue in zip(spans, clues, strict=True):
        if span not in found:
            keys = ", ".join(dict.fromkeys(key for key, _ in clue.keys))
            choices.append(Choice(
                span.text, (span,), keys, "none", (), ResolvedPlace(span.text, reason="not_in_gazetteer"),
                f"no place is spelled {keys}, and none alike in the countries of the report",
            ))  # fmt: skip
    return sorted(choices, key=lambda choice: choice.spans[0].start)


def _parts(table: Table, context: Array) -> Array:
    """What each feature gives to the score of each row."""
    weights = load_weights()["in_context"]
    features = np.hstack([table.static, table.none, context])
    parts: Array = features * np.array([weights.get(name, 0.0) for name in (*STATIC, *NONE, *CONTEXT)])
    return parts


def _choice(gazetteer: Gazetteer, group: Group, share: Array, parts: Array, spans: list[Span]) -> Choice:
    candidates = tuple(
        Weighed(record, round(float(part), 3), round(float(row.sum()), 2), _largest(row))
        for record, part, row in zip((*group.bearers, None), share, parts, strict=True)
    )
    place = choose(gazetteer, group, share)
    ranked = tuple(sorted(candidates, key=lambda weighed: -weighed.score))
    if place.reason:
        place = replace(place, name=spans[0].text)
    return Choice(spans[0].text, tuple(spans), group.key, group.rule, ranked, place, _why(ranked, place))


def _largest(row: Array) -> tuple[tuple[str, float], ...]:
    named = [(name, round(float(value), 2)) for name, value in zip((*STATIC, *NONE, *CONTEXT), row, strict=True)]
    return tuple(sorted((part for part in named if abs(part[1]) >= _LEAST_PART), key=lambda part: -abs(part[1])))


def _why(ranked: Sequence[Weighed], place: ResolvedPlace) -> str:
    """In words: what the choice had and the next had not, or why there is none."""
    if place.reason == "ambiguous":
        several = [weighed for weighed in ranked if weighed.record][:2]
        shares = " and ".join(f"{_name(weighed)} {weighed.share:.2f}" for weighed in several)
        return f"no candidate has enough of the weight: {shares}"
    if place.reason:
        nearest = next(weighed for weighed in ranked if weighed.record)
        none = next(weighed for weighed in ranked if not weighed.record)
        return f"none of these is likeliest ({none.share:.2f}): {_difference(none, nearest)}"
    winner = next(weighed for weighed in ranked if weighed.record and weighed.record.ref == place.gazetteer_id)
    others = [weighed for weighed in ranked if weighed is not winner and weighed.record]
    if not others:
        return "the only place of that name"
    return f"before {_name(others[0])}: {_difference(winner, others[0])}"


def _name(weighed: Weighed) -> str:
    record = weighed.record
    return f"{record.name} ({record.country or 'no country'}, {record.feature})" if record else "none of these"


def _difference(one: Weighed, other: Weighed) -> str:
    theirs = dict(other.parts)
    ours = dict(one.parts)
    differences = {name: ours.get(name, 0.0) - theirs.get(name, 0.0) for name in {*ours, *theirs}}
    largest = sorted(differences.items(), key=lambda item: -item[1])[:_MOST_REASONS]
    reasons = [f"{MEANINGS[name]} ({value:+.1f})" for name, value in largest if value > _LEAST_PART]
    return ", ".join(reasons) or "the scores are the same"
