"""The commission takes up several cases at one sitting, in an order, and keeps minutes of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0069"
down_revision = "0062"
branch_labels = None
depends_on = None


def _moment(name: str, *, now: bool = False, optional: bool = False) -> sa.Column[object]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=optional)


def upgrade() -> None:
    """Every meeting so far was a sitting of its own, or shared one with those of the same moment."""
    op.create_table(
        "sitting",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        _moment("held_at"),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("length(place) <= 500", name="sitting_place_length"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("held_at"),
        schema="working",
    )
    reference = sa.ForeignKey("working.sitting.id")
    op.add_column("meeting", sa.Column("sitting_id", sa.UUID(), reference, nullable=True), schema="working")
    op.add_column("meeting", sa.Column("position", sa.Integer(), nullable=True), schema="working")
    op.add_column(
        "meeting", sa.Column("planned_minutes", sa.Integer(), server_default="30", nullable=False), schema="working"
    )
    op.add_column("meeting", _moment("referred_at", now=True), schema="working")
    op.execute("INSERT INTO working.sitting (held_at) SELECT DISTINCT held_at FROM working.meeting")
    op.execute("""
        UPDATE working.meeting m SET sitting_id = s.id, position = placed.position, referred_at = coalesce(
            (SELECT max(a.at) FROM working.audit_entry a
             WHERE a.evaluation_id = m.evaluation_id AND a.action = 'refer_to_commission'), e.opened_at)
        FROM working.sitting s, working.evaluation e, (
            SELECT evaluation_id, row_number() OVER (PARTITION BY held_at ORDER BY evaluation_id) AS position
            FROM working.meeting) placed
        WHERE s.held_at = m.held_at AND e.id = m.evaluation_id AND placed.evaluation_id = m.evaluation_id
    """)
    for column in ("sitting_id", "position"):
        op.alter_column("meeting", column, nullable=False, schema="working")
    op.create_index(op.f("ix_working_meeting_sitting_id"), "meeting", ["sitting_id"], schema="working")
    op.create_check_constraint("meeting_in_order", "meeting", "position > 0 AND planned_minutes > 0", schema="working")
    op.create_table(
        "minutes",
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False),
        sa.Column("sitting_id", sa.UUID(), sa.ForeignKey("working.sitting.id"), nullable=False, index=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=True),
        sa.Column("signed_by", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=True),
        _moment("signed_at", optional=True),
        sa.CheckConstraint("length(text) <= 20000", name="minutes_text_length"),
        sa.CheckConstraint(
            "(record IS NULL) = (signed_at IS NULL) AND (signed_by IS NULL) = (signed_at IS NULL)",
            name="minutes_signed_whole",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "sitting_id"),
        schema="working",
    )
