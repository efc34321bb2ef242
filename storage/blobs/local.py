"""Evidence bytes in a folder: a file per blob. While one is being received, `.part` holds what has come in a row, and
`.part-<n>` each part that has come before its turn."""

import asyncio
import fcntl
import os
import shutil
import stat
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from storage.blobs.incoming import write_checked
from storage.blobs.store import PART, BlobMissing, Kept, Link, Part, StoreUnavailable, WrongOffset, checked_key

T = TypeVar("T")

PIECE = 256 * 1024
GATHERED = 1024 * 1024
MOMENT = 1.0
"""Seconds that finishing waits for somebody else who writes."""


class LocalBlobs:
    """A BlobStore in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)

    def _part(self, key: str) -> Path:
        return self._folder / f"{checked_key(key)}.part"

    def _ahead(self, key: str, number: int) -> Path:
        return self._folder / f"{checked_key(key)}.part-{number}"

    async def prepare(self, _origins: Sequence[str], /) -> None:
        """See BlobStore: there are no links to let anybody send to."""
        await _in_thread(_make_folder, self._folder)

    async def received(self, key: str) -> int:
        """See BlobStore."""
        return await _in_thread(self._received, key)

    def _received(self, key: str) -> int:
        for path in (self._path(key), self._part(key)):
            with suppress(FileNotFoundError):
                return self._with_those_ahead(key, path.stat().st_size)
        return self._with_those_ahead(key, 0)

    def _with_those_ahead(self, key: str, length: int) -> int:
        """The length that the row has once the parts that follow it are joined to it."""
        while True:
            number = length // PART + 1
            try:
                size = self._ahead(key, number).stat().st_size
            except FileNotFoundError:
                return length
            length = (number - 1) * PART + size
            if size < PART:
                return length

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """See BlobStore."""
        descriptor = await _in_thread(self._open_part, key, offset)
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
        """The row's file, locked for us alone until it is closed, ready to write at its end."""
        descriptor = self._row(key)
        if descriptor is not None:
            if os.lseek(descriptor, 0, os.SEEK_END) == offset:
                return descriptor
            os.close(descriptor)
        raise WrongOffset(self._received(key))

    def _row(self, key: str) -> int | None:
        """The row's file, locked for us alone until it is closed, with the parts that follow joined to it; None when
        somebody else is writing, or the blob is finished."""
        if self._path(key).exists():
            return None
        part = self._part(key)
        _make_folder(part.parent)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Who held the lock before may have finished the blob: then the file's name is another's.
            if not self._path(key).exists():
                _keep_entries(part.parent)
                self._join(key, descriptor)
                return descriptor
            with suppress(FileNotFoundError):
                if part.stat().st_size == 0:
                    part.unlink()
        except BlockingIOError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def _join(self, key: str, descriptor: int) -> None:
        """Move the parts that follow the row into it. Begun anew after a death, it writes the same bytes again."""
        length = os.fstat(descriptor).st_size
        while (joined := self._with_those_ahead(key, length)) != length:
            number = length // PART + 1
            os.lseek(descriptor, (number - 1) * PART, os.SEEK_SET)
            ahead = self._ahead(key, number)
            with ahead.open("rb") as part:
                while piece := part.read(GATHERED):
                    _write_all(descriptor, piece)
            os.fsync(descriptor)
            ahead.unlink()
            length = os.fstat(descriptor).st_size
            assert length <= joined

    async def parts(self, key: str, size: int) -> set[int]:
        """See BlobStore."""
        return await _in_thread(self._parts, key, size)

    def _parts(self, key: str, size: int) -> set[int]:
        received = self._received(key)
        whole = {n for n in range(1, -(-size // PART) + 1) if min(n * PART, size) <= received}
        part = self._part(key)
        return whole | {int(ahead.name.rpartition("-")[2]) for ahead in part.parent.glob(f"{part.name}-*")}

    async def put_part(self, key: str, part: Part, chunks: AsyncIterator[bytes]) -> None:
        """See BlobStore."""
        if await _in_thread(self._path(key).exists):
            raise WrongOffset(await self.received(key))
        await _in_thread(_make_folder, self._part(key).parent)
        fresh = self._path(key).with_suffix(f".{uuid4().hex}.fresh")
        try:
            with await _in_thread(lambda: fresh.open("xb")) as file:
                await write_checked(part, chunks, file)
                await _in_thread(_for_good, file.fileno(), file.flush)
            await _in_thread(self._line_up, key, fresh, part.number)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        finally:
            fresh.unlink(missing_ok=True)

    def _line_up(self, key: str, fresh: Path, number: int) -> None:
        fresh.rename(self._ahead(key, number))
        _keep_entries(fresh.parent)
        row = self._row(key)
        if row is not None:
            os.close(row)

    async def link(self, key: str, _part: Part, /) -> Link | None:
        """See BlobStore: parts come through us."""
        if await _in_thread(self._path(key).exists):
            raise WrongOffset(await self.received(key))
        return None

    async def finish(self, key: str, size: int) -> None:
        """See BlobStore."""
        await _in_thread(self._finish, key, size)

    def _finish(self, key: str, size: int) -> None:
        until = time.monotonic() + MOMENT
        while not self._is_finished(key, size):
            here = self._received(key)
            if here != size or time.monotonic() > until:
                raise WrongOffset(here)
            # All is here and somebody holds it: most likely another run of the same job, which finishes it just now.
            time.sleep(0.02)

    def _is_finished(self, key: str, size: int) -> bool:
        """Whether the blob is whole now, made so by us if it can be."""
        if not self._path(key).exists() and self._received(key) == size:
            row = self._row(key)
            if row is not None:
                if os.fstat(row).st_size == size:
                    self._part(key).rename(self._path(key))
                    _keep_entries(self._path(key).parent)
                os.close(row)
        return self._path(key).exists() and self._received(key) == size

    async def put(self, key: str, content: bytes) -> None:
        """See BlobStore."""
        await _in_thread(self._put, key, content)

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
        await _in_thread(self._copy, source, target)

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

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes, None]:
        """See BlobStore."""
        try:
            file = await _in_thread(lambda: self._path(key).open("rb"))
        except FileNotFoundError:
            raise BlobMissing(key) from None
        try:
            await _in_thread(file.seek, start)
            left = None if end is None else max(end - start, 0)
            while left is None or left > 0:
                piece = await _in_thread(file.read, PIECE if left is None else min(PIECE, left))
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

        return await _in_thread(look)

    async def delete(self, key: str) -> None:
        """See BlobStore."""

        def forget() -> None:
            path = self._path(key)
            for ahead in [*path.parent.glob(f"{path.name}.*"), path]:
                ahead.unlink(missing_ok=True)

        await _in_thread(forget)

    async def everything(self) -> AsyncIterator[Kept]:
        """See BlobStore."""
        for kept in await _in_thread(self._everything):
            yield kept

    def _everything(self) -> list[Kept]:
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                about = path.stat()
                if stat.S_ISREG(about.st_mode):
                    key = f"{path.parent.name}/{path.name.partition('.')[0]}"
                    found.append(Kept(key, datetime.fromtimestamp(about.st_mtime, UTC)))
        return found


async def _in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Run in a thread; a disk that is full or broken is a store that is not there."""
    try:
        return await asyncio.to_thread(function, *arguments)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


async def _to_the_end(function: Callable[..., T], *arguments: object) -> T:
    """Run in a thread and wait for it also when cancelled: what it works on is closed right after."""
    running = asyncio.ensure_future(_in_thread(function, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _for_good(descriptor: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(descriptor)


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
