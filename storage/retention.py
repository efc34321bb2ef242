"""How long evidence is kept: what is due for deletion, what is on hold, and deleting it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of


@dataclass(frozen=True)
class KeptRow:
    """A document with until when it is kept; None: for good, or as long as its case is under way."""

    document_id: UUID
    evaluation_id: UUID
    kept_until: datetime | None
    held: bool
    deleted: bool


@dataclass(frozen=True)
class HoldRow:
    """A hold on a case, or on one document of it; `lifted_at` once it holds no more."""

    id: UUID
    evaluation_id: UUID
    document_id: UUID | None
    reason: str
    placed_at: datetime
    lifted_at: datetime | None
    lifted_because: str | None


@dataclass(frozen=True)
class Periods:
    """How many months after its case has ended a document is kept, by who reads it: `public`, `panel`, `restricted`.
    None, or left out: for good. `own`: the same for processes that say otherwise, by `code/version`."""

    usual: Mapping[str, int | None]
    own: Mapping[str, Mapping[str, int]]

    @property
    def kinds(self) -> list[str]:
        """Who reads the documents that are not kept for good in every process, as documents themselves say it."""
        said = (self.usual, *self.own.values())
        return sorted({kind.upper() for one in said for kind, months in one.items() if months is not None})

    def bound(self) -> dict[str, str]:
        """As the statements ask for it."""
        return {"usual": as_json(self.usual), "own": as_json(self.own)}


MONTHS = """CAST(coalesce(
    CAST(:own AS jsonb) -> (e.process_code || '/' || e.process_version) ->> lower({classification}),
    CAST(:usual AS jsonb) ->> lower({classification})) AS int)"""
HELD = """EXISTS (SELECT FROM working.evidence_hold h WHERE h.evaluation_id = d.evaluation_id AND h.lifted_at IS NULL
               AND coalesce(h.document_id, d.id) = d.id)"""
KEPT = f"""
SELECT d.id AS document_id, d.evaluation_id,
       e.ended_at + make_interval(months => {MONTHS.format(classification="d.classification")}) AS kept_until,
       {HELD} AS held, d.deleted_at IS NOT NULL AS deleted
FROM working.evidence_document d JOIN working.evaluation e ON e.id = d.evaluation_id WHERE d.id = :document"""
# Whose documents are over is known by the cases alone. Of these the longest over come first, and their documents are
# looked at until there are enough: to ask of every document of the country whether it may be read takes far longer.
DUE = f"""
SELECT d.id AS document_id, d.evaluation_id, e.kept_until, {HELD} AS held, false AS deleted
FROM (
    SELECT known.* FROM (
        SELECT e.id, kind.classification,
               e.ended_at + make_interval(months => {MONTHS.format(classification="kind.classification")}) AS kept_until
        FROM working.evaluation e CROSS JOIN unnest(CAST(:kinds AS text[])) kind (classification)) known
    WHERE known.kept_until < now() ORDER BY known.kept_until) e
CROSS JOIN LATERAL (
    SELECT d.id, d.evaluation_id FROM working.evidence_document d
    WHERE d.evaluation_id = e.id AND d.classification = e.classification
      AND d.removed_at IS NULL AND d.deleted_at IS NULL
    OFFSET 0) d
ORDER BY e.kept_until, d.id LIMIT :most"""
HOLDS = "SELECT id, evaluation_id, document_id, reason, placed_at, lifted_at, lifted_because FROM working.evidence_hold"


async def due_for_deletion(transaction: Transaction, periods: Periods, most: int) -> list[KeptRow]:
    """The documents that the person may read and whose time is over, those on hold too; the longest over first."""
    return await transaction.rows(KeptRow, DUE, **periods.bound(), kinds=periods.kinds, most=most)


async def kept(transaction: Transaction, periods: Periods, document: UUID) -> KeptRow | None:
    """Until when one document is kept, if the person may read it."""
    return await transaction.row(KeptRow, KEPT, **periods.bound(), document=document)


async def delete(transaction: Transaction, evaluation: UUID, document: UUID, reason: str) -> list[UUID]:
    """Keep that the document is deleted, and forget its words; answers with the keys of the bytes to delete."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.evidence_deletion (document_id, evaluation_id, reason, deleted_by)"
            " VALUES (:document, :evaluation, :reason, :person)",
            document=document,
            evaluation=evaluation,
            reason=reason,
            person=transaction.person,
        )
        await transaction.run(
            "DELETE FROM working.evidence_page p USING working.evidence_version v"
            " WHERE v.id = p.version_id AND v.document_id = :document",
            document=document,
        )
        return await transaction.values(
            "SELECT b.id FROM working.evidence_version v LEFT JOIN working.evidence_copy c ON c.version_id = v.id"
            " CROSS JOIN LATERAL (VALUES (v.id), (v.shown_id), (c.id)) b (id)"
            " WHERE v.document_id = :document AND b.id IS NOT NULL GROUP BY b.id",
            document=document,
        )


async def holds_of(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[HoldRow]]:
    """The holds in each evaluation that the person may read, the newest first; those lifted too."""
    rows = await transaction.rows(
        HoldRow, f"{HOLDS} WHERE evaluation_id = ANY (:keys) ORDER BY placed_at DESC, id", keys=list(evaluations)
    )
    return many_of(evaluations, rows, lambda row: row.evaluation_id)


async def hold(transaction: Transaction, key: UUID) -> HoldRow | None:
    """One hold, if the person may read it."""
    return await transaction.row(HoldRow, f"{HOLDS} WHERE id = :key", key=key)


async def place(transaction: Transaction, evaluation: UUID, document: UUID | None, reason: str) -> UUID:
    """The person puts a hold on a case, or on one document of it."""
    async with transaction.as_worker():
        made: UUID = await transaction.value(
            "INSERT INTO working.evidence_hold (evaluation_id, document_id, reason, placed_by)"
            " VALUES (:evaluation, CAST(:document AS uuid), :reason, :person) RETURNING id",
            evaluation=evaluation,
            document=document,
            reason=reason,
            person=transaction.person,
        )
    return made


async def lift(transaction: Transaction, key: UUID, reason: str) -> None:
    """The person lifts a hold."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.evidence_hold SET lifted_by = :person, lifted_at = now(), lifted_because = :reason"
            " WHERE id = :key",
            key=key,
            reason=reason,
            person=transaction.person,
        )
