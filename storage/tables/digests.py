"""What people were told by letter of what waits for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, key, moment, one_of, reference, words
from storage.tables.people import LANGUAGES

NEWS = ("WAITING", "REMINDER", "OVERDUE", "ANSWERED")


class Digest(SQLModel, table=True):
    """A letter about what waits for one person, as it was written; the mail server took it, refused it, or neither."""

    __tablename__ = "digest"
    __table_args__ = (
        one_of("language", LANGUAGES, "digest"),
        Index("digest_of_person", "person_id", "written_at"),
        WORKING,
    )
    id: UUID = key()
    person_id: UUID = reference("person.id")
    language: str = words()
    subject: str = words()
    text: str = words()
    written_at: datetime = moment(now=True)
    sent_at: datetime | None = moment(optional=True)
    refusal: str | None = words(optional=True)


class Notice(SQLModel, table=True):
    """One step of one case that a letter told a person of. `at`: when it began to wait, was to be recalled, or was
    due; the same is told once."""

    __tablename__ = "notice"
    __table_args__ = (
        one_of("kind", NEWS, "notice"),
        UniqueConstraint("person_id", "evaluation_id", "action", "kind", "at", name="notice_told_once"),
        WORKING,
    )
    id: UUID = key()
    digest_id: UUID = reference("digest.id", index=True)
    person_id: UUID = reference("person.id")
    evaluation_id: UUID = reference("evaluation.id", index=True)
    action: str = words()
    kind: str = words()
    at: datetime = moment()
