"""Days off of a region, beside the production calendar of the country."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "regional_day_off",
        sa.Column("organisation_id", sa.UUID(), sa.ForeignKey("working.organisation.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.CheckConstraint("btrim(title) <> '' AND length(title) <= 300", name="regional_day_off_title_filled"),
        sa.PrimaryKeyConstraint("organisation_id", "day"),
        schema="working",
    )
