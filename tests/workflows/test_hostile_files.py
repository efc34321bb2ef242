"""Threats T9 and T10: every file of the hostile set gets the handling that docs/evidence.md tells, with a scanner and
without one; and nobody puts other bytes in the place of what was checked."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from app.jobs import scan_with
from app.settings import Settings
from storage.blobs import BlobStore, StoreUnavailable, WrongOffset, open_blobs
from storage.clamd import ScannerFailed
from storage.database import Database
from tests import hostile
from tests.documents import picture
from tests.evidence_room import MOST, Room, chunks_of, room_of
from tests.hostile import Hostile
from tests.services import clamd as scanner
from tests.services.ceph import BUCKET, REGION, Ceph
from tests.services.clamd import EICAR, MEGABYTES, Clamd
from tests.storage.test_blobs import part_of
from workflows import evidence
from workflows.evidence import NewFile, upload_key
from workflows.rules.refusals import InvalidInput

PAGE = Path(__file__).resolve().parents[2] / "docs/evidence.md"
ROW = re.compile(r"(?m)^\| ([^|`]+) \| `([^`]+)` \| `([^`]+)` \|")
TOLD = {what: (alone, scanned) for what, alone, scanned in ROW.findall(PAGE.read_text())}
LARGEST = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    with scanner.running() as daemon:
        yield daemon


def scan_of(clamd: Clamd) -> evidence.Scan:
    scan = scan_with(Settings(clamd=clamd.place))
    assert scan
    return scan


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


async def what_becomes_of(room: Room, file: Hostile, scan: evidence.Scan | None) -> str:
    """The code of the refusal, or what the scan said of the version."""
    new = NewFile(file.name, len(file.content), None, [])
    try:
        upload = await evidence.begin_upload(
            room.database, room.officer, room.evaluation, str(uuid4()), new, largest=LARGEST, most=MOST
        )
    except InvalidInput as refused:
        return refused.problems[0].code
    await room.blobs.append(upload_key(upload), 0, chunks_of(file.content, 1024 * 1024))
    await evidence.finish_upload(room.database, room.blobs, room.officer, upload)
    checked = await room.check(upload, scan)
    if checked.refusal:
        return str(checked.refusal["code"])
    assert checked.document_id
    version = (await room.versions(checked.document_id))[-1]
    assert version.sha256 == hashlib.sha256(file.content).hexdigest()
    return version.scan


async def test_t9_every_hostile_file_gets_the_handling_that_is_documented(room: Room, clamd: Clamd) -> None:
    found = {}
    for file in hostile.everything():
        scanned = await what_becomes_of(room, file, scan_of(clamd))
        await remove_all(room)
        alone, _ = TOLD.get(file.what, ("", ""))
        if alone != scanned:
            # Where the two are the same, it was not the scanner who refused.
            alone = await what_becomes_of(room, file, None)
            await remove_all(room)
        found[file.what] = (alone, scanned)
    assert found == TOLD


async def remove_all(room: Room) -> None:
    """Take every document out of the case: the same bytes shall come again."""
    for document in await room.documents():
        await evidence.remove_document(room.database, room.officer, document.id, document.version)


@pytest.mark.parametrize(
    ("what", "kept"),
    [
        ("name that turns its direction", "отчётfdp.txt"),
        ("name that leads elsewhere", "etc cron.d задание.txt"),
        ("name with line breaks", "отчёт Set-Cookie a=b .txt"),
    ],
)
async def test_t9_a_name_is_kept_as_one_harmless_line(room: Room, what: str, kept: str) -> None:
    file = next(file for file in hostile.everything() if file.what == what)
    await what_becomes_of(room, file, None)
    [document] = await room.documents()
    [version] = await room.versions(document.id)
    assert version.file_name == kept


async def test_t9_what_is_too_large_for_the_scanner_is_refused_and_never_taken_for_clean(
    room: Room, clamd: Clamd
) -> None:
    file = Hostile("", "фото.png", picture() + bytes((MEGABYTES + 1) * 1024 * 1024))
    assert await what_becomes_of(room, file, scan_of(clamd)) == "FILE_TOO_LARGE_TO_SCAN"
    film = Hostile("", "урок.mp4", b"\x00\x00\x00\x18ftypisom" + bytes((MEGABYTES + 1) * 1024 * 1024))
    assert await what_becomes_of(room, film, scan_of(clamd)) == "TOO_LARGE"


@pytest.mark.faults
async def test_t9_a_scanner_that_hangs_is_no_clean_word(
    room: Room, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.clamd.SECONDS", 0.3)
    upload = await room.sent(EICAR, "отчёт.txt")
    with clamd.paused(), pytest.raises(ScannerFailed):
        await room.check(upload, scan_of(clamd))
    assert (await room.look(upload)).state == "CHECKING"
    checked = await room.check(upload, scan_of(clamd))
    assert checked.refusal
    assert checked.refusal["code"] == "FILE_INFECTED"


async def test_t10_bytes_that_come_by_an_old_link_after_the_check_began_change_nothing(
    room: Room, ceph: Ceph, tmp_path: Path
) -> None:
    keys = {"access_key": ceph.access_key, "secret_key": ceph.secret_key}
    blobs = evidence_store(ceph, tmp_path, **keys)
    there = Room(room.database, blobs, room.people, room.evaluation)
    content = picture()
    upload = await there.begin("фото.png", len(content))
    link = await blobs.link(upload_key(upload), part_of(content, 1))
    assert link
    async with httpx.AsyncClient(trust_env=False) as browser:
        swapped = picture(size=(9, 9))[: len(content)].ljust(len(content), b"x")
        assert (await browser.put(link.url, content=swapped, headers=link.headers)).status_code == 400
        assert (await browser.put(link.url, content=content, headers=link.headers)).status_code == 200
        await evidence.finish_upload(there.database, blobs, there.officer, upload)
        await blobs.finish(upload_key(upload), len(content))
        assert (await browser.put(link.url, content=content, headers=link.headers)).status_code == 404
    checked = await there.check(upload)
    assert checked.document_id
    [version] = await there.versions(checked.document_id)
    assert version.sha256 == hashlib.sha256(content).hexdigest()
    assert await there.bytes_of(version.id) == content
    with pytest.raises((WrongOffset, StoreUnavailable)):
        await blobs.put_part(evidence.evidence_key(version.id), part_of(content, 1), chunks_of(content))


def evidence_store(ceph: Ceph, folder: Path, *, access_key: str, secret_key: str) -> BlobStore:
    """The bucket."""
    return open_blobs(
        "s3",
        folder,
        endpoint=ceph.endpoint,
        region=REGION,
        bucket=BUCKET,
        access_key=access_key,
        secret_key=secret_key,
    )
