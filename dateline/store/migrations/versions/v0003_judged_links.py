"""Which judgements linking has followed, and with which correction a claim was linked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Judgements of before are followed by the next run of linking.
    op.add_column("linked_claim", sa.Column("judgement_row", sa.BigInteger))
    op.create_table(
        "linked_judgement",
        sa.Column("judgement_row", sa.BigInteger, primary_key=True, autoincrement=False),
    )
