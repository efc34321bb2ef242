"""Tables as text, a row a line: CSV for spreadsheets and JSON Lines for programs."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from msgspec import defstruct
from msgspec.json import Encoder

from storage.dumps import Batches, Cell, DumpTable, Kind
from workflows.rules.cells import neutral
from workflows.rules.records import exact, moment

T = TypeVar("T")
Ways = Mapping[Kind, Callable[[Cell], T]]
"""How a value is said, by the kind of its column."""


def in_rows(table: DumpTable, columns: Sequence[Sequence[Cell]], ways: Ways[T], nothing: T) -> Iterable[tuple[T, ...]]:
    """The rows of a batch, each value said in the way of its kind, and `nothing` where there is none."""
    said = [
        [nothing if value is None else way(value) for value in values]
        for way, values in zip([ways[column.kind] for column in table.columns], columns, strict=True)
    ]
    return zip(*said, strict=True)


@lru_cache(maxsize=4096)
def number(value: Cell) -> str:
    """A number as records have it, whatever zeros it came with."""
    return exact(Decimal(str(value))) or ""


def moment_in_utc(value: Cell) -> str:
    """A moment as records have it."""
    assert isinstance(value, datetime)
    return moment(value)


def harmless(value: Cell) -> str:
    """A text as a spreadsheet's cell, where it must not run."""
    assert isinstance(value, str)
    return neutral(value)


def _quoted(value: Cell) -> str:
    shown = harmless(value)
    if '"' in shown:
        shown = shown.replace('"', '""')
    elif "," not in shown and "\n" not in shown and "\r" not in shown:
        return shown
    return f'"{shown}"'


def _truth(value: Cell) -> str:
    return "true" if value else "false"


def _itself(value: Cell) -> Cell:
    return value


# A writer of CSV that is handed rows looks at every letter twice, which takes longer than all the rest.
IN_CSV: Ways[str] = {
    "integer": str,
    "string": _quoted,
    "number": number,
    "date": str,
    "datetime": moment_in_utc,
    "boolean": _truth,
}
IN_JSON: Ways[Cell] = {
    "integer": _itself,
    "string": _itself,
    "number": number,
    "date": _itself,
    "datetime": moment_in_utc,
    "boolean": _itself,
}


async def csv_lines(table: DumpTable, batches: Batches) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs to read Cyrillic."""
    yield f"\ufeff{','.join(column.name for column in table.columns)}\r\n".encode()
    async for columns in batches:
        yield "".join([f"{','.join(row)}\r\n" for row in in_rows(table, columns, IN_CSV, "")]).encode()


async def json_lines(table: DumpTable, batches: Batches) -> AsyncIterator[bytes]:
    """JSON Lines: an object a row."""
    line = defstruct(table.name, [column.name for column in table.columns], gc=False)
    encoder = Encoder()
    async for columns in batches:
        yield encoder.encode_lines([line(*row) for row in in_rows(table, columns, IN_JSON, None)])
