"""An answer as of a moment is the answer given at that moment, whatever was published or renamed since."""

import asyncio
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schema.ids import global_id
from storage import crosswalks, frameworks, schools
from storage.database import Database
from storage.keys import Signer, load_signer
from storage.moments import one_at_a_time
from tests.access.selections import fields_in_pieces, object_types
from tests.asking import ask
from tests.situations import Cast, cast, framework_id
from workflows import frameworks as files
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

EVERYTHING = """
query ($at: DateTime, $school: ID!, $region: ID!, $framework: ID!, $other: ID!) {
  publications(asOf: $at, first: 100) { totalCount nodes { ...record school { ...school } } }
  found: publications(asOf: $at, search: "школа", filter: {territoryId: $region, rural: false}) { nodes { number } }
  byName: publications(asOf: $at, orderBy: SCHOOL_NAME) { nodes { number } pageInfo { endCursor } }
  publication(number: 1, asOf: $at) { ...record }
  schools(asOf: $at, search: "№") { totalCount nodes { ...school } }
  evaluated: schools(asOf: $at, filter: {frameworkCode: "nok_uod"}) { totalCount }
  school(id: $school, asOf: $at) { ...school history { ...record school { name { ru } } } }
  territory(id: $region, asOf: $at) { ...territory municipalities { ...territory } }
  territories(asOf: $at) { ...territory }
  frameworks(asOf: $at, first: 3) { totalCount nodes { ...version } pageInfo { endCursor } }
  framework(id: $framework, asOf: $at) { ...version }
  crosswalks(framework: $framework, asOf: $at) { ...crosswalk }
  crosswalk(framework: $framework, other: $other, asOf: $at) { ...crosswalk }
  exemplars(framework: $framework, asOf: $at) { criterionCode results { ...record school { ...school } } }
}
fragment version on FrameworkVersion { code number state }
fragment crosswalk on FrameworkCrosswalk {
  version changedAt framework { ...version } other { ...version } links { criterionCode otherCode kind } }
fragment record on Publication { number kind correctedBy total }
fragment school on PublishedSchool {
  id name { ru } pupils municipality { name { ru } schoolCount } latest { ...record } }
fragment territory on Territory {
  name { ru } schoolCount parent { name { ru } } frameworks {
    schools mean lower upper criteria { criterionCode schools mean lower upper } } }
"""
NAMES = ("Школа № 1", "Лицей № 1", "Гимназия № 1", "Школа № 11")


class World:
    """A region in which things happen while somebody asks."""

    def __init__(self, database: Database, people: Cast, signer: Signer, folder: Path) -> None:
        self.database, self.people, self.signer, self.folder = database, people, signer, folder

    async def answer(self, at: str | None) -> Any:
        """Everything an observer can ask, as of a moment."""
        return await self.told(EVERYTHING, at)

    async def told(self, query: str, at: str | None) -> Any:
        """What an observer is told as of a moment."""
        asked = {
            "at": at,
            "school": global_id("school", self.people.school),
            "region": global_id("territory", self.people.region),
            "framework": global_id("framework", framework_id("nok_uod")),
            "other": global_id("framework", framework_id("esg_2015")),
        }
        declared = {name: value for name, value in asked.items() if f"${name}:" in query}
        return await ask(self.database, self.folder, None, query, **declared)

    async def now(self) -> str:
        """The database's clock."""
        async with self.database.reading(None) as transaction:
            return str((await transaction.value("SELECT clock_timestamp()")).isoformat())

    async def something_happens(self, chance: random.Random) -> None:
        """A publication, a correction, a change in the register, or one of frameworks."""
        school = chance.choice((self.people.school, self.people.other_school))
        match chance.choice(("publish", "publish", "correct", "rename", "move", "open", "match", "retire", "bring in")):
            case "publish":
                await self.publish(school, chance.randint(40, 99))
            case "correct":
                async with self.database.reading(None) as transaction:
                    standing = await transaction.value(
                        "SELECT max(r.number) FROM published.record r WHERE r.school_id = :school AND NOT EXISTS"
                        " (SELECT FROM published.record c WHERE c.corrects = r.number)",
                        school=school,
                    )
                if standing:
                    await self.publish(school, chance.randint(40, 99), corrects=standing)
            case "rename":
                name, pupils = chance.choice(NAMES), chance.randint(9, 900)
                await self.change("name_ru = :name, pupils = :pupils", name=name, pupils=pupils)
            case "move":
                place = chance.choice((self.people.municipality, self.people.other_municipality))
                await self.change("parent_id = :place", place=place)
            case "open":
                async with self.database.working() as transaction:
                    await schools.add_organisation(
                        transaction, "SCHOOL", f"Школа № {chance.random()}", "School", self.people.municipality
                    )
                await publications.mirror_register(self.database)

            case "match":
                await self.match(chance)
            case "retire":
                async with self.database.working() as transaction:
                    await frameworks.retire(transaction, framework_id(chance.choice(("nok_uod", "esg_2015"))))
            case "bring in":
                told = files.supplied()[0].model_copy(update={"number": chance.randint(100, 10_000)})
                await files.bring_in(self.database, told)

    async def open_schools_like(self, school: Any, count: int) -> None:
        """So many schools of the same size in the same place, each with a result, as the school has."""
        async with self.database.working() as transaction:
            await transaction.run("UPDATE working.organisation SET rural = false WHERE id = :id", id=school)
            opened = [
                await schools.add_organisation(
                    transaction, "SCHOOL", f"Лицей {place}", f"Lyceum {place}", self.people.municipality, pupils=400
                )
                for place in range(count)
            ]
            await transaction.run("UPDATE working.organisation SET rural = false WHERE id = ANY(:ids)", ids=opened)
        await publications.mirror_register(self.database)
        for place, key in enumerate([school, *opened]):
            await self.publish(key, 50 + place)

    async def match(self, chance: random.Random) -> None:
        """Two framework versions are matched, or matched anew."""
        link = {"code": "1.1", "other": "1.1", "kind": chance.choice(("SAME", "BROADER")), "strength": "WEAK"}
        first, second = sorted((framework_id("nok_uod"), framework_id("esg_2015")))
        async with self.database.working() as transaction:
            known = await crosswalks.crosswalk_between(transaction, first, second)
            await crosswalks.save_crosswalk(transaction, first, second, known.version if known else 0, [link])

    async def publish(self, school: Any, total: int, corrects: int | None = None) -> None:
        """A result of others."""
        source, scores = Text(ru="НОК", en="NOK"), {"1.1": Decimal(min(100, total + 40))}
        result = ExternalResult(school, framework_id("nok_uod"), Decimal(total), None, source, scores)
        try:
            await publications.publish_external(self.database, self.signer, result, corrects=corrects)
        except publications.CannotPublish:
            assert corrects, "only a correction can come second"

    async def change(self, what: str, **values: Any) -> None:
        """A change in the register."""
        async with self.database.working() as transaction:
            await transaction.run(
                f"UPDATE working.organisation SET {what} WHERE id = :id", id=self.people.school, **values
            )
        await publications.mirror_register(self.database)


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    people = await cast(database)
    await publications.mirror_register(database)
    return World(database, people, await load_signer(database, tmp_path), tmp_path)


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_answered_then_is_answered_again(world: World, seed: int) -> None:
    chance = random.Random(seed)
    given = []
    for _ in range(10):
        await world.something_happens(chance)
        given.append((await world.now(), await world.answer(None)))
    assert any(answer["exemplars"] for _, answer in given)
    for moment, answer in given:
        assert await world.answer(moment) == answer, moment


ROOTS = {
    "Territory": ("$region: ID!", "territory(id: $region, asOf: $at)"),
    "PublishedSchool": ("$school: ID!", "school(id: $school, asOf: $at)"),
    "Publication": ("", "publication(number: 1, asOf: $at)"),
    "FrameworkVersion": ("$framework: ID!", "framework(id: $framework, asOf: $at)"),
    "FrameworkCrosswalk": ("$framework: ID!", "crosswalks(framework: $framework, asOf: $at)"),
    "PublishedExemplars": ("$framework: ID!", "exemplars(framework: $framework, asOf: $at)"),
}


async def test_every_field_is_told_as_of_the_moment(world: World) -> None:
    queries = [
        f"query ($at: DateTime {declared}) {{ {root} {{ {' '.join(piece)} }} }}"
        for name, (declared, root) in ROOTS.items()
        for piece in fields_in_pieces(object_types()[name], {}, most=250)
    ]
    await world.open_schools_like(world.people.school, 6)
    chance = random.Random(7)
    given = []
    for _ in range(6):
        await world.something_happens(chance)
        given.append((await world.now(), [await world.told(query, None) for query in queries]))
    assert any("likeSchools': {" in str(answers) for _, answers in given)
    for moment, answers in given:
        for query, answer in zip(queries, answers, strict=True):
            assert await world.told(query, moment) == answer, (moment, query)


async def test_what_was_answered_while_many_were_publishing_is_answered_again(world: World) -> None:
    over = asyncio.Event()
    given = []

    async def publish(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(5):
            await world.something_happens(chance)

    async def ask() -> None:
        while not over.is_set():
            moment = await world.now()
            given.append((moment, await world.answer(moment)))

    asking = [asyncio.create_task(ask()) for _ in range(2)]
    await asyncio.gather(*(publish(seed) for seed in range(4)))
    over.set()
    await asyncio.gather(*asking)
    assert len({str(answer) for _, answer in given}) > 1
    for moment, answer in given:
        assert await world.answer(moment) == answer, moment


async def test_nothing_is_seen_before_its_moment(world: World) -> None:
    for total in range(50, 60):
        await world.publish(world.people.school, total)
        async with world.database.reading(None) as transaction:
            assert await transaction.value("SELECT max(published_at) <= clock_timestamp() FROM published.record")


async def test_a_reader_as_of_the_past_does_not_wait_for_publishers(world: World) -> None:
    await world.publish(world.people.school, 50)
    moment = await world.now()
    await world.publish(world.people.school, 60)
    async with world.database.working() as transaction:
        await one_at_a_time(transaction)
        answer = await asyncio.wait_for(world.answer(moment), 5)
        waiting = asyncio.create_task(world.answer(await world.now()))
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
    assert answer["publications"]["totalCount"] == 1
    assert (await waiting)["publications"]["totalCount"] == 2
