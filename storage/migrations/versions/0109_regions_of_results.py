"""A result says where its school stands, so that the list of a territory is read along an index, page by page."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take it from the register."""
    for column in ("municipality_id", "region_id"):
        known = sa.Column(column, sa.UUID(), sa.ForeignKey("published.territory.id"), nullable=True)
        op.add_column("result", known, schema="published")
    op.execute(
        "UPDATE published.result t SET municipality_id = s.municipality_id, region_id = s.region_id"
        " FROM published.school s WHERE s.id = t.school_id"
    )
    for column in ("municipality_id", "region_id"):
        op.create_index(
            f"result_by_{column.removesuffix('_id')}",
            "result",
            [column, "number"],
            schema="published",
            postgresql_where=sa.text("superseded_by IS NULL"),
        )
