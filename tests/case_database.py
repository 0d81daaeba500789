"""An empty case database for tests: SQLite, and PostgreSQL where `DATELINE_TEST_POSTGRES` names an empty one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from dateline.store import Case, open_case
from dateline.store.engine import read_address
from dateline.store.tables import SCHEMA, metadata

POSTGRES = os.environ.get("DATELINE_TEST_POSTGRES")


@pytest.fixture(params=["sqlite", "postgresql"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    address = str(tmp_path / "case.db")
    if request.param == "postgresql":
        if POSTGRES is None:
            pytest.skip("DATELINE_TEST_POSTGRES names no PostgreSQL database")
        address = POSTGRES
        empty_postgres(address)
    with open_case(address, create=True, wait_s=0.3) as opened:
        yield opened


def empty_postgres(address: str) -> None:
    """Leave nothing in it; the tables stay where they are of this schema, as making them takes a second."""
    engine = sqlalchemy.create_engine(read_address(address))
    with engine.begin() as connection:
        tables = set(sqlalchemy.inspect(connection).get_table_names()) - {"spatial_ref_sys", "alembic_version"}
        if tables >= metadata.tables.keys() and _read_version(connection) == SCHEMA:
            connection.execute(sqlalchemy.text(f"TRUNCATE {', '.join(sorted(tables))}"))
        else:
            connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE"))
            connection.execute(sqlalchemy.text("CREATE SCHEMA public"))
    engine.dispose()


def _read_version(connection: sqlalchemy.Connection) -> object:
    return connection.execute(sqlalchemy.text("SELECT version_num FROM alembic_version")).scalar()
