"""How a school sees itself: its view of each criterion, with a score of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class SelfAssessmentRow:
    """The school's view of one criterion."""

    evaluation_id: UUID
    criterion_id: UUID
    score: Decimal | None
    text: str
    version: int


async def of_evaluations(transaction: Transaction, ids: Sequence[UUID]) -> list[list[SelfAssessmentRow]]:
    """The self-evaluation of each evaluation, in the framework's order."""
    rows = await transaction.rows(
        SelfAssessmentRow,
        "SELECT a.evaluation_id, a.criterion_id, a.score, a.text, a.version FROM working.self_assessment a"
        " JOIN working.criterion c ON c.id = a.criterion_id WHERE a.evaluation_id = ANY (:ids) ORDER BY c.position",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def version_of(transaction: Transaction, evaluation: UUID, criterion: UUID) -> int:
    """The version of the school's view of a criterion; 0 before it is first written."""
    found = await transaction.value(
        "SELECT version FROM working.self_assessment WHERE evaluation_id = :evaluation AND criterion_id = :criterion",
        evaluation=evaluation,
        criterion=criterion,
    )
    return int(found or 0)


async def save(transaction: Transaction, evaluation: UUID, criterion: UUID, score: Decimal | None, text: str) -> None:
    """Write the school's view of a criterion."""
    await transaction.run(
        """
        INSERT INTO working.self_assessment (evaluation_id, criterion_id, score, text)
        VALUES (:evaluation, :criterion, :score, :text)
        ON CONFLICT (evaluation_id, criterion_id) DO UPDATE
        SET score = excluded.score, text = excluded.text, version = self_assessment.version + 1, updated_at = now()
        """,
        evaluation=evaluation,
        criterion=criterion,
        score=score,
        text=text,
    )
