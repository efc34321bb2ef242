"""What experts scored over the cases of a framework version, for the secretariat."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage.database import Transaction

MOST_CASES = 200
"""The newest: experts change, and a longer past is slower to compare than it tells."""


@dataclass(frozen=True)
class ExpertScoreRow:
    """A value that an expert handed in."""

    person_id: UUID
    evaluation_id: UUID
    criterion: str
    value: Decimal
    scale: dict[str, Any]


async def scores_on(transaction: Transaction, framework: UUID) -> list[ExpertScoreRow]:
    """The scores of the newest cases whose reviews the person may read, of experts who did not step aside; nothing for
    anybody but a secretary."""
    return await transaction.rows(
        ExpertScoreRow,
        """
        SELECT s.person_id, r.evaluation_id, c.code AS criterion, k.value, c.scale
        FROM (SELECT e.id FROM working.evaluation e
              WHERE e.framework_version_id = :framework AND (SELECT access.is_secretary())
                AND 'reviews_to_panel' = ANY (e.discloses)
              ORDER BY e.opened_at DESC, e.id LIMIT :most) e
        JOIN working.review r ON r.evaluation_id = e.id AND r.state = 'SUBMITTED'
        JOIN working.review_author a ON a.review_id = r.id
        JOIN working.seat s ON s.id = a.seat_id AND s.removed_at IS NULL AND s.recused_at IS NULL
        JOIN working.score k ON k.review_id = r.id AND k.value IS NOT NULL
        JOIN working.criterion c ON c.id = k.criterion_id
        ORDER BY s.person_id, r.evaluation_id, c.position
        """,
        framework=framework,
        most=MOST_CASES,
    )
