"""That a document is deleted, and since when, is said by the document alone: why it was brings that with it."""

from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

MARK = """
CREATE FUNCTION working.mark_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE working.evidence_document SET deleted_at = now() WHERE id = NEW.document_id;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Nobody who keeps why a document was deleted can forget to mark the document."""
    op.execute(
        "UPDATE working.evidence_document d SET deleted_at = x.deleted_at"
        " FROM working.evidence_deletion x WHERE x.document_id = d.id AND d.deleted_at IS NULL"
    )
    op.drop_column("evidence_deletion", "deleted_at", schema="working")
    op.execute(MARK)
    op.execute(
        "CREATE TRIGGER evidence_deletion_marks AFTER INSERT ON working.evidence_deletion"
        " FOR EACH ROW EXECUTE FUNCTION working.mark_deleted()"
    )
