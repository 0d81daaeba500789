"""A database's address to an open engine, its schema brought up or checked, and its errors put in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from dateline.errors import StoreError
from dateline.store.tables import OLDER_SCHEMAS, SCHEMA

_MIGRATIONS = Path(__file__).with_name("migrations")
# Any number will do, as long as every writer of a case database asks for the same.
_WRITERS_LOCK = 20_260_305

# What a server or SQLite says, as SQLSTATE or in words, and what that means for whoever reads it.
_CAUSES: tuple[tuple[str, str, str | None], ...] = (
    (r"database or disk is full|No space left|\b53100\b", "could not grow: the disk is full",
     "free some space and give the same command again; what was recorded is kept"),
    (r"disk I/O error|\b58030\b", "could not be written to: the disk failed, or a limit on the size of files was met",
     "check the disk and `ulimit -f`, and give the same command again; what was recorded is kept"),
    (r"database (?:table )?is locked|\b55P03\b", "is locked by another run",
     "wait until that run ends, or stop it, and give the same command again"),
    (r"file is not a database|malformed", "is not a database, or is damaged",
     "name another file, or bring back a copy"),
    (r"readonly database|\b42501\b|permission denied", "may not be written to", "check its permissions"),
    (r"unable to open database file", "cannot be opened", "check that its folder exists and may be written to"),
    (r"\b3D000\b", "does not exist on the server", "make it with createdb"),
    (r"\b28P01\b|\b28000\b", "refused the user or the password", "check them in the URL"),
    (r"\b0A000\b.*postgis|postgis.*(?:not available|control file)", "has no PostGIS",
     "install it on the server (Debian: postgresql-15-postgis-3)"),
    (r"Can't create a connection|Connection refused", "cannot be reached", "check that the server runs, and the URL"),
    (r"network error|connection is closed|server closed|\b57P0[1-3]\b", "was disconnected",
     "give the same command again when the server is back; what was recorded is kept"),
)  # fmt: skip


def open_engine(address: str, *, create: bool, wait_s: float) -> Engine:
    """Return an engine on a case database whose schema is the one that this program knows.

    `address` is a file path or a URL (`sqlite:///case.db`, `postgresql://user@host/case`). With `create` a database
    that is not there yet, or is empty, is made; one of an older schema is brought up to the newest, which adds to it
    and changes nothing. A lock is waited for `wait_s` seconds. Raises StoreError.
    """
    url = read_address(address)
    name = name_database(url)
    if url.get_backend_name() == "sqlite":
        _check_file(Path(str(url.database)), name, create)
    engine = _make_engine(url, wait_s)
    try:
        with explain_errors(name):
            _settle_schema(engine, name, create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def read_address(address: str) -> URL:
    """The address as a URL with the driver that is used; a path is a SQLite file.

    >>> read_address("cases/river.db").drivername, read_address("postgresql://desk@archive/river").drivername
    ('sqlite', 'postgresql+pg8000')
    """
    if "://" not in address:
        return URL.create("sqlite", database=address)
    scheme = address.split("://")[0]
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreError("is no URL that can be read", database=_without_password(address)) from error
    if scheme == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("names no file", database=address, repair="write sqlite:///FILE, or just the file's path")
        return url
    if scheme not in ("postgresql", "postgres"):
        raise StoreError(
            f"is of a kind that is not known ({scheme})", database=_without_password(address),
            repair="give a file path (SQLite) or a postgresql:// URL",
        )  # fmt: skip
    if find_spec("pg8000") is None:
        raise StoreError(
            "needs the PostgreSQL driver", database=_without_password(address),
            repair="install it: pip install 'dateline[postgres]'",
        )  # fmt: skip
    return url.set(drivername="postgresql+pg8000")


def name_database(url: URL) -> str:
    """How the database is named to people: its path, or its URL without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


@contextmanager
def explain_errors(name: str) -> Iterator[None]:
    """Turn what the driver raises into a StoreError that says what is wrong with the database `name`."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error, name) from error


def lock_writers(connection: Connection) -> None:
    """Let no other run write until this transaction ends. SQLite's `BEGIN IMMEDIATE` has done so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})


def _explain(error: DBAPIError, name: str) -> StoreError:
    said = str(error.orig)
    for pattern, found, repair in _CAUSES:
        if re.search(pattern, said, re.IGNORECASE | re.DOTALL):
            return StoreError(found, database=name, repair=repair)
    return StoreError(f"failed: {said}", database=name)


def _without_password(address: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", address)


def _check_file(path: Path, name: str, create: bool) -> None:
    if path.is_dir():
        raise StoreError("is a folder", database=name, repair=f"name a file, such as {path / 'case.db'}")
    if not path.exists() and not create:
        raise StoreError("does not exist", database=name, repair=f"make it: dateline ingest INPUT --db {name}")
    if not path.absolute().parent.is_dir():
        raise StoreError("has no folder to lie in", database=name, repair=f"make it first: mkdir -p {path.parent}")


def _make_engine(url: URL, wait_s: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": wait_s})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A lost server is noticed between transactions, and the next one is begun on a new connection.
    engine = create_engine(url, pool_pre_ping=True)
    wait_ms = int(wait_s * 1000)

    def limit_wait(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")

    event.listen(engine, "begin", limit_wait)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # Python's own transactions begin too late (only before a change) and end before DDL; we begin them ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dateline_writes", False)
    # 32 MB for writers: linking looks up hashes all over its tables. 2 MB, SQLite's own choice, for those that read on.
    connection.exec_driver_sql(f"PRAGMA cache_size = {-32_000 if writes else -2_000}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _settle_schema(engine: Engine, name: str, create: bool) -> None:
    with engine.connect() as connection:
        found, others = _find_schema(connection)
    if found == SCHEMA:
        return
    if found in OLDER_SCHEMAS:
        _make_schema(engine, name)
        return
    if found is not None:
        raise StoreError(
            f"has schema {found}, this program knows {SCHEMA}", database=name,
            repair="use the version of Dateline that made it, or a newer one",
        )  # fmt: skip
    if others:
        raise _not_ours(name, others)
    if not create:
        raise StoreError("is empty", database=name, repair=f"fill it: dateline ingest INPUT --db {name}")
    _make_schema(engine, name)


def _find_schema(connection: Connection) -> tuple[str | None, list[str]]:
    """The schema's version, if the database is a case, and the tables of something else, if not."""
    tables = set(inspect(connection).get_table_names()) - {"spatial_ref_sys"}  # PostGIS's own
    if "alembic_version" not in tables or "ledger" not in tables:
        return None, sorted(tables)
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "unknown", []


def _not_ours(name: str, tables: list[str]) -> StoreError:
    return StoreError(
        f"is not a case database: it holds {', '.join(tables[:3])}", database=name,
        repair="name another file or database",
    )  # fmt: skip


def _make_schema(engine: Engine, name: str) -> None:
    # Alembic takes a while to load, and only a new database needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            _turn_on_log(connection)
    with engine.execution_options(dateline_writes=True).begin() as connection:
        lock_writers(connection)
        _, others = _find_schema(connection)
        if others:
            raise _not_ours(name, others)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")  # nothing to do where another run made it while this one waited


def _turn_on_log(connection: Connection) -> None:
    """Write-ahead logging, which readers do not wait for; it stays with the file and cannot be set in a transaction."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.cursor().execute("PRAGMA journal_mode = WAL")
