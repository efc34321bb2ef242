"""The interface of a place for evidence bytes, and what can go wrong there."""

import re
from collections.abc import AsyncIterator
from typing import Protocol

KEY = re.compile(r"(uploads|evidence)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class WrongOffset(Exception):
    """A part does not begin where the bytes received so far end, or another part is being written."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here")
        self.received = received


class BlobMissing(Exception):
    """There is no finished blob under this key."""


def checked_key(key: str) -> str:
    """The key, if it is one of ours; a key never comes from a file name.

    Raises ValueError otherwise.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"not a key of a blob: {key!r}")
    return key


class BlobStore(Protocol):
    """Bytes by key. Keys are of our own making (`uploads/<id>`, `evidence/<id>`), so none is ever written twice."""

    async def received(self, key: str) -> int:
        """How many bytes of a blob are stored for good, finished or not."""
        ...

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """Write chunks of a blob that is being received, from this offset on; answers how many bytes it has now.

        What came before an error of `chunks` is kept.

        Raises WrongOffset when the offset is not `received(key)`, or somebody else is appending.
        """
        ...

    async def finish(self, key: str, size: int) -> None:
        """Everything has been received: make the blob readable as a whole. Finishing twice is finishing once.

        Raises WrongOffset when there are not exactly `size` bytes.
        """
        ...

    async def put(self, key: str, content: bytes) -> None:
        """Store a small blob at once."""
        ...

    async def copy(self, source: str, target: str) -> None:
        """Keep the bytes of a finished blob under another key as well.

        Raises BlobMissing.
        """
        ...

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from start up to, not including, end, in pieces of bounded size.

        Raises BlobMissing.
        """
        ...

    async def size(self, key: str) -> int | None:
        """How many bytes a finished blob has; None where there is none."""
        ...

    async def delete(self, key: str) -> None:
        """Forget a blob, finished or not; no error where there is none."""
        ...
