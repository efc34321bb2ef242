"""A document that is missing is asked for, and the school answers with one or says why not."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0074"
branch_labels = None
depends_on = None


def _reference(name: str, target: str, *, optional: bool = False, key: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=optional, primary_key=key)


def upgrade() -> None:
    """Add what is missing."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "document_request",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), primary_key=True),
        _reference("evaluation_id", "evaluation"),
        _reference("criterion_id", "criterion"),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("asked_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        _reference("answered_by", "person", optional=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.CheckConstraint("btrim(text) <> '' AND length(text) <= 20000", name="document_request_text_filled"),
        sa.CheckConstraint("length(answer) <= 20000", name="document_request_answer_length"),
        sa.CheckConstraint("role IN ('expert', 'secretary')", name="document_request_role_known"),
        sa.CheckConstraint("outcome IN ('GIVEN', 'DECLINED')", name="document_request_outcome_known"),
        sa.CheckConstraint(
            "num_nulls(outcome, answered_by, answered_at) IN (0, 3)", name="document_request_answered_by_somebody"
        ),
        schema="working",
    )
    op.create_index(
        "ix_working_document_request_evaluation_id", "document_request", ["evaluation_id"], schema="working"
    )
    op.create_table(
        "document_request_author",
        _reference("request_id", "document_request", key=True),
        _reference("evaluation_id", "evaluation"),
        _reference("person_id", "person"),
        schema="working",
    )
    op.create_table(
        "requested_document",
        _reference("request_id", "document_request", key=True),
        _reference("document_id", "evidence_document", key=True),
        schema="working",
    )
    op.add_column("upload", _reference("request_id", "document_request", optional=True), schema="working")
