"""An answer in one piece is HTTP as everybody speaks it, whatever the connection is to do afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from app.connections import AT_ONCE, BoundedProtocol

BODY = "Ответ".encode() * 40_000
LINES = b"content-type: text/plain\r\ncontent-length: %d\r\n" % len(BODY)


async def at_once(scope: Scope, _receive: Receive, _send: Send) -> None:
    """An application that answers everything in one piece."""
    await scope["extensions"][AT_ONCE](200, LINES, BODY)


@asynccontextmanager
async def listening(app: ASGIApp) -> AsyncIterator[int]:
    """A server of this application, and its port."""
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    state.default_headers = [(b"date", b"Mon, 30 Nov 2026 10:00:00 GMT")]
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: BoundedProtocol(config, state, {}), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with listening(at_once) as port:
        yield port


async def spoken(port: int, request: bytes) -> bytes:
    """Everything the server says to this until it closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    told = await reader.read()
    writer.close()
    return told


async def test_a_connection_is_used_again(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answers = [await client.get("/") for _ in range(3)]
    assert {(one.status_code, one.content, one.headers["content-type"]) for one in answers} == {
        (200, BODY, "text/plain")
    }
    assert all("date" in one.headers and "connection" not in one.headers for one in answers)


@pytest.mark.parametrize(
    "request_", [b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\nHost: a\r\n\r\n"]
)
async def test_a_connection_that_is_to_be_closed_is_closed(port: int, request_: bytes) -> None:
    head, _, body = (await spoken(port, request_)).partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    assert body == BODY


async def test_requests_sent_together_are_answered_in_order(port: int) -> None:
    one = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    told = await spoken(port, one + one + b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert told.count(b"HTTP/1.1 200 OK\r\n") == told.count(BODY) == 3


async def usual(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers as applications do: with the path in the body, in parts where that is /parts."""
    await receive()
    body = scope["path"].encode()
    length = [] if scope["path"] == "/parts" else [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    if not length:
        await asyncio.sleep(0.05)
        await send({"type": "http.response.body", "body": b"/pa", "more_body": True})
        await asyncio.sleep(0.05)
        body = b"rts"
    await send({"type": "http.response.body", "body": body})


async def test_head_and_body_of_a_usual_answer_go_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    connected = BoundedProtocol.connection_made

    def noted(self: BoundedProtocol, transport: asyncio.Transport) -> None:
        written = transport.write

        def write(data: bytes) -> None:
            pieces.append(data)
            written(data)

        monkeypatch.setattr(transport, "write", write)
        connected(self, transport)

    monkeypatch.setattr(BoundedProtocol, "connection_made", noted)
    async with listening(usual) as port:
        await spoken(port, b"GET /whole HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        told = await spoken(port, b"GET /parts HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    whole, head_of_parts, *_ = pieces
    assert whole.endswith(b"\r\n\r\n/whole")
    # What does not follow at once is not waited for.
    assert head_of_parts.endswith(b"\r\n\r\n")
    assert told.endswith(b"3\r\n/pa\r\n3\r\nrts\r\n0\r\n\r\n")


async def test_a_head_alone_goes_before_the_next_answer() -> None:
    asked = b"HEAD /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\n\r\n"
    async with listening(usual) as port:
        told = await spoken(port, asked + b"GET /three HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    first, second, third, last = told.split(b"\r\n\r\n")
    assert b"content-length: 4" in first
    assert second.startswith(b"HTTP/1.1 200")
    assert third.startswith(b"/twoHTTP/1.1 200")
    assert last == b"/three"


async def test_whoever_goes_away_meanwhile_harms_nobody(port: int) -> None:
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        writer.transport.abort()
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).content == BODY
