"""Reads and writes of panels: seats, and the experts who could take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class SeatRow:
    """One seat that was not taken back, with how far its review is (where the person may know)."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    lead: bool
    recused: bool
    constituency: str
    review_state: str | None
    complete: int | None
    scored: int


@dataclass(frozen=True)
class CandidateRow:
    """An expert of the register, as a possible member of one panel."""

    person_id: UUID
    employer_id: UUID | None
    municipality_id: UUID | None
    constituency: str
    qualification: str | None
    load: int
    seated: bool
    ties: list[dict[str, Any]]


async def seats_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[SeatRow]]:
    """The seats of each evaluation that the person may know of, the lead first."""
    rows = await transaction.rows(
        SeatRow,
        """
        SELECT s.id, s.evaluation_id, s.person_id, s.lead, s.recused_at IS NOT NULL AS recused, s.constituency,
               r.state AS review_state, r.complete,
               (SELECT count(*) FROM working.criterion c WHERE c.framework_version_id = e.framework_version_id
                AND c.scored AND c.code <> ALL (e.not_applicable))::int AS scored
        FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
        LEFT JOIN working.review_author a ON a.seat_id = s.id LEFT JOIN working.review r ON r.id = a.review_id
        WHERE s.evaluation_id = ANY (:ids) AND s.removed_at IS NULL
        ORDER BY s.lead DESC, s.seated_at, s.id
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def candidates(transaction: Transaction, evaluation: UUID, search: str | None) -> list[CandidateRow]:
    """The experts a secretary can choose from, with their ties and how many open cases they have."""
    async with transaction.as_worker():
        return await transaction.rows(
            CandidateRow,
            """
            SELECT x.person_id, x.employer_id, x.municipality_id, x.constituency, x.qualification,
                   (SELECT count(*) FROM working.seat s JOIN working.evaluation e ON e.id = s.evaluation_id
                    WHERE s.person_id = x.person_id AND s.removed_at IS NULL AND s.recused_at IS NULL
                    AND e.closed_at IS NULL)::int AS load,
                   EXISTS (SELECT FROM working.seat s WHERE s.evaluation_id = :evaluation
                           AND s.person_id = x.person_id AND s.removed_at IS NULL) AS seated,
                   access.ties_of(x.person_id) AS ties
            FROM working.expert x JOIN working.person p ON p.id = x.person_id
            WHERE CAST(:search AS text) IS NULL OR p.name_ru ILIKE '%' || :search || '%'
                  OR p.name_en ILIKE '%' || :search || '%' OR x.qualification ILIKE '%' || :search || '%'
            ORDER BY p.name_ru, x.person_id LIMIT 200
            """,
            evaluation=evaluation,
            search=(search or "").strip() or None,
        )


async def candidate_ties(transaction: Transaction, person: UUID) -> list[dict[str, Any]] | None:
    """The ties of an expert of the register; None when the person is not one."""
    async with transaction.as_worker():
        found = await transaction.value(
            "SELECT access.ties_of(person_id) FROM working.expert WHERE person_id = :person", person=person
        )
    return list(found) if found is not None else None


async def insert_seat(transaction: Transaction, evaluation: UUID, person: UUID, *, lead: bool) -> bool:
    """Seat an expert and open the review; false when the person already sits here."""
    if lead:
        await release_lead(transaction, evaluation)
    seat = await transaction.value(
        """
        INSERT INTO working.seat (evaluation_id, person_id, lead, constituency)
        SELECT :evaluation, x.person_id, :lead, x.constituency FROM working.expert x WHERE x.person_id = :person
        ON CONFLICT (evaluation_id, person_id) WHERE removed_at IS NULL DO NOTHING RETURNING id
        """,
        evaluation=evaluation,
        person=person,
        lead=lead,
    )
    if seat is None:
        return False
    review = await transaction.value(
        """
        INSERT INTO working.review (evaluation_id, ordinal)
        SELECT :evaluation, 1 + coalesce(max(ordinal), 0) FROM working.review WHERE evaluation_id = :evaluation
        RETURNING id
        """,
        evaluation=evaluation,
    )
    await transaction.run(
        "INSERT INTO working.review_author (review_id, seat_id) VALUES (:review, :seat)", review=review, seat=seat
    )
    return True


async def remove_seat(transaction: Transaction, evaluation: UUID, seat: UUID) -> bool:
    """Take a seat back; false when it is not an active seat of this evaluation."""
    return bool(
        await transaction.run(
            "UPDATE working.seat SET removed_at = now(), lead = false"
            " WHERE id = :seat AND evaluation_id = :evaluation AND removed_at IS NULL",
            seat=seat,
            evaluation=evaluation,
        )
    )


async def release_lead(transaction: Transaction, evaluation: UUID) -> None:
    """Nobody leads the panel any more."""
    await transaction.run(
        "UPDATE working.seat SET lead = false WHERE evaluation_id = :evaluation AND lead", evaluation=evaluation
    )


async def give_lead(transaction: Transaction, evaluation: UUID, seat: UUID) -> bool:
    """Let this seat lead; false when it is not an active seat of this evaluation."""
    await release_lead(transaction, evaluation)
    return bool(
        await transaction.run(
            "UPDATE working.seat SET lead = true WHERE id = :seat AND evaluation_id = :evaluation"
            " AND removed_at IS NULL AND recused_at IS NULL",
            seat=seat,
            evaluation=evaluation,
        )
    )
