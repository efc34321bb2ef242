"""Reads and writes of the experts' reviews, the panel's consensus and report, and the school's accuracy claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class ReviewRow:
    """One review; `person_id` is null where the reader must not know whose it is."""

    id: UUID
    evaluation_id: UUID
    ordinal: int
    state: str
    version: int
    submitted_at: datetime | None
    complete: int
    scored: int
    person_id: UUID | None
    mine: bool


@dataclass(frozen=True)
class ScoreRow:
    """One score."""

    review_id: UUID
    criterion_id: UUID
    value: Decimal | None
    justification: str
    updated_at: datetime


@dataclass(frozen=True)
class CitationRow:
    """One citation with the document it points into."""

    id: UUID
    review_id: UUID
    criterion_id: UUID
    version_id: UUID
    document_title: str
    page: int
    quote: str | None
    area: list[Decimal] | None


REVIEW = """
SELECT r.id, r.evaluation_id, r.ordinal, r.state, r.version, r.submitted_at, r.complete, s.person_id,
       coalesce(s.person_id = access.person(), false) AS mine,
       n.scored
FROM working.review r JOIN working.evaluation e ON e.id = r.evaluation_id
JOIN working.review_author a ON a.review_id = r.id JOIN working.seat s ON s.id = a.seat_id
CROSS JOIN LATERAL (SELECT count(*)::int AS scored FROM working.criterion c
                    WHERE c.framework_version_id = e.framework_version_id AND c.scored
                      AND c.code <> ALL (e.not_applicable)) n
"""


async def reviews_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ReviewRow]]:
    """The reviews of each evaluation that the person may read: one's own, or all once the phase has closed."""
    rows = await transaction.rows(
        ReviewRow,
        REVIEW
        + """
        WHERE r.evaluation_id = ANY (:ids) AND s.removed_at IS NULL AND s.recused_at IS NULL
          AND (s.person_id = access.person() OR r.evaluation_id IN (SELECT access.reviews_open_to_me()))
        ORDER BY r.ordinal
        """,
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def reviews_by_id(transaction: Transaction, ids: Sequence[UUID]) -> list[ReviewRow | None]:
    """Reviews by their keys, under the same conditions."""
    rows = await transaction.rows(
        ReviewRow,
        REVIEW
        + """
        WHERE r.id = ANY (:ids)
          AND (s.person_id = access.person() OR r.evaluation_id IN (SELECT access.reviews_open_to_me()))
        """,
        ids=list(ids),
    )
    return one_of(ids, rows, lambda row: row.id)


async def scores_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ScoreRow]]:
    """The scores of each review, in the framework's order."""
    rows = await transaction.rows(
        ScoreRow,
        "SELECT k.review_id, k.criterion_id, k.value, k.justification, k.updated_at FROM working.score k"
        " JOIN working.criterion c ON c.id = k.criterion_id WHERE k.review_id = ANY (:ids) ORDER BY c.position",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.review_id)


async def citations_of(transaction: Transaction, keys: Sequence[tuple[UUID, UUID]]) -> list[list[CitationRow]]:
    """The citations of each score, by review and criterion, in the order they were made."""
    rows = await transaction.rows(
        CitationRow,
        """
        SELECT q.id, q.review_id, q.criterion_id, q.version_id, d.title AS document_title, q.page, q.quote, q.area
        FROM working.citation q JOIN working.evidence_version v ON v.id = q.version_id
        JOIN working.evidence_document d ON d.id = v.document_id
        WHERE q.review_id = ANY (:reviews) ORDER BY q.review_id, q.criterion_id, q.position
        """,
        reviews=list({review for review, _ in keys}),
    )
    return many_of(keys, rows, lambda row: (row.review_id, row.criterion_id))


async def public_citations(transaction: Transaction, evaluation: UUID) -> list[CitationRow]:
    """What the panel of an evaluation cites of documents that will be public, in the framework's order.

    Of a document that has a redacted copy the copy is public: its pages are named, and no words, for they may stand
    under a box.
    Whoever stepped aside is not of the panel any more, and what they cited is not either.
    """
    return await transaction.rows(
        CitationRow,
        """
        SELECT q.id, q.review_id, q.criterion_id, q.version_id, coalesce(copy.title, d.title) AS document_title,
               q.page, CASE WHEN copy.title IS NULL THEN q.quote END AS quote, q.area
        FROM working.citation q JOIN working.review r ON r.id = q.review_id
        JOIN working.review_author a ON a.review_id = r.id
        JOIN working.seat s ON s.id = a.seat_id AND s.removed_at IS NULL AND s.recused_at IS NULL
        JOIN working.evidence_version v ON v.id = q.version_id
        JOIN working.evidence_document d ON d.id = v.document_id
        JOIN working.criterion c ON c.id = q.criterion_id
        LEFT JOIN LATERAL (
            SELECT p.title FROM working.evidence_document p
            WHERE p.redacts_id = d.id AND p.classification = 'PUBLIC' AND p.removed_at IS NULL
              AND EXISTS (SELECT FROM working.evidence_redaction x JOIN working.evidence_version y
                          ON y.id = x.version_id WHERE x.source_id = q.version_id AND y.document_id = p.id)
        ) copy ON true
        WHERE r.evaluation_id = :evaluation AND r.state = 'SUBMITTED' AND d.removed_at IS NULL
          AND (copy.title IS NOT NULL OR (d.classification = 'PUBLIC' AND NOT EXISTS (
              SELECT FROM working.evidence_document p WHERE p.redacts_id = d.id AND p.removed_at IS NULL)))
        ORDER BY c.position, document_title, q.page, quote, q.area
        """,
        evaluation=evaluation,
    )


OWN = "s.person_id = access.person() AND s.removed_at IS NULL AND s.recused_at IS NULL"


async def own_reviews_of(transaction: Transaction, ids: Sequence[UUID]) -> list[ReviewRow | None]:
    """The review of the transaction's person in each evaluation."""
    rows = await transaction.rows(ReviewRow, f"{REVIEW} WHERE r.evaluation_id = ANY (:ids) AND {OWN}", ids=list(ids))
    return one_of(ids, rows, lambda row: row.evaluation_id)


@dataclass(frozen=True)
class DraftRow:
    """A review that is being written: which one, and as of which save."""

    id: UUID
    version: int


async def own_review(transaction: Transaction, evaluation: UUID) -> DraftRow | None:
    """The review of the transaction's person in this evaluation."""
    return await transaction.row(
        DraftRow,
        "SELECT r.id, r.version FROM working.seat s JOIN working.review_author a ON a.seat_id = s.id"
        f" JOIN working.review r ON r.id = a.review_id WHERE s.evaluation_id = :evaluation AND {OWN}",
        evaluation=evaluation,
    )


@dataclass(frozen=True)
class CitableRow:
    """A version that can be cited: how many pages it has and of what kind they are."""

    id: UUID
    page_count: int
    media_type: str


async def citable_versions(
    transaction: Transaction, evaluation: UUID, versions: Sequence[UUID]
) -> dict[UUID, CitableRow]:
    """Those of these versions that belong to the evaluation's documents."""
    rows = await transaction.rows(
        CitableRow,
        """
        SELECT v.id, v.page_count, v.media_type FROM working.evidence_version v
        JOIN working.evidence_document d ON d.id = v.document_id
        WHERE v.id = ANY (:versions) AND d.evaluation_id = :evaluation AND d.removed_at IS NULL
        """,
        versions=list(versions),
        evaluation=evaluation,
    )
    return {row.id: row for row in rows}


@dataclass(frozen=True)
class NewScore:
    """A score to be kept, with the places it cites in their order."""

    criterion: UUID
    value: Decimal | None
    justification: str
    citations: Sequence[Mapping[str, object]]


async def scores_before(transaction: Transaction, review: UUID, criteria: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What stands now on these criteria, for the entries that say what stood before and after."""
    found = await transaction.values(
        "SELECT jsonb_build_array(criterion_id, jsonb_build_object('value', value::text, 'justification',"
        " justification)) FROM working.score WHERE review_id = :review AND criterion_id = ANY (:criteria)",
        review=review,
        criteria=list(criteria),
    )
    return {UUID(criterion): was for criterion, was in found}


async def save_scores(transaction: Transaction, review: UUID, scores: Sequence[NewScore]) -> None:
    """Write scores whole: values, justifications and citations, and the review's progress and next version."""
    criteria = [score.criterion for score in scores]
    await transaction.run(
        """
        INSERT INTO working.score (review_id, criterion_id, value, justification)
        SELECT :review, criterion, value, justification
        FROM unnest(CAST(:criteria AS uuid[]), CAST(:values AS numeric[]), CAST(:justifications AS text[]))
            AS given (criterion, value, justification)
        ON CONFLICT (review_id, criterion_id) DO UPDATE
        SET value = excluded.value, justification = excluded.justification, updated_at = now()
        """,
        review=review,
        criteria=criteria,
        values=[score.value for score in scores],
        justifications=[score.justification for score in scores],
    )
    await transaction.run(
        "DELETE FROM working.citation WHERE review_id = :review AND criterion_id = ANY (:criteria)",
        review=review,
        criteria=criteria,
    )
    cited = [
        {"criterion": score.criterion, "position": position, **citation}
        for score in scores
        for position, citation in enumerate(score.citations)
    ]
    if cited:
        await transaction.run(
            "INSERT INTO working.citation (review_id, criterion_id, version_id, position, page, quote, area)"
            " SELECT :review, criterion, version, position, page, quote, area FROM jsonb_to_recordset("
            "CAST(:cited AS jsonb)) AS c (criterion uuid, version uuid, position int, page int, quote text,"
            " area numeric[])",
            review=review,
            cited=as_json(cited),
        )
    await transaction.run(
        """
        UPDATE working.review SET version = version + 1, complete = (
            SELECT count(*) FROM working.score k WHERE k.review_id = :review AND k.value IS NOT NULL
            AND btrim(k.justification) <> '' AND EXISTS (SELECT FROM working.citation q
                WHERE q.review_id = k.review_id AND q.criterion_id = k.criterion_id))
        WHERE id = :review
        """,
        review=review,
    )


async def submit(transaction: Transaction, review: UUID) -> None:
    """The review is handed in and stays as it is."""
    await transaction.run(
        "UPDATE working.review SET state = 'SUBMITTED', submitted_at = now(), version = version + 1 WHERE id = :id",
        id=review,
    )
