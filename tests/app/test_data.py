"""Everything published as tables: whole, described, sealed, and harmless in a spreadsheet."""

import asyncio
import csv
import io
import json
import re
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import httpx
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app import jobs
from app.dumps import FORMATS, NotADumpFolder, write_dump
from app.dumps.lines import csv_lines, json_lines
from app.settings import Settings
from app.verify import check_file
from storage import schools
from storage.blobs import open_blobs
from storage.database import Database
from storage.dumps import Batches
from storage.dumps.register import RegisterColumn, RegisterTable
from storage.keys import Signer, load_signer
from tests.house import until
from tests.lives import accredited
from tests.situations import cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.cells import neutral, original
from workflows.rules.process_parts import Text
from workflows.rules.seals import Verdict

BEHIND_AN_END = r"""(^|[;\t\r\n][\s"]*)'"""
"""Where docs/publications.md says that an apostrophe is to be taken away."""
HOSTILE = '=HYPERLINK("http://evil.example","Школа")'
HOSTILE_TOO = " \t@SUM(1+9)*cmd|' /C calc'!A0"


async def region(database: Database, folder: Path) -> Signer:
    """Two schools with hostile names and three records, one of them a correction."""
    people = await cast(database)
    signer = await load_signer(database, folder)
    async with database.working() as tx:
        hostile = await schools.add_organisation(tx, "SCHOOL", HOSTILE, HOSTILE_TOO, people.municipality, pupils=9)
    first = await publish(database, signer, hostile, "-5.25", "'=1+1")
    await publish(database, signer, people.school, "87.72", 'Отчёт\nв две строки; с «кавычками» "и" запятой, да')
    await publish(database, signer, hostile, "60", "+7 999", corrects=first)
    return signer


async def publish(
    database: Database, signer: Signer, school: UUID, total: str, source: str, corrects: int | None = None
) -> int:
    """A result of others with one score."""
    result = ExternalResult(
        school,
        framework_id("nok_uod"),
        Decimal(total),
        date(2026, 1, 2),
        Text(ru=source, en=source),
        {"1.1": Decimal("99.5")},
    )
    return await publications.publish_external(database, signer, result, corrects=corrects)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows, with the apostrophes taken away as the data package says."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: original(value) for name, value in row.items()} for row in rows]


@given(st.text() | st.text(" ab;,\"\n\t\r=+-@|%'"))
@example("Школа;=cmd|' /C calc'!A0;")
@example("Школа; \"=cmd|' /C calc'!A0;")
@example("Школа\n=cmd|' /C calc'!A0;")
def test_t11_a_neutral_cell_never_runs_and_gives_back_its_text(text: str) -> None:
    cell = neutral(text)
    assert original(cell) == text
    assert re.sub(BEHIND_AN_END, r"\1", cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "|", "%"))
    assert not cell.startswith(("\t", "\r", "\n"))
    for part in re.split(r"[;\t\r\n]", cell)[1:]:
        assert not part.lstrip().lstrip('" ').startswith(("=", "+", "-", "@", "|", "%"))


def test_the_way_back_is_told_as_it_is_tried_above() -> None:
    told = (Path(__file__).parents[2] / "docs/publications.md").read_text(encoding="utf-8")
    assert f'`re.sub(r"""{BEHIND_AN_END}""", r"\\1", text)`' in told


TWO_COLUMNS = RegisterTable(
    "one", "", (), (RegisterColumn("text", "string", "", ""), RegisterColumn("n", "number", "", "")), ""
)


async def one_batch(texts: list[str]) -> Batches:
    yield [texts, ["2.50"] * len(texts)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
async def test_lines_say_what_the_writers_of_the_standard_library_say(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["text", "n"], *([neutral(text), "2.5"] for text in texts)])
    written = b"".join([chunk async for chunk in csv_lines(TWO_COLUMNS, one_batch(texts))])
    assert written == f"\ufeff{file.getvalue()}".encode()
    lines = b"".join([chunk async for chunk in json_lines(TWO_COLUMNS, one_batch(texts))])
    rows = [{"text": text, "n": "2.5"} for text in texts]
    assert lines.decode() == "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


async def test_t11_csv_and_xlsx_neutralise_formulas_and_lose_nothing(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    signer = await region(database, settings.data)
    table = await client.get("/data/publications.csv")
    raw = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
    assert raw[0]["school_ru"] == "'" + HOSTILE
    rows = read_csv(table.content)
    assert [(row["number"], row["corrected_by"], row["total"]) for row in rows] == [
        ("1", "3", "-5.25"),
        ("2", "", "87.72"),
        ("3", "", "60"),
    ]
    assert (rows[0]["school_ru"], rows[0]["school_en"], rows[0]["source_ru"]) == (HOSTILE, HOSTILE_TOO, "'=1+1")
    assert rows[1]["source_ru"] == 'Отчёт\nв две строки; с «кавычками» "и" запятой, да'

    await write_dump(database, signer, "xlsx", tmp_path / "xlsx")
    book = openpyxl.load_workbook(tmp_path / "xlsx/areopag.xlsx")
    assert book.sheetnames == ["publications", "scores", "conditions", "schools", "territories"]
    head, *body = book["publications"].iter_rows()
    name = [cell.value for cell in head].index("school_ru")
    assert {cell.data_type for row in body for cell in row} <= {"s", "n", "d", "inlineStr"}
    assert [original(str(row[name].value)) for row in body] == [row["school_ru"] for row in rows]


async def test_a_table_tells_each_record_s_conditions_and_what_became_of_them(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    life = await accredited(database, await load_signer(database, settings.data), await cast(database), conditions=2)
    await life.track_step(life.cast.secretary, "condition", "escalate", "Плана нет")
    rows = read_csv((await client.get("/data/conditions.csv")).content)
    assert [(row["number"], row["place"], row["text"], row["state"], row["state_ru"]) for row in rows] == [
        ("1", "1", "Условие 1", "", ""),
        ("1", "2", "Условие 2", "", ""),
        ("2", "1", "Условие 1", "", ""),
        ("2", "2", "Условие 2", "escalated", "Передано на рассмотрение"),
    ]
    told = read_csv((await client.get("/data/publications.csv")).content)
    assert [row["because"] for row in told] == ["", "follow_up"]


async def test_a_workbook_has_numbers_to_reckon_with_and_days_that_are_days(database: Database, tmp_path: Path) -> None:
    signer = await region(database, tmp_path)
    await write_dump(database, signer, "xlsx", tmp_path / "dump")
    sheet = openpyxl.load_workbook(tmp_path / "dump/areopag.xlsx")["publications"]
    head, *body = sheet.iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in body]
    assert [row["total"] for row in rows] == [-5.25, 87.72, 60]
    decided = rows[1]["decided_on"]
    assert isinstance(decided, datetime)
    assert decided.date() == date(2026, 1, 2)


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_dump_says_what_it_holds_and_is_checked_offline(database: Database, tmp_path: Path, kind: str) -> None:
    signer = await region(database, tmp_path)
    out = tmp_path / "dump"
    assert await write_dump(database, signer, kind, out) == 3
    once = tables_of(out)
    # A ZIP tells times by two seconds.
    await asyncio.sleep(2 if kind == "xlsx" else 0)
    assert await write_dump(database, signer, kind, out) == 3
    assert tables_of(out) == once
    keys = {signer.key_id: signer.public_key}
    assert {found.verdict for found in check_file(out, keys)} == {Verdict.GENUINE}
    package = json.loads((out / "datapackage.json").read_text())
    files = {resource["path"] for resource in package["resources"]}
    assert {file.name for file in out.iterdir()} == files | {"datapackage.json", "datapackage.seal.json"}
    if kind == "jsonl":
        assert [found.verdict for found in check_file(out / "records.jsonl", keys)] == [Verdict.GENUINE] * 3
    if kind != "xlsx":
        # Results of others have no conditions.
        full = [part for part in package["resources"] if part["name"] not in ("conditions", "records")]
        assert [loaded(out, resource) for resource in full] == [3, 3, 3, 3]
    table = out / package["resources"][0]["path"]
    if kind != "jsonl":
        assert [(found.what, found.verdict) for found in check_file(table, keys)] == [
            ("datapackage.json", Verdict.GENUINE),
            (table.name, Verdict.GENUINE),
        ]
        alone = Path(shutil.copy(table, tmp_path))
        assert [found.verdict for found in check_file(alone, keys)] == [Verdict.UNSIGNED]
    changed = table
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    assert Verdict.FALSE in {found.verdict for found in check_file(out, keys)}


def tables_of(folder: Path) -> dict[str, bytes]:
    """What is dumped; the package beside it says when."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith("datapackage")}


def loaded(folder: Path, resource: dict[str, Any]) -> int:
    """How many rows DuckDB finds; its columns must be those of the data package."""
    readers = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}
    found = duckdb.execute(f"SELECT * FROM {readers[resource['format']]}('{folder / resource['path']}')")
    assert [column[0] for column in found.description or ()] == [
        field["name"] for field in resource["schema"]["fields"]
    ]
    return len(found.fetchall())


async def test_pandas_loads_a_dump_whatever_its_form(database: Database, tmp_path: Path) -> None:
    signer = await region(database, tmp_path)
    for kind in FORMATS:
        await write_dump(database, signer, kind, tmp_path / kind)
    frames = [
        pd.read_csv(tmp_path / "csv/publications.csv", dtype=str, keep_default_na=False),
        pd.read_json(tmp_path / "jsonl/publications.jsonl", lines=True, dtype=False),
        pd.read_excel(tmp_path / "xlsx/areopag.xlsx", sheet_name="publications", dtype=str),
        duckdb.execute(f"SELECT * FROM '{tmp_path}/parquet/publications.parquet'").df(),
    ]
    for frame in frames:
        assert [Decimal(str(total)) for total in frame["total"]] == [Decimal("-5.25"), Decimal("87.72"), Decimal(60)]
        assert list(frame["number"].astype(int)) == [1, 2, 3]
        assert list(frame.columns) == list(frames[0].columns)


async def test_parquet_has_the_declared_types(database: Database, tmp_path: Path) -> None:
    signer = await region(database, tmp_path)
    await write_dump(database, signer, "parquet", tmp_path / "dump")
    file = tmp_path / "dump/publications.parquet"
    rows = duckdb.execute(f"SELECT number, total, corrects, school_ru FROM '{file}'").fetchall()
    assert rows[0] == (1, Decimal("-5.25"), None, HOSTILE)


async def test_a_folder_with_other_things_is_left_alone(database: Database, tmp_path: Path) -> None:
    signer = await region(database, tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.docx").write_text("years of work")
    with pytest.raises(NotADumpFolder):
        await write_dump(database, signer, "csv", tmp_path / "mine")
    assert (tmp_path / "mine/thesis.docx").read_text() == "years of work"


async def test_the_nightly_dump_is_served_and_nothing_beside_it(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    signer = await region(database, settings.data)
    await write_dump(database, signer, "csv", settings.data / "dumps/csv")
    package = await client.get("/data/csv/datapackage.json")
    assert package.json()["through"] == 3
    streamed = await client.get("/data/scores.csv")
    assert (await client.get("/data/csv/scores.csv")).content == streamed.content
    again = await client.get("/data/csv/scores.csv", headers={"If-None-Match": package.headers["etag"]})
    assert again.status_code == 200
    outside = await client.get("/data/csv/..%2f..%2fkeys%2fsigning.pem")
    assert b"PRIVATE" not in outside.content
    for path in ("keys/signing.pem", "csv/absent.csv", "scores.exe", "x.csv"):
        assert (await client.get(f"/data/{path}")).status_code == 404, path


async def test_before_the_first_night_dumps_are_written_when_one_is_asked_for(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await region(database, settings.data)
    for path in ("xlsx/areopag.xlsx", "parquet/scores.parquet"):
        answer = await client.get(f"/data/{path}")
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (
            503,
            "DUMPS_BEING_WRITTEN",
            "60",
        )
    async with database.working() as tx:
        assert await tx.values("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'") == ["write_dumps"]
    blobs = open_blobs("local", settings.data)
    async with jobs.worker(database, blobs, settings):
        await until(lambda: all((settings.data / "dumps" / kind).exists() for kind in FORMATS), 60)
    assert (await client.get("/data/xlsx/areopag.xlsx")).content.startswith(b"PK")


async def test_only_so_many_tables_are_streamed_at_once(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    from app import data

    await region(database, settings.data)
    for _ in range(data.AT_ONCE):
        await data._streaming.acquire()
    refused = await client.get("/data/schools.csv")
    for _ in range(data.AT_ONCE):
        data._streaming.release()
    assert (refused.status_code, refused.json()["code"]) == (503, "TOO_MANY_DOWNLOADS")
    answers = await asyncio.gather(*(client.get("/data/schools.jsonl") for _ in range(3)))
    assert [len(answer.content.splitlines()) for answer in answers] == [3, 3, 3]
