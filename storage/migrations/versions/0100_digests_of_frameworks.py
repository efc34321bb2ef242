"""A published framework version has a digest: whoever has read what it says need not read it again."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The database reckons it, so that it is never another text's."""
    digest: sa.Column[str] = sa.Column("digest", sa.Text(), sa.Computed("md5(CAST(body AS text))", persisted=True))
    op.add_column("framework", digest, schema="published")
