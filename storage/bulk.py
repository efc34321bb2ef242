"""Acts in many cases at once: which cases, what was given, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of


@dataclass(frozen=True)
class BulkActRow:
    """One act in many cases, with how far it is. `ended_at` is when the last case was settled."""

    id: UUID
    person_id: UUID
    action: str
    given: dict[str, Any]
    begun_at: datetime
    ended_at: datetime | None
    total: int
    done: int
    refused: int


@dataclass(frozen=True)
class BulkItemRow:
    """One case of such an act."""

    bulk_act_id: UUID
    evaluation_id: UUID
    expected_version: int
    state: str
    reasons: list[dict[str, Any]]
    settled_at: datetime | None


SELECT = """
SELECT b.id, b.person_id, b.action, b.given, b.begun_at,
       CASE WHEN bool_and(i.state <> 'WAITING') THEN max(i.settled_at) END AS ended_at,
       count(*) AS total, count(*) FILTER (WHERE i.state = 'DONE') AS done,
       count(*) FILTER (WHERE i.state = 'REFUSED') AS refused
FROM working.bulk_act b JOIN working.bulk_item i ON i.bulk_act_id = b.id
"""


async def bulk_acts(transaction: Transaction, first: int) -> list[BulkActRow]:
    """The acts that the person may read of, the newest first."""
    return await transaction.rows(
        BulkActRow, f"{SELECT} GROUP BY b.id ORDER BY b.begun_at DESC, b.id LIMIT :first", first=first
    )


async def bulk_act(transaction: Transaction, key: UUID) -> BulkActRow | None:
    """One of them."""
    return await transaction.row(BulkActRow, f"{SELECT} WHERE b.id = :key GROUP BY b.id", key=key)


async def items_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[BulkItemRow]]:
    """The cases of each act, in the order they were given."""
    rows = await transaction.rows(
        BulkItemRow,
        "SELECT bulk_act_id, evaluation_id, expected_version, state, reasons, settled_at FROM working.bulk_item"
        " WHERE bulk_act_id = ANY (:ids) ORDER BY bulk_act_id, position",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.bulk_act_id)


async def begin(
    transaction: Transaction, action: str, given: Mapping[str, object], cases: Sequence[tuple[UUID, int]]
) -> UUID:
    """Keep what shall be done in which cases, each as it stands at this version; answers with its key."""
    async with transaction.as_worker():
        made = await transaction.value(
            "INSERT INTO working.bulk_act (person_id, action, given)"
            " VALUES (:person, :action, CAST(:given AS jsonb)) RETURNING id",
            person=transaction.person,
            action=action,
            given=as_json(given),
        )
        assert isinstance(made, UUID)
        await transaction.run(
            "INSERT INTO working.bulk_item (bulk_act_id, evaluation_id, position, expected_version)"
            " SELECT :act, given.id, given.place, given.version"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[])) WITH ORDINALITY given (id, version, place)",
            act=made,
            ids=[key for key, _ in cases],
            versions=[version for _, version in cases],
        )
    return made


async def settle(
    transaction: Transaction, act: UUID, evaluation: UUID, state: str, reasons: Sequence[Mapping[str, object]] = ()
) -> bool:
    """Settle one case; answers whether it was still waiting. Whoever asks at the same time waits for the answer."""
    async with transaction.as_worker():
        return (
            await transaction.run(
                "UPDATE working.bulk_item SET state = :state, reasons = CAST(:reasons AS jsonb), settled_at = now()"
                " WHERE bulk_act_id = :act AND evaluation_id = :evaluation AND state = 'WAITING'",
                act=act,
                evaluation=evaluation,
                state=state,
                reasons=as_json(list(reasons)),
            )
            == 1
        )
