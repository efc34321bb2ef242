"""What a search finds that is not written as the register has it."""

from pathlib import Path
from typing import Any

import pytest

from storage import schools
from storage.database import Database
from storage.keys import load_signer
from tests.schema.test_publications import Api
from tests.situations import cast
from workflows.publications import mirror_register

NAMES = ("Детский сад «Берёзка»", "Лицей № 3", "Гимназия № 2", "Гимназия № 9", "Лесная средняя школа")
SEARCH = "query ($search: String, $asOf: DateTime) { schools(search: $search, asOf: $asOf) { %s } }"


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> Api:
    """The API over a register with these schools and those of the cast."""
    people = await cast(database)
    async with database.working() as tx:
        for name in NAMES:
            await schools.add_organisation(tx, "SCHOOL", name, "School", people.region)
    await mirror_register(database)
    return Api(database, await load_signer(database, tmp_path), tmp_path)


async def found(api: Api, search: str) -> tuple[list[str], str]:
    """The Russian names found, and for what."""
    answer: dict[str, Any] = await api.ask(SEARCH % "searchedFor totalCount nodes { name { ru } }", search=search)
    names = [node["name"]["ru"] for node in answer["schools"]["nodes"]]
    assert answer["schools"]["totalCount"] == len(names)
    return names, answer["schools"]["searchedFor"]


@pytest.mark.parametrize("search", ["берез", "Берёз", "БЕРЕЗКА"])
async def test_yo_is_read_as_people_write_it(api: Api, search: str) -> None:
    assert await found(api, search) == (["Детский сад «Берёзка»"], search)


@pytest.mark.parametrize(
    ("search", "meant", "names"),
    [
        ("гимнзия", "гимназия", ["Гимназия № 2", "Гимназия № 9"]),  # a letter left out
        ("гимнасия 9", "гимназия 9", ["Гимназия № 9"]),  # a letter taken for another
        ("гимназзия", "гимназия", ["Гимназия № 2", "Гимназия № 9"]),  # a letter twice
        ("Лецей", "лицей", ["Лицей № 3"]),
        ("гимнаизя №2", "гимназия 2", ["Гимназия № 2"]),  # two letters changed about
        ("берзка", "березка", ["Детский сад «Берёзка»"]),
        ("ubvyfpbz 2", "гимназия 2", ["Гимназия № 2"]),  # the keyboard was left in English
        (",thtprf", "березка", ["Детский сад «Берёзка»"]),
    ],
)
async def test_typing_mistakes_are_forgiven_and_told(api: Api, search: str, meant: str, names: list[str]) -> None:
    assert await found(api, search) == (names, meant)


@pytest.mark.parametrize("search", ["Гимназия 7", "№ 77", "Владивосток", "щщщщщ", "%%%", "_", "'[];`,.", "а" * 5000])
async def test_what_nothing_is_like_finds_nothing(api: Api, search: str) -> None:
    assert await found(api, search) == ([], search.strip()[:200])


async def test_a_word_that_came_later_is_not_what_was_meant_before(api: Api) -> None:
    async with api.database.reading(None) as tx:
        before = await tx.value("SELECT clock_timestamp()")
    async with api.database.working() as tx:
        region = await tx.value("SELECT id FROM working.organisation WHERE kind = 'REGION' LIMIT 1")
        await schools.add_organisation(tx, "SCHOOL", "Прогимназия «Сосна»", "School", region)
    await mirror_register(api.database)
    assert (await found(api, "сосга"))[1] == "сосна"
    asked = await api.ask(SEARCH % "searchedFor totalCount", search="сосга", asOf=before.isoformat())
    assert asked["schools"] == {"searchedFor": "сосга", "totalCount": 0}
