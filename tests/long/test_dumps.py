"""What a dump of a country of scale 1 takes: less than 30 s of the processor, the database's part among them, and less
than 200 MB beside a village's. On a quiet machine nobody waits longer.

How long and how large is printed: `make test-long ARGS="tests/long/test_dumps.py -s"`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.dumps import FORMATS
from benchmarks.national.__main__ import filled
from benchmarks.national.country import SCHOOLS

VILLAGE = 20
LONGEST_S, MOST_MORE_MB = 30, 200


@dataclass(frozen=True)
class Taken:
    """What a dump took."""

    seconds: float
    processor: float
    """Seconds of the processor, in the command and in the database."""
    megabytes: float
    """The most memory it had at once."""


@pytest.fixture(scope="module", params=[VILLAGE, SCHOOLS], ids=["village", "country"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str, Path]]:
    """How many schools, their database, and the folder of the server that has it."""
    folder = tmp_path_factory.mktemp("d")
    with filled(request.param, folder) as (url, _):
        yield request.param, url, folder


VILLAGES: dict[str, Taken] = {}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_country_is_dumped_within_half_a_minute_and_two_hundred_megabytes(
    place: tuple[int, str, Path], kind: str, tmp_path: Path
) -> None:
    schools, url, folder = place
    taken = dumped(kind, url, folder, tmp_path / "dump")
    size = sum(file.stat().st_size for file in (tmp_path / "dump").iterdir()) / 1e6
    print(
        f"\n{schools} schools, {kind}: {taken.seconds:.1f} s, {taken.processor:.1f} s of the processor,"
        f" {taken.megabytes:.0f} MB of memory, {size:.0f} MB of files"
    )
    if schools == VILLAGE:
        VILLAGES[kind] = taken
        return
    assert taken.processor < LONGEST_S
    assert taken.megabytes - VILLAGES[kind].megabytes < MOST_MORE_MB


MEASURED = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""A program of its own: what a process had before it became another one counts as the other's, and a test has much."""


def dumped(kind: str, url: str, folder: Path, out: Path) -> Taken:
    """Dump everything by the command, and say what it took."""
    command = [str(Path(sys.executable).with_name("areopag")), "export", "--format", kind, "--out", str(out)]
    began, before = time.monotonic(), worked(folder)
    answer = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        env=os.environ | {"AREOPAG_DATA": str(folder), "AREOPAG_DATABASE_URL": url},
        capture_output=True,
        check=True,
    )
    processor, megabytes = json.loads(answer.stdout)
    return Taken(time.monotonic() - began, processor + worked(folder) - before, megabytes)


def worked(folder: Path) -> float:
    """Seconds of the processor that connections which have ended took of the database in this folder."""
    postmaster = (folder / "postgres/postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
    told = Path(f"/proc/{postmaster}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    # Of the line's fields these are the 16th and 17th: what was used by children that were waited for.
    return (int(told[13]) + int(told[14])) / os.sysconf("SC_CLK_TCK")
