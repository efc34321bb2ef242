"""Meetings of the commission: who sits, what is moved, recorded votes, dissent, and the decision."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, document, filled, key, moment, one_of, reference, words


class Sitting(SQLModel, table=True):
    """A day on which the commission meets; it takes up several cases, each in a meeting of its own."""

    __tablename__ = "sitting"
    __table_args__ = (CheckConstraint("length(place) <= 500", name="sitting_place_length"), WORKING)
    id: UUID = key()
    held_at: datetime = moment(unique=True)
    place: str = words("")


class Meeting(SQLModel, table=True):
    """The commission's meeting on one evaluation: its place on the agenda of a sitting, and for how long."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("position > 0 AND planned_minutes > 0", name="meeting_in_order"), WORKING)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    held_at: datetime = moment()
    sitting_id: UUID = reference("sitting.id", index=True)
    position: int
    planned_minutes: int = Field(default=30, sa_column_kwargs={"server_default": "30"})
    referred_at: datetime = moment(now=True)


class Minutes(SQLModel, table=True):
    """What was done on one evaluation at one sitting: the secretary's words, and once signed what the acts say."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("length(text) <= 20000", name="minutes_text_length"),
        CheckConstraint(
            "(record IS NULL) = (signed_at IS NULL) AND (signed_by IS NULL) = (signed_at IS NULL)",
            name="minutes_signed_whole",
        ),
        WORKING,
    )
    evaluation_id: UUID = reference("evaluation.id", key=True)
    sitting_id: UUID = reference("sitting.id", key=True, index=True)
    text: str = words("")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    record: dict[str, Any] | None = document(optional=True)
    signed_by: UUID | None = reference("person.id", optional=True)
    signed_at: datetime | None = moment(optional=True)


class MeetingMember(SQLModel, table=True):
    """Who belonged to the commission when the case was referred to it."""

    __tablename__ = "meeting_member"
    __table_args__ = (WORKING,)
    evaluation_id: UUID = reference("meeting.evaluation_id", key=True)
    person_id: UUID = reference("person.id", key=True, index=True)
    chair: bool = False


class Motion(SQLModel, table=True):
    """A proposed decision the members vote on; a rejected one is followed by the next round."""

    __tablename__ = "motion"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "round", name="motion_round_once"),
        CheckConstraint("valid_to > valid_from", name="motion_validity_in_order"),
        filled("reasons", "motion"),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id")
    round: int
    outcome: str = words()
    valid_from: date | None = None
    valid_to: date | None = None
    reasons: str = words()
    conditions: list[dict[str, Any]] = document("[]")
    created_at: datetime = moment(now=True)


class Vote(SQLModel, table=True):
    """One member's recorded vote on one motion."""

    __tablename__ = "vote"
    __table_args__ = (one_of("choice", ("FOR", "AGAINST", "ABSTAIN"), "vote"), WORKING)
    motion_id: UUID = reference("motion.id", key=True)
    person_id: UUID = reference("person.id", key=True)
    choice: str = words()
    cast_at: datetime = moment(now=True)


class Dissent(SQLModel, table=True):
    """A member's dissenting opinion on a motion."""

    __tablename__ = "dissent"
    __table_args__ = (filled("text", "dissent"), WORKING)
    motion_id: UUID = reference("motion.id", key=True)
    person_id: UUID = reference("person.id", key=True)
    text: str = words()


class Decision(SQLModel, table=True):
    """The motion that carried, with the count as it stood; a reopened case has another one later."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND abstained >= 0 AND recused >= 0 AND quorum >= 0",
            name="decision_counted",
        ),
        WORKING,
    )
    motion_id: UUID = reference("motion.id", key=True)
    evaluation_id: UUID = reference("evaluation.id", index=True)
    decided_at: datetime = moment(now=True)
    votes_for: int
    votes_against: int
    abstained: int
    recused: int
    eligible: int
    quorum: int
