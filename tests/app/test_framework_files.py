"""Framework versions go out as files and come back into a draft; whoever may not write one gets nothing of it."""

import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from openpyxl import Workbook

from schema.ids import global_id
from storage import people
from storage.database import Database
from storage.frameworks import drafts
from tests.situations import cast, framework_id
from workflows.admission import digest_of
from workflows.frameworks import drafts as life
from workflows.frameworks import supplied
from workflows.frameworks.crosswalks import save
from workflows.frameworks.exchange import read
from workflows.rules.crosswalk import Link

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOK = next(known for known in supplied() if (known.code, known.number) == ("nok_uod", 2))


async def as_(database: Database, person: UUID) -> dict[str, str]:
    """The header of a script that acts for the person."""
    token = f"token of {person}"
    async with database.working() as tx:
        await people.add_account(tx, person, str(person), "")
        await people.add_token(tx, digest_of(token), person, timedelta(hours=1), "")
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("form", ["json", "xlsx"])
async def test_a_published_version_is_a_file_for_anybody_and_the_same_when_it_comes_back(
    client: httpx.AsyncClient, database: Database, form: str
) -> None:
    cast_ = await cast(database)
    answer = await client.get(f"/frameworks/nok_uod.2.{form}")
    assert answer.headers["content-disposition"] == f'attachment; filename="nok_uod.2.{form}"'
    back = read(answer.content, f"nok.{form}")
    assert (back.scheme, [part.title for part in back.criteria]) == (NOK.scheme, [part.title for part in NOK.criteria])
    secretary = await as_(database, cast_.secretary)
    told = await client.post(
        f"/frameworks/file?name=Мои%20правила.{form.upper()}", content=answer.content, headers=secretary
    )
    assert told.status_code == 200
    assert read(told.json()["content"].encode(), "back.json") == back


async def test_a_draft_is_a_file_for_the_secretariat_once_it_is_sound(
    client: httpx.AsyncClient, database: Database
) -> None:
    cast_ = await cast(database)
    await life.begin(database, cast_.secretary, "begin", framework_id("hgios4"), None)
    async with database.acting(cast_.secretary) as transaction:
        (row,) = await drafts(transaction)
    path = f"/frameworks/drafts/{global_id('frameworkdraft', row.id)}.xlsx"
    assert (await client.get(path)).status_code == 404
    secretary = await as_(database, cast_.secretary)
    answer = await client.get(path, headers=secretary)
    assert (answer.headers["content-type"], read(answer.content, "draft.xlsx").number) == (XLSX, 2)
    await life.save(database, cast_.secretary, row.id, row.version, json.dumps(row.content | {"criteria": []}))
    unsound = await client.get(path, headers=secretary)
    assert (unsound.status_code, unsound.json()["code"]) == (409, "FRAMEWORK_NOT_SOUND")


async def test_what_is_no_framework_is_refused_with_the_reason(client: httpx.AsyncClient, database: Database) -> None:
    cast_ = await cast(database)
    secretary = await as_(database, cast_.secretary)
    other = io.BytesIO()
    Workbook().save(other)
    for content, name in ((b"PK\x03\x04", "a.xlsx"), (other.getvalue(), "b.xlsx"), (b"[]", "c.json"), (b"{", "")):
        answer = await client.post(f"/frameworks/file?name={name}", content=content, headers=secretary)
        assert (answer.status_code, answer.json()["code"]) == (422, "FRAMEWORK_UNREADABLE"), name
    assert (
        await client.post("/frameworks/file?name=d.json", content=b"x" * 3_000_000, headers=secretary)
    ).status_code == 413
    for missing in ("nok_uod.9.json", "nok_uod.2.pdf", "nothing.1.json", "nok_uod.99999999999999999999.json"):
        assert (await client.get(f"/frameworks/{missing}")).status_code == 404


async def test_only_the_secretariat_has_files_read(client: httpx.AsyncClient, database: Database) -> None:
    cast_ = await cast(database)
    assert (await client.post("/frameworks/file?name=a.json", content=b"{}")).status_code == 404
    officer = await as_(database, cast_.officer)
    assert (await client.post("/frameworks/file?name=a.json", content=b"{}", headers=officer)).status_code == 404


async def test_a_crosswalk_is_a_table_for_anybody_from_either_side(
    client: httpx.AsyncClient, database: Database
) -> None:
    cast_ = await cast(database)
    links = [Link("1.3", "2.3", "BROADER", "PARTIAL")]
    await save(database, cast_.secretary, framework_id("esg_2015"), framework_id("hgios4"), 0, links)
    answer = await client.get("/frameworks/hgios4.1/esg_2015.1.csv")
    _, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert (row[0], row[3:6]) == ("2.3", ["NARROWER", "PARTIAL", "1.3"])
    for missing in ("hgios4.1/hgios4.1.csv", "hgios4.1/nok_uod.1.csv", "hgios4.1/nothing.1.csv"):
        assert (await client.get(f"/frameworks/{missing}")).status_code == 404
