"""A document of an earlier evaluation is used again: its version says where its bytes came from."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("evidence_version", sa.Column("origin_id", sa.Uuid(), nullable=True), schema="working")
    op.create_foreign_key(
        "evidence_version_origin_id_fkey",
        "evidence_version",
        "evidence_version",
        ["origin_id"],
        ["id"],
        source_schema="working",
        referent_schema="working",
    )
