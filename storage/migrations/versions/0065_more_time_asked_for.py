"""People ask for more time before a deadline, and are answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision = "0069"
branch_labels = None
depends_on = None

TABLE = "extension_request"


def _moment(name: str, *, optional: bool = False, now: bool = False) -> sa.Column[object]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=optional)


def _reference(name: str, target: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=optional)


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        _reference("evaluation_id", "evaluation"),
        _reference("person_id", "person"),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("deciders", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        _moment("due_before"),
        _moment("wished_for"),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("asked_at", now=True),
        sa.Column("decision", sa.Text(), nullable=True),
        _moment("due_after", optional=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        _reference("decided_by", "person", optional=True),
        _moment("decided_at", optional=True),
        sa.CheckConstraint("btrim(reason) <> '' AND length(reason) <= 20000", name=f"{TABLE}_reason_filled"),
        sa.CheckConstraint("length(answer) <= 20000", name=f"{TABLE}_answer_length"),
        sa.CheckConstraint("decision IN ('GRANTED', 'OTHER_DAY', 'REFUSED')", name=f"{TABLE}_decision_known"),
        sa.CheckConstraint(
            "num_nulls(decision, decided_by, decided_at) IN (0, 3)", name=f"{TABLE}_decided_by_somebody"
        ),
        sa.CheckConstraint(
            "(due_after IS NOT NULL) = (decision IS NOT NULL AND decision <> 'REFUSED')",
            name=f"{TABLE}_due_when_granted",
        ),
        sa.CheckConstraint("wished_for > due_before AND due_after > due_before", name=f"{TABLE}_is_later"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_index(op.f(f"ix_working_{TABLE}_evaluation_id"), TABLE, ["evaluation_id"], schema="working")
