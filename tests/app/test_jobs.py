"""Background work: done soon, once, and in the end, whatever dies meanwhile."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app import jobs
from app.places import Scanner
from app.settings import Settings
from storage import evidence as stored
from storage.clamd import ScannerFailed, is_clean
from storage.database import Database
from storage.evidence import UploadRow
from tests.documents import pdf
from tests.evidence_room import Room, room_of


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


async def settled(room: Room, upload: UUID, seconds: float = 20) -> UploadRow:
    """The upload as soon as it is no longer being checked."""
    async with asyncio.timeout(seconds):
        found = await room.look(upload)
        while found.state == "CHECKING":
            await asyncio.sleep(0.05)
            found = await room.look(upload)
    return found


async def queue(room: Room) -> list[Any]:
    """Checks of uploads that are not done; what the clock asks for is another matter."""
    async with room.database.working() as tx:
        return await tx.values(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'accept_upload' ORDER BY id"
        )


async def test_a_finished_upload_is_checked_soon(room: Room, settings: Settings) -> None:
    async with jobs.worker(room.database, room.blobs, settings):
        upload = await settled(room, await room.sent(pdf()))
    assert upload.state == "READY"
    assert await queue(room) == []


async def test_jobs_run_as_the_worker_role_only(room: Room, settings: Settings) -> None:
    app = jobs.jobs_of(room.database, room.blobs, settings)
    async with app.open_async():
        row = await app.connector.execute_query_one_async("SELECT current_user::text AS role")
    assert row["role"] == "areopag_worker"


async def test_a_job_whose_server_died_is_taken_again(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOOK_FOR_STALLED", 0.1)
    upload = await room.sent(pdf())
    async with room.database.working() as tx:
        dead = await tx.value(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        await tx.run("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead", dead=dead)
    async with jobs.worker(room.database, room.blobs, settings):
        assert (await settled(room, upload)).state == "READY"


async def test_a_server_that_stops_ends_soon_and_leaves_the_job_for_the_next(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def endless(_chunks: AsyncIterator[bytes]) -> bool:
        begun.set()
        await asyncio.sleep(3600)
        return True

    monkeypatch.setattr(jobs, "GRACE", 0.1)
    monkeypatch.setattr(jobs, "PAUSE", 0)
    upload = await room.sent(pdf())
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "scan_with", lambda _settings: endless)
        async with asyncio.timeout(10), jobs.worker(room.database, room.blobs, settings):
            await begun.wait()
    assert (await room.look(upload)).state == "CHECKING"
    assert await queue(room) == ["todo"]
    async with jobs.worker(room.database, room.blobs, settings):
        assert (await settled(room, upload)).state == "READY"


async def test_work_goes_on_after_the_database_was_away(
    room: Room, settings: Settings, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0.2)
    async with jobs.worker(room.database, room.blobs, settings):
        assert (await settled(room, await room.sent(pdf("До")))).state == "READY"
        async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert (await settled(room, await room.sent(pdf("После")))).state == "READY"


async def test_a_check_that_fails_again_and_again_is_given_up_and_the_sender_is_told(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_chunks: AsyncIterator[bytes]) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "scan_with", lambda _settings: broken)
    for pause in ("PAUSE", "LONGER"):
        monkeypatch.setattr(jobs, pause, 0)
    monkeypatch.setattr(jobs, "LOOK_FOR_JOBS", 0.1)
    upload = await room.sent(pdf())
    async with jobs.worker(room.database, room.blobs, settings):
        refused = await settled(room, upload)
    assert await queue(room) == []
    assert refused.refusal == {"code": "FILE_CHECK_FAILED", "details": {}}


async def test_a_scanner_that_is_away_makes_files_wait_and_refuses_none(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def away_for_long(_chunks: AsyncIterator[bytes]) -> bool:
        nonlocal asked
        asked += 1
        if asked <= jobs.ATTEMPTS + 1:
            raise ScannerFailed
        return True

    monkeypatch.setattr(jobs, "scan_with", lambda _settings: away_for_long)
    monkeypatch.setattr(jobs, "AWAY", 0)
    monkeypatch.setattr(jobs, "LOOK_FOR_JOBS", 0.1)
    upload = await room.sent(pdf())
    async with jobs.worker(room.database, room.blobs, settings):
        assert (await settled(room, upload)).state == "READY"
    assert asked == jobs.ATTEMPTS + 2
    assert await queue(room) == []


async def test_a_file_that_takes_the_server_down_each_time_is_given_up(room: Room, settings: Settings) -> None:
    upload = await room.sent(pdf())
    async with room.database.working() as tx:
        await tx.run("UPDATE procrastinate_jobs SET attempts = :attempts", attempts=jobs.ATTEMPTS)
    async with jobs.worker(room.database, room.blobs, settings):
        refused = await settled(room, upload)
    assert refused.refusal
    assert refused.refusal["code"] == "FILE_CHECK_FAILED"
    async with room.database.reading(room.officer) as tx:
        assert (await stored.documents_of(tx, [room.evaluation]))[0] == []


# The scanner.


@asynccontextmanager
async def clamd(answer: Callable[[bytes], bytes]) -> AsyncIterator[int]:
    """A daemon that says this of what it is sent; yields its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        got = b""
        while length := struct.unpack("!L", await reader.readexactly(4))[0]:
            got += await reader.readexactly(length)
        writer.write(answer(got))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def scanned(answer: Callable[[bytes], bytes], content: bytes) -> bool:
    """What is made of the daemon's word."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 1000):
            yield content[start : start + 1000]

    async with clamd(answer) as port:
        return await is_clean(Scanner(None, "127.0.0.1", port), chunks())


def eicar(got: bytes) -> bytes:
    """A daemon that knows one virus."""
    return b"stream: Eicar-Signature FOUND\0" if b"EICAR" in got else b"stream: OK\0"


async def test_the_daemon_sees_every_byte_and_its_word_is_taken() -> None:
    assert await scanned(eicar, b"x" * 5000)
    assert not await scanned(eicar, b"x" * 4999 + b"EICAR")


@pytest.mark.parametrize("answer", [b"", b"stream: OK FOR NOW\0"])
async def test_any_other_word_is_no_word(answer: bytes) -> None:
    with pytest.raises(ScannerFailed):
        await scanned(lambda _got: answer, b"x")


async def test_a_daemon_that_is_not_there_says_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ScannerFailed):
            await is_clean(Scanner(None, "127.0.0.1", taken.getsockname()[1]), _nothing())


async def _nothing() -> AsyncIterator[bytes]:
    for chunk in (b"x",):
        yield chunk


async def test_the_settings_say_whether_there_is_a_scanner(settings: Settings) -> None:
    assert jobs.scan_with(settings) is None
    async with clamd(eicar) as port:
        scan = jobs.scan_with(settings.model_copy(update={"clamd": f"127.0.0.1:{port}"}))
        assert scan
        waiting: Awaitable[bool] = scan(_nothing())
        assert await waiting
