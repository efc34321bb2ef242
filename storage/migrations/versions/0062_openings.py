"""Who opened what is hidden, or took out what is kept: entries that are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0052"
branch_labels = None
depends_on = None


def _reference(name: str, target: str, *, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=True, index=index)


def upgrade() -> None:
    """Texts of surveys that a secretary has read already stay read, by those who are secretaries now."""
    op.create_table(
        "opening",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        _reference("evaluation_id", "evaluation", index=True),
        sa.Column("subject_id", sa.UUID(), nullable=True),
        _reference("about_id", "person", index=True),
        _reference("person_id", "person", index=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("what IN ('SCHOOL', 'TEXTS', 'PERSON', 'TRAIL')", name="opening_what_known"),
        sa.CheckConstraint("(what IN ('SCHOOL', 'TEXTS')) = (evaluation_id IS NOT NULL)", name="opening_of_a_case"),
        sa.CheckConstraint("length(reason) <= 2000", name="opening_reason_short"),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.execute(
        "INSERT INTO working.opening (what, evaluation_id, subject_id, person_id, role)"
        " SELECT DISTINCT 'TEXTS', s.evaluation_id, s.id, m.person_id, 'secretary'"
        " FROM working.survey s JOIN working.survey_text t ON t.survey_id = s.id"
        " JOIN working.membership m ON m.role = 'SECRETARY'"
    )
    op.execute(
        "CREATE TRIGGER opening_immutable BEFORE UPDATE OR DELETE ON working.opening"
        " FOR EACH ROW EXECUTE FUNCTION working.refuse_change()"
    )
