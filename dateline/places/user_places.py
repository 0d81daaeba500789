"""The user's own places: `places.sqlite` in the user's data folder, written all or nothing.

The file has the tables of the embedded gazetteer, so that one query reads both. Every writing works on a copy beside it
that is moved into place at the end: a run that is stopped or killed leaves the file as it was, and the next one starts
afresh. Only one writes at a time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.errors import DatelineError
from dateline.places.draft import Draft
from dateline.places.gazetteer import FEATURES, OWN_LAYOUT, check_own
from dateline.user_tables import user_table_path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

# Places held before they are written together: the whole of what an import keeps in memory.
BATCH_COUNT = 5_000
# What is added one by one counts as one source; a file that is imported again, once.
BY_HAND = "add"
_SOURCES = (
    "SELECT name, format, sum(places), sum(names), max(added) FROM source GROUP BY name, format ORDER BY min(rowid)"
)
_CACHE_KIB = 16_000
_TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, ref UNIQUE, name TEXT, country TEXT, admin1, admin2, lat INT, lon INT,
                    population INT, feature INT, error_km INT);
CREATE TABLE spelling (key TEXT, bearer INT, PRIMARY KEY (key, bearer)) WITHOUT ROWID;
CREATE TABLE unplaced (ref PRIMARY KEY, name TEXT, country TEXT, unit TEXT) WITHOUT ROWID;
CREATE TABLE source (name TEXT, format TEXT, places INT, names INT, added TEXT);
CREATE INDEX place_country ON place (country, population);
"""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A place that was named to us without a point: kept and listed, never shown on a map."""

    ref: str
    name: str
    country: str
    unit: str


class PlaceWriter:
    """Takes places and names in, a batch at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._waiting: dict[int | str, Draft] = {}
        self._renamed: set[int | str] = set()
        connection.execute("CREATE TEMP TABLE renamed (id INTEGER PRIMARY KEY)")
        self._next = self._one("SELECT coalesce(max(id), 0) + 1 FROM place")
        self.place_count = 0
        self.name_count = 0
        self.on_batch: Callable[[int], None] | None = None

    @property
    def is_used(self) -> bool:
        """Whether anything was taken in yet, written or waiting."""
        return bool(self._waiting or self.place_count or self.name_count)

    def add(self, draft: Draft, *, has_all_names: bool = False) -> None:
        """Take one place in; one of the same reference is replaced, and keeps the spellings it had in this file unless
        the draft has all its names."""
        self._waiting[draft.ref] = draft
        if has_all_names:
            self._renamed.add(draft.ref)
        if len(self._waiting) >= BATCH_COUNT:
            self.flush()

    def add_unplaced(self, unplaced: Unplaced) -> None:
        """Keep a place without a point."""
        self._connection.execute(
            "INSERT OR REPLACE INTO unplaced VALUES (?, ?, ?, ?)",
            (unplaced.ref, unplaced.name, unplaced.country, unplaced.unit),
        )

    def add_names(self, names: Iterable[tuple[int, str, bool]]) -> None:
        """Take in (row, key, whether it is a chief name) of places that are there."""
        rows = [(key, row * 2 + main) for row, key, main in names]
        self._connection.executemany("INSERT INTO incoming.spelling VALUES (?, ?)", rows)
        self.name_count += len(rows)

    def rows_of(self, refs: Sequence[int | str]) -> dict[int | str, int]:
        """Return the row numbers of the places that are there."""
        marks = ", ".join("?" * len(refs))
        return dict(self._connection.execute(f"SELECT ref, id FROM place WHERE ref IN ({marks})", tuple(refs)))

    def flush(self) -> None:
        """Write what is waiting."""
        drafts, self._waiting = list(self._waiting.values()), {}
        rows = self.rows_of([draft.ref for draft in drafts])
        renamed = ((row,) for ref, row in rows.items() if ref in self._renamed)
        self._connection.executemany("INSERT OR IGNORE INTO renamed VALUES (?)", renamed)
        self._renamed.clear()
        for draft in drafts:
            if draft.ref not in rows:
                rows[draft.ref] = self._next
                self._next += 1
        self._connection.executemany(
            "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(rows[draft.ref], draft) for draft in drafts),
        )
        self._connection.executemany("DELETE FROM unplaced WHERE ref = ?", ((draft.ref,) for draft in drafts))
        self.add_names((rows[draft.ref], key, main) for draft in drafts for key, main in draft.names.items())
        self.place_count += len(drafts)
        if self.on_batch and drafts:
            self.on_batch(self.place_count)

    def finish(self, source: str, kind: str) -> None:
        """Merge the new names in order, which is many times faster than one by one, and note where they come from."""
        self.flush()
        if self._one("SELECT count(*) FROM renamed"):
            self._connection.execute("DELETE FROM main.spelling WHERE bearer / 2 IN (SELECT id FROM renamed)")
        self._connection.execute(
            "INSERT OR IGNORE INTO main.spelling SELECT key, bearer FROM incoming.spelling ORDER BY key, bearer"
        )
        if kind != BY_HAND:
            self._connection.execute("DELETE FROM source WHERE name = ? AND format = ?", (source, kind))
        self._connection.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
            (source, kind, self.place_count, self.name_count, time.strftime("%Y-%m-%d")),
        )
        self._connection.commit()

    def _one(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])


@contextmanager
def write_places(source: str, kind: str, path: Path | None = None) -> Iterator[PlaceWriter]:
    """Give a writer whose work counts only if the block ends well; `source` and `kind` say where it comes from.

    DatelineError when another process writes at the same time, or the file is not ours.
    """
    path = path or user_table_path("places.sqlite")
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        _locked(path.with_suffix(".lock")),
        tempfile.TemporaryDirectory(dir=path.parent, prefix="places-", suffix=".part") as folder,
    ):
        part = Path(folder) / path.name
        if path.exists():
            check_own(path)
            shutil.copyfile(path, part)
        connection = _open_part(part, Path(folder) / "incoming.sqlite")
        try:
            writer = PlaceWriter(connection)
            yield writer
            writer.finish(source, kind)
        finally:
            connection.close()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)


def count_own(path: Path | None = None) -> dict[str, int]:
    """Return how many places, names and places without a point the user's file holds; nothing where there is none."""
    tables = {"places": "place", "names": "spelling", "without a point": "unplaced"}
    with _reading(path) as connection:
        if connection is None:
            return {}
        return {
            word: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for word, table in tables.items()
        }


def list_sources(path: Path | None = None) -> list[tuple[str, str, int, int, str]]:
    """Return (name, format, places, names, day) of everything that was added, oldest first."""
    with _reading(path) as connection:
        return list(connection.execute(_SOURCES)) if connection else []


def list_unplaced(path: Path | None = None) -> list[Unplaced]:
    """Return the places that are kept without a point."""
    with _reading(path) as connection:
        rows = connection.execute("SELECT * FROM unplaced ORDER BY country, name") if connection else []
        return [Unplaced(*row) for row in rows]


@contextmanager
def _reading(path: Path | None) -> Iterator[sqlite3.Connection | None]:
    path = path or user_table_path("places.sqlite")
    if not path.exists():
        yield None
        return
    check_own(path)
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    with path.open("ab") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DatelineError(f"places are being added by another run ({path} is held); wait for it") from error
            _remove_parts(path.parent)
        yield file


def _remove_parts(folder: Path) -> None:
    """What a killed run left; the lock says that none is at work."""
    for part in folder.glob("places-*.part"):
        shutil.rmtree(part, ignore_errors=True)


def _open_part(part: Path, incoming: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(part)
    is_new = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    connection.executescript(
        f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; "
        f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA user_version = {OWN_LAYOUT};"
    )
    if is_new:
        connection.executescript(_TABLES)
    connection.execute("ATTACH ? AS incoming", (str(incoming),))
    connection.executescript(
        "PRAGMA incoming.journal_mode = OFF; PRAGMA incoming.synchronous = OFF;"
        "CREATE TABLE incoming.spelling (key TEXT, bearer INT);"
    )
    return connection


def _row(number: int, draft: Draft) -> tuple[object, ...]:
    return (
        number, draft.ref, draft.name, draft.country, draft.admin1 or 0, draft.admin2 or 0, round(draft.lat * 10_000),
        round(draft.lon * 10_000), draft.population, FEATURES.index(draft.feature), draft.error_km,
    )  # fmt: skip
