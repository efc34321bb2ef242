"""Random acts over every process for as many steps as asked: `make soak-process STEPS=100000 PROCESSES=2`.

Twenty cases at a time are drawn in a database of their own, so that the last step costs what the first did. What was
found so far is in benchmarks/results/processes_at_random.json after every such round.
"""

import shutil
import sys
import tempfile
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

from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.conftest import CARELESS, TEMPLATE, named
from tests.long.results import keep
from tests.process_machine import Library, Processes

STEPS_A_CASE, CASES_A_ROUND = 60, 20


@dataclass(frozen=True)
class Round:
    """What a round tried, where its cases were left, and what did not hold, with the acts that led to it."""

    acts: Counter[str]
    entries: int
    ends: Counter[str]
    wrong: str | None


def played(server: str, name: str) -> Round:
    """One round in a database of its own."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        library = Library(named(server, name))
        Processes.library = library
        entries, wrong = 0, None
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
        except Exception:  # noqa: BLE001 - whatever it is, it is what the soak looks for, and is told in full
            wrong = traceback.format_exc()
        finally:
            entries = library.entries()
            library.close()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    return Round(library.acts, entries, library.ends, wrong)


def run(server: str, steps: int, processes: int) -> int:
    """Draw rounds until so many acts were tried, several side by side; answers how many rounds had something wrong."""
    rounds: list[Round] = []
    begun, begin = 0, time.perf_counter()
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        running: set[Future[Round]] = set()
        tried = 0
        while tried < steps or running:
            while tried < steps and len(running) < processes:
                running.add(pool.submit(played, server, f"round_{begun}"))
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
    acts = sum((one.acts for one in rounds), Counter[str]())
    ends = sum((one.ends for one in rounds), Counter[str]())
    found: dict[str, object] = {
        "processes": processes,
        "seconds": round(seconds),
        "steps": acts.total(),
        "trail_entries": sum(one.entries for one in rounds),
        "cases": ends.total(),
        "rounds_violated": sum(one.wrong is not None for one in rounds),
        "acts": dict(acts.most_common()),
        "cases_left_at": dict(ends.most_common()),
    }
    keep("processes_at_random", found)


def main() -> int:
    """The command line: how many steps, and in how many processes."""
    steps, processes = (int(given) for given in sys.argv[1:3])
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    embedded = start_embedded(folder)
    try:
        server = embedded.get_uri()
        with psycopg.connect(server, autocommit=True) as connection:
            for setting in CARELESS:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        migrate(named(server, TEMPLATE))
        return min(1, run(server, steps, processes))
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
