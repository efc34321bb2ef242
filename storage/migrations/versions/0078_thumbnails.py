"""Small pictures of first pages, kept like other copies of a version."""

from alembic import op

revision = "0078"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One kind of copy more."""
    name = "evidence_copy_kind_known"
    condition = "kind IN ('STRIPPED', 'THUMBNAIL')"
    op.execute(f"ALTER TABLE working.evidence_copy DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({condition})")
