"""When a document was made, where its school says so: evidence grows old."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing."""
    op.add_column("evidence_document", sa.Column("dated_on", sa.Date(), nullable=True), schema="working")
