"""Who sits in a commission or hears an appeal is found by the person, and who ever sat in a panel by its case."""

from alembic import op

revision = "0075"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    for table, column in (("meeting_member", "person_id"), ("appeal_member", "person_id"), ("seat", "evaluation_id")):
        op.create_index(f"ix_working_{table}_{column}", table, [column], schema="working")
