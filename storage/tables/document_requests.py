"""Documents that are asked for, who asks, and what the school gave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, filled, key, moment, one_of, reference, words

ROLES = ("expert", "secretary")
OUTCOMES = ("GIVEN", "DECLINED")


class DocumentRequest(SQLModel, table=True):
    """A document that is missing, for one criterion. Who asks is read elsewhere: a school may not know its experts."""

    __tablename__ = "document_request"
    __table_args__ = (
        filled("text", "document_request"),
        CheckConstraint("length(answer) <= 20000", name="document_request_answer_length"),
        one_of("role", ROLES, "document_request"),
        one_of("outcome", OUTCOMES, "document_request"),
        CheckConstraint(
            "num_nulls(outcome, answered_by, answered_at) IN (0, 3)", name="document_request_answered_by_somebody"
        ),
        CheckConstraint("num_nonnulls(outcome, withdrawn_at) <= 1", name="document_request_answered_or_withdrawn"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    criterion_id: UUID = reference("criterion.id")
    role: str = words()
    text: str = words()
    due_at: datetime = moment()
    asked_at: datetime = moment(now=True)
    outcome: str | None = words(optional=True)
    answer: str = words("")
    answered_by: UUID | None = reference("person.id", optional=True)
    answered_at: datetime | None = moment(optional=True)
    withdrawn_at: datetime | None = moment(optional=True)


class DocumentRequestAuthor(SQLModel, table=True):
    """Who asks for a document."""

    __tablename__ = "document_request_author"
    __table_args__ = (WORKING,)
    request_id: UUID = reference("document_request.id", key=True)
    evaluation_id: UUID = reference("evaluation.id")
    person_id: UUID = reference("person.id")


class RequestedDocument(SQLModel, table=True):
    """A document that was given for a request."""

    __tablename__ = "requested_document"
    __table_args__ = (WORKING,)
    request_id: UUID = reference("document_request.id", key=True)
    document_id: UUID = reference("evidence_document.id", key=True)
