"""Acts that the office takes in many cases at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from storage.tables.columns import WORKING, document, key, moment, one_of, reference, words

STATES = ("WAITING", "DONE", "REFUSED")


class BulkAct(SQLModel, table=True):
    """One act to be taken in many cases, by whom and with what; kept as its report."""

    __tablename__ = "bulk_act"
    __table_args__ = (Index("bulk_act_begun", "begun_at"), WORKING)
    id: UUID = key()
    person_id: UUID = reference("person.id")
    action: str = words()
    given: dict[str, Any] = document()
    begun_at: datetime = moment(now=True)


class BulkItem(SQLModel, table=True):
    """One case of such an act, as it stood then. It is settled in the same transaction as the act itself."""

    __tablename__ = "bulk_item"
    __table_args__ = (
        one_of("state", STATES, "bulk_item"),
        CheckConstraint("(state = 'WAITING') = (settled_at IS NULL)", name="bulk_item_settled_at_known"),
        WORKING,
    )
    bulk_act_id: UUID = reference("bulk_act.id", key=True)
    evaluation_id: UUID = reference("evaluation.id", key=True)
    position: int
    expected_version: int
    state: str = words("WAITING")
    reasons: list[Any] = document("[]")
    settled_at: datetime | None = moment(optional=True)
