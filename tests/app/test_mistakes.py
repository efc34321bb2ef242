"""Mistakes in a request are told in the language of whoever asks; answers that caches keep are the same in each."""

import re
from typing import Any

import httpx
import pytest

from storage.database import Database
from tests.situations import cast

CYRILLIC = re.compile("[А-Яа-яЁё]")
DEEP = "{ territories " + "{ municipalities " * 20 + "{ id }" + " }" * 20 + " }"
IN_THE_BODY: list[Any] = [
    {"query": "{ publications(first: 1000) { totalCount } }"},
    {"query": '{ publications(after: "x") { totalCount } }'},
    {"query": '{ schools(after: "x") { totalCount } }'},
    {"query": DEEP},
    {"query": "{" + "(" * 30_000},
    {"query": "{ a: __typename } ".join(f"query q{place} " for place in range(3)) + "{ b: __typename }"},
    {"query": "query one { __typename }", "operationName": "other"},
    {"query": 1},
    {"query": "{ __typename }", "variables": 1},
    {"query": "{ __typename }", "extensions": 1},
    {"query": "{ __typename }", "operationName": 1},
    {"query": "{ __typename }", "documentId": "x"},
    {"query": "{ \x00 }"},
    {"documentId": "sha256:x"},
    [],
]


async def messages(client: httpx.AsyncClient, method: str, language: str | None, **given: Any) -> list[str]:
    """What is told, and that nobody keeps it for others."""
    headers = {**given.pop("headers", {}), **({"Accept-Language": language} if language else {})}
    answer = await client.request(method, "/graphql", headers=headers, **given)
    assert answer.headers["cache-control"] == "no-store"
    assert "Accept-Language" in answer.headers["vary"]
    return [error["message"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("asked", IN_THE_BODY, ids=lambda asked: str(asked)[:50])
async def test_a_mistake_is_told_in_the_language_of_whoever_asks(client: httpx.AsyncClient, asked: Any) -> None:
    in_russian = await messages(client, "POST", "ru-RU,ru;q=0.9,en;q=0.8", json=asked)
    assert all(CYRILLIC.search(message) for message in in_russian), in_russian
    in_english = await messages(client, "POST", "en-GB,en;q=0.9,ru;q=0.8", json=asked)
    assert not any(CYRILLIC.search(message) for message in in_english), in_english
    assert in_english == await messages(client, "POST", None, json=asked)


async def test_so_is_one_in_the_address_or_the_headers(client: httpx.AsyncClient) -> None:
    for method, given in (
        ("GET", {"params": {"query": "{ __typename }", "variables": "{"}}),
        ("GET", {"params": {"query": "mutation { signOut { __typename } }"}}),
        ("POST", {"headers": {"Content-Type": "text/plain"}, "content": b"{}"}),
        ("POST", {"headers": {"Content-Type": "application/json"}, "content": b"{"}),
        ("GET", {"headers": {"Accept": "text/html"}, "params": {"query": "{ __typename }"}}),
    ):
        for language, russian in (("ru", True), ("en", False)):
            told = await messages(client, method, language, **given)
            assert [bool(CYRILLIC.search(message)) for message in told] == [russian], told


async def test_an_answer_without_mistakes_is_the_same_in_every_language_and_kept_so(
    client: httpx.AsyncClient, database: Database
) -> None:
    await cast(database)
    answers = [
        await client.get(
            "/graphql", params={"query": "{ schools { totalCount } }"}, headers={"Accept-Language": language}
        )
        for language in ("ru", "en")
    ]
    assert answers[0].content == answers[1].content
    assert [(one.headers["vary"], one.headers["etag"]) for one in answers] == [
        ("Accept", answers[0].headers["etag"])
    ] * 2
