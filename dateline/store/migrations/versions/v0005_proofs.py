"""Proofs of time on entries of the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "proof",
        sa.Column("row_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Text, nullable=False, index=True),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("opened_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), nullable=False, index=True),
        sa.Column("recorded_from", sa.String(27), nullable=False),
        sa.Column("closed_by", sa.BigInteger, sa.ForeignKey("ledger.seq"), index=True),
        sa.Column("recorded_to", sa.String(27)),
    )
