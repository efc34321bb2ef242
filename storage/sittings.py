"""Reads and writes of sittings of the commission: the agenda in its order, and the minutes of each case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class SittingRow:
    """A day on which the commission meets."""

    id: UUID
    held_at: datetime
    place: str


@dataclass(frozen=True)
class PointRow:
    """A case on the agenda of a sitting."""

    sitting_id: UUID
    evaluation_id: UUID
    position: int
    held_at: datetime
    planned_minutes: int


@dataclass(frozen=True)
class MinutesRow:
    """Minutes of a case at a sitting; version 0 before anything was written, `record` once they are signed."""

    evaluation_id: UUID
    sitting_id: UUID
    present: bool
    """Whether this is the case's present meeting, not one before it was reopened."""
    held_at: datetime
    starts_at: datetime | None
    position: int | None
    place: str
    text: str
    version: int
    record: dict[str, Any] | None
    signed_by: UUID | None
    signed_at: datetime | None


@dataclass(frozen=True)
class SeatedRow:
    """A member of the commission in a case, by name."""

    evaluation_id: UUID
    person_id: UUID
    chair: bool
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class MovedRow:
    """A motion of the present meeting, with the votes and dissents that the person may read."""

    evaluation_id: UUID
    round: int
    outcome: str
    valid_from: date | None
    valid_to: date | None
    reasons: str
    votes: dict[str, str]
    dissents: dict[str, str]
    decided_at: datetime | None
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    recused: int | None
    eligible: int | None
    quorum: int | None


async def sittings_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[SittingRow | None]:
    """Sittings by their keys, those the person can see."""
    rows = await transaction.rows(
        SittingRow, "SELECT id, held_at, place FROM working.sitting WHERE id = ANY (:ids)", ids=list(ids)
    )
    return one_of(ids, rows, lambda row: row.id)


async def latest_sittings(transaction: Transaction, first: int) -> list[SittingRow]:
    """The sittings the person can see, the latest first."""
    return await transaction.rows(
        SittingRow, "SELECT id, held_at, place FROM working.sitting ORDER BY held_at DESC, id LIMIT :first", first=first
    )


async def agendas_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[PointRow]]:
    """The cases of each sitting that the person can see, in their order."""
    rows = await transaction.rows(
        PointRow,
        "SELECT sitting_id, evaluation_id, position, held_at, planned_minutes FROM working.meeting"
        " WHERE sitting_id = ANY (:ids) ORDER BY position, evaluation_id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.sitting_id)


async def sitting_at(transaction: Transaction, held_at: datetime) -> UUID:
    """The sitting of this moment, called if there was none, and locked: its agenda changes. For the server's role."""
    await transaction.run(
        "INSERT INTO working.sitting (held_at) VALUES (:held_at) ON CONFLICT (held_at) DO NOTHING", held_at=held_at
    )
    found = await transaction.value(
        "SELECT id FROM working.sitting WHERE held_at = :held_at FOR UPDATE", held_at=held_at
    )
    assert isinstance(found, UUID)
    return found


async def put_on_agenda(
    transaction: Transaction, evaluation: UUID, held_at: datetime, *, position: int, minutes: int, place: str | None
) -> None:
    """Take a case up at the sitting of this moment, at this place of its agenda; the others move up or down."""
    async with transaction.as_worker():
        former = await transaction.value(
            "SELECT sitting_id FROM working.meeting WHERE evaluation_id = :evaluation", evaluation=evaluation
        )
        sitting = await sitting_at(transaction, held_at)
        if place is not None:
            await transaction.run("UPDATE working.sitting SET place = :place WHERE id = :id", place=place, id=sitting)
        await transaction.run(
            """
            UPDATE working.meeting m SET position = 2 * others.place FROM (
                SELECT evaluation_id, row_number() OVER (ORDER BY position, evaluation_id) AS place
                FROM working.meeting WHERE sitting_id = :sitting AND evaluation_id <> :evaluation) others
            WHERE m.evaluation_id = others.evaluation_id
            """,
            sitting=sitting,
            evaluation=evaluation,
        )
        await transaction.run(
            "UPDATE working.meeting SET sitting_id = :sitting, position = :position, planned_minutes = :minutes"
            " WHERE evaluation_id = :evaluation",
            sitting=sitting,
            evaluation=evaluation,
            position=2 * position - 1,
            minutes=minutes,
        )
        for one in {former, sitting}:
            await count_times(transaction, one)


async def count_times(transaction: Transaction, sitting: UUID) -> None:
    """Number the agenda of a sitting and count when each case begins; one that was decided keeps its time.

    For the server's role.
    """
    await transaction.run(
        """
        UPDATE working.meeting m SET position = agenda.place, held_at = CASE
            WHEN EXISTS (SELECT FROM working.decision d
                         WHERE d.evaluation_id = m.evaluation_id AND d.decided_at >= m.referred_at) THEN m.held_at
            ELSE s.held_at + agenda.before * interval '1 minute' END
        FROM working.sitting s, (
            SELECT evaluation_id, row_number() OVER agenda AS place,
                   coalesce(sum(planned_minutes) OVER (
                       agenda ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
            FROM working.meeting WHERE sitting_id = :sitting WINDOW agenda AS (ORDER BY position, evaluation_id)) agenda
        WHERE s.id = :sitting AND m.evaluation_id = agenda.evaluation_id
        """,
        sitting=sitting,
    )


async def minutes_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[MinutesRow]]:
    """The minutes of each evaluation, written or not, those of the latest sitting first."""
    rows = await transaction.rows(
        MinutesRow,
        """
        SELECT p.evaluation_id, p.sitting_id, t.sitting_id IS NOT NULL AS present, s.held_at, t.held_at AS starts_at,
               t.position, s.place, coalesce(n.text, '') AS text, coalesce(n.version, 0) AS version, n.record,
               n.signed_by, n.signed_at
        FROM (SELECT evaluation_id, sitting_id FROM working.meeting WHERE evaluation_id = ANY (:ids)
              UNION SELECT evaluation_id, sitting_id FROM working.minutes WHERE evaluation_id = ANY (:ids)) p
        JOIN working.sitting s ON s.id = p.sitting_id
        LEFT JOIN working.meeting t ON t.evaluation_id = p.evaluation_id AND t.sitting_id = p.sitting_id
        LEFT JOIN working.minutes n ON n.evaluation_id = p.evaluation_id AND n.sitting_id = p.sitting_id
        ORDER BY s.held_at DESC, s.id
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def seated_in(transaction: Transaction, ids: Sequence[UUID]) -> list[list[SeatedRow]]:
    """The commission of each evaluation by name, the chair first."""
    rows = await transaction.rows(
        SeatedRow,
        "SELECT m.evaluation_id, m.person_id, m.chair, p.name_ru, p.name_en FROM working.meeting_member m"
        " JOIN working.person p ON p.id = m.person_id WHERE m.evaluation_id = ANY (:ids)"
        " ORDER BY m.chair DESC, p.name_ru, m.person_id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def moved_in(transaction: Transaction, ids: Sequence[UUID]) -> list[list[MovedRow]]:
    """What was moved in the present meeting on each evaluation; a decision of somebody alone is none of it."""
    rows = await transaction.rows(
        MovedRow,
        """
        SELECT m.evaluation_id, m.round, m.outcome, m.valid_from, m.valid_to, m.reasons,
               (SELECT coalesce(jsonb_object_agg(v.person_id, v.choice), '{}'::jsonb) FROM working.vote v
                WHERE v.motion_id = m.id) AS votes,
               (SELECT coalesce(jsonb_object_agg(x.person_id, x.text), '{}'::jsonb) FROM working.dissent x
                WHERE x.motion_id = m.id) AS dissents,
               d.decided_at, d.votes_for, d.votes_against, d.abstained, d.recused, d.eligible, d.quorum
        FROM working.motion m
        JOIN working.meeting t ON t.evaluation_id = m.evaluation_id AND m.created_at >= t.referred_at
        LEFT JOIN working.decision d ON d.motion_id = m.id
        WHERE m.evaluation_id = ANY (:ids) AND coalesce(d.eligible, 1) > 0 ORDER BY m.round
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def save_minutes(transaction: Transaction, evaluation: UUID, sitting: UUID, text: str) -> None:
    """Write the secretary's words; minutes that are signed stay as they are."""
    async with transaction.as_worker():
        await transaction.run(
            """
            INSERT INTO working.minutes (evaluation_id, sitting_id, text) VALUES (:evaluation, :sitting, :text)
            ON CONFLICT (evaluation_id, sitting_id) DO UPDATE
            SET text = excluded.text, version = minutes.version + 1 WHERE minutes.signed_at IS NULL
            """,
            evaluation=evaluation,
            sitting=sitting,
            text=text,
        )


async def sign_minutes(transaction: Transaction, evaluation: UUID, sitting: UUID, record: object) -> None:
    """The transaction's person signs the minutes, with what the acts say of the meeting."""
    async with transaction.as_worker():
        await transaction.run(
            """
            INSERT INTO working.minutes (evaluation_id, sitting_id, record, signed_by, signed_at)
            VALUES (:evaluation, :sitting, CAST(:record AS jsonb), :person, now())
            ON CONFLICT (evaluation_id, sitting_id) DO UPDATE SET record = excluded.record,
                signed_by = excluded.signed_by, signed_at = excluded.signed_at, version = minutes.version + 1
            WHERE minutes.signed_at IS NULL
            """,
            evaluation=evaluation,
            sitting=sitting,
            record=as_json(record),
            person=transaction.person,
        )
