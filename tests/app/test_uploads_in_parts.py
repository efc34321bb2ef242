"""A large file over HTTP: parts in any order, each by a link that takes nothing else, to the server or to a bucket."""

import base64
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app.asgi import create_app
from app.parts import blob_store
from app.settings import Settings
from schema.ids import global_id
from storage.blobs import PART
from storage.database import Database
from tests.app.test_files import as_, path_of
from tests.conftest import in_shape
from tests.documents import picture
from tests.evidence_room import Room, room_of
from tests.services.ceph import BUCKET, Ceph
from workflows import evidence

# A picture may have anything behind its end.
LARGE = picture() + os.urandom(2 * PART)


@pytest.fixture(params=["local", "s3"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "local":
        return settings
    ceph: Ceph = request.getfixturevalue("ceph")
    return Settings(
        **{
            **settings.model_dump(),
            "evidence_url": f"s3://{BUCKET}?endpoint={ceph.endpoint}",
            "s3_access_key": ceph.access_key,
            "s3_secret_key": ceph.secret_key,
        }
    )


@pytest.fixture
async def room(database: Database, settings: Settings, tmp_path: Path) -> Room:
    made = await room_of(database, tmp_path / "blobs")
    return Room(database, blob_store(settings), made.people, made.evaluation)


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that reaches the server, and the bucket by its own address."""
    app = create_app(settings, in_shape)
    async with app.router.lifespan_context(app):
        mounts = {"http://127.0.0.1": httpx.AsyncHTTPTransport()}
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://areopag.test", mounts=mounts) as browser:
            yield browser


@pytest.fixture
async def officer(room: Room) -> dict[str, str]:
    return await as_(room, room.officer)


def part(number: int) -> bytes:
    return LARGE[(number - 1) * PART : number * PART]


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content).digest()).decode()


async def announced(room: Room) -> UUID:
    file = evidence.NewFile("план.png", len(LARGE), None, [])
    return await evidence.begin_upload(
        room.database, room.officer, room.evaluation, str(uuid4()), file, largest=len(LARGE), most=len(LARGE)
    )


async def links(client: httpx.AsyncClient, path: str, person: dict[str, str], *numbers: int) -> list[dict[str, Any]]:
    asked = {"parts": [{"number": number, "md5": md5(part(number))} for number in numbers]}
    answer = await client.post(f"{path}/links", json=asked, headers=person)
    assert answer.status_code == 200, answer.text
    assert answer.json()["seconds"] == 60
    found: list[dict[str, Any]] = answer.json()["links"]
    return found


async def test_parts_come_in_any_order_and_the_whole_is_what_was_sent(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    upload = await announced(room)
    path = path_of(upload)
    for number in (3, 1):
        [link] = await links(client, path, officer, number)
        sent = await client.put(link["url"], content=part(number), headers={**officer_for(link, officer)})
        assert sent.status_code == 200, sent.text
    told = await client.get(path, headers=officer)
    assert told.json() == {"size": len(LARGE), "partSize": PART, "received": PART, "parts": [1, 3]}
    [link] = await links(client, path, officer, 2)
    damaged = await client.put(link["url"], content=part(1), headers=officer_for(link, officer))
    assert damaged.status_code == 400, "the bytes of another part are not those of the link"
    await client.put(link["url"], content=part(2), headers=officer_for(link, officer))
    await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    checked = await room.check(upload)
    assert checked.document_id, checked.refusal
    [version] = await room.versions(checked.document_id)
    assert (version.size, version.sha256) == (len(LARGE), hashlib.sha256(LARGE).hexdigest())
    closed = await client.post(f"{path}/links", json={"parts": []}, headers=officer)
    assert (closed.status_code, closed.json()["code"]) == (409, "UPLOAD_CLOSED")


def officer_for(link: dict[str, Any], officer: dict[str, str]) -> dict[str, str]:
    """The headers for a link; who sends is told to our own server only."""
    headers: dict[str, str] = link["headers"]
    return headers if link["url"].startswith("http") else {**headers, **officer}


@pytest.mark.parametrize("settings", ["local"], indirect=True)
@pytest.mark.parametrize(
    "asked",
    [b"", b"[]", b'{"parts":[{"number":4,"md5":"x"}]}', b'{"parts":[{"number":0,"md5":"x"}]}', b'{"parts":[1]}'],
)
async def test_a_part_that_cannot_be_has_no_link(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], asked: bytes
) -> None:
    answer = await client.post(f"{path_of(await announced(room))}/links", content=asked, headers=officer)
    assert (answer.status_code, answer.json()["code"]) == (400, "PART_UNKNOWN")


@pytest.mark.parametrize("settings", ["local"], indirect=True)
async def test_a_part_for_our_own_server_is_bound_to_its_sender_and_its_content(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    upload = await announced(room)
    [link] = await links(client, path_of(upload), officer, 3)
    answers = [
        await client.put(link["url"], content=content, headers=headers)
        for content, headers in (
            (part(3), link["headers"]),
            (part(3), {**link["headers"], **await as_(room, room.people.other_officer)}),
            (part(3), officer),
            (part(3)[:-1], officer_for(link, officer)),
            (part(3) + b"x", officer_for(link, officer)),
        )
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (404, "NOT_PERMITTED_OR_ABSENT"),
        (404, "NOT_PERMITTED_OR_ABSENT"),
        (400, "PART_UNKNOWN"),
        (400, "PART_DAMAGED"),
        (413, "REQUEST_TOO_LARGE"),
    ]
    assert await room.blobs.parts(evidence.upload_key(upload), len(LARGE)) == set()


@pytest.mark.faults
@pytest.mark.parametrize("settings", ["s3"], indirect=True)
async def test_a_store_that_does_not_answer_is_said_to_be_away_for_a_while(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], ceph: Ceph
) -> None:
    upload = await announced(room)
    ceph.kill_gateway()
    try:
        told = await client.head(path_of(upload), headers=officer)
        assert (told.status_code, told.headers["retry-after"]) == (503, "5")
        answer = await client.get(path_of(upload), headers=officer)
        assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
        version = global_id("version", uuid4())
        assert (await client.get(f"/files/{version}", headers=officer)).status_code == 404
    finally:
        ceph.start_gateway()
