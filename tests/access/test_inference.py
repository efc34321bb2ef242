"""Adding or changing a row that somebody may not see changes no byte of what they are told (T2), nor its time (T3)."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import psycopg
import pytest

from app import absences
from storage.cases import lock_case
from storage.database import Database
from tests.access.attempts import put, words_of
from tests.access.inference import Change, Other, asked, client_queries, possible_changes, questions
from tests.access.planting import World
from tests.access.reached import Api, api_of
from tests.access.timing import mann_whitney, questions_of, statements_asked
from tests.access.world import seeded_world


@pytest.fixture(scope="module")
def planted(module_url: str) -> tuple[str, World]:
    """A planted world that the tests of this file share, and its database."""
    return module_url, seeded_world(module_url)


@pytest.fixture
async def api(planted: tuple[str, World], tmp_path: Path) -> AsyncIterator[Api]:
    """A server on the planted database."""
    async with api_of(planted[0], tmp_path, planted[1]) as reached:
        yield reached


def test_every_query_of_the_client_is_found_with_its_fragments() -> None:
    queries = client_queries()
    assert {"Case", "Cases", "ViewerRoles"} <= queries.keys()
    assert "fragment DeadlineFields" in queries["Case"]


@pytest.mark.parametrize("actor", ["officer", "expert"])
async def test_t2_rows_one_may_not_see_change_no_byte_of_any_answer(
    planted: tuple[str, World], api: Api, actor: str
) -> None:
    case = next(one for one in api.world.cases if str(one) == "own individual_review")
    asking = list(questions(api.world, [case], client_queries()))
    every = possible_changes(api.world, actor)
    Random(1).shuffle(every)
    changes = list({id(change.row): change for change in every}.values())[:200]
    before = await asked(api, actor, asking)
    with psycopg.connect(planted[0]) as connection, Other(connection, changes):
        after = await asked(api, actor, asking)
    assert [query for (query, _), one, other in zip(asking, before, after, strict=True) if one != other] == []
    assert await asked(api, actor, asking) == before


async def test_a_row_one_may_see_does_change_an_answer(planted: tuple[str, World], api: Api) -> None:
    remark = next(
        row for row in api.world.rows if row.table == "remark" and row.case and str(row.case) == "own individual_review"
    )
    assert remark.case
    asking = list(questions(api.world, [remark.case], {"Case": client_queries()["Case"]}))
    before = await asked(api, "officer", asking)
    with psycopg.connect(planted[0]) as connection, Other(connection, [Change(remark, "text", "иначе")]):
        after = await asked(api, "officer", asking)
    assert before != after


async def test_t3_what_is_closed_asks_the_database_nothing_that_what_never_was_does_not(api: Api) -> None:
    """Times themselves are compared by `make check-inference`: a machine that does other work has none to compare."""
    for name, (closed, absent) in (await statements_asked(api, "officer")).items():
        assert closed == absent != [], name


async def test_t3_nobody_holds_the_lock_of_a_case_that_is_closed_to_them(planted: tuple[str, World]) -> None:
    database = Database(planted[0])
    foreign = next(case for case in planted[1].cases if case.side == "foreign")
    async with database.acting(planted[1].actors["officer"]) as asking, database.working() as other:
        assert await lock_case(asking, foreign.id) is None
        lock = "SELECT FROM working.evaluation WHERE id = :id FOR UPDATE NOWAIT"
        assert await other.run(lock, id=foreign.id) == 1
    await database.close()


async def test_t3_what_is_closed_and_what_never_was_are_told_at_a_whole_tick(api: Api) -> None:
    random = Random(1)
    for name, asking in questions_of(api, "officer").items():
        for value in (random.choice(asking.closed), asking.made(random)):
            began = time.monotonic()
            await asking.ask(value)
            assert time.monotonic() - began >= absences.TICK_SECONDS, name


async def test_an_answer_that_tells_no_absence_waits_for_no_tick(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absences, "TICK_SECONDS", 3600)
    case = next(one for one in api.world.cases if str(one) == "own individual_review")
    for question in (
        "{ viewer { evaluation(number: $word) { id meeting { __typename } } } }",
        "{ node(id: $case) { id } }",
    ):
        answer = await api.send("officer", put(question, words_of(api.world, case)))
        assert case.id.hex in answer.text


def test_the_comparison_of_times_tells_what_differs_from_what_does_not() -> None:
    same, slower = [float(n % 97) for n in range(500)], [float(n % 97) + 9 for n in range(500)]
    assert mann_whitney(same, same[::-1]) > 0.9
    assert mann_whitney(same, slower) < 0.001
