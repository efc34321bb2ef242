"""Asking a ClamAV daemon whether bytes are malicious: its INSTREAM command, over TCP or a socket of this machine."""

import asyncio
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

SECONDS = 120
IDLE_SECONDS = 10
"""How long the daemon may let us wait while we send."""
TOO_LARGE = "size limit exceeded"


class Daemon(Protocol):
    """Where it listens: a socket, or a host and port."""

    @property
    def socket(self) -> Path | None:
        """A socket of this machine."""

    @property
    def host(self) -> str:
        """A host."""

    @property
    def port(self) -> int:
        """Its port."""


class ScannerFailed(Exception):
    """The daemon did not say whether the bytes are clean."""


class TooLargeToScan(Exception):
    """The daemon looks at no file of this size (its StreamMaxLength)."""


async def is_clean(daemon: Daemon, chunks: AsyncIterator[bytes]) -> bool:
    """Whether the daemon finds nothing in these bytes.

    Raises TooLargeToScan, and ScannerFailed when it cannot be reached or does not answer as it should.
    """
    place = str(daemon.socket or f"{daemon.host}:{daemon.port}")
    try:
        answer = await _asked(daemon, chunks)
    except (OSError, TimeoutError) as error:
        raise ScannerFailed(f"clamd at {place}: {error}") from error
    if answer.endswith(" FOUND"):
        return False
    if TOO_LARGE in answer:
        raise TooLargeToScan
    if answer != "stream: OK":
        raise ScannerFailed(f"clamd at {place} answered: {answer}")
    return True


async def _asked(daemon: Daemon, chunks: AsyncIterator[bytes]) -> str:
    async with asyncio.timeout(IDLE_SECONDS):
        reader, writer = await (
            asyncio.open_unix_connection(daemon.socket)
            if daemon.socket
            else asyncio.open_connection(daemon.host, daemon.port)
        )
    try:
        writer.write(b"zINSTREAM\0")
        try:
            async for chunk in chunks:
                writer.write(struct.pack("!L", len(chunk)) + chunk)
                async with asyncio.timeout(IDLE_SECONDS):
                    await writer.drain()
            writer.write(struct.pack("!L", 0))
            await writer.drain()
        except ConnectionError:
            # It hangs up on what is too large for it, and its last words are still there.
            pass
        async with asyncio.timeout(SECONDS):
            return (await reader.read(1000)).rstrip(b"\0\n").decode(errors="replace")
    finally:
        writer.close()
