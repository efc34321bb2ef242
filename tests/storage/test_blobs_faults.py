"""What becomes of evidence bytes when the place for them is killed, hangs, crawls, or is full."""

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from storage.blobs import PART, BlobStore, StoreUnavailable, open_blobs
from storage.blobs.breaker import FAILURES, REST, Breaker
from storage.blobs.s3 import S3Blobs
from tests.services.ceph import BUCKET, REGION, Ceph
from tests.services.slow_line import slow_line
from tests.storage.test_blobs import bytes_of, chunks_of, part_of, parts_of, whole

pytestmark = pytest.mark.faults


def in_bucket(ceph: Ceph, *, endpoint: str | None = None, answer_seconds: float = 0.5) -> BlobStore:
    return S3Blobs(
        endpoint=endpoint or ceph.endpoint,
        region=REGION,
        bucket=BUCKET,
        access_key=ceph.access_key,
        secret_key=ceph.secret_key,
        answer_seconds=answer_seconds,
    )


@pytest.fixture
def key() -> str:
    return f"uploads/{uuid4()}"


async def test_what_a_killed_gateway_had_confirmed_is_there_when_it_is_back(ceph: Ceph, key: str) -> None:
    content = os.urandom(2 * PART + 17)
    blobs = in_bucket(ceph, answer_seconds=10)
    await blobs.put_part(key, part_of(content, 2), chunks_of(bytes_of(content, 2)))
    ceph.kill_gateway()
    try:
        with pytest.raises(StoreUnavailable):
            await blobs.put_part(key, part_of(content, 1), chunks_of(bytes_of(content, 1)))
        with pytest.raises(StoreUnavailable):
            await blobs.received(key)
        with pytest.raises(StoreUnavailable):
            await whole(blobs, key)
    finally:
        await asyncio.to_thread(ceph.start_gateway)
    again = in_bucket(ceph, answer_seconds=10)
    assert await again.parts(key, len(content)) == {2}
    for part in parts_of(content):
        await again.put_part(key, part, chunks_of(bytes_of(content, part.number)))
    await again.finish(key, len(content))
    assert await whole(again, key) == content
    await again.delete(key)


async def test_a_gateway_that_hangs_costs_a_moment_and_then_nothing(ceph: Ceph, key: str) -> None:
    blobs = in_bucket(ceph)
    await blobs.append(key, 0, chunks_of(b"abc"))
    with ceph.gateway_paused():
        for _ in range(FAILURES):
            with pytest.raises(StoreUnavailable):
                await blobs.received(key)
        started = time.monotonic()
        for _ in range(20):
            with pytest.raises(StoreUnavailable):
                await blobs.received(key)
        assert time.monotonic() - started < 0.2
    assert await in_bucket(ceph, answer_seconds=10).received(key) == 3
    await blobs_of(ceph).delete(key)


def blobs_of(ceph: Ceph) -> BlobStore:
    return in_bucket(ceph, answer_seconds=10)


async def test_a_slow_line_to_the_store_is_slow_and_nothing_else(ceph: Ceph, key: str) -> None:
    content = os.urandom(PART + 17)
    async with slow_line(ceph.port, 8 * PART) as line:
        blobs = in_bucket(ceph, endpoint=f"http://127.0.0.1:{line.port}", answer_seconds=2)
        started = time.monotonic()
        await blobs.append(key, 0, chunks_of(content))
        await blobs.finish(key, len(content))
        assert await whole(blobs, key) == content
        assert time.monotonic() - started > 0.25
        await blobs.delete(key)


async def test_a_line_that_breaks_while_a_file_is_read_is_told_apart_from_its_end(ceph: Ceph, key: str) -> None:
    await blobs_of(ceph).put(key, os.urandom(4 * PART))
    async with slow_line(ceph.port, 4 * PART) as line:
        blobs = in_bucket(ceph, endpoint=f"http://127.0.0.1:{line.port}")

        async def read() -> None:
            async for _piece in blobs.read(key):
                line.cut()

        with pytest.raises(StoreUnavailable):
            await read()
    await blobs_of(ceph).delete(key)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The disk takes no more of a file than this, as a full one does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_keeps_what_fitted_and_goes_on_when_there_is_room(tmp_path: Path, key: str) -> None:
    blobs = open_blobs("local", tmp_path)
    content = os.urandom(3_000_000)

    async def in_two_pieces() -> AsyncIterator[bytes]:
        yield content[:1_500_000]
        yield content[1_500_000:]

    with files_of_at_most(2_000_000), pytest.raises(StoreUnavailable):
        await blobs.append(key, 0, in_two_pieces())
    here = await blobs.received(key)
    assert 1_500_000 <= here <= 2_000_000
    with files_of_at_most(1_000), pytest.raises(StoreUnavailable):
        await blobs.put_part(key, part_of(content, 1), chunks_of(content))
    await blobs.append(key, here, chunks_of(content[here:]))
    await blobs.finish(key, len(content))
    assert await whole(blobs, key) == content


def test_after_a_rest_one_asks_for_all() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES):
        breaker.ask()
        breaker.failed()
    with pytest.raises(StoreUnavailable):
        breaker.ask()
    now[0] += REST
    breaker.ask()
    with pytest.raises(StoreUnavailable):
        breaker.ask()
    breaker.answered()
    breaker.ask()
    breaker.ask()
