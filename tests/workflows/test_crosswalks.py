"""Two framework versions are matched criterion by criterion, once, and read from either side."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.ids import global_id
from storage.database import Database
from storage.moments import EDITION
from tests.asking import ask
from tests.situations import Cast, cast, framework_id
from workflows.frameworks.crosswalks import save
from workflows.rules.crosswalk import Kind, Link, Strength
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, StaleVersion

ESG, HGIOS = "esg_2015", "hgios4"
LINKS = [Link("1.3", "2.3", "BROADER", "PARTIAL"), Link("1.9", "1.1", "SAME", "STRONG")]


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def links_of(database: Database, folder: Path, one: str, other: str) -> list[tuple[str, ...]]:
    ids = [global_id("framework", framework_id(code)) for code in (one, other)]
    query = 'crosswalk(framework: "{}", other: "{}")'.format(*ids)
    found = await ask(database, folder, None, f"{{ {query} {{ links {{ criterionCode otherCode kind strength }} }} }}")
    return [tuple(link.values()) for link in found["crosswalk"]["links"]]


async def test_a_crosswalk_reads_from_either_side(database: Database, people: Cast, tmp_path: Path) -> None:
    await save(database, people.secretary, framework_id(ESG), framework_id(HGIOS), 0, LINKS)
    assert await links_of(database, tmp_path, ESG, HGIOS) == [
        ("1.3", "2.3", "BROADER", "PARTIAL"),
        ("1.9", "1.1", "SAME", "STRONG"),
    ]
    assert await links_of(database, tmp_path, HGIOS, ESG) == [
        ("2.3", "1.3", "NARROWER", "PARTIAL"),
        ("1.1", "1.9", "SAME", "STRONG"),
    ]
    asked = f'crosswalks(framework: "{global_id("framework", framework_id(HGIOS))}")'
    found = await ask(database, tmp_path, None, f"{{ {asked} {{ framework {{ code }} other {{ code }} version }} }}")
    assert found["crosswalks"] == [{"framework": {"code": HGIOS}, "other": {"code": ESG}, "version": 1}]


async def test_it_is_changed_from_the_side_one_likes_and_by_one_at_a_time(
    database: Database, people: Cast, tmp_path: Path
) -> None:
    await save(database, people.secretary, framework_id(ESG), framework_id(HGIOS), 0, LINKS)
    async with database.reading(None) as transaction:
        before = await transaction.value(EDITION)
    with pytest.raises(StaleVersion, match="1"):
        await save(database, people.secretary, framework_id(HGIOS), framework_id(ESG), 0, [])
    await save(database, people.secretary, framework_id(HGIOS), framework_id(ESG), 1, [LINKS[0].turned])
    assert await links_of(database, tmp_path, ESG, HGIOS) == [("1.3", "2.3", "BROADER", "PARTIAL")]
    async with database.reading(None) as transaction:
        assert await transaction.value(EDITION) != before


async def test_what_no_framework_has_is_refused_and_so_is_a_pair_told_twice(database: Database, people: Cast) -> None:
    wrong = [Link("9.9", "1.1", "SAME", "STRONG"), Link("1.1", "9.9", "SAME", "STRONG"), LINKS[0], LINKS[0]]
    with pytest.raises(InvalidInput) as refused:
        await save(database, people.secretary, framework_id(ESG), framework_id(HGIOS), 0, wrong)
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("input.links.0.criterionCode", "UNKNOWN_CODE"),
        ("input.links.1.otherCode", "UNKNOWN_CODE"),
        ("input.links.3", "LINK_TWICE"),
    ]
    with pytest.raises(InvalidInput, match="CROSSWALK_WITH_ITSELF"):
        await save(database, people.secretary, framework_id(ESG), framework_id(ESG), 0, [])


async def test_only_the_secretariat_matches_frameworks(database: Database, people: Cast) -> None:
    for person in (people.officer, people.experts[0]):
        with pytest.raises(NotPermittedOrAbsent):
            await save(database, person, framework_id(ESG), framework_id(HGIOS), 0, LINKS)


@given(st.text(), st.text(), st.sampled_from(get_args(Kind)), st.sampled_from(get_args(Strength)))
def test_a_link_turned_twice_is_itself(code: str, other: str, kind: Kind, strength: Strength) -> None:
    link = Link(code, other, kind, strength)
    assert link.turned.turned == link
    assert (link.turned.code, link.turned.strength) == (other, strength)
