"""The text of a file's pages, read in a process of its own with bounded time and memory.

Files come from anybody. Whatever a broken or hostile one does to a parser, it does to a process that is thrown away.
The process is this module run by itself: it takes a path, and prints what it found as JSON.
"""

import asyncio
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflows.rules import files

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 2000
LONGEST_PAGE = 200_000
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PIXELS = 80_000_000


@dataclass(frozen=True)
class Extracted:
    """What a file is and says."""

    media_type: str
    pages: tuple[str, ...]


class Unreadable(Exception):
    """The file cannot be evidence; `code` has texts in `workflows/messages`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def extract(path: Path) -> Extracted:
    """The kind and the page texts of the file.

    Raises Unreadable.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(path), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), SECONDS * 2)
    except TimeoutError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Unreadable("FILE_TOO_COMPLEX") from None
    if "refused" in found:
        raise Unreadable(found["refused"])
    return Extracted(found["media_type"], tuple(found["pages"]))


def read(path: Path) -> Extracted:
    """The same, in this very process.

    Raises Unreadable, and anything else that a parser raises.
    """
    with path.open("rb") as file:
        head = file.read(16)
    members: tuple[str, ...] = ()
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("FILE_TOO_COMPLEX")
            members = tuple(archive.namelist())
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        # An Office file in the old container: encrypted, or of the format before 2007.
        raise Unreadable("FILE_OLD_OFFICE")
    kind = files.kind_by_content(head, members)
    if kind is None:
        raise Unreadable("FILE_TYPE_NOT_ACCEPTED")
    readers = {files.PDF: _pdf, files.WORD: _word, files.SHEET: _sheet, files.PNG: _image, files.JPEG: _image}
    pages: list[str] = []
    for text in readers[kind](path):
        if len(pages) >= MOST_PAGES:
            raise Unreadable("FILE_TOO_COMPLEX")
        pages.append(_plain(text))
    return Extracted(kind.media_type, tuple(pages) or ("",))


def _plain(text: str) -> str:
    kept = "".join(sign for sign in text if sign in "\n\t" or (sign.isprintable() and not "\ud800" <= sign <= "\udfff"))
    return kept.strip()[:LONGEST_PAGE]


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("FILE_ENCRYPTED")
    for page in reader.pages:
        yield page.extract_text()


def _word(path: Path) -> Iterator[str]:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.table import Table

    page: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            page += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows]
            continue
        # A page begins where the author broke it, or where the program that saved the file last broke it.
        breaks = any(
            mark.tag == qn("w:lastRenderedPageBreak") or mark.get(qn("w:type")) == "page"
            for mark in block._p.iter(qn("w:br"), qn("w:lastRenderedPageBreak"))  # noqa: SLF001 - no public way
        )
        if breaks and any(page):
            yield "\n".join(page)
            page = []
        page.append(block.text)
    yield "\n".join(page)


def _sheet(path: Path) -> Iterator[str]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines, length = [sheet.title], 0
        for row in sheet.iter_rows(values_only=True):
            line = "\t".join("" if value is None else str(value) for value in row).rstrip("\t")
            length += len(line) + 1
            if length > LONGEST_PAGE:
                break
            lines.append(line)
        yield "\n".join(lines)


def _image(path: Path) -> Iterator[str]:
    from PIL import Image

    with Image.open(path, formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable("FILE_TOO_COMPLEX")
        image.verify()
    yield ""


def main(path: str) -> None:
    """Print what the file says, or why it cannot be read, under limits that hold for this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = read(Path(path))
        answer: dict[str, object] = {"media_type": found.media_type, "pages": found.pages}
    except Unreadable as unreadable:
        answer = {"refused": unreadable.code}
    except MemoryError:
        answer = {"refused": "FILE_TOO_COMPLEX"}
    except Exception:  # noqa: BLE001 - a parser may raise anything over a broken file
        answer = {"refused": "FILE_BROKEN"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
