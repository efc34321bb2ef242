"""Which case a case renews stands beside whose case it is, and is as closed as that."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a case is renewed once."""
    op.add_column("evaluated_school", sa.Column("renews_id", sa.Uuid(), nullable=True), schema="working")
    op.create_foreign_key(
        "evaluated_school_renews_id_fkey",
        "evaluated_school",
        "evaluation",
        ["renews_id"],
        ["id"],
        source_schema="working",
        referent_schema="working",
    )
    op.create_unique_constraint("evaluated_school_renews_id_key", "evaluated_school", ["renews_id"], schema="working")
