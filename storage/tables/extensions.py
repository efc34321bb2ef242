"""More time that people ask for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, filled, key, moment, one_of, reference, word_list, words

DECISIONS = ("GRANTED", "OTHER_DAY", "REFUSED")


class ExtensionRequest(SQLModel, table=True):
    """Somebody asked for more time before a deadline, and what was decided.

    `due_before` is when the deadline ended as they asked; `deciders` are the roles that answer, by the process.
    """

    __tablename__ = "extension_request"
    __table_args__ = (
        filled("reason", "extension_request"),
        CheckConstraint("length(answer) <= 20000", name="extension_request_answer_length"),
        one_of("decision", DECISIONS, "extension_request"),
        CheckConstraint(
            "num_nulls(decision, decided_by, decided_at) IN (0, 3)", name="extension_request_decided_by_somebody"
        ),
        CheckConstraint(
            "(due_after IS NOT NULL) = (decision IS NOT NULL AND decision <> 'REFUSED')",
            name="extension_request_due_when_granted",
        ),
        CheckConstraint("wished_for > due_before AND due_after > due_before", name="extension_request_is_later"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    person_id: UUID = reference("person.id")
    role: str = words()
    deadline: str = words()
    deciders: list[str] = word_list()
    due_before: datetime = moment()
    wished_for: datetime = moment()
    reason: str = words()
    asked_at: datetime = moment(now=True)
    decision: str | None = words(optional=True)
    due_after: datetime | None = moment(optional=True)
    answer: str = words("")
    decided_by: UUID | None = reference("person.id", optional=True)
    decided_at: datetime | None = moment(optional=True)
