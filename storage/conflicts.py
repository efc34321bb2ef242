"""Reads and writes of conflicts of interest: what people declare, and who stepped aside."""

from uuid import UUID

from storage.database import Transaction


async def recuse(transaction: Transaction, evaluation: UUID, reason: str) -> None:
    """The transaction's person steps aside: the recusal is recorded and a seat in the panel falls vacant."""
    await transaction.run(
        "INSERT INTO working.recusal (evaluation_id, person_id, reason) VALUES (:evaluation, :person, :reason)"
        " ON CONFLICT DO NOTHING",
        evaluation=evaluation,
        person=transaction.person,
        reason=reason,
    )
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.seat SET recused_at = now() WHERE evaluation_id = :evaluation AND person_id = :person"
            " AND recused_at IS NULL",
            evaluation=evaluation,
            person=transaction.person,
        )


async def declare_conflict(
    transaction: Transaction, organisation: UUID, kind: str, note: str, since: int | None, until: int | None
) -> None:
    """The transaction's person declares a tie to an organisation, with the years it began and ended where known."""
    await transaction.run(
        "INSERT INTO working.conflict_of_interest"
        " (person_id, organisation_id, kind, note, since_year, until_year, declared_by)"
        " VALUES (:person, :organisation, :kind, :note, :since, :until, :person)",
        person=transaction.person,
        organisation=organisation,
        kind=kind,
        note=note,
        since=since,
        until=until,
    )
