"""Process versions as they were first used, and cases that live on after their result."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A case that was closed so far had ended, too."""
    op.create_table(
        "process_version",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("used_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="process_version_sha256"),
        sa.CheckConstraint("version > 0", name="process_version_positive"),
        sa.PrimaryKeyConstraint("code", "version"),
        schema="working",
    )
    op.add_column("evaluation", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True), schema="working")
    op.execute("UPDATE working.evaluation SET ended_at = closed_at")
