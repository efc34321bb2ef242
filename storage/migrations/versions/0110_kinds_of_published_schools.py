"""The public register says what kind of school one is. It is copied from the working one when the server starts."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Room for it."""
    op.add_column("school", sa.Column("school_kind", sa.Text(), nullable=True), schema="published")
