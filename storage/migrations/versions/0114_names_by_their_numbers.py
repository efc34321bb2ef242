"""Schools are listed by their names with the numbers in them read as numbers: № 2 stands before № 10."""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

SORT_NAME = r"""
CREATE FUNCTION published.sort_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(name, '([0-9]+)', '00000\1', 'g'), '0*([0-9]{6,})', '\1', 'g')
$$
"""
FORMER = """
UPDATE published.register_before
SET body = body || jsonb_build_object('sort_name', published.sort_name(body ->> 'name_ru')) WHERE kind = 'school'
"""


def upgrade() -> None:
    """What stood in the register before has the new column as well: it is listed as of its time."""
    op.execute(SORT_NAME)
    sort_name: sa.Column[str] = sa.Column(
        "sort_name", sa.Text(), sa.Computed("published.sort_name(name_ru)", persisted=True)
    )
    op.add_column("school", sort_name, schema="published")
    op.drop_index("school_by_name", table_name="school", schema="published")
    op.create_index("school_by_name", "school", ["sort_name", "id"], schema="published")
    op.execute("ALTER TABLE published.register_before DISABLE TRIGGER register_before_immutable")
    op.execute(FORMER)
    op.execute("ALTER TABLE published.register_before ENABLE TRIGGER register_before_immutable")
