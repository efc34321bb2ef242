"""Evidence documents, their immutable versions, the text of their pages, and uploads on the way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Date, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, flag, key, moment, one_of, reference, word_list, words

CLASSIFICATIONS = ("PUBLIC", "PANEL", "RESTRICTED")
"""Who reads a document: everybody, everybody whom the case is open to, or its panel's lead and the secretariat."""


class EvidenceDocument(SQLModel, table=True):
    """A document of a case; its bytes are in its versions. `redacts_id` is the one it is a redacted copy of.

    `removed_at` is when the school took it back, `deleted_at` when its time was over: it comes with
    the `EvidenceDeletion`, which says why.
    """

    __tablename__ = "evidence_document"
    __table_args__ = (
        Index(
            "evidence_document_redacted_once",
            "redacts_id",
            unique=True,
            postgresql_where=text("redacts_id IS NOT NULL AND removed_at IS NULL"),
        ),
        Index(
            "evidence_document_kept",
            "evaluation_id",
            "classification",
            postgresql_where=text("removed_at IS NULL AND deleted_at IS NULL"),
        ),
        filled("title", "evidence_document", 500),
        one_of("classification", CLASSIFICATIONS, "evidence_document"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    title: str = words()
    classification: str = words("PANEL")
    personal_data: bool = flag()
    dated_on: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    redacts_id: UUID | None = reference("evidence_document.id", optional=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    created_at: datetime = moment(now=True)
    removed_at: datetime | None = moment(optional=True)
    deleted_at: datetime | None = moment(optional=True)


class EvidenceUse(SQLModel, table=True):
    """This document speaks to this criterion."""

    __tablename__ = "evidence_use"
    __table_args__ = (WORKING,)
    document_id: UUID = reference("evidence_document.id", key=True)
    criterion_id: UUID = reference("criterion.id", key=True)


class EvidenceVersion(SQLModel, table=True):
    """Bytes that never change; `sha256` was computed by the server from what is stored.

    `shown_…` is the PDF that was made of an office file when it was accepted, for reading it page by page.
    `origin_id` is the version of an earlier evaluation whose bytes these are, where it was used again.
    """

    __tablename__ = "evidence_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number", name="evidence_version_numbered"),
        one_of("scan", ("PENDING", "CLEAN", "INFECTED", "NOT_CONFIGURED", "TOO_LARGE"), "evidence_version"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="evidence_version_sha256"),
        CheckConstraint("size > 0", name="evidence_version_not_empty"),
        CheckConstraint("page_count > 0", name="evidence_version_has_pages"),
        CheckConstraint("num_nulls(shown_id, shown_size, shown_sha256) IN (0, 3)", name="evidence_version_shown"),
        WORKING,
    )
    id: UUID = key()
    document_id: UUID = reference("evidence_document.id")
    number: int
    file_name: str = words()
    media_type: str = words()
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str = words()
    page_count: int
    uploaded_at: datetime = moment(now=True)
    scan: str = words()
    origin_id: UUID | None = reference("evidence_version.id", optional=True)
    shown_id: UUID | None = None
    shown_size: int | None = Field(default=None, sa_column=Column(BigInteger))
    shown_sha256: str | None = words(optional=True)


class EvidenceRedaction(SQLModel, table=True):
    """From which version a version of a redacted copy was made, and where its black boxes are: lists of page, left,
    top, width and height."""

    __tablename__ = "evidence_redaction"
    __table_args__ = (WORKING,)
    version_id: UUID = reference("evidence_version.id", key=True)
    source_id: UUID = reference("evidence_version.id")
    boxes: list[Any] = document()


class RedactionOrder(SQLModel, table=True):
    """A redacted copy that is being made, or could not be made (`refusal`: a reason's code and details); it is gone
    once the copy is there, whose version has its id. `boxes` as above."""

    __tablename__ = "redaction_order"
    __table_args__ = (
        filled("title", "redaction_order", 500),
        one_of("classification", CLASSIFICATIONS, "redaction_order"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    source_id: UUID = reference("evidence_version.id", index=True)
    boxes: list[Any] = document()
    title: str = words()
    classification: str = words()
    ordered_by: UUID = reference("person.id")
    ordered_at: datetime = moment(now=True)
    refusal: dict[str, Any] | None = document(optional=True)


class EvidenceCopy(SQLModel, table=True):
    """What somebody gets in place of a version that would tell too much, or before it: bytes and hash of their own."""

    __tablename__ = "evidence_copy"
    __table_args__ = (
        UniqueConstraint("version_id", "kind", name="evidence_copy_once"),
        one_of("kind", ("STRIPPED", "THUMBNAIL"), "evidence_copy"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="evidence_copy_sha256"),
        CheckConstraint("size > 0", name="evidence_copy_not_empty"),
        WORKING,
    )
    id: UUID = key()
    version_id: UUID = reference("evidence_version.id")
    kind: str = words()
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str = words()
    made_at: datetime = moment(now=True)


class EvidencePage(SQLModel, table=True):
    """The text of one page, for search and for reading office files."""

    __tablename__ = "evidence_page"
    __table_args__ = (Index("evidence_page_words", "words", postgresql_using="gin"), WORKING)
    version_id: UUID = reference("evidence_version.id", key=True)
    number: int = Field(primary_key=True)
    text: str = words()
    words: Any = Field(
        sa_column=Column(
            TSVECTOR,
            Computed("to_tsvector('russian', text) || to_tsvector('english', text)", persisted=True),
        )
    )


class Upload(SQLModel, table=True):
    """Bytes on their way to becoming a version; `request_id` and `track_id`: what else they are sent for."""

    __tablename__ = "upload"
    __table_args__ = (
        one_of("classification", CLASSIFICATIONS, "upload"),
        one_of("state", ("RECEIVING", "CHECKING", "READY", "REFUSED"), "upload"),
        CheckConstraint("received >= 0 AND received <= size", name="upload_received_within_size"),
        CheckConstraint("num_nonnulls(request_id, track_id) <= 1", name="upload_for_one_purpose"),
        CheckConstraint("(state = 'REFUSED') = (refusal IS NOT NULL)", name="upload_refusal_explained"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    document_id: UUID | None = reference("evidence_document.id", optional=True)
    file_name: str = words()
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    received: int = Field(sa_column=Column(BigInteger, nullable=False, server_default="0"))
    state: str = words("RECEIVING")
    refusal: dict[str, Any] | None = document(optional=True)
    criterion_codes: list[str] = word_list()
    classification: str = words("PANEL")
    personal_data: bool = flag()
    created_by: UUID = reference("person.id")
    request_id: UUID | None = reference("document_request.id", optional=True)
    track_id: UUID | None = reference("track.id", optional=True)
    created_at: datetime = moment(now=True)
