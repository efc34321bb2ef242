"""Makes reports: one at a time, in a process of its own with bounded time and memory."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog

PRESS = Path(__file__).parent / "press.py"
SECONDS = 30
WAITING = 8
"""Reports asked for and not begun; whoever comes later is told to come again."""
HANDED_ON = ("PATH", "LANG", "LC_ALL")
"""What the process is told of our environment: none of our secrets."""

log = structlog.get_logger()


class NotMade(Exception):
    """There is no report now: too many are waited for, or it could not be made."""


class Maker:
    """The one press of this server process."""

    def __init__(self, press: Path = PRESS) -> None:
        self._press = press
        self._turn = asyncio.Semaphore(1)
        self._asked = 0

    async def make(self, content: Mapping[str, object], published_at: datetime, form: str = "report") -> bytes:
        """The PDF of a content in a form, which is a template of this room; the same content makes the same bytes.

        Raises NotMade.
        """
        if self._asked > WAITING:
            raise NotMade
        self._asked += 1
        try:
            async with self._turn:
                return await self._pressed(json.dumps(content, ensure_ascii=False).encode(), published_at, form)
        finally:
            self._asked -= 1

    async def _pressed(self, content: bytes, published_at: datetime, form: str) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(self._press),
            str(int(published_at.timestamp())),
            form,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
        )
        try:
            made, trouble = await asyncio.wait_for(process.communicate(content), SECONDS)
        except TimeoutError:
            made, trouble = b"", b"took too long"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0 or not made.startswith(b"%PDF-"):
            log.error("a report was not made", trouble=trouble.decode(errors="replace")[-2000:])
            raise NotMade
        return made
