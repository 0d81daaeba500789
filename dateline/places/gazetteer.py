"""The gazetteer: places by name, from one embedded read-only file.

The file ships as `gazetteer.sqlite.xz`. It is unpacked once into the user's cache folder, indexed there, and opened
read-only from then on; SQLite reads pages as they are needed, so it never enters the heap whole.
"""

from __future__ import annotations

import contextlib
import json
import lzma
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from dateline.places.spelling import fold

FEATURES = (
    "country", "admin1", "admin2", "capital", "admin_seat", "populated_place", "section_of_place", "airport",
    "airbase", "region", "continent", "camp", "crossing", "base", "dam", "bridge", "neighbourhood", "village",
    "mountain", "valley", "island", "river", "lake", "sea", "desert", "road", "port", "power_plant", "oilfield",
    "prison", "facility", "forest",
)  # fmt: skip

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


class Gazetteer:
    """Look-ups by name, read-only and safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._uri = f"file:{path}?mode=ro&immutable=1"
        self._local = threading.local()

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

    def names_in(self, country: str) -> tuple[tuple[str, int], ...]:
        """Return the (key, row) pairs of one country's places (ISO alpha-3), for fuzzy matching inside it."""
        return _names_in(self, country)

    def neighbours(self, country: str) -> frozenset[str]:
        """Return the ISO alpha-3 codes of the countries that border on one."""
        return _neighbours(self).get(country, frozenset())

    def select(self, query: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Run one reading query on this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._uri, uri=True)
        return list(connection.execute(query, parameters))


@cache
def open_gazetteer() -> Gazetteer:
    """Return the embedded gazetteer, unpacking it on this machine's first use."""
    return Gazetteer(_unpacked_path())


_COLUMNS = "place.id, ref, name, country, admin1, admin2, lat, lon, population, feature, error_km"


@lru_cache(maxsize=20_000)
def _find_key(gazetteer: Gazetteer, key: str) -> tuple[Record, ...]:
    rows = gazetteer.select(
        f"SELECT {_COLUMNS}, bearer % 2 FROM spelling JOIN place ON place.id = bearer / 2 WHERE key = ? "
        "ORDER BY population DESC LIMIT ?",
        (key, _MOST_BEARERS),
    )
    return tuple(_record(row) for row in rows)


@lru_cache(maxsize=50_000)
def _knows_key(gazetteer: Gazetteer, key: str) -> bool:
    return bool(gazetteer.select("SELECT 1 FROM spelling WHERE key = ? LIMIT 1", (key,)))


@lru_cache(maxsize=20_000)
def _place(gazetteer: Gazetteer, row: int) -> Record | None:
    rows = gazetteer.select(f"SELECT {_COLUMNS}, 1 FROM place WHERE id = ?", (row,))
    return _record(rows[0]) if rows else None


@lru_cache(maxsize=24)
def _names_in(gazetteer: Gazetteer, country: str) -> tuple[tuple[str, int], ...]:
    rows = gazetteer.select(
        "SELECT key, bearer / 2 FROM spelling WHERE rowid BETWEEN "
        "(SELECT first FROM country_spellings WHERE country = ?1) AND "
        "(SELECT last FROM country_spellings WHERE country = ?1)",
        (country,),
    )
    return tuple((str(key), int(str(row))) for key, row in rows)


@lru_cache(maxsize=1)
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


def _unpacked_path() -> Path:
    package = resources.files("dateline.places")
    digest = json.loads(package.joinpath("gazetteer.json").read_text(encoding="utf-8"))["digest"]
    for folder in _cache_folders():
        path = folder / f"gazetteer-{digest[:16]}.sqlite"
        if path.is_file():
            return path
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            _unpack(package.joinpath("gazetteer.sqlite.xz").read_bytes(), path)
            return path
    raise OSError("the gazetteer could not be unpacked: no cache or temporary folder is writable; set XDG_CACHE_HOME")


def _cache_folders() -> Iterator[Path]:
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
    yield Path(tempfile.gettempdir()) / f"dateline-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def _unpack(packed: bytes, path: Path) -> None:
    """Unpack and index next to `path`, then move into place, so that two processes starting at once both win."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(lzma.decompress(packed))
        connection = sqlite3.connect(part)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("CREATE INDEX spelling_key ON spelling (key)")
        connection.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
