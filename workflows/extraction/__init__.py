"""The text of a file's pages, read in a process of its own with bounded time and memory.

Files come from anybody. Whatever a broken or hostile one does to a parser, it does to a process that is thrown away.
"""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from workflows.extraction.readers import Extracted, bounded
from workflows.extraction.unreadable import Unreadable

__all__ = ["Extracted", "Unreadable", "bounded", "extract"]

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 120
HANDED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
"""What the process is told of our environment: none of our secrets."""


async def extract(path: Path, *, as_text: bool = False) -> Extracted:
    """The kind and the page texts of the file at this absolute path; `as_text` where its name promises plain text.

    Raises Unreadable.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        str(path),
        *(["as-text"] if as_text else []),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    if not found["secluded"]:
        log.warning("the process that reads evidence has a network: this system cannot take it away")
    if "refused" in found:
        raise Unreadable(found["refused"])
    return Extracted(found["media_type"], tuple(found["pages"]))
