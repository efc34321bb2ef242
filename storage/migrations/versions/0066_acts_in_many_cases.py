"""The office takes an act in many cases at once, and a report is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0066"
down_revision = "0064"
branch_labels = None
depends_on = None


def _json(name: str, default: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(), server_default=sa.text(f"'{default}'"), nullable=False)


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        _json("given", "{}"),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_index("bulk_act_begun", "bulk_act", ["begun_at"], schema="working")
    op.create_table(
        "bulk_item",
        sa.Column("bulk_act_id", sa.UUID(), sa.ForeignKey("working.bulk_act.id"), nullable=False),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("expected_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'WAITING'"), nullable=False),
        _json("reasons", "[]"),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('WAITING', 'DONE', 'REFUSED')", name="bulk_item_state_known"),
        sa.CheckConstraint("(state = 'WAITING') = (settled_at IS NULL)", name="bulk_item_settled_at_known"),
        sa.PrimaryKeyConstraint("bulk_act_id", "evaluation_id"),
        schema="working",
    )
