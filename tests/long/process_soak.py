"""Random acts over every process for as many steps as asked: `make soak-process STEPS=100000 PROCESSES=2`.

Twenty times a case is drawn in a database of their own, so that the last step costs what the first did; each of these
begins as a copy of one in which cases stand at late stages. What was tried rarely in all rounds so far is tried more.
What was found so far is in benchmarks/results/processes_at_random.json after every such round.
"""

import asyncio
import shutil
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.database import Database
from storage.embedded import start_embedded
from storage.keys import load_signer
from storage.migrate import migrate
from tests.conftest import CARELESS, named
from tests.long.results import keep
from tests.process_machine import Library, Processes
from tests.process_starts import STAGES, Prepared, prepare
from tests.short_lived import short_lived_folder

STEPS_A_CASE, CASES_A_ROUND = 60, 20
PREPARED = "areopag_prepared"
LATE = dict.fromkeys(STAGES, 2) | {"published": 4, "expiring": 4}
"""How many cases a round finds at each late stage."""


@dataclass(frozen=True)
class Round:
    """What a round tried, where its cases were left, and what did not hold, with the acts that led to it."""

    acts: Counter[str]
    done: Counter[str]
    starts: Counter[str]
    entries: int
    ends: Counter[str]
    wrong: str


def played(server: str, name: str, prepared: Prepared, earlier: Counter[str]) -> Round:
    """One round in a database of its own; `earlier` is what was tried in others."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {PREPARED} STRATEGY FILE_COPY")
        library = Library(named(server, name), prepared, earlier=earlier)
        Processes.library = library
        before, wrong = library.entries(), ""
        try:
            run_state_machine_as_test(
                Processes,
                settings=settings(
                    max_examples=CASES_A_ROUND,
                    stateful_step_count=STEPS_A_CASE,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
            library.check_trail()
        except Exception:  # noqa: BLE001 - whatever it is, it is what the soak looks for, and is told in full
            wrong = "\n".join([*library.wrong, traceback.format_exc()])
        finally:
            entries = library.entries() - before
            library.close()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    return Round(library.acts, library.done, library.starts, entries, library.ends, wrong)


def run(server: str, prepared: Prepared, steps: int, processes: int) -> int:
    """Draw rounds until so many acts were tried, several side by side; answers how many rounds had something wrong."""
    rounds: list[Round] = []
    begun, begin = 0, time.perf_counter()
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        running: set[Future[Round]] = set()
        tried = 0
        while tried < steps or running:
            while tried < steps and len(running) < processes:
                earlier = sum((one.acts for one in rounds), Counter[str]())
                running.add(pool.submit(played, server, f"round_{begun}", prepared, earlier))
                begun += 1
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            rounds += [future.result() for future in finished]
            tried = sum(one.acts.total() for one in rounds)
            seconds = time.perf_counter() - begin
            print(f"{tried} steps, {seconds / max(1, tried) * 1000:.0f} ms a step", flush=True)
            _keep(rounds, seconds, processes)
    wrong = [one.wrong for one in rounds if one.wrong]
    print(*wrong, sep="\n")
    print(f"{tried} steps in {len(rounds)} rounds; in {len(wrong)} of them an invariant did not hold")
    return len(wrong)


def _keep(rounds: list[Round], seconds: float, processes: int) -> None:
    acts, done, starts, ends = (
        sum((getattr(one, name) for one in rounds), Counter[str]()) for name in ("acts", "done", "starts", "ends")
    )
    found: dict[str, object] = {
        "processes": processes,
        "seconds": round(seconds),
        "steps": acts.total(),
        "trail_entries": sum(one.entries for one in rounds),
        "cases": ends.total(),
        "rounds_violated": sum(bool(one.wrong) for one in rounds),
        "acts_tried": dict(acts.most_common()),
        "acts_done": dict(done.most_common()),
        "cases_begun_at": dict(starts.most_common()),
        "cases_left_at": dict(ends.most_common()),
    }
    keep("processes_at_random", found)


async def _prepared(url: str, folder: Path) -> Prepared:
    database = Database(url)
    try:
        return await prepare(database, await load_signer(database, folder), LATE)
    finally:
        await database.close()


def main() -> int:
    """The command line: how many steps, and in how many processes."""
    steps, processes = (int(given) for given in sys.argv[1:3])
    folder = short_lived_folder()
    embedded = start_embedded(folder)
    try:
        server = embedded.get_uri()
        with psycopg.connect(server, autocommit=True) as connection:
            for setting in CARELESS:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {PREPARED}")
        migrate(named(server, PREPARED))
        prepared = asyncio.run(_prepared(named(server, PREPARED), folder))
        return min(1, run(server, prepared, steps, processes))
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
