"""The two indexes that each database has in its own way: words (FTS5, tsvector) and places (R*Tree, PostGIS).

They only grow, and hold nothing that the tables do not: which versions they point at is settled by the tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    TextualSelect,
    and_,
    bindparam,
    false,
    or_,
    select,
    text,
)

from dateline.box import Box
from dateline.store.tables import claim_place

_ADD_WORDS = {
    "sqlite": "INSERT INTO report_words (rowid, title, text) VALUES (:row_id, :title, :text)",
    "postgresql": "INSERT INTO report_words VALUES (:row_id, to_tsvector('simple', :title || ' ' || :text))",
}
_ADD_POINT = {
    "sqlite": "INSERT INTO claim_box VALUES (:row_id, :lon, :lon, :lat, :lat)",
    "postgresql": "INSERT INTO claim_box VALUES (:row_id, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))",
}
_FIND_WORDS = {
    "sqlite": "SELECT rowid AS row_id FROM report_words WHERE report_words MATCH :words",
    "postgresql": "SELECT row_id FROM report_words WHERE words @@ plainto_tsquery('simple', :words)",
}
_FIND_POINTS = {
    "sqlite": (
        "SELECT row_id FROM claim_box WHERE east >= :west AND west <= :east AND north >= :south AND south <= :north"
    ),
    "postgresql": "SELECT row_id FROM claim_box WHERE point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)",
}
# PostgreSQL refuses a text vector of more than a megabyte; the longest report is a fraction of it.
_MOST_INDEXED = 250_000


def index_words(connection: Connection, row_id: int, title: str | None, words: str) -> None:
    """Put the words of a report version into the index."""
    connection.execute(
        text(_ADD_WORDS[connection.dialect.name]),
        {"row_id": row_id, "title": _plain(title or ""), "text": _plain(words[:_MOST_INDEXED])},
    )


def index_places(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put the points of `claim_place` rows into the index."""
    if rows:
        points = [{key: row[key] for key in ("row_id", "lat", "lon")} for row in rows]
        connection.execute(text(_ADD_POINT[connection.dialect.name]), points)


def has_words(report: Table, words: str, dialect: str) -> ColumnElement[bool]:
    """The condition that a report version holds all of `words`, in any order and whatever their case."""
    found = re.findall(r"\w+", words)
    if not found:
        return false()
    query = " ".join(f'"{word}"' for word in found) if dialect == "sqlite" else " ".join(found)
    return report.c.row_id.in_(_rows(_FIND_WORDS[dialect], words=query))


def lies_within(claim: Table, box: Box, dialect: str) -> ColumnElement[bool]:
    """The condition that a place of a claim version lies in `box`.

    The R*Tree keeps less exact numbers than the table and finds a little too much, so the table has the last word.
    """
    return or_(*(claim.c.row_id.in_(_find_claims(part, dialect)) for part in box.split()))


def _find_claims(box: Box, dialect: str) -> Select[int]:
    near = _rows(_FIND_POINTS[dialect], west=box.west, south=box.south, east=box.east, north=box.north)
    return select(claim_place.c.claim_row).where(
        and_(
            claim_place.c.row_id.in_(near),
            claim_place.c.lon.between(box.west, box.east),
            claim_place.c.lat.between(box.south, box.north),
        )
    )


def _rows(statement: str, **values: object) -> TextualSelect:
    bound: list[BindParameter[Any]] = [bindparam(name, value, unique=True) for name, value in values.items()]
    return text(statement).bindparams(*bound).columns(claim_place.c.row_id)


def _plain(words: str) -> str:
    """Without the characters that a server's text cannot hold."""
    return re.sub(r"[\x00\ud800-\udfff]", " ", words)
