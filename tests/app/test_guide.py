"""The guide for journalists and researchers is true: each of its questions is asked here, of a small region."""

import hashlib
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import client as built
from app.dumps import write_dump
from app.pages import served, shell
from app.settings import Settings
from schema import trusted
from schema.ids import global_id
from storage.database import Database
from storage.keys import load_signer
from tests.situations import cast, decided, framework_id, version_of
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(name: str) -> list[tuple[str, str]]:
    """The code of a guide, with what it is written in."""
    return [(block[1], block[2]) for block in BLOCK.finditer((DOCS / name).read_text(encoding="utf-8"))]


def same(shown: Any, found: Any, where: str = "") -> None:
    """What the guide shows is what was found; `…` stands for the rest of a text that differs from server to server."""
    if isinstance(shown, dict):
        assert isinstance(found, dict), where
        assert list(shown) == list(found), where
        for name, part in shown.items():
            same(part, found[name], f"{where}.{name}")
    elif isinstance(shown, list):
        assert len(shown) == len(found), where
        for place, part in enumerate(shown):
            same(part, found[place], f"{where}[{place}]")
    elif isinstance(shown, str) and "…" in shown:
        assert re.fullmatch(".+".join(map(re.escape, shown.split("…"))), found), where
    else:
        assert shown == found, where


async def small_region(database: Database, settings: Settings) -> dict[str, str]:
    """Two schools: one evaluated here, one with a result of others that was corrected. What variables stand for."""
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    evaluation = await decided(database, people)
    await publications.publish(database, signer, people.secretary, evaluation, await version_of(database, evaluation))

    def of_others(total: str) -> ExternalResult:
        source = Text(ru="Независимая оценка", en="Independent evaluation")
        return ExternalResult(
            people.other_school, framework_id("nok_uod"), Decimal(total), None, source, {"1.1": Decimal(total)}
        )

    first = await publications.publish_external(database, signer, of_others("80"))
    between = datetime.now(UTC).isoformat()
    await publications.publish_external(database, signer, of_others("81"), corrects=first)
    return {
        "territory": global_id("territory", people.region),
        "school": global_id("school", people.other_school),
        "asOf": between,
    }


async def test_the_guide_s_answers_are_what_is_answered(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    known = await small_region(database, settings)
    second = await client.post("/graphql", json={"query": "{ changesSince(first: 2) { pageInfo { endCursor } } }"})
    known["cursor"] = second.json()["data"]["changesSince"]["pageInfo"]["endCursor"]
    shown = blocks("guide.md")
    questions = [place for place, (language, _) in enumerate(shown) if language == "graphql"]
    assert len(questions) == 5
    for place in questions:
        (_, query), (_, variables), (_, answer) = shown[place : place + 3]
        assert query in trusted.published_operations().values()
        asked = {name: known[name] if "…" in str(value) else value for name, value in json.loads(variables).items()}
        found = await client.post("/graphql", json={"query": query, "variables": asked})
        same(json.loads(answer), found.json())


def test_both_guides_show_the_same_code() -> None:
    assert blocks("guide.md") == blocks("guide.ru.md")
    assert len(re.findall(r"(?m)^## ", (DOCS / "guide.md").read_text())) == len(
        re.findall(r"(?m)^## ", (DOCS / "guide.ru.md").read_text())
    )


@pytest.fixture
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text('<html lang="ru"><head><title>A</title></head><div id="areopag"></div></html>')
    for module in (built, served, shell):
        monkeypatch.setattr(module, "DIST", tmp_path)


@pytest.mark.usefixtures("_built")
async def test_the_guide_is_a_page_that_leads_only_to_pages_that_are_there(client: httpx.AsyncClient) -> None:
    for asked, title in (("en", "The API: a guide"), ("ru", "API: руководство")):
        # A link followed before may have said the language, which is remembered.
        client.cookies.clear()
        page = await client.get("/guide", headers={"Accept-Language": asked})
        assert page.status_code == 200
        assert "<h1 id=" in page.text
        assert title in page.text
        assert "areopag.example" not in page.text
        leads = {there for there in re.findall(r'href="(/[^"]*)"', page.text) if not there.startswith("/icon")}
        assert "/guide/records#tables-of-everything" in leads
        for there in leads:
            path, _, anchor = there.partition("#")
            led = await client.get(path)
            assert led.status_code == 200, there
            assert not anchor or f'id="{anchor}"' in led.text, there


@pytest.mark.usefixtures("_built")
async def test_whole_files_are_listed_with_size_and_checksum_and_first_written_when_somebody_looks(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    none = await client.get("/data/files.json")
    assert (none.json(), none.headers["cache-control"]) == ([], "no-cache")
    assert "being made now" in (await client.get("/data", headers={"Accept-Language": "en"})).text
    async with database.working() as tx:
        assert await tx.values("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'") == ["write_dumps"]
    signer = await load_signer(database, settings.data)
    await write_dump(database, signer, "csv", settings.data / "dumps" / "csv")
    files = (await client.get("/data/files.json")).json()
    assert {"/data/csv/publications.csv", "/data/csv/scores.csv"} < {file["path"] for file in files}
    page = (await client.get("/data", headers={"Accept-Language": "en"})).text
    for file in files:
        content = (await client.get(file["path"])).content
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert file["sha256"] in page


@pytest.mark.usefixtures("_built")
async def test_whole_files_say_up_to_which_record_they_go_and_fit_a_telephone(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await small_region(database, settings)
    signer = await load_signer(database, settings.data)
    await write_dump(database, signer, "csv", settings.data / "dumps" / "csv")
    page = unescape((await client.get("/data", headers={"Accept-Language": "en"})).text).replace("\u00a0", " ")
    told = r"<p>Made on \d+ \w+ \d{4}; they hold all that was published, up to record No\. 3\.</p>"
    # What is wider than a telephone is moved within its own frame.
    assert re.search(told + r'<div class="served-wide"[^>]*><table>', page)


@pytest.mark.usefixtures("_built")
async def test_the_page_of_open_data_shows_a_program_that_reads_a_table(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await small_region(database, settings)
    page = unescape((await client.get("/data", headers={"Accept-Language": "en"})).text)
    (program,) = re.findall(r"<code>(from decimal .*?)</code>", page, re.DOTALL)
    (address,) = re.findall(r'read_csv\("([^"]+)"', program)
    file = tmp_path / "results.csv"
    file.write_bytes((await client.get(address)).content)
    done: dict[str, Any] = {}
    exec(program.replace(address, str(file)), done)
    totals = [*done["results"]["total"].dropna()]
    assert {type(total) for total in totals} == {Decimal}
    assert Decimal(81) in totals
    assert Decimal(80) not in totals, "it was corrected"


async def test_kept_documents_are_told_with_their_ids(client: httpx.AsyncClient) -> None:
    kept = (await client.get("/published/operations.json")).json()
    assert kept.keys() == trusted.published_operations().keys()
    means = await client.get("/graphql", params={"documentId": kept["MeansOfTerritories"]["documentId"]})
    assert means.json() == {"data": {"territories": []}}
