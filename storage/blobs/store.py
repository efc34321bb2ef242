"""The interface of a place for evidence bytes, and what can go wrong there."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KEY = re.compile(r"(uploads|evidence)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PART = 8 * 1024 * 1024
"""Bytes of each part but the last, when a blob is sent in parts that may come in any order."""
MOST_PARTS = 10_000
LINK_SECONDS = 60


class WrongOffset(Exception):
    """A part does not begin where the bytes received so far end, or another part is being written."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here")
        self.received = received


class BlobMissing(Exception):
    """There is no finished blob under this key."""


class PartDamaged(Exception):
    """The bytes of a part are not those that were announced; none of them is kept."""


class StoreUnavailable(Exception):
    """The place does not answer, answers too late, or has no room; what it said to have stored is still stored."""


@dataclass(frozen=True)
class Part:
    """A part about to come: its number from 1, its bytes, and their MD5 in Base64, as `Content-MD5` has it."""

    number: int
    size: int
    md5: str


@dataclass(frozen=True)
class Link:
    """Where one part may be sent, straight to the store, for a short while, with exactly these headers."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """A blob or what is being received of one, and when it was begun."""

    key: str
    at: datetime


def checked_key(key: str) -> str:
    """The key, if it is one of ours; a key never comes from a file name.

    Raises ValueError otherwise.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"not a key of a blob: {key!r}")
    return key


class BlobStore(Protocol):
    """Bytes by key. Keys are of our own making (`uploads/<id>`, `evidence/<id>`), so none is ever written twice.

    A blob is received either in one row, by `append`, or in parts in any order, by `put_part` or a `link`. The two may
    alternate: what has come without a gap counts for both.

    Everything raises StoreUnavailable.
    """

    async def prepare(self, origins: Sequence[str]) -> None:
        """Make the place ready: it is there, and pages of these origins (`https://host`) may send to its links.

        Raises StoreUnavailable also where the store does not let us.
        """
        ...

    async def received(self, key: str) -> int:
        """How many bytes of a blob are stored for good without a gap, finished or not."""
        ...

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """Write chunks of a blob that is being received, from this offset on; answers how many bytes it has now.

        What came before an error of `chunks` is kept.

        Raises WrongOffset when the offset is not `received(key)`, or somebody else is appending.
        """
        ...

    async def parts(self, key: str, size: int) -> set[int]:
        """The numbers of the parts that are here of a blob that will have this size."""
        ...

    async def put_part(self, key: str, part: Part, chunks: AsyncIterator[bytes]) -> None:
        """Write one part: PART bytes, or what is left at the end. Writing it twice is writing it once.

        Raises PartDamaged, and WrongOffset when the blob is finished.
        """
        ...

    async def link(self, key: str, part: Part, /) -> Link | None:
        """Where this part may be sent without us, for LINK_SECONDS; None where parts come through us.

        Raises WrongOffset when the blob is finished.
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

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes, None]:
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

    def everything(self) -> AsyncIterator[Kept]:
        """Every key under which anything is kept; one may come more than once."""
        ...
