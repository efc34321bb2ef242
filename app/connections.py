"""How many connections one address may hold, and how long it may take to say what it wants.

What is beyond that is refused before anything is read or run for it, so that nobody else waits. A proxy, which holds
the connections of everybody behind it, is known by `FORWARDED_ALLOW_IPS`, as uvicorn knows it; it counts its own.
"""

import asyncio
import resource
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar, Protocol

from uvicorn._types import ASGI3Application, HTTPScope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.allowances import network_of

MOST_OF_ONE = 256
"""Connections that one address holds at a time: a school behind one address has some dozens of browsers."""
SECONDS_FOR_A_HEAD = 15
"""How long it may take from the first byte, or from the connection, until all headers of a request are there."""
FILES_FOR_OTHERS = 256
"""Of the files a process may have open, those that are no connections of browsers."""

AT_ONCE = "areopag.at_once"
"""An extension of ASGI: sends a whole answer, its head written already, in one piece. uvicorn looks at every character
of every header and writes head and body apart, which takes longer than to find an answer that is kept."""

Tell = Callable[[int, bytes, bytes], None]
"""Sends a whole answer: its status, the lines of its headers, its body."""


class TakesAtOnce(Protocol):
    """Whoever answers some requests without a task of their own, which costs more than to find an answer that is kept.

    It says whether it takes the request, which is here whole; then it either tells the answer or, if it cannot,
    calls `otherwise`, and the application is asked as always. `client` is the address of whoever asks.
    """

    def __call__(self, scope: HTTPScope, client: str, body: bytes, tell: Tell, otherwise: Callable[[], None]) -> bool:
        """Whether it takes this request."""


REFUSALS = {
    408: "The request did not come in time. Send it again on a faster line.",
    429: "Too many connections from this address. Close some and try again.",
    503: "The server has as many connections as it can hold. Try again in a minute.",
}
REASONS = {408: "Request Timeout", 429: "Too Many Requests", 503: "Service Unavailable"}


def most_connections() -> int:
    """How many connections this process can hold; it takes for itself all the files it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return max(FILES_FOR_OTHERS, most - FILES_FOR_OTHERS)


class OnePiece:
    """A transport on which what an answer begins with waits for what follows in the same turn: head and body go over
    the line in one piece. To send them apart takes as long as some of the statements an answer is made from."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._head: bytes | None = None
        self._begun = False

    def write(self, data: bytes) -> None:
        """Send this, with what waits; what comes first waits itself, until the turn ends."""
        if not self._begun:
            self._begun, self._head = True, data
            self._loop.call_soon(self.send_head)
        elif self._head is not None:
            head, self._head = self._head, None
            self._transport.write(head + data)
        else:
            self._transport.write(data)

    def writelines(self, whole: Iterable[bytes]) -> None:
        """Send a whole answer."""
        self._begun = True
        self._transport.writelines(whole)

    def close(self) -> None:
        """Close the connection once everything is sent."""
        self.send_head()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether nothing is sent any more."""
        return self._transport.is_closing()

    def send_head(self) -> None:
        """Send what waits."""
        head, self._head = self._head, None
        if head is not None:
            self._transport.write(head)


class BoundedProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, within these bounds."""

    held: ClassVar[Counter[str]] = Counter()
    """Connections of this process by the address that holds them."""
    most: ClassVar[int] = 4096
    at_once: ClassVar[TakesAtOnce | None] = None

    _holder: str | None = None
    _is_proxy: bool = False
    """Whether the other side says for whom it asks."""
    _head_due: asyncio.TimerHandle | None = None
    _answer: OnePiece | None = None
    """The answer that is on its way."""
    _in_head: bool = True
    _not_begun: tuple[RequestResponseCycle, ASGI3Application] | None = None
    """A request whose head is there and whose body may come with the same bytes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # of servers
        """Take the connection, or say why not and close it."""
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        self._is_proxy = isinstance(self.app, ProxyHeadersMiddleware) and peer in self.app.trusted_hosts
        self._holder = network_of(peer)
        self.held[self._holder] += 1
        if len(self.connections) > self.most:
            self._refuse(503)
        elif self.held[self._holder] > MOST_OF_ONE and not self._is_proxy:
            self._refuse(429)
        else:
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._forget_head()
        if self._holder is not None:
            self.held[self._holder] -= 1
            if not self.held[self._holder]:
                del self.held[self._holder]
            self._holder = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; a head that is not yet whole has its time, and a body that is not is read by a task."""
        super().data_received(data)
        if self._in_head and self._head_due is None and not self.transport.is_closing():
            self._expect_head()
        self._begin_waiting(self._begin_task)

    def on_message_begin(self) -> None:
        """A further request on the same connection has its own time."""
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        """The head is there; how long a body may take is for whoever reads it."""
        self._in_head = False
        self._forget_head()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is there whole."""
        super().on_message_complete()
        self._begin_waiting(self._begin)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        if cycle.more_body:
            self._not_begun = cycle, app
        else:
            self._begin(cycle, app)

    def _begin_waiting(self, begin: Callable[[RequestResponseCycle, ASGI3Application], None]) -> None:
        if self._not_begun is not None:
            begun, self._not_begun = self._not_begun, None
            begin(*begun)

    def on_response_complete(self) -> None:
        """All of an answer goes before anything of the next."""
        if self._answer is not None:
            self._answer.send_head()
            self._answer = None
        super().on_response_complete()

    def _begin(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        otherwise = partial(self._begin_task, cycle, app)
        if (
            self.at_once is None
            or cycle.flow.write_paused
            or not self.at_once(
                cycle.scope, self._client_of(cycle.scope), bytes(cycle.body), partial(_tell, cycle), otherwise
            )
        ):
            otherwise()

    def _begin_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        extensions: dict[str, Any] = {AT_ONCE: partial(_told_at_once, cycle)}
        cycle.scope["extensions"] = extensions
        self._answer = OnePiece(self.transport, self.loop)
        cycle.transport = self._answer  # type: ignore[assignment] # a cycle asks no more of it
        super()._start_asgi_task(cycle, app)

    def _client_of(self, scope: HTTPScope) -> str:
        """Who asks: the other side, or for whom a proxy says that it asks, as uvicorn's middleware understands it."""
        peer = self.client[0] if self.client else ""
        if self._is_proxy:
            said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            if said:
                return self.app.trusted_hosts.get_trusted_client_address(b", ".join(said).decode("latin-1"))[0] or peer
        return peer

    def _expect_head(self) -> None:
        self._head_due = self.loop.call_later(SECONDS_FOR_A_HEAD, self._refuse, 408)

    def _forget_head(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _refuse(self, status: int) -> None:
        told = REFUSALS[status].encode()
        head = f"HTTP/1.1 {status} {REASONS[status]}\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 60\r\n"
        self.transport.write(f"{head}content-length: {len(told)}\r\nconnection: close\r\n\r\n".encode() + told)
        self.transport.close()


def _tell(cycle: RequestResponseCycle, status: int, lines: bytes, body: bytes) -> None:
    """Send the answer of a request: `lines` are its headers as they go over the line, each with its end."""
    if cycle.disconnected:
        return
    own = b"".join([b"%b: %b\r\n" % header for header in cycle.default_headers])
    close = b"" if cycle.keep_alive else b"connection: close\r\n"
    # Not joined: to copy a body takes longer than to write its head.
    cycle.transport.writelines((b"".join((STATUS_LINE[status], own, lines, close, b"\r\n")), body))
    cycle.response_started = cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()


async def _told_at_once(cycle: RequestResponseCycle, status: int, lines: bytes, body: bytes) -> None:
    if cycle.flow.write_paused and not cycle.disconnected:
        await cycle.flow.drain()
    _tell(cycle, status, lines, body)
