"""PostgreSQL takes so many connections and no more: whoever comes then waits for one that another is done with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from storage.database import Database, Transaction

FEW = 3
ROLE = "areopag_of_few"


@pytest.fixture
async def few(owner_url: str) -> AsyncIterator[Database]:
    """The database as a server knows it to whom PostgreSQL gives three connections."""
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        await owner.execute(
            f"CREATE ROLE {ROLE} LOGIN CONNECTION LIMIT {FEW} IN ROLE areopag_observer, areopag_member, areopag_worker"
        )
        database = Database(make_conninfo(owner_url, user=ROLE))
        yield database
        await database.close()
        await owner.execute(f"DROP ROLE {ROLE}")


async def served(database: Database) -> int:
    """Something that takes a connection for a moment; answers with the connection's number."""
    async with database.working() as transaction:
        return int(await transaction.value("SELECT pg_backend_pid() FROM pg_sleep(0.05)"))


@asynccontextmanager
async def all_in_use(database: Database) -> AsyncIterator[list[Transaction]]:
    """Every connection there is, in the midst of something."""
    async with AsyncExitStack() as stack:
        using = [await stack.enter_async_context(database.working()) for _ in range(FEW)]
        for transaction in using:
            await transaction.value("SELECT 1")
        yield using


async def test_all_who_come_at_once_are_answered_over_the_few_there_are(few: Database) -> None:
    for _ in range(2):
        assert len(set(await asyncio.gather(*[served(few) for _ in range(15)]))) <= FEW


async def test_who_waits_is_answered_when_those_in_use_break_off(few: Database, owner_url: str) -> None:
    async def used() -> None:
        async with all_in_use(few) as using:
            waiting.append(asyncio.create_task(served(few)))
            await asyncio.sleep(0.1)
            async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
                await owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [ROLE])
            await using[-1].value("SELECT 1")

    waiting: list[asyncio.Task[int]] = []
    with pytest.raises(psycopg.OperationalError):
        await used()
    assert await asyncio.wait_for(waiting[0], 10)


async def test_whoever_finds_none_to_wait_for_is_told_why_at_once(few: Database) -> None:
    others = Database(few.url)
    assert len(set(await asyncio.gather(*[served(others) for _ in range(FEW)]))) == FEW
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        await asyncio.wait_for(served(few), 10)
    await others.close()
    assert await served(few)


async def test_whoever_waits_for_too_long_is_told(few: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.connections.SECONDS_TO_WAIT", 0.3)
    async with all_in_use(few):
        with pytest.raises(TimeoutError):
            await served(few)
    assert await served(few)
