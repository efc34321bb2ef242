"""`make check-access`: the whole matrix of `docs/access.md`, then each policy, grant and condition taken away."""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from sqlalchemy import create_engine

from storage.access import apply_access
from storage.database import driver_url
from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.access.answers import all_answers, undeclared_types
from tests.access.attempts import unasked, undeclared_acts
from tests.access.planting import World
from tests.access.probes import Probes, wrongly_granted
from tests.access.reached import OBSERVER, Tally, api_of
from tests.access.removals import Removal, removals
from tests.access.world import seeded_world

ACTS = ("read", "update", "delete", "blind", "insert")


async def answers(url: str, folder: Path, world: World) -> Tally:
    """The API's half of the matrix."""
    async with api_of(url, folder, world) as api:
        return await all_answers(api, world.cases, [*world.actors, OBSERVER])


def matrix(url: str, folder: Path, probes: Probes) -> Tally:
    """Every check of database and API."""
    tally = Tally()
    world = probes.world
    for found in probes.differences(world.actors, probes.tables(), ACTS):
        tally.checks += 1
        if found:
            (tally.leaks if found.allowed else tally.closed).append(str(found))
    for found in probes.asked(world.actors):
        tally.checks += 1
        if found:
            tally.leaks.append(str(found))
    tally.leaks += wrongly_granted(probes.connection)
    for missing in (*undeclared_types(), *unasked(), *undeclared_acts()):
        tally.closed.append(f"docs/access.md has no row for {missing}")
    tally += asyncio.run(answers(url, folder, world))
    return tally


def noticed(probes: Probes, removal: Removal) -> str | None:
    """What the database's half of the matrix says of a removal; the table it concerns is asked first."""
    first = [removal.table] if removal.table else probes.tables()
    rest = [table for table in probes.tables() if table not in first]
    actors = probes.world.actors
    try:
        if found := wrongly_granted(probes.connection):
            return found[0]
        for tables, acts in ((first, ACTS[:1]), (first, ACTS[1:]), (rest, ACTS)):
            for difference in probes.differences(actors, tables, acts):
                if difference:
                    return str(difference)
        return next((str(told) for told in probes.asked(actors) if told), None)
    except psycopg.Error as error:
        probes.connection.rollback()
        return f"{type(error).__name__}"


def apart(url: str, probes: Probes, taken: Iterable[Removal]) -> tuple[int, list[str]]:
    """Take each removal away and put it back; answers how many there were and which went unnoticed."""
    engine = create_engine(driver_url(url))
    count, unnoticed = 0, []
    for removal in taken:
        count += 1
        for statement in removal.does:
            probes.connection.execute(statement)
        probes.connection.commit()
        if noticed(probes, removal) is None:
            unnoticed.append(removal.name)
        for statement in removal.undoes:
            probes.connection.execute(statement)
        probes.connection.commit()
        if not removal.undoes:
            with engine.begin() as connection:
                apply_access(connection)
    return count, unnoticed


def main() -> int:
    """Run everything on a database of its own; 1 when anything is wrong."""
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    server = start_embedded(folder)
    try:
        url = server.get_uri()
        migrate(url)
        began = time.monotonic()
        with psycopg.connect(url) as connection:
            probes = Probes(connection, seeded_world(url))
            taken_from = probes.world
            tally = matrix(url, folder, probes)
            print(f"the matrix took {time.monotonic() - began:.0f} s", flush=True)
            for line in [*dict.fromkeys(tally.leaks + tally.closed)][:50]:
                print("  " + line)
            count, unnoticed = 0, list[str]()
            if "--matrix" not in sys.argv:
                probes = Probes(connection, taken_from)
                count, unnoticed = apart(url, probes, removals())
                print(f"with the removals {time.monotonic() - began:.0f} s")
                for name in unnoticed:
                    print(f"  unnoticed: {name}")
        print(f"{tally.checks} checks, {len(tally.leaks)} leaks")
        print(f"{count - len(unnoticed)} of {count} policy removals noticed")
        return 1 if tally.leaks or tally.closed or unnoticed else 0
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
