"""What every place for evidence bytes keeps to. The local one is always asked; an S3 server where the environment
names one: AREOPAG_TEST_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY, _SECRET_KEY."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from storage.blobs import BlobMissing, BlobStore, WrongOffset, open_blobs

# Read when the tests are collected: the suite clears AREOPAG_ variables before it runs.
S3 = {
    name: os.environ.get(f"AREOPAG_TEST_S3_{name.upper()}", default)
    for name, default in (
        ("endpoint", None),
        ("region", "us-east-1"),
        ("bucket", "evidence"),
        ("access_key", None),
        ("secret_key", None),
    )
}
needs_s3 = pytest.mark.skipif(S3["endpoint"] is None, reason="AREOPAG_TEST_S3_ENDPOINT names no S3 server")
MIB = 1024 * 1024


@pytest.fixture(params=["local", pytest.param("s3", marks=needs_s3)])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "local":
        return open_blobs("local", tmp_path / "blobs")
    return open_blobs(
        "s3",
        tmp_path,
        endpoint=S3["endpoint"],
        region=S3["region"] or "",
        bucket=S3["bucket"],
        access_key=S3["access_key"],
        secret_key=S3["secret_key"],
    )


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


@pytest.mark.parametrize("bad", ["../secret", "uploads/../x", "uploads/a", "other/" + str(uuid4()), ""])
async def test_no_key_leads_out_of_the_store(blobs: BlobStore, bad: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        await blobs.put(bad, b"x")


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
