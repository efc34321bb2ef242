"""The words of the public register, so that a search with a typing mistake finds the word that was meant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0032"
branch_labels = None
depends_on = None

TRIGRAMS = """
CREATE FUNCTION published.trigrams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr('  ' || word || ' ', n, 3)) FROM generate_series(1, length(word) + 1) n
$$
"""
WORDS = r"""
INSERT INTO published.word (word, since)
SELECT found.word, min(s.since) FROM published.school s, LATERAL regexp_split_to_table(
    lower(translate(concat_ws(' ', s.name_ru, s.name_en, s.address), 'ёЁ', 'еЕ')), '\W+') AS found(word)
WHERE length(found.word) > 2 AND found.word !~ '\d' GROUP BY found.word
"""


def upgrade() -> None:
    """Add the words, and fill them."""
    op.execute(TRIGRAMS)
    op.create_table(
        "word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "trigrams",
            postgresql.ARRAY(sa.Text()),
            sa.Computed("published.trigrams(word)", persisted=True),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("word"),
        schema="published",
    )
    op.create_index("word_trigrams", "word", ["trigrams"], schema="published", postgresql_using="gin")
    op.execute(WORDS)
