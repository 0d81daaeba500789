"""Rows in UCDP GED's 49 columns, strict (GED's own rule of inclusion) or relaxed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.actors.states import state_record
from dateline.codebook import VIOLENT_GROUPS, event_types
from dateline.codebook.country_codes import country_codes
from dateline.events import Event, EventClaim
from dateline.export.cells import Basis, fill_row, refer_to_days, refer_to_spot, take_deeds, take_real_claims
from dateline.export.rows import Cell, LeftOut, Notes, Row, count_digits, join, leave_out
from dateline.export.shelf import Shelf
from dateline.export.sides import Party, Sides, read_sides
from dateline.export.tolls import GedDeaths, count_ged_deaths
from dateline.export.when import Days, choose_days, ged_date_prec
from dateline.export.where import Spot, Spots, choose_spots, country_name
from dateline.places import ged_where_prec

_ACTIVE_DEATHS = 25
_CIVILIANS = "Civilians"


@dataclass(frozen=True, slots=True)
class _Dyad:
    """The two sides as GED writes them; `kind` is its type of violence, None where the sides do not tell it."""

    kind: int | None
    a: Party | None
    b: Party | None
    faults: tuple[str, ...]

    def name(self, side: str) -> str | None:
        if side == "b" and self.kind == 3:
            return _CIVILIANS
        party = self.a if side == "a" else self.b
        if party is None:
            return None
        state = country_name(party.country) if _is_government(party) else None
        return f"Government of {state}" if state else party.name


def make_ged_rows(events: Iterable[Event], *, relaxed: bool = False) -> Iterator[Row | LeftOut]:
    """Give an entry for each event that has no row, with the rule that says so, then the rows of the others by date.

    Strict mode asks for a death, a place, days and two known sides (one, in violence on civilians); relaxed mode lets
    the death and a side be missing and says so in `code_status`. Whether a dyad is active in a year is known when all
    events are read: the dead of each are held, the rows wait on disk.
    """
    dead: defaultdict[tuple[object, object], int] = defaultdict(int)
    with Shelf[Row]() as shelf:
        for event in events:
            made = _make_row(event, relaxed=relaxed)
            if isinstance(made, LeftOut):
                yield made
                continue
            dead[_dyad_year(made)] += int(made.cells["best"].value or 0)
            shelf.add(str(made.cells["date_start"].value), made)
        for _, row in shelf.items():
            yield _mark_active(row, dead[_dyad_year(row)])


def priogrid(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point: half-degree cells, counted from the south-west, 720 a row.

    >>> priogrid(33.64, 36.69)  # Dumair
    178274
    """
    row, column = math.floor((lat + 90) * 2), math.floor((lon + 180) * 2)
    return min(row, 359) * 720 + min(column, 719) + 1


def _make_row(event: Event, *, relaxed: bool) -> Row | LeftOut:
    claims = take_real_claims(event)
    if isinstance(claims, LeftOut):
        return claims
    if all(event_types()[item.claim.event_type].group not in VIOLENT_GROUPS for item in claims):
        return leave_out(event, "ged/violence", f"{claims[0].claim.event_type} is not organised violence")
    deeds = take_deeds(claims)
    days, spots = choose_days(deeds), choose_spots(deeds)
    if days is None or ged_date_prec(days) is None:
        return leave_out(event, "ged/when", "its days are not known to within a year")
    if spots is None or ged_where_prec(spots.chosen[0].location) is None:
        return leave_out(event, "ged/where", "no located place is known")
    notes = Notes()
    notes.fire("ged/relaxed" if relaxed else "ged/inclusion")
    sides, groups = read_sides(claims, notes), {event_types()[item.claim.event_type].group for item in deeds}
    if groups == {"battles"}:
        sides = replace(sides, affected=())  # who is hit by a battle is not whom it is fought against
    dyad = _read_dyad(sides, spots.chosen[0].place.country, notes)
    if groups == {"violence_against_civilians"} and dyad.a is not None and not sides.second:
        notes.fire("ged/vac-civilians")
        dyad = _Dyad(3, dyad.a, None, _check(dyad.a))
    deaths = count_ged_deaths(claims, dyad.a, dyad.b, notes)
    if dyad.kind == 3 and deaths.unknown:
        notes.fire("ged/one-sided-civilians")
        deaths = replace(deaths, civilians=deaths.civilians + deaths.unknown, unknown=0)
    faults = (*dyad.faults, *(("no death is reported",) if deaths.best < 1 else ()))
    if faults and not relaxed:
        return leave_out(event, "ged/inclusion", join(faults))
    return _write(event, claims, _cut_to_year(days, notes), spots, dyad, deaths, faults, notes)


def _read_dyad(sides: Sides, country: str | None, notes: Notes) -> _Dyad:
    first = [party for party in sides.first if party.kind not in ("civilians", "protesters")]
    second = list(sides.second)
    civilians = [party for party in (*second, *sides.affected) if party.kind in ("civilians", "protesters")]
    armed = [party for party in second if party.kind not in ("civilians", "protesters")]
    a, b = (first[0] if first else None), (armed[0] if armed else None)
    if b is None and a is not None and civilians:
        notes.fire("ged/type-of-violence")
        return _Dyad(3, a, civilians[0], _check(a))
    if a is None or b is None:
        missing = "no side is named" if a is None and b is None else "only one side is named"
        return _Dyad(None, a or b, None, (missing,))
    notes.fire("ged/type-of-violence")
    notes.fire("ged/state-is-a")
    faults = (*_check(a), *_check(b))
    if _is_state(a) or _is_state(b):
        own = [party for party in (a, b) if _is_state(party) and party.country == country]
        side_a = (own or [party for party in (a, b) if _is_state(party)])[0]
        return _Dyad(1, side_a, b if side_a is a else a, faults)
    one, other = sorted((a, b), key=lambda party: party.name)
    return _Dyad(2, one, other, faults)


def _is_state(party: Party) -> bool:
    return party.kind in ("state_forces", "external_forces")


def _is_government(party: Party) -> bool:
    """Return whether it is the forces of a state as such ("syr.military"); a force with a record of its own is not."""
    return _is_state(party) and party.actor_id is not None and state_record(party.actor_id) is not None


def _check(party: Party) -> tuple[str, ...]:
    """What keeps a side from being clear: GED asks for a known, organised actor."""
    return (f"{party.name} is in no actor table",) if party.actor_id is None else ()


def _cut_to_year(days: Days, notes: Notes) -> Days:
    if days.start.year == days.end.year:
        return days
    notes.fire("ged/when")
    notes.lose(f"days: {days.start} to {days.end}, cut at New Year")
    old_end, new_start = date(days.start.year, 12, 31), date(days.end.year, 1, 1)
    if (old_end - days.start).days >= (days.end - new_start).days:
        return replace(days, end=old_end)
    return replace(days, start=new_start)


def _write(
    event: Event, claims: Sequence[EventClaim], days: Days, spots: Spots, dyad: _Dyad, deaths: GedDeaths,
    faults: Sequence[str], notes: Notes,
) -> Row:  # fmt: skip
    aggregate = len(spots.chosen) > 1 or (days.precision == "day" and days.count > 1)
    for name in spots.others + tuple(spot.place.name for spot in spots.chosen[1:]):
        notes.lose(f"place: {name}")
    notes.lose("UCDP's ids of conflicts, dyads and actors")
    if not deaths.is_told:
        notes.lose("deaths: 0 stands for no figure")
    notes.fire("ged/sources-once")
    own = {
        **_what(event, days, spots.chosen[0], dyad, faults, notes), **_where(spots.chosen[0], notes),
        **_when(days, aggregate), **_deaths(deaths, notes),
    }  # fmt: skip
    basis = Basis(event.id, claims, days, spots.chosen[0])
    return fill_row("ged", str(own["id"].value), (event.id,), basis, own, notes)


def _what(
    event: Event, days: Days, spot: Spot, dyad: _Dyad, faults: Sequence[str], notes: Notes
) -> dict[str, Cell]:  # fmt: skip
    number = count_digits(event.id, 9)
    a, b = dyad.name("a"), dyad.name("b")
    pair = f"{a} - {b}" if a and b else None
    refs_a, refs_b = ((dyad.a.ref,) if dyad.a else ()), ((dyad.b.ref,) if dyad.b else ())
    if dyad.kind == 1:
        notes.lose("conflict_name: over government or territory, claims do not say")
    return {
        "id": Cell(number),
        "relid": Cell(f"{spot.place.country or 'UNK'}-{days.start.year}-{dyad.kind or 0}-{number}"),
        "code_status": Cell(f"Not clear: {join(faults)}" if faults else "Clear"),
        "type_of_violence": Cell(dyad.kind, (*refs_a, *refs_b)),
        "conflict_name": Cell(pair if dyad.kind in (2, 3) else None, (*refs_a, *refs_b)),
        "dyad_name": Cell(pair, (*refs_a, *refs_b)), "side_a": Cell(a, refs_a), "side_b": Cell(b, refs_b),
        "gwnoa": Cell(_gwno(dyad.a)), "gwnob": Cell(_gwno(dyad.b) if dyad.kind != 3 else None),
    }  # fmt: skip


def _gwno(party: Party | None) -> int | None:
    codes = country_codes().get(party.country or "") if party is not None and _is_government(party) else None
    return codes.gwno if codes else None


def _where(spot: Spot, notes: Notes) -> dict[str, Cell]:
    notes.fire("ged/where")
    refs, lat, lon = refer_to_spot(spot), round(spot.location.lat, 6), round(spot.location.lon, 6)
    return {
        "where_prec": Cell(ged_where_prec(spot.location), refs), "geom_wkt": Cell(f"POINT ({lon} {lat})", refs),
        "priogrid_gid": Cell(priogrid(lat, lon), refs),
    }  # fmt: skip


def _when(days: Days, aggregate: bool) -> dict[str, Cell]:
    refs = refer_to_days(days)
    return {
        "event_clarity": Cell(2 if aggregate else 1, refs), "date_prec": Cell(ged_date_prec(days), refs),
        "date_start": Cell(f"{days.start} 00:00:00.000", refs), "date_end": Cell(f"{days.end} 00:00:00.000", refs),
    }  # fmt: skip


def _deaths(deaths: GedDeaths, notes: Notes) -> dict[str, Cell]:
    if deaths.unknown:
        notes.fire("ged/unknown-deaths")
    numbers = {
        "deaths_a": deaths.side_a, "deaths_b": deaths.side_b, "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown, "best": deaths.best, "high": deaths.high, "low": deaths.low,
    }  # fmt: skip
    return {column: Cell(number, deaths.refs) for column, number in numbers.items()}


def _mark_active(row: Row, dead_count: int) -> Row:
    is_active = row.cells["dyad_name"].value is not None and dead_count >= _ACTIVE_DEATHS
    notes = Notes(list(row.rules), list(row.lost))
    notes.fire("ged/active-year")
    return replace(row, cells={**row.cells, "active_year": Cell(int(is_active))}, rules=tuple(notes.rules))


def _dyad_year(row: Row) -> tuple[object, object]:
    return row.cells["dyad_name"].value, row.cells["year"].value
