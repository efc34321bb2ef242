"""Documents asked for by their hash, and how much may be asked: what caches and programs are told in headers."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest
from graphql import validate

from app.allowances import MOST_CLIENTS, Allowances
from app.answers import Refused
from app.asgi import create_app
from app.settings import Settings
from schema import trusted
from schema.ids import global_id
from schema.limits import OF_A_CHARACTER, core_of, cost_of, excesses, parsed
from schema.published_only import asks_only_what_is_published
from schema.root import schema
from storage import people as storage_people
from storage.database import Database
from storage.keys import load_signer
from tests.conftest import in_shape
from tests.house import House, house
from tests.situations import Cast, cast, framework_id
from workflows import publications
from workflows.people import create_token
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

DOCUMENTS = trusted._documents()
OWN: dict[str, str] = json.loads((trusted.FOLDER / "own.json").read_text())
PUBLISHED = [text for text in DOCUMENTS.values() if text not in OWN.values()]
MEANS = trusted.document_id(trusted.published_operations()["MeansOfTerritories"])
SCHOOL = trusted.document_id(trusted.published_operations()["SchoolInFull"])


@pytest.fixture(scope="module")
async def served(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with house(module_url, tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
async def people(database: Database) -> Cast:
    made = await cast(database)
    await publications.mirror_register(database)
    return made


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=lambda text: text.split("(")[0].split("{")[0].strip())
def test_a_kept_document_is_true_to_the_schema_and_is_the_same_for_everybody_or_for_who_is_signed_in(text: str) -> None:
    assert validate(core_of(schema), parsed(text)) == []
    assert asks_only_what_is_published(text) is (text in PUBLISHED)
    assert excesses(parsed(text), {"first": 100}) == []


async def test_who_is_signed_in_asks_and_acts_by_the_hash_of_what_the_client_says(served: House) -> None:
    secretary, stranger = await served.signed_in("secretary"), served.browser()

    async def by_hash(browser: httpx.AsyncClient, name: str, **variables: object) -> Any:
        sent = {"documentId": trusted.document_id(OWN[name]), "variables": variables}
        return (await browser.post("/graphql", json=sent)).json()["data"]

    assert (await by_hash(secretary, "Work"))["viewer"]["person"]["name"]["ru"] == "Секретарь"
    assert await by_hash(stranger, "Work") == {"viewer": None}
    absent = {"evaluationId": global_id("evaluation", uuid4()), "expectedVersion": 1}
    told = (await by_hash(secretary, "Renew", input=absent))["renew"]["__typename"]
    assert told == "NotPermittedOrAbsent"
    act = {"documentId": trusted.document_id(OWN["Renew"]), "variables": json.dumps({"input": absent})}
    assert (await secretary.get("/graphql", params=act)).status_code == 405
    await secretary.aclose()


async def test_a_kept_document_is_answered_by_its_hash_and_not_sent_twice(
    client: httpx.AsyncClient, database: Database, settings: Settings, people: Cast
) -> None:
    asked = {"documentId": SCHOOL, "variables": json.dumps({"school": global_id("school", people.school)})}
    first = await client.get("/graphql", params=asked)
    by_text = {"query": DOCUMENTS[SCHOOL], "variables": json.loads(asked["variables"])}
    assert first.content == (await client.post("/graphql", json=by_text)).content
    assert first.json()["data"]["school"]["latest"] is None
    assert first.headers["cache-control"] == "no-cache"
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get("/graphql", params=asked, headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    result = ExternalResult(
        people.school, framework_id("nok_uod"), Decimal(70), None, Text(ru="НОК", en="NOK"), {"1.1": Decimal(70)}
    )
    await publications.publish_external(database, await load_signer(database, settings.data), result)
    after = await client.get("/graphql", params=asked, headers=known)
    assert (after.status_code, after.json()["data"]["school"]["latest"]["total"]) == (200, "70")


@pytest.mark.parametrize(
    ("age", "caching"),
    [(timedelta(days=1), "public, max-age=604800, immutable"), (timedelta(minutes=1), "no-cache")],
)
async def test_only_what_is_long_past_is_kept_without_asking_again(
    client: httpx.AsyncClient, people: Cast, age: timedelta, caching: str
) -> None:
    variables = json.dumps({"asOf": (datetime.now(UTC) - age).isoformat()})
    answer = await client.get("/graphql", params={"documentId": MEANS, "variables": variables})
    assert answer.headers["cache-control"] == caching
    assert ("ratelimit" in answer.headers) is (age < timedelta(hours=1))


@pytest.mark.parametrize(
    "part",
    [
        '{ publications(asOf: "2026-01-01T00:00:00Z") { totalCount } frameworks { totalCount } }',
        '{ publications(asOf: "2026-01-01") { totalCount } }',
        "{ publications(asOf: null) { totalCount } }",
        "query ($asOf: DateTime) { ...all } fragment all on Query { publications(asOf: $asOf) { totalCount } }",
    ],
)
def test_what_is_not_wholly_of_the_past_is_not_settled(part: str) -> None:
    assert not trusted.is_settled(part, {"asOf": "2026-01-01T00:00:00Z"}, datetime(2026, 2, 1, tzinfo=UTC))


async def test_an_unknown_document_is_told(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"documentId": "sha256:" + "0" * 64})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (404, "DOCUMENT_UNKNOWN")
    both = await client.post("/graphql", json={"documentId": MEANS, "query": "{ __typename }"})
    assert both.status_code == 400


def test_a_minute_ends_and_then_all_is_there_again() -> None:
    moment = [0.0]
    allowances = Allowances(100, lambda: moment[0])
    assert allowances.spend("198.51.100.1", None, 60).headers() == {
        "Areopag-Cost": "60",
        "RateLimit-Policy": '"points";q=100;w=60',
        "RateLimit": '"points";r=40;t=60',
    }
    moment[0] = 45.5
    with pytest.raises(Refused) as refused:
        allowances.spend("198.51.100.1", None, 41)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "15")
    assert refused.value.headers["RateLimit"] == '"points";r=40;t=15'
    assert allowances.spend("198.51.100.1", None, 40).left == 0
    assert allowances.spend("198.51.100.2", None, 100).left == 0
    moment[0] = 60.0
    assert allowances.spend("198.51.100.1", None, 1).left == 99


def test_one_line_has_one_allowance_and_a_person_has_more_wherever_they_are() -> None:
    allowances, person = Allowances(100), uuid4()
    assert allowances.spend("2001:db8::1", None, 60).left == 40
    assert allowances.spend("2001:db8::ffff", None, 10).left == 30
    assert allowances.spend("2001:db8::1", person, 60).left == 440
    assert allowances.spend("198.51.100.1", person, 60).left == 380


async def test_server_processes_tell_each_other_what_was_spent(database: Database) -> None:
    one, other, person = Allowances(100), Allowances(100), uuid4()
    one.spend("198.51.100.1", None, 60)
    one.spend("198.51.100.1", person, 300)
    await one.exchange(database)
    # Nothing is known of a client before it comes, and then a second later.
    assert other.spend("198.51.100.1", None, 10).left == 90
    other.spend("198.51.100.1", person, 100)
    await other.exchange(database)
    assert other.spend("198.51.100.1", None, 0).left == 30
    assert other.spend("198.51.100.1", person, 0).left == 100
    with pytest.raises(Refused):
        other.spend("198.51.100.1", None, 31)
    one.spend("198.51.100.1", None, 5)
    await one.exchange(database)
    assert one.spend("198.51.100.1", None, 0).left == 25
    await one.exchange(database)
    assert one.spend("198.51.100.1", None, 0).left == 25
    async with database.working() as tx:
        # The database knows clients by a hash.
        assert await tx.value("SELECT bool_and(client ~ '^[0-9a-f]{64}$') FROM working.spending")


def test_many_clients_do_not_fill_the_memory() -> None:
    allowances = Allowances(100)
    for number in range(MOST_CLIENTS + 10):
        allowances.spend(str(number), None, 1)
    assert len(allowances._minutes) == MOST_CLIENTS


async def test_who_asks_too_much_is_told_what_it_costs_and_a_token_helps(
    settings: Settings, database: Database, people: Cast
) -> None:
    async with database.working() as transaction:
        await storage_people.add_account(transaction, people.secretary, "script", None)
    app = create_app(settings.model_copy(update={"points_a_minute": 50_000}), in_shape)
    query = "{ publications(first: 100) { nodes { school { history { number } } } } }"
    cost = cost_of(query, {})
    # The list itself, and of each of its hundred lines nodes, school, history and number.
    assert cost == 1 + 100 * 4

    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, client=("198.51.100.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://areopag.test") as script:

            async def ask(**headers: str) -> httpx.Response:
                return await script.post("/graphql", json={"query": query}, headers=headers)

            # Its text was new, once.
            left = 50_000 - OF_A_CHARACTER * len(query)
            answers = [await ask() for _ in range(left // cost + 1)]
            assert {answer.status_code for answer in answers[:-1]} == {200}
            assert answers[0].headers["ratelimit"] == f'"points";r={left - cost};t=60'
            last: Any = answers[-1]
            assert (last.status_code, last.headers["areopag-cost"]) == (429, str(cost))
            assert int(last.headers["retry-after"]) in range(1, 61)
            error = last.json()["errors"][0]
            assert error["extensions"]["code"] == "ASKED_TOO_MUCH"
            assert f"this query costs {cost} points" in error["message"]
            told = (await ask(**{"Accept-Language": "ru"})).json()["errors"][0]["message"]
            # No word that would have to be declined by the number.
            assert f"цена этого запроса в баллах – {cost}." in told
            token = await create_token(database, "script", timedelta(days=1), scope="READ")
            known = await ask(Authorization=f"Bearer {token}")
            assert (known.status_code, known.headers["ratelimit-policy"]) == (200, '"points";q=250000;w=60')
