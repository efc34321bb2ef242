"""Reviews of experts, kept apart from who wrote them; the panel's consensus and report; the school's accuracy check."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, exact, filled, key, moment, one_of, reference, words


class Review(SQLModel, table=True):
    """One expert's view of one evaluation. `ordinal` names it where its author stays hidden."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "ordinal", name="review_ordinal_once"),
        one_of("state", ("DRAFT", "SUBMITTED"), "review"),
        CheckConstraint("(state = 'SUBMITTED') = (submitted_at IS NOT NULL)", name="review_submitted_when"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    ordinal: int
    state: str = words("DRAFT")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    complete: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    submitted_at: datetime | None = moment(optional=True)


class ReviewAuthor(SQLModel, table=True):
    """Whose review it is; a table of its own so that it can be hidden on its own."""

    __tablename__ = "review_author"
    __table_args__ = (WORKING,)
    review_id: UUID = reference("review.id", key=True)
    seat_id: UUID = reference("seat.id", unique=True)


class Score(SQLModel, table=True):
    """A value on the criterion's scale with its justification; the value may be undecided."""

    __tablename__ = "score"
    __table_args__ = (CheckConstraint("length(justification) <= 20000", name="score_justification_length"), WORKING)
    review_id: UUID = reference("review.id", key=True)
    criterion_id: UUID = reference("criterion.id", key=True)
    value: Decimal | None = exact()
    justification: str = words("")
    updated_at: datetime = moment(now=True)


class Citation(SQLModel, table=True):
    """A page of a document version that a score rests on."""

    __tablename__ = "citation"
    __table_args__ = (
        CheckConstraint("page > 0", name="citation_page_positive"),
        CheckConstraint("length(quote) <= 4000", name="citation_quote_length"),
        CheckConstraint(
            "cardinality(area) = 4 AND 0 <= ALL (area) AND 0 < area[3] AND 0 < area[4]"
            " AND area[1] + area[3] <= 1 AND area[2] + area[4] <= 1",
            name="citation_area_on_page",
        ),
        Index(
            "citation_once",
            "review_id",
            "criterion_id",
            "version_id",
            "page",
            text("md5(quote)"),
            "area",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        WORKING,
    )
    id: UUID = key()
    review_id: UUID = reference("review.id", index=True)
    criterion_id: UUID = reference("criterion.id")
    version_id: UUID = reference("evidence_version.id")
    position: int
    page: int
    quote: str | None = words(optional=True)
    area: list[Decimal] | None = Field(sa_column=Column(ARRAY(Numeric(5, 4))))
    """Left, top, width and height as shares of the page; none where the whole page or a quote is cited."""


class Consensus(SQLModel, table=True):
    """The panel's agreed position on one criterion."""

    __tablename__ = "consensus"
    __table_args__ = (CheckConstraint("length(position) <= 20000", name="consensus_position_length"), WORKING)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    criterion_id: UUID = reference("criterion.id", key=True)
    value: Decimal | None = exact()
    position: str = words("")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Report(SQLModel, table=True):
    """The panel's report, with the decision and conditions it proposes."""

    __tablename__ = "report"
    __table_args__ = (WORKING,)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    summary: str = words("")
    strengths: str = words("")
    recommendations: str = words("")
    proposed_outcome: str | None = words(optional=True)
    conditions: list[dict[str, Any]] = document("[]")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Agreement(SQLModel, table=True):
    """An expert's agreement with the consensus and the report as they stand; erased when either changes."""

    __tablename__ = "agreement"
    __table_args__ = (WORKING,)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    seat_id: UUID = reference("seat.id", key=True)
    agreed_at: datetime = moment(now=True)


class AccuracyClaim(SQLModel, table=True):
    """A factual error the school points at, and the panel's answer."""

    __tablename__ = "accuracy_claim"
    __table_args__ = (
        filled("text", "accuracy_claim"),
        CheckConstraint("(answer IS NULL) = (accepted IS NULL)", name="accuracy_claim_answered_whole"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    criterion_code: str | None = words(optional=True)
    text: str = words()
    answer: str | None = words(optional=True)
    accepted: bool | None = None
    created_at: datetime = moment(now=True)
