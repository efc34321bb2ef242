"""Reads and writes of which case renews which: as closed as whose case it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class LinksRow:
    """The numbers of the case that this one renews and of the one that renews it, those the person may know of."""

    evaluation_id: UUID
    renews: str | None
    renewed_by: str | None


async def links_of(transaction: Transaction, ids: Sequence[UUID]) -> list[LinksRow]:
    """The links of each case."""
    rows = await transaction.rows(
        LinksRow,
        """
        SELECT one.id AS evaluation_id, back.number AS renews, forth.number AS renewed_by
        FROM unnest(CAST(:ids AS uuid[])) AS one (id)
        LEFT JOIN working.evaluated_school mine ON mine.evaluation_id = one.id
        LEFT JOIN working.evaluation back ON back.id = mine.renews_id
        LEFT JOIN working.evaluated_school later ON later.renews_id = one.id
        LEFT JOIN working.evaluation forth ON forth.id = later.evaluation_id
        """,
        ids=list(ids),
    )
    found = {row.evaluation_id: row for row in rows}
    return [found[key] for key in ids]


async def link(transaction: Transaction, renewal: UUID, renewed: UUID) -> None:
    """Let the first case renew the second."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.evaluated_school SET renews_id = :renewed WHERE evaluation_id = :renewal",
            renewal=renewal,
            renewed=renewed,
        )


async def newest_framework(transaction: Transaction, framework: UUID) -> UUID:
    """The newest version of this framework that cases are opened on; itself where there is none."""
    found = await transaction.value(
        """
        SELECT n.id FROM working.framework_version o JOIN working.framework_version n ON n.code = o.code
        WHERE o.id = :framework AND n.state = 'PUBLISHED' ORDER BY n.number DESC LIMIT 1
        """,
        framework=framework,
    )
    return found if isinstance(found, UUID) else framework
