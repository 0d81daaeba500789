"""PLOVER records (draft 2.0), POLECAT's 40 columns and CAMEO codes: who did what to whom, an event a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook import event_types
from dateline.codebook.country_codes import country_codes
from dateline.events import Event, EventClaim
from dateline.events.holding import tells_campaign, tells_hold
from dateline.export.cells import Basis, fill_row, geonames_id, refer_to_days, refer_to_spot, take_deeds
from dateline.export.columns import Table
from dateline.export.rows import (
    Cell,
    LeftOut,
    Notes,
    Ref,
    Row,
    is_told_as_real,
    join,
    leave_out,
    refer,
    refer_to_evidence,
)  # fmt: skip
from dateline.export.sides import Party, read_sides
from dateline.export.when import Days, choose_days
from dateline.export.where import Spot, choose_spots, country_name
from dateline.model import ActorKind
from dateline.places.precision import PLOVER_RESOLUTIONS, plover_resolution

# PLOVER draft 2.0: intensity of the events and modes that the codebook's types project to.
_SCORES = {
    ("AGREE", ""): 2.5, ("CONSULT", ""): 2.5, ("RETREAT", "withdraw"): 8.0, ("ACCUSE", "allege"): -3.5,
    ("THREATEN", "violence"): -3.5, ("PROTEST", "demo"): -5.0, ("PROTEST", "riot"): -7.0, ("MOBILIZE", ""): -5.5,
    ("MOBILIZE", "troops"): -6.5, ("COERCE", "seize"): -7.0, ("COERCE", "restrict"): -7.0, ("COERCE", "arrest"): -7.0,
    ("COERCE", "deport"): -7.0, ("ASSAULT", ""): -9.0, ("ASSAULT", "abduct"): -8.5, ("ASSAULT", "sexual"): -8.5,
    ("ASSAULT", "destroy"): -8.5, ("ASSAULT", "explosives"): -9.0, ("ASSAULT", "suicide-attack"): -9.5,
    ("ASSAULT", "aerial"): -9.5, ("ASSAULT", "heavy-weapons"): -9.5, ("ASSAULT", "crowd-control"): -7.5,
    ("ASSAULT", "unconventional"): -10.0,
}  # fmt: skip
_QUADS = {"AGREE": 1, "CONSULT": 1, "RETREAT": 2, "ACCUSE": 3, "THREATEN": 3}
_MATERIAL_CONFLICT = 4
_SECTORS: dict[ActorKind, str] = {
    "state_forces": "MIL", "external_forces": "MIL", "rebel_group": "REB", "political_militia": "UAF",
    "identity_militia": "UAF", "rioters": "CVL", "protesters": "CVL", "civilians": "CVL", "unknown": "UNK",
}  # fmt: skip
_THREAT_GROUPS = ("battles", "explosions_remote_violence", "violence_against_civilians")
_CITY_FEATURES = ("populated_place", "village", "admin_seat", "capital")
# Last root of each CAMEO quad class: verbal and material cooperation, verbal and material conflict.
_CAMEO_QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))


@dataclass(frozen=True, slots=True)
class _Act:
    """An event as PLOVER and CAMEO see it."""

    event: Event
    claims: tuple[EventClaim, ...]
    plover: str
    mode: str
    cameo: str
    days: Days
    spot: Spot | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    notes: Notes


def make_plover_rows(events: Iterable[Event]) -> Iterator[Row | LeftOut]:
    """Give one row an event, cells named as PLOVER's JSON fields (`encode_record` nests them)."""
    return (act if isinstance(act, LeftOut) else _write_plover(act) for act in map(_read_act, events))


def make_polecat_rows(events: Iterable[Event]) -> Iterator[Row | LeftOut]:
    """Give one row an event in POLECAT's columns; several actors of a side stand in one cell, "; " between them."""
    return (act if isinstance(act, LeftOut) else _write_polecat(act) for act in map(_read_act, events))


def make_cameo_rows(events: Iterable[Event]) -> Iterator[Row | LeftOut]:
    """Give one row a pair of actors, as CAMEO data sets have them; an actor alone has a row with no second."""
    for act in map(_read_act, events):
        yield from [act] if isinstance(act, LeftOut) else _write_cameo(act)


def encode_record(row: Row) -> bytes:
    """Return a PLOVER row as a line of JSON; fields with nothing in them are left away."""
    record = {column: _nest(cell.value) for column, cell in row.cells.items() if cell.value is not None}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"


def _nest(value: str | int | float | None) -> object:
    """Cells hold plain values; a nested field is in its cell as JSON."""
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


def _read_act(event: Event) -> _Act | LeftOut:
    real = tuple(item for item in event.claims if is_told_as_real(item.claim))
    threats = tuple(item for item in event.claims if _is_threat(item))
    if not real and not threats:
        return leave_out(event, "plover/told-as-real", "it is told neither as real nor as a threat")
    if real and all(tells_hold(item.claim) for item in real):
        return leave_out(event, "shared/statement-of-hold", "it is told only who holds the place")
    if real and all(tells_campaign(item.claim) for item in real):
        return leave_out(event, "shared/campaign", "it is told only that a campaign goes on")
    claims = tuple(item for item in real if not tells_hold(item.claim)) or threats
    deeds = take_deeds(claims)
    record = event_types()[deeds[0].claim.event_type]
    if record.plover_event is None or record.cameo is None:
        return leave_out(event, "plover/types", f"{record.id} has no PLOVER event")
    days = choose_days(deeds)
    if days is None:
        return leave_out(event, "plover/dated", "no day is known")
    notes = Notes()
    sides = read_sides(claims, notes)
    if not sides.first:
        return leave_out(event, "plover/actor", "no claim names who does it")
    codes = (record.plover_event, record.plover_mode or "", record.cameo)
    if not real and record.group in _THREAT_GROUPS:
        notes.fire("plover/threat")
        codes = ("THREATEN", "violence", "138")
    spots = choose_spots(deeds)
    _note_losses(claims, days, notes)
    spot = spots.chosen[0] if spots else None
    return _Act(event, claims, *codes, days, spot, sides.first, (*sides.second, *sides.affected), notes)


def _is_threat(item: EventClaim) -> bool:
    return item.claim.status == "threatened" and item.claim.stance in ("affirms", "cannot_verify")


def _note_losses(claims: Sequence[EventClaim], days: Days, notes: Notes) -> None:
    if days.count > 1:
        notes.lose(f"days: {days.start} to {days.end}, precision {days.precision}")
    if any(item.claim.casualties for item in claims):
        notes.lose("tolls: the format has none")
    if any(item.claim.materiel for item in claims):
        notes.lose("materiel: see --format materiel")


def _quad(event: str) -> int:
    return _QUADS.get(event, _MATERIAL_CONFLICT)


def _triggers(act: _Act) -> tuple[Ref, ...]:
    return tuple(refer(item, item.claim.trigger) for item in act.claims)


def _refs(parties: Sequence[Party]) -> tuple[Ref, ...]:
    return tuple(party.ref for party in parties)


def _fill(table: Table, row_id: str, act: _Act, own: Mapping[str, Cell]) -> Row:
    act.notes.fire("plover/dated")
    basis = Basis(act.event.id, act.claims, act.days, act.spot)
    return fill_row(table, row_id, (act.event.id,), basis, own, act.notes)


def _write_plover(act: _Act) -> Row:
    first = act.claims[0]
    cited = {"title": first.report.title, "url": first.report.url, "language": first.report.language,
             "publication": first.report.outlet, "codebook": "PLOVER", "version": "DRAFT 2.0"}  # fmt: skip
    text = " ".join(span.text for span in first.claim.evidence)
    act.notes.fire("plover/dated")  # the comment lists it
    own = {
        "enddate": Cell(act.days.end.isoformat() if act.days.count > 1 else None, refer_to_days(act.days)),
        "event": Cell(act.plover, _triggers(act)), "mode": Cell(act.mode or None, _triggers(act)),
        "quad_code": Cell(_quad(act.plover)), "event_scale": Cell(_SCORES.get((act.plover, act.mode))),
        "actor": Cell(_entities(act.actors), _refs(act.actors)),
        "recipient": Cell(_entities(act.recipients), _refs(act.recipients)),
        "event_loc": Cell(_location(act.spot), refer_to_spot(act.spot)), "text": Cell(text, refer_to_evidence([first])),
        "cite_info": Cell(json.dumps({key: value for key, value in cited.items() if value}, ensure_ascii=False)),
        "coder": Cell("dateline"), "comment": Cell("rules: " + "; ".join(act.notes.rules)),
    }  # fmt: skip
    return _fill("plover", act.event.id, act, own)


def _entities(parties: Sequence[Party]) -> str | None:
    entities = [
        {"code": party.country or "", "sector": _SECTORS[party.kind], "entity_text": party.words,
         "identifier_id": party.actor_id or "", "identifier_text": party.name}
        for party in parties
    ]  # fmt: skip
    return json.dumps(entities, ensure_ascii=False) if entities else None


def _location(spot: Spot | None) -> str | None:
    if spot is None:
        return None
    resolution = plover_resolution(spot.location)
    named = {
        "extracted_place": spot.place.span.text, "resolved_place": spot.place.name,
        "geonameid": geonames_id(spot), "lat": round(spot.location.lat, 6), "lon": round(spot.location.lon, 6),
        "province": spot.place.admin1, "country": country_name(spot.place.country),
        "country_code": spot.place.country, "resolution": PLOVER_RESOLUTIONS[resolution] if resolution else None,
    }  # fmt: skip
    return json.dumps({key: value for key, value in named.items() if value is not None}, ensure_ascii=False)


def _write_polecat(act: _Act) -> Row:
    act.notes.lose("Contexts, titles, Wikipedia ids, story people: not read")
    place = act.spot.place if act.spot else None
    own = {
        "Event Type": Cell(act.plover, _triggers(act)), "Event Mode": Cell(act.mode or None, _triggers(act)),
        "Intensity": Cell(_SCORES.get((act.plover, act.mode))), "Quad Code": Cell(_quad(act.plover)),
        **_polecat_side("Actor", act.actors), **_polecat_side("Recipient", act.recipients),
        "City": Cell(place.name if place and place.feature in _CITY_FEATURES else None, refer_to_spot(act.spot)),
        "Story Locations": Cell(join(place.name for item in act.claims for place in item.claim.places) or None),
        "Story Organizations": Cell(join(party.name for party in (*act.actors, *act.recipients)) or None),
        "Version": Cell("dateline, PLOVER DRAFT 2.0"),
    }  # fmt: skip
    return _fill("polecat", act.event.id, act, own)


def _polecat_side(side: str, parties: Sequence[Party]) -> dict[str, Cell]:
    codes = [country_codes().get(party.country or "") for party in parties]
    sectors = [_SECTORS[party.kind] for party in parties]
    texts = {
        f"{side} Name": join(party.name for party in parties),
        f"{side} Country": join(party.country for party in parties),
        f"{side} COW": join(code.cow for code in codes if code),
        f"Primary {side} Sector": sectors[0] if sectors else "", f"{side} Sectors": join(sectors),
        f"{side} Name Raw": join(party.words for party in parties),
    }  # fmt: skip
    return {column: Cell(text or None, _refs(parties)) for column, text in texts.items()}


def _write_cameo(act: _Act) -> list[Row]:
    seconds: tuple[Party | None, ...] = act.recipients or (None,)
    pairs = [(one, two) for one in act.actors for two in seconds]
    return [_write_pair(act, number, one, two) for number, (one, two) in enumerate(pairs)]


def _write_pair(act: _Act, number: int, one: Party, two: Party | None) -> Row:
    code = act.cameo
    quad = next(quad for root, quad in _CAMEO_QUADS if int(code[:2]) <= root)
    two_refs = (two.ref,) if two else ()
    row_id = f"{act.event.id}:{number}"
    own = {
        "event_id": Cell(row_id),
        "actor1_code": Cell(_cameo_code(one), (one.ref,)), "actor1_name": Cell(one.name, (one.ref,)),
        "actor2_code": Cell(_cameo_code(two) if two else None, two_refs),
        "actor2_name": Cell(two.name if two else None, two_refs), "event_code": Cell(code, _triggers(act)),
        "event_base_code": Cell(code[:3]), "event_root_code": Cell(code[:2]), "quad_class": Cell(quad),
    }  # fmt: skip
    return _fill("cameo", row_id, act, own)


def _cameo_code(party: Party) -> str:
    """Country and role, as in SYRMIL; a country alone or a role alone where the other is not known."""
    sector = _SECTORS[party.kind]
    return (party.country or "") + ("" if sector == "UNK" else sector) or "UNK"
