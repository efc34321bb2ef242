"""Surveys: what is asked, the invitations, the boxes that answers lie in until a survey closes, and texts after that.

Nothing leads from an invitation to an answer: a box is one row a group, its content sorted, without a key, an order or
a time of its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, flag, key, moment, one_of, reference, words

KINDS = ("SATISFACTION", "NEEDS")
STATES = ("OPEN", "CLOSED")
TEXT_STATES = ("WAITING", "SHOWN", "WITHHELD")


class Survey(SQLModel, table=True):
    """A survey of a case. `tally` is what is kept of the closed answers, by blocks of respondents."""

    __tablename__ = "survey"
    __table_args__ = (
        one_of("kind", KINDS, "survey"),
        one_of("state", STATES, "survey"),
        filled("title_ru", "survey", 300),
        CheckConstraint("threshold BETWEEN 3 AND 30", name="survey_threshold_in_range"),
        CheckConstraint("answered >= 0", name="survey_answered_counted"),
        CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="survey_closed_at_known"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    kind: str = words()
    state: str = words("OPEN")
    title_ru: str = words()
    title_en: str = words()
    intro_ru: str = words()
    intro_en: str = words()
    questions: list[Any] = document("[]")
    groups: list[Any] = document("[]")
    threshold: int
    quota: int | None = None
    public: bool = flag()
    opened_at: datetime = moment(now=True)
    closes_at: datetime = moment()
    closed_at: datetime | None = moment(optional=True)
    issued: dict[str, Any] = document()
    answered: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tally: dict[str, Any] | None = document(optional=True)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class SurveyInvitation(SQLModel, table=True):
    """An invitation: the hash of its code, whom it was for, and whether it was used; not when, and not for what."""

    __tablename__ = "survey_invitation"
    __table_args__ = (WORKING,)
    code_hash: str = words(key=True)
    survey_id: UUID = reference("survey.id", index=True)
    group_code: str = words()
    used: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class SurveyBox(SQLModel, table=True):
    """The answers of a group until the survey closes, sorted; then the box is emptied."""

    __tablename__ = "survey_box"
    __table_args__ = (WORKING,)
    survey_id: UUID = reference("survey.id", key=True)
    group_code: str = words(key=True)
    answers: list[Any] = document("[]")
    texts: list[Any] = document("[]")


class SurveyText(SQLModel, table=True):
    """A text that somebody wrote, of a closed survey; whose, and with which other answers, is not known."""

    __tablename__ = "survey_text"
    __table_args__ = (
        one_of("state", TEXT_STATES, "survey_text"),
        filled("text", "survey_text", 2000),
        WORKING,
    )
    id: UUID = key()
    survey_id: UUID = reference("survey.id", index=True)
    question_code: str = words()
    text: str = words()
    state: str = words("WAITING")
