"""What linking is still to do is noted as it is recorded, instead of found by going through all that is linked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("unlinked_report", sa.Column("report_id", sa.String(71), primary_key=True))
    op.create_table(
        "unfollowed_judgement", sa.Column("judgement_row", sa.BigInteger, primary_key=True, autoincrement=False)
    )
    op.execute("""
        INSERT INTO unlinked_report
        SELECT report.report_id FROM report LEFT JOIN linked_report ON linked_report.report_id = report.report_id
        WHERE report.closed_by IS NULL AND (
            linked_report.number IS NULL OR linked_report.report_row <> report.row_id
            OR EXISTS (
                SELECT 1 FROM claim WHERE claim.report_id = report.report_id
                AND (claim.opened_by > linked_report.seq OR claim.closed_by > linked_report.seq)
            )
        )
    """)
    op.execute("""
        INSERT INTO unfollowed_judgement
        SELECT row_id FROM judgement WHERE kind <> 'event' AND closed_by IS NULL
        AND row_id NOT IN (SELECT judgement_row FROM linked_judgement)
    """)
    op.drop_table("linked_judgement")
    op.drop_column("linked_report", "seq")
