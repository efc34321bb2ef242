"""A framework may have rules of its own."""

from alembic import op

revision = "0050"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A third way to a total."""
    _known("'WEIGHTED_MEAN', 'NONE', 'RULES'")


def downgrade() -> None:
    """Back to two; refused by the database while a framework has rules."""
    _known("'WEIGHTED_MEAN', 'NONE'")


def _known(words: str) -> None:
    op.drop_constraint("framework_version_aggregation_known", "framework_version", schema="working", type_="check")
    op.create_check_constraint(
        "framework_version_aggregation_known", "framework_version", f"aggregation IN ({words})", schema="working"
    )
