"""Where random acts begin besides the opening of a case: cases brought to late stages, each of a school of its own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from storage import people, schools
from storage.database import Database
from storage.keys import Signer
from tests.lives import Life, begun, other_people, referred, signed
from tests.situations import Cast, cast, version_of
from workflows.followups import file_appeal

ACCREDITATION, WITH_CONDITIONS = "accreditation", "accredited_with_conditions"


@dataclass(frozen=True)
class Ready:
    """A case at a late stage, and its people."""

    process: str
    stage: str
    evaluation: UUID
    cast: Cast


@dataclass(frozen=True)
class Prepared:
    """What a database holds before anybody tries anything: its people, who could hear an appeal, the cases."""

    cast: Cast
    others: tuple[UUID, ...]
    ready: tuple[Ready, ...] = ()


Others = tuple[UUID, ...]


async def _commission(life: Life, _others: Others) -> None:
    await referred(life, WITH_CONDITIONS, 2)


async def _signing(life: Life, others: Others) -> None:
    await _commission(life, others)
    await signed(life, WITH_CONDITIONS, 2)


async def _published(life: Life, others: Others) -> None:
    await _signing(life, others)
    await life.publish()


async def _expiring(life: Life, others: Others) -> None:
    await _published(life, others)
    await life.expires_soon()


async def _heard(life: Life, others: Others, ruling: str | None = None) -> None:
    await _published(life, others)
    version = await version_of(life.database, life.evaluation)
    await file_appeal(life.database, life.cast.officer, life.evaluation, str(uuid4()), version, "Не согласны")
    await life.hear(*others, ruling=ruling)


def _voted(ruling: str) -> Callable[[Life, Others], Awaitable[None]]:
    return lambda life, others: _heard(life, others, ruling)


async def _complaint(life: Life, _others: Others) -> None:
    people_ = life.cast
    lead, second = people_.experts[:2]
    await life.step(people_.secretary, "register_complaint", "Жалоба на питание")
    await life.seat(2)
    await life.step(people_.secretary, "send_experts")
    await life.declare_none(lead, second)
    await life.step(lead, "report_facts", "Меню однообразно")
    await life.step(people_.officer, "give_reply", "Меню пересмотрим")
    await life.refer()


STAGES: dict[str, tuple[str, Callable[[Life, Others], Awaitable[None]]]] = {
    "commission": (ACCREDITATION, _commission),
    "signing": (ACCREDITATION, _signing),
    "published": (ACCREDITATION, _published),
    "expiring": (ACCREDITATION, _expiring),
    "appeal heard": (ACCREDITATION, _heard),
    "appeal to uphold": (ACCREDITATION, _voted("uphold")),
    "appeal to amend": (ACCREDITATION, _voted("amend")),
    "appeal to annul": (ACCREDITATION, _voted("annul")),
    "appeal to remit": (ACCREDITATION, _voted("remit")),
    "complaint before the commission": ("complaint-review", _complaint),
}
"""How a case just opened is brought to a late stage, and under which process it is."""


async def prepare(database: Database, signer: Signer, counts: Mapping[str, int]) -> Prepared:
    """The people, and so many cases at each of these stages."""
    people_ = await cast(database)
    others = await other_people(database)
    ready = []
    for stage, count in counts.items():
        for number in range(count):
            own = await _school(database, people_, f"{stage} {number}")
            process, bring = STAGES[stage]
            life = await begun(database, signer, own, process)
            await bring(life, others)
            ready.append(Ready(process, stage, life.evaluation, own))
    return Prepared(people_, others, tuple(ready))


async def _school(database: Database, people_: Cast, name: str) -> Cast:
    """The same people, with another school and who answers for it."""
    async with database.working() as tx:
        school = await schools.add_organisation(tx, "SCHOOL", name, name, people_.municipality, pupils=400)
        officer = await people.add_person(tx, f"Ответственный {name}", f"Officer {name}")
        await people.add_membership(tx, officer, school, "SCHOOL_OFFICER")
    return replace(people_, school=school, officer=officer)
