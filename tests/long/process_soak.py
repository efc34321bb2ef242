"""Random acts over every process for as many steps as asked: `make soak-process STEPS=100000`."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.process_machine import Library, Processes

STEPS_A_CASE, CASES_A_ROUND = 60, 20


def run(url: str, steps: int) -> None:
    """Draw cases until so many acts were tried; whatever does not hold is raised with the acts that led to it."""
    library = Library(url)
    Processes.library = library
    begin = time.perf_counter()
    try:
        while library.steps < steps:
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
            seconds = time.perf_counter() - begin
            print(f"{library.steps} steps, {seconds / max(1, library.steps) * 1000:.0f} ms a step", flush=True)
    finally:
        library.close()
    print("acts:", ", ".join(f"{name} {count}" for name, count in library.acts.most_common(60)))
    print("cases left at:", ", ".join(f"{name} {count}" for name, count in library.ends.most_common()))
    print(f"{library.steps} steps over {sum(library.ends.values())} cases: every invariant held")


def main() -> int:
    """The command line: how many steps."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    embedded = start_embedded(folder)
    try:
        url = embedded.get_uri()
        migrate(url)
        run(url, steps)
    finally:
        embedded.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
