"""A statement that everybody who waits shares: never older than the question, and whole again after a break."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from storage.asked_often import AskedOften
from storage.database import Database

COUNTER = "SELECT CAST(count(*) AS text) FROM published.signing_key"
INSERT = "INSERT INTO published.signing_key (key_id, public_key) VALUES (%s, %s)"


@pytest.fixture
async def counter(database: Database) -> AsyncIterator[AskedOften]:
    asked = database.asked_often(COUNTER)
    yield asked
    await asked.close()


async def test_many_share_an_answer(counter: AskedOften) -> None:
    assert {*await asyncio.gather(*(counter.value() for _ in range(100)))} == {"0"}


async def test_an_answer_is_never_older_than_the_question(counter: AskedOften, owner_url: str) -> None:
    over = asyncio.Event()

    async def keep_asking() -> None:
        while not over.is_set():
            await counter.value()

    asking = [asyncio.create_task(keep_asking()) for _ in range(4)]
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        for number in range(1, 30):
            await owner.execute(INSERT, (f"key {number}", "x"))
            assert await counter.value() == str(number)
    over.set()
    await asyncio.gather(*asking)


async def _break(owner_url: str) -> None:
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        await owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE %s", (f"%{COUNTER}%",)
        )


@pytest.mark.parametrize("seconds", [0, 0.2])
async def test_a_connection_that_broke_is_replaced(counter: AskedOften, owner_url: str, seconds: float) -> None:
    assert await counter.value() == "0"
    await _break(owner_url)
    await asyncio.sleep(seconds)
    assert {*await asyncio.gather(*(counter.value() for _ in range(10)))} == {"0"}


async def test_whoever_asks_a_database_that_is_not_there_is_told() -> None:
    nowhere = AskedOften("postgresql://nobody@127.0.0.1:1/nothing", "SELECT 1", COUNTER)
    told = await asyncio.gather(*(nowhere.value() for _ in range(3)), return_exceptions=True)
    assert all(isinstance(one, psycopg.OperationalError) for one in told)
    await nowhere.close()


async def test_a_statement_that_fails_is_told(database: Database) -> None:
    wrong = database.asked_often("SELECT CAST(1 / 0 AS text)")
    with pytest.raises(psycopg.Error):
        await wrong.value()
    await wrong.close()


async def test_a_database_that_says_nothing_is_not_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.asked_often.SECONDS_TO_WAIT", 0.5)
    silent = database.asked_often("SELECT CAST(pg_sleep(60) AS text)")
    asked = silent.value()
    await asyncio.sleep(0.1)
    told = await asyncio.gather(asked, silent.value(), return_exceptions=True)
    assert all(isinstance(one, psycopg.OperationalError) for one in told)
    await silent.close()
