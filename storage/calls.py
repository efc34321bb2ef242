"""Reads and writes of calls: competitions, their entries, and what the jury scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class CallRow:
    """A call for entries."""

    id: UUID
    process_code: str
    framework_version_id: UUID
    title_ru: str
    title_en: str
    opened_at: datetime


@dataclass(frozen=True)
class EntryRow:
    """An entry of a call, and whether its scores are open: the jury has handed in."""

    call_id: UUID
    evaluation_id: UUID
    process_version: int
    scored: bool
    out: bool
    """Whether it ended without being scored: rejected, or never handed in."""


@dataclass(frozen=True)
class MarkRow:
    """A juror's score of one criterion of one entry, with the criterion's scale."""

    evaluation_id: UUID
    criterion: str
    value: Decimal
    scale: dict[str, Any]


CALL = "c.id, c.process_code, c.framework_version_id, c.title_ru, c.title_en, c.opened_at"


async def all_calls(transaction: Transaction) -> list[CallRow]:
    """The calls the person can see, the newest first."""
    return await transaction.rows(CallRow, f"SELECT {CALL} FROM working.call c ORDER BY c.opened_at DESC, c.id")


async def calls_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[CallRow | None]:
    """Calls by their keys, those the person can see."""
    rows = await transaction.rows(CallRow, f"SELECT {CALL} FROM working.call c WHERE c.id = ANY (:ids)", ids=list(ids))
    return one_of(ids, rows, lambda row: row.id)


async def lock_call(transaction: Transaction, call: UUID) -> CallRow | None:
    """The call, locked until the transaction ends: what changes its entries waits."""
    async with transaction.as_worker():
        return await transaction.row(CallRow, f"SELECT {CALL} FROM working.call c WHERE c.id = :id FOR UPDATE", id=call)


async def insert_call(transaction: Transaction, process_code: str, framework: UUID, ru: str, en: str) -> UUID:
    """A call begins."""
    async with transaction.as_worker():
        made = await transaction.value(
            "INSERT INTO working.call (process_code, framework_version_id, title_ru, title_en)"
            " VALUES (:process, :framework, :ru, :en) RETURNING id",
            process=process_code,
            framework=framework,
            ru=ru,
            en=en,
        )
    assert isinstance(made, UUID)
    return made


async def enter(transaction: Transaction, evaluation: UUID, call: UUID) -> None:
    """An evaluation is an entry of this call."""
    async with transaction.as_worker():
        await transaction.run("UPDATE working.evaluation SET call_id = :call WHERE id = :id", id=evaluation, call=call)


async def call_of(transaction: Transaction, evaluation: UUID) -> UUID | None:
    """The call an evaluation is an entry of."""
    found = await transaction.value("SELECT call_id FROM working.evaluation WHERE id = :id", id=evaluation)
    return found if isinstance(found, UUID) else None


async def entries_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[EntryRow]]:
    """The entries of each call that the person can see, by number."""
    rows = await transaction.rows(
        EntryRow,
        "SELECT call_id, id AS evaluation_id, process_version, 'reviews_to_panel' = ANY (discloses) AS scored,"
        " ended_at IS NOT NULL AND NOT 'reviews_to_panel' = ANY (discloses) AS out"
        " FROM working.evaluation WHERE call_id = ANY (:ids) ORDER BY number",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.call_id)


async def marks_of(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[MarkRow]]:
    """What the jurors of each entry scored who were neither removed nor recused, as far as the person may read it."""
    rows = await transaction.rows(
        MarkRow,
        """
        SELECT r.evaluation_id, c.code AS criterion, k.value, c.scale
        FROM working.review r JOIN working.review_author a ON a.review_id = r.id
        JOIN working.seat s ON s.id = a.seat_id AND s.removed_at IS NULL AND s.recused_at IS NULL
        JOIN working.score k ON k.review_id = r.id JOIN working.criterion c ON c.id = k.criterion_id
        WHERE r.evaluation_id = ANY (:ids) AND r.state = 'SUBMITTED' AND k.value IS NOT NULL AND c.scored
        """,
        ids=list(evaluations),
    )
    return many_of(evaluations, rows, lambda row: row.evaluation_id)
