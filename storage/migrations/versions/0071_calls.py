"""Evaluations are entries of a call: a competition ranks those of one call."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No evaluation so far is an entry of a call."""
    op.create_table(
        "call",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("process_code", sa.Text(), nullable=False),
        sa.Column("framework_version_id", sa.UUID(), sa.ForeignKey("working.framework_version.id"), nullable=False),
        sa.Column("title_ru", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(title_ru) <> '' AND length(title_ru) <= 300", name="call_title_ru_filled"),
        sa.CheckConstraint("btrim(title_en) <> '' AND length(title_en) <= 300", name="call_title_en_filled"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.add_column(
        "evaluation",
        sa.Column("call_id", sa.UUID(), sa.ForeignKey("working.call.id"), nullable=True),
        schema="working",
    )
    op.create_index(op.f("ix_working_evaluation_call_id"), "evaluation", ["call_id"], schema="working")
    op.add_column("result", sa.Column("competition", sa.Text(), nullable=True), schema="published")
    op.create_index(op.f("ix_published_result_competition"), "result", ["competition"], schema="published")
