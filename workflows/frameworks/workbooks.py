"""Workbooks to and from frameworks, in a process of its own with bounded time and memory."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Literal

from workflows.frameworks.exchange import UnreadableFramework
from workflows.rules.framework import Framework

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 30
HANDED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
"""What the process is told of our environment: none of our secrets."""


async def json_of(workbook: bytes) -> str:
    """What a workbook says of a framework, sound or not, as JSON.

    Raises UnreadableFramework.
    """
    return (await _converted("read", workbook)).decode()


async def workbook_of(framework: Framework) -> bytes:
    """The framework version as a workbook."""
    return await _converted("write", framework.model_dump_json().encode())


async def _converted(how: Literal["read", "write"], given: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __package__, how),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
    )
    try:
        made, told = await asyncio.wait_for(process.communicate(given), SECONDS)
    except TimeoutError:
        raise UnreadableFramework("the workbook takes too long to read") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = told.decode(errors="replace").strip().splitlines()
        raise UnreadableFramework(said[-1] if said else "the workbook cannot be read")
    return made
