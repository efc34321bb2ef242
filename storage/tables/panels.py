"""Seats of expert panels, and recusals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, filled, key, moment, one_of, reference, words
from storage.tables.people import CONSTITUENCIES


class Seat(SQLModel, table=True):
    """A place in a panel, taken by a person until removed or recused."""

    __tablename__ = "seat"
    __table_args__ = (
        one_of("constituency", CONSTITUENCIES, "seat"),
        Index(
            "seat_once_per_person",
            "evaluation_id",
            "person_id",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(
            "seat_one_lead",
            "evaluation_id",
            unique=True,
            postgresql_where=text("lead AND removed_at IS NULL AND recused_at IS NULL"),
        ),
        WORKING,
    )
    id: UUID = key()
    evaluation_id: UUID = reference("evaluation.id", index=True)
    person_id: UUID = reference("person.id", index=True)
    lead: bool = False
    constituency: str = words()
    seated_at: datetime = moment(now=True)
    recused_at: datetime | None = moment(optional=True)
    removed_at: datetime | None = moment(optional=True)


class Recusal(SQLModel, table=True):
    """A person left one evaluation, with the reason; `decided_by` is who decided so, unless it was the person."""

    __tablename__ = "recusal"
    __table_args__ = (filled("reason", "recusal"), WORKING)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    person_id: UUID = reference("person.id", key=True)
    reason: str = words()
    at: datetime = moment(now=True)
    decided_by: UUID | None = reference("person.id", optional=True)
