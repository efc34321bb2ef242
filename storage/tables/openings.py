"""Reads that matter: who opened what is hidden, or took out what is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, key, moment, one_of, reference, words

OPENED = ("SCHOOL", "TEXTS", "TIE", "PERSON", "TRAIL")
"""A school that a case hides from its panel, unread texts of a survey, what somebody declared of a tie to the school; a
person's data and the trail, exported."""


class Opening(SQLModel, table=True):
    """Somebody opened something; entries are added and never changed, and what they open is closed without them.

    `subject_id` is what was opened, `about_id` the person it concerns; without `person_id` it was done at the command
    line of the server.
    """

    __tablename__ = "opening"
    __table_args__ = (
        one_of("what", OPENED, "opening"),
        CheckConstraint("(what IN ('SCHOOL', 'TEXTS', 'TIE')) = (evaluation_id IS NOT NULL)", name="opening_of_a_case"),
        CheckConstraint("length(reason) <= 2000", name="opening_reason_short"),
        WORKING,
    )
    id: UUID = key()
    what: str = words()
    evaluation_id: UUID | None = reference("evaluation.id", optional=True, index=True)
    subject_id: UUID | None = Field(default=None)
    about_id: UUID | None = reference("person.id", optional=True, index=True)
    person_id: UUID | None = reference("person.id", optional=True, index=True)
    role: str = words()
    reason: str = words("")
    at: datetime = moment(now=True)
