"""A redacted copy is ordered, and made by a job."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0105"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "redaction_order",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), primary_key=True),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False),
        sa.Column("source_id", sa.UUID(), sa.ForeignKey("working.evidence_version.id"), nullable=False),
        sa.Column("boxes", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("refusal", JSONB(), nullable=True),
        sa.CheckConstraint("btrim(title) <> '' AND length(title) <= 500", name="redaction_order_title_filled"),
        sa.CheckConstraint(
            "classification IN ('PUBLIC', 'PANEL', 'RESTRICTED')", name="redaction_order_classification_known"
        ),
        schema="working",
    )
    for column in ("evaluation_id", "source_id"):
        op.create_index(f"ix_working_redaction_order_{column}", "redaction_order", [column], schema="working")
