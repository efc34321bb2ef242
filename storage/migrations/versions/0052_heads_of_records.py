"""Each result has its record's short parts beside it, so that a list need not read what is long."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the short parts from the records that are there."""
    op.add_column("result", sa.Column("head", sa.JSON(), nullable=True), schema="published")
    op.execute(
        "UPDATE published.result t SET head = CAST(jsonb_build_object('framework', b -> 'framework', 'process',"
        " b -> 'process', 'evaluation', b -> 'evaluation', 'source', b -> 'source', 'result', b -> 'result') AS json)"
        " FROM published.record r, LATERAL (SELECT CAST(r.body AS jsonb) OFFSET 0) parsed (b)"
        " WHERE r.number = t.number"
    )
    op.alter_column("result", "head", nullable=False, schema="published")
