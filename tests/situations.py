"""Situations that tests begin from: a small region, its people, and cases brought to a stage by the real acts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from storage import people, schools
from storage.database import Database
from workflows import evaluations, frameworks
from workflows.evaluations import NewDeadline
from workflows.processes import newest

PROCESS = "public-professional-evaluation"


@dataclass(frozen=True)
class Cast:
    """A region with two municipalities, a school in the first, and everybody an evaluation needs."""

    region: UUID
    municipality: UUID
    other_municipality: UUID
    school: UUID
    other_school: UUID
    secretary: UUID
    officer: UUID
    other_officer: UUID
    experts: tuple[UUID, ...]
    members: tuple[UUID, ...]
    chair: UUID
    stranger: UUID


async def cast(database: Database) -> Cast:
    """The region and its people, on the supplied frameworks."""
    await frameworks.seed(database)
    async with database.working() as tx:
        region = await schools.add_organisation(tx, "REGION", "Область", "Region")
        near = await schools.add_organisation(tx, "MUNICIPALITY", "Ближний район", "Near", region)
        far = await schools.add_organisation(tx, "MUNICIPALITY", "Дальний район", "Far", region)
        school = await schools.add_organisation(tx, "SCHOOL", "Школа № 1", "School No. 1", near, pupils=400)
        other = await schools.add_organisation(tx, "SCHOOL", "Школа № 2", "School No. 2", far)
        agency = await schools.add_organisation(tx, "AGENCY", "Агентство", "Agency")

        async def person(name: str, organisation: UUID | None = None, *roles: str) -> UUID:
            key = await people.add_person(tx, name, name)
            for role in roles:
                await people.add_membership(tx, key, organisation or agency, role)
            return key

        experts = [await person(f"Эксперт {number}") for number in range(1, 5)]
        for expert in experts:
            await people.add_expert(tx, expert, constituency="PEDAGOGUE", employer=other, municipality=far)
        return Cast(
            region,
            near,
            far,
            school,
            other,
            secretary=await person("Секретарь", agency, "SECRETARY"),
            officer=await person("Ответственный школы № 1", school, "SCHOOL_OFFICER"),
            other_officer=await person("Ответственный школы № 2", other, "SCHOOL_OFFICER"),
            experts=tuple(experts),
            members=tuple([await person(f"Член комиссии {n}", agency, "COMMISSION_MEMBER") for n in range(1, 5)]),
            chair=await person("Председатель", agency, "COMMISSION_MEMBER", "COMMISSION_CHAIR"),
            stranger=await person("Посторонний"),
        )


def framework_id(code: str = "esg_2015") -> UUID:
    """The supplied framework with this code."""
    return next(frameworks.framework_key(known) for known in frameworks.supplied() if known.code == code)


def scored_codes(code: str = "esg_2015") -> list[str]:
    """What is scored in the supplied framework with this code."""
    return [
        part.code
        for known in frameworks.supplied()
        if known.code == code
        for part in known.criteria
        if part.scale is not None
    ]


def deadlines() -> list[NewDeadline]:
    """A deadline for every phase, as far away as usual."""
    process = newest(PROCESS)
    assert process
    now = datetime.now(UTC)
    return [NewDeadline(kind.name, now + timedelta(days=kind.days)) for kind in process.deadlines]


async def opened(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """An evaluation of the school in preparation."""
    return await evaluations.open_evaluation(
        database,
        people_.secretary,
        str(uuid4()),
        school=people_.school,
        framework=framework_id(framework),
        process_code=PROCESS,
        deadlines=deadlines(),
    )


async def version_of(database: Database, evaluation: UUID) -> int:
    """The case's present version, to act on."""
    async with database.working() as transaction:
        found: int = await transaction.value("SELECT version FROM working.evaluation WHERE id = :id", id=evaluation)
        return found


async def state_of(database: Database, evaluation: UUID) -> str:
    """The state the case is in."""
    async with database.working() as transaction:
        found: str = await transaction.value("SELECT state FROM working.evaluation WHERE id = :id", id=evaluation)
        return found
