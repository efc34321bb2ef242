"""Reads and writes of conflicts of interest: what is declared, what a school asks, what was decided of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class RequestRow:
    """A school asks that somebody of the panel be recused; `granted` is None while nobody has answered."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    kind: str
    note: str
    since_year: int | None
    until_year: int | None
    declared_at: datetime
    granted: bool | None
    reason: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class WaiverRow:
    """A tie that was waived."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    kind: str
    reason: str
    role: str
    at: datetime


@dataclass(frozen=True)
class DeclaredRow:
    """A tie of somebody in a case to its school, as it was declared or as the register kept it."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    kind: str
    source: str
    note: str
    since_year: int | None
    until_year: int | None
    declared_at: datetime


REQUESTS = """
SELECT c.id, c.evaluation_id, c.person_id, c.kind, c.note, c.since_year, c.until_year, c.declared_at,
       r.ruling = 'GRANTED' AS granted, r.reason, r.at AS answered_at
FROM working.conflict_of_interest c LEFT JOIN working.conflict_ruling r ON r.request_id = c.id
"""


async def requests_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[RequestRow]]:
    """What schools asked in these evaluations, the first first, as far as the person may read it."""
    rows = await transaction.rows(
        RequestRow, f"{REQUESTS} WHERE c.evaluation_id = ANY (:ids) ORDER BY c.declared_at, c.id", ids=list(ids)
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def request(transaction: Transaction, key: UUID) -> RequestRow | None:
    """One request, if the person may read it."""
    return await transaction.row(RequestRow, f"{REQUESTS} WHERE c.id = :key AND c.source = 'SCHOOL'", key=key)


async def waivers_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[WaiverRow]]:
    """The ties that were waived in these evaluations, the first first, as far as the person may read it."""
    rows = await transaction.rows(
        WaiverRow,
        "SELECT id, evaluation_id, person_id, kind, reason, role, at FROM working.conflict_ruling"
        " WHERE evaluation_id = ANY (:ids) AND ruling = 'WAIVED' ORDER BY at, id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


DECLARED = """
SELECT c.id, e.id AS evaluation_id, c.person_id, c.kind, c.source, c.note, c.since_year, c.until_year, c.declared_at
FROM working.evaluation e JOIN working.evaluated_school w ON w.evaluation_id = e.id
JOIN working.conflict_of_interest c ON c.organisation_id = w.organisation_id AND c.evaluation_id IS NULL
WHERE e.id = ANY (:ids) AND (c.person_id = access.person()
    OR EXISTS (SELECT FROM working.seat s WHERE s.evaluation_id = e.id AND s.person_id = c.person_id
               AND s.removed_at IS NULL)
    OR EXISTS (SELECT FROM working.meeting_member m WHERE m.evaluation_id = e.id AND m.person_id = c.person_id))
"""


async def declared_in(transaction: Transaction, ids: Sequence[UUID]) -> list[list[DeclaredRow]]:
    """Ties to the school of each evaluation, one's own and of those who sit in its panel or its commission;
    the newest first."""
    rows = await transaction.rows(DeclaredRow, f"{DECLARED} ORDER BY c.declared_at DESC, c.id", ids=list(ids))
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def closed_in(transaction: Transaction, ids: Sequence[UUID]) -> list[list[DeclaredRow]]:
    """Those of them that people declared and the person, a secretary, has not opened yet, without what they say; none
    for anybody else."""
    async with transaction.as_worker():
        rows = await transaction.rows(
            DeclaredRow,
            f"{DECLARED} AND c.source = 'PERSON' AND c.person_id <> access.person() AND access.is_secretary()"
            " AND c.id NOT IN (SELECT * FROM access.ties_opened()) ORDER BY c.declared_at DESC, c.id",
            ids=list(ids),
        )
    return many_of(ids, [replace(row, note="") for row in rows], lambda row: row.evaluation_id)


@dataclass(frozen=True)
class TieRow:
    """A tie to an organisation as somebody tells of it, with the years it began and ended where known."""

    organisation: UUID
    kind: str
    note: str
    since: int | None
    until: int | None


async def _tell(
    transaction: Transaction, whose: UUID | None, tie: TieRow, source: str, evaluation: UUID | None = None
) -> None:
    await transaction.run(
        "INSERT INTO working.conflict_of_interest"
        " (person_id, organisation_id, kind, note, source, since_year, until_year, declared_by, evaluation_id)"
        " VALUES (:whose, :organisation, :kind, :note, :source, :since, :until, :person, :evaluation)",
        whose=whose,
        **tie.__dict__,
        source=source,
        person=transaction.person,
        evaluation=evaluation,
    )


async def declare_conflict(transaction: Transaction, tie: TieRow) -> None:
    """The transaction's person declares a tie of their own."""
    await _tell(transaction, transaction.person, tie, "PERSON")


async def ask_for_recusal(transaction: Transaction, evaluation: UUID, seat: UUID, tie: TieRow) -> UUID | None:
    """The school asks that whoever takes this seat be recused; answers with whom, None where it may know of no such."""
    whom: UUID | None = await transaction.value(
        "SELECT person_id FROM working.seat WHERE id = :seat AND evaluation_id = :evaluation"
        " AND removed_at IS NULL AND recused_at IS NULL",
        seat=seat,
        evaluation=evaluation,
    )
    if whom is not None:
        await _tell(transaction, whom, tie, "SCHOOL", evaluation)
    return whom


async def hold(transaction: Transaction, evaluation: UUID, because: str, people: Collection[str]) -> None:
    """These people, and nobody else, are held back from reading a case for this cause."""
    async with transaction.as_worker():
        await transaction.run(
            "DELETE FROM working.held WHERE evaluation_id = :evaluation AND because = :because"
            " AND NOT person_id = ANY (CAST(:people AS uuid[]))",
            evaluation=evaluation,
            because=because,
            people=list(people),
        )
        await transaction.run(
            "INSERT INTO working.held (evaluation_id, person_id, because)"
            " SELECT :evaluation, unnest(CAST(:people AS uuid[])), :because ON CONFLICT DO NOTHING",
            evaluation=evaluation,
            because=because,
            people=list(people),
        )


async def rule(
    transaction: Transaction,
    evaluation: UUID,
    person: UUID,
    *,
    ruling: str,
    kind: str,
    organisation: UUID,
    reason: str,
    role: str,
    request: UUID | None = None,
) -> None:
    """The transaction's person decides on a tie of somebody else."""
    await transaction.run(
        "INSERT INTO working.conflict_ruling"
        " (evaluation_id, person_id, ruling, kind, organisation_id, request_id, reason, decided_by, role)"
        " VALUES (:evaluation, :about, :ruling, :kind, :organisation, :request, :reason, :person, :role)",
        evaluation=evaluation,
        about=person,
        ruling=ruling,
        kind=kind,
        organisation=organisation,
        request=request,
        reason=reason,
        person=transaction.person,
        role=role,
    )


async def recuse(transaction: Transaction, evaluation: UUID, person: UUID, reason: str) -> None:
    """A person leaves the case, by their own will or by that of the transaction's person: a seat falls vacant."""
    decided_by = None if person == transaction.person else transaction.person
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.recusal (evaluation_id, person_id, reason, decided_by)"
            " VALUES (:evaluation, :person, :reason, :decided_by) ON CONFLICT DO NOTHING",
            evaluation=evaluation,
            person=person,
            reason=reason,
            decided_by=decided_by,
        )
        await transaction.run(
            "UPDATE working.seat SET recused_at = now() WHERE evaluation_id = :evaluation AND person_id = :person"
            " AND recused_at IS NULL",
            evaluation=evaluation,
            person=person,
        )
