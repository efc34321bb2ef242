"""What clients of the API spend is summed over server processes."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has spent anything so far."""
    op.create_table(
        "spending",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client"),
        schema="working",
        prefixes=["UNLOGGED"],
    )
