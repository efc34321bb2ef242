"""Which criteria of one framework version correspond to which of another, for everybody to read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0084"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No framework version is matched with another so far."""
    op.create_table(
        "crosswalk",
        sa.Column("framework_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("links", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("framework_id < other_id", name="crosswalk_once_a_pair"),
        sa.CheckConstraint("version > 0", name="crosswalk_version_positive"),
        sa.ForeignKeyConstraint(["framework_id"], ["published.framework.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["published.framework.id"]),
        sa.PrimaryKeyConstraint("framework_id", "other_id"),
        schema="published",
    )
