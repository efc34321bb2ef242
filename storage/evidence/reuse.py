"""Documents of earlier evaluations of the same school, to be used again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class EarlierRow:
    """A document of an earlier evaluation with its newest version; `here`: whether this one has its bytes already."""

    id: UUID
    wanted_in: UUID
    title: str
    dated_on: date | None
    criterion_codes: list[str]
    evaluation_number: str
    media_type: str
    size: int
    here: bool
    asked: list[str]
    same_framework: bool
    links: list[dict[str, Any]]
    """Those of the crosswalk between the two framework versions, as it is kept: from the smaller key's side."""
    turned: bool
    """Whether the earlier version is the other side of it."""


async def earlier_documents(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[EarlierRow]]:
    """For each, the documents of its school's other evaluations that the person may read, the newest of these first."""
    rows = await transaction.rows(
        EarlierRow,
        """
        SELECT d.id, mine.evaluation_id AS wanted_in, d.title, d.dated_on,
               e.number AS evaluation_number, v.media_type, v.size,
               (SELECT coalesce(array_agg(c.code ORDER BY c.position), '{}') FROM working.evidence_use u
                JOIN working.criterion c ON c.id = u.criterion_id WHERE u.document_id = d.id) AS criterion_codes,
               EXISTS (SELECT FROM working.evidence_document o JOIN working.evidence_version w ON w.document_id = o.id
                       WHERE o.evaluation_id = mine.evaluation_id AND o.removed_at IS NULL
                       AND w.sha256 = v.sha256) AS here,
               ARRAY(SELECT c.code FROM working.criterion c WHERE c.framework_version_id = f.framework_version_id
                     AND c.scored AND c.code <> ALL (f.not_applicable) ORDER BY c.position) AS asked,
               old.code = new.code AS same_framework, coalesce(x.links, '[]'::jsonb) AS links,
               e.framework_version_id > f.framework_version_id AS turned
        FROM working.evaluated_school mine
        JOIN working.evaluated_school theirs
             ON theirs.organisation_id = mine.organisation_id AND theirs.evaluation_id <> mine.evaluation_id
        JOIN working.evaluation e ON e.id = theirs.evaluation_id
        JOIN working.evaluation f ON f.id = mine.evaluation_id
        JOIN published.framework old ON old.id = e.framework_version_id
        JOIN published.framework new ON new.id = f.framework_version_id
        LEFT JOIN published.crosswalk x ON x.framework_id = least(e.framework_version_id, f.framework_version_id)
             AND x.other_id = greatest(e.framework_version_id, f.framework_version_id)
        JOIN working.evidence_document d ON d.evaluation_id = e.id AND d.removed_at IS NULL AND d.deleted_at IS NULL
        JOIN LATERAL (SELECT w.media_type, w.size, w.sha256 FROM working.evidence_version w
                      WHERE w.document_id = d.id ORDER BY w.number DESC LIMIT 1) v ON true
        WHERE mine.evaluation_id = ANY (:keys) ORDER BY e.opened_at DESC, d.created_at, d.id
        """,
        keys=list(evaluations),
    )
    return many_of(evaluations, rows, lambda row: row.wanted_in)


async def is_of_same_school(transaction: Transaction, evaluation: UUID, other: UUID) -> bool:
    """Whether both are evaluations of one school, and two of them."""
    return bool(
        await transaction.value(
            "SELECT EXISTS (SELECT FROM working.evaluated_school a JOIN working.evaluated_school b"
            " ON b.organisation_id = a.organisation_id AND b.evaluation_id <> a.evaluation_id"
            " WHERE a.evaluation_id = :evaluation AND b.evaluation_id = :other)",
            evaluation=evaluation,
            other=other,
        )
    )


async def opened_on(transaction: Transaction, evaluation: UUID) -> date:
    """When the evaluation was opened."""
    found = await transaction.value(
        "SELECT opened_at::date FROM working.evaluation WHERE id = :evaluation", evaluation=evaluation
    )
    assert isinstance(found, date)
    return found
