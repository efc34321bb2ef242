"""Asking a ClamAV daemon whether bytes are malicious: its INSTREAM command, over TCP or a socket of this machine."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

SECONDS = 120
IDLE_SECONDS = 10
"""How long the daemon may let us wait while we send."""
TOO_LARGE = ("size limit exceeded", "Heuristics.Limits.Exceeded")
"""What it says of a stream longer than its StreamMaxLength, and, with AlertExceedsMax, of what it would not look at
whole."""


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
    """The daemon does not look at the whole of a file of this size."""


async def is_clean(daemon: Daemon, chunks: AsyncIterator[bytes]) -> bool:
    """Whether the daemon finds nothing in these bytes.

    Raises TooLargeToScan, and ScannerFailed when it cannot be reached or does not answer as it should.
    """
    place = str(daemon.socket or f"{daemon.host}:{daemon.port}")
    try:
        answer = await _asked(daemon, chunks)
    except (OSError, TimeoutError) as error:
        raise ScannerFailed(f"clamd at {place}: {error}") from error
    if any(words in answer for words in TOO_LARGE):
        raise TooLargeToScan
    if answer.endswith(" FOUND"):
        return False
    if answer != "stream: OK":
        raise ScannerFailed(f"clamd at {place} answered: {answer}")
    return True


async def _asked(daemon: Daemon, chunks: AsyncIterator[bytes]) -> str:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(IDLE_SECONDS):
        line = await _connected(daemon)
    with line:
        # It hangs up on a file that is too large for it; what it said before is still there to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            await loop.sock_sendall(line, b"zINSTREAM\0")
            async for chunk in chunks:
                async with asyncio.timeout(IDLE_SECONDS):
                    await loop.sock_sendall(line, struct.pack("!L", len(chunk)) + chunk)
            await loop.sock_sendall(line, struct.pack("!L", 0))
        async with asyncio.timeout(SECONDS):
            return (await loop.sock_recv(line, 1000)).rstrip(b"\0\n").decode(errors="replace")


async def _connected(daemon: Daemon) -> socket.socket:
    loop = asyncio.get_running_loop()
    if daemon.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address: str | tuple[str, int] = str(daemon.socket)
    else:
        [(family, kind, protocol, _, found), *_] = await loop.getaddrinfo(
            daemon.host, daemon.port, type=socket.SOCK_STREAM
        )
        line, address = socket.socket(family, kind, protocol), (str(found[0]), int(found[1]))
    line.setblocking(False)
    try:
        await loop.sock_connect(line, address)
    except BaseException:
        line.close()
        raise
    return line
