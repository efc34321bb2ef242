"""Asking a ClamAV daemon whether bytes are malicious: its INSTREAM command, over TCP."""

import asyncio
import struct
from collections.abc import AsyncIterator

SECONDS = 120


class ScannerFailed(Exception):
    """The daemon did not say whether the bytes are clean."""


async def is_clean(host: str, port: int, chunks: AsyncIterator[bytes]) -> bool:
    """Whether the daemon finds nothing in these bytes.

    Raises ScannerFailed when it cannot be reached or does not answer as it should.
    """
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(b"zINSTREAM\0")
                async for chunk in chunks:
                    writer.write(struct.pack("!L", len(chunk)) + chunk)
                    await writer.drain()
                writer.write(struct.pack("!L", 0))
                await writer.drain()
                answer = (await reader.read(1000)).rstrip(b"\0\n").decode(errors="replace")
            finally:
                writer.close()
    except (OSError, TimeoutError) as error:
        raise ScannerFailed(f"clamd at {host}:{port}: {error}") from error
    if answer.endswith(" FOUND"):
        return False
    if answer != "stream: OK":
        raise ScannerFailed(f"clamd at {host}:{port} answered: {answer}")
    return True
