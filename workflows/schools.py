"""What the register says of a school."""

from uuid import UUID

from storage import audit, people, schools
from storage.database import Database
from workflows.rules.framework import SCHOOL_KINDS
from workflows.rules.refusals import NotPermittedOrAbsent


class SchoolUnclear(Exception):
    """No school, or more than one, is meant; or there is no such kind. The message says which."""


async def say_kind(database: Database, name: str, kind: str) -> str:
    """Say what kind of school the one with this name or key is; answers with its name.

    Raises SchoolUnclear.
    """
    if kind not in SCHOOL_KINDS:
        raise SchoolUnclear(f"There is no kind {kind.lower()}; there are {', '.join(SCHOOL_KINDS).lower()}.")
    async with database.working() as transaction:
        try:
            key: UUID | None = UUID(name)
        except ValueError:
            key = None
        rows = await schools.organisations(transaction, await schools.organisations_called(transaction, name, key))
        found = [row for row in rows if row and row.kind == "SCHOOL"]
        if len(found) != 1:
            raise SchoolUnclear(f"{len(found)} schools are called {name!r}; name one by its key.")
        await schools.say_kind(transaction, found[0].id, kind)
        return found[0].name_ru


async def describe(database: Database, person: UUID, school: UUID, kind: str) -> None:
    """The secretary says what kind of school one is; what it was before stays in the trail. Open cases keep theirs.

    Raises NotPermittedOrAbsent.
    """
    async with database.acting(person) as transaction:
        if not await people.is_secretary(transaction):
            raise NotPermittedOrAbsent
        row = (await schools.organisations(transaction, [school]))[0]
        if row is None or row.kind != "SCHOOL":
            raise NotPermittedOrAbsent
        if row.school_kind == kind:
            return
        async with transaction.as_worker():
            await schools.say_kind(transaction, school, kind)
        change = {"before": row.school_kind, "after": kind}
        await audit.append(
            transaction, None, "describe_school", "secretary", details={"school": school.hex}, change=change
        )
