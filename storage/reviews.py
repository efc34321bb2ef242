"""Reads and writes of the experts' reviews, the panel's consensus and report, and the school's accuracy claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from storage.access import shows_reviews
from storage.cases import CaseRow
from storage.criteria import ScoredCriterion, known_criteria
from storage.database import Left, Transaction, as_json
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


OPEN = shows_reviews("r.evaluation_id")
SHOWN = """
SELECT r.id, r.evaluation_id, r.ordinal, r.state, r.version, r.submitted_at, r.complete, s.person_id,
       coalesce(s.person_id = access.person(), false) AS mine,
       n.scored
"""
SCORED = """CROSS JOIN LATERAL (SELECT count(*)::int AS scored FROM working.criterion c
                    WHERE c.framework_version_id = e.framework_version_id AND c.scored
                      AND c.code <> ALL (e.not_applicable)) n
"""
REVIEW = f"""{SHOWN}
FROM working.review r JOIN working.evaluation e ON e.id = r.evaluation_id
JOIN working.review_author a ON a.review_id = r.id JOIN working.seat s ON s.id = a.seat_id
{SCORED}"""


async def reviews_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[ReviewRow]]:
    """The reviews of each evaluation that the person may read: one's own, or all once the phase has closed."""
    rows = await transaction.rows(
        ReviewRow,
        REVIEW
        + f"""
        WHERE r.evaluation_id = ANY (:ids) AND s.removed_at IS NULL AND s.recused_at IS NULL
          AND (s.person_id = access.person() OR {OPEN})
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
        + f"""
        WHERE r.id = ANY (:ids)
          AND (s.person_id = access.person() OR {OPEN})
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
# From one's own seats on, whatever the planner thinks of it: of the seats and reviews of others the policies would have
# to find out whether they are open.
OWN_REVIEWS = f"""
WITH s AS MATERIALIZED (SELECT s.id, s.person_id, s.evaluation_id FROM working.seat s WHERE {OWN})
{SHOWN}
FROM s JOIN working.review_author a ON a.seat_id = s.id JOIN working.review r ON r.id = a.review_id
JOIN working.evaluation e ON e.id = r.evaluation_id
{SCORED}
WHERE s.evaluation_id = ANY (:ids)"""


async def own_reviews_of(transaction: Transaction, ids: Sequence[UUID]) -> list[ReviewRow | None]:
    """The review of the transaction's person in each evaluation."""
    rows = await transaction.rows(ReviewRow, OWN_REVIEWS, ids=list(ids))
    return one_of(ids, rows, lambda row: row.evaluation_id)


@dataclass(frozen=True)
class DraftRow:
    """A review that is being written: which one, and as of which save."""

    id: UUID
    version: int


OWN_DRAFT = f"""working.seat s JOIN working.review_author a ON a.seat_id = s.id
        JOIN working.review r ON r.id = a.review_id WHERE s.evaluation_id = :evaluation AND {OWN}"""


async def own_review(transaction: Transaction, evaluation: UUID) -> DraftRow | None:
    """The review of the transaction's person in this evaluation."""
    return await transaction.row(DraftRow, f"SELECT r.id, r.version FROM {OWN_DRAFT}", evaluation=evaluation)


@dataclass(frozen=True)
class CitableVersion:
    """A version that can be cited: how many pages it has and of what kind they are."""

    id: UUID
    page_count: int
    media_type: str


@dataclass(frozen=True)
class Scoring(DraftRow):
    """A review that is being written, and what scores of it are checked against.

    `criteria` and what stood `before` on them by code, `versions` by key.
    """

    criteria: Mapping[str, ScoredCriterion]
    before: Mapping[str, Mapping[str, Any]]
    versions: Mapping[UUID, CitableVersion]


@dataclass(frozen=True)
class Writing(DraftRow):
    """A review that is being written, as the database tells of it: its framework by digest, what is cited as JSON."""

    digest: str
    before: dict[str, dict[str, Any]]
    versions: list[dict[str, Any]]


def writing(evaluation: UUID, codes: Sequence[str], versions: Sequence[UUID]) -> Left[Writing]:
    """What is read of one's own review in a case to score these criteria, citing these versions.

    It begins with the reviews that are the person's own: of the seats of others the policies would have to find out
    whether they are open.
    """
    return Left(
        """
        WITH r AS MATERIALIZED (
            SELECT r.id, r.version, e.framework_version_id
            FROM access.my_reviews() AS mine (id) JOIN working.review r ON r.id = mine.id
            JOIN working.evaluation e ON e.id = r.evaluation_id
            WHERE r.evaluation_id = :evaluation
        )
        SELECT r.id, r.version, (
            SELECT f.sha256 FROM working.framework_version f WHERE f.id = r.framework_version_id
        ) AS digest, (
            SELECT coalesce(jsonb_object_agg(c.code, jsonb_build_object(
                'value', k.value::text, 'justification', k.justification)), '{}')
            FROM working.criterion c JOIN working.score k ON k.criterion_id = c.id AND k.review_id = r.id
            WHERE c.framework_version_id = r.framework_version_id AND c.code = ANY (:codes)
        ) AS before, (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', v.id, 'page_count', v.page_count, 'media_type', v.media_type)), '[]')
            FROM working.evidence_version v JOIN working.evidence_document d ON d.id = v.document_id
            WHERE v.id = ANY (:versions) AND d.evaluation_id = :evaluation AND d.removed_at IS NULL
        ) AS versions
        FROM r
        """,
        {"evaluation": evaluation, "codes": list(codes), "versions": list(versions)},
        Writing,
    )


async def scoring(
    transaction: Transaction, case: CaseRow, codes: Sequence[str], asked: Left[Writing]
) -> Scoring | None:
    """What is to be known to score these criteria; None where the person writes no review here.

    What is not there is missing: criteria that are not scored or do not apply, versions of other cases.
    """
    row = await asked.row()
    if row is None:
        return None
    known = await known_criteria(transaction, case.framework_version_id, row.digest)
    criteria = {code: known[code] for code in codes if code in known and code not in case.not_applicable}
    citable = [CitableVersion(UUID(one["id"]), one["page_count"], one["media_type"]) for one in row.versions]
    return Scoring(row.id, row.version, criteria, row.before, {one.id: one for one in citable})


@dataclass(frozen=True)
class NewScore:
    """A score to be kept, with the places it cites in their order."""

    criterion: UUID
    value: Decimal | None
    justification: str
    citations: Sequence[Mapping[str, object]]


SAVE = """
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(CAST(:scores AS jsonb))
        AS given (criterion uuid, value numeric, justification text, citations jsonb)
), scored AS (
    INSERT INTO working.score (review_id, criterion_id, value, justification)
    SELECT :review, criterion, value, justification FROM given
    ON CONFLICT (review_id, criterion_id) DO UPDATE
    SET value = excluded.value, justification = excluded.justification, updated_at = now()
), places AS MATERIALIZED (
    SELECT g.criterion, c.version, c.place - 1 AS position, c.page, c.quote, c.area
    FROM given g, ROWS FROM (jsonb_to_recordset(g.citations) AS (version uuid, page int, quote text, area numeric[]))
        WITH ORDINALITY AS c (version, page, quote, area, place)
), kept AS MATERIALIZED (
    -- Autosave gives all citations with every word that is typed: what is cited as it was stays as it is.
    SELECT q.id, p.criterion, p.position
    FROM working.citation q JOIN places p ON p.criterion = q.criterion_id AND p.position = q.position
    WHERE q.review_id = :review AND p.version = q.version_id AND p.page = q.page
      AND p.quote IS NOT DISTINCT FROM q.quote AND p.area IS NOT DISTINCT FROM q.area
), gone AS (
    DELETE FROM working.citation WHERE review_id = :review AND criterion_id IN (SELECT criterion FROM given)
      AND id NOT IN (SELECT id FROM kept)
    RETURNING id
), cited AS (
    INSERT INTO working.citation (review_id, criterion_id, version_id, position, page, quote, area)
    SELECT :review, criterion, version, position, page, quote, area FROM places
    WHERE (criterion, position) NOT IN (SELECT criterion, position FROM kept)
      -- Counted first, the earlier ones are gone before a place is cited that was cited before.
      AND (SELECT count(*) FROM gone) >= 0
)
UPDATE working.review r SET version = version + 1, complete = (
    SELECT count(*) FROM given
    WHERE value IS NOT NULL AND btrim(justification) <> '' AND jsonb_array_length(citations) > 0
) + (
    SELECT count(*) FROM working.score k
    WHERE k.review_id = :review AND k.criterion_id NOT IN (SELECT criterion FROM given)
      AND k.value IS NOT NULL AND btrim(k.justification) <> '' AND EXISTS (
        SELECT FROM working.citation q WHERE q.review_id = k.review_id AND q.criterion_id = k.criterion_id)
)
WHERE r.id = :review
RETURNING r.id, r.evaluation_id, r.ordinal, r.state, r.version, r.submitted_at, r.complete, :all AS scored,
          access.person() AS person_id, true AS mine
"""


async def save_scores(
    transaction: Transaction, review: UUID, scores: Sequence[NewScore], scored: int
) -> Left[ReviewRow]:
    """Write scores whole: values, justifications and citations, and the review's progress and next version.

    They are left to be written with the entries in the trail. The answer is the person's own review as it stands then;
    `scored` is how many criteria there are in all.
    """
    return await transaction.leave_for(ReviewRow, SAVE, review=review, scores=as_json(scores), all=scored)


async def submit(transaction: Transaction, review: UUID) -> None:
    """The review is handed in and stays as it is."""
    await transaction.run(
        "UPDATE working.review SET state = 'SUBMITTED', submitted_at = now(), version = version + 1 WHERE id = :id",
        id=review,
    )
