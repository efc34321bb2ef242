"""A deletion whose document cannot be marked does not happen: the document would count as there without its bytes."""

from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

MARK = """
CREATE OR REPLACE FUNCTION working.mark_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE working.evidence_document SET deleted_at = now() WHERE id = NEW.document_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'document % cannot be marked as deleted', NEW.document_id;
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Whoever may say why a document is deleted, and not change it, is told."""
    op.execute(MARK)
