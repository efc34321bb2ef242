"""A document says itself when it was deleted: those of long ago are not looked through for what is still due."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Room for it, what is known so far, and a way to the documents that are kept."""
    op.add_column(
        "evidence_document", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True), schema="working"
    )
    op.execute(
        "UPDATE working.evidence_document d SET deleted_at = x.deleted_at"
        " FROM working.evidence_deletion x WHERE x.document_id = d.id"
    )
    op.create_index(
        "evidence_document_kept",
        "evidence_document",
        ["evaluation_id", "classification"],
        schema="working",
        postgresql_where=sa.text("removed_at IS NULL AND deleted_at IS NULL"),
    )
