"""A result has the scores of its criteria at hand, so that they can be counted over a territory."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0107"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take them from the records there are."""
    scores: sa.Column[object] = sa.Column("scores", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("result", scores, schema="published")
    op.execute(
        "UPDATE published.result t SET scores = given.scores FROM ("
        "  SELECT r.number, jsonb_object_agg(part ->> 'code', CAST(part ->> 'score' AS numeric)) AS scores"
        "  FROM published.record r, jsonb_array_elements(CAST(r.body AS jsonb) -> 'criteria') part"
        "  WHERE part ->> 'score' IS NOT NULL GROUP BY r.number) given"
        " WHERE given.number = t.number"
    )
