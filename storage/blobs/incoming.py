"""One part on its way: put aside on disk, so that memory stays flat, and let on only when it is what was announced."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from typing import IO

from storage.blobs.store import MOST_PARTS, PART, Part, PartDamaged


async def write_checked(part: Part, chunks: AsyncIterator[bytes], file: IO[bytes]) -> None:
    """Write the chunks to the file.

    Raises PartDamaged when they are not exactly the announced bytes.
    """
    if not (1 <= part.number <= MOST_PARTS and 0 < part.size <= PART):
        raise PartDamaged
    digest, length = hashlib.md5(usedforsecurity=False), 0
    async for chunk in chunks:
        length += len(chunk)
        if length > part.size:
            raise PartDamaged
        digest.update(chunk)
        await asyncio.to_thread(file.write, chunk)
    if length != part.size or base64.b64encode(digest.digest()).decode() != part.md5:
        raise PartDamaged


def in_a_row(parts: set[int]) -> int:
    """How many parts have come from the first on without a gap."""
    count = 0
    while count + 1 in parts:
        count += 1
    return count
