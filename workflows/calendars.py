"""A region's own days off: read from its file and kept; deadlines counted from then on know them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from storage import calendars
from storage.calendars import DayOffRow
from storage.database import Database


class CalendarUnusable(ValueError):
    """A file that is no calendar of a region known here; the message says what is wrong and how to mend it."""


class RegionalCalendar(BaseModel):
    """`region: NAME`, as in the register; `years: {2027: {2027-03-09: TITLE}}`: the days off of each year."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    region: str = Field(min_length=1, max_length=300)
    source: str = Field(default="", description="Which act says so.")
    years: dict[
        Annotated[int, Field(ge=2000, le=2100)], dict[date, Annotated[str, Field(min_length=1, max_length=300)]]
    ] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_its_year(self) -> "RegionalCalendar":
        for year, days in self.years.items():
            for day in days:
                if day.year != year:
                    raise ValueError(f"{day} stands under {year}; put it under its own year")
        return self

    def days(self) -> dict[date, str]:
        """Every day off with its title."""
        return {day: title for days in self.years.values() for day, title in days.items()}


def read_calendar(path: Path) -> RegionalCalendar:
    """A region's calendar from its file.

    Raises CalendarUnusable.
    """
    try:
        return RegionalCalendar.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in error.errors())
        raise CalendarUnusable(f"{path}: {wrong}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CalendarUnusable(f"{path} cannot be read: {error}") from None


async def load_calendar(database: Database, calendar: RegionalCalendar) -> int:
    """Let these be the region's own days off in the years the file names; answers how many they are.

    A deadline that runs already stays as it was set. Raises CalendarUnusable unless exactly one place bears the name.
    """
    async with database.working() as transaction:
        places = await calendars.places_named(transaction, calendar.region)
        if len(places) != 1:
            raise CalendarUnusable(
                f"{len(places)} regions or municipalities are called “{calendar.region}”."
                " Write the name as it stands in the register."
            )
        days = calendar.days()
        await calendars.replace_days_off(transaction, places[0], list(calendar.years), days)
        return len(days)


async def loaded(database: Database) -> list[DayOffRow]:
    """Every day off that was loaded, place by place."""
    async with database.working() as transaction:
        return await calendars.days_off(transaction)
