"""How fast a file goes to a bucket through Areopag's links, beside boto3's own `upload_file` of the same file.

One real S3 server (Ceph) on this machine, which shares its processors with the sender; the two take turns, so that
what else the machine does concerns both. The last line says what part of boto3's speed ours is;
`results/upload_to_s3.json` keeps it.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.long.upload import PART, Sender, Server, case_for, postgres, settings_for
from tests.services import ceph
from tests.services.ceph import BUCKET, free_port

SIZE = 256 * 1024**2
ROUNDS = 3
RESULTS = Path(__file__).resolve().parent / "results" / "upload_to_s3.json"
AT_ONCE = 10
"""As many as boto3 sends at once."""


def ours(sender: Sender, evaluation: str, path: Path) -> float:
    """Seconds for the whole file by links, several parts at once."""
    started = time.monotonic()
    _, place = sender.begin(evaluation, SIZE)
    waiting: Queue[int] = Queue()
    for number in range(1, -(-SIZE // PART) + 1):
        waiting.put(number)

    def work() -> None:
        with path.open("rb") as file:
            while True:
                try:
                    number = waiting.get_nowait()
                except Empty:
                    return
                file.seek((number - 1) * PART)
                sender.send(place, number, file.read(PART))

    workers = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sender.ask("GET", place)["received"] == SIZE
    return time.monotonic() - started


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
