"""Documents come with what a school writes about a condition, after the decision was published."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0077"
branch_labels = None
depends_on = None


def _reference(name: str, target: str, *, optional: bool = False, key: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=optional, primary_key=key)


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "track_document",
        _reference("track_id", "track", key=True),
        _reference("document_id", "evidence_document", key=True),
        _reference("statement_id", "statement", optional=True),
        schema="working",
    )
    op.add_column("upload", _reference("track_id", "track", optional=True), schema="working")
    op.create_check_constraint(
        "upload_for_one_purpose", "upload", "num_nonnulls(request_id, track_id) <= 1", schema="working"
    )
