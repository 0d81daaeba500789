"""GeoNames: the dump (`allCountries.txt`, `SY.zip`) and `alternateNamesV2.txt`.

Columns as in GeoNames' own readme: the dump has 19, the alternate names 10, divided by tabs.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dateline.codebook.countries import read_countries
from dateline.errors import InputError
from dateline.places.draft import Draft, add_admin_spellings, add_airfield_spelling, add_town_spellings, is_kept_script
from dateline.places.gazetteer import Gazetteer, Record, stored_ref
from dateline.places.importing.lines import OnBad, read_lines
from dateline.places.spelling import fold
from dateline.places.user_places import BATCH_COUNT, PlaceWriter

_DUMP_COLUMNS = 19
_NAME_COLUMNS = 10
_FEATURES = {
    "PPLC": "capital", "PPLG": "capital", "PPLA": "admin_seat", "PPLX": "section_of_place",
    "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin3", "ADM4": "admin3", "ADM5": "admin3",
    "AIRP": "airport", "AIRF": "airport", "AIRB": "airbase", "MILB": "base", "INSM": "base", "FT": "base",
    "CMP": "camp", "CMPRF": "camp", "DAM": "dam", "BDG": "bridge", "PRN": "prison", "PS": "power_plant",
    "PSH": "power_plant", "PSN": "power_plant", "OILR": "oilfield", "OILF": "oilfield", "GASF": "oilfield",
    "PRT": "port", "HBR": "port", "PSTB": "crossing", "BDRY": "crossing",
    "MT": "mountain", "MTS": "mountain", "PK": "mountain", "PKS": "mountain", "HLL": "mountain", "HLLS": "mountain",
    "RDGE": "mountain", "PASS": "mountain", "VAL": "valley", "ISL": "island", "ISLS": "island", "DSRT": "desert",
    "UPLD": "region", "PLAT": "region", "PEN": "region", "RGN": "region", "RGNE": "region", "RGNH": "region",
    "STM": "river", "STMS": "river", "WAD": "river", "CNL": "river", "LK": "lake", "LKS": "lake", "RSV": "lake",
    "SEA": "sea", "GULF": "sea", "STRT": "sea", "BAY": "sea", "FRST": "forest",
}  # fmt: skip
# Not names in any language.
_NO_LANGUAGES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "phon", "piny"})


def import_dump(path: Path, writer: PlaceWriter, on_bad: OnBad) -> Counter[str]:
    """Take in a dump and return what was left out and why.

    Populated places, divisions, and the kinds of places that war reports name; countries stay as our codebook has them,
    and hotels, schools, streams' springs and the like are left out, since they only make names ambiguous.
    """
    left_out: Counter[str] = Counter()
    units = _read_units(path)
    iso3 = {country.iso2: country.iso3 for country in read_countries()}
    for number, line in read_lines(path, on_bad):
        try:
            draft = _draft(line.split("\t"), units, iso3)
        except InputError as error:
            on_bad(error.at(path=str(path), line=number))
            continue
        if isinstance(draft, Draft):
            writer.add(draft)
        else:
            left_out[draft] += 1
    return left_out


def _read_units(path: Path) -> dict[str, int]:
    """GeoNames ids of the first and second-level divisions by code ("SY.11"), which stand anywhere in the file."""
    units: dict[str, int] = {}
    for _, line in read_lines(path, lambda error: None):
        if "\tADM1\t" in line or "\tADM2\t" in line:
            columns = line.split("\t")
            if len(columns) == _DUMP_COLUMNS and columns[0].isdigit():
                depth = 11 if columns[7] == "ADM1" else 12
                units[".".join([columns[8], *columns[10:depth]])] = int(columns[0])
    return units


def _draft(columns: list[str], units: dict[str, int], iso3: dict[str, str]) -> Draft | str:
    """A place, or why a sound line is left out."""
    if len(columns) != _DUMP_COLUMNS:
        raise InputError(f"{len(columns)} columns", expected=f"{_DUMP_COLUMNS}, divided by tabs")
    number, name, _, others, lat, lon, kind, code, country = columns[:9]
    if not number.isdigit() or not name:
        raise InputError(f"{number!r}, {name!r}", expected="a number and a name first")
    feature = _FEATURES.get(code) or ("populated_place" if kind == "P" else None)
    if feature is None:
        return "countries, which stay as they are" if code.startswith("PCL") else "of kinds that reports do not name"
    if country not in iso3 and country:
        raise InputError(f"country {country!r}", expected="an ISO alpha-2 code in column 9")
    admin1 = units.get(f"{country}.{columns[10]}", "")
    draft = Draft(
        int(number), name, iso3.get(country, ""), *parse_point(lat, lon), feature, _population(columns[14]), admin1,
        units.get(f"{country}.{columns[10]}.{columns[11]}", "") if columns[11] else "",
    )  # fmt: skip
    if feature in ("admin1", "admin2", "admin3"):
        for spelling in filter(None, [name, *others.split(",")]):
            add_admin_spellings(draft, spelling)
    elif feature in ("airport", "airbase"):
        add_airfield_spelling(draft, name)
    else:
        add_town_spellings(draft, others.split(","))
    return draft


def parse_point(lat: str, lon: str) -> tuple[float, float]:
    """Return latitude and longitude from their cells; InputError where they are none."""
    try:
        point = float(lat), float(lon)
    except ValueError as error:
        raise InputError(f"latitude {lat!r}, longitude {lon!r}", expected="degrees with a decimal point") from error
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise InputError(f"latitude {lat}, longitude {lon}", expected="degrees within -90..90 and -180..180")
    return point


def _population(cell: str) -> int:
    if cell and not cell.isdigit():
        raise InputError(f"population {cell!r}", expected="a whole number in column 15")
    return int(cell or 0)


def import_alternate_names(path: Path, writer: PlaceWriter, on_bad: OnBad, gazetteer: Gazetteer) -> Counter[str]:
    """Give names to places that are known, in the user's file or in ours; return how many lines were for no such place.

    Preferred English names count as chief names. Links, postcodes and codes of airports are no names.
    """
    left_out: Counter[str] = Counter()
    batch: list[tuple[int, str, bool]] = []
    for number, line in read_lines(path, on_bad):
        columns = line.split("\t")
        if len(columns) != _NAME_COLUMNS or not columns[1].isdigit() or not columns[3]:
            found = f"{len(columns)} columns" if len(columns) != _NAME_COLUMNS else f"{columns[1]!r}, {columns[3]!r}"
            on_bad(InputError(found, expected="10 columns by tabs, a GeoNames id second and a name fourth",
                              path=str(path), line=number))  # fmt: skip
            continue
        key = fold(columns[3])
        if columns[2] in _NO_LANGUAGES:
            left_out["links and codes"] += 1
        elif not key or len(key) > 60 or not is_kept_script(key):
            left_out["in scripts that are not kept"] += 1
        else:
            batch.append((int(columns[1]), key, columns[2] == "en" and columns[4] == "1"))
        if len(batch) >= BATCH_COUNT:
            left_out["of places that are not in the gazetteer"] += _attach(batch, writer, gazetteer)
            batch = []
    left_out["of places that are not in the gazetteer"] += _attach(batch, writer, gazetteer)
    return +left_out


def _attach(batch: list[tuple[int, str, bool]], writer: PlaceWriter, gazetteer: Gazetteer) -> int:
    """Write the names of one batch; a place of ours is first copied into the user's file. Return how many had none."""
    refs = list(dict.fromkeys(number for number, _, _ in batch))
    rows = writer.rows_of(refs)
    ours = gazetteer.by_ref(f"geonames:{number}" for number in refs if number not in rows)
    for record in ours.values():
        writer.add(draft_of(record, gazetteer))
    writer.flush()
    rows = writer.rows_of(refs)
    writer.add_names((rows[number], key, main) for number, key, main in batch if number in rows)
    return sum(number not in rows for number, _, _ in batch)


def draft_of(record: Record, gazetteer: Gazetteer) -> Draft:
    """Return a place of ours as it goes into the user's file: units by reference; its spellings stay with ours."""
    units: list[int | str] = []
    for row in (record.admin1, record.admin2):
        unit = gazetteer.place(row) if row else None
        units.append(stored_ref(unit.ref) if unit else "")
    return Draft(
        stored_ref(record.ref), record.name, record.country, record.lat, record.lon, record.feature,
        record.population, units[0], units[1], record.error_km,
    )  # fmt: skip
