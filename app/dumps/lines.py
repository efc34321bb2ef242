"""Tables as text, a row a line: CSV for spreadsheets and JSON Lines for programs."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from storage.dumps import DumpTable
from workflows.rules.cells import neutral
from workflows.rules.records import exact, moment

Rows = AsyncIterator[tuple[Any, ...]]
AT_ONCE = 1000
"""Rows that are joined before they are handed on."""


def plain(value: object) -> object:
    """A value as JSON has it: numbers exact, as strings; moments in UTC."""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def cell(value: object) -> str:
    """A value as a spreadsheet's cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value) if isinstance(value, str) else str(plain(value))


async def csv_lines(table: DumpTable, rows: Rows) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs to read Cyrillic."""
    yield "\ufeff".encode()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(column.name for column in table.columns)
    async for row in rows:
        writer.writerow(map(cell, row))
        if buffer.tell() > 200_000:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


async def json_lines(table: DumpTable, rows: Rows) -> AsyncIterator[bytes]:
    """JSON Lines: an object a row."""
    names = [column.name for column in table.columns]
    waiting: list[str] = []
    async for row in rows:
        waiting.append(_line(names, row))
        if len(waiting) == AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def _line(names: Sequence[str], row: Sequence[object]) -> str:
    values = dict(zip(names, map(plain, row), strict=True))
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
