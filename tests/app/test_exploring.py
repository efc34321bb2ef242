"""Who may ask the API about itself: in production only who is known; everybody has the contract as a file."""

from datetime import timedelta

import httpx
import pytest

from app.asgi import create_app
from app.settings import Mode, Settings
from storage import people as storage_people
from storage.database import Database
from tests.conftest import in_shape
from tests.situations import Cast, cast
from workflows.people import create_token

INTROSPECTION = "{ __schema { queryType { name } } }"
MISTAKEN = "{ publicatons { totalCount } }"


async def ask(client: httpx.AsyncClient, query: str, **headers: str) -> str:
    """What is told of the first error, or the whole answer where there is none."""
    answer = await client.post("/graphql", json={"query": query}, headers=headers)
    errors = answer.json().get("errors")
    return str(errors[0]["message"]) if errors else answer.text


@pytest.fixture
async def people(database: Database) -> Cast:
    """Somebody to be known."""
    return await cast(database)


async def test_in_production_a_stranger_is_led_to_the_contract_and_told_no_names(
    settings: Settings, database: Database, people: Cast
) -> None:
    closed = settings.model_copy(update={"mode": Mode.PRODUCTION, "public_url": "https://areopag.test"})
    app = create_app(closed, in_shape)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://areopag.test") as client:
            assert "/schema.graphql" in await ask(client, INTROSPECTION)
            assert "/schema.graphql" in await ask(client, '{ ...A } fragment A on Query { __type(name: "X") { name } }')
            assert "type Query" in (await client.get("/schema.graphql")).text
            assert "Query" in await ask(client, "{ __typename }")
            assert await ask(client, MISTAKEN) == "Cannot query field 'publicatons' on type 'Query'."
            async with database.working() as transaction:
                await storage_people.add_account(transaction, people.secretary, "script", None)
            token = await create_token(database, "script", timedelta(days=1), scope="READ")
            known = {"Authorization": f"Bearer {token}"}
            assert '"name":"Query"' in await ask(client, INTROSPECTION, **known)
            assert "Did you mean 'publications'" in await ask(client, MISTAKEN, **known)
            # What was told to somebody known is not told on.
            assert "/schema.graphql" in await ask(client, INTROSPECTION)


async def test_elsewhere_everybody_explores(client: httpx.AsyncClient) -> None:
    assert '"name":"Query"' in await ask(client, INTROSPECTION)
    assert "Did you mean 'publications'" in await ask(client, MISTAKEN)
