"""The only door to PostgreSQL: one transaction, run as somebody.

Every connection rests in the role `areopag_observer`, so a statement outside `reading` or `acting` sees published
records only. A transaction takes the role it needs with `SET LOCAL ROLE` and tells the row policies who is asking
through the setting `areopag.person`; both end with the transaction.
"""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import event, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

T = TypeVar("T")

OBSERVER, MEMBER, WORKER = "areopag_observer", "areopag_member", "areopag_worker"


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


class Database:
    """A pool of connections to one PostgreSQL database."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = plain_url(url)
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
                cursor.execute(f"SET ROLE {OBSERVER}")
                cursor.execute("SET TIME ZONE 'UTC'")
            connection.autocommit = False

    async def close(self) -> None:
        """Give every connection back."""
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
