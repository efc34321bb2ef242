"""`python -m benchmarks.national`: fills the country, asks every server, prints the table, writes it as JSON.

A trial of some questions or servers is only printed, unless it is said where it goes.
"""

import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer

from benchmarks.national.country import SCHOOLS, Country
from benchmarks.national.fill import timed_fill
from benchmarks.national.load import CONNECTIONS
from benchmarks.national.measure import NAMES as QUESTIONS
from benchmarks.national.measure import asked, measured_all
from benchmarks.national.report import merged, ratios, table, written
from benchmarks.national.servers import NAMES, POSTGRAPHILE, Running, all_running
from storage.database import Database
from storage.embedded import start_embedded
from storage.keys import Signer, load_signer
from storage.migrate import migrate

RESULTS = Path(__file__).resolve().parent.parent / "results" / "latest.json"
IDLE = 0.1
"""Seconds of processor time in two seconds that servers take who are asked nothing."""
CARELESS = (
    *("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '8GB'"),
    *("wal_level = minimal", "max_wal_senders = 0", "shared_buffers = '1GB'", "maintenance_work_mem = '512MB'"),
    # Vacuumed once it is filled, and after each round that changes it.
    "autovacuum = off",
)
"""The database is thrown away afterwards; every server gets the same one."""


@contextmanager
def filled(schools: int, folder: Path) -> Iterator[tuple[str, Country]]:
    """A database with the country in it."""
    server = start_embedded(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(f"ALTER SYSTEM SET {setting}")
    server.cleanup()
    server = start_embedded(folder)
    try:
        url = server.get_uri()
        migrate(url)
        country, seconds = timed_fill(url, schools, asyncio.run(_signer(url, folder)))
        with psycopg.connect(url) as connection:
            connection.execute((POSTGRAPHILE / "functions.sql").read_text(encoding="utf-8"))
        print(f"filled {schools} schools, {len(country.cases)} evaluations in {seconds:.0f} s", flush=True)
        yield url, country
    finally:
        server.cleanup()


async def _signer(url: str, folder: Path) -> Signer:
    database = Database(url)
    try:
        return await load_signer(database, folder)
    finally:
        await database.close()


def settled(servers: Mapping[str, Running]) -> None:
    """Wait until the servers have done what they do in their first minute, and have nothing more to do."""
    time.sleep(60 - time.time() % 60 + 5)
    for _ in range(60):
        before = sum(server.worked() for server in servers.values())
        time.sleep(2)
        if sum(server.worked() for server in servers.values()) - before < IDLE:
            return


def run(
    schools: int, seconds: int, rounds: int, names: tuple[str, ...], asked_for: tuple[str, ...] = QUESTIONS
) -> dict[str, Any]:
    """Fill a country of so many schools, measure these servers by these questions, and answer with what was found."""
    folder = Path(tempfile.mkdtemp(prefix="areopag-national-", dir="/tmp"))
    try:
        with filled(schools, folder) as (url, country), all_running(names, url, folder) as servers:
            settled(servers)
            memory = {name: round(server.memory(), 1) for name, server in servers.items()}
            found = measured_all(asked(asked_for, country, servers), servers, url, seconds, rounds)
            print(table(found), flush=True)
            print("idle memory, MiB:", memory, flush=True)
            return {
                "machine": _machine(),
                "load": {"tool": "wrk", "connections": CONNECTIONS, "seconds": seconds, "rounds": rounds},
                "schools": schools,
                "idle_memory_mib": memory,
                "ratios": ratios(found),
                "measured": {
                    question: {name: _rounded(asdict(one)) for name, one in answers.items()}
                    for question, answers in found.items()
                },
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count() or 0,
        # Where others were at work beside it, a share says more than a rate, and neither says much.
        "load_average": [round(load, 1) for load in os.getloadavg()],
    }


def _rounded(numbers: Mapping[str, float | None]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in numbers.items() if value is not None}


def main(
    scale: Annotated[list[int] | None, typer.Option(help="1: 5,000 schools; may be given twice to compare.")] = None,
    schools: Annotated[int, typer.Option(help="Schools at scale 1; fewer for a trial.")] = SCHOOLS,
    seconds: Annotated[int, typer.Option(help="How long each server is asked in a round.")] = 5,
    rounds: Annotated[int, typer.Option(help="Servers take turns so many times; the middle counts.")] = 3,
    server: Annotated[list[str] | None, typer.Option(help="Only these servers.")] = None,
    question: Annotated[list[str] | None, typer.Option(help=f"Only these questions: {', '.join(QUESTIONS)}.")] = None,
    out: Annotated[Path | None, typer.Option(help=f"Where the results go; a whole run goes to {RESULTS.name}.")] = None,
) -> None:
    """Measure Areopag beside other ways to serve the same national data."""
    if shutil.which("wrk") is None:
        sys.exit("There is no wrk, the tool that makes the load. `make bench` installs it, or: apt-get install wrk")
    if unknown := {*(question or ())} - {*QUESTIONS}:
        sys.exit(f"There is no question {', '.join(sorted(unknown))}. There are: {', '.join(QUESTIONS)}.")
    names, asked_for = tuple(server or NAMES), tuple(question or QUESTIONS)
    whole = not server and not question
    for one in scale or [1]:
        found = run(schools * one, seconds, rounds, names, asked_for)
        if path := out or (RESULTS if whole else None):
            written(merged(path, str(one), found), path)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    app()
