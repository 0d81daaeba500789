"""Descents and judgements, and what linking goes on from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _make_versioned(
        "descent",
        sa.Column("report_id", sa.String(71), nullable=False, index=True),
        sa.Column("parent_id", sa.String(71)),
        sa.Column("root_id", sa.String(71), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("share", sa.Double, nullable=False),
    )
    _make_versioned(
        "judgement",
        sa.Column("subject_id", sa.Text, nullable=False, index=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("judged_by", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _make_linked()
    for name, key in (("claim_key", "key"), ("report_gram", "gram")):
        op.create_table(
            name,
            sa.Column(key, sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
            sqlite_with_rowid=False,
        )


def _make_linked() -> None:
    op.create_table(
        "linked_report",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.String(71), unique=True),
        sa.Column("report_row", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("parent_id", sa.String(71), index=True),
        sa.Column("root_id", sa.String(71), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("share", sa.Double, nullable=False),
    )
    op.create_table(
        "linked_claim",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.String(71), nullable=False, index=True),
        sa.Column("claim_id", sa.Text, nullable=False),
        sa.Column("claim_row", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.Text, index=True),
    )
    op.create_table(
        "linked_event",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("links", sa.Text, nullable=False),
    )


def _make_versioned(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("row_id", sa.BigInteger, primary_key=True, autoincrement=False),
        *columns,
        sa.Column("opened_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), nullable=False, index=True),
        sa.Column("recorded_from", sa.String(27), nullable=False),
        sa.Column("closed_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), index=True),
        sa.Column("recorded_to", sa.String(27)),
    )
