"""Loads cases for the rules: the evaluation row, locked when somebody acts, and the facts the guards ask about."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage import audit
from storage.database import Left, Transaction


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
    not_applicable: list[str]
    organisation_id: UUID
    now: datetime
    timezone: str
    facts: dict[str, Any]


SELECT = """
SELECT e.id, e.number, e.state, e.version, e.process_code, e.process_version, e.framework_version_id,
       e.not_applicable, CAST(f.facts ->> 'school' AS uuid) AS organisation_id, now() AS now,
       f.facts ->> 'timezone' AS timezone, f.facts
FROM working.evaluation e JOIN access.{facts}(CAST(:ids AS uuid[])) f ON f.evaluation_id = e.id
WHERE e.id = ANY (CAST(:ids AS uuid[]))
"""


async def read_cases(transaction: Transaction, ids: Sequence[UUID], *, few: bool = False) -> list[CaseRow]:
    """The cases among these that the person can see, in no particular order.

    `few`: without the facts that only seldom matter to an act, in less than half of the time.
    """
    return await transaction.rows(CaseRow, SELECT.format(facts="few_facts" if few else "case_facts"), ids=list(ids))


@dataclass(frozen=True)
class TiedCase:
    """A case under way that a tie of somebody who sits in it may concern, and a digest of all that decides whether."""

    evaluation: UUID
    digest: int


TIED_AT_ONCE = 500
"""How many are made in one go: it takes a millisecond or two, for which everybody else in the process waits."""

TIED_CASES = """
WITH RECURSIVE sitting AS (
    SELECT e.id, e.organisation_id, one.person_id
    FROM working.evaluation e JOIN (
        SELECT s.evaluation_id, s.person_id FROM working.seat s WHERE s.removed_at IS NULL AND s.recused_at IS NULL
        UNION ALL SELECT m.evaluation_id, m.person_id FROM working.meeting_member m) one ON one.evaluation_id = e.id
    WHERE e.ended_at IS NULL),
-- Most sit in many cases: their ties are found once.
tied AS MATERIALIZED (
    SELECT one.person_id, ties,
           ARRAY(SELECT CAST(tie ->> 'organisation' AS uuid) FROM jsonb_array_elements(ties) tie) AS organisations
    FROM (SELECT DISTINCT person_id FROM sitting) one CROSS JOIN access.ties_of(one.person_id) AS ties),
within AS (
    SELECT id, id AS whole FROM working.organisation
    UNION
    SELECT w.id, o.parent_id FROM within w JOIN working.organisation o ON o.id = w.whole
    WHERE o.parent_id IS NOT NULL),
tree AS (
    SELECT id, array_agg(other) AS organisations
    FROM (SELECT id, whole AS other FROM within UNION ALL SELECT whole, id FROM within) up_and_down GROUP BY id),
register AS MATERIALIZED (
    SELECT bit_xor(hashtextextended(concat_ws(' ', id, parent_id, kind), 0)) # extract(year FROM now())::bigint
           AS digest FROM working.organisation),
concerned AS (
    SELECT s.id, bit_xor(DISTINCT hashtextextended(concat_ws(' ', s.person_id, t.ties), 0)) AS digest
    FROM sitting s JOIN tied t USING (person_id) JOIN tree ON tree.id = s.organisation_id
    WHERE t.organisations && tree.organisations
       OR s.id IN (SELECT h.evaluation_id FROM working.held h WHERE h.because = 'CONFLICT')
    GROUP BY s.id)
SELECT id AS evaluation, c.digest # (SELECT digest FROM register)
       # hashtextextended(concat_ws('/', e.process_code, e.process_version), 0) AS digest
FROM concerned c JOIN working.evaluation e USING (id) ORDER BY id
"""


async def tied_cases(transaction: Transaction) -> AsyncIterator[TiedCase]:
    """The cases in which somebody who sits has a tie to the school, to what it belongs to or to what belongs to it, and
    those in which somebody is held back: in no other is anybody to be held back or no longer so.

    The digest changes with who they are and with their ties; with the register of organisations, the version of the
    process and the year; and once when somebody in the case is held back.
    """
    async for rows in transaction.batches(TIED_AT_ONCE, TIED_CASES):
        for row in rows:
            yield TiedCase(*row)


@dataclass(frozen=True)
class _LockedRow(CaseRow):
    """A case that is locked, and where its trail ends."""

    entries: int
    last_hash: bytes | None


async def lock_case(
    transaction: Transaction, evaluation: UUID, *, keep: bool = False, beside: Sequence[Left[Any]] = ()
) -> CaseRow | None:
    """The case, locked until the transaction ends; facts are read after the lock is held.

    `keep`: what the person sees is found out once from now on, for the transaction changes nothing that decides it.
    `beside`: what is read at the same go, once the lock is held or was refused.

    None where it is absent, or closed to the person of the transaction; neither takes longer than the other.
    """
    lock = Left(
        "SELECT c.*, CAST(c.facts ->> 'school' AS uuid) AS organisation_id, now() AS now,"
        " c.facts ->> 'timezone' AS timezone FROM access.locked_case(:id, :keep) c",
        {"id": evaluation, "keep": keep},
        _LockedRow,
    )
    await transaction.ask_together(lock, *beside)
    row = await lock.row()
    if row:
        audit.follows(transaction, evaluation, audit.End(row.now, row.entries, row.last_hash or audit.NOTHING))
    return row


async def move(
    transaction: Transaction,
    evaluation: UUID,
    *,
    state: str,
    discloses: Sequence[str],
    settled: bool,
    final: bool,
    moved: bool,
) -> None:
    """Write the state a step led to, and a new version, so that a stale tab is noticed.

    A case that is taken up again while another of the school on the framework is under way stands beside it: only one
    of them can stand in the way of a further one.
    """
    async with transaction.as_worker():
        await transaction.run(
            """
            UPDATE working.evaluation e SET state = :state, discloses = :discloses, version = version + 1,
                state_since = CASE WHEN :moved THEN now() ELSE state_since END,
                closed_at = CASE WHEN :final OR :settled THEN coalesce(closed_at, now()) END,
                taken_up_beside = NOT (:final OR :settled) AND EXISTS (
                    SELECT FROM working.evaluation o WHERE o.organisation_id = e.organisation_id
                    AND o.framework_version_id = e.framework_version_id AND o.id <> e.id
                    AND o.closed_at IS NULL AND NOT o.taken_up_beside),
                ended_at = CASE WHEN :final THEN now() END
            WHERE id = :id
            """,
            id=evaluation,
            state=state,
            discloses=list(discloses),
            settled=settled,
            moved=moved,
            final=final,
        )


async def follow(transaction: Transaction, evaluation: UUID, version: int, discloses: Sequence[str]) -> None:
    """Let the case follow another version of its process, with what its state opens there."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.evaluation SET process_version = :process, discloses = :discloses, version = version + 1"
            " WHERE id = :id",
            id=evaluation,
            process=version,
            discloses=list(discloses),
        )


async def begin_deadlines(transaction: Transaction, evaluation: UUID, due: Mapping[str, datetime], zone: str) -> None:
    """Let these deadlines run; one that ran before runs anew."""
    async with transaction.as_worker():
        for name, due_at in due.items():
            await transaction.run(
                "INSERT INTO working.deadline (evaluation_id, name, due_at, timezone)"
                " VALUES (:evaluation, :name, :due_at, :zone)"
                " ON CONFLICT (evaluation_id, name) DO UPDATE SET due_at = excluded.due_at",
                evaluation=evaluation,
                name=name,
                due_at=due_at,
                zone=zone,
            )


async def stop_deadlines(transaction: Transaction, evaluation: UUID, names: Sequence[str]) -> None:
    """These deadlines no longer count."""
    async with transaction.as_worker():
        await transaction.run(
            "DELETE FROM working.deadline WHERE evaluation_id = :evaluation AND name = ANY (:names)",
            evaluation=evaluation,
            names=list(names),
        )


@dataclass(frozen=True)
class PassedRow:
    """A deadline that has passed in a case that has not ended."""

    evaluation_id: UUID
    name: str
    process_code: str
    process_version: int
    state: str


async def passed_deadlines(transaction: Transaction) -> list[PassedRow]:
    """Every deadline that has passed in a case under way, the longest ago first."""
    return await transaction.rows(
        PassedRow,
        "SELECT d.evaluation_id, d.name, e.process_code, e.process_version, e.state"
        " FROM working.deadline d JOIN working.evaluation e ON e.id = d.evaluation_id"
        " WHERE d.due_at < now() AND e.ended_at IS NULL ORDER BY d.due_at, d.evaluation_id, d.name",
    )


async def remember_process(transaction: Transaction, code: str, version: int, sha256: str) -> str:
    """Keep what this version of a process was when it was first used; answers with that."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.process_version (code, version, sha256) VALUES (:code, :version, :sha256)"
            " ON CONFLICT (code, version) DO NOTHING",
            code=code,
            version=version,
            sha256=sha256,
        )
        return str(
            await transaction.value(
                "SELECT sha256 FROM working.process_version WHERE code = :code AND version = :version",
                code=code,
                version=version,
            )
        )


@dataclass(frozen=True)
class UsedProcess:
    """A version of a process as it was when it was first used."""

    code: str
    version: int
    sha256: str


async def used_processes(transaction: Transaction) -> list[UsedProcess]:
    """Every version that a case ever followed."""
    return await transaction.rows(
        UsedProcess, "SELECT code, version, sha256 FROM working.process_version ORDER BY code, version"
    )


@dataclass(frozen=True)
class RunningRow:
    """A deadline of a case under way; without its school where the person must not know it."""

    number: str
    school_ru: str | None
    school_en: str | None
    process_code: str
    process_version: int
    name: str
    due_at: datetime


async def running_deadlines(transaction: Transaction) -> list[RunningRow]:
    """The deadlines still to come in the cases the person can see, the nearest first."""
    return await transaction.rows(
        RunningRow,
        "SELECT e.number, o.name_ru AS school_ru, o.name_en AS school_en, e.process_code, e.process_version, d.name,"
        " d.due_at FROM working.deadline d JOIN working.evaluation e ON e.id = d.evaluation_id"
        " LEFT JOIN working.evaluated_school w ON w.evaluation_id = e.id"
        " LEFT JOIN working.organisation o ON o.id = w.organisation_id"
        " WHERE e.ended_at IS NULL AND d.due_at > now() ORDER BY d.due_at, e.number, d.name",
    )
