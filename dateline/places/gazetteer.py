"""The gazetteer: places by name, from one embedded read-only file and, over it, the user's own.

The embedded file ships as `gazetteer.sqlite.xz` (see `unpacking.py`); the user's own places lie in `places.sqlite` in
the user's data folder (see `user_places.py`). Both are read page by page as needed: neither enters the heap whole. A
user's place of the same reference takes the place of ours; ours lends it its spellings.
"""

from __future__ import annotations

import csv
import math
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, cast

from dateline.errors import DatelineError
from dateline.places.spelling import fold
from dateline.places.unpacking import unpack_gazetteer
from dateline.user_tables import user_table_path

FEATURES = (
    "country", "admin1", "admin2", "capital", "admin_seat", "populated_place", "section_of_place", "airport",
    "airbase", "region", "continent", "camp", "crossing", "base", "dam", "bridge", "neighbourhood", "village",
    "mountain", "valley", "island", "river", "lake", "sea", "desert", "road", "port", "power_plant", "oilfield",
    "prison", "facility", "forest", "admin3",
)  # fmt: skip

# Radius in km where a record has none, by feature.
USUAL_KM = {"country": 500.0, "admin1": 100.0, "admin2": 30.0, "admin3": 12.0, "sea": 300.0, "river": 100.0,
            "road": 50.0, "desert": 150.0, "region": 100.0, "continent": 3000.0, "island": 10.0, "lake": 10.0,
            "mountain": 5.0, "valley": 10.0, "forest": 10.0, "airport": 3.0, "airbase": 3.0}  # fmt: skip
# People per square km of a built-up area, to guess a town's radius from its population.
_DENSITY = 3000.0
_LARGEST_TOWN_KM = 25.0

# References of places put in by hand: our overlay and the user's own.
CHOSEN = ("overlay:", "user:")
# Row numbers of the user's own places begin here, far above those of the embedded file.
OWN_ROWS = 1 << 40
# Layout of the user's file (`PRAGMA user_version`).
OWN_LAYOUT = 1
# Of the user's own places of one country, this many, the most populous, are matched fuzzily: a full GeoNames dump has
# a million names in some countries, too many for the heap.
_MOST_OWN_NAMES = 50_000

# SQLite's "variable" limit is far above this; a name with more bearers than this is cut to the most populous.
_MOST_BEARERS = 250


@dataclass(frozen=True, slots=True)
class Record:
    """One place of the gazetteer. `admin1` and `admin2` are row numbers, 0 where unknown; `main` says that the name
    asked for is its chief name and not a former, foreign or other one."""

    row: int
    ref: str
    name: str
    country: str
    admin1: int
    admin2: int
    lat: float
    lon: float
    population: int
    feature: str
    error_km: int
    main: bool = True

    @property
    def radius_km(self) -> float:
        """How far from its point the place reaches: as recorded, or guessed from its population or kind.

        A town of 30,000 gets 1.8 km, one of two million 14.6 km.
        """
        if self.error_km:
            return float(self.error_km)
        if self.feature in USUAL_KM:
            return USUAL_KM[self.feature]
        return round(min(_LARGEST_TOWN_KM, max(1.0, math.sqrt(self.population / (math.pi * _DENSITY)))), 1)


class Gazetteer:
    """Look-ups by name, read-only and safe to use from several threads."""

    def __init__(self, path: Path, own: Path | None = None, held: IO[bytes] | None = None) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._own = own
        self._held = held  # keeps the shared lock on the unpacked file
        self._local = threading.local()

    @property
    def has_own(self) -> bool:
        """Whether the user has places of their own."""
        return self._own is not None

    def find(self, name: str) -> tuple[Record, ...]:
        """Return every place of that name, the most populous first.

        >>> [(place.name, place.country) for place in open_gazetteer().find("ad-Dumayr")]
        [('Aḑ Ḑumayr', 'SYR')]
        """
        return self.find_key(fold(name))

    def find_key(self, key: str) -> tuple[Record, ...]:
        """Return every place with that key (see `spelling.fold`), the most populous first."""
        return _find_key(self, key)

    def knows_key(self, key: str) -> bool:
        """Say whether any place has that key; several times cheaper than `find_key`."""
        return _knows_key(self, key)

    def place(self, row: int) -> Record | None:
        """Return the place of a row number, or None."""
        return _place(self, row)

    def by_ref(self, refs: Iterable[str]) -> dict[str, Record]:
        """Return the places of the embedded file with those references ("geonames:170017")."""
        return _embedded_by_ref(self, list(refs))

    def names_in(self, country: str) -> tuple[tuple[str, int], ...]:
        """Return the (key, row) pairs of one country's places (ISO alpha-3), for fuzzy matching inside it."""
        return _names_in(self, country)

    def neighbours(self, country: str) -> frozenset[str]:
        """Return the ISO alpha-3 codes of the countries that border on one."""
        return _neighbours(self).get(country, frozenset())

    def select(self, query: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Run one reading query on this thread's connection; the user's file is attached as `own`."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._uri, uri=True)
            if self._own is not None:
                connection.execute("ATTACH ? AS own", (f"{self._own.absolute().as_uri()}?mode=ro",))
        return list(connection.execute(query, parameters))


def open_gazetteer() -> Gazetteer:
    """Return the embedded gazetteer, unpacked on this machine's first use, with the user's own places over it."""
    own = user_table_path("places.sqlite")
    try:
        stat = own.stat()
    except OSError:
        return _open(None, 0, 0)
    return _open(own, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=2)
def _open(own: Path | None, _changed: int, _number: int) -> Gazetteer:
    """One gazetteer a state of the user's file: a running program sees what was added to it meanwhile."""
    if own is not None:
        check_own(own)
    path, held = _embedded()
    return Gazetteer(path, own, held)


@cache
def _embedded() -> tuple[Path, IO[bytes]]:
    return unpack_gazetteer()


def check_own(path: Path) -> None:
    """Raise DatelineError where the user's file is none, or of another layout than this version reads."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.close()
    except sqlite3.DatabaseError as error:
        raise DatelineError(f"{path} is not a table of places ({error}); move it away, then import again") from error
    if layout != OWN_LAYOUT:
        found = f"layout {layout}, and this version reads {OWN_LAYOUT}"
        raise DatelineError(f"{path} has {found}; move it away, then import again")


_FIELDS = ("id", "ref", "name", "country", "admin1", "admin2", "lat", "lon", "population", "feature", "error_km")
_COLUMNS = ", ".join(f"place.{name}" for name in _FIELDS)


@lru_cache(maxsize=20_000)
def _find_key(gazetteer: Gazetteer, key: str) -> tuple[Record, ...]:
    records = [_record(row) for row in _bearers(gazetteer, "main", key)]
    for country, other in _respelt().get(key, ()):
        known = {record.row for record in records}
        meant = [_record(row) for row in _bearers(gazetteer, "main", other)]
        records += [replace(one, main=False) for one in meant if one.country == country and one.row not in known]
    if gazetteer.has_own:
        records = _overlaid(
            gazetteer, records, [_own_record(gazetteer, row) for row in _bearers(gazetteer, "own", key)]
        )
    return tuple(records)


@cache
def _respelt() -> dict[str, tuple[tuple[str, str], ...]]:
    """Keys that reports write and the embedded file lacks, each with country (ISO alpha-3) and key of what is meant."""
    table = resources.files("dateline.codebook").joinpath("place_spellings.csv").read_text(encoding="utf-8")
    meant: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in csv.DictReader(table.splitlines()):
        key = fold(row["spelling"])
        meant[key] = (*meant.get(key, ()), (row["country"], fold(row["as"])))
    return meant


def _bearers(gazetteer: Gazetteer, file: str, key: str) -> list[tuple[object, ...]]:
    return gazetteer.select(
        f"SELECT {_COLUMNS}, bearer % 2 FROM {file}.spelling JOIN {file}.place AS place ON place.id = bearer / 2 "
        "WHERE key = ? ORDER BY population DESC LIMIT ?",
        (key, _MOST_BEARERS),
    )


def _overlaid(gazetteer: Gazetteer, ours: list[Record], own: list[Record]) -> list[Record]:
    """Both files' bearers of a name, the user's record wherever both have the place."""
    replaced = _own_by_ref(gazetteer, [record.ref for record in ours])
    merged: dict[str, Record] = {}
    for record in own:  # twice where the name came both as the chief one and as another
        is_main = record.main or (record.ref in merged and merged[record.ref].main)
        merged[record.ref] = replace(record, main=is_main)
    for record in ours:
        kept = merged.get(record.ref) or replaced.get(record.ref) or record
        merged[record.ref] = replace(kept, main=record.main or (record.ref in merged and kept.main))
    return sorted(merged.values(), key=lambda record: -record.population)[:_MOST_BEARERS]


@lru_cache(maxsize=50_000)
def _knows_key(gazetteer: Gazetteer, key: str) -> bool:
    files = ("main", "own") if gazetteer.has_own else ("main",)
    return key in _respelt() or any(
        gazetteer.select(f"SELECT 1 FROM {file}.spelling WHERE key = ? LIMIT 1", (key,)) for file in files
    )


@lru_cache(maxsize=20_000)
def _place(gazetteer: Gazetteer, row: int) -> Record | None:
    if row >= OWN_ROWS:
        own = gazetteer.select(f"SELECT {_COLUMNS}, 1 FROM own.place AS place WHERE id = ?", (row - OWN_ROWS,))
        return _own_record(gazetteer, own[0]) if own else None
    rows = gazetteer.select(f"SELECT {_COLUMNS}, 1 FROM main.place AS place WHERE id = ?", (row,))
    if not rows:
        return None
    record = _record(rows[0])
    return _own_by_ref(gazetteer, [record.ref]).get(record.ref, record) if gazetteer.has_own else record


def _embedded_by_ref(gazetteer: Gazetteer, refs: list[str]) -> dict[str, Record]:
    rows = gazetteer.select(
        f"SELECT {_COLUMNS}, 1 FROM main.place AS place WHERE ref IN ({_marks(refs)})", tuple(map(stored_ref, refs))
    )
    return {record.ref: record for record in map(_record, rows)}


def _own_by_ref(gazetteer: Gazetteer, refs: list[str]) -> dict[str, Record]:
    rows = gazetteer.select(
        f"SELECT {_COLUMNS}, 1 FROM own.place AS place WHERE ref IN ({_marks(refs)})", tuple(map(stored_ref, refs))
    )
    return {record.ref: record for record in (_own_record(gazetteer, row) for row in rows)}


def _marks(items: list[str]) -> str:
    return ", ".join("?" * len(items))


def stored_ref(ref: str) -> int | str:
    """Return a reference as the files hold it: GeoNames ids as numbers.

    >>> stored_ref("geonames:170017"), stored_ref("overlay:hisia-syr")
    (170017, 'overlay:hisia-syr')
    """
    number = ref.removeprefix("geonames:")
    return int(number) if number != ref and number.isdigit() else ref


def _own_record(gazetteer: Gazetteer, row: tuple[object, ...]) -> Record:
    """A row of the user's file. Where ours has the place, it keeps our row number, so that what lies in it still does,
    and our radius if it has none; its units are named by reference there and numbered here."""
    record = _record((*row[:4], 0, 0, *row[6:]))
    ours = _numbered(gazetteer, row[1])
    return replace(
        record,
        row=ours[0] if ours else OWN_ROWS + record.row,
        admin1=_unit_row(gazetteer, row[4]),
        admin2=_unit_row(gazetteer, row[5]),
        error_km=record.error_km or (ours[1] if ours else 0),
    )


@lru_cache(maxsize=50_000)
def _numbered(gazetteer: Gazetteer, ref: object) -> tuple[int, int] | None:
    """Row number and radius of an embedded place, by its reference as stored."""
    rows = gazetteer.select("SELECT id, error_km FROM main.place WHERE ref = ?", (ref,))
    return (_int(rows[0][0]), _int(rows[0][1])) if rows else None


def _unit_row(gazetteer: Gazetteer, ref: object) -> int:
    if not ref:
        return 0
    if ours := _numbered(gazetteer, ref):
        return ours[0]
    rows = gazetteer.select("SELECT id FROM own.place WHERE ref = ?", (ref,))
    return OWN_ROWS + _int(rows[0][0]) if rows else 0


@lru_cache(maxsize=12)
def _names_in(gazetteer: Gazetteer, country: str) -> tuple[tuple[str, int], ...]:
    rows = gazetteer.select(
        "SELECT key, bearer / 2 FROM main.spelling WHERE rowid BETWEEN "
        "(SELECT first FROM country_spellings WHERE country = ?1) AND "
        "(SELECT last FROM country_spellings WHERE country = ?1)",
        (country,),
    )
    names = tuple(cast("list[tuple[str, int]]", rows))
    if not gazetteer.has_own:
        return names
    own = gazetteer.select(
        "SELECT name, id FROM own.place WHERE country = ? ORDER BY population DESC LIMIT ?", (country, _MOST_OWN_NAMES)
    )
    return (*names, *((fold(str(name)), OWN_ROWS + _int(row)) for name, row in own))


@lru_cache(maxsize=2)
def _neighbours(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    rows = gazetteer.select("SELECT country, neighbours FROM country_spellings")
    return {str(country): frozenset(str(neighbours).split()) for country, neighbours in rows}


def _record(row: tuple[object, ...]) -> Record:
    number, ref, name, country, admin1, admin2, lat, lon, population, feature, error_km, main = row
    return Record(
        row=_int(number),
        ref=f"geonames:{ref}" if isinstance(ref, int) else str(ref),
        name=str(name),
        country=str(country),
        admin1=_int(admin1),
        admin2=_int(admin2),
        lat=_int(lat) / 10_000,
        lon=_int(lon) / 10_000,
        population=_int(population),
        feature=FEATURES[_int(feature)],
        error_km=_int(error_km),
        main=bool(main),
    )


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
