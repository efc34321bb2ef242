"""Where evidence bytes are kept: one interface, two stores. Nothing here knows what the bytes mean."""

from collections.abc import AsyncIterator
from typing import Protocol


class BlobStore(Protocol):
    """Bytes by key. Keys are of our own making (`uploads/<id>`, `evidence/<id>`), so none is ever written twice."""

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """Write chunks of a blob that is being received, from this offset on; answers how many bytes it has now."""
        ...

    async def finish(self, key: str, size: int) -> None:
        """Everything has been received: make the blob readable as a whole."""
        ...

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from start up to, not including, end."""
        ...

    async def size(self, key: str) -> int | None:
        """How many bytes a finished blob has; None where there is none."""
        ...

    async def delete(self, key: str) -> None:
        """Forget a blob; no error where there is none."""
        ...
