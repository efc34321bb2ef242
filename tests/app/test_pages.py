"""Pages that are served whole: complete without JavaScript, as new as what is published, harmless whatever it says."""

import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import httpx
import pytest

from app import client as built
from app.pages import missing, served, shell
from app.settings import Settings
from schema.ids import global_id
from storage import schools
from storage.database import Database
from storage.keys import load_signer
from tests.situations import cast, decided, framework_id, version_of
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.definition import Text

SCREEN = re.compile(r"createRoute\(\{[^}]*?path: '([^']+)'", re.DOTALL)
MEANINGS = re.findall(r'Meaning of="(\w+)"', Path("web/src/observer/SchoolScreen.tsx").read_text())
SHELL = """<!doctype html><html lang="ru"><head><title>Ареопаг · Areopag</title><script src="/first.js"></script></head>
<body><div id="areopag"></div><noscript>needs JavaScript</noscript></body></html>"""


@pytest.fixture(autouse=True)
def _a_built_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text(SHELL)
    for module in (built, missing, served, shell):
        monkeypatch.setattr(module, "DIST", tmp_path)


async def test_a_school_s_page_says_everything_without_javascript(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    evaluation = await decided(database, people)
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)
    path = f"/schools/{global_id('school', people.school)}"
    answer = await client.get(path, headers={"Accept-Language": "ru"})
    shown = unescape(answer.text)
    for words in ("Школа № 1", "Общий вывод", "Сильные стороны", "Что улучшить", "Обновить сайт", "/published/1.json"):
        assert words in shown, words
    assert "<title>Школа № 1 · Ареопаг</title>" in shown
    assert "needs JavaScript" not in shown
    assert "тайна" not in shown
    english = await client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9,ru;q=0.1"})
    assert '<html lang="en">' in english.text
    assert "School No. 1" in english.text
    assert '<p lang="ru">Общий вывод</p>' in english.text
    assert '<p lang="ru">' not in answer.text
    again = await client.get(path, headers={"Accept-Language": "ru", "If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_page_shows_a_publication_and_a_new_name_at_once(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    path = f"/schools/{global_id('school', people.school)}"
    assert "Ещё не оценивалась" in (await client.get(path)).text
    signer = await load_signer(database, settings.data)
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal(80), None, Text(ru="НОК", en="NOK"), {})
    await publications.publish_external(database, signer, result)
    assert "Итог: 80\u00a0из\u00a0100" in (await client.get(path)).text
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET name_ru = 'Лицей' WHERE id = :id", id=people.school)
    await publications.mirror_register(database)
    assert "<h1>Лицей</h1>" in (await client.get(path)).text


async def test_what_a_school_is_called_never_becomes_markup(client: httpx.AsyncClient, database: Database) -> None:
    people = await cast(database)
    name = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    async with database.working() as tx:
        key = await schools.add_organisation(tx, "SCHOOL", name, name, people.municipality)
    await publications.mirror_register(database)
    for path in (f"/schools/{global_id('school', key)}", "/schools", "/schools?q=%22%3E%3Cscript%3E"):
        shown = (await client.get(path)).text
        assert "<script>alert" not in shown
        assert "<img" not in shown
    shown = (await client.get(f"/schools/{global_id('school', key)}")).text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)
    assert block
    assert json.loads(block[1])["name"] == name


async def test_the_list_is_searched_and_turned_without_javascript(
    client: httpx.AsyncClient, database: Database
) -> None:
    people = await cast(database)
    async with database.working() as tx:
        for number in range(30):
            await schools.add_organisation(tx, "SCHOOL", f"Лицей {number:02}", "Lyceum", people.municipality)
    await publications.mirror_register(database)
    first = unescape((await client.get("/schools?q=лицей")).text)
    assert "Лицей 19" in first
    assert "Лицей 20" not in first
    more = re.search(r'href="(/schools\?q=[^"]+after=[^"]+)"', first)
    assert more
    second = (await client.get(more[1])).text
    assert "Лицей 20" in second
    assert "Школа № 1" not in second
    assert "Таких школ нет" in (await client.get("/schools?q=нет")).text
    for odd in ("/schools?after=x", "/schools?q=%00", "/schools?where=x"):
        assert (await client.get(odd)).status_code == 200, odd


@pytest.mark.parametrize(
    "path",
    [
        "/nothing-here",
        "/schools/school-00000000000000000000000000000000",
        "/schools/nonsense",
        "/publications/1",
        "/publications/x",
        "/territories/territory-00000000000000000000000000000000",
        "/methods/framework-00000000000000000000000000000000",
        "/work/1/nowhere",
        "/..%2f..%2fetc/passwd",
    ],
)
async def test_an_address_that_leads_nowhere_says_so_and_helps_further(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert "<h1>There is no such page</h1>" in answer.text
    assert '<a href="/schools">Find a school</a>' in answer.text


async def test_screens_of_the_client_are_there(client: httpx.AsyncClient, database: Database) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    for path in (
        "/",
        "/compare?schools=x",
        "/work/2026-0001/criteria/1.1",
        f"/territories/{global_id('territory', people.region)}",
        f"/methods/{global_id('framework', framework_id())}",
    ):
        assert (await client.get(path)).status_code == 200, path


def test_the_server_knows_every_screen_of_the_client() -> None:
    sources = [file.read_text() for file in Path("web/src").rglob("*.tsx")]
    routed = {path for source in sources for path in SCREEN.findall(source)}
    assert routed == set(built.SCREENS)


async def test_change_over_the_years_is_a_picture_and_a_table_of_what_stands(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)

    async def publish(total: int, framework: str = "nok_uod", corrects: int | None = None) -> int:
        source = Text(ru="НОК", en="NOK")
        result = ExternalResult(people.school, framework_id(framework), Decimal(total), None, source, {})
        return await publications.publish_external(database, signer, result, corrects=corrects)

    path = f"/schools/{global_id('school', people.school)}"
    first = await publish(60)
    assert "<svg" not in (await client.get(path)).text
    await publish(70, corrects=first)
    await publish(80)
    page = (await client.get(path, headers={"Accept-Language": "en"})).text
    picture = page.partition("<svg")[2].partition("</svg>")[0]
    assert re.findall(r">(\d+)</text>", picture) == ["70", "80"]
    assert re.search(r'aria-label="How the result changed\. .*: 70; .*: 80"', picture)
    assert re.findall(r"<td>(70|80|60)</td>", page) == ["70", "80"]


async def test_words_on_a_school_s_page_lead_to_what_they_mean(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    evaluation = await decided(database, people)
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)
    for language, title in (("ru", "Словарь для родителей"), ("en", "Words for parents")):
        page = await client.get(f"/schools/{global_id('school', people.school)}", headers={"Accept-Language": language})
        words = await client.get(f"/glossary?lang={language}")
        assert f"<h1>{title}</h1>" in words.text
        led = re.findall(rf'href="/glossary\?lang={language}#(\w+)"', page.text)
        assert set(led) == {"framework", "decision", "criterion", "level", "condition"}
        for code in (*led, *MEANINGS):
            assert f'<dt id="{code}">' in words.text, code
