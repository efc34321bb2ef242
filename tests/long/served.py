"""A server process of its own, started as people start it."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Served:
    """Where it answers, and its process."""

    address: str
    process: asyncio.subprocess.Process

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def server(url: str, folder: Path, *, jobs: bool = False) -> AsyncIterator[Served]:
    """A server on this database, with its data in this folder, that does jobs or leaves them to others."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "AREOPAG_MODE": "development",
        "AREOPAG_DATA": str(folder),
        "AREOPAG_DATABASE_URL": url,
        "AREOPAG_WORKERS_IN_SERVER": str(jobs).lower(),
        "AREOPAG_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-c", "from app.cli import app; app(['serve'])"]
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{address}/healthz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield Served(address, process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
