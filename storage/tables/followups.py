"""What lives on beside a case and after its decision: statements, tracks, those who hear an appeal, signatures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, key, moment, reference, word_list, words


class Track(SQLModel, table=True):
    """A condition that is followed up, or an appeal: its state in the track `kind` of the case's process."""

    __tablename__ = "track"
    __table_args__ = (CheckConstraint("version > 0", name="track_version_positive"), WORKING)
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    kind: str = words()
    state: str = words()
    state_since: datetime = moment(now=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    due_at: datetime | None = moment(optional=True)
    subject: dict[str, Any] = document()
    opened_at: datetime = moment(now=True)
    closed_at: datetime | None = moment(optional=True)


class Statement(SQLModel, table=True):
    """A text given with a step. `readers` are those of its kind in the process definition."""

    __tablename__ = "statement"
    __table_args__ = (filled("text", "statement"), WORKING)
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    track_id: UUID | None = reference("track.id", optional=True, index=True)
    kind: str = words()
    person_id: UUID | None = reference("person.id", optional=True)
    role: str = words()
    readers: list[str] = word_list()
    text: str = words()
    late: bool = False
    at: datetime = moment(now=True)


class TrackDocument(SQLModel, table=True):
    """A document that a school put into a track, and the text it went with."""

    __tablename__ = "track_document"
    __table_args__ = (WORKING,)
    track_id: UUID = reference("track.id", key=True)
    document_id: UUID = reference("evidence_document.id", key=True)
    statement_id: UUID | None = reference("statement.id", optional=True)


class AppealMember(SQLModel, table=True):
    """Who hears an appeal."""

    __tablename__ = "appeal_member"
    __table_args__ = (WORKING,)
    track_id: UUID = reference("track.id", key=True)
    person_id: UUID = reference("person.id", key=True, index=True)
    chair: bool = False
    recused_at: datetime | None = moment(optional=True)


class AppealBallot(SQLModel, table=True):
    """For which ruling somebody who hears an appeal votes: the step of the track that rules so, or `abstain`."""

    __tablename__ = "appeal_ballot"
    __table_args__ = (WORKING,)
    track_id: UUID = reference("track.id", key=True)
    person_id: UUID = reference("person.id", key=True)
    ruling: str = words()
    cast_at: datetime = moment(now=True)


class Signature(SQLModel, table=True):
    """Who signed a decision, and in which role."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("motion_id", "person_id", name="signature_once"), WORKING)
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    motion_id: UUID = reference("motion.id")
    person_id: UUID = reference("person.id")
    role: str = words()
    at: datetime = moment(now=True)
