"""Who opened what is hidden, or took out what is kept; the row policies ask these entries what is open to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of

What = Literal["SCHOOL", "TEXTS", "TIE", "PERSON", "TRAIL"]


@dataclass(frozen=True)
class OpeningRow:
    """One opening; without `person_id` it was done at the command line of the server."""

    id: UUID
    evaluation_id: UUID | None
    what: str
    person_id: UUID | None
    role: str
    reason: str
    at: datetime


COLUMNS = "id, evaluation_id, what, person_id, role, reason, at"
LONGEST_LIST = 100


async def insert(
    transaction: Transaction,
    what: What,
    role: str,
    *,
    evaluation: UUID | None = None,
    subject: UUID | None = None,
    about: UUID | None = None,
    reason: str = "",
) -> None:
    """The transaction's person opens something; from now on the policies let them read it."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.opening (what, evaluation_id, subject_id, about_id, person_id, role, reason)"
            " VALUES (:what, :evaluation, :subject, :about, :person, :role, :reason)",
            what=what,
            evaluation=evaluation,
            subject=subject,
            about=about,
            person=transaction.person,
            role=role,
            reason=reason,
        )


async def has_opened(transaction: Transaction, what: What, subject: UUID) -> bool:
    """Whether the transaction's person opened this before."""
    return bool(
        await transaction.value(
            "SELECT true FROM working.opening WHERE what = :what AND subject_id = :subject AND person_id = :person",
            what=what,
            subject=subject,
            person=transaction.person,
        )
    )


async def openings_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[OpeningRow]]:
    """What was opened in each evaluation, the newest first, as far as the person may know."""
    rows = await transaction.rows(
        OpeningRow,
        f"SELECT {COLUMNS} FROM working.opening WHERE evaluation_id = ANY (:ids) ORDER BY at DESC, id",
        ids=list(ids),
    )
    return many_of(ids, rows, _case_of)


def _case_of(row: OpeningRow) -> UUID:
    assert row.evaluation_id, "it was asked for by its case"
    return row.evaluation_id


async def openings_without_a_case(transaction: Transaction) -> list[OpeningRow]:
    """Exports that concern the person, and for an administrator all of them; the newest first."""
    return await transaction.rows(
        OpeningRow,
        f"SELECT {COLUMNS} FROM working.opening WHERE evaluation_id IS NULL ORDER BY at DESC, id LIMIT {LONGEST_LIST}",
    )
