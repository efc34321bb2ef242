"""Bytes over HTTP: sent in parts however the network behaves, given back so that they harm nobody."""

import asyncio
import hashlib
import io
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from app.absences import TICK_SECONDS
from app.settings import Settings
from schema.ids import global_id
from storage import evidence as stored
from storage import people
from storage.blobs import open_blobs
from storage.database import Database
from tests import situations
from tests.documents import docx, pdf, picture, xlsx
from tests.evidence_room import Room, room_of
from workflows import custody, evidence
from workflows.admission import digest_of


@pytest.fixture
async def room(database: Database, settings: Settings, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


async def as_(room: Room, person: UUID) -> dict[str, str]:
    """The header of a script that acts for the person."""
    token = f"token of {person}"
    async with room.database.working() as tx:
        await people.add_account(tx, person, str(person), "")
        await people.add_token(tx, digest_of(token), person, timedelta(hours=1), "")
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def officer(room: Room) -> dict[str, str]:
    return await as_(room, room.officer)


def path_of(upload: UUID) -> str:
    return f"/uploads/{global_id('upload', upload)}"


def from_offset(officer: dict[str, str], offset: object) -> dict[str, str]:
    return {**officer, "Upload-Offset": str(offset)}


# Sending.


async def test_a_file_is_sent_in_parts(client: httpx.AsyncClient, room: Room, officer: dict[str, str]) -> None:
    content = pdf("Устав")
    upload = await room.begin(size=len(content))
    path, third = path_of(upload), len(content) // 3
    for start, end in ((0, third), (third, 2 * third), (2 * third, len(content))):
        answer = await client.put(path, content=content[start:end], headers=from_offset(officer, start))
        assert (answer.status_code, answer.json()) == (200, {"received": end})
        assert answer.headers["upload-offset"] == str(end)
        assert (await room.look(upload)).received == end
    await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    checked = await room.check(upload)
    assert checked.document_id
    [version] = await room.versions(checked.document_id)
    assert version.sha256 == hashlib.sha256(content).hexdigest()


async def _lost_after(client: httpx.AsyncClient, path: str, authorization: str, came: bytes) -> None:
    """A part of which only this much came before the connection broke."""
    messages: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": came, "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> dict[str, object]:
        return next(messages)

    async def send(_message: object) -> None:
        """Nobody is there."""

    headers = [(b"authorization", authorization.encode()), (b"upload-offset", b"0"), (b"host", b"areopag.test")]
    scope = {"type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b""}
    transport: Any = client._transport
    await transport.app({**scope, "headers": headers, "scheme": "http", "server": ("areopag.test", 80)}, receive, send)


async def test_after_a_lost_connection_the_file_goes_on_where_it_stopped(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    path = path_of(await room.begin(size=10))

    await _lost_after(client, path, officer["Authorization"], b"abcd")
    told = await client.head(path, headers=officer)
    assert (told.status_code, told.headers["upload-offset"]) == (200, "4")
    wrong = await client.put(path, content=b"abcdefghij", headers=from_offset(officer, 0))
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["upload-offset"]) == (409, "WRONG_OFFSET", "4")
    assert "4" in wrong.json()["message"]["ru"]
    right = await client.put(path, content=b"efghij", headers=from_offset(officer, 4))
    assert right.json() == {"received": 10}


@pytest.mark.parametrize("offset", ["1", "11", "999999999999999"])
async def test_a_part_begins_where_the_file_ends(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], offset: str
) -> None:
    answer = await client.put(path_of(await room.begin(size=10)), content=b"ab", headers=from_offset(officer, offset))
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")


@pytest.mark.parametrize("offset", ["", "-1", "0x1", "1.5", "٣", "1" * 16])
async def test_it_must_be_said_where_a_part_begins(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], offset: str
) -> None:
    told = {**officer, "Upload-Offset": offset} if offset else officer
    headers = {name.encode(): value.encode() for name, value in told.items()}
    answer = await client.put(path_of(await room.begin(size=10)), content=b"ab", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "UPLOAD_OFFSET_NEEDED")


async def test_no_more_comes_than_was_announced(client: httpx.AsyncClient, room: Room, officer: dict[str, str]) -> None:
    upload = await room.begin(size=10)

    async def without_a_length() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"12345"

    for content in (b"12345678901", without_a_length()):
        offset = await room.blobs.received(evidence.upload_key(upload))
        answer = await client.put(path_of(upload), content=content, headers=from_offset(officer, offset))
        assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_TOO_LARGE")
    assert await room.blobs.received(evidence.upload_key(upload)) <= 10


async def test_two_parts_at_once_do_not_mix(client: httpx.AsyncClient, room: Room, officer: dict[str, str]) -> None:
    upload = await room.begin(size=200_000)

    async def slow(sign: bytes) -> AsyncIterator[bytes]:
        for _ in range(20):
            yield sign * 10_000
            await asyncio.sleep(0)

    path, headers = path_of(upload), from_offset(officer, 0)
    answers = await asyncio.gather(*(client.put(path, content=slow(s), headers=headers) for s in (b"a", b"b")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    await room.blobs.finish(evidence.upload_key(upload), 200_000)
    assert len(set(b"".join([piece async for piece in room.blobs.read(evidence.upload_key(upload))]))) == 1


async def test_nothing_comes_after_the_deadline_or_after_the_end(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    sent, begun = await room.sent(pdf()), await room.begin(size=3)
    closed = await client.put(path_of(sent), content=b"a", headers=from_offset(officer, 0))
    assert (closed.status_code, closed.json()["code"]) == (409, "UPLOAD_CLOSED")
    await room.move_deadline(datetime.now(UTC) - timedelta(seconds=1))
    late = await client.put(path_of(begun), content=b"abc", headers=from_offset(officer, 0))
    assert (late.status_code, late.json()["code"]) == (409, "DEADLINE_PASSED")
    assert await room.blobs.received(evidence.upload_key(begun)) == 0


# Reading.


async def version_from(room: Room, content: bytes, name: str) -> tuple[UUID, str]:
    """A version made from these bytes, and where it is read."""
    [version] = await room.versions(await room.taken(content, name))
    return version.id, f"/files/{global_id('version', version.id)}"


async def test_a_file_comes_back_byte_by_byte(client: httpx.AsyncClient, room: Room, officer: dict[str, str]) -> None:
    content = pdf("Устав")
    _, path = await version_from(room, content, "Устав школы №1.pdf")
    answer = await client.get(path, headers=officer)
    assert (answer.status_code, answer.content) == (200, content)
    told = await client.head(path, headers=officer)
    assert (told.status_code, told.content) == (200, b"")
    assert dict(told.headers) | {"x-request-id": ""} == dict(answer.headers) | {"x-request-id": ""}
    assert answer.headers["content-length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("Устав.pdf", pdf(), "inline"),
        ("фото.png", picture(), "inline"),
        ("фото.jpg", picture("JPEG"), "inline"),
        ("План.docx", docx("План"), "attachment"),
        ("Кадры.xlsx", xlsx(Кадры=[]), "attachment"),
    ],
)
async def test_headers_keep_a_browser_from_running_anything(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], name: str, content: bytes, shown: str
) -> None:
    _, path = await version_from(room, content, name)
    headers = (await client.get(path, headers=officer)).headers
    ending = name.partition(".")[2]
    quoted = "".join(f"%{byte:02X}" for byte in name.partition(".")[0].encode())
    plain = "_" * len(name.partition(".")[0])
    assert (
        headers["content-disposition"] == f"{shown}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quoted}.{ending}"
    )
    assert headers["x-content-type-options"] == "nosniff"
    policy = [part.strip() for part in headers["content-security-policy"].split(";")]
    # A sandbox without scripts, in which Chromium can still put the element that shows a PDF.
    assert {"default-src 'none'", "object-src 'self'", "sandbox"} <= set(policy)
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"].startswith("private")
    assert headers["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert {"cookie", "authorization"} == {name.strip().lower() for name in headers["vary"].split(",")}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-19", 10, 20), ("bytes=-7", -7, None), ("bytes=50-", 50, None)],
)
async def test_a_part_of_a_file_can_be_asked_for(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str], asked: str, start: int, end: int | None
) -> None:
    content = pdf("Устав")
    _, path = await version_from(room, content, "Устав.pdf")
    answer = await client.get(path, headers={**officer, "Range": asked})
    assert (answer.status_code, answer.content) == (206, content[start:end])
    first = start % len(content)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(content)}"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["accept-ranges"] == "bytes"


async def test_a_range_that_is_none_gets_the_whole_and_one_outside_gets_nothing(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    content = pdf()
    _, path = await version_from(room, content, "Устав.pdf")
    for odd in ("bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b"):
        assert (await client.get(path, headers={**officer, "Range": odd})).content == content
    for outside in (f"bytes={len(content)}-", "bytes=5-2", "bytes=-0"):
        answer = await client.get(path, headers={**officer, "Range": outside})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(content)}")
    large = await client.get(path, headers={**officer, "Range": "bytes=0-999999999999"})
    assert (large.status_code, large.content) == (206, content)


async def test_a_known_file_is_not_sent_again(client: httpx.AsyncClient, room: Room, officer: dict[str, str]) -> None:
    content = pdf()
    _, path = await version_from(room, content, "Устав.pdf")
    etag = (await client.get(path, headers=officer)).headers["etag"]
    same = await client.get(path, headers={**officer, "If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    part = {**officer, "Range": "bytes=0-3"}
    assert (await client.get(path, headers={**part, "If-Range": etag})).status_code == 206
    assert (await client.get(path, headers={**part, "If-Range": '"another"'})).content == content


async def test_what_is_not_there_and_what_is_closed_are_answered_alike(client: httpx.AsyncClient, room: Room) -> None:
    version, path = await version_from(room, pdf(), "Устав.pdf")
    upload = path_of(await room.begin(size=3))
    etag = f'"{hashlib.sha256(pdf()).hexdigest()}"'
    absent = f"/files/{global_id('version', uuid4())}"
    strange = [
        "/files/1",
        f"/files/{version}",
        f"/files/{global_id('document', version)}",
        "/files/version-" + "x" * 32,
    ]
    answers = set()
    nobody: dict[str, str] = {}
    cast = room.people
    for person in (None, cast.other_officer, cast.secretary, cast.experts[0], cast.members[0], cast.stranger):
        headers = await as_(room, person) if person else nobody
        for asked in (path, absent, *strange):
            for more in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": etag}):
                answers.add(_all_of(await client.get(asked, headers={**headers, **more})))
        for asked in (upload, path_of(uuid4()), "/uploads/1"):
            answers.add(_all_of(await client.put(asked, content=b"abc", headers=from_offset(headers, 0))))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


async def test_t3_a_closed_file_and_none_are_told_at_a_whole_tick(client: httpx.AsyncClient, room: Room) -> None:
    _, closed = await version_from(room, pdf(), "Устав.pdf")
    stranger = await as_(room, room.people.stranger)
    for asked in (closed, f"/files/{global_id('version', uuid4())}", "/files/1"):
        began = time.monotonic()
        assert (await client.get(asked, headers=stranger)).status_code == 404
        assert time.monotonic() - began >= TICK_SECONDS


def _all_of(answer: httpx.Response) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    headers = tuple((name, value) for name, value in answer.headers.items() if name != "x-request-id")
    return answer.status_code, answer.content, headers


async def test_experts_read_a_file_when_the_process_opens_it_to_them(client: httpx.AsyncClient, room: Room) -> None:
    _, path = await version_from(room, pdf(), "Устав.pdf")
    secretary = await as_(room, room.people.secretary)
    assert (await client.get(path, headers=secretary)).status_code == 404
    async with room.database.working() as tx:
        await tx.run("UPDATE working.evaluation SET discloses = ARRAY['submission'] WHERE id = :id", id=room.evaluation)
    assert (await client.get(path, headers=secretary)).content == pdf()


async def test_bytes_that_the_store_lost_are_a_fault_with_a_number_not_an_absence(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    version, path = await version_from(room, pdf(), "Устав.pdf")
    await room.blobs.delete(evidence.evidence_key(version))
    answer = await client.get(path, headers=officer)
    assert (answer.status_code, answer.json()["code"]) == (500, "FAULT")


async def test_t4_who_must_not_know_the_school_gets_the_file_without_its_properties(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Устав"))))
    writer.add_metadata({"/Author": "Director of School 7"})
    made = io.BytesIO()
    writer.write(made)
    people_ = await situations.cast(database)
    evaluation = await situations.in_review(database, people_)
    room = Room(database, open_blobs("local", tmp_path / "blobs"), people_, evaluation)
    version = uuid4()
    await room.blobs.put(evidence.evidence_key(version), made.getvalue())
    async with room.database.working() as tx:
        document = (await stored.documents_of(tx, [evaluation]))[0][0].id
        await stored.insert_version(
            tx,
            version,
            document,
            file_name="document-1.pdf",
            media_type="application/pdf",
            size=len(made.getvalue()),
            sha256=hashlib.sha256(made.getvalue()).hexdigest(),
            scan="CLEAN",
            pages=["Устав"],
        )
    path, expert = f"/files/{global_id('version', version)}", await as_(room, room.people.experts[0])

    async def told(reader: dict[str, str]) -> dict[str, object]:
        asked = f'{{ node(id: "{global_id("version", version)}") {{ ... on EvidenceVersion {{ size sha256 }} }} }}'
        answer = await client.post("/graphql", json={"query": asked}, headers=reader)
        found: dict[str, object] = answer.json()["data"]["node"]
        return found

    whole = {"size": len(made.getvalue()), "sha256": hashlib.sha256(made.getvalue()).hexdigest()}
    assert (await client.get(path, headers=expert)).content == made.getvalue()
    assert await told(expert) == whole
    async with room.database.working() as tx:
        await tx.run("UPDATE working.evaluation SET discloses = array_remove(discloses, 'school_to_panel')")
    for _ in range(2):
        answer = await client.get(path, headers=expert)
        assert b"Director" in made.getvalue()
        assert b"Director" not in answer.content
        assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages] == ["Устав"]
    assert await told(expert) == {"size": None, "sha256": None}
    school = await as_(room, room.officer)
    assert await told(school) == whole
    assert (await client.get(path, headers=school)).content == made.getvalue()
    verified = await custody.verify(room.database, room.blobs, print)
    assert version not in {UUID(line.partition(" ")[0]) for line in verified.wrong}
    async with room.database.working() as tx:
        [copy] = await tx.values("SELECT id FROM working.evidence_copy")
        assert copy in {held.id for held in await stored.every_version(tx)}
    assert str(copy) not in "".join(verified.wrong)


async def test_what_an_office_file_is_shown_as_can_be_seen_by_whoever_may_read_the_file(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    made = pdf("Первая", "Вторая")

    async def render(_source: Path, folder: Path, _ending: str) -> Path:
        await asyncio.to_thread((folder / "shown.pdf").write_bytes, made)
        return folder / "shown.pdf"

    upload = await room.sent(docx("Устав"), "Устав.docx")
    await evidence.accept_upload(room.database, room.blobs, upload, None, render)
    path = f"/files/{global_id('version', upload)}"
    shown = await client.get(f"{path}/shown", headers=officer)
    assert (shown.status_code, shown.content) == (200, made)
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].startswith("inline; ")
    assert "sandbox" in shown.headers["content-security-policy"]
    original = await client.get(path, headers=officer)
    assert original.headers["content-disposition"].startswith("attachment; ")
    asked = "query($id: ID!) { node(id: $id) { ... on EvidenceVersion { pageCount shownUrl } } }"
    told = await client.post(
        "/graphql", json={"query": asked, "variables": {"id": global_id("version", upload)}}, headers=officer
    )
    assert told.json()["data"]["node"] == {"pageCount": 2, "shownUrl": f"{path}/shown"}
    stranger = await as_(room, room.people.other_officer)
    assert (await client.get(f"{path}/shown", headers=stranger)).status_code == 404
    without = global_id("version", (await room.versions(await room.taken(pdf("Устав"))))[0].id)
    assert (await client.get(f"/files/{without}/shown", headers=officer)).status_code == 404


async def test_the_first_page_is_a_small_picture_for_whoever_may_read_the_file(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    _, path = await version_from(room, pdf("Первая", "Вторая"), "Устав.pdf")
    answer = await client.get(f"{path}/thumbnail", headers=officer)
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (shown.format, shown.height, "exif" in shown.info) == ("JPEG", 320, False)
    assert answer.headers["content-type"] == "image/jpeg"
    assert "sandbox" in answer.headers["content-security-policy"]
    etag = f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer.headers["etag"] == etag
    again = await client.get(f"{path}/thumbnail", headers={**officer, "If-None-Match": etag})
    assert again.status_code == 304, "it is made once"
    stranger = await as_(room, room.people.other_officer)
    absent = await client.get(f"/files/version-{uuid4().hex}/thumbnail", headers=stranger)
    closed = await client.get(f"{path}/thumbnail", headers=stranger)
    assert (closed.status_code, closed.content) == (absent.status_code, absent.content) == (404, absent.content)
    assert (await custody.verify(room.database, room.blobs, print)).wrong == ()


async def test_what_has_no_page_to_be_seen_has_no_small_picture(
    client: httpx.AsyncClient, room: Room, officer: dict[str, str]
) -> None:
    _, path = await version_from(room, "Текст".encode(), "Заметка.txt")
    assert (await client.get(f"{path}/thumbnail", headers=officer)).status_code == 404
    asked = "query($id: ID!) { node(id: $id) { ... on EvidenceVersion { thumbnailUrl } } }"
    variables = {"id": path.rpartition("/")[2]}
    told = await client.post("/graphql", json={"query": asked, "variables": variables}, headers=officer)
    assert told.json()["data"]["node"] == {"thumbnailUrl": None}
