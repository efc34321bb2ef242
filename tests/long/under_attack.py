"""What others feel while one address attacks: `python -m tests.long.under_attack [MINUTES]`.

Minutes of rest and of attack take turns, because whoever attacks has a minute's allowance. In each, somebody at
another address asks for published records twenty times a second; told are the times of both kinds of minutes.
"""

import asyncio
import contextlib
import random
import shutil
import sys
import tempfile
import time
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import httpx

from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.app.test_floods import ATTACKER, ATTACKS, OTHER, addressed, from_address, never_the_same
from tests.long.results import keep
from tests.long.served import Served, server

ATTACKERS, A_SECOND, SECONDS = 16, 20, 60
ASKED = {"query": "{ publications(first: 20) { totalCount nodes { number school { name { ru } } } } }"}
FRESH = count()


def fresh(request: httpx.Request) -> httpx.Request:
    """The same with a text that was never read before, where it has one."""
    body = request.read()
    if not body.startswith(b'{"query":"'):
        return request
    body = body.replace(b'{"query":"', b'{"query":"#%d\\n' % next(FRESH))
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=body)


async def attack(address: str) -> None:
    """Every way to ask too much, in turn, never twice the same text, for ever."""
    async with from_address(ATTACKER, address) as client:
        kinds = [*ATTACKS.values(), never_the_same]
        while True:
            random.shuffle(kinds)
            for kind in kinds:
                with contextlib.suppress(httpx.TransportError):
                    await client.send(addressed(fresh(kind()), client))


def attackers_at(address: str) -> None:
    """All attackers, in a process of their own, until it is killed."""

    async def run() -> None:
        await asyncio.gather(*(attack(address) for _ in range(ATTACKERS)))

    asyncio.run(run())


async def felt(served: Served) -> list[float]:
    """How long each question of somebody else took, in milliseconds."""
    took: list[float] = []

    async def ask(client: httpx.AsyncClient) -> None:
        began = time.perf_counter()
        (await client.get("/graphql", params=ASKED)).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)

    async with from_address(OTHER, served.address) as client, asyncio.TaskGroup() as asking:
        for _ in range(SECONDS * A_SECOND):
            asking.create_task(ask(client))
            await asyncio.sleep(1 / A_SECOND)
    return took


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return round(sorted(values)[int(len(values) * share)], 2)


async def compared(served: Served, minutes: int) -> dict[str, object]:
    """The times of rest and of attack."""
    quiet, attacked = list[float](), list[float]()
    for _ in range(minutes):
        quiet += await felt(served)
        attackers = get_context("spawn").Process(target=attackers_at, args=(served.address,))
        attackers.start()
        attacked += await felt(served)
        attackers.kill()
        attackers.join()
    return {
        "attackers": ATTACKERS,
        "requests_of_others": len(quiet) + len(attacked),
        "p50_ms": {"quiet": percentile(quiet, 0.5), "attacked": percentile(attacked, 0.5)},
        "p99_ms": {"quiet": percentile(quiet, 0.99), "attacked": percentile(attacked, 0.99)},
        "p99_ratio": round(percentile(attacked, 0.99) / percentile(quiet, 0.99), 2),
    }


async def main(minutes: int) -> None:
    """Run it on a database of its own and keep what was found."""
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    embedded = start_embedded(folder / "database")
    try:
        url = embedded.get_uri()
        migrate(url)
        async with server(url, folder) as served:
            found = await compared(served, minutes)
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    keep("under_attack", found)
    print(found)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
