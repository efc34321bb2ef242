"""Those who hear an appeal vote on its ruling; one of them can be recused."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was recused from an appeal so far, and nobody voted on one."""
    op.add_column("appeal_member", sa.Column("recused_at", sa.DateTime(timezone=True), nullable=True), schema="working")
    op.create_table(
        "appeal_ballot",
        sa.Column("track_id", sa.UUID(), sa.ForeignKey("working.track.id"), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("track_id", "person_id"),
        schema="working",
    )
