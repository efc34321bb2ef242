"""A statement that is asked thousands of times a second: on a connection of its own, planned once, sent and read with
nothing in between, and shared by everybody who waits when it is sent."""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection, OperationalError, pq

from storage.connections import SECONDS_TO_WAIT

NAME = "asked_often"


class AskedOften:
    """A statement without parameters that answers with one text; its connection begins with the statements `rest`.

    Who asks while it is under way waits for the next one, so an answer is never older than the question. Those who ask
    in one turn of the loop share one.
    """

    def __init__(self, url: str, rest: str, sql: str) -> None:
        self._url, self._rest, self._sql = url, rest, sql
        self._connection: AsyncConnection[Any] | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[str]] = []
        self._asked: list[asyncio.Future[str]] = []
        """Those for whom the statement is under way."""
        self._answer: pq.abc.PGresult | None = None
        """What has come of the answer."""
        self._proven = False
        """Whether the connection has answered before."""
        self._due: asyncio.TimerHandle | None = None
        """When an answer is no longer waited for."""

    def value(self) -> asyncio.Future[str]:
        """What the statement answers at some moment after this call, or what went wrong where it does not answer."""
        waiter: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        if len(self._waiting) == 1 and not self._asked:
            self._send_soon()
        return waiter

    async def close(self) -> None:
        """Give the connection back; whoever still waits is told."""
        if self._connecting is not None:
            self._connecting.cancel()
            with suppress(asyncio.CancelledError):
                await self._connecting
        self._tell(OperationalError("the database is asked no more"))
        self._leave()

    def _send_soon(self) -> None:
        asyncio.get_running_loop().call_soon(self._send_if_idle)

    def _send_if_idle(self) -> None:
        if self._waiting and not self._asked:
            self._send()

    def _send(self) -> None:
        """Send the statement for everybody who waits now: from here on it is too late to join."""
        self._asked, self._waiting = self._waiting, []
        if self._connection is None:
            self._connecting = asyncio.get_running_loop().create_task(self._connect())
            return
        try:
            # One small message at a time: it is gone at once, whatever the line is like.
            self._connection.pgconn.send_query_prepared(NAME.encode(), None)
            self._connection.pgconn.flush()
        except psycopg.Error as error:
            self._broke(error)
        else:
            self._due = asyncio.get_running_loop().call_later(SECONDS_TO_WAIT, self._give_up)

    def _give_up(self) -> None:
        """No answer came: the line may be dead without a word."""
        self._proven = False
        self._broke(OperationalError("the database does not answer"))

    def _read(self) -> None:
        """Something came: of the answer, or the end of the connection."""
        assert self._connection, "only an open one is looked at"
        server = self._connection.pgconn
        try:
            server.consume_input()
            while self._asked and not server.is_busy():
                part = server.get_result()
                if part is not None:
                    self._answer = part
                    continue
                answer, self._answer = self._answer, None
                if answer is None or answer.status != pq.ExecStatus.TUPLES_OK:
                    raise OperationalError(answer.get_error_message() if answer else "no answer came")
                self._bring((answer.get_value(0, 0) or b"").decode())
        except psycopg.Error as error:
            self._broke(error)

    def _bring(self, value: str) -> None:
        asked, self._asked, self._proven = self._asked, [], True
        self._wait_no_longer()
        for waiter in asked:
            if not waiter.done():
                waiter.set_result(value)
        if self._waiting:
            self._send_soon()

    def _broke(self, error: Exception) -> None:
        """A connection that broke off while it waited is no reason to refuse anybody: a new one tells the truth."""
        self._leave()
        if not self._proven:
            self._tell(error)
            return
        self._proven = False
        self._waiting, self._asked = [*self._asked, *self._waiting], []
        if self._waiting:
            self._send()

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(SECONDS_TO_WAIT):
                connection = await AsyncConnection.connect(self._url, autocommit=True)
                await connection.execute(self._rest, prepare=False)
                await connection.execute(f"PREPARE {NAME} AS {self._sql}", prepare=False)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            self._tell(error)
            return
        self._connection, self._proven = connection, False
        asyncio.get_running_loop().add_reader(connection.pgconn.socket, self._read)
        self._waiting, self._asked = [*self._asked, *self._waiting], []
        self._send()

    def _tell(self, error: Exception) -> None:
        told, self._asked, self._waiting = [*self._asked, *self._waiting], [], []
        for waiter in told:
            if not waiter.done():
                waiter.set_exception(error)

    def _wait_no_longer(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _leave(self) -> None:
        self._wait_no_longer()
        left, self._connection, self._answer = self._connection, None, None
        if left is not None:
            with suppress(psycopg.Error):
                asyncio.get_running_loop().remove_reader(left.pgconn.socket)
            left.pgconn.finish()
