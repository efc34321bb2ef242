"""Office files become pages that everybody sees alike: by LibreOffice where there is one, by a stand-in otherwise."""

import asyncio
import hashlib
import os
import shutil
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from storage.database import Database
from storage.evidence import VersionRow
from tests.documents import docx, pdf, xlsx
from tests.evidence_room import Room, room_of
from workflows import custody, evidence
from workflows.evidence import Render, evidence_key
from workflows.extraction import rendition
from workflows.extraction.apart import extract
from workflows.extraction.rendition import as_pdf
from workflows.rules import files

CHANGED = docx("Устав", "Положение")
"""What the stand-in is given; its own two pages are not what it makes of it."""

STAND_IN = """#!{python}
import pathlib, socket, sys, time, zipfile
folder, source = pathlib.Path(sys.argv[-2]), sys.argv[-1]
archive = zipfile.ZipFile(source)
about = b"".join(archive.read(name) for name in archive.namelist() if "docProps" in name)
assert b"python-docx" not in about, "it is told who wrote the file"
socket.socket(socket.AF_UNIX).close()
{act}
(folder / "shown.pdf").write_bytes(pathlib.Path({ready!r}).read_bytes())
"""
CANNOT_CONNECT = """
try:
    socket.socket(socket.AF_INET)
except PermissionError:
    pass
else:
    sys.exit("it has a network")
"""


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path / "blobs")


def stand_in(folder: Path, act: str, makes: bytes) -> Render:
    """What is run as LibreOffice."""
    ready, program = folder / "ready.pdf", folder / "soffice"
    ready.write_bytes(makes)
    program.write_text(STAND_IN.format(python=sys.executable, act=act, ready=str(ready)))
    program.chmod(0o700)
    return lambda source, place, ending: as_pdf(program, source, place, ending)


async def taken(room: Room, content: bytes, name: str, render: Render | None) -> VersionRow:
    """The version that a file became."""
    upload = await room.sent(content, name)
    await evidence.accept_upload(room.database, room.blobs, upload, None, render)
    checked = await room.look(upload)
    assert checked.document_id, checked.refusal
    [version] = await room.versions(checked.document_id)
    return version


async def test_an_office_file_is_shown_as_the_pdf_that_libreoffice_makes_of_it(room: Room, tmp_path: Path) -> None:
    made = pdf("Первая", "Вторая", "Третья")
    version = await taken(room, CHANGED, "Устав.docx", stand_in(tmp_path, CANNOT_CONNECT, made))
    assert version.media_type == files.WORD.media_type
    assert version.page_count == 3, "a page is what is seen as one"
    assert await room.bytes_of(version.id) == CHANGED
    assert version.shown_id
    assert await room.bytes_of(version.shown_id) == made
    assert (version.shown_size, version.shown_sha256) == (len(made), hashlib.sha256(made).hexdigest())


async def test_what_a_file_is_shown_as_is_in_custody_like_the_file(room: Room, tmp_path: Path) -> None:
    version = await taken(room, CHANGED, "Устав.docx", stand_in(tmp_path, "", pdf("Первая")))
    assert version.shown_id
    assert await custody.verify(room.database, room.blobs, lambda _line: None) == custody.Verified(2, ())
    path = tmp_path / "blobs" / evidence_key(version.shown_id)
    os.utime(path, (0, 0))
    assert await custody.forget_orphans(room.database, room.blobs) == 0
    path.unlink()
    found = await custody.verify(room.database, room.blobs, lambda _line: None)
    assert found.wrong == (f"{version.shown_id} Устав.docx: missing",)


@pytest.mark.parametrize(
    ("act", "makes"),
    [("sys.exit(1)", pdf("А")), ("time.sleep(600)", pdf("А")), ("", b"no PDF"), ("", docx("А"))],
    ids=["fails", "hangs", "makes nothing that can be read", "makes something else"],
)
async def test_where_libreoffice_makes_no_pdf_a_file_is_read_as_text(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, makes: bytes
) -> None:
    monkeypatch.setattr(rendition, "SECONDS", 5)
    version = await taken(room, CHANGED, "Устав.docx", stand_in(tmp_path, act, makes))
    assert (version.page_count, version.shown_id) == (2, None)


async def test_only_office_files_are_made_pages_of(room: Room) -> None:
    async def never(_source: Path, _folder: Path, _ending: str) -> Path | None:
        raise AssertionError

    version = await taken(room, pdf("Устав"), "Устав.pdf", never)
    assert version.shown_id is None


def written_by(author: str, content: bytes) -> bytes:
    """The office file, said to be written by somebody."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b"python-docx", author.encode()) if "core.xml" in name else part)
    return made.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize(
    ("content", "ending", "words"),
    [
        (written_by("Canary", docx("Устав", "Цели")), ".docx", "Устав"),
        (xlsx(А=[["Учителей", 31]]), ".xlsx", "Учителей"),
    ],
)
async def test_libreoffice_itself_makes_pages_of_it(tmp_path: Path, content: bytes, ending: str, words: str) -> None:
    source, folder = tmp_path / "file", tmp_path / "made"
    await asyncio.to_thread(source.write_bytes, content)
    await asyncio.to_thread(folder.mkdir)
    made = await as_pdf(Path(shutil.which("soffice") or ""), source, folder, ending)
    assert made
    assert words in (await extract(made)).pages[0]
    assert b"Canary" not in await asyncio.to_thread(made.read_bytes)
