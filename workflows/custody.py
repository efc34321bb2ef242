"""Custody of evidence bytes: proving that they are what they were, moving them, forgetting those of nothing."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from storage import evidence
from storage.blobs import BlobMissing, BlobStore, WrongOffset
from storage.database import Database
from storage.evidence import HeldRow
from workflows.evidence import evidence_key, upload_key

ORPHAN_AGE = timedelta(days=1)
"""Younger bytes may belong to a row that is about to be written."""

LOOKED_AT_ONCE = 500
"""Files after which it is said how far it came."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Verified:
    """What became of a look at every version: how many there are, and a line for each that is not what it was."""

    versions: int
    wrong: tuple[str, ...]


async def _digest(blobs: BlobStore, key: str) -> str | None:
    """The SHA-256 of what is stored; None where nothing is."""
    digest = hashlib.sha256()
    try:
        async for piece in blobs.read(key):
            digest.update(piece)
    except BlobMissing:
        return None
    return digest.hexdigest()


async def verify(database: Database, blobs: BlobStore, tell: Tell) -> Verified:
    """Read every stored version and compare it with the hash that was computed when it was accepted."""
    wrong = []
    held = await _held(database)
    for done, version in enumerate(held, start=1):
        _tell_progress(tell, done, len(held))
        found = await _digest(blobs, evidence_key(version.id))
        if found != version.sha256:
            wrong.append(f"{version.id} {version.file_name}: {'changed' if found else 'missing'}")
            tell(wrong[-1])
    return Verified(len(held), tuple(wrong))


def _tell_progress(tell: Tell, done: int, of: int) -> None:
    """Whoever waits for hours sees that it goes on."""
    if done % LOOKED_AT_ONCE == 0 and done < of:
        tell(f"{done} of {of} files looked at")


async def _held(database: Database) -> list[HeldRow]:
    async with database.working() as transaction:
        return await evidence.every_version(transaction)


async def move(database: Database, source: BlobStore, target: BlobStore, tell: Tell) -> Verified:
    """Bring every version, and every upload that waits for its check, to another store; the source keeps its own.

    What is there already is read and compared, not sent again, so a move that was interrupted goes on where it was.
    """
    wrong = []
    held = await _held(database)
    for done, version in enumerate(held, start=1):
        _tell_progress(tell, done, len(held))
        problem = await _moved(source, target, evidence_key(version.id), version)
        if problem:
            wrong.append(f"{version.id} {version.file_name}: {problem}")
            tell(wrong[-1])
    async with database.working() as transaction:
        waiting = await evidence.uploads_being_checked(transaction)
    for upload, size in waiting:
        with suppress(WrongOffset):
            await source.finish(upload_key(upload), size)
        await _copied(source, target, upload_key(upload), size)
    return Verified(len(held), tuple(wrong))


async def _moved(source: BlobStore, target: BlobStore, key: str, version: HeldRow) -> str | None:
    """What is wrong with the target's bytes in the end; None when they are the version's."""
    if await target.size(key) == version.size and await _digest(target, key) == version.sha256:
        return None
    if await source.size(key) != version.size:
        return "changed or missing at the source"
    if await target.size(key) is not None:
        await target.delete(key)
    await _copied(source, target, key, version.size)
    if await _digest(target, key) == version.sha256:
        return None
    await target.delete(key)
    return "changed at the source" if await _digest(source, key) != version.sha256 else "did not arrive unchanged"


async def _copied(source: BlobStore, target: BlobStore, key: str, size: int) -> None:
    here = await target.received(key)
    if here < size and await source.size(key) == size:
        await target.append(key, here, source.read(key, here))
    if await target.received(key) == size:
        await target.finish(key, size)


async def forget_orphans(database: Database, blobs: BlobStore) -> int:
    """Delete bytes that no row names any more: of a sender who gave up, of a server that died in between."""
    async with database.working() as transaction:
        now = await transaction.now()
        wanted = {evidence_key(version.id) for version in await evidence.every_version(transaction)}
        wanted |= {upload_key(upload) for upload in await evidence.uploads_on_their_way(transaction)}
    orphans = {kept.key async for kept in blobs.everything() if kept.at < now - ORPHAN_AGE} - wanted
    for key in orphans:
        await blobs.delete(key)
    return len(orphans)
