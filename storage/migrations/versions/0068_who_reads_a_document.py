"""Each document says who reads it and whether it tells of people, as does the upload it comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0080"
branch_labels = None
depends_on = None

KNOWN = "classification IN ('PUBLIC', 'PANEL', 'RESTRICTED')"


def upgrade() -> None:
    """Add what is missing; what was to be named publicly stays so, everything else is for the panel as it was."""
    for table in ("evidence_document", "upload"):
        op.add_column(
            table, sa.Column("classification", sa.Text(), nullable=False, server_default="PANEL"), schema="working"
        )
        op.add_column(
            table, sa.Column("personal_data", sa.Boolean(), nullable=False, server_default="false"), schema="working"
        )
        op.create_check_constraint(f"{table}_classification_known", table, KNOWN, schema="working")
    op.execute("UPDATE working.evidence_document SET classification = 'PUBLIC' WHERE public")
    op.drop_column("evidence_document", "public", schema="working")
