"""Kept answers: byte for byte what the executor says, never older than the question, and never of the working world."""

import asyncio
import random
import re
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import pytest

from app.allowances import REFUSALS_READ, Allowances
from app.kept import Answer, KeptAnswers
from app.settings import Settings
from schema.ids import global_id
from schema.published_only import PUBLISHED, asks_only_what_is_published
from schema.root import schema
from schema.trusted import document_id, published_operations
from storage.database import Database
from storage.keys import load_signer
from tests.situations import Cast, cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

LEAVES = {
    "publications": "totalCount nodes { %s }",
    "schools": "totalCount nodes { id name { ru } latest { %s } history { %s } }",
    "changesSince": "nodes { number publication { %s } }",
    "territories": "name { ru } schoolCount frameworks { schools mean }",
    "frameworks": "totalCount nodes { code }",
}
FIELDS = [
    "number",
    "total",
    "kind",
    "correctedBy",
    "sha256",
    "publishedAt",
    "school { name { en } }",
    "criteria { code }",
]


def some_query(chance: random.Random) -> str:
    """A query of an observer, with aliases, fragments and pages as they come."""
    parts = []
    for place, name in enumerate(chance.sample(sorted(LEAVES), chance.randint(1, 3))):
        fields = " ".join(chance.sample(FIELDS, chance.randint(1, 4)))
        alias = f"a{place}: " if chance.random() < 0.3 else ""
        first = f"(first: {chance.randint(1, 5)})" if name != "territories" else ""
        parts.append(f"{alias}{name}{first} {{ {LEAVES[name].replace('%s', fields)} __typename }}")
    inner = " ".join(parts)
    return f"query {{ ...all }} fragment all on Query {{ {inner} }}" if chance.random() < 0.3 else f"{{ {inner} }}"


@pytest.fixture
async def people(database: Database, client: httpx.AsyncClient) -> Cast:
    made = await cast(database)
    await publications.mirror_register(database)
    return made


async def publish(database: Database, settings: Settings, people: Cast, total: int) -> None:
    """A result of others."""
    signer = await load_signer(database, settings.data)
    text = Text(ru="НОК", en="NOK")
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal(total), None, text, {"1.1": Decimal(total)})
    await publications.publish_external(database, signer, result)


async def ask(client: httpx.AsyncClient, query: str, **variables: Any) -> bytes:
    """The bytes of an answer."""
    return (await client.post("/graphql", json={"query": query, "variables": variables})).content


async def test_a_kept_answer_is_the_executor_s_byte_for_byte(
    client: httpx.AsyncClient, database: Database, settings: Settings, people: Cast
) -> None:
    chance = random.Random(8)
    queries = [some_query(chance) for _ in range(40)]
    kept: KeptAnswers = client._transport.app.state.kept  # type: ignore[attr-defined] # httpx names no type for it
    for total in (50, 60):
        await publish(database, settings, people, total)
        for query in queries:
            first = await ask(client, query)
            assert b"errors" not in first, first
            again = await ask(client, query)
            kept._answers.clear()
            assert first == again == await ask(client, query), query


async def test_whoever_asks_after_a_publication_sees_it(
    client: httpx.AsyncClient, database: Database, settings: Settings, people: Cast
) -> None:
    query = "{ publications { totalCount } }"
    over = asyncio.Event()

    async def keep_asking() -> None:
        while not over.is_set():
            await ask(client, query)

    asking = [asyncio.create_task(keep_asking()) for _ in range(4)]
    for count in range(1, 9):
        await publish(database, settings, people, 50)
        assert await ask(client, query) == b'{"data":{"publications":{"totalCount":%d}}}' % count
    over.set()
    await asyncio.gather(*asking)


async def test_a_changed_register_is_a_new_edition(client: httpx.AsyncClient, database: Database, people: Cast) -> None:
    query = "query ($id: ID!) { school(id: $id) { name { ru } } }"
    asked = {"id": global_id("school", people.school)}
    assert "Школа № 1" in (await ask(client, query, **asked)).decode()
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Лицей' WHERE id = :id", id=people.school)
    await publications.mirror_register(database)
    assert "Лицей" in (await ask(client, query, **asked)).decode()


async def test_what_was_written_of_a_record_gives_way_when_the_register_says_other_things_of_its_school(
    client: httpx.AsyncClient, database: Database, settings: Settings, people: Cast
) -> None:
    query = "{ publications { nodes { number school { name { ru } } } } }"
    for total in (50, 60, 70):
        await publish(database, settings, people, total)
    before = (await ask(client, query)).decode()
    state = client._transport.app.state  # type: ignore[attr-defined] # httpx names no type for it
    written = dict(state.lasting_pieces._answers)
    assert [before.count("Школа № 1"), len(written)] == [3, 3]
    await publish(database, settings, people, 80)
    assert (await ask(client, query)).decode().count("Школа № 1") == 4
    assert written.items() < state.lasting_pieces._answers.items()
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Лицей' WHERE id = :id", id=people.school)
    await publications.mirror_register(database)
    assert (await ask(client, query)).decode().count("Лицей") == 4


def test_every_published_table_is_part_of_the_edition(owner_url: str) -> None:
    """A new table here must change the edition when it changes, or no kept answer may come from it."""
    with psycopg.connect(owner_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'published'").fetchall()
    derived_or_named_by_records = {"result", "register_before", "signing_key", "voice", "word"}
    told = {"record", "school", "territory", "framework", "crosswalk"}
    assert {name for (name,) in tables} - derived_or_named_by_records == told


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer { roles } }",
        '{ node(id: "x") { id } }',
        "{ publications { totalCount } viewer { roles } }",
        "{ ...f } fragment f on Query { viewer { roles } }",
        "{ ... on Query { p: viewer { roles } } }",
        "query A { territories { id } } query B { viewer { roles } }",
        "mutation { signOut }",
        "{ __schema { types { name } } }",
        "{ ...f } fragment f on Query { ...f node(id: 1) { id } }",
        "{",
        "",
    ],
)
def test_what_may_lead_into_the_working_world_is_never_kept(query: str) -> None:
    assert not asks_only_what_is_published(query)


def test_what_is_kept_are_fields_of_the_schema() -> None:
    root = schema._schema.query_type
    assert root
    assert PUBLISHED - {"__typename"} <= root.fields.keys()


async def test_a_query_by_address_is_not_sent_twice(
    client: httpx.AsyncClient, database: Database, settings: Settings, people: Cast
) -> None:
    asked = {"query": "{ publications { totalCount } }"}
    first = await client.get("/graphql", params=asked)
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get("/graphql", params=asked, headers=known)
    assert (again.status_code, again.content, first.headers["cache-control"]) == (304, b"", "no-cache")
    await publish(database, settings, people, 50)
    news = await client.get("/graphql", params=asked, headers=known)
    assert (news.status_code, news.json()) == (200, {"data": {"publications": {"totalCount": 1}}})
    private = await client.get("/graphql", params={"query": "{ viewer { roles } }"})
    assert (private.headers["cache-control"], "etag" in private.headers) == ("no-store", False)


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{ publications { totalCount } }"},
        {"query": "query ($first: Int) { schools(first: $first) { totalCount } }", "variables": '{"first": 3}'},
        {
            "documentId": document_id(published_operations()["MeansOfTerritories"]),
            "variables": '{"asOf": "2020-01-01T00:00:00Z"}',
        },
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "application/graphql-response+json"])
async def test_what_is_asked_again_is_answered_the_short_way_as_the_whole_application_does(
    client: httpx.AsyncClient, people: Cast, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], accept: str
) -> None:
    headers = {"Accept": accept, "X-Request-Id": "asked-again"}
    tag = (await client.get("/graphql", params=asked, headers=headers)).headers["etag"]
    ways = (headers, {**headers, "If-None-Match": tag}, {**headers, "If-None-Match": '"another"'})
    # A cookie of whatever kind is not the usual case.
    long = [await client.get("/graphql", params=asked, headers={**way, "Cookie": "other=1"}) for way in ways]
    monkeypatch.setattr("app.graphql.within_allowance", None)
    short = [await client.get("/graphql", params=asked, headers=way) for way in ways]
    assert [one.status_code for one in short] == [200, 304, 200]
    for one, other in zip(short, long, strict=True):
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.headers.keys() == other.headers.keys()
        assert {**one.headers, "ratelimit": ""} == {**other.headers, "ratelimit": ""}


@pytest.mark.parametrize(
    "query",
    [
        "query ($first: Int) { schools(first: $first) { totalCount nodes { name { ru } } } }",
        "query ($first: Int) { schools(first: $first) { totalCount nothing } }",
        'query ($first: Int) { schools(first: $first, after: "?") { totalCount } }',
        "query ($first: Int) { schools(first: $first) @include(if: true) { totalCount } }",
        "query ($first: Int) { viewer { roles } schools(first: $first) { totalCount } }",
        "{ schools(first: 900) { totalCount } }",
        "{",
    ],
)
async def test_what_is_sent_in_a_body_is_answered_the_short_way_as_the_whole_application_does(
    client: httpx.AsyncClient, people: Cast, query: str
) -> None:
    headers = {"X-Request-Id": "asked-in-a-body"}
    body = {"query": query, "variables": {"first": 2}}
    for _ in range(2):
        short = await client.post("/graphql", json=body, headers=headers)
        long = await client.post("/graphql", json=body, headers={**headers, "Cookie": "other=1"})
        assert (short.status_code, short.content) == (long.status_code, long.content)
        changing = {"ratelimit": "", "x-fault": ""}
        assert {**short.headers, **changing} == {**long.headers, **changing}


async def test_the_usual_query_in_a_body_does_not_reach_the_application(
    client: httpx.AsyncClient, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.graphql.within_allowance", None)
    body = {"query": "{ schools { totalCount } }"}
    answers = [await client.post("/graphql", json=body) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].content == answers[1].content


async def test_an_answer_that_the_short_way_could_not_give_is_counted_once(
    client: httpx.AsyncClient, people: Cast
) -> None:
    """A cursor that is none is told by the ordinary executor alone."""
    body = {"query": '{ schools(after: "?") { totalCount } }'}
    await client.post("/graphql", json=body)
    before = (await client.post("/graphql", json={"query": "{ schools { totalCount } }"})).headers
    after = (await client.post("/graphql", json=body)).headers
    left = [int(re.findall(r"r=(\d+)", one["ratelimit"])[0]) for one in (before, after)]
    assert left[0] - left[1] == int(after["areopag-cost"])


async def test_the_short_way_is_counted_too(client: httpx.AsyncClient, people: Cast) -> None:
    asked = {"query": "{ publications { totalCount } }"}
    cost = int((await client.get("/graphql", params=asked)).headers["areopag-cost"])
    client._transport.app.state.allowances = Allowances(2 * cost)  # type: ignore[attr-defined] # httpx names no type
    assert [(await client.get("/graphql", params=asked)).status_code for _ in range(3)] == [200, 200, 429]


async def test_what_the_short_way_cannot_afford_is_refused_once_and_told_what_it_costs(
    client: httpx.AsyncClient, people: Cast
) -> None:
    asked = {"query": "{ publications { totalCount } }"}
    cost = int((await client.get("/graphql", params=asked)).headers["areopag-cost"])
    client._transport.app.state.allowances = Allowances(cost)  # type: ignore[attr-defined] # httpx names no type
    answers = [await client.get("/graphql", params=asked) for _ in range(REFUSALS_READ + 3)]
    assert [one.status_code for one in answers] == [200] + [429] * (REFUSALS_READ + 2)
    told = [int(one.headers["areopag-cost"]) for one in answers[1:]]
    assert min(told[:REFUSALS_READ]) >= cost > 1
    assert told[REFUSALS_READ:] == [1, 1], "it is read no more"


async def test_a_wrong_token_is_refused_also_where_the_answer_is_kept(client: httpx.AsyncClient, people: Cast) -> None:
    query = {"query": "{ publications { totalCount } }"}
    await client.post("/graphql", json=query)
    answer = await client.post("/graphql", json=query, headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401


def test_only_so_much_is_kept() -> None:
    kept = KeptAnswers(most_bytes=25)
    for key in "abc":
        kept.keep("1", key, Answer(b"0123456789"))
    assert [bool(kept.find("1", key)) for key in "abc"] == [False, True, True]
    assert kept.find("2", "c") is None
    kept.keep("2", "d", Answer(b"0"))
    assert kept.find("1", "c") is None
