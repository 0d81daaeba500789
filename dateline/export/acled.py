"""Rows in ACLED's 31 columns. Only the form is ACLED's: no row of its data is here, and no row of ours is its."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.codebook import event_types
from dateline.events import Event, EventClaim
from dateline.export.cells import (
    Basis,
    fill_row,
    join_words,
    name_speaker,
    refer_to_days,
    refer_to_spot,
    take_deeds,
    take_real_claims,
)  # fmt: skip
from dateline.export.columns import INTER_LABELS
from dateline.export.rows import Cell, LeftOut, Notes, Ref, Row, count_digits, join, leave_out, refer_to_evidence
from dateline.export.shelf import Shelf
from dateline.export.sides import Party, Sides, actor_country, read_sides
from dateline.export.tolls import Deaths, count_acled_deaths, split_days
from dateline.export.when import Days, choose_days
from dateline.export.where import Spot, choose_spots, country_name, describe_spot
from dateline.model import ActorKind
from dateline.places import acled_geo_precision

INTER: dict[ActorKind, int] = {
    "state_forces": 1, "rebel_group": 2, "political_militia": 3, "identity_militia": 4, "rioters": 5, "protesters": 6,
    "civilians": 7, "external_forces": 8, "unknown": 3,
}  # fmt: skip
_TIME_PRECISION = {"day": 1, "week": 2, "month": 3}
_BATTLES, _EXPLOSIONS, _VAC = "Battles", "Explosions/Remote violence", "Violence against civilians"
_STRATEGIC = "Strategic developments"
# Two actors can be in place of an unnamed one only where the type itself needs one.
_NEEDS_TWO = (_BATTLES, _VAC)
_LONGEST_SPLIT_DAYS = 31
# A toll over more days than this in a whole region adds up several happenings; linking draws the same line.
_LONGEST_REGIONAL_DAYS = 4
_REGION = 3  # ACLED's geo_precision


@dataclass(frozen=True, slots=True)
class _Side:
    """The main actor and those beside it, as ACLED writes them; `inter` is ACLED's number."""

    name: str | None
    inter: int | None
    others: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """One row before merging: one event on one day at one place."""

    event: Event
    claims: tuple[EventClaim, ...]
    type_id: str
    day: date
    days: Days
    spot: Spot
    one: _Side
    two: _Side
    deaths: Deaths
    notes: Notes
    event_ids: tuple[str, ...]
    part: int


def make_acled_rows(events: Iterable[Event]) -> Iterator[Row | LeftOut]:
    """Give an entry for each event that has no row, with the rule that says so, then the rows of the others by date.

    An event becomes a row a day and place; rows of the same actors on the same day at the same place are merged by
    ACLED's order of types. Rows of one day stand in the order of the events. As only rows of one day are merged, those
    of one day are in memory at a time; the others wait on disk.
    """
    with Shelf[_Draft]() as shelf:
        for event in events:
            made = _draft_event(event)
            if isinstance(made, LeftOut):
                yield made
                continue
            for draft in made:
                shelf.add(draft.day.isoformat(), draft)
        for drafts in shelf.groups():
            yield from map(_write, _merge(drafts))


def interaction(inter1: int | None, inter2: int | None) -> str:
    """Return the label of a pair, whatever its order.

    >>> interaction(7, 2), interaction(8, 7), interaction(6, None)
    ('Rebel group-Civilians', 'External/Other forces-Civilians', 'Protesters only')
    """
    if inter1 is None or inter2 is None:
        only = inter1 if inter1 is not None else inter2
        return f"{INTER_LABELS[only]} only" if only is not None else ""
    low, high = sorted((inter1, inter2))
    if (low, high) == (7, 8):
        low, high = high, low
    return f"{INTER_LABELS[low]}-{INTER_LABELS[high]}"


def _draft_event(event: Event) -> list[_Draft] | LeftOut:
    claims = take_real_claims(event)
    if isinstance(claims, LeftOut):
        return claims
    notes = Notes()
    deeds = take_deeds(claims)
    type_id = _project_type(deeds, notes)
    if type_id is None:
        return leave_out(event, "acled/types", f"{deeds[0].claim.event_type} has no place among ACLED's types")
    group = event_types()[type_id].acled_event_type or ""
    days, spots = choose_days(deeds), choose_spots(deeds)
    if days is None or days.precision not in _TIME_PRECISION:
        return leave_out(event, "acled/time-precision", "no day, week or month is known")
    if spots is None:
        return leave_out(event, "acled/geo-precision", "no located place is known")
    if acled_geo_precision(spots.chosen[0].location) is None:
        return leave_out(
            event, "acled/geo-precision", f"only {spots.chosen[0].place.name} is known, a country or wider"
        )
    country = spots.chosen[0].place.country
    sides = read_sides(claims, notes)
    one, two = _name_sides(sides, group, country, notes)
    if one.name is None:
        return leave_out(event, "acled/no-actor", "no claim names an actor, and the type does not imply one")
    if group == _BATTLES and two.inter == INTER["civilians"]:
        notes.fire("acled/battle-on-civilians")
        notes.lose(f"type: {type_id}")
        type_id, group = "attack", _VAC
    if type_id == "attack" and two.inter not in (None, INTER["civilians"], INTER["protesters"], INTER["rioters"]):
        notes.fire("acled/attack-on-armed")
        notes.lose(f"type: {type_id}")
        type_id, group = "armed_clash", _BATTLES
    _note_losses(event, claims, spots.others, notes)
    deaths = count_acled_deaths(claims, notes, is_battle=group == _BATTLES)
    first = _Draft(event, claims, type_id, days.start, days, spots.chosen[0], one, two, deaths, notes, (event.id,), 0)
    return _split(first, spots.chosen)


def _project_type(claims: Sequence[EventClaim], notes: Notes) -> str | None:
    """The event's type as one of ours that ACLED has: of several that claims give, the highest in its order."""
    order = list(event_types())
    types = sorted({item.claim.event_type for item in claims}, key=order.index)
    type_id = types[0]
    if len(types) > 1:
        notes.fire("acled/hierarchy")
        notes.lose(f"type: other claims say {', '.join(types[1:])}")
    record = event_types()[type_id]
    if all(item.claim.status == "attempted" for item in claims if item.claim.event_type == type_id):
        return _project_attempt(type_id, record.acled_event_type, notes)
    if record.acled_event_type is None:
        return None
    if record.group == "beyond_acled":
        notes.fire("acled/beyond")
        notes.lose(f"type: {type_id}, which ACLED has no type of its own for")
    return type_id


def _project_attempt(type_id: str, group: str | None, notes: Notes) -> str | None:
    if group == _BATTLES:
        notes.fire("acled/attempt-battle")
        return "armed_clash"
    if group == _EXPLOSIONS:
        notes.fire("acled/attempt-disrupted")
        notes.lose(f"type: attempted {type_id}")
        return "disrupted_weapons_use"
    return None


def _name_sides(sides: Sides, group: str, country: str | None, notes: Notes) -> tuple[_Side, _Side]:
    one = _make_side([_join_crowd(party, group) for party in sides.first], country, notes)
    two = _make_side(sides.second, country, notes)
    if two.name is None and group in (_EXPLOSIONS, _VAC):
        civilians = tuple(party for party in sides.affected if party.kind == "civilians")
        two = _make_side(civilians, country, notes)
    if two.name is None and group == _VAC:
        notes.fire("acled/vac-civilians")
        two = _Side(_local("Civilians", country), 7, "", ())
    unnamed = _Side(_local("Unidentified Armed Group", country), 3, "", ())
    if one.name is None and (group in (_EXPLOSIONS, _VAC) or (two.name is not None and group == _BATTLES)):
        notes.fire("acled/unidentified")
        one = unnamed
    elif one.name is None and two.name is not None:
        one, two = two, _make_side((), country, notes)
    if one.name is None and group in ("Protests", "Riots"):
        notes.fire("acled/crowd")
        kind, number = ("Protesters", 6) if group == "Protests" else ("Rioters", 5)
        one = _Side(_local(kind, country), number, "", ())
    if one.name is not None and two.name is None and group == _BATTLES:
        notes.fire("acled/unidentified")
        two = unnamed
    if group == _BATTLES and sides.affected:
        notes.lose(f"affected: {join(party.words for party in sides.affected)}")
    return one, two


def _join_crowd(party: Party, group: str) -> Party:
    """Civilians without a name who take part in a protest or a riot are protesters or rioters."""
    if group not in ("Protests", "Riots") or party.kind != "civilians" or party.actor_id is not None:
        return party
    return replace(party, kind="protesters" if group == "Protests" else "rioters")


def _make_side(parties: Sequence[Party], country: str | None, notes: Notes) -> _Side:
    if not parties:
        return _Side(None, None, "", ())
    named = [_write_actor(party, country, notes) for party in parties]
    refs = tuple(party.ref for party in parties)
    return _Side(named[0][0], named[0][1], join(name for name, _ in named[1:] if name != named[0][0]), refs)


def _write_actor(party: Party, country: str | None, notes: Notes) -> tuple[str, int]:
    number = INTER[party.kind]
    if party.kind in ("civilians", "protesters", "rioters") and party.actor_id is None:
        notes.fire("acled/crowd")
        return _local(INTER_LABELS[number], country), number
    if party.kind == "state_forces" and party.country and country and party.country != country:
        notes.fire("acled/forces-abroad")
        number = 8
    if party.kind == "unknown":
        notes.fire("acled/kind-unknown")
        notes.lose(f"inter: what kind of actor {party.name} is, the text does not say")
    if party.actor_id is None:
        notes.lose(f"actor: {party.name} stands in no actor table and is named as in the text")
    return party.name, number


def _local(name: str, country: str | None) -> str:
    where = country_name(country)
    return f"{name} ({where})" if where else name


def _note_losses(event: Event, claims: Sequence[EventClaim], others: Sequence[str], notes: Notes) -> None:
    if others:
        notes.lose(f"places: {join(others)}")
    contested = [item for item in event.claims if item.claim.stance in ("denies", "doubts")]
    for item in contested:
        speaker = item.claim.sources[0].name if item.claim.sources else None
        notes.lose(f"contested: {speaker or 'a source'} {item.claim.stance} it")
    hedges = join(hedge.text for item in claims for hedge in item.claim.hedges)
    if hedges:
        notes.lose(f"hedges: {hedges}")
    kinds = join(toll.kind for item in claims for toll in item.claim.casualties if toll.kind != "killed")
    if kinds:
        notes.lose(f"tolls: {kinds}")
    if any(item.claim.materiel for item in claims):
        notes.lose("materiel: see --format materiel")


def _split(first: _Draft, spots: Sequence[Spot]) -> list[_Draft]:
    """One draft a day where days are named one by one, and one a place; the toll is shared out.

    "38 civilians were killed in the province between 11 and 17 May" is no attack a day: it stays one row.
    """
    days = first.days
    named = days.precision == "day" and 1 < days.count <= _LONGEST_SPLIT_DAYS
    if named and days.count >= _LONGEST_REGIONAL_DAYS and _is_regional(spots):
        first.notes.fire("acled/sum-over-days")
        first.notes.lose("events: a sum over several days in a region, of which other rows may tell parts")
        named = False
    dates = [days.start + timedelta(days=n) for n in range(days.count)] if named else [_one_day(first)]
    cases = [(day, spot) for day in dates for spot in spots]
    if named:
        first.notes.fire("acled/day-split")
    if len(spots) > 1:
        first.notes.fire("acled/place-split")
    shares: list[int] | list[None] = (
        [None] * len(cases) if first.deaths.number is None else split_days(first.deaths.number, len(cases))
    )
    return [
        replace(first, day=day, spot=spot, deaths=Deaths(share, first.deaths.refs), notes=first.notes.copy(), part=part)
        for part, ((day, spot), share) in enumerate(zip(cases, shares, strict=True))
    ]


def _is_regional(spots: Sequence[Spot]) -> bool:
    return all(acled_geo_precision(spot.location) == _REGION for spot in spots)


def _one_day(draft: _Draft) -> date:
    if draft.days.count > 1:
        draft.notes.fire("acled/mid-point")
        draft.notes.lose(f"days: {draft.days.start} to {draft.days.end}")
    return draft.days.middle


def _merge(drafts: Sequence[_Draft]) -> list[_Draft]:
    cases: dict[tuple[object, ...], list[_Draft]] = {}
    for draft in drafts:
        spot = draft.spot.location
        cases.setdefault((draft.day, round(spot.lat, 4), round(spot.lon, 4)), []).append(draft)
    return [_merge_group(group) if len(group) > 1 else group[0] for case in cases.values() for group in _pair(case)]


def _pair(drafts: Sequence[_Draft]) -> list[list[_Draft]]:
    """Drafts of one day and point, by their actors.

    One with a single actor goes to a group that has another besides, where the same sentence tells both: the village
    that was attacked and burnt, the raid and its arrests.
    """
    groups: dict[frozenset[str | None], list[_Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.two.name is None):
        homes = [] if draft.two.name else [key for key, group in groups.items() if _is_told_with(draft, key, group)]
        groups.setdefault(homes[0] if homes else frozenset({draft.one.name, draft.two.name}), []).append(draft)
    return list(groups.values())


def _is_told_with(draft: _Draft, actors: frozenset[str | None], group: Sequence[_Draft]) -> bool:
    sentences = {place for other in group for place in _sentences(other)}
    return draft.one.name in actors and not sentences.isdisjoint(_sentences(draft))


def _sentences(draft: _Draft) -> set[tuple[str, int]]:
    return {(item.report.id, span.start) for item in draft.claims for span in item.claim.evidence}


def _merge_group(group: Sequence[_Draft]) -> _Draft:
    """The highest type keeps the row. Tolls of one type: the lowest; of several types: the highest, never a sum."""
    order = list(event_types())
    kept = min(group, key=lambda draft: order.index(draft.type_id))
    notes = kept.notes
    notes.fire("acled/hierarchy")
    for draft in group:
        for lost in draft.notes.lost:
            notes.lose(lost)
        notes.rules += [rule for rule in draft.notes.rules if rule not in notes.rules]
        if draft.type_id != kept.type_id:
            notes.lose(f"type: {draft.type_id}, merged into {kept.type_id}")
    by_type: dict[str, list[Deaths]] = {}
    for draft in group:
        if draft.deaths.number is not None:
            by_type.setdefault(draft.type_id, []).append(draft.deaths)
    lowest = [min(deaths, key=lambda item: item.number or 0) for deaths in by_type.values()]
    deaths = max(lowest, key=lambda item: item.number or 0, default=kept.deaths)
    claims = tuple(dict.fromkeys(item for draft in (kept, *group) for item in _by_id(draft)))
    items = {item.claim.id: item for draft in group for item in draft.claims}
    ids = tuple(dict.fromkeys(event_id for draft in (kept, *group) for event_id in draft.event_ids))
    return replace(kept, deaths=deaths, claims=tuple(items[claim_id] for claim_id in claims), event_ids=ids)


def _by_id(draft: _Draft) -> list[str]:
    return [item.claim.id for item in draft.claims]


def _write(draft: _Draft) -> Row:
    notes = draft.notes
    own = {**_what(draft), **_who(draft), **_where(draft, notes), **_source(draft, notes)}
    if draft.deaths.number is None:
        notes.fire("acled/no-figure-zero")
        notes.lose("fatalities: 0 stands for no figure")
    own["fatalities"] = Cell(draft.deaths.number or 0, draft.deaths.refs)
    is_crowd = {draft.one.inter, draft.two.inter} & {5, 6}
    own["tags"] = Cell("crowd size=no report" if is_crowd else None)
    notes.lose("timestamp: the row was never uploaded")
    basis = Basis(draft.event.id, draft.claims, draft.days, draft.spot)
    return fill_row("acled", str(own["event_id_cnty"].value), draft.event_ids, basis, own, notes)


def _what(draft: _Draft) -> dict[str, Cell]:
    record = event_types()[draft.type_id]
    triggers = refer_to_evidence(draft.claims[:1])
    time = refer_to_days(draft.days)
    number = count_digits(f"{draft.event_ids[0]}:{draft.part}")
    return {
        "event_id_cnty": Cell(f"{draft.spot.place.country or 'UNK'}{number}"),
        "event_date": Cell(draft.day.isoformat(), time),
        "year": Cell(draft.day.year, time),
        "time_precision": Cell(_time_precision(draft), time),
        "disorder_type": Cell(_disorder(draft.type_id), triggers),
        "event_type": Cell(record.acled_event_type, triggers),
        "sub_event_type": Cell(record.acled_sub_event_type, triggers),
    }


def _time_precision(draft: _Draft) -> int:
    """1, 2, 3 for day, week, month; a middle day that stands for a span of days is never known to the day."""
    finest = _TIME_PRECISION[draft.days.precision]
    if finest > 1 or not draft.notes.fired("acled/mid-point"):
        return finest
    return 2 if draft.days.count <= 7 else 3


def _disorder(type_id: str) -> str:
    record = event_types()[type_id]
    if record.acled_event_type == _STRATEGIC:
        return _STRATEGIC
    if type_id == "excessive_force_against_protesters":
        return "Political violence; Demonstrations"
    if record.acled_event_type == "Protests" or type_id == "violent_demonstration":
        return "Demonstrations"
    return "Political violence"


def _who(draft: _Draft) -> dict[str, Cell]:
    one, two = draft.one, draft.two
    targeted = two.inter == 7 or one.inter == 7 or draft.type_id == "excessive_force_against_protesters"
    violent = event_types()[draft.type_id].acled_event_type != _STRATEGIC
    return {
        "actor1": Cell(one.name, one.refs), "assoc_actor_1": Cell(one.others or None, one.refs),
        "inter1": Cell(INTER_LABELS[one.inter] if one.inter else None, one.refs),
        "actor2": Cell(two.name, two.refs), "assoc_actor_2": Cell(two.others or None, two.refs),
        "inter2": Cell(INTER_LABELS[two.inter] if two.inter else None, two.refs),
        "interaction": Cell(interaction(one.inter, two.inter), (*one.refs, *two.refs)),
        "civilian_targeting": Cell("Civilians targeted" if targeted and violent else None, two.refs),
    }  # fmt: skip


def _where(draft: _Draft, notes: Notes) -> dict[str, Cell]:
    place, location = draft.spot.place, draft.spot.location
    if location.extent == "province":
        notes.fire("acled/province-point")
        notes.lose("location: the province's own point, not its capital's")
    if place.relation != "in":
        notes.lose(f"location: the text has {describe_spot(place)}")
    notes.lose("admin2, admin3: claims carry the first division only")
    return {"geo_precision": Cell(acled_geo_precision(location), refer_to_spot(draft.spot))}


def _source(draft: _Draft, notes: Notes) -> dict[str, Cell]:
    if any(item.report.outlet is None for item in draft.claims):
        notes.lose("source: a report that does not name its outlet")
    chains = join(_speaker(item) for item in draft.claims)
    if chains:
        notes.lose(f"who says so: {chains}")
    first = draft.claims[0]
    told = f"{_speaker(first) or 'Report'}: {join_words(first)}"
    return {"source_scale": Cell(_scale(draft)), "notes": Cell(told, refer_to_evidence([first]))}


def _speaker(item: EventClaim) -> str | None:
    return name_speaker(item) or item.report.outlet


def _scale(draft: _Draft) -> str | None:
    """National or International, where every outlet's country is known; else blank."""
    here = draft.spot.place.country
    countries = {_outlet_country(item) for item in draft.claims}
    if None in countries or here is None:
        return None
    return "-".join(["National"] * (here in countries) + ["International"] * bool(countries - {here}))


def _outlet_country(item: EventClaim) -> str | None:
    last = item.claim.sources[-1] if item.claim.sources else None
    return actor_country(last.actor_id) if last else None
