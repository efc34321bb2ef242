"""Records as files: exact bytes, cached for ever, checked with nothing but what is public."""

import base64
import hashlib
import json
from decimal import Decimal

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.settings import Settings
from storage.database import Database
from storage.keys import load_signer
from tests.situations import cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text
from workflows.rules.record_shape import json_schema


async def publish(database: Database, settings: Settings) -> int:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    source = Text(ru="Отчёт", en="Report")
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal("87.72"), None, source, {})
    return await publications.publish_external(database, signer, result)


async def test_anybody_can_check_a_record_offline(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    number = await publish(database, settings)
    record = await client.get(f"/published/{number}.json")
    keys = (await client.get("/published/keys.json")).json()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[record.headers["areopag-key-id"]]))
    public.verify(base64.b64decode(record.headers["areopag-signature"]), record.content)
    assert record.headers["etag"] == f'"{hashlib.sha256(record.content).hexdigest()}"'
    assert record.json()["result"]["total"] == "87.72"
    assert record.headers["content-type"].startswith("application/json")


async def test_a_record_is_kept_for_ever_and_not_sent_twice(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    number = await publish(database, settings)
    record = await client.get(f"/published/{number}.json")
    assert record.headers["cache-control"] == "public, max-age=31536000, immutable"
    tag = record.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get(f"/published/{number}.json", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = await client.get(f"/published/{number}.json", headers={"If-None-Match": '"other"'})
    assert other.content == record.content


@pytest.mark.parametrize("number", ["1", "0", "01", "-1", "1.0", "٣", "x", "9" * 10, "9" * 5000])
async def test_what_is_not_published_is_not_there_and_nobody_remembers_that(
    client: httpx.AsyncClient, number: str
) -> None:
    answer = await client.get(f"/published/{number}.json")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


async def test_one_record_has_one_address(client: httpx.AsyncClient, database: Database, settings: Settings) -> None:
    number = await publish(database, settings)
    assert (await client.get(f"/published/0{number}.json")).status_code == 404


async def test_the_shape_of_records_is_published(client: httpx.AsyncClient) -> None:
    answer = await client.get("/published/schema.json")
    assert json.loads(answer.content) == json_schema()


async def test_other_sites_may_show_what_is_published(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    number = await publish(database, settings)
    for path in (f"/published/{number}.json", "/published/keys.json", "/published/schema.json"):
        answer = await client.get(path, headers={"Origin": "https://newspaper.example"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
