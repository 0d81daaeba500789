"""Tables with one place a row: OurAirports' airports.csv and plain CSV in the columns of our own overlay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from dateline.codebook.countries import read_countries
from dateline.errors import DatelineError, InputError
from dateline.places.draft import Draft, add_airfield_spelling, add_chosen_spelling, is_airbase
from dateline.places.gazetteer import FEATURES, Gazetteer, stored_ref
from dateline.places.importing.geonames import parse_point
from dateline.places.importing.lines import OnBad, read_header, read_rows
from dateline.places.spelling import fold
from dateline.places.user_places import PlaceWriter

_AIRPORT_COLUMNS = ("ident", "type", "name", "latitude_deg", "longitude_deg", "iso_country")
_AIRFIELDS = frozenset({"large_airport", "medium_airport", "small_airport", "closed"})
PLAIN_COLUMNS = ("name", "aliases", "country", "admin1", "lat", "lon", "feature", "error_km", "source_note")
_NEEDED = ("name", "country", "lat", "lon", "feature")


def import_airports(path: Path, writer: PlaceWriter, on_bad: OnBad) -> Counter[str]:
    """Take in OurAirports' table and return how many of which types were left out.

    Airfields, closed ones too (wars are fought over those); heliports, balloon ports and seaplane bases are left out.
    """
    _check_columns(path, _AIRPORT_COLUMNS)
    iso3 = {country.iso2: country.iso3 for country in read_countries()}
    left_out: Counter[str] = Counter()
    for number, row in read_rows(path, on_bad):
        if row["type"] not in _AIRFIELDS and row["ident"]:
            left_out[row["type"].replace("_", " ") + "s"] += 1
            continue
        try:
            writer.add(_airfield(row, iso3))
        except InputError as error:
            on_bad(error.at(path=str(path), line=number))
    return left_out


def _airfield(row: Mapping[str, str], iso3: Mapping[str, str]) -> Draft:
    if not row["ident"] or not row["name"]:
        raise InputError("no ident or no name", expected="both")
    if row["iso_country"] not in iso3:
        raise InputError(f"country {row['iso_country']!r}", expected="an ISO alpha-2 code in iso_country")
    point = parse_point(row["latitude_deg"], row["longitude_deg"])
    feature = "airbase" if is_airbase(row["name"]) else "airport"
    draft = Draft(f"airport:{row['ident']}", row["name"], iso3[row["iso_country"]], *point, feature)
    add_airfield_spelling(draft, row["name"])
    for keyword in row.get("keywords", "").split(","):
        if len(keyword.strip()) > 3:
            add_airfield_spelling(draft, keyword.strip())
    return draft


def import_plain(path: Path, writer: PlaceWriter, on_bad: OnBad, gazetteer: Gazetteer) -> Counter[str]:
    """Take in a CSV of places, in the columns of our overlay; a `ref` column may name places to replace.

    Needed: name, country (ISO alpha-3, empty for what lies in none), lat, lon, feature. Aliases are divided by "|".
    """
    _check_columns(path, _NEEDED)
    for number, row in read_rows(path, on_bad):
        try:
            draft = make_place(row, gazetteer)
        except InputError as error:
            on_bad(error.at(path=str(path), line=number))
            continue
        writer.add(draft, has_all_names=True)
    return Counter()


def make_place(row: Mapping[str, str], gazetteer: Gazetteer) -> Draft:
    """Return the place of one row of the plain table; InputError says what is wrong with it."""
    name, country, feature = row["name"], row["country"].upper(), row["feature"]
    if not fold(name):
        raise InputError(f"name {name!r}", expected="letters")
    if country and country not in {known.iso3 for known in read_countries()}:
        raise InputError(f"country {country!r}", expected="an ISO alpha-3 code such as SYR")
    if feature not in FEATURES or feature == "country":
        kinds = ", ".join(sorted(set(FEATURES) - {"country"}))
        raise InputError(f"feature {feature!r}", expected=f"one of {kinds}")
    ref = row.get("ref") or f"user:{fold(name).replace(' ', '-')}-{country.lower() or 'none'}"
    draft = Draft(stored_ref(ref), name, country, *parse_point(row["lat"], row["lon"]), feature)
    draft.error_km = _error(row.get("error_km") or "")
    draft.admin1 = _unit_ref(row.get("admin1") or "", country, gazetteer)
    for spelling in [name, *filter(None, (item.strip() for item in (row.get("aliases") or "").split("|")))]:
        add_chosen_spelling(draft, spelling)
    return draft


def _error(cell: str) -> int:
    try:
        error_km = round(float(cell)) if cell else 0
    except ValueError as error:
        raise InputError(f"error_km {cell!r}", expected="kilometres, or nothing") from error
    if error_km < 0:
        raise InputError(f"error_km {cell}", expected="kilometres, not below 0")
    return error_km


def _unit_ref(name: str, country: str, gazetteer: Gazetteer) -> int | str:
    """The reference of a first-level division by its name in the country."""
    if not name:
        return ""
    units = [unit for unit in gazetteer.find(name) if unit.country == country and unit.feature == "admin1"]
    if len(units) != 1:
        raise InputError(f"admin1 {name!r}", expected=f"the name of one first-level division of {country}, or nothing")
    return stored_ref(units[0].ref)


def _check_columns(path: Path, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in read_header(path)]
    if missing:
        raise DatelineError(f"{path}, line 1: no column {', '.join(missing)} (expected {', '.join(needed)})")
