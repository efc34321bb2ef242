"""Copies of documents with black boxes over what is not for everybody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0077"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing."""
    op.add_column(
        "evidence_document",
        sa.Column("redacts_id", sa.Uuid(), sa.ForeignKey("working.evidence_document.id"), nullable=True),
        schema="working",
    )
    op.create_index(
        "evidence_document_redacted_once",
        "evidence_document",
        ["redacts_id"],
        unique=True,
        schema="working",
        postgresql_where=sa.text("redacts_id IS NOT NULL AND removed_at IS NULL"),
    )
    op.create_table(
        "evidence_redaction",
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("working.evidence_version.id"), nullable=False),
        sa.Column("source_id", sa.Uuid(), sa.ForeignKey("working.evidence_version.id"), nullable=False),
        sa.Column("boxes", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("version_id"),
        schema="working",
    )
