"""An empty case database for tests: SQLite, and PostgreSQL where `DATELINE_TEST_POSTGRES` names an empty one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from dateline.store import Case, open_case
from dateline.store.engine import read_address

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
    engine = sqlalchemy.create_engine(read_address(address))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE"))
        connection.execute(sqlalchemy.text("CREATE SCHEMA public"))
    engine.dispose()
