"""Days off that are a region's own."""

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, filled, reference, words


class RegionalDayOff(SQLModel, table=True):
    """A day off in one region or municipality, beside those of the country."""

    __tablename__ = "regional_day_off"
    __table_args__ = (filled("title", "regional_day_off", 300), WORKING)
    organisation_id: UUID = reference("organisation.id", key=True)
    day: date = Field(sa_column=Column(Date, primary_key=True))
    title: str = words()
