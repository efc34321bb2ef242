"""A real ClamAV daemon for the tests, with a small signature database of its own: EICAR, at the start and anywhere."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 30
"""The largest file it looks at."""
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIG = """
Foreground yes
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/db
TemporaryDirectory {folder}/tmp
OfficialDatabaseOnly no
StreamMaxLength {largest}M
MaxScanSize {largest}M
MaxFileSize {largest}M
MaxScanTime 20000
MaxThreads 4
AlertExceedsMax no
AlertEncrypted yes
AlertOLE2Macros yes
SelfCheck 0
"""


@dataclass(frozen=True)
class Clamd:
    """The daemon; `place` is what AREOPAG_CLAMD says of it."""

    place: str
    process: subprocess.Popen[bytes]

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """It takes connections and says nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def running() -> Iterator[Clamd]:
    """A daemon that ends with the body."""
    command = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert command, "`make test` installs clamd where it is missing"
    folder = Path(tempfile.mkdtemp(prefix="clamd-", dir="/tmp"))
    for part in ("db", "tmp"):
        (folder / part).mkdir()
    signatures = f"Test.EICAR:0:0:{EICAR.hex()}\nTest.EICAR.Embedded:0:*:{EICAR.hex()}\n"
    (folder / "db/test.ndb").write_text(signatures)
    config = folder / "clamd.conf"
    config.write_text(CONFIG.format(folder=folder, largest=MEGABYTES) + ("User root\n" if os.getuid() == 0 else ""))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([command, f"--config-file={config}"], stdout=log, stderr=log)
    try:
        _wait(folder / "clamd.sock", process, folder / "log")
        yield Clamd(f"unix:{folder}/clamd.sock", process)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(place: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(place))
            return
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < until, log.read_text()[-2000:]
        time.sleep(0.05)
