"""A dump as a folder: the tables, a Frictionless data package that describes them, and its seal.

The folder is written under another name first and put in place when it is whole, so nobody downloads half a dump.
"""

import asyncio
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from app.dumps.columns import to_parquet
from app.dumps.lines import csv_lines, json_lines
from app.dumps.sheets import write_workbook
from app.verify import PACKAGE, PACKAGE_SEAL
from storage.database import Database, Transaction
from storage.dumps import TABLES, Batches, DumpTable, Extent, extent, sealed_records
from storage.keys import Signer
from workflows.rules.records import moment, sha256_of
from workflows.rules.seals import Seal, sealed

Reading = Callable[[DumpTable], Batches]
Resource = dict[str, Any]
MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NEUTRALISED = (
    "Text that a spreadsheet would take for a formula has an apostrophe in front, also behind a semicolon, a tab or the"
    " end of a line; take one apostrophe away where a text begins with it, and behind each of these."
)


async def _save(path: Path, chunks: AsyncIterator[bytes]) -> None:
    with path.open("wb") as file:
        async for chunk in chunks:
            file.write(chunk)


async def _csv(folder: Path, read: Reading) -> list[Resource]:
    for table in TABLES:
        await _save(folder / f"{table.name}.csv", csv_lines(table, read(table)))
    return [
        {**_described(table), "path": f"{table.name}.csv", "format": "csv", "encoding": "utf-8", "notes": NEUTRALISED}
        for table in TABLES
    ]


async def _jsonl(folder: Path, read: Reading) -> list[Resource]:
    for table in TABLES:
        await _save(folder / f"{table.name}.jsonl", json_lines(table, read(table)))
    return [
        {**_described(table), "path": f"{table.name}.jsonl", "format": "jsonl", "encoding": "utf-8"} for table in TABLES
    ]


async def _parquet(folder: Path, read: Reading) -> list[Resource]:
    for table in TABLES:
        lines = folder / f"{table.name}.lines"
        await _save(lines, json_lines(table, read(table)))
        await asyncio.to_thread(to_parquet, table, lines, folder / f"{table.name}.parquet")
        lines.unlink()
    return [{**_described(table), "path": f"{table.name}.parquet", "format": "parquet"} for table in TABLES]


async def _xlsx(folder: Path, read: Reading) -> list[Resource]:
    await write_workbook(folder / "areopag.xlsx", TABLES, read)
    return [
        {
            **_described(table),
            "path": "areopag.xlsx",
            "format": "xlsx",
            # As the Data Package standard names the sheet, and as its Python library does.
            "dialect": {"sheetName": table.name, "excel": {"sheet": table.name}},
            "notes": NEUTRALISED,
        }
        for table in TABLES
    ]


FORMATS: dict[str, Callable[[Path, Reading], Awaitable[list[Resource]]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "parquet": _parquet,
}


class NotADumpFolder(Exception):
    """The folder holds other things; the message says what to do."""


def _described(table: DumpTable) -> Resource:
    fields = [{"name": part.name, "type": part.kind, "description": part.meaning} for part in table.columns]
    schema: Resource = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    if table.key[0] == "number" and table.name != "publications":
        schema["foreignKeys"] = [
            {"fields": ["number"], "reference": {"resource": "publications", "fields": ["number"]}}
        ]
    return {"name": table.name, "title": table.meaning, "profile": "tabular-data-resource", "schema": schema}


async def write_dump(database: Database, signer: Signer, kind: str, out: Path) -> int:
    """Write a dump of this format into the folder, in the place of an earlier one; answers with its newest record.

    Raises NotADumpFolder rather than take away what somebody else put there.
    """
    folder = await asyncio.to_thread(_beside, out)
    try:
        async with database.reading(None) as transaction:
            within = await extent(transaction)
            resources = await FORMATS[kind](folder, lambda table: table.batches(transaction, within))
            if kind == "jsonl":
                await _save(folder / "records.jsonl", _records(transaction, within))
                resources.append(RECORDS)
        await asyncio.to_thread(_seal, folder, kind, resources, within, signer)
        _put_in_place(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return within.through


RECORDS: Resource = {
    "name": "records",
    "title": "Every record as it was signed, with its seal; `areopag verify records.jsonl` checks each.",
    "path": "records.jsonl",
    "format": "jsonl",
    "encoding": "utf-8",
}


async def _records(transaction: Transaction, within: Extent) -> AsyncIterator[bytes]:
    async for records in sealed_records(transaction, within):
        for one in records:
            yield sealed(one.body, Seal(one.sha256, one.signature, one.key_id, one.public_key)) + b"\n"


def _seal(folder: Path, kind: str, resources: list[Resource], within: Extent, signer: Signer) -> None:
    for resource in resources:
        file = folder / resource["path"]
        with file.open("rb") as opened:
            resource["hash"] = f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"
        resource["bytes"] = file.stat().st_size
        resource["mediatype"] = MEDIA[kind]
    content = json.dumps(
        {
            "profile": "tabular-data-package" if kind == "csv" else "data-package",
            "name": "areopag-published-results",
            "title": "Published results of independent evaluation of schools",
            "created": moment(within.as_of) if within.as_of else None,
            "through": within.through,
            "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/"}],
            "resources": resources,
        },
        ensure_ascii=False,
        indent=1,
    ).encode()
    (folder / PACKAGE).write_bytes(content)
    seal = Seal(sha256_of(content), signer.sign(content), signer.key_id, signer.public_key)
    (folder / PACKAGE_SEAL).write_text(json.dumps(seal.plain(), indent=1), encoding="utf-8")


NAMES = frozenset(
    {PACKAGE, PACKAGE_SEAL, "areopag.xlsx", "records.jsonl"}
    | {f"{table.name}.{kind}" for table in TABLES for kind in MEDIA}
)


def _refuse_what_is_not_ours(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(file.name not in NAMES for file in out.iterdir())):
        raise NotADumpFolder(f"{out} holds other things than a dump; name a folder that is new or empty.")


def _beside(out: Path) -> Path:
    _refuse_what_is_not_ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))


def _put_in_place(folder: Path, out: Path) -> None:
    _refuse_what_is_not_ours(out)
    folder.chmod(0o755)
    earlier = out.with_name(f".{out.name}-earlier-{os.getpid()}")
    if out.exists():
        out.rename(earlier)
    folder.rename(out)
    shutil.rmtree(earlier, ignore_errors=True)
