"""Files that are made of stored ones: the bytes come out of the store, and what was made of them goes in."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storage.blobs import BlobStore
from workflows.evidence.keys import evidence_key

PIECE = 256 * 1024


async def derive(
    blobs: BlobStore, source: UUID, target: UUID, make: Callable[[Path, Path], Awaitable[None]]
) -> tuple[int, str]:
    """Have a file made of what is stored under `source`, and store it under `target`; answers its size and SHA-256.

    `make` reads the first path and writes the second. Raises what it raises, and then nothing is stored.
    """
    with TemporaryDirectory(prefix="areopag-") as folder:
        whole, made = Path(folder) / "file", Path(folder) / "made"
        with whole.open("wb") as copy:
            async for piece in blobs.read(evidence_key(source)):
                await asyncio.to_thread(copy.write, piece)
        await make(whole, made)
        with made.open("rb") as content:
            sha256 = (await asyncio.to_thread(hashlib.file_digest, content, "sha256")).hexdigest()
            size = content.tell()
        await blobs.append(evidence_key(target), 0, _pieces(made))
        await blobs.finish(evidence_key(target), size)
    return size, sha256


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as content:
        while piece := await asyncio.to_thread(content.read, PIECE):
            yield piece
