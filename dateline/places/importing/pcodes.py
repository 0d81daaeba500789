"""OCHA's common operational datasets: tables of administrative units with p-codes.

Columns such as ADM1_EN, ADM1_AR, ADM1_PCODE, or adm1_name, adm1_pcode; levels 1 to 4; a second row of HXL tags may
stand under the heading. Points (lat, latitude, center_lat, POINT_Y, ...) are of a row's deepest unit.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.codebook.countries import read_countries
from dateline.errors import DatelineError, InputError
from dateline.places.draft import ADMIN_WORDS, Draft, add_admin_spellings
from dateline.places.gazetteer import Gazetteer, Record
from dateline.places.geometry import distance_km
from dateline.places.importing.geonames import draft_of, parse_point
from dateline.places.importing.lines import OnBad, read_header, read_rows
from dateline.places.spelling import fold
from dateline.places.user_places import PlaceWriter, Unplaced

_CODE = re.compile(r"adm(?:in)?_?(\d)_?p_?code", re.I)
_NAME = re.compile(r"adm(?:in)?_?(\d)(?:alt\d*)?_?(?:name)?_?(?:[a-z]{2}\d?|ref|\d)?", re.I)
_LATITUDES = ("lat", "latitude", "center_lat", "centroid_lat", "point_y", "y_coord", "y")
_LONGITUDES = ("lon", "long", "longitude", "center_lon", "centroid_lon", "point_x", "x_coord", "x")
_TOWNS = frozenset({"capital", "admin_seat", "populated_place", "village", "section_of_place"})
_FEATURES = {1: frozenset({"admin1"}), 2: frozenset({"admin2"}), 3: _TOWNS | {"admin3"}, 4: _TOWNS | {"admin3"}}
# A place of the same name that is farther from the given point than this is another one.
_FARTHEST_KM = 150.0


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit of a row: its level, code, names in all languages, country, and the point if the row has one."""

    level: int
    code: str
    names: tuple[str, ...]
    country: str
    point: tuple[float, float] | None
    radius_km: int


@dataclass(slots=True)
class _Known:
    """What the units before came to: reference and row by code; places of a unit are sought within its parent."""

    refs: dict[str, int | str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def import_pcodes(path: Path, writer: PlaceWriter, on_bad: OnBad, gazetteer: Gazetteer) -> Counter[str]:
    """Give p-codes and names to the units that are known by name inside their country; return how the others ended.

    A unit that is not known becomes a new place where the file has its point, and else is kept without one.
    """
    columns = _read_columns(path)
    outcomes: Counter[str] = Counter()
    known = _Known()
    for number, row in read_rows(path, on_bad):
        if any(value.startswith("#") for value in row.values()):
            continue
        try:
            units = list(_units(row, columns))
        except InputError as error:
            on_bad(error.at(path=str(path), line=number))
            continue
        parents: list[str] = []
        for unit in units:
            if unit.code not in known.refs:
                outcomes[_take_in(unit, parents, known, writer, gazetteer)] += 1
            parents.append(unit.code)
    return outcomes


def _read_columns(path: Path) -> dict[int, tuple[str, list[str]]]:
    """The p-code column and the name columns of each level."""
    codes: dict[int, str] = {}
    names: dict[int, list[str]] = {}
    for column in read_header(path):
        if match := _CODE.fullmatch(column):
            codes[int(match[1])] = column
        elif match := _NAME.fullmatch(column):
            names.setdefault(int(match[1]), []).append(column)
    if not any(level in names for level in codes if level):
        raise DatelineError(f"{path} has no columns such as ADM1_EN and ADM1_PCODE in its first line")
    return {level: (code, names.get(level, [])) for level, code in sorted(codes.items())}


def _units(row: Mapping[str, str], columns: Mapping[int, tuple[str, list[str]]]) -> Iterator[_Unit]:
    """The units of a row from the first level down to its deepest."""
    country = _country(row, columns)
    given = [level for level, (code, _) in columns.items() if level and row[code]]
    if not given:
        raise InputError("no p-code", expected="a code such as SY01 in ADM1_PCODE")
    for level in given:
        code, names = columns[level]
        spelled = tuple(dict.fromkeys(row[name] for name in names if row[name]))
        if not spelled:
            raise InputError(f"{row[code]} has no name", expected=f"one in {' or '.join(names) or 'a name column'}")
        is_deepest = level == given[-1]
        yield _Unit(level, row[code], spelled, country, _point(row) if is_deepest else None, _radius(row))


def _country(row: Mapping[str, str], columns: Mapping[int, tuple[str, list[str]]]) -> str:
    """ISO alpha-3 from the country's code or name, else from the first letters of the first p-code."""
    code, names = columns.get(0, ("", []))
    cells = [row.get(code, ""), *(row[name] for name in names)]
    first = next((row[code] for level, (code, _) in columns.items() if level and row[code]), "")
    letters = re.match(r"[A-Z]*", first)
    if letters:
        cells.append(letters[0])
    for cell in filter(None, cells):
        for country in read_countries():
            if cell in (country.iso2, country.iso3, country.name, *country.aliases):
                return country.iso3
    raise InputError(f"no country in {', '.join(filter(None, cells)) or 'this row'}", expected="ADM0_PCODE, as in SY")


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    cells = {name.lower(): value for name, value in row.items()}
    lat = next((cells[name] for name in _LATITUDES if cells.get(name)), "")
    lon = next((cells[name] for name in _LONGITUDES if cells.get(name)), "")
    return parse_point(lat, lon) if lat or lon else None


def _radius(row: Mapping[str, str]) -> int:
    """Radius of a circle of the unit's area, where the file has one; 0 where not."""
    area = next((value for name, value in row.items() if name.lower() == "area_sqkm"), "")
    try:
        return round(math.sqrt(float(area) / math.pi)) if area else 0
    except ValueError:
        return 0


def _take_in(unit: _Unit, parents: list[str], known: _Known, writer: PlaceWriter, gazetteer: Gazetteer) -> str:
    """Write one unit and say what became of it."""
    record = _same_place(unit, [known.rows[code] for code in parents if code in known.rows], gazetteer)
    if record is None and unit.point is None:
        known.refs[unit.code] = ""
        writer.add_unplaced(Unplaced(f"pcode:{unit.code}", unit.names[0], unit.country, parents[-1] if parents else ""))
        return "kept without a point"
    draft = draft_of(record, gazetteer) if record else _new_draft(unit, parents, known)
    if unit.point:
        draft.lat, draft.lon = unit.point
        draft.error_km = unit.radius_km or draft.error_km
    draft.add(unit.code)
    for name in unit.names:
        add_admin_spellings(draft, name)
    writer.add(draft)
    known.refs[unit.code] = draft.ref
    if record:
        known.rows[unit.code] = record.row
    return "attached to known places" if record else "new places"


def _same_place(unit: _Unit, parents: list[int], gazetteer: Gazetteer) -> Record | None:
    """The one place of a unit's name, kind and country, within its parent where several bear the name."""
    keys = {key for name in unit.names for key in (fold(name), _bare(name))}
    found = {
        record.row: record
        for key in keys
        for record in gazetteer.find_key(key)
        if record.country == unit.country and record.feature in _FEATURES.get(unit.level, _TOWNS)
        and (unit.point is None or distance_km(record.lat, record.lon, *unit.point) <= _FARTHEST_KM)
    }  # fmt: skip
    records = list(found.values())
    if len(records) > 1 and parents:
        records = [record for record in records if {record.admin1, record.admin2} & set(parents)]
    if len(records) > 1:
        records = [record for record in records if record.main] if unit.level < 3 else _divisions_first(records)
    return records[0] if len(records) == 1 else None


def _divisions_first(records: list[Record]) -> list[Record]:
    return [record for record in records if record.feature == "admin3"] or records


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in ADMIN_WORDS)


def _new_draft(unit: _Unit, parents: list[str], known: _Known) -> Draft:
    assert unit.point is not None
    feature = f"admin{min(unit.level, 3)}"
    units = [known.refs.get(code, "") for code in parents[:2]] + ["", ""]
    return Draft(
        f"pcode:{unit.code}", unit.names[0], unit.country, *unit.point, feature,
        admin1=units[0], admin2=units[1], error_km=unit.radius_km,
    )  # fmt: skip
