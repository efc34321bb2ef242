"""The only door to PostgreSQL: one transaction, run as somebody.

Every connection rests in the role `areopag_observer`, so a statement outside `reading` or `acting` sees published
records only. A transaction takes the role it needs with `SET LOCAL ROLE` and tells the row policies who is asking
through the setting `areopag.person`; both end with the transaction.
"""

import asyncio
import dataclasses
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from psycopg import AsyncConnection as AsyncPsycopg
from psycopg import OperationalError
from psycopg.pq import TransactionStatus
from sqlalchemy import event, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

T = TypeVar("T")

# As SQLAlchemy knows parameters: `::` casts, and a letter before the colon is no beginning of one.
PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")

Answered = tuple[list[str], list[tuple[Any, ...]]]
"""The names of the columns, and the rows."""

OBSERVER, MEMBER, WORKER = "areopag_observer", "areopag_member", "areopag_worker"
# What is asked for often lies in memory, where no page is far: the planner is told so.
AT_REST = f"SET ROLE {OBSERVER}; SET TIME ZONE 'UTC'; SET random_page_cost = 1.1"


def driver_url(url: str) -> str:
    """The SQLAlchemy form of a PostgreSQL address, whichever of the usual spellings it came in."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def plain_url(url: str) -> str:
    """The libpq form of a PostgreSQL address, for psycopg and procrastinate."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


class Transaction:
    """An open transaction. Statements on it run one after another, also when callers are concurrent."""

    def __init__(self, connection: AsyncConnection, person: UUID | None, role: str) -> None:
        self.person = person
        self._role = role
        self._connection = connection
        self._one_at_a_time = asyncio.Lock()

    async def _run(self, sql: str, parameters: Mapping[str, object]) -> CursorResult[Any]:
        async with self._one_at_a_time:
            return await self._connection.execute(text(sql), dict(parameters))

    async def rows(self, shape: type[T], sql: str, **parameters: object) -> list[T]:
        """Every row of the answer as the dataclass `shape`, whose field names are the column names."""
        result = await self._run(sql, parameters)
        return [shape(**row) for row in result.mappings()]

    async def row(self, shape: type[T], sql: str, **parameters: object) -> T | None:
        """The first row as `shape`, or None."""
        found = await self.rows(shape, sql, **parameters)
        return found[0] if found else None

    async def values(self, sql: str, **parameters: object) -> list[Any]:
        """The first column of every row."""
        return list((await self._run(sql, parameters)).scalars())

    async def stream(self, sql: str, **parameters: object) -> AsyncIterator[tuple[Any, ...]]:
        """The rows one after another, read as they are taken: an answer of any size needs the same memory."""
        async with self._one_at_a_time, self._connection.stream(text(sql), parameters) as result:
            async for row in result:
                yield tuple(row)

    async def value(self, sql: str, **parameters: object) -> Any:
        """The first column of the first row, or None."""
        return (await self._run(sql, parameters)).scalar()

    async def run(self, sql: str, **parameters: object) -> int:
        """Run a statement for its effect; answers how many rows it touched."""
        return (await self._run(sql, parameters)).rowcount

    async def now(self) -> datetime:
        """The database's clock: the same moment for the whole transaction."""
        moment = await self.value("SELECT now()")
        assert isinstance(moment, datetime)
        return moment

    @asynccontextmanager
    async def as_worker(self) -> AsyncIterator[None]:
        """Do something no person may do directly (write a public record), inside the person's own transaction."""
        await self.run(f"SET LOCAL ROLE {WORKER}")
        yield
        await self.run(f"SET LOCAL ROLE {self._role}")


class Observers(Transaction):
    """Statements about what is published, each a transaction of its own on whichever connection is free.

    Between the statements of a transaction that reads committed rows, others commit as well; so nothing is lost by
    having none, and each statement saves the three that a transaction and its role cost.
    """

    def __init__(self, url: str, most: int) -> None:
        self.person = None
        self._url = url
        self._free = asyncio.Semaphore(most)
        self._idle: list[AsyncPsycopg] = []

    async def _answer(self, sql: str, parameters: Mapping[str, object]) -> Answered:
        async with self._free:
            while self._idle:
                connection = self._idle.pop()
                try:
                    return await self._asked(connection, sql, parameters)
                except OperationalError:
                    # It broke off while nobody used it; the next may be whole, and a new one tells the truth.
                    if not connection.broken:
                        raise
            return await self._asked(await self._connected(), sql, parameters)

    async def _connected(self) -> AsyncPsycopg:
        connection = await AsyncPsycopg.connect(self._url, autocommit=True)
        await connection.execute(f"{AT_REST}; SET default_transaction_read_only = on")
        return connection

    async def _asked(self, connection: AsyncPsycopg, sql: str, parameters: Mapping[str, object]) -> Answered:
        try:
            cursor = await connection.execute(in_driver_form(sql), parameters)
            return [column.name for column in cursor.description or ()], await cursor.fetchall()
        finally:
            # Whoever was interrupted leaves an answer behind that nobody takes.
            if connection.info.transaction_status is TransactionStatus.IDLE:
                self._idle.append(connection)
            else:
                await connection.close()

    async def rows(self, shape: type[T], sql: str, **parameters: object) -> list[T]:
        """Every row of the answer as the dataclass `shape`, whose field names are the column names."""
        names, rows = await self._answer(sql, parameters)
        return [shape(**dict(zip(names, row, strict=True))) for row in rows]

    async def values(self, sql: str, **parameters: object) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in (await self._answer(sql, parameters))[1]]

    async def value(self, sql: str, **parameters: object) -> Any:
        """The first column of the first row, or None."""
        _, rows = await self._answer(sql, parameters)
        return rows[0][0] if rows else None

    async def close(self) -> None:
        """Give every connection back."""
        while self._idle:
            await self._idle.pop().close()


@lru_cache(maxsize=1024)
def in_driver_form(sql: str) -> str:
    """A statement with parameters written `:name` as psycopg writes them."""
    return PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


class Database:
    """A pool of connections to one PostgreSQL database."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = plain_url(url)
        self.observers = Observers(self.url, pool_size)
        """Where to ask about what is published, without a transaction."""
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=10,
            pool_pre_ping=True,
            json_serializer=lambda value: json.dumps(value, ensure_ascii=False, default=str),
        )

        @event.listens_for(self.engine.sync_engine, "connect")
        def rest_as_observer(connection: Any, _record: object) -> None:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(AT_REST)
            connection.autocommit = False

    async def close(self) -> None:
        """Give every connection back."""
        await self.observers.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def _transaction(self, role: str, person: UUID | None, mode: str) -> AsyncIterator[Transaction]:
        async with self.engine.connect() as connection, connection.begin():
            await connection.execute(
                text(f"SELECT set_config('role', '{role}', true), set_config('areopag.person', :person, true){mode}"),
                {"person": str(person) if person else ""},
            )
            yield Transaction(connection, person, role)

    def reading(self, person: UUID | None) -> AbstractAsyncContextManager[Transaction]:
        """A read-only transaction as this person; None reads as an observer."""
        read_only = ", set_config('transaction_read_only', 'on', true)"
        return self._transaction(MEMBER if person else OBSERVER, person, read_only)

    def acting(self, person: UUID) -> AbstractAsyncContextManager[Transaction]:
        """A transaction in which this person changes something; commits on a clean exit."""
        return self._transaction(MEMBER, person, "")

    def working(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction of the server itself: background jobs, sign-in, start-up."""
        return self._transaction(WORKER, None, "")

    async def answers(self) -> bool:
        """Whether the database can be asked anything right now."""
        try:
            async with self.reading(None) as transaction:
                return bool(await transaction.value("SELECT 1") == 1)
        except (DBAPIError, OSError, TimeoutError):
            return False


def as_json(value: object) -> str:
    """A value for a `jsonb` parameter: dataclasses, sequences and mappings of plain values."""

    def plain(part: object) -> object:
        if dataclasses.is_dataclass(part) and not isinstance(part, type):
            return dataclasses.asdict(part)
        return str(part)

    return json.dumps(value, ensure_ascii=False, default=plain)
