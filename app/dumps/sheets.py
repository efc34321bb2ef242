"""Tables as the sheets of one XLSX workbook, written row by row.

Libraries that write workbooks hold far more in memory, or take ten times as long, for the half million rows of a
country; a sheet of plain cells is a small part of the format (ECMA-376, SpreadsheetML), written here.
"""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app.dumps.lines import Ways, harmless, in_rows, moment_in_utc, number
from storage.dumps import Batches, Cell, DumpTable

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
SHORT = 200
"""Characters of a text that is likely to come again."""
# What XML 1.0 cannot hold, and what the format's own escapes look like.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
ESCAPED = re.compile(f"{UNWRITABLE.pattern}|_(?=x[0-9A-Fa-f]{{4}}_)")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Two looks of cells: plain, and a day in the reader's own order (14 is that format's number in the standard)."""
DAY_ZERO = date(1899, 12, 30)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class SheetFull(Exception):
    """A table has more rows than a sheet can hold; the other formats have no such bound."""


def _text(value: str) -> str:
    shown = value[:LONGEST_CELL]
    if UNWRITABLE.search(shown) or "_x" in shown:
        shown = ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", shown)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'


_text_again = lru_cache(maxsize=4096)(_text)


def _in_cell(value: Cell) -> str:
    shown = harmless(value)
    return _text_again(shown) if len(shown) < SHORT else _text(shown)


@lru_cache(maxsize=4096)
def _day(value: Cell) -> str:
    """A day as spreadsheets count them, shown as one."""
    return f'<c s="1"><v>{(date.fromisoformat(str(value)) - DAY_ZERO).days}</v></c>'


IN_SHEETS: Ways[str] = {
    "integer": lambda value: f"<c><v>{value}</v></c>",
    "string": _in_cell,
    "number": lambda value: f"<c><v>{number(value)}</v></c>",
    "date": _day,
    "datetime": lambda value: _text(moment_in_utc(value)),
    "boolean": lambda value: f'<c t="b"><v>{value:d}</v></c>',
}


async def write_workbook(
    path: Path, tables: tuple[DumpTable, ...], batches_of: Callable[[DumpTable], Batches]
) -> dict[str, int]:
    """Write the workbook; answers how many rows each sheet has.

    Raises SheetFull.
    """
    counts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for place, table in enumerate(tables, start=1):
            with book.open(f"xl/worksheets/sheet{place}.xml", "w", force_zip64=True) as sheet:
                head = "".join(_text(column.name) for column in table.columns)
                sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row>{head}</row>'.encode())
                count = 0
                async for columns in batches_of(table):
                    count += len(columns[0])
                    if count >= MOST_ROWS:
                        raise SheetFull(table.name)
                    rows = in_rows(table, columns, IN_SHEETS, "<c/>")
                    sheet.write("".join([f"<row>{''.join(row)}</row>" for row in rows]).encode())
                sheet.write(b"</sheetData></worksheet>")
                counts[table.name] = count
        _write_parts(book, [table.name for table in tables])
    return counts


def _put(book: zipfile.ZipFile, name: str, text: str) -> None:
    """Put a part in without the time of day, by which two files of the same tables would differ."""
    book.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)


def _write_parts(book: zipfile.ZipFile, names: list[str]) -> None:
    places = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{place}" r:id="r{place}"/>'
        for place, name in zip(places, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{place}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in places
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{TYPE}worksheet+xml"/>' for place in places
    )
    _put(
        book,
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>',
    )
    _put(
        book,
        "xl/_rels/workbook.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="styles" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    _put(book, "xl/styles.xml", STYLES)
    _put(
        book,
        "_rels/.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    _put(
        book,
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        f' PartName="/xl/workbook.xml" ContentType="{TYPE}sheet.main+xml"/><Override PartName="/xl/styles.xml"'
        f' ContentType="{TYPE}styles+xml"/>{overrides}</Types>',
    )
