"""Days off that are a region's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class DayOffRow:
    """A day off of a region or municipality."""

    place: str
    day: date
    title: str


async def places_named(transaction: Transaction, name: str) -> list[UUID]:
    """The regions and municipalities with this name, in either language."""
    return await transaction.values(
        "SELECT id FROM working.organisation WHERE kind IN ('REGION', 'MUNICIPALITY')"
        " AND (name_ru = :name OR name_en = :name) ORDER BY id",
        name=name,
    )


async def replace_days_off(
    transaction: Transaction, place: UUID, years: Sequence[int], days: Mapping[date, str]
) -> None:
    """Let these be the place's own days off in these years, and no others."""
    await transaction.run(
        "DELETE FROM working.regional_day_off WHERE organisation_id = :place AND extract(year FROM day) = ANY (:years)",
        place=place,
        years=list(years),
    )
    await transaction.run(
        "INSERT INTO working.regional_day_off (organisation_id, day, title)"
        " SELECT :place, given.day, given.title"
        " FROM unnest(CAST(:days AS date[]), CAST(:titles AS text[])) given (day, title)",
        place=place,
        days=list(days),
        titles=list(days.values()),
    )


async def days_off(transaction: Transaction) -> list[DayOffRow]:
    """Every day off that was loaded, place by place."""
    return await transaction.rows(
        DayOffRow,
        "SELECT o.name_ru AS place, d.day, d.title FROM working.regional_day_off d"
        " JOIN working.organisation o ON o.id = d.organisation_id ORDER BY o.name_ru, o.id, d.day",
    )
