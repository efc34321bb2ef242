"""The shortest way answers what is kept without a task of its own, and says what the way through the application says,
however the request comes over the line."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from uvicorn.server import ServerState

from app.allowances import Allowances
from app.at_once import AnswersAtOnce
from app.connections import BoundedProtocol, TakesAtOnce
from app.graphql_request import Asked
from app.kept import Answer
from storage.database import Database
from tests.situations import Cast, cast
from workflows import publications

QUERY = "{ schools(first: 2) { totalCount nodes { name { ru } } } }"
GET = f"GET /graphql?query={quote(QUERY)} HTTP/1.1\r\nHost: a\r\nX-Request-Id: over-the-line\r\n%b\r\n"
BODY = b'{"query": "{ schools(first: 2) { totalCount } }"}'
POST = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%%b\r\n%b" % (
    len(BODY),
    BODY,
)
CHANGING = re.compile(rb"(?m)^(ratelimit|date|x-request-id): .*\r\n")


def asked(how: bytes | str, headers: bytes = b"") -> bytes:
    return (how.encode() if isinstance(how, str) else how).replace(b"%b", headers)


@pytest.fixture
async def people(database: Database, client: httpx.AsyncClient) -> Cast:
    made = await cast(database)
    await publications.mirror_register(database)
    return made


@pytest.fixture
def app(client: httpx.AsyncClient, people: Cast) -> Starlette:
    application: Starlette = client._transport.app  # type: ignore[attr-defined] # httpx names no type for it
    return application


@asynccontextmanager
async def listening(app: Starlette, at_once: TakesAtOnce | None) -> AsyncIterator[tuple[int, ServerState]]:
    """A server on a port of its own, and what uvicorn knows of its tasks."""

    class Protocol(BoundedProtocol):
        pass

    Protocol.at_once = at_once
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(lambda: Protocol(config, state, {}), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], state
    finally:
        server.close()


class Counting:
    """Tells how many requests were answered the shortest way."""

    def __init__(self, at_once: AnswersAtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answered = 0
        written = AnswersAtOnce._written

        def counted(*given):  # type: ignore[no-untyped-def] # stands in for it
            told = written(*given)
            self.answered += told is not None
            return told

        monkeypatch.setattr(AnswersAtOnce, "_written", counted)


async def told(port: int, *parts: bytes, until: int = 1) -> bytes:
    """What the server says to this until it has said so many answers, or closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.02)
    answers = b""
    for _ in range(until):
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        answers += head + (await reader.readexactly(int(length[1])) if length else b"")
    writer.close()
    return answers


WAYS = {
    "by address": [asked(GET)],
    "in a body": [asked(POST)],
    "in a body that comes later": [asked(POST)[: -len(BODY)], BODY],
    "a head in two parts": [asked(GET)[:30], asked(GET)[30:]],
    "two together": [asked(GET) + asked(POST)],
    "a known answer": [asked(GET, b"If-None-Match: %s\r\n")],
    "to be closed": [asked(GET, b"Connection: close\r\n")],
    "an older client": [asked(GET).replace(b"HTTP/1.1", b"HTTP/1.0")],
    "the newer type": [asked(GET, b"Accept: application/graphql-response+json\r\n")],
    "somebody with a cookie": [asked(GET, b"Cookie: other=1\r\n")],
    "a wrong token": [asked(GET, b"Authorization: Bearer wrong\r\n")],
    "waits to send its body": [asked(POST, b"Expect: 100-continue\r\n")[: -len(BODY)], BODY],
    "a method that is none": [asked(GET).replace(b"GET", b"PUT")],
    "no query": [b"GET /graphql?query=%7B HTTP/1.1\r\nHost: a\r\n\r\n"],
}
ANSWERED_AT_ONCE = {
    "by address": 1,
    "in a body": 1,
    "a head in two parts": 1,
    "two together": 2,
    "a known answer": 1,
    "to be closed": 1,
    "an older client": 1,
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_shortest_way_says_what_the_application_says(
    app: Starlette, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(app.state.at_once, monkeypatch)
    async with listening(app, app.state.at_once) as (short, _), listening(app, None) as (long, _):
        first = await told(long, asked(GET) + asked(POST), until=2)
        tag = re.search(rb"etag: (.*)\r\n", first)
        assert tag
        parts = [part.replace(b"%s", tag[1]) for part in WAYS[way]]
        until = 2 if way in ("two together", "waits to send its body") else 1
        said = [CHANGING.sub(b"", await told(port, *parts, until=until)) for port in (short, long)]
    assert said[0] == said[1]
    assert counting.answered == ANSWERED_AT_ONCE.get(way, 0)


class Tasks(set["asyncio.Task[None]"]):
    """Counts those that were ever begun."""

    begun = 0

    def add(self, task: "asyncio.Task[None]") -> None:
        self.begun += 1
        super().add(task)


@pytest.mark.parametrize("how", [GET, POST])
async def test_what_is_kept_needs_no_task(app: Starlette, how: bytes | str) -> None:
    async with listening(app, app.state.at_once) as (port, state):
        state.tasks = tasks = Tasks()
        for _ in range(3):
            await told(port, asked(how))
    assert tasks.begun == 1


async def test_what_is_of_an_earlier_edition_is_no_answer(app: Starlette, database: Database, people: Cast) -> None:
    async with listening(app, app.state.at_once) as (port, _):
        before = [await told(port, asked(GET)) for _ in range(2)]
        assert "Школа № 1".encode() in before[0]
        assert before[0].partition(b"{")[2] == before[1].partition(b"{")[2]
        async with database.working() as tx:
            await tx.run("UPDATE working.organisation SET name_ru = 'Лицей' WHERE id = :id", id=people.school)
        await publications.mirror_register(database)
        assert "Лицей".encode() in await told(port, asked(GET))


async def test_whoever_stands_behind_a_proxy_is_counted_alone(app: Starlette) -> None:
    def left(answer: bytes) -> int:
        found = re.search(rb'ratelimit: "points";r=(\d+)', answer)
        assert found
        return int(found[1])

    async with listening(app, app.state.at_once) as (port, _):
        await told(port, asked(GET))
        one = [left(await told(port, asked(GET, b"X-Forwarded-For: 192.0.2.1\r\n"))) for _ in range(2)]
        other = left(await told(port, asked(GET, b"X-Forwarded-For: 192.0.2.2\r\n")))
    assert one[0] == other > one[1]


async def test_whoever_has_nothing_left_is_told_by_the_application(app: Starlette) -> None:
    async with listening(app, app.state.at_once) as (port, _):
        found = re.search(rb"areopag-cost: (\d+)\r\n(?s:.*);r=(\d+)", await told(port, asked(GET)))
        assert found
        cost, left = int(found[1]), int(found[2])
        app.state.allowances.spend("127.0.0.1", None, left - 2 * cost)
        answers = [await told(port, asked(GET)) for _ in range(3)]
    assert [answer.split(b" ", 2)[1] for answer in answers] == [b"200", b"200", b"429"]


@pytest.mark.parametrize("broken", ["reads", "spend_if_there"])
async def test_an_error_of_the_shortest_way_leaves_the_answer_to_the_application(
    app: Starlette, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(app, app.state.at_once) as (port, _):
        first = await told(port, asked(GET))
        failures, sound = [ZeroDivisionError()], getattr(Allowances, broken)

        def fails_once(*given: Any) -> Any:
            if failures:
                raise failures.pop()
            return sound(*given)

        monkeypatch.setattr(Allowances, broken, fails_once)
        assert CHANGING.sub(b"", await told(port, asked(GET))) == CHANGING.sub(b"", first)
        assert not failures


async def test_an_answer_that_nobody_takes_is_not_piled_up(app: Starlette) -> None:
    """A client that sends on and on without reading is answered no faster than it reads."""
    query = "{ schools(first: 2) { totalCount } }"
    asking = Asked(query, None, None)
    large = Answer(b"x" * 900_000)
    async with listening(app, app.state.at_once) as (port, _):
        address = f"GET /graphql?query={quote(query)} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        edition = await app.state.edition.value()
        app.state.kept.keep(edition, asking.key("application/json"), large)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
        writer.write(address * 40)
        await asyncio.sleep(0.3)
        for _ in range(40):
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(len(large)) == large.content
        writer.close()
