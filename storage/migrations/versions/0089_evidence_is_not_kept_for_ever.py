"""Evidence is deleted after its time, by a person with a reason, unless it is on hold; rows, hashes and traces stay."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0082"
branch_labels = None
depends_on = None


def _reference(name: str, target: str, *, optional: bool = False, key: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=optional, primary_key=key)


def _filled(column: str, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"btrim({column}) <> '' AND length({column}) <= 20000", name=f"{table}_{column}_filled")


def upgrade() -> None:
    """Add what is missing."""
    now, moment = sa.text("now()"), sa.DateTime(timezone=True)
    op.create_table(
        "evidence_hold",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), primary_key=True),
        _reference("evaluation_id", "evaluation"),
        _reference("document_id", "evidence_document", optional=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _reference("placed_by", "person"),
        sa.Column("placed_at", moment, server_default=now, nullable=False),
        _reference("lifted_by", "person", optional=True),
        sa.Column("lifted_at", moment, nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        _filled("reason", "evidence_hold"),
        _filled("lifted_because", "evidence_hold"),
        sa.CheckConstraint("num_nulls(lifted_by, lifted_at, lifted_because) IN (0, 3)", name="evidence_hold_lifted"),
        schema="working",
    )
    op.create_index("ix_working_evidence_hold_evaluation_id", "evidence_hold", ["evaluation_id"], schema="working")
    op.create_table(
        "evidence_deletion",
        _reference("document_id", "evidence_document", key=True),
        _reference("evaluation_id", "evaluation"),
        sa.Column("reason", sa.Text(), nullable=False),
        _reference("deleted_by", "person"),
        sa.Column("deleted_at", moment, server_default=now, nullable=False),
        _filled("reason", "evidence_deletion"),
        schema="working",
    )
