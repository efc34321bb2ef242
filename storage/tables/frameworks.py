"""Framework versions and their criteria; frozen once published."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, exact, filled, key, moment, one_of, reference, words


class FrameworkVersion(SQLModel, table=True):
    """One version of a system of criteria."""

    __tablename__ = "framework_version"
    __table_args__ = (
        UniqueConstraint("code", "number", name="framework_version_numbered"),
        one_of("state", ("DRAFT", "PUBLISHED", "RETIRED"), "framework_version"),
        one_of("aggregation", ("WEIGHTED_MEAN", "NONE", "RULES"), "framework_version"),
        CheckConstraint("number > 0", name="framework_version_number_positive"),
        filled("title_ru", "framework_version"),
        filled("title_en", "framework_version"),
        WORKING,
    )
    id: UUID = key()
    code: str = words()
    number: int
    state: str = words("DRAFT")
    title_ru: str = words()
    title_en: str = words()
    legal_ru: str | None = words(optional=True)
    legal_en: str | None = words(optional=True)
    aggregation: str = words()
    maximum: Decimal | None = exact()
    sha256: str = words()
    created_at: datetime = moment(now=True)


class Criterion(SQLModel, table=True):
    """A node of the framework's tree; only the scored ones have a scale."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("framework_version_id", "code", name="criterion_code_once"),
        UniqueConstraint("framework_version_id", "position", name="criterion_position_once"),
        one_of("kind", ("STANDARD", "CRITERION", "INDICATOR"), "criterion"),
        CheckConstraint("scored = (scale IS NOT NULL)", name="criterion_scored_on_a_scale"),
        CheckConstraint("weight >= 0", name="criterion_weight_positive"),
        CheckConstraint("parent_code <> code", name="criterion_not_own_parent"),
        filled("title_ru", "criterion"),
        filled("title_en", "criterion"),
        WORKING,
    )
    id: UUID = key()
    framework_version_id: UUID = reference("framework_version.id", index=True)
    code: str = words()
    parent_code: str | None = words(optional=True)
    position: int
    kind: str = words()
    title_ru: str = words()
    title_en: str = words()
    description_ru: str | None = words(optional=True)
    description_en: str | None = words(optional=True)
    scored: bool
    weight: Decimal = exact(optional=False)
    evidence_required: bool = False
    scale: dict[str, Any] | None = document(optional=True)


class FrameworkDraft(SQLModel, table=True):
    """A framework version while it is written: a document that need not be sound before it is published."""

    __tablename__ = "framework_draft"
    __table_args__ = (
        UniqueConstraint("code", "number", name="framework_draft_numbered"),
        CheckConstraint("number > 0", name="framework_draft_number_positive"),
        CheckConstraint("version > 0", name="framework_draft_version_positive"),
        WORKING,
    )
    id: UUID = key()
    code: str = words()
    number: int
    content: dict[str, Any] = document()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    begun_at: datetime = moment(now=True)
    changed_at: datetime = moment(now=True)
