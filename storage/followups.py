"""Reads and writes of what lives on beside a case: statements, tracks, those who hear an appeal, signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class TrackRow:
    """A condition that is followed up, or an appeal."""

    id: UUID
    evaluation_id: UUID
    kind: str
    state: str
    state_since: datetime
    version: int
    due_at: datetime | None
    subject: dict[str, Any]
    opened_at: datetime


@dataclass(frozen=True)
class StatementRow:
    """A text given with a step."""

    id: UUID
    evaluation_id: UUID
    track_id: UUID | None
    kind: str
    role: str
    text: str
    late: bool
    at: datetime


@dataclass(frozen=True)
class HearingRow:
    """A person who hears an appeal."""

    track_id: UUID
    person_id: UUID
    chair: bool
    recused: bool
    opinion: bool
    ruling: str | None
    """What they voted for, where the person may know it."""


TRACK = "id, evaluation_id, kind, state, state_since, version, due_at, subject, opened_at"
STATEMENT = "id, evaluation_id, track_id, kind, role, text, late, at"


async def tracks_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[TrackRow]]:
    """The tracks of each evaluation that the person can see, the first opened first."""
    rows = await transaction.rows(
        TrackRow,
        f"SELECT {TRACK} FROM working.track WHERE evaluation_id = ANY (:ids)"
        " ORDER BY opened_at, (subject ->> 'position')::int NULLS LAST, id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def tracks_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[TrackRow | None]:
    """Tracks by their keys, those the person can see."""
    rows = await transaction.rows(TrackRow, f"SELECT {TRACK} FROM working.track WHERE id = ANY (:ids)", ids=list(ids))
    return one_of(ids, rows, lambda row: row.id)


async def statements_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[StatementRow]]:
    """The statements in each evaluation that the person may read, the first first."""
    rows = await transaction.rows(
        StatementRow,
        f"SELECT {STATEMENT} FROM working.statement WHERE evaluation_id = ANY (:ids) ORDER BY at, id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def hearings_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[HearingRow]]:
    """Who hears each appeal, as far as the person may know, the chair first."""
    rows = await transaction.rows(
        HearingRow,
        """
        SELECT m.track_id, m.person_id, m.chair, m.recused_at IS NOT NULL AS recused, b.ruling,
               EXISTS (SELECT FROM working.statement s WHERE s.track_id = m.track_id
                       AND s.person_id = m.person_id AND s.kind = 'opinion') AS opinion
        FROM working.appeal_member m
        LEFT JOIN working.appeal_ballot b ON b.track_id = m.track_id AND b.person_id = m.person_id
        WHERE m.track_id = ANY (:ids) ORDER BY m.chair DESC, m.person_id
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.track_id)


@dataclass(frozen=True)
class MemberTies:
    """One who hears an appeal, as the rules see them."""

    person: UUID
    chair: bool
    recused: bool
    opinion: bool
    ties: list[dict[str, Any]]


async def hearing(transaction: Transaction, track: UUID) -> list[MemberTies]:
    """Who hears an appeal, for the rules alone: with what ties them to organisations."""
    async with transaction.as_worker():
        return await transaction.rows(
            MemberTies,
            """
            SELECT m.person_id AS person, m.chair, m.recused_at IS NOT NULL AS recused,
                   EXISTS (SELECT FROM working.statement s WHERE s.track_id = m.track_id
                           AND s.person_id = m.person_id AND s.kind = 'opinion') AS opinion,
                   access.ties_of(m.person_id) AS ties
            FROM working.appeal_member m WHERE m.track_id = :track
            """,
            track=track,
        )


async def person_ties(transaction: Transaction, person: UUID) -> list[dict[str, Any]] | None:
    """What ties a person to organisations, for the rules alone; None for nobody."""
    async with transaction.as_worker():
        found = await transaction.value(
            "SELECT access.ties_of(p.id) FROM working.person p WHERE p.id = :person", person=person
        )
    return list(found) if found is not None else None


async def lock_track(transaction: Transaction, track: UUID) -> TrackRow | None:
    """The track, for whoever holds the lock on its case."""
    return (await tracks_by_id(transaction, [track]))[0]


async def insert_track(
    transaction: Transaction,
    evaluation: UUID,
    kind: str,
    state: str,
    subject: Mapping[str, object],
    due_at: datetime | None,
) -> UUID:
    """A track begins."""
    async with transaction.as_worker():
        made = await transaction.value(
            "INSERT INTO working.track (evaluation_id, kind, state, subject, due_at)"
            " VALUES (:evaluation, :kind, :state, CAST(:subject AS jsonb), :due_at) RETURNING id",
            evaluation=evaluation,
            kind=kind,
            state=state,
            subject=as_json(dict(subject)),
            due_at=due_at,
        )
    assert isinstance(made, UUID)
    return made


async def move_track(
    transaction: Transaction, track: UUID, *, state: str, due_at: datetime | None, final: bool, moved: bool
) -> None:
    """Write where a step led the track, and a new version."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.track SET state = :state, due_at = :due_at, version = version + 1,"
            " state_since = CASE WHEN :moved THEN now() ELSE state_since END,"
            " closed_at = CASE WHEN :final THEN now() END WHERE id = :id",
            id=track,
            state=state,
            due_at=due_at,
            final=final,
            moved=moved,
        )


async def insert_statement(
    transaction: Transaction,
    evaluation: UUID,
    track: UUID | None,
    kind: str,
    role: str,
    readers: Sequence[str],
    text: str,
    *,
    late: bool,
) -> UUID:
    """Keep a text; the transaction's person wrote it. Answers with its key."""
    async with transaction.as_worker():
        made: UUID = await transaction.value(
            "INSERT INTO working.statement (evaluation_id, track_id, kind, person_id, role, readers, text, late)"
            " VALUES (:evaluation, :track, :kind, :person, :role, :readers, :text, :late) RETURNING id",
            evaluation=evaluation,
            track=track,
            kind=kind,
            person=transaction.person,
            role=role,
            readers=list(readers),
            text=text,
            late=late,
        )
    return made


async def seat_appeal_member(transaction: Transaction, track: UUID, person: UUID, *, chair: bool) -> bool:
    """Let a person hear an appeal; whether they did not already."""
    async with transaction.as_worker():
        touched = await transaction.run(
            "INSERT INTO working.appeal_member (track_id, person_id, chair) VALUES (:track, :person, :chair)"
            " ON CONFLICT (track_id, person_id) DO NOTHING",
            track=track,
            person=person,
            chair=chair,
        )
    return touched == 1


async def recuse_appeal_member(transaction: Transaction, track: UUID, person: UUID) -> bool:
    """Somebody no longer hears an appeal, and their vote does not count; whether they did."""
    async with transaction.as_worker():
        touched = await transaction.run(
            "UPDATE working.appeal_member SET recused_at = now()"
            " WHERE track_id = :track AND person_id = :person AND recused_at IS NULL",
            track=track,
            person=person,
        )
    return touched == 1


async def cast_appeal_vote(transaction: Transaction, track: UUID, ruling: str) -> None:
    """Record for which ruling the transaction's person votes; the last one before the ruling stands."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.appeal_ballot (track_id, person_id, ruling) VALUES (:track, :person, :ruling)"
            " ON CONFLICT (track_id, person_id) DO UPDATE SET ruling = excluded.ruling, cast_at = now()",
            track=track,
            person=transaction.person,
            ruling=ruling,
        )


async def sign(transaction: Transaction, evaluation: UUID, motion: UUID, role: str) -> None:
    """The transaction's person signs the decision."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.signature (evaluation_id, motion_id, person_id, role)"
            " VALUES (:evaluation, :motion, :person, :role)",
            evaluation=evaluation,
            motion=motion,
            person=transaction.person,
            role=role,
        )


async def published_statements(transaction: Transaction, evaluation: UUID, kinds: Sequence[str]) -> list[StatementRow]:
    """The statements of these kinds that belong into the record, the first first."""
    return await transaction.rows(
        StatementRow,
        f"SELECT {STATEMENT} FROM working.statement WHERE evaluation_id = :evaluation AND kind = ANY (:kinds)"
        " ORDER BY at, id",
        evaluation=evaluation,
        kinds=list(kinds),
    )


@dataclass(frozen=True)
class PassedTrack:
    """A track whose deadline has passed."""

    id: UUID
    evaluation_id: UUID


async def passed_tracks(transaction: Transaction) -> list[PassedTrack]:
    """Every track under way whose deadline has passed, the longest ago first."""
    return await transaction.rows(
        PassedTrack,
        "SELECT id, evaluation_id FROM working.track WHERE due_at < now() AND closed_at IS NULL ORDER BY due_at, id",
    )


@dataclass(frozen=True)
class PersonRow:
    """Who could hear an appeal."""

    id: UUID
    name_ru: str
    name_en: str


async def possible_members(transaction: Transaction) -> list[PersonRow]:
    """Members of the commission and experts of the register, by name; the secretary alone reads them."""
    return await transaction.rows(
        PersonRow,
        "SELECT p.id, p.name_ru, p.name_en FROM working.person p WHERE access.is_secretary() AND (p.id IN"
        " (SELECT m.person_id FROM working.membership m WHERE m.role IN ('COMMISSION_MEMBER', 'COMMISSION_CHAIR'))"
        " OR p.id IN (SELECT x.person_id FROM working.expert x)) ORDER BY p.name_ru, p.id",
    )
