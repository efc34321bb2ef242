"""Connections to PostgreSQL that wait to be used again, and how statements are sent on them.

Each rests outside any transaction in the role `areopag_observer`, so whatever is sent without further ado reads
published records only.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any, TypeVar

from psycopg import AsyncConnection, AsyncCursor, OperationalError
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, PipelineStatus, TransactionStatus

T = TypeVar("T")
Connection = AsyncConnection[tuple[Any, ...]]

# A letter before the colon is no beginning of a parameter, and `::` casts.
PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")

# What is asked for often lies in memory, where no page is far: the planner is told so.
AT_REST = "SET ROLE areopag_observer; SET TIME ZONE 'UTC'; SET random_page_cost = 1.1"
STATEMENTS_KEPT = 400
"""How many statements a connection keeps planned, more than the product has in daily use."""
SECONDS_TO_WAIT = 30


@lru_cache(maxsize=1024)
def in_driver_form(sql: str) -> str:
    """A statement with parameters written `:name` as psycopg writes them."""
    return PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


async def ask(connection: Connection, sql: str, parameters: Mapping[str, object]) -> AsyncCursor[tuple[Any, ...]]:
    """Send a statement with parameters written `:name`; the cursor has its answer."""
    return await connection.execute(in_driver_form(sql), parameters)


async def command(connection: Connection, sql: str) -> None:
    """Send statements without parameters and without answers, past the way of a cursor, which takes longer than they
    do."""
    connection.pgconn.send_query(sql.encode())
    for result in await connection.wait(execute(connection.pgconn)):
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)


class Connections:
    """Up to `most` connections at a time; whoever is done with one leaves it for the next.

    None is closed for having nothing to do: a new one has every statement to plan that the others have planned.
    """

    def __init__(self, url: str, most: int, rest: str = AT_REST) -> None:
        self._url = url
        self._free = asyncio.Semaphore(most)
        self._idle: list[Connection] = []
        self._rest = rest

    @asynccontextmanager
    async def begun(self, begin: Callable[[Connection], Awaitable[T]]) -> AsyncIterator[tuple[Connection, T]]:
        """A connection for this block alone, with the answer to what it begins with.

        A connection that broke off while it waited is left for the next, which may be whole; a new one tells the truth.
        What the block leaves undone is rolled back. Raises TimeoutError where all are in use for too long.
        """
        if self._free.locked():
            async with asyncio.timeout(SECONDS_TO_WAIT):
                await self._free.acquire()
        else:
            await self._free.acquire()
        try:
            connection, answer = await self._first(begin)
            try:
                yield connection, answer
            finally:
                await self._put_back(connection)
        finally:
            self._free.release()

    async def _first(self, begin: Callable[[Connection], Awaitable[T]]) -> tuple[Connection, T]:
        while self._idle:
            connection = self._idle.pop()
            try:
                return connection, await begin(connection)
            except OperationalError:
                if not connection.broken:
                    await self._put_back(connection)
                    raise
            except BaseException:
                await self._put_back(connection)
                raise
        connection = await self._opened()
        try:
            return connection, await begin(connection)
        except BaseException:
            await self._put_back(connection)
            raise

    async def _opened(self) -> Connection:
        connection = await AsyncConnection.connect(self._url, autocommit=True)
        # Planned at the first time already: what the product asks it asks again.
        connection.prepare_threshold, connection.prepared_max = 0, STATEMENTS_KEPT
        await connection.execute(self._rest, prepare=False)
        return connection

    async def _put_back(self, connection: Connection) -> None:
        status = connection.info.transaction_status
        if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            planned = connection.prepare_threshold
            # Where statements are counted, psycopg forgets all plans with a rollback: it might have taken back a table.
            connection.prepare_threshold = None
            with suppress(OperationalError):
                await connection.execute("ROLLBACK")
            connection.prepare_threshold = planned
            status = connection.info.transaction_status
        # Whoever was interrupted may leave an answer behind that nobody takes.
        if status is TransactionStatus.IDLE and connection.pgconn.pipeline_status == PipelineStatus.OFF:
            self._idle.append(connection)
        else:
            await connection.close()

    async def close(self) -> None:
        """Give back every connection that waits."""
        while self._idle:
            await self._idle.pop().close()
