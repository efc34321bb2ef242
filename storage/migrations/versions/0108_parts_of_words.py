"""The register is searched by an index of what words are made of, not by reading the texts of every school."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

PARTS = r"""
CREATE FUNCTION published.parts_of_words(plain text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array_append(array_agg(DISTINCT substr(word, place, size)), '*'))
    FROM regexp_split_to_table(plain, '[^a-zа-я0-9]+') word, generate_series(2, 3) size,
         generate_series(1, length(word) - size + 1) place
$$
"""
PLAIN = "lower(translate(name_ru || ' ' || name_en || coalesce(' ' || address, ''), 'ёЁ', 'еЕ'))"
FORMER = """
UPDATE published.register_before b
SET body = b.body || jsonb_build_object('plain', was.plain, 'parts', CAST(published.parts_of_words(was.plain) AS text))
FROM (
    SELECT id, since, lower(translate(
        (body ->> 'name_ru') || ' ' || (body ->> 'name_en') || coalesce(' ' || (body ->> 'address'), ''), 'ёЁ', 'еЕ'))
    FROM published.register_before WHERE kind = 'school') was (id, since, plain)
WHERE b.id = was.id AND b.since = was.since
"""


def upgrade() -> None:
    """What stood in the register before has the new columns as well: it is searched as of its time."""
    op.execute(PARTS)
    plain: sa.Column[str] = sa.Column("plain", sa.Text(), sa.Computed(PLAIN, persisted=True))
    op.add_column("school", plain, schema="published")
    parts: sa.Column[str] = sa.Column(
        "parts", TSVECTOR(), sa.Computed(f"published.parts_of_words({PLAIN})", persisted=True)
    )
    op.add_column("school", parts, schema="published")
    op.create_index("school_parts", "school", ["parts"], schema="published", postgresql_using="gin")
    op.create_index("school_by_name", "school", ["name_ru", "id"], schema="published")
    op.execute("ALTER TABLE published.register_before DISABLE TRIGGER register_before_immutable")
    op.execute(FORMER)
    op.execute("ALTER TABLE published.register_before ENABLE TRIGGER register_before_immutable")
