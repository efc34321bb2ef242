"""Evidence bytes in a folder: a file per blob, `.part` while it is being received."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from storage.blobs.store import BlobMissing, WrongOffset, checked_key

T = TypeVar("T")

PIECE = 256 * 1024
GATHERED = 1024 * 1024


class LocalBlobs:
    """A BlobStore in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)

    def _part(self, key: str) -> Path:
        return self._folder / f"{checked_key(key)}.part"

    async def received(self, key: str) -> int:
        """See BlobStore."""
        return await asyncio.to_thread(self._received, key)

    def _received(self, key: str) -> int:
        for path in (self._path(key), self._part(key)):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return 0

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """See BlobStore."""
        descriptor = await asyncio.to_thread(self._open_part, key, offset)
        try:
            gathered = bytearray()
            try:
                async for chunk in chunks:
                    gathered += chunk
                    if len(gathered) >= GATHERED:
                        written, gathered = gathered, bytearray()
                        await _to_the_end(_write_all, descriptor, written)
            finally:
                await _to_the_end(_write_for_good, descriptor, gathered)
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)

    def _open_part(self, key: str, offset: int) -> int:
        """The part's file, locked for us alone until it is closed, ready to write at its end."""
        if self._path(key).exists():
            raise WrongOffset(self._received(key))
        part = self._part(key)
        _make_folder(part.parent)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.lseek(descriptor, 0, os.SEEK_END) == offset and not self._path(key).exists():
                _keep_entries(part.parent)
                return descriptor
        os.close(descriptor)
        raise WrongOffset(self._received(key))

    async def finish(self, key: str, size: int) -> None:
        """See BlobStore."""
        await asyncio.to_thread(self._finish, key, size)

    def _finish(self, key: str, size: int) -> None:
        path, part = self._path(key), self._part(key)
        if not path.exists():
            with _locked(part) as length:
                if length == size:
                    part.rename(path)
                    _keep_entries(path.parent)
        length = self._received(key)
        if not path.exists() or length != size:
            raise WrongOffset(length)

    async def put(self, key: str, content: bytes) -> None:
        """See BlobStore."""
        await asyncio.to_thread(self._put, key, content)

    def _put(self, key: str, content: bytes) -> None:
        path = self._path(key)
        _make_folder(path.parent)
        fresh = path.with_name(f"{path.name}.{uuid4().hex}.part")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            _write_for_good(descriptor, content)
        finally:
            os.close(descriptor)
        fresh.rename(path)
        _keep_entries(path.parent)

    async def copy(self, source: str, target: str) -> None:
        """See BlobStore."""
        await asyncio.to_thread(self._copy, source, target)

    def _copy(self, source: str, target: str) -> None:
        """A second name for the same file: neither is ever written again."""
        path, original = self._path(target), self._path(source)
        _make_folder(path.parent)
        if not original.exists():
            raise BlobMissing(source)
        try:
            with suppress(FileExistsError):
                path.hardlink_to(original)
        except OSError:
            # Not every file system has hard links.
            fresh = path.with_name(f"{path.name}.{uuid4().hex}.part")
            shutil.copyfile(original, fresh)
            fresh.rename(path)
        _keep_entries(path.parent)

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See BlobStore."""
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError:
            raise BlobMissing(key) from None
        try:
            await asyncio.to_thread(file.seek, start)
            left = None if end is None else max(end - start, 0)
            while left is None or left > 0:
                piece = await asyncio.to_thread(file.read, PIECE if left is None else min(PIECE, left))
                if not piece:
                    return
                left = None if left is None else left - len(piece)
                yield piece
        finally:
            file.close()

    async def size(self, key: str) -> int | None:
        """See BlobStore."""

        def look() -> int | None:
            with suppress(FileNotFoundError):
                return self._path(key).stat().st_size
            return None

        return await asyncio.to_thread(look)

    async def delete(self, key: str) -> None:
        """See BlobStore."""

        def forget() -> None:
            self._part(key).unlink(missing_ok=True)
            self._path(key).unlink(missing_ok=True)

        await asyncio.to_thread(forget)


async def _to_the_end(function: Callable[..., T], *arguments: object) -> T:
    """Run in a thread and wait for it also when cancelled: what it works on is closed right after."""
    running = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The length of a file that nobody is writing, held so; -1 for none and for one being written."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield -1
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            length = os.fstat(descriptor).st_size
        except BlockingIOError:
            length = -1
        yield length
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes | bytearray) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _write_for_good(descriptor: int, content: bytes | bytearray) -> None:
    _write_all(descriptor, content)
    os.fsync(descriptor)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep_entries(folder.parent)


def _keep_entries(folder: Path) -> None:
    """Write the folder itself to disk, so that a file's name survives a loss of power as its content does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
