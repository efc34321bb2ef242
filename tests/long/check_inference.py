"""`make check-inference`: pairs of databases that differ only in what is hidden, and the times of closed and absent."""

import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path

import psycopg
from hypothesis import HealthCheck, Phase, given, settings

from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.access.inference import Change, Other, asked, client_queries, hidden_changes, questions
from tests.access.planting import World
from tests.access.reached import OBSERVER, Api, api_of
from tests.access.timing import forbidden_and_absent, mann_whitney, superiority
from tests.access.world import seeded_world

ACTORS = ("officer", "expert", "lead", "member", "municipal founder", "appeal member", "stranger", OBSERVER)
PAIRS = 25
REQUESTS = 2000
RESULTS = Path(__file__).resolve().parents[2] / "benchmarks/results/forbidden_or_absent.json"


def interference(url: str, api: Api, runner: asyncio.Runner, actor: str) -> tuple[int, int, list[str]]:
    """How many pairs of databases and answers were compared for one actor, and what differed."""
    cases = [case for case in api.world.cases if case.side == "own" and case.state in ("individual_review", "decided")]
    asking = list(questions(api.world, cases[:2], client_queries()))
    before = runner.run(asked(api, actor, asking))
    pairs, differed = 0, list[str]()
    with psycopg.connect(url) as connection:

        @settings(
            max_examples=PAIRS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(hidden_changes(api.world, actor))
        def compare(changes: list[Change]) -> None:
            nonlocal pairs
            pairs += 1
            with Other(connection, changes):
                after = runner.run(asked(api, actor, asking))
            for (query, _), one, other in zip(asking, before, after, strict=True):
                if one != other:
                    differed.append(f"{actor}: {query[:80]!r} after {', '.join(map(str, changes))}")

        compare()
    return pairs, pairs * len(asking), differed


def times(api: Api, runner: asyncio.Runner) -> dict[str, dict[str, float]]:
    """The comparison of times, by the question asked."""
    found = runner.run(forbidden_and_absent(api, "officer", REQUESTS))
    return {
        name: {
            "requests": len(forbidden) + len(absent),
            "median_forbidden_ms": round(sorted(forbidden)[len(forbidden) // 2], 3),
            "median_absent_ms": round(sorted(absent)[len(absent) // 2], 3),
            "mann_whitney_p": round(mann_whitney(forbidden, absent), 4),
            "forbidden_slower_share": round(superiority(forbidden, absent), 4),
        }
        for name, (forbidden, absent) in found.items()
    }


def compared(url: str, api: Api, runner: asyncio.Runner) -> list[str]:
    """What differed between the pairs of databases of all actors."""
    differed, pairs, answers = list[str](), 0, 0
    for actor in ACTORS:
        some, asked_for, wrong = interference(url, api, runner, actor)
        pairs, answers, differed = pairs + some, answers + asked_for, differed + wrong
    for line in [*dict.fromkeys(differed)][:30]:
        print("  " + line)
    print(f"{pairs} pairs of databases, {answers} answers compared, {len(differed)} differ", flush=True)
    return differed


def run(url: str, folder: Path, world: World) -> int:
    """Both halves, or with `--times` the second alone; 1 when an answer differed or a time told something."""
    with asyncio.Runner() as runner:
        opened = api_of(url, folder, world)
        api = runner.run(opened.__aenter__())
        differed = [] if "--times" in sys.argv else compared(url, api, runner)
        table = times(api, runner)
        for name, row in table.items():
            print(f"  {name}: {row}")
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
        runner.run(opened.__aexit__(None, None, None))
    alike = all(row["mann_whitney_p"] > 0.01 for row in table.values())
    print(f"forbidden and absent {'cannot' if alike else 'can'} be told apart by their times")
    return 0 if alike and not differed else 1


def main() -> int:
    """Run everything on a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="areopag-", dir="/tmp"))
    server = start_embedded(folder)
    try:
        url = server.get_uri()
        migrate(url)
        return run(url, folder, seeded_world(url))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
