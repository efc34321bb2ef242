"""The `published` schema: immutable records, and tables derived from them and from the registers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Computed, DateTime, ForeignKey, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

PUBLISHED = {"schema": "published"}


class PublishedRecord(SQLModel, table=True):
    """A numbered, hashed and signed record. `body` is the canonical JSON (RFC 8785) that was hashed and signed."""

    __tablename__ = "record"
    __table_args__ = (
        CheckConstraint("number > 0", name="record_number_positive"),
        CheckConstraint("kind IN ('RESULT', 'CORRECTION', 'WITHDRAWAL')", name="record_kind_known"),
        CheckConstraint("(kind = 'RESULT') = (corrects IS NULL)", name="record_corrects_an_earlier"),
        CheckConstraint("corrects < number", name="record_corrects_backwards"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="record_sha256"),
        PUBLISHED,
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(sa_type=Text)
    corrects: int | None = Field(default=None, foreign_key="published.record.number", unique=True)
    published_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, index=True))
    school_id: UUID = Field(index=True)
    evaluation_number: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text, unique=True)
    signature: str = Field(sa_type=Text)
    key_id: str = Field(sa_type=Text)


class SigningKey(SQLModel, table=True):
    """A public key with which records can be verified: raw Ed25519, base64."""

    __tablename__ = "signing_key"
    __table_args__ = (PUBLISHED,)
    key_id: str = Field(primary_key=True, sa_type=Text)
    public_key: str = Field(sa_type=Text)


def _since() -> Any:
    moment = text("(date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond')")
    return Field(sa_column=Column(DateTime(timezone=True), nullable=False, index=True, server_default=moment))


class PublishedTerritory(SQLModel, table=True):
    """A region or municipality, copied from the register."""

    __tablename__ = "territory"
    __table_args__ = (PUBLISHED,)
    id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    parent_id: UUID | None = Field(default=None, foreign_key="published.territory.id", index=True)
    name_ru: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    since: datetime = _since()


PLAIN = "lower(translate(name_ru || ' ' || name_en || coalesce(' ' || address, ''), 'ёЁ', 'еЕ'))"


class PublishedSchool(SQLModel, table=True):
    """A school as the public register has it."""

    __tablename__ = "school"
    __table_args__ = (
        Index("school_words", "words", postgresql_using="gin"),
        Index("school_parts", "parts", postgresql_using="gin"),
        Index("school_by_name", "sort_name", "id"),
        PUBLISHED,
    )
    id: UUID = Field(primary_key=True)
    municipality_id: UUID | None = Field(default=None, foreign_key="published.territory.id", index=True)
    region_id: UUID | None = Field(default=None, foreign_key="published.territory.id", index=True)
    name_ru: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    address: str | None = Field(default=None, sa_type=Text)
    website: str | None = Field(default=None, sa_type=Text)
    pupils: int | None = None
    rural: bool | None = None
    school_kind: str | None = Field(default=None, sa_type=Text)
    words: Any = Field(
        sa_column=Column(
            TSVECTOR,
            Computed(
                "to_tsvector('russian', name_ru || ' ' || coalesce(address, ''))"
                " || to_tsvector('english', name_en) || to_tsvector('simple', name_ru || ' ' || name_en)",
                persisted=True,
            ),
        )
    )
    plain: Any = Field(sa_column=Column(Text, Computed(PLAIN, persisted=True)))
    """Its texts in small letters, ё as е."""
    parts: Any = Field(sa_column=Column(TSVECTOR, Computed(f"published.parts_of_words({PLAIN})", persisted=True)))
    """All twos and threes of letters and digits that stand together in `plain`, and `*`, which every school has."""
    sort_name: Any = Field(sa_column=Column(Text, Computed("published.sort_name(name_ru)", persisted=True)))
    """Its Russian name with every number in it six digits long: what it is listed by, so that № 2 precedes № 10."""
    since: datetime = _since()


class RegisterWord(SQLModel, table=True):
    """A word of the public register, from when it was there, and its trigrams: what a search with a mistake meant."""

    __tablename__ = "word"
    __table_args__ = (Index("word_trigrams", "trigrams", postgresql_using="gin"), PUBLISHED)
    word: str = Field(primary_key=True, sa_type=Text)
    since: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    trigrams: Any = Field(sa_column=Column(ARRAY(Text), Computed("published.trigrams(word)", persisted=True)))


class RegisterBefore(SQLModel, table=True):
    """A row of the register, or of frameworks and crosswalks, that a later one replaced, and from when until when it
    stood; kept by triggers."""

    __tablename__ = "register_before"
    __table_args__ = (
        CheckConstraint("kind IN ('school', 'territory', 'framework', 'crosswalk')", name="register_before_kind_known"),
        CheckConstraint("until > since", name="register_before_in_order"),
        PUBLISHED,
    )
    id: UUID = Field(primary_key=True)
    since: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    kind: str = Field(sa_type=Text)
    until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class PublishedFramework(SQLModel, table=True):
    """A framework version anyone may read, with its whole tree in `body`."""

    __tablename__ = "framework"
    __table_args__ = (PUBLISHED,)
    id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text)
    number: int
    state: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(sa_column=Column(Text, Computed("md5(CAST(body AS text))", persisted=True)))
    since: datetime = _since()


class PublishedCrosswalk(SQLModel, table=True):
    """Which criteria of one framework version correspond to which of another; told once for the two."""

    __tablename__ = "crosswalk"
    __table_args__ = (
        CheckConstraint("framework_id < other_id", name="crosswalk_once_a_pair"),
        CheckConstraint("version > 0", name="crosswalk_version_positive"),
        PUBLISHED,
    )
    framework_id: UUID = Field(foreign_key="published.framework.id", primary_key=True)
    other_id: UUID = Field(foreign_key="published.framework.id", primary_key=True)
    links: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    id: UUID = Field(sa_column_kwargs={"server_default": text("gen_random_uuid()")})
    """What the rows that it replaced are kept under."""
    since: datetime = _since()


class PublishedResult(SQLModel, table=True):
    """What search and comparison need of one record; derived from its body and rebuilt from it."""

    __tablename__ = "result"
    __table_args__ = (
        *(
            Index(f"result_by_{side}", f"{side}_id", "number", postgresql_where=text("superseded_by IS NULL"))
            for side in ("municipality", "region")
        ),
        PUBLISHED,
    )
    number: int = Field(sa_column=Column(ForeignKey("published.record.number"), primary_key=True))
    school_id: UUID = Field(foreign_key="published.school.id", index=True)
    framework_code: str = Field(sa_type=Text, index=True)
    framework_number: int
    outcome: str | None = Field(default=None, sa_type=Text)
    total: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4)))
    decided_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    published_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    superseded_by: int | None = Field(default=None, foreign_key="published.record.number")
    head: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    competition: str | None = Field(default=None, sa_type=Text, index=True)
    scores: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False, server_default=text("'{}'")))
    """The score of each criterion that has one, by its code."""
    municipality_id: UUID | None = Field(default=None, foreign_key="published.territory.id")
    region_id: UUID | None = Field(default=None, foreign_key="published.territory.id")
    """Where its school stands now, as the register has it."""


class PublishedVoice(SQLModel, table=True):
    """What families say of a criterion, by one record; derived from its body, to be counted over a territory.

    `rated` is the record's own score of the criterion as a share of its scale.
    """

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint("says IN ('CHOSEN', 'MATTERS', 'CONTENT')", name="voice_says_known"),
        CheckConstraint("chosen BETWEEN 0 AND answered AND answered > 0", name="voice_counted"),
        PUBLISHED,
    )
    number: int = Field(sa_column=Column(ForeignKey("published.record.number"), primary_key=True))
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    criterion_code: str = Field(sa_type=Text)
    says: str = Field(sa_type=Text)
    chosen: int
    answered: int
    population: int
    rated: Decimal | None = Field(default=None, sa_column=Column(Numeric))
