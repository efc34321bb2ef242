"""What a search finds that is not written as the register has it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import public_schools, schools
from storage.database import Database
from storage.keys import load_signer
from storage.lines import PARAMETER
from storage.moments import schools_at
from storage.searching import SEARCH as CONDITION
from storage.searching import search_parameters
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
        ("gimnaziya 9", "гимназия 9", ["Гимназия № 9"]),  # there is no Russian keyboard
        ("litsey", "лицей", ["Лицей № 3"]),
        ("lesnaya shkola", "лесная школа", ["Лесная средняя школа"]),
    ],
)
async def test_typing_mistakes_are_forgiven_and_told(api: Api, search: str, meant: str, names: list[str]) -> None:
    assert await found(api, search) == (names, meant)


@pytest.mark.parametrize(
    ("search", "meant", "names"),
    [
        ("МБОУ СОШ Лесная", "средняя школа лесная", ["Лесная средняя школа"]),
        ("Лесная средняя общеобразовательная школа", "лесная средняя школа", ["Лесная средняя школа"]),
        ("Гимназия номер 9", "гимназия № 9", ["Гимназия № 9"]),
        ("МАОУ Лицей №3", "лицей № 3", ["Лицей № 3"]),
        ("д/с Берёзка", "детский сад березка", ["Детский сад «Берёзка»"]),
        ("Средняя общеобразовательная школа № 12", "сош № 12", ["МКОУ «СОШ № 12»"]),
        ("школа № 12 МКОУ", "школа № 12 МКОУ", []),
    ],
)
async def test_a_name_is_found_in_full_and_in_short_and_without_its_legal_form(
    api: Api, search: str, meant: str, names: list[str]
) -> None:
    await opened(api, "МКОУ «СОШ № 12»")
    assert await found(api, search) == (names, meant)


@pytest.mark.parametrize(
    "search",
    [
        "Начальная школа - детский сад",
        "Начальная школа — детский сад",
        "Начальная школа-детский сад",
        "„Начальная школа – детский сад“",
    ],
)
async def test_which_dash_and_which_quotes_somebody_writes_does_not_matter(api: Api, search: str) -> None:
    await opened(api, "«Начальная школа – детский сад»")
    assert await found(api, search) == (["«Начальная школа – детский сад»"], search)
    assert (await found(api, "детский -школа"))[0] == ["Детский сад «Берёзка»"]


async def opened(api: Api, name: str) -> None:
    """The register has another school."""
    async with api.database.working() as tx:
        region = await tx.value("SELECT id FROM working.organisation WHERE kind = 'REGION' LIMIT 1")
        await schools.add_organisation(tx, "SCHOOL", name, "Other", region)
    await mirror_register(api.database)


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


# What every word of a search was compared with before there was an index, school by school.
UNINDEXED = """
SELECT s.id FROM {schools} s
WHERE s.words @@ websearch_to_tsquery('russian', :search) OR s.words @@ websearch_to_tsquery('english', :search)
   OR translate(concat_ws(' ', s.name_ru, s.name_en, s.address), 'ёЁ', 'еЕ') ILIKE ALL(CAST(:words AS text[]))
ORDER BY s.name_ru, s.id"""
INDEXED = f"SELECT s.id FROM {{schools}} s WHERE {CONDITION} ORDER BY s.name_ru, s.id"
REGISTER = (
    ("МБОУ «СОШ № 12 им. А. С. Пушкина» г. Кызыла", "School No. 12", "ул. Ёлочная, д. 112-а"),
    ("Ёлочка ясли-сад №3 II вида", "K–12 kindergarten", None),
    ("Школа 100% успеха_\\", "O'Neill school, İstanbul", ""),
    ("Мугур-Аксынская школа № 1 и № 21", "Straße ſchool K", "кожуун Өвүр"),
)
EVERY_PART = sorted(
    {
        text[begin : begin + size]
        for text in (*NAMES, *(text or "" for school in REGISTER for text in school))
        for size in (1, 2, 3, 5, 8)
        for begin in range(len(text))
    }
)
SEARCHES = st.one_of(
    st.lists(st.sampled_from(EVERY_PART), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(EVERY_PART), min_size=1, max_size=3).map("".join),
    st.text(st.sampled_from("еёЕЁшкола№12 -\"'&|!*%_\\:İKſß"), max_size=8),
).flatmap(lambda text: st.sampled_from([text, text.upper(), text.lower()]))


async def test_the_index_finds_what_comparing_school_by_school_finds_now_and_before(api: Api, owner_url: str) -> None:
    async with api.database.working() as tx:
        region = await tx.value("SELECT id FROM working.organisation WHERE kind = 'REGION' LIMIT 1")
        for name, english, address in REGISTER:
            await schools.add_organisation(tx, "SCHOOL", name, english, region, address=address)
    await mirror_register(api.database)
    async with api.database.reading(None) as tx:
        before = await tx.value("SELECT clock_timestamp()")
    async with api.database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Школа', address = 'ул. Новая' WHERE kind = 'SCHOOL'")
    await mirror_register(api.database)
    with psycopg.connect(owner_url) as connection:

        @given(SEARCHES, st.sampled_from([None, before]))
        def alike(search: str, as_of: datetime | None) -> None:
            given = {**search_parameters(search), "as_of": as_of}
            asked = [sql.format(schools=schools_at(as_of)).replace("%", "%%") for sql in (INDEXED, UNINDEXED)]
            found = [connection.execute(PARAMETER.sub(r"%(\1)s", sql), given).fetchall() for sql in asked]
            assert found[0] == found[1]

        alike()


@pytest.mark.parametrize("search", ["Гимназия", "9", "Гимназия № 9", "щщ"])
async def test_pages_are_the_same_whether_a_search_finds_few_schools_or_many(
    api: Api, search: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = await found(api, search)
    monkeypatch.setattr(public_schools, "FEW", 1)
    assert await found(api, search) == few
