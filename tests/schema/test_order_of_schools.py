"""In which order schools are listed: by the numbers in their names, and first those with the number looked for."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from storage import public_schools, schools
from storage.database import Database
from storage.keys import load_signer
from storage.wanted import Wanted
from tests.schema.test_publications import Api
from tests.situations import cast
from workflows.publications import mirror_register

IN_ORDER = (
    "Гимназия № 2",
    "Гимназия № 10",
    "Лицей",
    "Лицей № 1234567890123",
    "Школа № 5",
    "Школа № 5А",
    "Школа № 15",
    "Школа № 050",
    "Школа № 115",
    "Школа № 1005",
)
LIST = """query ($search: String, $asOf: DateTime, $first: Int, $after: String) {
  schools(search: $search, asOf: $asOf, first: $first, after: $after) {
    totalCount nodes { name { ru } } edges { cursor } pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> Api:
    """The API over a register with these schools, entered backwards, on streets that have numbers, too."""
    people = await cast(database)
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Ясли № 1' WHERE kind = 'SCHOOL'")
        for name in reversed(IN_ORDER):
            await schools.add_organisation(tx, "SCHOOL", name, "School", people.region, address="ул. Ленина, 5")
    await mirror_register(database)
    return Api(database, await load_signer(database, tmp_path), tmp_path)


async def listed(api: Api, size: int, **asked: Any) -> list[str]:
    """The Russian names of a list, read page by page."""
    names, after = [], None
    while True:
        page = (await api.ask(LIST, first=size, after=after, **asked))["schools"]
        names += [node["name"]["ru"] for node in page["nodes"]]
        assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(names)
            return names


async def test_the_secretary_who_opens_a_case_sees_schools_in_the_same_order(api: Api) -> None:
    async with api.database.working() as tx:
        secretary = await tx.value("SELECT person_id FROM working.membership WHERE role = 'SECRETARY'")
    query = "query ($search: String) { viewer { schools(search: $search) { name { ru } } } }"
    asked = (await api.ask(query, secretary, search="школа № 1"))["viewer"]["schools"]
    assert [school["name"]["ru"] for school in asked] == ["Школа № 15", "Школа № 115", "Школа № 1005"]


async def test_schools_are_listed_by_their_numbers_now_and_as_of_a_moment(api: Api) -> None:
    assert (await listed(api, 3))[: len(IN_ORDER)] == [*IN_ORDER]
    async with api.database.working() as tx:
        before = await tx.value("SELECT clock_timestamp()")
    async with api.database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Школа № 1' WHERE name_ru = 'Школа № 115'")
    await mirror_register(api.database)
    assert (await listed(api, 100)).index("Школа № 1") == IN_ORDER.index("Школа № 5")
    assert (await listed(api, 3, asOf=before.isoformat()))[: len(IN_ORDER)] == [*IN_ORDER]


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("школа 5", ["Школа № 5", "Школа № 5А", "Школа № 15", "Школа № 050", "Школа № 115", "Школа № 1005"]),
        ("школа 15", ["Школа № 15", "Школа № 115"]),
        ("5а", ["Школа № 5А"]),
        ("5 школа", ["Школа № 5", "Школа № 5А"]),
        ("школа", ["Школа № 5", "Школа № 5А", "Школа № 15", "Школа № 050"]),
        ("ленина 5", ["Школа № 5", "Гимназия № 2", "Гимназия № 10"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
async def test_a_search_begins_with_the_number_that_is_looked_for(
    api: Api, search: str, first: Sequence[str], size: int
) -> None:
    assert (await listed(api, size, search=search))[: len(first)] == [*first]


WORDS = ("школа", "гимназия", "№", "5", "15", "5а", "050", "-5")
SEARCHES = [None, *WORDS, *(" ".join(pair) for pair in permutations(WORDS, 2))]


@pytest.mark.parametrize("few", [1, 1000])
async def test_pages_of_any_search_have_every_school_once(api: Api, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_schools, "FEW", few)
    async with api.database.reading(None) as tx:
        every = await public_schools.schools(tx, Wanted(), None, 100)
        for search in SEARCHES:
            wanted = Wanted(search=search)
            whole = await public_schools.schools(tx, wanted, None, 100)
            assert len({row.id for row in whole}) == len(whole) == await public_schools.count_schools(tx, wanted)
            assert {row.id for row in whole} <= {row.id for row in every}
            for place, row in enumerate(whole):
                assert await public_schools.schools(tx, wanted, row.place(), 2) == whole[place + 1 : place + 3]
