"""`make check-access`: the whole matrix of `docs/access.md`, then each policy, grant and condition taken away.

The parts run beside one another, each on its own copy of one planted database.
"""

import asyncio
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import create_engine

from storage.access.applied import apply_access
from storage.database import driver_url
from tests.access.answers import all_answers, undeclared_types
from tests.access.attempts import unasked, undeclared_acts
from tests.access.channels import channel_answers
from tests.access.clones import cloned, planted_server
from tests.access.noticing import ACTS, noticed
from tests.access.planting import World
from tests.access.probes import Probes, wrongly_granted
from tests.access.reached import OBSERVER, Tally, api_of
from tests.access.removals import removals

HANDS = 16
"""Into how many parts the removals are dealt."""


@dataclass
class Found:
    """What one part found."""

    tally: Tally = field(default_factory=Tally)
    removed: int = 0
    unnoticed: list[str] = field(default_factory=list)


def written(server: str, world: World, acts: Sequence[str]) -> Found:
    """The database's half of the matrix, for some acts."""
    found = Found()
    with cloned(server) as (url, _), psycopg.connect(url) as connection:
        probes = Probes(connection, world)
        for difference in probes.differences(world.actors, probes.tables(), acts):
            found.tally.checks += 1
            if difference:
                (found.tally.leaks if difference.allowed else found.tally.closed).append(str(difference))
    return found


def told(server: str, world: World) -> Found:
    """What functions tell, which grants there are, and of what the page says nothing."""
    found = Found()
    with cloned(server) as (url, _), psycopg.connect(url) as connection:
        probes = Probes(connection, world)
        for difference in probes.asked(world.actors):
            found.tally.checks += 1
            if difference:
                found.tally.leaks.append(str(difference))
        found.tally.leaks += wrongly_granted(connection)
    for missing in (*undeclared_types(), *unasked(), *undeclared_acts()):
        found.tally.closed.append(f"docs/access.md has no row for {missing}")
    return found


def answered(server: str, world: World, actor: str) -> Found:
    """The API's half of the matrix, for one actor."""

    async def answers() -> Tally:
        with cloned(server) as (url, folder):
            async with api_of(url, folder, world) as api:
                return await all_answers(api, world.cases, [actor])

    return Found(asyncio.run(answers()))


def let_out(server: str, world: World) -> Found:
    """Letters, calendars, people's own data, and everything that is made of a record."""

    async def answers() -> Tally:
        with cloned(server) as (url, folder):
            async with api_of(url, folder, world) as api:
                return await channel_answers(api, url, folder)

    return Found(asyncio.run(answers()))


def removed(server: str, world: World, hand: int) -> Found:
    """Some of the removals: each is taken away, must be noticed, and is put back."""
    found = Found()
    with cloned(server) as (url, _), psycopg.connect(url) as connection:
        probes, engine = Probes(connection, world), create_engine(driver_url(url))
        for removal in list(removals())[hand::HANDS]:
            found.removed += 1
            for statement in removal.does:
                connection.execute(statement.encode())
            connection.commit()
            if noticed(probes, removal) is None:
                found.unnoticed.append(removal.name)
            for statement in removal.undoes:
                connection.execute(statement.encode())
            connection.commit()
            if not removal.undoes:
                with engine.begin() as owner:
                    apply_access(owner)
        engine.dispose()
    return found


Part = tuple[Callable[..., Found], tuple[object, ...]]


def matrix(world: World) -> Iterator[Part]:
    """The parts of the matrix, those that take longest first."""
    yield let_out, ()
    yield written, (("insert",),)
    for actor in (*world.actors, OBSERVER):
        yield answered, (actor,)
    yield written, ([act for act in ACTS if act != "insert"],)
    yield told, ()


def run(server: str, world: World, began: float) -> list[Found]:
    """Every part, as many at once as the machine has cores, and one more for while they wait."""
    taken: list[Part] = [] if "--matrix" in sys.argv else [(removed, (hand,)) for hand in range(HANDS)]
    whole = list(matrix(world))
    results = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor((os.cpu_count() or 2) + 1, mp_context=context) as pool:
        waiting: dict[Future[Found], Callable[..., Found]] = {
            pool.submit(part, server, world, *arguments): part for part, arguments in (*whole, *taken)
        }
        left = len(whole)
        for done in as_completed(waiting):
            results.append(done.result())
            left -= waiting[done] is not removed
            if not left and waiting[done] is not removed:
                print(f"the matrix took {time.monotonic() - began:.0f} s", flush=True)
    return results


def main() -> int:
    """Run everything on a server of its own; 1 when anything is wrong."""
    began = time.monotonic()
    with planted_server() as (server, world):
        results = run(server, world, began)
    tally = Tally()
    for found in results:
        tally += found.tally
    unnoticed = [name for found in results for name in found.unnoticed]
    count = sum(found.removed for found in results)
    print(f"everything took {time.monotonic() - began:.0f} s")
    for line in [*dict.fromkeys(tally.leaks + tally.closed)][:50]:
        print("  " + line)
    for name in unnoticed:
        print(f"  unnoticed: {name}")
    print(f"{tally.checks} checks, {len(tally.leaks)} leaks")
    print(f"{count - len(unnoticed)} of {count} policy removals noticed")
    return 1 if tally.leaks or tally.closed or unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
