"""One act in many cases as a client asks for it over HTTP: begun, done by the job, reported case by case."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schema.ids import global_id, key_of
from storage import people as stored
from storage.database import Database
from storage.keys import Signer
from tests.situations import PROCESS, cast, deadlines, framework_id, opened
from workflows.bulk import work_off
from workflows.evaluations import open_evaluation
from workflows.people import create_token

CHOSEN = """query C($ids: [ID!]) { viewer { chosenCases(ids: $ids) { total choices { action can } } } }"""
BEGIN = """mutation B($input: BeginBulkActInput!) { beginBulkAct(input: $input) {
  __typename ... on BulkAct { id total done refused endedAt } } }"""
REPORT = """query R($id: ID!) { viewer { bulkAct(id: $id) { total done refused
  items { state evaluation { id } reasons { code } } } } }"""


async def test_deadlines_of_two_cases_are_extended_over_http(client: httpx.AsyncClient, database: Database) -> None:
    people = await cast(database)
    first = await opened(database, people)
    second = await open_evaluation(
        database,
        people.secretary,
        str(uuid4()),
        school=people.other_school,
        framework=framework_id(),
        process_code=PROCESS,
        deadlines=deadlines(),
    )
    async with database.working() as tx:
        await stored.add_account(tx, people.secretary, "office", None)
    client.headers["Authorization"] = f"Bearer {await create_token(database, 'office', timedelta(days=1))}"

    async def asked(query: str, **variables: Any) -> Any:
        answer = await client.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200
        return answer.json()["data"]

    ids = [global_id("evaluation", one) for one in (first, second)]
    chosen = (await asked(CHOSEN, ids=ids))["viewer"]["chosenCases"]
    assert chosen["total"] == 2
    assert {"action": "extend_deadline", "can": 2} in chosen["choices"]

    day = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    given = {"idempotencyKey": "k", "step": "extend_deadline", "text": "Карантин", "day": day, "evaluationIds": ids}
    begun = (await asked(BEGIN, input=given))["beginBulkAct"]
    assert {**begun, "id": ""} == {
        "__typename": "BulkAct",
        "id": "",
        "total": 2,
        "done": 0,
        "refused": 0,
        "endedAt": None,
    }
    assert (await asked(BEGIN, input=given))["beginBulkAct"] == begun

    key = key_of(begun["id"], "bulk")
    assert key
    await work_off(database, Signer.of(Ed25519PrivateKey.generate()), key)
    report = (await asked(REPORT, id=begun["id"]))["viewer"]["bulkAct"]
    assert (report["total"], report["done"], report["refused"]) == (2, 2, 0)
    assert report["items"] == [{"state": "DONE", "evaluation": {"id": one}, "reasons": []} for one in ids]
