"""A large file on its way through a real server that is killed again and again, into either store.

    make soak-upload SIZE=5G KILLS=20

The last line for each store is `arrived N of N, hash equal, RSS growth M MB`: bytes, and how much more memory than
right after its start any of the servers ever took. `benchmarks/results/upload_soak.json` keeps it.
"""

import argparse
import asyncio
import base64
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from schema.ids import global_id
from storage import people
from storage.database import Database
from storage.embedded import start_embedded
from storage.migrate import migrate
from tests.evidence_room import room_of
from tests.services import ceph
from tests.services.ceph import BUCKET, Ceph, free_port
from workflows.admission import digest_of
from workflows.people import hash_password

PART = 8 * 1024 * 1024
PIECE = 256 * 1024
AT_ONCE = 4
TOKEN = "token of the officer"
PASSWORD = "password of the officer"
PATIENCE = 1800
START_SECONDS = 300
"""What a server may take to start on a machine that does much else."""
MOST_GROWTH_MB = 64
RESULTS = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "results" / "upload_soak.json"
HEAD = b"\x00\x00\x00\x18ftypisom" + bytes(12)
REFUSED = "__typename ... on Blocked { reasons { code } } ... on InvalidInput { problems { path code } }"


@dataclass(frozen=True)
class Film:
    """A file that is not there: its parts are made when they are needed."""

    size: int

    @property
    def parts(self) -> int:
        """How many."""
        return -(-self.size // PART)

    def part(self, number: int) -> bytes:
        """One of them."""
        made = random.Random(number).randbytes(min(PART, self.size - (number - 1) * PART))
        return HEAD + made[len(HEAD) :] if number == 1 else made

    def sha256(self) -> str:
        """Of the whole."""
        digest = hashlib.sha256()
        for number in range(1, self.parts + 1):
            digest.update(self.part(number))
        return digest.hexdigest()


@dataclass
class Server:
    """A server that can be killed and started anew, on one port, watched for its memory."""

    settings: dict[str, str]
    growth: int = 0
    kills: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _watch: threading.Thread | None = None
    _again: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.settings['PORT']}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-c", "from app.cli import app; app(['serve'])"]
        environment = {**os.environ, **self.settings}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        with httpx.Client(base_url=self.address, trust_env=False) as asking:
            while True:
                assert self._process.poll() is None
                assert time.monotonic() < until
                with contextlib.suppress(httpx.TransportError):
                    asking.get("/readyz")
                    break
                time.sleep(0.05)
        self._watch = threading.Thread(target=self._look, args=(self._process.pid,), daemon=True)
        self._watch.start()

    def _look(self, pid: int) -> None:
        first = None
        with contextlib.suppress(OSError, StopIteration):
            while True:
                with Path(f"/proc/{pid}/status").open() as status:
                    kilobytes = int(next(line for line in status if line.startswith("VmRSS")).split()[1])
                first = first or kilobytes
                self.growth = max(self.growth, kilobytes - first)
                time.sleep(0.05)

    def kill(self) -> None:
        """From one moment to the next it is gone; start it again."""
        with self._again:
            self._end(signal.SIGKILL)
            self.kills += 1
            self.start()

    def stop(self) -> None:
        """It is over."""
        with self._again:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(how)
        self._process.wait(timeout=60)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a migrated database that outlives the servers."""
    folder = Path(tempfile.mkdtemp(prefix="soak-", dir="/tmp"))
    server = start_embedded(folder)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
    migrate(url)
    try:
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def case_for(url: str, folder: Path) -> str:
    """A case in preparation whose officer has a token and may sign in; answers with its id."""
    database = Database(url)
    room = await room_of(database, folder)
    async with database.working() as tx:
        await people.add_account(tx, room.officer, "officer", hash_password(PASSWORD))
        await people.add_token(tx, digest_of(TOKEN), room.officer, timedelta(days=1), "")
    await database.close()
    return global_id("evaluation", room.evaluation)


def pieces(content: bytes) -> Iterator[bytes]:
    """The content bit by bit: given it whole, httpcore copies what is left of it each time the line takes some."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


class Sender:
    """The school's side: sends, and tries again whatever happens."""

    def __init__(self, address: str) -> None:
        self._us = httpx.Client(
            base_url=address, trust_env=False, timeout=30, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        self._store = httpx.Client(trust_env=False, timeout=30)

    def close(self) -> None:
        """Hang up."""
        self._us.close()
        self._store.close()

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The answer of the server, however long it takes until there is one."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                answer = self._us.request(method, path, **more)
                if answer.status_code < 500:
                    assert answer.status_code == 200, answer.text
                    return answer.json()
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def graphql(self, query: str, **variables: object) -> Any:
        """The data of an operation."""
        answer = self.ask("POST", "/graphql", json={"query": query, "variables": variables})
        assert "errors" not in answer, answer
        return answer["data"]

    def begin(self, evaluation: str, size: int) -> tuple[str, str]:
        """Announce the film: its id and its path."""
        given = {"evaluationId": evaluation, "idempotencyKey": str(uuid4()), "fileName": "урок.mp4", "size": size}
        query = (
            f"mutation($i: BeginUploadInput!) {{ beginUpload(input: $i) {{ {REFUSED} ... on Upload {{ id url }} }} }}"
        )
        begun = self.graphql(query, i={**given, "criterionCodes": []})["beginUpload"]
        assert begun["__typename"] == "Upload", begun
        return begun["id"], begun["url"]

    def send(self, path: str, number: int, content: bytes) -> None:
        """Send one part until it is there."""
        md5 = base64.b64encode(hashlib.md5(content).digest()).decode()
        while True:
            [link] = self.ask("POST", f"{path}/links", json={"parts": [{"number": number, "md5": md5}]})["links"]
            to = self._store if link["url"].startswith("http") else self._us
            with contextlib.suppress(httpx.TransportError):
                headers = {**link["headers"], "Content-Length": str(len(content))}
                answer = to.put(link["url"], content=pieces(content), headers=headers)
                if answer.status_code == 200:
                    return
                assert answer.status_code >= 500, answer.text
            time.sleep(0.1)

    def finish(self, upload: str) -> None:
        """All is sent."""
        query = f"mutation($i: FinishUploadInput!) {{ finishUpload(input: $i) {{ {REFUSED} ... on Upload {{ id }} }} }}"
        finished = self.graphql(query, i={"uploadId": upload})["finishUpload"]
        assert finished["__typename"] == "Upload", finished

    def version(self, upload: str) -> dict[str, Any] | None:
        """The version that it became, once it has."""
        fields = "state refusal { code } document { current { sha256 size url } }"
        found = self.graphql(f"query($id: ID!) {{ node(id: $id) {{ ... on Upload {{ {fields} }} }} }}", id=upload)[
            "node"
        ]
        assert found["state"] != "REFUSED", found
        current: dict[str, Any] | None = found["document"] and found["document"]["current"]
        return current if found["state"] == "READY" else None

    def read_back(self, path: str) -> str:
        """The SHA-256 of what a reader gets."""
        digest = hashlib.sha256()
        with self._us.stream("GET", path) as answer:
            assert answer.status_code == 200
            for piece in answer.iter_bytes():
                digest.update(piece)
        return digest.hexdigest()


class Crew:
    """Several who send parts at once until none is left."""

    def __init__(self, sender: Sender, path: str, film: Film) -> None:
        self._sender, self._path, self._film = sender, path, film
        self._waiting: Queue[int] = Queue()
        for number in range(1, film.parts + 1):
            self._waiting.put(number)
        self._sent: Queue[BaseException | None] = Queue()

    def _work(self) -> None:
        try:
            while True:
                number = self._waiting.get_nowait()
                self._sender.send(self._path, number, self._film.part(number))
                self._sent.put(None)
        except Empty:
            pass
        except BaseException as fault:  # noqa: BLE001 - told in the thread that can fail
            self._sent.put(fault)

    def each_sent(self) -> Iterator[int]:
        """How many are there, as soon as one more is."""
        for _ in range(AT_ONCE):
            threading.Thread(target=self._work, daemon=True).start()
        for count in range(1, self._film.parts + 1):
            fault = self._sent.get()
            if fault:
                raise fault
            yield count


def send_all(sender: Sender, server: Server, path: str, film: Film, kills: int) -> None:
    """Send every part, several at once; the server is killed after each so many of them."""
    deaths = {max(1, film.parts * n // (kills + 1)) for n in range(1, kills + 1)}
    for count in Crew(sender, path, film).each_sent():
        if count in deaths:
            server.kill()


@dataclass(frozen=True)
class Arrival:
    """What became of a film: bytes sent and arrived, the memory of the servers in MiB, seconds."""

    size: int
    arrived: int
    hash_equal: bool
    kills: int
    rss_growth_mb: int
    sent_seconds: int
    checked_seconds: int

    @property
    def line(self) -> str:
        """In words."""
        word = "equal" if self.hash_equal else "DIFFERENT"
        return f"arrived {self.arrived} of {self.size}, hash {word}, RSS growth {self.rss_growth_mb} MB"


def arrives(
    url: str, folder: Path, film: Film, kills: int, store: dict[str, str], *, also_while_checked: bool = True
) -> Arrival:
    """Send the film, the last of the kills while it is being checked.

    A check whose server died is taken up again after half a minute.
    """
    evaluation = asyncio.run(case_for(url, folder / "case"))
    settings = {
        "PORT": str(free_port()),
        "AREOPAG_MODE": "development",
        "AREOPAG_DATA": str(folder / "data"),
        "AREOPAG_DATABASE_URL": url,
        "AREOPAG_UPLOAD_LIMIT_MB": str(film.size // 1024**2 + 1),
        "AREOPAG_LOG_LEVEL": "error",
        **store,
    }
    server = Server(settings)
    server.start()
    sender = Sender(server.address)
    try:
        upload, path = sender.begin(evaluation, film.size)
        started = time.monotonic()
        send_all(sender, server, path, film, kills - also_while_checked)
        sent = time.monotonic() - started
        print(f"sent in {sent:.0f} s", flush=True)
        sender.finish(upload)
        if also_while_checked:
            time.sleep(0.5)
            server.kill()
        version = None
        until = time.monotonic() + PATIENCE
        while version is None and time.monotonic() < until:
            time.sleep(0.2)
            version = sender.version(upload)
        assert version, "it was never checked"
        checked = time.monotonic() - started
        print(f"checked after {checked:.0f} s, {server.kills} times killed", flush=True)
        expected = film.sha256()
        equal = version["sha256"] == expected == sender.read_back(version["url"])
    finally:
        sender.close()
        server.stop()
    growth = round(server.growth / 1024)
    return Arrival(film.size, version["size"], equal, server.kills, growth, round(sent), round(checked))


def settings_for(server: Ceph) -> dict[str, str]:
    """The settings of a server that keeps evidence in this bucket."""
    return {
        "AREOPAG_EVIDENCE_URL": f"s3://{BUCKET}?endpoint={server.endpoint}",
        "AREOPAG_S3_ACCESS_KEY": server.access_key,
        "AREOPAG_S3_SECRET_KEY": server.secret_key,
    }


def bytes_of(text: str) -> int:
    """`300M` and `5G` as bytes."""
    unit = {"M": 1024**2, "G": 1024**3}[text[-1].upper()]
    return int(text[:-1]) * unit


def main() -> None:
    """Both stores, one after the other."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=bytes_of, default="5G")
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--store", choices=("local", "s3", "both"), default="both")
    given = asked.parse_args()
    for name in [name for name in os.environ if name.startswith("AREOPAG_") or name == "PORT"]:
        del os.environ[name]
    film, found = Film(given.size), dict[str, Arrival]()
    for store in ("local", "s3") if given.store == "both" else (given.store,):
        with postgres() as url, tempfile.TemporaryDirectory(prefix="soak-", dir="/tmp") as folder:
            print(f"== {store}", flush=True)
            with ceph.running() if store == "s3" else contextlib.nullcontext() as bucket:
                found[store] = arrives(url, Path(folder), film, given.kills, settings_for(bucket) if bucket else {})
            print(found[store].line, flush=True)
        RESULTS.write_text(json.dumps({name: asdict(one) for name, one in found.items()}, indent=2) + "\n")
        assert found[store].hash_equal
        assert found[store].rss_growth_mb < MOST_GROWTH_MB


if __name__ == "__main__":
    main()
