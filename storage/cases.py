"""Loads cases for the rules: the evaluation row, locked when somebody acts, and the facts the guards ask about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class CaseRow:
    """One evaluation with its facts, as `access.case_facts` gives them."""

    id: UUID
    number: str
    state: str
    version: int
    process_code: str
    process_version: int
    framework_version_id: UUID
    organisation_id: UUID
    now: datetime
    facts: dict[str, Any]


SELECT = """
SELECT e.id, e.number, e.state, e.version, e.process_code, e.process_version, e.framework_version_id,
       e.organisation_id, now() AS now, f.facts
FROM working.evaluation e JOIN access.case_facts(CAST(:ids AS uuid[])) f ON f.evaluation_id = e.id
WHERE e.id = ANY (CAST(:ids AS uuid[]))
"""


async def read_cases(transaction: Transaction, ids: Sequence[UUID]) -> list[CaseRow]:
    """The cases among these that the person can see, in no particular order."""
    return await transaction.rows(CaseRow, SELECT, ids=list(ids))


async def lock_case(transaction: Transaction, evaluation: UUID) -> CaseRow | None:
    """The case, locked until the transaction ends; facts are read after the lock is held."""
    async with transaction.as_worker():
        await transaction.run("SELECT FROM working.evaluation WHERE id = :id FOR UPDATE", id=evaluation)
    rows = await read_cases(transaction, [evaluation])
    return rows[0] if rows else None


async def move(
    transaction: Transaction, evaluation: UUID, *, state: str, discloses: Sequence[str], final: bool, moved: bool
) -> None:
    """Write the state a step led to, and a new version, so that a stale tab is noticed."""
    async with transaction.as_worker():
        await transaction.run(
            """
            UPDATE working.evaluation SET state = :state, discloses = :discloses, version = version + 1,
                state_since = CASE WHEN :moved THEN now() ELSE state_since END,
                closed_at = CASE WHEN :final THEN now() ELSE closed_at END
            WHERE id = :id
            """,
            id=evaluation,
            state=state,
            discloses=list(discloses),
            moved=moved,
            final=final,
        )
