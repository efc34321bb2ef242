"""Documents that people ask a school for, and what it gave or answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.evidence.documents import DOCUMENTS, DocumentRow
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class DocumentRequestRow:
    """A request. `state` is WAITING; GIVEN, once it is answered with a document; DECLINED, with words alone; or
    WITHDRAWN, which says nothing of who asked."""

    id: UUID
    evaluation_id: UUID
    criterion_code: str
    role: str
    text: str
    due_at: datetime
    asked_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class AuthorRow:
    """Who asks."""

    request_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class GivenRow:
    """A document given for a request."""

    request_id: UUID
    document_id: UUID


SELECT = """
SELECT r.id, r.evaluation_id, c.code AS criterion_code, r.role, r.text, r.due_at, r.asked_at,
       CASE WHEN r.withdrawn_at IS NOT NULL THEN 'WITHDRAWN' ELSE coalesce(r.outcome, 'WAITING') END AS state,
       r.answer, r.answered_at, r.withdrawn_at
FROM working.document_request r JOIN working.criterion c ON c.id = r.criterion_id"""


async def requests_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[DocumentRequestRow]]:
    """The requests in each evaluation that the person may read, the newest first."""
    rows = await transaction.rows(
        DocumentRequestRow,
        f"{SELECT} WHERE r.evaluation_id = ANY (:ids) ORDER BY r.asked_at DESC, r.id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)


async def request(transaction: Transaction, key: UUID) -> DocumentRequestRow | None:
    """One request, if the person may read it."""
    return await transaction.row(DocumentRequestRow, f"{SELECT} WHERE r.id = :key", key=key)


async def authors_of(transaction: Transaction, requests: Sequence[UUID]) -> list[AuthorRow | None]:
    """Who asks, where the person may know it."""
    rows = await transaction.rows(
        AuthorRow,
        "SELECT request_id, person_id FROM working.document_request_author WHERE request_id = ANY (:keys)",
        keys=list(requests),
    )
    return one_of(requests, rows, lambda row: row.request_id)


async def given_for(transaction: Transaction, requests: Sequence[UUID]) -> list[list[DocumentRow]]:
    """The documents given for each request that the person may read."""
    given = await transaction.rows(
        GivenRow,
        "SELECT request_id, document_id FROM working.requested_document WHERE request_id = ANY (:keys)",
        keys=list(requests),
    )
    documents = await transaction.rows(
        DocumentRow,
        f"{DOCUMENTS} AND d.id = ANY (:keys) ORDER BY d.created_at, d.id",
        keys=[row.document_id for row in given],
    )
    wanted = {(row.request_id, row.document_id) for row in given}
    return [[one for one in documents if (asked, one.id) in wanted] for asked in requests]


async def ask(
    transaction: Transaction, evaluation: UUID, *, framework: UUID, code: str, role: str, text: str, due_at: datetime
) -> UUID:
    """Keep what the person asks for, and apart from it that they do; answers with its key."""
    async with transaction.as_worker():
        made = await transaction.value(
            "INSERT INTO working.document_request (evaluation_id, criterion_id, role, text, due_at)"
            " SELECT :evaluation, c.id, :role, :text, :due_at FROM working.criterion c"
            " WHERE c.framework_version_id = :framework AND c.code = :code RETURNING id",
            evaluation=evaluation,
            framework=framework,
            code=code,
            role=role,
            text=text,
            due_at=due_at,
        )
        assert isinstance(made, UUID), "the code was looked up before"
        await transaction.run(
            "INSERT INTO working.document_request_author (request_id, evaluation_id, person_id)"
            " VALUES (:request, :evaluation, :person)",
            request=made,
            evaluation=evaluation,
            person=transaction.person,
        )
    return made


async def give(transaction: Transaction, request: UUID, document: UUID) -> None:
    """Put a document to a request."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.requested_document (request_id, document_id) VALUES (:request, :document)"
            " ON CONFLICT DO NOTHING",
            request=request,
            document=document,
        )


async def has_documents(transaction: Transaction, request: UUID) -> bool:
    """Whether a document was put to a request and was not taken out of the case since."""
    return bool(
        await transaction.value(
            "SELECT EXISTS (SELECT FROM working.requested_document g"
            " JOIN working.evidence_document d ON d.id = g.document_id"
            " WHERE g.request_id = :request AND d.removed_at IS NULL)",
            request=request,
        )
    )


async def answer(transaction: Transaction, request: UUID, outcome: str, text: str) -> None:
    """Keep what the person answers: GIVEN or DECLINED, with their words."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.document_request SET outcome = :outcome, answer = :text, answered_by = :person,"
            " answered_at = now() WHERE id = :request",
            request=request,
            outcome=outcome,
            text=text,
            person=transaction.person,
        )


async def withdraw(transaction: Transaction, request: UUID) -> None:
    """Keep that the document is asked for no more."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.document_request SET withdrawn_at = now() WHERE id = :request", request=request
        )
