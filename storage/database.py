"""The only door to PostgreSQL: one transaction, run as somebody.

Every connection rests in the role `areopag_observer`, so a statement outside `reading` or `acting` sees published
records only. A transaction takes the role it needs with `SET LOCAL ROLE` and tells the row policies who is asking
through the setting `areopag.person`; both end with the transaction.
"""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg

from storage.asked_often import AskedOften
from storage.connections import AT_REST, Borrowed, Connections
from storage.lines import Answer, Statement

T = TypeVar("T")

OBSERVER, MEMBER, WORKER = "areopag_observer", "areopag_member", "areopag_worker"
STREAMED_AT_ONCE = 1000
WHO = "SELECT set_config('role', :role, true), set_config('areopag.person', :person, true)"
PLANNED_ONCE = ", set_config('plan_cache_mode', 'force_generic_plan', true)"
"""With the policies of its tables a statement takes longer to plan than to answer: it is planned once a connection,
whatever the parameters are."""
BEGIN_READING, BEGIN_ACTING, COMMIT = Statement("BEGIN READ ONLY"), Statement("BEGIN"), Statement("COMMIT")


def driver_url(url: str) -> str:
    """The SQLAlchemy form of a PostgreSQL address, whichever of the usual spellings it came in."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def plain_url(url: str) -> str:
    """The libpq form of a PostgreSQL address, for psycopg and procrastinate."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@lru_cache(maxsize=1024)
def maker_of(shape: type[T], columns: tuple[str, ...]) -> Callable[[Sequence[Any]], T]:
    """What makes a dataclass of a row with these columns.

    A frozen dataclass sets its fields one after another, past its own lock; where nothing else happens at its making,
    all are set at once, in a tenth of the time.
    """
    known = {field.name: field.default for field in dataclasses.fields(shape)}  # type: ignore[arg-type] # rows' shapes are dataclasses
    others = {name: default for name, default in known.items() if name not in columns}
    if hasattr(shape, "__post_init__") or dataclasses.MISSING in others.values() or not known.keys() >= {*columns}:
        return lambda row: shape(**dict(zip(columns, row, strict=True)))

    def make(row: Sequence[Any]) -> T:
        made = object.__new__(shape)
        made.__dict__.update(zip(columns, row, strict=True), **others)
        return made

    return make


MOST_MAKERS = 2000
_makers: dict[tuple[type[Any], str], Callable[[Sequence[Any]], Any]] = {}


def _made_of(shape: type[T], sql: str, answer: Answer) -> Callable[[Sequence[Any]], T]:
    """What makes a dataclass of the statement's rows: to describe their columns anew takes longer than to read some."""
    known = _makers.get((shape, sql))
    if known is None:
        if len(_makers) >= MOST_MAKERS:
            _makers.clear()
        known = _makers[shape, sql] = maker_of(shape, answer.columns)  # type: ignore[arg-type] # a class is a key like any other
    return known


@dataclasses.dataclass(slots=True)
class Left(Generic[T]):
    """A statement that is sent with others, and whose answer is there once they were answered."""

    sql: str
    parameters: Mapping[str, object]
    shape: type[T]
    answer: Answer | None = None

    @property
    def statement(self) -> Statement:
        """As it is sent."""
        return Statement(self.sql, self.parameters)

    async def row(self) -> T | None:
        """The first row of the answer, or None."""
        assert self.answer, "it has been sent"
        rows = self.answer.rows
        return _made_of(self.shape, self.sql, self.answer)(rows[0]) if rows else None


class Transaction:
    """An open transaction. Statements on it run one after another, also when callers are concurrent.

    It is begun with the first of them, at one go.
    """

    def __init__(self, borrowed: Borrowed, person: UUID | None, role: str, begin: Sequence[Statement]) -> None:
        self.person = person
        self.known: dict[object, object] = {}
        """What was found out under a lock that this transaction holds: nobody else can change it until it ends."""
        self._role = self._wanted = role
        self._borrowed = borrowed
        self._begin = begin
        self._one_at_a_time = asyncio.Lock()
        self._left: list[Left[Any]] = []
        """What is to be sent with the next statement, before it."""

    async def _run(self, sql: str, parameters: Mapping[str, object]) -> Answer:
        async with self._one_at_a_time:
            self._take_role()
            return await self._send(Statement(sql, parameters))

    async def _send(self, statement: Statement) -> Answer:
        """Send what was left, and this, at one go: what is sent alone waits for its answer alone."""
        left, self._left = self._left, []
        begin = () if self._borrowed.line else self._begin
        *before, answer = await self._borrowed.ask(*begin, *[one.statement for one in left], statement)
        for one, answered in zip(left, before[len(begin) :], strict=True):
            one.answer = answered
        return answer

    def _take_role(self) -> None:
        if self._role != self._wanted:
            self._left.append(Left(f"SET LOCAL ROLE {self._wanted}", {}, object))
            self._role = self._wanted

    async def rows(self, shape: type[T], sql: str, **parameters: object) -> list[T]:
        """Every row of the answer as the dataclass `shape`, whose field names are the column names."""
        answer = await self._run(sql, parameters)
        made = _made_of(shape, sql, answer)
        return [made(row) for row in answer.rows]

    async def row(self, shape: type[T], sql: str, **parameters: object) -> T | None:
        """The first row as `shape`, or None."""
        found = await self.rows(shape, sql, **parameters)
        return found[0] if found else None

    async def values(self, sql: str, **parameters: object) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in (await self._run(sql, parameters)).rows]

    async def stream(self, sql: str, **parameters: object) -> AsyncIterator[tuple[Any, ...]]:
        """The rows one after another, read as they are taken: an answer of any size needs the same memory."""
        async for rows in self.batches(STREAMED_AT_ONCE, sql, **parameters):
            for row in rows:
                yield row

    async def batches(self, most: int, sql: str, **parameters: object) -> AsyncIterator[list[tuple[Any, ...]]]:
        """The same by up to so many rows at once: fewer where rows are large, since all of these are in memory."""
        next_rows = Statement(f"FETCH FORWARD {most} FROM streamed", again=False, binary=True)
        async with self._one_at_a_time:
            self._take_role()
            # What a name stands for is another statement each time, so nothing here is planned for the next.
            await self._send(Statement(f"DECLARE streamed NO SCROLL CURSOR FOR {sql}", parameters, again=False))
            while rows := (await self._send(next_rows)).rows:
                yield rows
            await self._send(Statement("CLOSE streamed"))

    async def value(self, sql: str, **parameters: object) -> Any:
        """The first column of the first row, or None."""
        rows = (await self._run(sql, parameters)).rows
        return rows[0][0] if rows else None

    async def run(self, sql: str, **parameters: object) -> int:
        """Run a statement for its effect; answers how many rows it touched."""
        return (await self._run(sql, parameters)).touched

    async def leave(self, sql: str, **parameters: object) -> None:
        """Leave a statement to be run for its effect before the next one, or before the transaction commits.

        What goes wrong with it is raised there.
        """
        await self.leave_for(object, sql, **parameters)

    async def leave_for(self, shape: type[T], sql: str, **parameters: object) -> Left[T]:
        """The same for a statement that answers with a row of this shape, which is there once it was run."""
        async with self._one_at_a_time:
            self._take_role()
            left = Left(sql, parameters, shape)
            self._left.append(left)
            return left

    async def ask_together(self, *asked: Left[Any]) -> None:
        """Run statements one after another, sent at one go; each has its answer then."""
        *before, last = asked
        async with self._one_at_a_time:
            self._take_role()
            self._left += before
            last.answer = await self._send(last.statement)

    async def commit(self) -> None:
        """End the transaction; what was left is done first."""
        async with self._one_at_a_time:
            if self._left or self._borrowed.line:
                await self._send(COMMIT)

    async def end_reading(self) -> None:
        """End a transaction that has only read: nobody need wait for that, but for whoever still reads."""
        async with self._one_at_a_time:
            if self._borrowed.line:
                self._borrowed.line.leave(COMMIT)

    async def now(self) -> datetime:
        """The database's clock: the same moment for the whole transaction."""
        moment = await self.value("SELECT now()")
        assert isinstance(moment, datetime)
        return moment

    @asynccontextmanager
    async def as_worker(self) -> AsyncIterator[None]:
        """Do something no person may do directly (write a public record), inside the person's own transaction.

        The role is taken with the next statement, so that it is not changed back where none follows.
        """
        before, self._wanted = self._wanted, WORKER
        try:
            yield
        finally:
            self._wanted = before


def _reading_as(role: str) -> str:
    """What connections begin with on which this role only reads."""
    return f"{AT_REST}; SET ROLE {role}; SET default_transaction_read_only = on"


class Statements(Transaction):
    """Reading statements, each a transaction of its own on whichever connection is free.

    Between the statements of a transaction that reads committed rows, others commit as well; so nothing is lost by
    having none, and each statement saves the two that begin and end one.
    """

    def __init__(self, url: str, role: str, most: int) -> None:
        self.person = None
        self._connections = Connections(url, most, _reading_as(role))

    async def _run(self, sql: str, parameters: Mapping[str, object]) -> Answer:
        async with self._connections.borrowed() as borrowed:
            return (await borrowed.ask(Statement(sql, parameters, binary=True)))[0]

    async def close(self) -> None:
        """Give every connection back."""
        await self._connections.close()


class Database:
    """Connections to one PostgreSQL database."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = plain_url(url)
        self.observers = Statements(self.url, OBSERVER, pool_size)
        """Where to ask about what is published, without a transaction."""
        self.doors = Statements(self.url, WORKER, pool_size // 2)
        """Where to ask who somebody is that comes in, without a transaction."""
        self._connections = Connections(self.url, 2 * pool_size)

    def asked_often(self, sql: str) -> AskedOften:
        """A statement about what is published that many ask at once; whoever has it closes it."""
        return AskedOften(self.url, _reading_as(OBSERVER), sql)

    async def close(self) -> None:
        """Give every connection back."""
        await self.observers.close()
        await self.doors.close()
        await self._connections.close()

    @asynccontextmanager
    async def _transaction(self, role: str, person: UUID | None, *, reads: bool = False) -> AsyncIterator[Transaction]:
        who = Statement(WHO + (PLANNED_ONCE if role == MEMBER else ""), {"role": role, "person": str(person or "")})
        async with self._connections.borrowed() as borrowed:
            transaction = Transaction(borrowed, person, role, (BEGIN_READING if reads else BEGIN_ACTING, who))
            yield transaction
            if reads:
                await transaction.end_reading()
            else:
                await transaction.commit()

    def reading(self, person: UUID | None) -> AbstractAsyncContextManager[Transaction]:
        """A read-only transaction as this person; None reads as an observer."""
        return self._transaction(MEMBER if person else OBSERVER, person, reads=True)

    def acting(self, person: UUID) -> AbstractAsyncContextManager[Transaction]:
        """A transaction in which this person changes something; commits on a clean exit."""
        return self._transaction(MEMBER, person)

    def working(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction of the server itself: background jobs, sign-in, start-up."""
        return self._transaction(WORKER, None)

    async def answers(self) -> bool:
        """Whether the database can be asked anything right now."""
        try:
            async with self.reading(None) as transaction:
                return bool(await transaction.value("SELECT 1") == 1)
        except (psycopg.Error, OSError, TimeoutError):
            return False


def as_json(value: object) -> str:
    """A value for a `jsonb` parameter: dataclasses, sequences and mappings of plain values."""
    return json.dumps(value, ensure_ascii=False, default=plain)


def plain(part: object) -> object:
    """What stands in JSON for a value that is none of its own."""
    kind = type(part)
    if kind is UUID or kind is Decimal or not dataclasses.is_dataclass(kind) or isinstance(part, type):
        return str(part)
    # Whatever is in it is asked for in its turn.
    return {name: getattr(part, name) for name in _names_of(kind)}


@lru_cache(maxsize=256)
def _names_of(shape: type[Any]) -> tuple[str, ...]:
    return tuple([field.name for field in dataclasses.fields(shape)])
