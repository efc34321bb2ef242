"""What a file is and what its pages say, read right here: for the process that is thrown away afterwards."""

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workflows.extraction.office import checked_parts, pages_of_word
from workflows.extraction.unreadable import Unreadable
from workflows.rules import files

PDF_SECONDS = 40
"""How long text is looked for in a PDF; pages after that count, but their text cannot be searched."""
MOST_PAGES = 2000
MOST_ROWS = 50_000
LINES_A_PAGE = 500
"""Lines of plain text that count as a page."""
LONGEST_PAGE = 200_000
"""Bytes of text kept of a page; more would not fit into what PostgreSQL searches."""
LONGEST_TEXT = 20_000_000
MOST_PIXELS = 80_000_000
BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Extracted:
    """What a file is and says."""

    media_type: str
    pages: tuple[str, ...]


def read(path: Path, *, as_text: bool = False) -> Extracted:
    """The kind and the page texts of the file; `as_text` where its name promises plain text.

    Raises Unreadable, and anything else that a parser raises.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # An Office file in the old container: encrypted, or of the format before 2007.
        raise Unreadable("FILE_OLD_OFFICE")
    kind = files.kind_by_content(head, _declared(path) if head.startswith(b"PK") else ())
    if kind is None and as_text:
        return Extracted(files.TEXT.media_type, tuple(bounded(_text(path))) or ("",))
    if kind is None:
        raise Unreadable("FILE_TYPE_NOT_ACCEPTED")
    readers = {files.PDF: _pdf, files.WORD: _word, files.SHEET: _sheet, files.PNG: _image, files.JPEG: _image}
    pages = readers[kind](path) if kind in readers else [""]
    return Extracted(kind.media_type, tuple(bounded(pages)) or ("",))


def _declared(path: Path) -> frozenset[str]:
    code, declared = checked_parts(path)
    if code:
        raise Unreadable(code)
    return declared


def bounded(pages: Iterable[str]) -> Iterator[str]:
    """The pages as they are kept: text that reads and is stored as it is, no longer than can be searched.

    Raises Unreadable for more pages than anybody reads.
    """
    left = LONGEST_TEXT
    for number, text in enumerate(pages, start=1):
        if number > MOST_PAGES:
            raise Unreadable("FILE_TOO_COMPLEX")
        kept = plain(text).encode()[: min(LONGEST_PAGE, left)].decode(errors="ignore")
        left -= len(kept.encode())
        yield kept


def plain(text: str) -> str:
    """The text without what no reader sees; every kind of space between words is a space."""
    lines = BREAKS.sub("\n", text).split("\n")
    return "\n".join("\t".join(_seen(cell).strip() for cell in line.split("\t")).rstrip() for line in lines).strip()


def _seen(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return files.seen_text(spaced)


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    from workflows.extraction.active import is_active

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("FILE_ENCRYPTED")
    if is_active(reader):
        raise Unreadable("FILE_HAS_SCRIPT")
    until = time.process_time() + PDF_SECONDS
    for page in reader.pages:
        if time.process_time() > until:
            yield ""
            continue
        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - a page whose text cannot be told can still be read by people
            text = ""
        yield text


def _word(path: Path) -> Iterator[str]:
    from docx import Document

    yield from pages_of_word(Document(str(path)).element.body)


def _sheet(path: Path) -> Iterator[str]:
    from openpyxl import load_workbook

    # Given a path, the library goes by its ending; given a file, by what is in it.
    with path.open("rb") as file:
        for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
            lines, length = [sheet.title], 0
            for row in islice(sheet.iter_rows(values_only=True), MOST_ROWS):
                line = "\t".join("" if value is None else str(value) for value in row).rstrip("\t")
                length += len(line)
                if length > LONGEST_PAGE:
                    break
                if line:
                    lines.append(line)
            yield "\n".join(lines)


def _text(path: Path) -> Iterator[str]:
    """The text in pieces that can be searched. Old programs write the Cyrillic of Windows, new ones UTF-8."""
    with path.open("rb") as file:
        content = file.read(LONGEST_TEXT + 1)
    if len(content) > LONGEST_TEXT:
        raise Unreadable("FILE_TOO_COMPLEX")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in set(text)):
        raise Unreadable("FILE_NOT_AS_NAMED")
    page: list[str] = []
    for line in text.splitlines(keepends=True):
        page.append(line)
        if len(page) >= LINES_A_PAGE:
            yield "".join(page)
            page = []
    if page:
        yield "".join(page)


def _image(path: Path) -> Iterator[str]:
    from PIL import Image

    with Image.open(path, formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable("FILE_TOO_COMPLEX")
        image.verify()
    yield ""
