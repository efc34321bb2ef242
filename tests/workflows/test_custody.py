"""Years later the bytes are the same, wherever they are kept now."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.blobs import BlobStore, StoreUnavailable, open_blobs
from storage.database import Database
from tests.documents import pdf
from tests.evidence_room import Room, chunks_of, room_of
from tests.services.ceph import BUCKET, REGION, Ceph
from workflows import custody
from workflows.evidence import evidence_key, upload_key


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


@pytest.fixture
def bucket(ceph: Ceph, tmp_path: Path) -> BlobStore:
    keys = {"access_key": ceph.access_key, "secret_key": ceph.secret_key}
    return open_blobs("s3", tmp_path, endpoint=ceph.endpoint, region=REGION, bucket=BUCKET, **keys)


async def whole(blobs: BlobStore, key: str) -> bytes:
    return b"".join([piece async for piece in blobs.read(key)])


def nobody(_line: str) -> None:
    """Nobody listens."""


async def taken(room: Room, *texts: str) -> list[str]:
    """The keys of versions with these texts."""
    documents = [await room.taken(pdf(text)) for text in texts]
    return [evidence_key((await room.versions(document))[0].id) for document in documents]


async def test_a_changed_and_a_missing_file_are_found(room: Room, tmp_path: Path) -> None:
    changed, missing, _same = await taken(room, "А", "Б", "В")
    assert await custody.verify(room.database, room.blobs, nobody) == custody.Verified(3, ())
    path = tmp_path / "blobs" / changed
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    (tmp_path / "blobs" / missing).unlink()
    told: list[str] = []
    found = await custody.verify(room.database, room.blobs, told.append)
    assert found.versions == 3
    assert sorted(line.rpartition(": ")[2] for line in found.wrong) == ["changed", "missing"]
    assert told == list(found.wrong)


async def test_everything_moves_from_the_folder_to_the_bucket_and_back(
    room: Room, bucket: BlobStore, tmp_path: Path
) -> None:
    first, second = await taken(room, "А", "Б")
    waiting = await room.sent(pdf("В"))
    assert await custody.move(room.database, room.blobs, bucket, nobody) == custody.Verified(2, ())
    back = open_blobs("local", tmp_path / "back")
    assert await custody.move(room.database, bucket, back, nobody) == custody.Verified(2, ())
    for key, text in ((first, "А"), (second, "Б"), (upload_key(waiting), "В")):
        assert await whole(bucket, key) == await whole(back, key) == pdf(text)
    moved = Room(room.database, back, room.people, room.evaluation)
    assert (await moved.check(waiting)).state == "READY"


async def test_a_move_that_was_interrupted_goes_on_and_sends_nothing_twice(
    room: Room, bucket: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = await taken(room, "А", "Б", "В")
    original = bucket.append

    async def break_off(key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        if key == second:
            await original(key, 0, chunks_of(pdf("Б")[:2000]))
            raise StoreUnavailable
        return await original(key, offset, chunks)

    with monkeypatch.context() as patched:
        patched.setattr(bucket, "append", break_off)
        with pytest.raises(StoreUnavailable):
            await custody.move(room.database, room.blobs, bucket, nobody)
    sent: list[tuple[str, int]] = []

    async def note(key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        sent.append((key, offset))
        return await original(key, offset, chunks)

    monkeypatch.setattr(bucket, "append", note)
    assert await custody.move(room.database, room.blobs, bucket, nobody) == custody.Verified(3, ())
    assert (first, 0) not in sent
    assert (second, 2000) in sent
    assert await custody.verify(room.database, bucket, nobody) == custody.Verified(3, ())


async def test_what_is_wrong_at_the_source_is_told_and_never_taken_for_the_version(
    room: Room, bucket: BlobStore, tmp_path: Path
) -> None:
    changed, missing = await taken(room, "А", "Б")
    path = tmp_path / "blobs" / changed
    path.write_bytes(b"x" * path.stat().st_size)
    (tmp_path / "blobs" / missing).unlink()
    moved = await custody.move(room.database, room.blobs, bucket, nobody)
    assert sorted(line.rpartition(": ")[2] for line in moved.wrong) == [
        "changed at the source",
        "changed or missing at the source",
    ]
    assert [await bucket.size(key) for key in (changed, missing)] == [None, None]


async def test_bytes_of_nothing_are_forgotten_once_they_are_old(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [kept] = await taken(room, "А")
    coming, given_up = await room.begin(size=3), await room.begin(size=3)
    for upload in (coming, given_up):
        await room.blobs.append(upload_key(upload), 0, chunks_of(b"ab"))
    async with room.database.working() as tx:
        await tx.run("DELETE FROM working.upload WHERE id = :id", id=given_up)
    assert await custody.forget_orphans(room.database, room.blobs) == 0
    monkeypatch.setattr(custody, "ORPHAN_AGE", timedelta(0))
    assert await custody.forget_orphans(room.database, room.blobs) == 1
    assert {blob.key async for blob in room.blobs.everything()} == {kept, upload_key(coming)}
