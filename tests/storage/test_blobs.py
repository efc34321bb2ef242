"""What both places for evidence bytes keep to: the folder, and a real S3 server."""

import asyncio
import base64
import fcntl
import hashlib
import os
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from storage.blobs import PART, BlobMissing, BlobStore, Part, PartDamaged, StoreUnavailable, WrongOffset, open_blobs
from tests.services.ceph import BUCKET, REGION, Ceph

MIB = 1024 * 1024


def in_bucket(ceph: Ceph, folder: Path, bucket: str = BUCKET) -> BlobStore:
    return open_blobs(
        "s3",
        folder,
        endpoint=ceph.endpoint,
        region=REGION,
        bucket=bucket,
        access_key=ceph.access_key,
        secret_key=ceph.secret_key,
    )


@pytest.fixture(params=["local", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "local":
        return open_blobs("local", tmp_path / "blobs")
    return in_bucket(request.getfixturevalue("ceph"), tmp_path)


@pytest.fixture
def key() -> str:
    return f"uploads/{uuid4()}"


async def chunks_of(content: bytes, size: int = 70_001) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def broken_after(content: bytes) -> AsyncIterator[bytes]:
    async for chunk in chunks_of(content):
        yield chunk
    raise ConnectionResetError


async def whole(blobs: BlobStore, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in blobs.read(key, start, end)])


async def test_a_blob_received_in_parts_reads_as_one(blobs: BlobStore, key: str) -> None:
    content = os.urandom(20 * MIB + 17)
    offset = 0
    for end in (100, 3 * MIB, 16 * MIB, len(content)):
        offset = await blobs.append(key, offset, chunks_of(content[offset:end]))
        assert offset == end == await blobs.received(key)
    await blobs.finish(key, len(content))
    assert await blobs.size(key) == len(content)
    assert await whole(blobs, key) == content
    assert await whole(blobs, key, 5, 9 * MIB) == content[5 : 9 * MIB]
    assert await whole(blobs, key, len(content) - 3) == content[-3:]
    await blobs.delete(key)


async def test_parts_that_fill_exactly_are_not_lost(blobs: BlobStore, key: str) -> None:
    content = os.urandom(16 * MIB)
    assert await blobs.append(key, 0, chunks_of(content)) == len(content)
    await blobs.finish(key, len(content))
    assert await whole(blobs, key) == content
    await blobs.delete(key)


async def test_a_broken_connection_loses_nothing_that_arrived(blobs: BlobStore, key: str) -> None:
    content = os.urandom(9 * MIB)
    with pytest.raises(ConnectionResetError):
        await blobs.append(key, 0, broken_after(content[: 8 * MIB + 500_000]))
    received = await blobs.received(key)
    assert received == 8 * MIB + 500_000
    await blobs.append(key, received, chunks_of(content[received:]))
    await blobs.finish(key, len(content))
    assert await whole(blobs, key) == content
    await blobs.delete(key)


async def test_a_part_that_does_not_fit_is_refused_with_what_is_here(blobs: BlobStore, key: str) -> None:
    await blobs.append(key, 0, chunks_of(b"abc"))
    for wrong in (0, 2, 4):
        with pytest.raises(WrongOffset) as refused:
            await blobs.append(key, wrong, chunks_of(b"x"))
        assert refused.value.received == 3
    await blobs.finish(key, 3)
    with pytest.raises(WrongOffset):
        await blobs.append(key, 3, chunks_of(b"x"))
    assert await whole(blobs, key) == b"abc"
    await blobs.delete(key)


async def test_what_is_not_complete_is_not_finished(blobs: BlobStore, key: str) -> None:
    await blobs.append(key, 0, chunks_of(b"abc"))
    with pytest.raises(WrongOffset) as refused:
        await blobs.finish(key, 4)
    assert refused.value.received == 3
    assert await blobs.size(key) is None
    with pytest.raises(BlobMissing):
        await whole(blobs, key)
    await blobs.delete(key)


async def test_finishing_and_copying_twice_is_doing_it_once(blobs: BlobStore, key: str) -> None:
    target = key.replace("uploads", "evidence")
    await blobs.append(key, 0, chunks_of(b"abc"))
    for _ in range(2):
        await blobs.finish(key, 3)
    for _ in range(2):
        await blobs.copy(key, target)
    await blobs.delete(key)
    assert await blobs.size(key) is None
    assert await whole(blobs, target) == b"abc"
    await blobs.delete(target)


async def test_a_small_blob_is_stored_at_once(blobs: BlobStore, key: str) -> None:
    await blobs.put(key, b"abc")
    assert await whole(blobs, key) == b"abc"
    await blobs.delete(key)


async def test_what_is_absent_is_said_to_be(blobs: BlobStore, key: str) -> None:
    assert await blobs.received(key) == 0
    assert await blobs.size(key) is None
    await blobs.delete(key)
    with pytest.raises(BlobMissing):
        await whole(blobs, key)
    with pytest.raises(BlobMissing):
        await blobs.copy(key, key.replace("uploads", "evidence"))


async def test_deleting_what_is_being_received_leaves_nothing(blobs: BlobStore, key: str) -> None:
    await blobs.append(key, 0, chunks_of(os.urandom(9 * MIB)))
    await blobs.delete(key)
    assert await blobs.received(key) == 0


def parts_of(content: bytes) -> list[Part]:
    return [part_of(content, number) for number in range(1, -(-len(content) // PART) + 1)]


def part_of(content: bytes, number: int) -> Part:
    piece = bytes_of(content, number)
    return Part(number, len(piece), base64.b64encode(hashlib.md5(piece).digest()).decode())


def bytes_of(content: bytes, number: int) -> bytes:
    return content[(number - 1) * PART : number * PART]


async def test_parts_come_in_any_order_at_once_and_more_than_once(blobs: BlobStore, key: str) -> None:
    content = os.urandom(3 * PART + 17)
    parts = [*parts_of(content), part_of(content, 2)]
    random.shuffle(parts)
    await asyncio.gather(*(blobs.put_part(key, part, chunks_of(bytes_of(content, part.number))) for part in parts))
    assert await blobs.parts(key, len(content)) == {1, 2, 3, 4}
    assert await blobs.received(key) == len(content)
    await blobs.finish(key, len(content))
    assert await whole(blobs, key) == content
    assert await blobs.parts(key, len(content)) == {1, 2, 3, 4}
    with pytest.raises(WrongOffset):
        await blobs.put_part(key, parts[0], chunks_of(bytes_of(content, parts[0].number)))
    with pytest.raises(WrongOffset):
        await blobs.link(key, parts[0])
    await blobs.delete(key)


async def test_a_gap_is_no_whole(blobs: BlobStore, key: str) -> None:
    content = os.urandom(2 * PART + 17)
    for part in (part_of(content, 3), part_of(content, 1)):
        await blobs.put_part(key, part, chunks_of(bytes_of(content, part.number)))
    assert await blobs.parts(key, len(content)) == {1, 3}
    assert await blobs.received(key) == PART
    with pytest.raises(WrongOffset) as refused:
        await blobs.finish(key, len(content))
    assert refused.value.received == PART
    await blobs.delete(key)
    assert await blobs.parts(key, len(content)) == set()


async def test_what_began_in_a_row_goes_on_in_parts_and_the_other_way_round(blobs: BlobStore, key: str) -> None:
    content = os.urandom(4 * PART + 17)
    here = await blobs.append(key, 0, chunks_of(content[: PART + 5]))
    assert (here, await blobs.parts(key, len(content))) == (PART + 5, {1})
    for number in (2, 4):
        await blobs.put_part(key, part_of(content, number), chunks_of(bytes_of(content, number)))
    assert await blobs.received(key) == 2 * PART
    here = await blobs.append(key, 2 * PART, chunks_of(content[2 * PART : 3 * PART]))
    assert await blobs.received(key) == 4 * PART
    await blobs.append(key, 4 * PART, chunks_of(content[4 * PART :]))
    assert await blobs.parts(key, len(content)) == {1, 2, 3, 4, 5}
    await blobs.finish(key, len(content))
    assert await whole(blobs, key) == content
    await blobs.delete(key)


@pytest.mark.parametrize("sent", [b"another part", b"short", b"much longer than it was said to be"])
async def test_a_part_that_is_not_what_was_announced_is_not_kept(blobs: BlobStore, key: str, sent: bytes) -> None:
    part = part_of(b"one part ...", 1)
    with pytest.raises(PartDamaged):
        await blobs.put_part(key, part, chunks_of(sent))
    assert await blobs.received(key) == 0
    assert await blobs.parts(key, part.size) == set()
    await blobs.delete(key)


@pytest.mark.parametrize("part", [Part(0, 5, ""), Part(10_001, 5, ""), Part(1, 0, ""), Part(1, PART + 1, "")])
async def test_there_is_no_such_part(blobs: BlobStore, key: str, part: Part) -> None:
    with pytest.raises(PartDamaged):
        await blobs.put_part(key, part, chunks_of(b"12345"))


async def test_everything_that_is_kept_is_listed(blobs: BlobStore, key: str) -> None:
    before = datetime.now(UTC) - timedelta(minutes=1)
    other, part = f"evidence/{uuid4()}", f"uploads/{uuid4()}"
    await blobs.append(key, 0, chunks_of(b"abc"))
    await blobs.put(other, b"abc")
    await blobs.put_part(part, part_of(b"abc", 1), chunks_of(b"abc"))
    listed = {kept.key: kept.at async for kept in blobs.everything()}
    assert {key, other, part} <= set(listed)
    assert all(before < listed[one] < before + timedelta(minutes=2) for one in (key, other, part))
    for one in (key, other, part):
        await blobs.delete(one)
    assert not {key, other, part} & {kept.key async for kept in blobs.everything()}


async def test_a_link_takes_one_part_and_nothing_else(ceph: Ceph, tmp_path: Path, key: str) -> None:
    blobs = in_bucket(ceph, tmp_path)
    content = os.urandom(PART + 10)
    links = [await blobs.link(key, part) for part in parts_of(content)]
    async with httpx.AsyncClient(trust_env=False) as browser:
        first, last = links
        assert first
        assert last
        for wrong, headers in (
            (bytes_of(content, 2)[:9], last.headers),
            (os.urandom(10), last.headers),
            (bytes_of(content, 2), {}),
            (bytes_of(content, 2), {"Content-MD5": part_of(b"0123456789", 1).md5}),
        ):
            refused = await browser.put(last.url, content=wrong, headers=headers)
            assert refused.status_code in (400, 403), refused.text
        other = last.url.replace(key, f"uploads/{uuid4()}")
        assert (await browser.put(other, content=bytes_of(content, 2), headers=last.headers)).status_code == 403
        assert (await browser.get(last.url.partition("?")[0])).status_code == 403
        for number, link in ((1, first), (2, last)):
            sent = await browser.put(link.url, content=bytes_of(content, number), headers=link.headers)
            assert sent.status_code == 200, sent.text
        await blobs.finish(key, len(content))
        late = await browser.put(first.url, content=bytes_of(content, 1), headers=first.headers)
        assert late.status_code == 404, "what is whole does not change any more"
    assert await whole(blobs, key) == content
    assert "X-Amz-Expires=60&" in first.url
    await blobs.delete(key)


async def test_a_bucket_is_made_ready_for_browsers_and_keeps_the_rules_of_others(ceph: Ceph) -> None:
    client, bucket = ceph.client(), f"fresh-{uuid4()}"
    blobs = in_bucket(ceph, Path(), bucket)
    await blobs.prepare(["https://former.example"])
    [ours] = client.get_bucket_cors(Bucket=bucket)["CORSRules"]
    others = {"ID": "others", "AllowedOrigins": ["https://archive.example"], "AllowedMethods": ["GET"]}
    client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [others, ours]})
    await blobs.prepare(["https://areopag.example"])
    rules = {rule["ID"]: rule["AllowedOrigins"] for rule in client.get_bucket_cors(Bucket=bucket)["CORSRules"]}
    assert rules == {"others": ["https://archive.example"], "areopag": ["https://areopag.example"]}


async def test_a_bucket_of_somebody_else_is_not_made_ready(ceph: Ceph) -> None:
    blobs = in_bucket(replace(ceph, access_key="nobody"), Path())
    with pytest.raises(StoreUnavailable):
        await blobs.prepare(["https://areopag.example"])


@pytest.mark.parametrize(
    "bad", ["../secret", "uploads/../x", "uploads/a", "other/08a9de86-3256-4fbb-9f27-b3b2deef7d41", ""]
)
async def test_no_key_leads_out_of_the_store(blobs: BlobStore, bad: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        await blobs.put(bad, b"x")


async def test_finishing_waits_for_another_who_finishes_it_just_now(tmp_path: Path, key: str) -> None:
    blobs = open_blobs("local", tmp_path)
    await blobs.append(key, 0, chunks_of(b"abc"))
    with (tmp_path / f"{key}.part").open("rb") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        finishing = asyncio.create_task(blobs.finish(key, 3))
        await asyncio.sleep(0.1)
        fcntl.flock(another, fcntl.LOCK_UN)
        await finishing
    assert await whole(blobs, key) == b"abc"


async def test_two_writers_never_mix(tmp_path: Path, key: str) -> None:
    blobs = open_blobs("local", tmp_path)
    written, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"a" * (2 * MIB)
        written.set()
        await go_on.wait()
        yield b"b"

    first = asyncio.create_task(blobs.append(key, 0, slow()))
    await written.wait()
    with pytest.raises(WrongOffset):
        await blobs.append(key, 2 * MIB, chunks_of(b"x"))
    with pytest.raises(WrongOffset):
        await blobs.finish(key, 2 * MIB)
    go_on.set()
    assert await first == 2 * MIB + 1
