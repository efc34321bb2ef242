"""A person's data, given to them or forgotten on request; the trail tells of both, in the same transaction."""

from typing import Any
from uuid import UUID

from storage import audit, openings, personal
from storage.database import Database

ERASED_RU, ERASED_EN = "Удалённое лицо", "Erased person"


class PersonUnknown(Exception):
    """There is no such person, or they were erased before."""


async def export(database: Database, person: UUID) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept about the person.

    Raises PersonUnknown.
    """
    async with database.working() as transaction:
        found = await personal.about(transaction, person)
        if not found:
            raise PersonUnknown
        await audit.append(transaction, None, "export_person", "administrator", details={"person": person.hex})
        await openings.insert(transaction, "PERSON", "administrator", subject=person, about=person)
    return found


async def erase(database: Database, person: UUID) -> None:
    """Forget who the person is. What they did as an expert or member stays, under a name that says nothing: a decision
    would not stand without it, and the trail of acts knows them by their id only.

    Raises PersonUnknown.
    """
    async with database.working() as transaction:
        if not await personal.erase(transaction, person, ERASED_RU, ERASED_EN):
            raise PersonUnknown
        await audit.append(transaction, None, "erase_person", "administrator", details={"person": person.hex})
