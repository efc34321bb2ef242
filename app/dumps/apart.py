"""Dumps that a server writes, in a process of their own: what makes them would stay in its memory for good."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

from app.settings import Settings


class DumpsNotWritten(Exception):
    """The process has said why."""


async def write_dumps_apart(url: str, settings: Settings) -> None:
    """Write the dumps of every format into the data folder.

    Raises DumpsNotWritten.
    """
    key = settings.signing_key
    told = {"url": url, "data": str(settings.data), "signing_key": str(key) if key else None}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "app.dumps", stdin=PIPE)
    try:
        await process.communicate(json.dumps(told).encode())
    finally:
        # The server stops, and with it whatever it began.
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise DumpsNotWritten
