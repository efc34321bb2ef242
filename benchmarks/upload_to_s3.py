"""How fast a file goes to a bucket through Areopag's links, beside boto3's own `upload_file` of the same file.

One real S3 server (Ceph) on this machine, which shares its processors with the sender; the two take turns, so that
what else the machine does concerns both. The last line says what part of boto3's speed ours is;
`results/upload_to_s3.json` keeps it.
"""

import asyncio
import base64
import hashlib
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import Any, BinaryIO

import urllib3

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.long.upload import PART, Sender, Server, case_for, postgres, settings_for
from tests.services import ceph
from tests.services.ceph import BUCKET, free_port

SIZE = 256 * 1024**2
ROUNDS = 3
RESULTS = Path(__file__).resolve().parent / "results" / "upload_to_s3.json"
AT_ONCE = 10
"""As many as boto3 sends at once."""
AHEAD = 4
"""Parts that are read, hashed and given their links meanwhile."""


class Links:
    """Links for parts. Whoever needs one while others are asked for waits, and then they are asked for together."""

    def __init__(self, sender: Sender, place: str) -> None:
        self._sender, self._place = sender, place
        self._asking, self._waiting = threading.Lock(), dict[int, str]()
        self._found: dict[int, dict[str, Any]] = {}

    def of(self, number: int, md5: str) -> dict[str, Any]:
        """Where a part goes, and with which headers."""
        self._waiting[number] = md5
        with self._asking:
            if number not in self._found:
                asked = [{"number": one, "md5": self._waiting.pop(one)} for one in list(self._waiting)]
                links = self._sender.ask("POST", f"{self._place}/links", json={"parts": asked})["links"]
                self._found |= {link["number"]: link for link in links}
            return self._found.pop(number)


def ours(sender: Sender, evaluation: str, path: Path) -> float:
    """Seconds for the whole file by links, several parts at once. The bytes are sent by what boto3 sends with
    (urllib3): what is compared is the way, not two HTTP clients."""
    store = urllib3.PoolManager(maxsize=AT_ONCE)
    started = time.monotonic()
    _, place = sender.begin(evaluation, SIZE)
    links, waiting, sending = Links(sender, place), Queue[int](), threading.Semaphore(AT_ONCE)
    for number in range(1, SIZE // PART + 1):
        waiting.put(number)

    def work() -> None:
        with path.open("rb") as file, suppress(Empty):
            while True:
                number = waiting.get_nowait()
                content = _read(file, number)
                link = links.of(number, _md5(content))
                with sending:
                    answer = store.request("PUT", link["url"], body=content, headers=link["headers"])
                assert answer.status == 200, answer.data

    workers = [threading.Thread(target=work) for _ in range(AT_ONCE + AHEAD)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sender.ask("GET", place)["received"] == SIZE
    return time.monotonic() - started


def _read(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * PART)
    return file.read(PART)


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content).digest()).decode()


def main() -> None:
    """Take turns."""
    times: dict[str, list[float]] = {"boto3": [], "areopag": []}
    with postgres() as url, ceph.running() as bucket, tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder) / "film.mp4"
        with path.open("wb") as file:
            for number in range(SIZE // PART):
                file.write(random.Random(number).randbytes(PART))
        evaluation = asyncio.run(case_for(url, Path(folder) / "case"))
        settings = {"PORT": str(free_port()), "AREOPAG_MODE": "development", "AREOPAG_LOG_LEVEL": "error"}
        settings |= {"AREOPAG_DATA": folder, "AREOPAG_DATABASE_URL": url, "AREOPAG_UPLOAD_LIMIT_MB": "1000"}
        server = Server({**settings, **settings_for(bucket)})
        server.start()
        sender, client = Sender(server.address), bucket.client()
        try:
            for round_ in range(ROUNDS + 1):
                started = time.monotonic()
                client.upload_file(str(path), BUCKET, f"theirs-{round_}")
                took = time.monotonic() - started, ours(sender, evaluation, path)
                # The first round only warms up.
                for name, seconds in zip(times, took, strict=True):
                    times[name] += [seconds] if round_ else []
        finally:
            sender.close()
            server.stop()
    for name, all_seconds in times.items():
        told = ", ".join(f"{one:.2f}" for one in all_seconds)
        print(f"{name}: {SIZE / 1024**2 / statistics.median(all_seconds):.0f} MB/s ({told} s for {SIZE // 1024**2} MB)")
    share = statistics.median(times["boto3"]) / statistics.median(times["areopag"])
    print(f"{100 * share:.0f} % of boto3's speed")
    found = {"bytes": SIZE, "at_once": AT_ONCE, "seconds": times, "share_of_boto3": share}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    for setting in [name for name in os.environ if name.startswith("AREOPAG_")]:
        del os.environ[setting]
    main()
