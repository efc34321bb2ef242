"""Office files as PDF, made by LibreOffice where there is one: what a reader sees page by page."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from workflows.extraction.apart import HANDED_ON, ROOT, log

SECONDS = 120


async def as_pdf(soffice: Path, source: Path, folder: Path, ending: str) -> Path | None:
    """A PDF of the office file, in this empty folder; None where LibreOffice makes none of it in bounded time."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "workflows.extraction.as_pdf",
        *(str(soffice), str(source), str(folder), ending),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in HANDED_ON if name in os.environ} | {"HOME": str(folder)},
        start_new_session=True,
    )
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), SECONDS)
    # It starts others; none of them outlives it.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
    made = folder / "shown.pdf"
    if process.returncode == 0 and made.is_file():
        return made
    log.warning("LibreOffice made no PDF of an office file: it is read as text, and downloaded")
    return None
