"""The text of a file's pages, and what is made of a file: in a process of its own with bounded time and memory.

Files come from anybody. Whatever a broken or hostile one does to a parser, it does to a process that is thrown away.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from workflows.extraction.readers import Extracted
from workflows.extraction.unreadable import Unreadable
from workflows.rules.redaction import Box

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 120
LONG_SECONDS = 1800
"""For what draws every page."""
HANDED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
"""What the process is told of our environment: none of our secrets."""


async def extract(path: Path, *, as_text: bool = False) -> Extracted:
    """The kind and the page texts of the file at this absolute path; `as_text` where its name promises plain text.

    Raises Unreadable.
    """
    output, _ = await _run(path, asyncio.subprocess.PIPE, *(["as-text"] if as_text else []))
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    if not found["secluded"]:
        log.warning("the process that reads evidence has a network: this system cannot take it away")
    if "refused" in found:
        raise Unreadable(found["refused"])
    return Extracted(found["media_type"], tuple(found["pages"]))


async def strip(path: Path, target: Path) -> None:
    """Write to `target` the file at this absolute path without what it says of itself: author, programs, places, times.

    Raises Unreadable where that cannot be done.
    """
    if not await _made(path, target, "without-properties"):
        raise Unreadable("FILE_KEEPS_PROPERTIES")


async def thumbnail(path: Path, target: Path) -> None:
    """Write to `target` a small picture of the first page of the PDF, or of the picture, at this absolute path.

    Raises Unreadable where that cannot be done.
    """
    if not await _made(path, target, "thumbnail"):
        raise Unreadable("FILE_BROKEN")


async def redact(path: Path, target: Path, boxes: Sequence[Box]) -> None:
    """Write to `target` the pages of the PDF, or the picture, at this absolute path, with these boxes burnt in. What
    was written is looked at by another process: no word stands under a box.

    Raises Unreadable where that cannot be done.
    """
    told = json.dumps([[box.page, *map(float, astuple(box.area))] for box in boxes])
    failed = not await _made(path, target, "redacted", told, slow=True)
    if not failed:
        _, failed = await _run(target, asyncio.subprocess.DEVNULL, "nothing-under", told, slow=True)
    if failed:
        raise Unreadable("FILE_NOT_REDACTED")


async def _made(path: Path, target: Path, *how: str, slow: bool = False) -> bool:
    """Whether the process made something of the file at `path`, which it writes to `target`.

    Raises Unreadable when it takes too long.
    """
    with target.open("wb") as made:
        _, failed = await _run(path, made.fileno(), *how, slow=slow)
    return not failed


async def _run(path: Path, output: int, *how: str, slow: bool = False) -> tuple[bytes, bool]:
    """Have the process do it; answers what it printed, unless that goes elsewhere, and whether it failed.

    Raises Unreadable when it takes too long.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "workflows.extraction",
        str(path),
        *how,
        stdout=output,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), LONG_SECONDS if slow else SECONDS)
    except TimeoutError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return printed or b"", process.returncode != 0
