"""Who is kept from reading a case: has not said yet what ties them to the school, or has one that stops them."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is held back yet; the server looks at every case under way within a minute."""
    op.create_table(
        "held",
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False),
        sa.Column("person_id", sa.UUID(), sa.ForeignKey("working.person.id"), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("because IN ('DECLARATION', 'CONFLICT')", name="held_because_known"),
        sa.PrimaryKeyConstraint("evaluation_id", "person_id", "because"),
        schema="working",
    )
