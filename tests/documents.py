"""Files that a school may send, and files that it had better not."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from docx import Document
from docx.enum.text import WD_BREAK
from fpdf import FPDF
from openpyxl import Workbook
from PIL import Image

import app.demo

MADE = datetime(2026, 9, 1, 9, tzinfo=UTC)
FONT = Path(app.demo.__file__).parent / "fonts/DejaVuSerif.ttf"


def pdf(*pages: str, password: str | None = None) -> bytes:
    """A PDF with these pages."""
    made = FPDF()
    made.set_creation_date(MADE)
    made.add_font("Serif", "", FONT)
    made.set_font("Serif", size=12)
    for text in pages or ("Образовательная программа",):
        made.add_page()
        made.multi_cell(0, text=text)
    if password:
        made.set_encryption(owner_password="owner", user_password=password)
    return bytes(made.output())


def docx(*pages: str) -> bytes:
    """A DOCX whose author broke it into these pages; the last ends with a table of two cells."""
    made = Document()
    for place, text in enumerate(pages):
        paragraph = made.add_paragraph(text)
        if place < len(pages) - 1:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Показатель", "95 %"
    return _saved(made.save)


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An XLSX with these sheets."""
    made = Workbook()
    assert made.active
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return _saved(made.save)


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A picture."""
    return _saved(lambda place: Image.new("RGB", size, "white").save(place, kind))


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    place = io.BytesIO()
    save(place)
    return place.getvalue()


def repacked(
    archive: bytes,
    change: Callable[[str, bytes], bytes] = lambda _, part: part,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The archive with its parts changed, and with more parts."""
    place = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return place.getvalue()


def with_relationship(archive: bytes, kind: str, target: str) -> bytes:
    """A DOCX that leads outside."""
    line = (
        f'<Relationship Id="rId99" TargetMode="External" Target="{target}"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )

    def change(name: str, part: bytes) -> bytes:
        outward = name == "word/_rels/document.xml.rels"
        return part.replace(b"</Relationships>", line.encode()) if outward else part

    return repacked(archive, change)
