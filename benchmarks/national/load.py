"""Load by wrk: sixteen connections that ask as fast as they are answered."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.national.questions import Ask

CONNECTIONS = 16


@dataclass(frozen=True)
class Measured:
    """What wrk saw: requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float
    requests: int
    first_rate: float | None = None
    """Requests a second when the server met most of them for the first time; None where each is met once."""


class BadAnswers(Exception):
    """Some requests were refused or broke off: such a run says nothing."""


def _written(asks: Sequence[Ask]) -> str:
    lines: list[str] = []
    for ask in asks:
        lines.append(f"P {ask.path}")
        lines += [f"H {name}: {value}" for name, value in ask.headers.items()]
        # A line is a line: JSON of one request has no line ends of its own.
        lines += [f"B {ask.body}"] if ask.body is not None else []
        lines.append("E")
    return "\n".join(lines) + "\n"


def load(port: int, asks: Sequence[Ask], seconds: int, *, each_once: bool = False, seed: int = 1) -> Measured:
    """Ask a server for so many seconds.

    Raises BadAnswers.
    """
    with tempfile.TemporaryDirectory() as folder:
        requests = Path(folder) / "requests"
        requests.write_text(_written(asks), encoding="utf-8")
        environment = {**os.environ, "REQUESTS": str(requests), "EACH_ONCE": str(int(each_once)), "SEED": str(seed)}
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
        told = subprocess.run(
            [*command, "-s", str(Path(__file__).with_name("load.lua")), f"http://127.0.0.1:{port}"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = json.loads(told.partition("RESULT ")[2])
    if found["refused"] or found["broken"]:
        raise BadAnswers(told)
    return Measured(found["requests"] / found["seconds"], found["p50"], found["p99"], found["requests"])
