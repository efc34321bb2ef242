"""A survey may be published with the result; what families say of criteria can be counted over a territory."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those who were asked until now were not told that everybody would read the figures: they stay inside."""
    op.add_column("survey", sa.Column("public", sa.Boolean(), server_default="false", nullable=False), schema="working")
    op.create_table(
        "voice",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("criterion_code", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Numeric(), nullable=True),
        sa.CheckConstraint("says IN ('CHOSEN', 'MATTERS', 'CONTENT')", name="voice_says_known"),
        sa.CheckConstraint("chosen BETWEEN 0 AND answered AND answered > 0", name="voice_counted"),
        sa.ForeignKeyConstraint(["number"], ["published.record.number"]),
        sa.PrimaryKeyConstraint("number", "place"),
        schema="published",
    )
