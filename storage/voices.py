"""What families say of criteria, derived from records so that it can be counted over a territory."""

from storage.database import Transaction

# A criterion's score as a share of its scale; a group has the scale of the whole.
RATED = """
CASE WHEN c.part #>> '{scale,maximum}' IS NOT NULL
     THEN ((c.part ->> 'score')::numeric - (c.part #>> '{scale,minimum}')::numeric)
          / ((c.part #>> '{scale,maximum}')::numeric - (c.part #>> '{scale,minimum}')::numeric)
     ELSE (c.part ->> 'score')::numeric / nullif((b #>> '{result,maximum}')::numeric, 0) END
"""
# Most records have none, and to look for the name takes a fraction of reading the whole.
MAY_HAVE = "position('\"surveys\":' in r.body) > 0"


async def derive(transaction: Transaction, number: int | None = None) -> None:
    """Make the rows of one record, or of all, from the records' own text."""
    await transaction.run(
        f"""
        INSERT INTO published.voice (number, place, criterion_code, says, chosen, answered, population, rated)
        SELECT r.number, row_number() OVER (PARTITION BY r.number ORDER BY s.nth, v.nth), v.part ->> 'criterion',
               v.part ->> 'says', (v.part ->> 'chosen')::int, (v.part ->> 'answered')::int,
               (s.part ->> 'population')::int, {RATED}
        FROM published.record r
        CROSS JOIN LATERAL (SELECT CAST(r.body AS jsonb) OFFSET 0) parsed (b)
        CROSS JOIN LATERAL jsonb_array_elements(b -> 'surveys') WITH ORDINALITY s (part, nth)
        CROSS JOIN LATERAL jsonb_array_elements(s.part -> 'voices') WITH ORDINALITY v (part, nth)
        LEFT JOIN LATERAL (
            SELECT part FROM jsonb_array_elements(b -> 'criteria') known (part)
            WHERE part ->> 'code' = v.part ->> 'criterion' LIMIT 1) c ON true
        WHERE (CAST(:number AS int) IS NULL OR r.number = :number) AND {MAY_HAVE} AND b ? 'surveys'
        ON CONFLICT (number, place) DO NOTHING
        """,
        number=number,
    )


async def forget(transaction: Transaction) -> None:
    """Empty what can be derived again."""
    await transaction.run("DELETE FROM published.voice")
