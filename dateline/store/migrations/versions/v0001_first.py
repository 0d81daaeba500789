"""The first schema: contents, ledger, captures, reports, claims and their places, events, and the two search indexes.

Written out rather than made from `tables.py`, which moves on while this stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

# The row numbers of these are those of `report` and `claim_place`.
_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='', tokenize='unicode61')",
        "CREATE VIRTUAL TABLE claim_box USING rtree(row_id, west, east, south, north)",
    ),
    "postgresql": (
        "CREATE EXTENSION IF NOT EXISTS postgis",
        "CREATE TABLE report_words (row_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX report_words_words ON report_words USING gin (words)",
        "CREATE TABLE claim_box (row_id bigint PRIMARY KEY, point geometry(Point, 4326) NOT NULL)",
        "CREATE INDEX claim_box_point ON claim_box USING gist (point)",
    ),
}


def upgrade() -> None:
    _make_evidence()
    _make_claims()
    _make_events()
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def _make_evidence() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("codec", sa.String(8), nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ledger_recorded_at", "ledger", ["recorded_at"])
    _make_kept(
        "capture",
        sa.Column("report_id", sa.String(71), nullable=False, index=True),
        sa.Column("path", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("captured_at", sa.String(27), nullable=False),
    )


def _make_claims() -> None:
    _make_versioned(
        "report",
        sa.Column("report_id", sa.String(71), nullable=False, index=True),
        sa.Column("published", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("maker", sa.Text, nullable=False),
    )
    _make_versioned(
        "claim",
        sa.Column("claim_id", sa.Text, nullable=False, index=True),
        sa.Column("report_id", sa.String(71), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("event_type", sa.Text, nullable=False, index=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("day_from", sa.String(10), index=True),
        sa.Column("day_to", sa.String(10)),
        sa.Column("body", sa.Text, nullable=False),
    )
    _make_kept(
        "claim_place",
        sa.Column("claim_row", sa.BigInteger, sa.ForeignKey("claim.row_id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("lat", sa.Double, nullable=False),
        sa.Column("lon", sa.Double, nullable=False),
        sa.Column("error_km", sa.Double),
        sa.Column("country", sa.Text),
    )


def _make_events() -> None:
    _make_versioned(
        "event",
        sa.Column("event_id", sa.Text, nullable=False, index=True),
        sa.Column("links", sa.Text, nullable=False),
    )
    _make_kept(
        "event_claim",
        sa.Column("event_row", sa.BigInteger, sa.ForeignKey("event.row_id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("report_id", sa.String(71), nullable=False),
        sa.Column("claim_id", sa.Text, nullable=False, index=True),
        sa.Column("lineage", sa.String(71), nullable=False),
    )


def _make_kept(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("row_id", sa.BigInteger, primary_key=True, autoincrement=False),
        *columns,
        sa.Column("opened_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), nullable=False, index=True),
        sa.Column("recorded_from", sa.String(27), nullable=False),
    )


def _make_versioned(name: str, *columns: sa.Column[object]) -> None:
    _make_kept(
        name,
        *columns,
        sa.Column("closed_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), index=True),
        sa.Column("recorded_to", sa.String(27)),
    )
