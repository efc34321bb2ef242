"""More time that people ask for: what was asked, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class ExtensionRow:
    """A request. `state` is the decision, or WAITING, or LAPSED: the deadline or the case moved before an answer."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    role: str
    deadline: str
    due_before: datetime
    wished_for: datetime
    reason: str
    asked_at: datetime
    state: str
    due_after: datetime | None
    answer: str
    decided_at: datetime | None


SELECT = """
SELECT x.id, x.evaluation_id, x.person_id, x.role, x.deadline, x.due_before, x.wished_for, x.reason, x.asked_at,
       coalesce(x.decision, CASE WHEN x.asked_at >= e.state_since AND d.due_at = x.due_before
                            THEN 'WAITING' ELSE 'LAPSED' END) AS state,
       x.due_after, x.answer, x.decided_at
FROM working.extension_request x JOIN working.evaluation e ON e.id = x.evaluation_id
LEFT JOIN working.deadline d ON d.evaluation_id = x.evaluation_id AND d.name = x.deadline
"""


async def requests_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ExtensionRow]]:
    """The requests in each evaluation that the person may read, the newest first."""
    rows = await transaction.rows(
        ExtensionRow, f"{SELECT} WHERE x.evaluation_id = ANY (:ids) ORDER BY x.asked_at DESC, x.id", ids=list(ids)
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def request(transaction: Transaction, key: UUID) -> ExtensionRow | None:
    """One request, if the person may read it."""
    return await transaction.row(ExtensionRow, f"{SELECT} WHERE x.id = :key", key=key)


async def ask(
    transaction: Transaction,
    evaluation: UUID,
    *,
    role: str,
    deadline: str,
    deciders: Sequence[str],
    due_before: datetime,
    wished_for: datetime,
    reason: str,
) -> UUID:
    """Keep what the person asks; answers with its key."""
    async with transaction.as_worker():
        made = await transaction.value(
            "INSERT INTO working.extension_request"
            " (evaluation_id, person_id, role, deadline, deciders, due_before, wished_for, reason)"
            " VALUES (:evaluation, :person, :role, :deadline, :deciders, :due_before, :wished_for, :reason)"
            " RETURNING id",
            evaluation=evaluation,
            person=transaction.person,
            role=role,
            deadline=deadline,
            deciders=list(deciders),
            due_before=due_before,
            wished_for=wished_for,
            reason=reason,
        )
    assert isinstance(made, UUID)
    return made


async def decide(
    transaction: Transaction, key: UUID, *, decision: str, due_after: datetime | None, answer: str
) -> None:
    """Keep what the person decides of a request."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.extension_request SET decision = :decision, due_after = :due_after, answer = :answer,"
            " decided_by = :person, decided_at = now() WHERE id = :key",
            key=key,
            decision=decision,
            due_after=due_after,
            answer=answer,
            person=transaction.person,
        )
