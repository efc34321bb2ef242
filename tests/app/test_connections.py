"""An answer in one piece is HTTP as everybody speaks it, whatever the connection is to do afterwards."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.connections import AT_ONCE, BoundedProtocol

BODY = "Ответ".encode() * 40_000
LINES = b"content-type: text/plain\r\ncontent-length: %d\r\n" % len(BODY)


async def at_once(scope: Scope, _receive: Receive, _send: Send) -> None:
    """An application that answers everything in one piece."""
    await scope["extensions"][AT_ONCE](200, LINES, BODY)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(at_once, lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    state.default_headers = [(b"date", b"Mon, 30 Nov 2026 10:00:00 GMT")]
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: BoundedProtocol(config, state, {}), "127.0.0.1", 0)
    yield listening.sockets[0].getsockname()[1]
    listening.close()


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


async def test_whoever_goes_away_meanwhile_harms_nobody(port: int) -> None:
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        writer.transport.abort()
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).content == BODY
