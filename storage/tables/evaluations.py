"""The case itself: its state, deadlines, remarks, self-evaluation, and the trail of acts."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, exact, filled, key, moment, reference, word_list, words


class Call(SQLModel, table=True):
    """A call for entries: a competition."""

    __tablename__ = "call"
    __table_args__ = (filled("title_ru", "call", 300), filled("title_en", "call", 300), WORKING)
    id: UUID = key()
    process_code: str = words()
    framework_version_id: UUID = reference("framework_version.id")
    title_ru: str = words()
    title_en: str = words()
    opened_at: datetime = moment(now=True)


class Evaluation(SQLModel, table=True):
    """One evaluation of one school. `discloses` is what its state makes visible, from the process definition.

    `not_applicable` are the codes of the criteria that the framework did not ask of schools of its kind when it was
    opened. `closed_at` is when its result was out and another evaluation could begin, null while it is under way;
    `taken_up_beside` says that another had begun when it was taken up again: both are under way, and this one stands in
    nobody's way. `ended_at` is when nothing more can happen.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint("version > 0", name="evaluation_version_positive"),
        Index(
            "evaluation_one_open_per_school_and_framework",
            "organisation_id",
            "framework_version_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND NOT taken_up_beside"),
        ),
        WORKING,
    )
    id: UUID = key()
    number: str = words(unique=True)
    organisation_id: UUID = reference("organisation.id")
    framework_version_id: UUID = reference("framework_version.id")
    process_code: str = words()
    process_version: int
    state: str = words()
    state_since: datetime = moment(now=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    discloses: list[str] = word_list()
    not_applicable: list[str] = word_list()
    opened_by: UUID = reference("person.id")
    opened_at: datetime = moment(now=True)
    closed_at: datetime | None = moment(optional=True)
    taken_up_beside: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    ended_at: datetime | None = moment(optional=True)
    call_id: UUID | None = reference("call.id", optional=True, index=True)


class EvaluatedSchool(SQLModel, table=True):
    """Which school a case is about, apart from it: people read it here. A trigger keeps it as the case has it.

    `renews_id` is the earlier case of the school whose decision this one is to renew.
    """

    __tablename__ = "evaluated_school"
    __table_args__ = (WORKING,)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    organisation_id: UUID = reference("organisation.id", index=True)
    renews_id: UUID | None = reference("evaluation.id", optional=True, unique=True)


class ProcessVersion(SQLModel, table=True):
    """A version of a process that cases follow, as its file was when the first of them began."""

    __tablename__ = "process_version"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="process_version_sha256"),
        CheckConstraint("version > 0", name="process_version_positive"),
        WORKING,
    )
    code: str = words(key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sha256: str = words()
    used_since: datetime = moment(now=True)


class Deadline(SQLModel, table=True):
    """When a phase of one evaluation ends."""

    __tablename__ = "deadline"
    __table_args__ = (WORKING,)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    name: str = words(key=True)
    due_at: datetime = moment()
    timezone: str = words()


class Remark(SQLModel, table=True):
    """What the secretary asked the school to complete."""

    __tablename__ = "remark"
    __table_args__ = (filled("text", "remark"), WORKING)
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    criterion_code: str | None = words(optional=True)
    text: str = words()
    created_at: datetime = moment(now=True)


class SelfAssessment(SQLModel, table=True):
    """The school's own view of one criterion."""

    __tablename__ = "self_assessment"
    __table_args__ = (CheckConstraint("length(text) <= 20000", name="self_assessment_text_length"), WORKING)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    criterion_id: UUID = reference("criterion.id", key=True)
    score: Decimal | None = exact()
    text: str = words("")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    updated_at: datetime = moment(now=True)


class AuditEntry(SQLModel, table=True):
    """One act, appended and never changed; each entry carries the hash of the one before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_place", "evaluation_id", "number", unique=True, postgresql_nulls_not_distinct=True),
        Index("audit_entry_for_a_school", "person_id", postgresql_where=text("role = 'school'")),
        WORKING,
    )
    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    evaluation_id: UUID | None = reference("evaluation.id", optional=True)
    number: int
    person_id: UUID | None = reference("person.id", optional=True)
    role: str = words()
    action: str = words()
    from_state: str | None = words(optional=True)
    to_state: str | None = words(optional=True)
    process: str | None = words(optional=True)
    details: dict[str, Any] = document()
    change: dict[str, Any] = document()
    salt: str = words()
    at: datetime = moment(now=True)
    previous: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))


class AuditCheckpoint(SQLModel, table=True):
    """Where the chains stood, signed; `last_entry` tells which entries the next one looks at."""

    __tablename__ = "audit_checkpoint"
    __table_args__ = (WORKING,)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    body: str = words()
    signature: str = words()
    key_id: str = words()
    last_entry: int = Field(sa_column=Column(BigInteger, nullable=False))
