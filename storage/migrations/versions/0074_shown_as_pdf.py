"""Office files are shown as a PDF that is made of them when they are accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for column in (
        sa.Column("shown_id", sa.Uuid(), nullable=True),
        sa.Column("shown_size", sa.BigInteger(), nullable=True),
        sa.Column("shown_sha256", sa.Text(), nullable=True),
    ):
        op.add_column("evidence_version", column, schema="working")
    op.create_check_constraint(
        "evidence_version_shown",
        "evidence_version",
        "num_nulls(shown_id, shown_size, shown_sha256) IN (0, 3)",
        schema="working",
    )
