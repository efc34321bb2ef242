"""Certificates: what others' programs make of them, before and after a decision was withdrawn, and offline."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings
from schema.ids import global_id
from storage.database import Database
from storage.keys import load_signer
from tests.app.test_published import publish as publish_result_of_others
from tests.lives import accredited
from tests.situations import Cast, cast, decided, version_of
from workflows import publications
from workflows.rules.credentials import base58, from_base58

SERVICES = Path(__file__).parents[1] / "services"
PUBLIC = "https://areopag.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": PUBLIC})


@pytest.fixture
async def people(database: Database, settings: Settings) -> Cast:
    """A school with a decision that was published as record 1."""
    made = await cast(database)
    evaluation = await decided(database, made)
    signer = await load_signer(database, settings.data)
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, made.secretary, evaluation, version)
    return made


async def as_others_see_it(client: httpx.AsyncClient, credential: dict[str, Any]) -> dict[str, Any]:
    """What Digital Bazaar's libraries say."""
    lists = [one["statusListCredential"] for one in credential["credentialStatus"]]
    known = {credential["issuer"]: (await client.get("/.well-known/did.json")).json()}
    known |= {status: (await client.get(status.removeprefix(PUBLIC))).json() for status in lists}
    asked = json.dumps({"credential": credential, "documents": known}).encode()
    process = await asyncio.create_subprocess_exec(
        "node",
        "credential.mjs",
        cwd=SERVICES,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, error = await process.communicate(asked)
    assert process.returncode == 0, error.decode()
    answer: dict[str, Any] = json.loads(said)
    return answer


async def test_an_independent_library_finds_a_certificate_genuine_until_it_is_withdrawn(
    client: httpx.AsyncClient, database: Database, people: Cast
) -> None:
    answer = await client.get("/credentials/1")
    credential = answer.json()
    assert answer.headers["content-type"] == "application/vc"
    assert credential["credentialSubject"] == {
        "id": f"{PUBLIC}/schools/{global_id('school', people.school)}",
        "type": "School",
        "schoolName": {"ru": "Школа № 1", "en": "School No. 1"},
        "framework": {"code": "esg_2015", "version": 1},
        "outcome": {"ru": "Качество подтверждено с условиями", "en": "Quality confirmed with conditions"},
        "decidedOn": credential["credentialSubject"]["decidedOn"],
    }
    assert credential["issuer"] == "did:web:areopag.example"
    assert await as_others_see_it(client, credential) == {"verified": True, "ended": False, "errors": []}
    changed = {**credential, "credentialSubject": {**credential["credentialSubject"], "outcome": "A+"}}
    assert not (await as_others_see_it(client, changed))["verified"]

    async with database.working() as tx:
        # As a withdrawal does, for the list: a further record that names the first.
        await tx.run(
            "INSERT INTO published.record SELECT (jsonb_populate_record(r, CAST(:changed AS jsonb))).*"
            " FROM published.record r WHERE number = 1",
            changed=json.dumps({"number": 2, "corrects": 1, "kind": "WITHDRAWAL", "sha256": "0" * 64}),
        )
    assert await as_others_see_it(client, credential) == {"verified": True, "ended": True, "errors": []}


async def test_a_certificate_does_not_hold_while_its_decision_is_suspended_and_holds_again_when_it_is_reinstated(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    signer = await load_signer(database, settings.data)
    life = await accredited(database, signer, await cast(database))
    credential = (await client.get("/credentials/1")).json()
    holds = {"verified": True, "ended": False, "errors": []}
    ended = {**holds, "ended": True}
    assert await as_others_see_it(client, credential) == holds
    await life.step(life.cast.secretary, "suspend", "Идёт проверка")
    assert await as_others_see_it(client, credential) == ended
    await life.step(life.cast.secretary, "reinstate", "Проверка прошла")
    again = (await client.get("/credentials/3")).json()
    for one in (credential, again):
        assert await as_others_see_it(client, one) == holds
    await life.step(life.cast.secretary, "correct", "Опечатка в адресе")
    for one in (credential, again):
        assert await as_others_see_it(client, one) == ended


async def test_a_certificate_is_the_same_each_time_and_only_of_decisions_made_here(
    client: httpx.AsyncClient, people: Cast
) -> None:
    first = await client.get("/credentials/1")
    again = await client.get("/credentials/1", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    elsewhere = await client.get("/credentials/1", headers={"Host": "elsewhere.example"})
    assert elsewhere.content == first.content
    for nothing in ("/credentials/2", "/credentials/01", "/credentials/x", "/credentials/status/1"):
        assert (await client.get(nothing)).status_code == 404, nothing


async def test_a_result_of_others_has_no_certificate(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await publish_result_of_others(database, settings)
    assert (await client.get("/credentials/1")).status_code == 404


async def test_areopag_verify_takes_a_certificate_offline(
    client: httpx.AsyncClient, people: Cast, tmp_path: Path
) -> None:
    text = (await client.get("/credentials/1")).text
    (tmp_path / "keys.json").write_text((await client.get("/published/keys.json")).text)

    def said(content: str, *options: str) -> tuple[int, str]:
        (tmp_path / "certificate.json").write_text(content)
        result = CliRunner().invoke(app, ["verify", str(tmp_path / "certificate.json"), *options])
        return result.exit_code, result.output

    keys = ("--keys", str(tmp_path / "keys.json"))
    code, words = said(text, *keys)
    assert (code, words.partition(" (")[0]) == (0, f"{PUBLIC}/credentials/1: genuine")
    assert f"{PUBLIC}/credentials/status/0, bit 1 and {PUBLIC}/credentials/suspensions/0, bit 1" in words
    assert said(text)[0] == 2
    assert said(text.replace("confirmed", "praised"), *keys)[0] == 1
    assert said(text.replace('did:web:areopag.example"', 'did:web:other.example"', 1), *keys)[0] == 1
    assert said(text.replace('"proofPurpose":"assertionMethod"', '"proofPurpose":"authentication"'), *keys)[0] == 1
    assert said(text.replace("eddsa-jcs-2022", "other"), *keys)[0] == 2


@given(st.binary(max_size=70))
def test_base58_is_read_back(content: bytes) -> None:
    assert from_base58(base58(content)) == content


def test_base58_is_bitcoin_s() -> None:
    # draft-msporny-base58-03, test vectors.
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert base58(bytes.fromhex("0000287fb4cd")) == "11233QC4"
