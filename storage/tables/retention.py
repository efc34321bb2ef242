"""How long evidence is kept: what keeps it longer, and what was deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, filled, key, moment, reference, words


class EvidenceHold(SQLModel, table=True):
    """Nothing of a case, or of one document of it, is deleted as long as a hold on it is not lifted."""

    __tablename__ = "evidence_hold"
    __table_args__ = (
        filled("reason", "evidence_hold"),
        filled("lifted_because", "evidence_hold"),
        CheckConstraint("num_nulls(lifted_by, lifted_at, lifted_because) IN (0, 3)", name="evidence_hold_lifted"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    document_id: UUID | None = reference("evidence_document.id", optional=True)
    reason: str = words()
    placed_by: UUID = reference("person.id")
    placed_at: datetime = moment(now=True)
    lifted_by: UUID | None = reference("person.id", optional=True)
    lifted_at: datetime | None = moment(optional=True)
    lifted_because: str | None = words(optional=True)


class EvidenceDeletion(SQLModel, table=True):
    """Why the bytes and the text of a document are gone, and by whom; its rows, hashes and citations stay.

    With its row comes the document's `deleted_at`, which says that it is deleted and since when.
    """

    __tablename__ = "evidence_deletion"
    __table_args__ = (filled("reason", "evidence_deletion"), WORKING)
    document_id: UUID = reference("evidence_document.id", key=True)
    evaluation_id: UUID = reference("evaluation.id")
    reason: str = words()
    deleted_by: UUID = reference("person.id")
