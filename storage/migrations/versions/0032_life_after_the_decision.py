"""What lives on after a decision: statements, tracks, appeals, signatures, and decisions that follow one another."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    """A moment that the database fills unless it may be missing."""
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=None if optional else sa.text("now()"), nullable=optional
    )


def key() -> sa.Column[object]:
    """A primary key that says nothing about its row."""
    return sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False)


def upgrade() -> None:
    """Nothing that is there changes its meaning."""
    op.create_table(
        "track",
        key(),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        moment("state_since"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        moment("due_at", optional=True),
        sa.Column("subject", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        moment("opened_at"),
        moment("closed_at", optional=True),
        sa.CheckConstraint("version > 0", name="track_version_positive"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_table(
        "statement",
        key(),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False, index=True),
        sa.Column("track_id", sa.UUID(), sa.ForeignKey("working.track.id"), nullable=True, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        moment("at"),
        sa.CheckConstraint("btrim(text) <> '' AND length(text) <= 20000", name="statement_text_filled"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_table(
        "appeal_member",
        sa.Column("track_id", sa.UUID(), sa.ForeignKey("working.track.id"), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("track_id", "person_id"),
        schema="working",
    )
    op.create_table(
        "signature",
        key(),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False, index=True),
        sa.Column("motion_id", sa.UUID(), sa.ForeignKey("working.motion.id"), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        moment("at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("motion_id", "person_id", name="signature_once"),
        schema="working",
    )
    op.drop_constraint("decision_pkey", "decision", schema="working")
    op.drop_constraint("decision_motion_id_key", "decision", schema="working")
    op.create_primary_key("decision_pkey", "decision", ["motion_id"], schema="working")
    op.create_index("ix_working_decision_evaluation_id", "decision", ["evaluation_id"], schema="working")
    op.drop_constraint("motion_evaluation_id_fkey", "motion", schema="working", type_="foreignkey")
    op.create_foreign_key(
        "motion_evaluation_id_fkey",
        "motion",
        "evaluation",
        ["evaluation_id"],
        ["id"],
        source_schema="working",
        referent_schema="working",
    )
    op.drop_constraint("decision_counted", "decision", schema="working", type_="check")
    op.create_check_constraint(
        "decision_counted",
        "decision",
        "votes_for >= 0 AND votes_against >= 0 AND abstained >= 0 AND recused >= 0 AND quorum >= 0",
        schema="working",
    )
