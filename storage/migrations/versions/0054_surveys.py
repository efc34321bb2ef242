"""Surveys: what is asked, invitations, boxes of answers, and texts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0042"
branch_labels = None
depends_on = None


def moment(name: str, *, now: bool = False, optional: bool = False) -> sa.Column[object]:
    """A moment that the database fills with its own where `now`."""
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=optional)


def document(name: str, default: str) -> sa.Column[object]:
    """A `jsonb` value."""
    return sa.Column(name, postgresql.JSONB(), server_default=sa.text(f"'{default}'"), nullable=False)


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "survey",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="OPEN", nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title_ru", "title_en", "intro_ru", "intro_en")),
        document("questions", "[]"),
        document("groups", "[]"),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        moment("opened_at", now=True),
        moment("closes_at"),
        moment("closed_at", optional=True),
        document("issued", "{}"),
        sa.Column("answered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tally", postgresql.JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('SATISFACTION', 'NEEDS')", name="survey_kind_known"),
        sa.CheckConstraint("state IN ('OPEN', 'CLOSED')", name="survey_state_known"),
        sa.CheckConstraint("btrim(title_ru) <> '' AND length(title_ru) <= 300", name="survey_title_ru_filled"),
        sa.CheckConstraint("threshold BETWEEN 3 AND 30", name="survey_threshold_in_range"),
        sa.CheckConstraint("answered >= 0", name="survey_answered_counted"),
        sa.CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="survey_closed_at_known"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_table(
        "survey_invitation",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("survey_id", sa.UUID(), sa.ForeignKey("working.survey.id"), nullable=False, index=True),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
        schema="working",
    )
    op.create_table(
        "survey_box",
        sa.Column("survey_id", sa.UUID(), sa.ForeignKey("working.survey.id"), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        document("answers", "[]"),
        document("texts", "[]"),
        sa.PrimaryKeyConstraint("survey_id", "group_code"),
        schema="working",
    )
    op.create_table(
        "survey_text",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("survey_id", sa.UUID(), sa.ForeignKey("working.survey.id"), nullable=False, index=True),
        sa.Column("question_code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="WAITING", nullable=False),
        sa.CheckConstraint("state IN ('WAITING', 'SHOWN', 'WITHHELD')", name="survey_text_state_known"),
        sa.CheckConstraint("btrim(text) <> '' AND length(text) <= 2000", name="survey_text_text_filled"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.drop_constraint("sign_in_failure_kind_known", "sign_in_failure", schema="working", type_="check")
    op.create_check_constraint(
        "sign_in_failure_kind_known",
        "sign_in_failure",
        "kind IN ('PASSWORD', 'SECOND_STEP', 'RESET', 'INVITATION', 'SURVEY')",
        schema="working",
    )
