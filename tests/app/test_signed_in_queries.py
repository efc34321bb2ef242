"""Whoever is signed in is answered the short way as by the whole application, within the same limits."""

import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.allowances import KNOWN_TIMES, Allowances
from app.guards import session_cookie
from app.settings import Settings
from storage import people as stored
from storage.database import Database
from storage.sessions import begin_session
from tests.situations import Cast, cast, opened
from workflows.admission import digest_of

CASES = "query ($first: Int) { viewer { evaluations(first: $first) { nodes { number state { code } } } } }"
ONE = "query ($number: String!) { viewer { evaluation(number: $number) { number } } }"
TOKEN = "a token of a session"
LONG_WAY = {"Authorization": "Basic of-no-use"}
"""What is given here is not looked at, but it is not the usual case."""


@pytest.fixture
async def people(client: httpx.AsyncClient, database: Database, settings: Settings) -> Cast:
    """The secretary is signed in, and there is a case."""
    made = await cast(database)
    await opened(database, made)
    async with database.working() as tx:
        await stored.add_account(tx, made.secretary, "secretary", None)
        await begin_session(
            tx, digest_of(TOKEN), made.secretary, timedelta(hours=1), user_agent="", address="", method="PASSWORD"
        )
    client.cookies.set(session_cookie(settings), TOKEN)
    return made


@pytest.fixture
def _short_way_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.graphql.within_allowance", None)


async def ask(client: httpx.AsyncClient, query: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
    """The response to a query in a body."""
    return await client.post("/graphql", json={"query": query, "variables": given}, headers=headers)


@pytest.mark.parametrize("accept", ["*/*", "application/graphql-response+json"])
async def test_the_short_way_answers_as_the_long_one(
    client: httpx.AsyncClient, people: Cast, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    headers = {"Accept": accept, "X-Request-Id": "asked-again"}
    address = {"query": CASES, "variables": '{"first": 3}'}

    async def both(more: dict[str, str]) -> list[httpx.Response]:
        by_address = await client.get("/graphql", params=address, headers={**headers, **more})
        return [await ask(client, CASES, {**headers, **more}, first=3), by_address]

    long = await both(LONG_WAY)
    monkeypatch.setattr("app.graphql.within_allowance", None)
    for one, other in zip(await both({}), long, strict=True):
        assert one.json()["data"]["viewer"]["evaluations"]["nodes"] != []
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.headers.keys() == other.headers.keys()
        assert {**one.headers, "ratelimit": ""} == {**other.headers, "ratelimit": ""}


@pytest.mark.usefixtures("_short_way_alone")
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.test"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_t12_what_another_site_makes_a_browser_ask_is_refused(
    client: httpx.AsyncClient, people: Cast, headers: dict[str, str]
) -> None:
    refused = await ask(client, CASES, headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "FOREIGN_ORIGIN")


@pytest.mark.usefixtures("_short_way_alone")
async def test_t3_an_absence_is_told_at_a_whole_tick(
    client: httpx.AsyncClient, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.absences.TICK_SECONDS", 0.5)
    began = time.monotonic()
    absent = await ask(client, ONE, number="1999-001")
    assert absent.json() == {"data": {"viewer": {"evaluation": None}}}
    assert time.monotonic() - began >= 0.5


async def test_what_is_no_usual_query_of_somebody_is_answered_by_the_application(
    client: httpx.AsyncClient, people: Cast, database: Database
) -> None:
    asked = await ask(client, 'mutation { leaveCase: setAsideNothing(id: "x") }')
    assert "errors" in asked.json()
    published = await ask(client, "{ territories { id } }")
    assert published.json()["data"]["territories"] != {}
    wrong = await ask(client, CASES, first=1_000_000)
    assert "errors" in wrong.json()
    async with database.working() as tx:
        await tx.run("DELETE FROM working.session")
    assert (await ask(client, CASES)).json() == {"data": {"viewer": None}}


async def test_t14_whoever_has_spent_their_points_is_refused(
    client: httpx.AsyncClient, people: Cast, settings: Settings
) -> None:
    state = client._transport.app.state  # type: ignore[attr-defined] # httpx names no type for it
    first = await ask(client, CASES)
    cost = int(first.headers["areopag-cost"])
    state.allowances = Allowances(cost)
    for left in reversed(range(KNOWN_TIMES)):
        told = await ask(client, CASES)
        assert (told.status_code, told.headers["ratelimit"].split(";")[1]) == (200, f"r={left * cost}")
    refused = await ask(client, CASES)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "ASKED_TOO_MUCH")
    state.allowances = Allowances(10**9)
    assert (await ask(client, CASES)).status_code == 200
