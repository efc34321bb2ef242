"""T14: whoever asks too much, too slowly or too often is refused at once, and others do not wait.

The server is one of its own, as people start it. Attackers come from an address of theirs, everybody else from another.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from app.connections import MOST_OF_ONE
from tests.long.served import Served, server

SERVICES = Path(__file__).parents[1] / "services"
ATTACKER, OTHER = "127.0.0.2", "127.0.0.3"
SOON = 0.05
"""Seconds of work within which an attack is refused."""
BESIDE_OTHERS = 1.5
"""So much longer the same work takes beside other tests, which share its caches: 0.7 s alone were 1.01 beside two."""
JSON_TYPE = {"Content-Type": "application/json"}
NEWER = {"Accept": "application/graphql-response+json"}


@pytest.fixture(scope="module")
async def served(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A server on an empty database."""
    async with server(module_url, tmp_path_factory.mktemp("data")) as running:
        yield running


def from_address(address: str, server_at: str) -> httpx.AsyncClient:
    """A client at this address of a server at that one."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    return httpx.AsyncClient(transport=transport, base_url=server_at, headers=NEWER)


def worked(served: Served) -> float:
    """Seconds for which the server's process has had a processor: other work of the machine does not count."""
    tasks = Path(f"/proc/{served.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def addressed(request: httpx.Request, client: httpx.AsyncClient) -> httpx.Request:
    """A request for the server of a client."""
    request.url = client.base_url.join(request.url)
    request.headers.update({"Accept": NEWER["Accept"], "Host": request.url.netloc.decode()})
    return request


def query(text: str, **more: object) -> httpx.Request:
    """A query in a body."""
    return httpx.Request("POST", "/graphql", json={"query": text, **more})


def doubling(levels: int) -> str:
    """Fragments of which each asks twice for the next."""
    fragments = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return " ".join(["{ ...F0 }", *fragments, f"fragment F{levels} on Query {{ __typename }}"])


def nested(depth: int, outer: str, inner: str) -> str:
    """Something in itself."""
    return outer * depth + inner


ROUND = "{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { type { name "
ATTACKS: dict[str, Callable[[], httpx.Request]] = {
    "aliases": lambda: query("{" + " ".join(f"a{n}: __typename" for n in range(1200)) + "}"),
    "directives": lambda: query("{ __typename" + " @include(if: true)" * 600 + "}"),
    "the same field": lambda: query("{" + " __typename" * 1200 + "}"),
    "fragments that double": lambda: query(doubling(40)),
    "fragments in a circle": lambda: query("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
    "many fragments": lambda: query(
        "{ __typename }" + "".join(f" fragment F{n} on Query {{ __typename }}" for n in range(400))
    ),
    "depth": lambda: query(nested(500, "{ school ", "") + "}" * 500),
    "introspection in a circle": lambda: query(ROUND + "}" * ROUND.count("{")),
    "many operations": lambda: query(" ".join(f"query Q{n} {{ __typename }}" for n in range(400)), operationName="Q1"),
    "variables declared": lambda: query(f"query ({' '.join(f'$v{n}: Int' for n in range(2000))}) {{ __typename }}"),
    "variables sent": lambda: query("{ nothing }", variables={f"v{n}": n for n in range(40_000)}),
    "values in a value": lambda: httpx.Request(
        "POST",
        "/graphql",
        content=b'{"query": "{ nothing }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
        headers=JSON_TYPE,
    ),
    "a list in a list": lambda: query("{ publications(first: " + "[" * 2000 + "]" * 2000 + ") { totalCount } }"),
    "a batch": lambda: httpx.Request("POST", "/graphql", json=[{"query": "{ __typename }"}] * 1000),
    "a comment": lambda: query("#" * 900_000),
    "no JSON": lambda: httpx.Request("POST", "/graphql", content=b"{" * 1000, headers=JSON_TYPE),
    "null": lambda: httpx.Request("POST", "/graphql", content=b"null", headers=JSON_TYPE),
    "a number": lambda: httpx.Request("POST", "/graphql", content=b"1e999999", headers=JSON_TYPE),
    "a mutation by address": lambda: httpx.Request(
        "GET", "/graphql", params={"query": "mutation { endOtherSessions { __typename } }"}
    ),
    "a mutation from a form": lambda: httpx.Request(
        "POST", "/graphql", data={"query": "mutation { endOtherSessions { __typename } }"}
    ),
    "a mutation as plain text": lambda: httpx.Request(
        "POST", "/graphql", content=b"mutation { endOtherSessions { __typename } }"
    ),
    "a field that is not there": lambda: query("{ publicatons { totalCount } }"),
    "a trace": lambda: httpx.Request("TRACE", "/graphql"),
    "an address without end": lambda: httpx.Request("GET", "/graphql", params={"query": "{" + "a " * 30_000 + "}"}),
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_t14_what_asks_too_much_is_refused_at_once(served: Served, attack: str) -> None:
    took = []
    async with from_address(ATTACKER, served.address) as attacker:
        for _ in range(3):
            began = worked(served)
            answer = await attacker.send(addressed(ATTACKS[attack](), attacker))
            took.append(worked(served) - began)
            assert answer.status_code in range(400, 500), answer.text[:300]
            assert "Traceback" not in answer.text
    assert min(took) < SOON


async def test_t14_a_body_of_twenty_megabytes_is_refused_before_it_came(served: Served) -> None:
    head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    for length in (f"Content-Length: {20 * 1024 * 1024}", "Transfer-Encoding: chunked"):
        reader, writer = await connected(served, "127.0.0.6")
        writer.write(f"{head}{length}\r\n\r\n".encode())
        began = worked(served)
        if "chunked" in length:
            for _ in range(17):
                writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
        assert (await reader.readline()).split()[1] == b"413"
        assert worked(served) - began < SOON
        writer.close()


async def connected(served: Served, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A bare connection from an address."""
    url = httpx.URL(served.address)
    return await asyncio.open_connection(url.host, url.port, local_addr=(address, 0))


async def test_t14_ten_thousand_connections_of_one_leave_room_for_everybody(served: Served) -> None:
    """Whoever holds as many as a school may need is told so at once for each further one; the silent are let go."""
    slow, writer = await connected(served, ATTACKER)
    writer.write(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
    held: list[asyncio.StreamWriter] = []
    answered, took = Counter[bytes](), []

    async def one_more() -> None:
        reader, writer = await connected(served, ATTACKER)
        try:
            async with asyncio.timeout(SOON):
                answered[(await reader.readline()).split()[1]] += 1
            writer.close()
        except TimeoutError:
            held.append(writer)

    async with from_address(OTHER, served.address) as other:
        for _ in range(100):
            began = worked(served)
            await asyncio.gather(*(one_more() for _ in range(100)))
            took.append((worked(served) - began) / 100)
            assert (await other.get("/graphql", params={"query": "{ publications { totalCount } }"})).status_code == 200
    for kept in held:
        kept.close()
    # In place of those that were let go meanwhile, for they said nothing, others were taken.
    assert answered.keys() <= {b"429", b"408"}
    assert MOST_OF_ONE - 1 <= len(held) < 5_000
    assert max(took) < SOON
    async with asyncio.timeout(30):
        assert (await slow.readline()).split()[1] == b"408"
    writer.close()


async def test_t14_whoever_goes_on_after_being_refused_is_read_no_more(served: Served) -> None:
    """A client that used its minute up is told so without its document being read."""
    costly = [query("{" + " ".join(f"a{m}_{n}: __typename" for n in range(600)) + "}") for m in range(80)]
    async with from_address("127.0.0.4", served.address) as attacker:
        statuses = [(await attacker.send(addressed(request, attacker))).status_code for request in costly]
        new = [f"{{ a{n}: __typename " + "b: __typename " * 200 + "}" for n in range(2)]
        by_address = httpx.Request("GET", "/graphql", params={"query": new[0]})
        for unread in (costly[0], query(new[1]), by_address):
            began = worked(served)
            assert (await attacker.send(addressed(unread, attacker))).status_code == 429
            assert worked(served) - began < SOON / 5
    assert statuses[0] == 400
    assert statuses[-1] == 429


def never_the_same() -> httpx.Request:
    """A query that may be asked, about everything, in words that nobody used before."""
    names = (f"a{uuid4().hex[:12]}" for _ in range(45))
    inner = "totalCount nodes { number publishedAt validFrom validTo school { name { ru en } history { number } } }"
    return query("{" + " ".join(f"{name}: publications(first: 1) {{ {inner} }}" for name in names) + "}")


async def test_t14_whoever_sends_ever_new_texts_has_no_more_than_a_second_of_work_done_in_a_minute(
    served: Served,
) -> None:
    async with from_address("127.0.0.5", served.address) as attacker:
        began = worked(served)
        statuses = [(await attacker.send(addressed(never_the_same(), attacker))).status_code for _ in range(60)]
        assert worked(served) - began < 1 * BESIDE_OTHERS
    assert (statuses[0], statuses[-1]) == (200, 429)


async def test_every_audit_of_graphql_over_http_is_ok(served: Served) -> None:
    """The audits that come with the package `graphql-http`: what must, should and may be."""
    process = await asyncio.create_subprocess_exec(
        "node",
        "over_http.mjs",
        f"{served.address}/graphql",
        cwd=SERVICES,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, error = await process.communicate()
    assert process.returncode == 0, error.decode()
    found = json.loads(said)
    assert [one for one in found if one["status"] != "ok"] == []
    assert len(found) == 61
