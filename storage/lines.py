"""How statements go to PostgreSQL: straight through libpq, each planned once a connection, several at one go.

psycopg makes a cursor for every statement and waits for every answer by a task of its own, which takes several times as
long as what is done here once a connection. Of it are used what makes values of Python and of PostgreSQL of each other,
and how connections are opened, interrupted and closed.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from psycopg import AsyncConnection, OperationalError, pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import send
from psycopg.pq import ExecStatus, TransactionStatus

# A letter before the colon is no beginning of a parameter, and `::` casts.
PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")

STATEMENTS_KEPT = 400
"""How many statements a connection keeps planned, more than the product has in daily use."""

SECONDS_TO_LEAVE = 0.002

Key = tuple[bytes, tuple[int, ...]]
"""A statement as PostgreSQL reads it, and the types of its parameters."""
FORGOTTEN: Key = (b"", ())


@lru_cache(maxsize=1024)
def in_server_form(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with parameters written `:name` as PostgreSQL writes them, and their names in the order of their
    numbers."""
    names: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return PARAMETER.sub(numbered, sql).encode(), tuple(names)


class Statement(NamedTuple):
    """A statement with parameters written `:name`."""

    sql: str
    parameters: Mapping[str, object] = {}
    again: bool = True
    """Whether it is asked again, and so is planned once."""
    binary: bool = False
    """Whether its rows come in PostgreSQL's own form, where bytes are bytes and not twice as many digits."""


class Answer:
    """What came of a statement."""

    __slots__ = ("_result", "rows")

    def __init__(self, result: pq.abc.PGresult, rows: list[tuple[Any, ...]]) -> None:
        self._result = result
        self.rows = rows

    @property
    def columns(self) -> tuple[str, ...]:
        """How its columns are named."""
        names = [self._result.fname(place) or b"" for place in range(self._result.nfields)]
        return tuple([name.decode() for name in names])

    @property
    def touched(self) -> int:
        """How many rows a statement found or changed; -1 for one that does neither."""
        count = self._result.command_tuples
        return -1 if count is None else count


class Line:
    """An open connection. Whatever is asked at one go is answered before more is asked."""

    def __init__(self, connection: AsyncConnection[tuple[Any, ...]]) -> None:
        self._connection, self._server = connection, connection.pgconn
        self._values = Transformer(connection)
        self._planned: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._names = 0
        self._left: Statement | None = None
        """What nobody waits for and is yet to be sent."""
        self._unread = 0
        """How many goes nobody waits for: their answers come first."""
        self._asking = False
        self._waiter: asyncio.Future[None] | None = None
        self._server.enter_pipeline_mode()
        self._socket = self._server.socket
        """Kept: of a connection that broke off, libpq does not tell it any more."""
        self._watch()

    def _watch(self) -> None:
        asyncio.get_running_loop().add_reader(self._socket, self._read)
        self._watched = True

    def _watch_no_more(self) -> None:
        """Whoever gets the socket's number next is somebody else."""
        if self._watched:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._watched = False

    @property
    def broken(self) -> bool:
        """Whether the connection has ended."""
        return self._server.status == pq.ConnStatus.BAD

    @property
    def status(self) -> TransactionStatus:
        """Whether a transaction is open; ACTIVE for whoever was interrupted and left answers behind."""
        if self._asking:
            return TransactionStatus.ACTIVE
        if self._left or self._unread:
            return TransactionStatus.IDLE
        return TransactionStatus(self._server.transaction_status)

    async def ask(self, *statements: Statement) -> list[Answer]:
        """Send statements at one go; answers with what came of each.

        Raises what went wrong with the first that failed; what follows that one is not done.
        """
        left, self._left = self._left, None
        expected = self._send((left, *statements) if left else statements)
        self._asking = True
        try:
            if self._server.flush():
                await self._connection.wait(send(self._server))
                self._watch()
            answers = await self._answers(expected)
            return answers[1:] if left else answers
        except asyncio.CancelledError:
            with suppress(psycopg.Error):
                await self._connection.cancel_safe(timeout=5)
            raise

    def leave(self, statement: Statement) -> None:
        """Have a statement done that ends what was asked for, whose answer nobody waits for.

        It is sent with whatever is asked for next, or by itself after a moment in which nothing was.
        """
        self._left = statement
        asyncio.get_running_loop().call_later(SECONDS_TO_LEAVE, self._send_left)

    def _send_left(self) -> None:
        if self._left and not self.broken:
            self._send((self._left,))
            self._left = None
            self._unread += 1
            self._server.flush()

    async def close(self) -> None:
        """End the connection; whoever still waits for an answer is told."""
        self._watch_no_more()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(OperationalError("the connection was closed before the answer came"))
        await self._connection.close()

    def _send(self, statements: Sequence[Statement]) -> list[Key | None]:
        """What answers will come, in order: for a statement that is planned now its key, None for what one answers."""
        # All values are made before anything is sent: one that PostgreSQL does not know is nobody else's matter.
        made = [(*self._in_server_form(one), one.again, pq.Format(one.binary)) for one in statements]
        expected: list[Key | None] = []
        for key, values, formats, again, form in made:
            if not again:
                self._server.send_query_params(key[0], values, key[1], formats, form)
            else:
                name = self._planned.get(key) or self._plan(key, expected)
                self._server.send_query_prepared(name, values, formats, form)
            expected.append(None)
        self._server.pipeline_sync()
        return expected

    def _in_server_form(self, statement: Statement) -> tuple[Key, Sequence[Any], Sequence[pq.Format] | None]:
        text, names = in_server_form(statement.sql)
        if not names:
            return (text, ()), (), None
        given = [statement.parameters[name] for name in names]
        values = self._values.dump_sequence(given, [PyFormat.AUTO] * len(given))
        return (text, self._values.types or ()), values, self._values.formats

    def _plan(self, key: Key, expected: list[Key | None]) -> bytes:
        if len(self._planned) >= STATEMENTS_KEPT:
            self._server.send_close_prepared(self._planned.pop(next(iter(self._planned))))
            expected.append(FORGOTTEN)
        self._names += 1
        name = self._planned[key] = b"statement%d" % self._names
        self._server.send_prepare(name, *key)
        expected.append(key)
        return name

    async def _answers(self, expected: Sequence[Key | None]) -> list[Answer]:
        while self._unread:
            while not await self._is_end():
                pass
            self._unread -= 1
        answers, failed = [], None
        for planned in expected:
            result = await self._result()
            assert result, "each has an answer"
            if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                if planned is None:
                    answers.append(self._answer(result))
            else:
                failed = failed or result
                if planned is not None:
                    self._planned.pop(planned, None)
            # Whatever was answered ends with nothing.
            assert await self._result() is None
        assert await self._is_end()
        self._asking = False
        if failed is not None:
            raise error_from_result(failed, encoding=self._connection.info.encoding)
        return answers

    def _answer(self, result: pq.abc.PGresult) -> Answer:
        if result.status != ExecStatus.TUPLES_OK:
            return Answer(result, [])
        self._values.set_pgresult(result)
        return Answer(result, self._values.load_rows(0, result.ntuples, tuple))

    async def _is_end(self) -> bool:
        result = await self._result()
        return result is not None and result.status == ExecStatus.PIPELINE_SYNC

    async def _result(self) -> pq.abc.PGresult | None:
        while self._server.is_busy():
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        result = self._server.get_result()
        if result is None and self.broken:
            raise OperationalError("the connection to the database was lost")
        return result

    def _read(self) -> None:
        """Something came, or the connection ended."""
        waiter = self._waiter
        try:
            self._server.consume_input()
        except psycopg.Error as error:
            self._watch_no_more()
            if waiter is not None and not waiter.done():
                waiter.set_exception(error)
        else:
            if waiter is not None and not waiter.done():
                waiter.set_result(None)
