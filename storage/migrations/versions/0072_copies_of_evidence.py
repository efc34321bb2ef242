"""Copies of a version for readers who must not have the version itself."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "evidence_copy",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("version_id", sa.UUID(), sa.ForeignKey("working.evidence_version.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('STRIPPED')", name="evidence_copy_kind_known"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="evidence_copy_sha256"),
        sa.CheckConstraint("size > 0", name="evidence_copy_not_empty"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version_id", "kind", name="evidence_copy_once"),
        schema="working",
    )
