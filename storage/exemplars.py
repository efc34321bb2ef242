"""Exemplars: standing results that came near the top of a criterion's scale, for others to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.wanted import standing

LOOKED_AT = 200
EACH = 3


@dataclass(frozen=True)
class ExemplarRow:
    """A result that is exemplary on one criterion."""

    criterion: str
    number: int


async def exemplars_of(
    transaction: Transaction, framework: UUID, as_of: datetime | None = None
) -> Sequence[ExemplarRow]:
    """For each criterion the newest results at the highest level, or in the upper tenth of a scale of points.

    As they stood at a moment, or stand now. Among the newest `LOOKED_AT` results of the framework version, `EACH` at
    most: examples, not a list of the best.
    """
    return await transaction.rows(
        ExemplarRow,
        f"""
        WITH newest AS MATERIALIZED (
            SELECT r.number, CAST(r.body AS jsonb) -> 'criteria' AS criteria
            FROM published.framework f
            JOIN published.result t ON t.framework_code = f.code AND t.framework_number = f.number
            JOIN published.record r ON r.number = t.number
            WHERE f.id = :framework AND {standing(as_of)} ORDER BY r.number DESC LIMIT {LOOKED_AT}
        ), scored AS (
            SELECT n.number, c ->> 'code' AS criterion, (c ->> 'score')::numeric AS score,
                   c #>> '{{scale,kind}}' AS kind,
                   (c #>> '{{scale,minimum}}')::numeric AS lowest, (c #>> '{{scale,maximum}}')::numeric AS highest
            FROM newest n, jsonb_array_elements(n.criteria) c
            WHERE c ->> 'score' IS NOT NULL AND jsonb_typeof(c -> 'scale') = 'object'
        ), placed AS (
            SELECT criterion, number, row_number() OVER (PARTITION BY criterion ORDER BY number DESC) AS place
            FROM scored
            WHERE score >= CASE kind WHEN 'LEVELS' THEN highest ELSE highest - 0.1 * (highest - lowest) END
        )
        SELECT criterion, number FROM placed WHERE place <= {EACH} ORDER BY criterion, number DESC
        """,
        framework=framework,
        as_of=as_of,
    )
