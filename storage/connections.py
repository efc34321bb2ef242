"""Connections to PostgreSQL that wait to be used again.

Each rests outside any transaction in the role `areopag_observer`, so whatever is sent without further ado reads
published records only.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from psycopg import AsyncConnection, OperationalError
from psycopg.pq import TransactionStatus

from storage.lines import Answer, Line, Statement

# What is asked for often lies in memory, where no page is far: the planner is told so.
AT_REST = "SET ROLE areopag_observer; SET TIME ZONE 'UTC'; SET random_page_cost = 1.1"
SECONDS_TO_WAIT = 30
SECONDS_TO_OPEN = 10
SECONDS_BETWEEN_TRIES = 1
ROLLBACK = Statement("ROLLBACK")


class Borrowed:
    """A connection as somebody has it for a while, who gets it with what they ask first."""

    def __init__(self, connections: "Connections") -> None:
        self._connections = connections
        self.line: Line | None = None

    async def ask(self, *statements: Statement) -> list[Answer]:
        """Send statements at one go; answers with what came of each.

        Raises what `Line.ask` does.
        """
        while self.line is None:
            self.line, is_new = await self._connections.next()
            if is_new:
                break
            try:
                return await self.line.ask(*statements)
            except OperationalError:
                if not self.line.broken:
                    raise
                # It broke off while it waited; the next may be whole, and a new one tells the truth.
                broken, self.line = self.line, None
                await self._connections.drop(broken)
        return await self.line.ask(*statements)


class Connections:
    """Up to `most` connections at a time; whoever is done with one leaves it for the next.

    None is closed for having nothing to do: a new one has every statement to plan that the others have planned.
    """

    def __init__(self, url: str, most: int, rest: str = AT_REST) -> None:
        self._url = url
        self._free = asyncio.Semaphore(most)
        self._idle: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        self._open = 0
        self._one_at_a_time = asyncio.Lock()
        self._rest = rest

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[Borrowed]:
        """A connection for this block alone. What the block leaves undone is rolled back.

        Raises TimeoutError where all are in use for too long.
        """
        if self._free.locked():
            async with asyncio.timeout(SECONDS_TO_WAIT):
                await self._free.acquire()
        else:
            await self._free.acquire()
        one = Borrowed(self)
        try:
            yield one
        finally:
            try:
                if one.line is not None:
                    await self._put_back(one.line)
            finally:
                self._free.release()

    async def next(self) -> tuple[Line, bool]:
        """One that waits, or a new one or, where PostgreSQL takes no more, the next that somebody is done with; and
        whether it is new.

        Raises OperationalError or TimeoutError where nobody has one either, and TimeoutError where nobody is done for
        too long.
        """
        if line := self._idle_one():
            return line, False
        async with asyncio.timeout(SECONDS_TO_WAIT):
            while True:
                # Of many who come at once, all but the first know how many the others got.
                async with self._one_at_a_time:
                    if line := self._idle_one():
                        return line, False
                    try:
                        return await self.opened(), True
                    except (OperationalError, TimeoutError):
                        # Why, PostgreSQL says in words alone, of its own language. Where it is gone, so are those in
                        # use: whoever has one finds it broken and drops it.
                        if not self._open:
                            raise
                with suppress(TimeoutError):
                    async with asyncio.timeout(SECONDS_BETWEEN_TRIES):
                        return await self._idle.get(), False

    def _idle_one(self) -> Line | None:
        return None if self._idle.empty() else self._idle.get_nowait()

    async def opened(self) -> Line:
        """A new one."""
        # Others wait behind it, for whom one may be free meanwhile.
        async with asyncio.timeout(SECONDS_TO_OPEN):
            connection = await AsyncConnection.connect(self._url, autocommit=True)
            await connection.execute(self._rest, prepare=False)
        self._open += 1
        return Line(connection)

    async def drop(self, line: Line) -> None:
        """Close one that is of no use any more."""
        self._open -= 1
        await line.close()

    async def _put_back(self, line: Line) -> None:
        if line.status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            try:
                with suppress(OperationalError):
                    await line.ask(ROLLBACK)
            except BaseException:
                # Interrupted once more: nobody will know what it has yet to answer.
                await self.drop(line)
                raise
        # Whoever was interrupted may leave an answer behind that nobody takes.
        if line.status is TransactionStatus.IDLE:
            self._idle.put_nowait(line)
        else:
            await self.drop(line)

    async def close(self) -> None:
        """Give back every connection that waits."""
        while line := self._idle_one():
            await self.drop(line)
