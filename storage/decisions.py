"""Reads and writes of the commission: meeting, members, motions, votes, dissents, the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage import sittings
from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class MeetingRow:
    """When the commission meets on an evaluation."""

    evaluation_id: UUID
    held_at: datetime
    sitting_id: UUID
    position: int
    planned_minutes: int


@dataclass(frozen=True)
class MemberRow:
    """One member, with the vote where the person may know it."""

    evaluation_id: UUID
    person_id: UUID
    chair: bool
    choice: str | None
    dissent: str | None


@dataclass(frozen=True)
class MotionRow:
    """The motion of the last round."""

    id: UUID
    evaluation_id: UUID
    round: int
    outcome: str
    valid_from: date | None
    valid_to: date | None
    reasons: str
    conditions: list[dict[str, Any]]


@dataclass(frozen=True)
class DecisionRow:
    """A decision with the motion that carried and the dissents."""

    evaluation_id: UUID
    outcome: str
    decided_at: datetime
    valid_from: date | None
    valid_to: date | None
    reasons: str
    conditions: list[dict[str, Any]]
    votes_for: int
    votes_against: int
    abstained: int
    recused: int
    eligible: int
    quorum: int
    dissents: list[str]


async def meetings_of(transaction: Transaction, ids: Sequence[UUID]) -> list[MeetingRow | None]:
    """The meeting on each evaluation."""
    rows = await transaction.rows(
        MeetingRow,
        "SELECT evaluation_id, held_at, sitting_id, position, planned_minutes FROM working.meeting"
        " WHERE evaluation_id = ANY (:ids)",
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.evaluation_id)


async def members_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[MemberRow]]:
    """The commission of each evaluation, the chair first, with the votes on the present motion that may be known."""
    rows = await transaction.rows(
        MemberRow,
        """
        SELECT m.evaluation_id, m.person_id, m.chair, v.choice, d.text AS dissent
        FROM working.meeting_member m JOIN working.person p ON p.id = m.person_id
        LEFT JOIN LATERAL (SELECT n.id FROM working.motion n WHERE n.evaluation_id = m.evaluation_id
                           ORDER BY n.round DESC LIMIT 1) motion ON true
        LEFT JOIN working.vote v ON v.motion_id = motion.id AND v.person_id = m.person_id
        LEFT JOIN working.dissent d ON d.motion_id = motion.id AND d.person_id = m.person_id
        WHERE m.evaluation_id = ANY (:ids) ORDER BY m.chair DESC, p.name_ru, m.person_id
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def motions_of(transaction: Transaction, ids: Sequence[UUID]) -> list[MotionRow | None]:
    """The present motion of each evaluation."""
    rows = await transaction.rows(
        MotionRow,
        "SELECT DISTINCT ON (evaluation_id) id, evaluation_id, round, outcome, valid_from, valid_to, reasons,"
        " conditions FROM working.motion WHERE evaluation_id = ANY (:ids) ORDER BY evaluation_id, round DESC",
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.evaluation_id)


async def decisions_of(transaction: Transaction, ids: Sequence[UUID]) -> list[DecisionRow | None]:
    """The decision on each evaluation."""
    rows = await transaction.rows(
        DecisionRow,
        """
        SELECT DISTINCT ON (d.evaluation_id) d.evaluation_id, m.outcome, d.decided_at, m.valid_from, m.valid_to,
               m.reasons, m.conditions, d.votes_for, d.votes_against, d.abstained, d.recused, d.eligible, d.quorum,
               access.dissents_of(m.id) AS dissents
        FROM working.decision d JOIN working.motion m ON m.id = d.motion_id
        WHERE d.evaluation_id = ANY (:ids) ORDER BY d.evaluation_id, m.round DESC
        """,
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.evaluation_id)


async def call_meeting(transaction: Transaction, evaluation: UUID, held_at: datetime) -> int:
    """Call the commission on an evaluation, once more after it was reopened; answers how many members it has.

    Cases called to the same moment are one sitting; each comes after those that were called before it.
    """
    async with transaction.as_worker():
        sitting = await sittings.sitting_at(transaction, held_at)
        await transaction.run(
            """
            INSERT INTO working.meeting (evaluation_id, held_at, sitting_id, position)
            SELECT :evaluation, :held_at, :sitting, 1 + coalesce(max(position), 0) FROM working.meeting
            WHERE sitting_id = :sitting AND evaluation_id <> :evaluation
            ON CONFLICT (evaluation_id) DO UPDATE SET held_at = excluded.held_at, sitting_id = excluded.sitting_id,
                position = excluded.position, referred_at = now()
            """,
            evaluation=evaluation,
            held_at=held_at,
            sitting=sitting,
        )
        await sittings.count_times(transaction, sitting)
        await transaction.run(
            """
            INSERT INTO working.meeting_member (evaluation_id, person_id, chair)
            SELECT :evaluation, person_id, bool_or(role = 'COMMISSION_CHAIR') FROM working.membership
            WHERE role IN ('COMMISSION_MEMBER', 'COMMISSION_CHAIR') GROUP BY person_id
            ON CONFLICT (evaluation_id, person_id) DO NOTHING
            """,
            evaluation=evaluation,
        )
        return int(
            await transaction.value(
                "SELECT count(*) FROM working.meeting_member WHERE evaluation_id = :evaluation", evaluation=evaluation
            )
        )


async def insert_motion(
    transaction: Transaction,
    evaluation: UUID,
    *,
    outcome: str,
    valid_from: date | None,
    valid_to: date | None,
    reasons: str,
    conditions: Sequence[dict[str, Any]],
) -> UUID:
    """Put a proposed decision to the vote, in the next round."""
    made = await transaction.value(
        """
        INSERT INTO working.motion (evaluation_id, round, outcome, valid_from, valid_to, reasons, conditions)
        SELECT :evaluation, 1 + coalesce(max(round), 0), :outcome, :valid_from, :valid_to, :reasons,
               CAST(:conditions AS jsonb)
        FROM working.motion WHERE evaluation_id = :evaluation
        RETURNING id
        """,
        evaluation=evaluation,
        outcome=outcome,
        valid_from=valid_from,
        valid_to=valid_to,
        reasons=reasons,
        conditions=as_json(list(conditions)),
    )
    assert isinstance(made, UUID)
    return made


async def cast_vote(transaction: Transaction, motion: UUID, choice: str) -> None:
    """Record the transaction's person's vote; the last one before the decision stands."""
    await transaction.run(
        "INSERT INTO working.vote (motion_id, person_id, choice) VALUES (:motion, :person, :choice)"
        " ON CONFLICT (motion_id, person_id) DO UPDATE SET choice = excluded.choice, cast_at = now()",
        motion=motion,
        person=transaction.person,
        choice=choice,
    )


async def write_dissent(transaction: Transaction, motion: UUID, text: str) -> None:
    """Record the transaction's person's dissenting opinion."""
    await transaction.run(
        "INSERT INTO working.dissent (motion_id, person_id, text) VALUES (:motion, :person, :text)"
        " ON CONFLICT (motion_id, person_id) DO UPDATE SET text = excluded.text",
        motion=motion,
        person=transaction.person,
        text=text,
    )


async def insert_decision(
    transaction: Transaction,
    evaluation: UUID,
    motion: UUID,
    *,
    votes_for: int,
    votes_against: int,
    abstained: int,
    recused: int,
    eligible: int,
    quorum: int,
) -> None:
    """The motion carried: record the decision with its count."""
    await transaction.run(
        """
        INSERT INTO working.decision (evaluation_id, motion_id, votes_for, votes_against, abstained, recused, eligible,
                                      quorum)
        VALUES (:evaluation, :motion, :votes_for, :votes_against, :abstained, :recused, :eligible, :quorum)
        """,
        evaluation=evaluation,
        motion=motion,
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=abstained,
        recused=recused,
        eligible=eligible,
        quorum=quorum,
    )
