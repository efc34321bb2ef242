"""A real S3 server for the tests: Ceph's monitor, one store and the S3 gateway, its state in a folder that is deleted.

It is a single machine's Ceph without redundancy and without authentication between its parts; towards clients it
signs, expires and lists as any other.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from botocore.exceptions import BotoCoreError, ClientError

BUCKET = "evidence"
REGION = "us-east-1"
CONFIG = """
[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon_port}/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = {folder}
admin socket = {folder}/$name.asok
log file =
mon cluster log file =
log to stderr = true
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 2000
mon osd min down reporters = 1
paxos propose interval = 0.05
paxos min wait = 0.01
mon osd max creating pgs = 1024
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
# How long changes wait for a gateway that was killed.
osd client watch timeout = 5
osd crush update on start = true
osd objectstore = bluestore
bluestore block size = 21474836480
bluestore block db create = false
bluestore block wal create = false
osd memory target = 939524096
bluestore fsck on mount = false
ms bind ipv6 = false
# Authentication "none" gives no key to encrypt with.
ms mon client mode = crc
[mon.a]
mon data = {folder}/mon
[osd.0]
osd data = {folder}/osd
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw data = {folder}
rgw thread pool size = 64
rgw override bucket index max shards = 1
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@dataclass
class Ceph:
    """The server; `endpoint`, `access_key` and `secret_key` are what a client needs."""

    folder: Path
    port: int = field(default_factory=free_port)
    access_key: str = field(default_factory=lambda: f"TEST{secrets.token_hex(8)}")
    secret_key: str = field(default_factory=lambda: secrets.token_hex(20))
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _config(self) -> Path:
        return self.folder / "ceph.conf"

    def client(self) -> Any:
        """boto3's own client."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
        )

    def start(self) -> None:
        """Start everything, and make the bucket as an operator would."""
        for part in ("mon", "osd"):
            (self.folder / part).mkdir()
        fsid, mon_port = str(uuid4()), free_port()
        self._config.write_text(CONFIG.format(folder=self.folder, fsid=fsid, mon_port=mon_port, port=self.port))
        monitors = self.folder / "monmap"
        address = f"[v2:127.0.0.1:{mon_port}/0]"
        features = ("--enable-all-features", "--fsid", fsid, "--addv", "a", address)
        _run("monmaptool", "--create", "--clobber", *features, str(monitors))
        self._tool("ceph-mon", "--mkfs", "-i", "a", "--monmap", str(monitors))
        self._serve("ceph-mon", "-f", "-i", "a")
        osd = str(uuid4())
        self._tool("ceph", "--connect-timeout", "20", "osd", "new", osd)
        self._tool("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
        self._serve("ceph-osd", "-f", "-i", "0")
        self.start_gateway(wait=False)
        keys = ("--access-key", self.access_key, "--secret-key", self.secret_key)
        self._tool("radosgw-admin", "-n", "client.rgw", "user", "create", "--uid=app", "--display-name=app", *keys)
        self._wait()
        client = self.client()
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def start_gateway(self, *, wait: bool = True) -> None:
        """Start the S3 gateway, where it does not run."""
        if "radosgw" not in self._running:
            self._serve("radosgw", "-f", "-n", "client.rgw")
        if wait:
            self._wait()

    def kill_gateway(self) -> None:
        """The gateway is gone from one moment to the next; what it stored is kept."""
        gateway = self._running.pop("radosgw")
        gateway.kill()
        gateway.wait()

    @contextlib.contextmanager
    def gateway_paused(self) -> Iterator[None]:
        """The gateway takes connections and says nothing."""
        gateway = self._running["radosgw"]
        gateway.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            gateway.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End every process."""
        for process in reversed(self._running.values()):
            process.kill()
            process.wait()
        self._running.clear()

    def _wait(self) -> None:
        until, client = time.monotonic() + 60, self.client()
        while True:
            try:
                client.list_buckets()
            except (BotoCoreError, ClientError):
                if time.monotonic() > until or self._running["radosgw"].poll() is not None:
                    raise AssertionError(self._log("radosgw").read_text()[-2000:]) from None
                time.sleep(0.1)
            else:
                return

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _serve(self, command: str, *arguments: str) -> None:
        with self._log(command).open("ab") as log:
            self._running[command] = subprocess.Popen(
                [command, "-c", str(self._config), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
            )

    def _tool(self, command: str, *arguments: str) -> None:
        _run(command, "-c", str(self._config), *arguments)


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    assert done.returncode == 0, f"{command[0]}: {done.stderr.decode()[-2000:]}"


@contextlib.contextmanager
def running() -> Iterator[Ceph]:
    """A server that ends with the body."""
    assert shutil.which("radosgw", path=_environment()["PATH"]), "`make test` installs Ceph where it is missing"
    # The path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="ceph-", dir="/tmp"))
    ceph = Ceph(folder)
    try:
        ceph.start()
        yield ceph
    finally:
        ceph.stop()
        shutil.rmtree(folder, ignore_errors=True)
