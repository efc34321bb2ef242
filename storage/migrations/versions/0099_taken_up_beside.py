"""A case that is taken up again while its renewal is under way is under way too."""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0095"
branch_labels = None
depends_on = None

INDEX = "evaluation_one_open_per_school_and_framework"


def upgrade() -> None:
    """Say which cases stand beside another, and let them be under way."""
    beside: sa.Column[bool] = sa.Column("taken_up_beside", sa.Boolean(), server_default="false", nullable=False)
    op.add_column("evaluation", beside, schema="working")
    op.drop_index(INDEX, "evaluation", schema="working")
    op.create_index(
        INDEX,
        "evaluation",
        ["organisation_id", "framework_version_id"],
        unique=True,
        schema="working",
        postgresql_where=sa.text("closed_at IS NULL AND NOT taken_up_beside"),
    )
    # These are the states of all processes so far in which a result is out and the case lives on.
    op.execute(
        "UPDATE working.evaluation SET closed_at = NULL, taken_up_beside = true"
        " WHERE closed_at IS NOT NULL AND ended_at IS NULL AND state NOT IN ('published', 'suspended')"
    )
