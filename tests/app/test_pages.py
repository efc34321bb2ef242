"""Pages that are served whole: complete without JavaScript, as new as what is published, harmless whatever it says."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from app import client as built
from app.pages import missing, served, shell
from app.settings import Mode, Settings
from schema.ids import global_id
from storage import frameworks as versions
from storage import schools
from storage.database import Database
from storage.keys import load_signer
from tests.lives import accredited
from tests.situations import cast, decided, framework_id, placed, version_of
from workflows import frameworks, publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

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
    for words in (
        "Школа № 1",
        "Общий вывод",
        "Сильные стороны",
        "Что улучшить",
        "Обновить сайт",
        "/published/1.json",
        "/compare?schools=",
    ):
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
    unevaluated = (await client.get(path)).text
    for words in ("Ещё не оценивалась", "Это не говорит о школе ни хорошего, ни плохого"):
        assert words in unevaluated, words
    signer = await load_signer(database, settings.data)
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal(80), None, Text(ru="НОК", en="NOK"), {})
    await publications.publish_external(database, signer, result)
    evaluated = (await client.get(path)).text
    assert "Итог: 80\u00a0из\u00a0100" in evaluated
    assert "ни хорошего, ни плохого" not in evaluated
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


async def test_a_competition_s_page_has_its_entries_by_place_and_waits_for_the_first(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    call = {"id": uuid4().hex, "title": {"ru": "Лучшая практика", "en": "Best practice"}}
    path = f"/competitions/call-{call['id']}"
    assert "No results are published yet" in (await client.get(path, headers={"Accept-Language": "en"})).text
    source = Text(ru="НОК", en="NOK")
    for school, first, last, score in (
        (people.other_school, 3, 3, "61.555"),
        (people.school, 1, 2, "88.5"),
        (people.other_school, 1, 2, "88.5"),
    ):
        result = ExternalResult(school, framework_id("nok_uod"), None, None, source, {})
        number = await publications.publish_external(database, signer, result)
        await placed(database, number, call, first, last, score)
    shown = unescape((await client.get(path, headers={"Accept-Language": "en"})).text)
    assert "<h1>Best practice</h1>" in shown
    assert "Results of 3 of 9 entries are published." in shown
    rows = re.findall(r'<a href="/publications/(\d)">([^<]+)</a></th><td>([^<]+)</td><td>([^<]+)<', shown)
    assert rows == [
        ("2", "School No. 1", "1–2", "88.5"),
        ("3", "School No. 2", "1–2", "88.5"),
        ("1", "School No. 2", "3", "61.56"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing-here",
        "/schools/school-00000000000000000000000000000000",
        "/schools/nonsense",
        "/publications/1",
        "/publications/x",
        "/territories/territory-00000000000000000000000000000000",
        "/competitions/nonsense",
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


@pytest.mark.parametrize("mode", Mode)
async def test_pages_of_a_demonstration_say_so_and_no_others(
    client: httpx.AsyncClient, settings: Settings, database: Database, mode: Mode
) -> None:
    people = await cast(database)
    settings.mode = mode
    school, region = global_id("school", people.school), global_id("territory", people.region)
    listed = ("/", "/schools", f"/schools/{school}", f"/territories/{region}", "/compare", "/methods", "/data")
    for path in (*listed, "/glossary", "/guide", "/certificates", "/nowhere"):
        for language, words in (("ru", "Это демонстрация."), ("en", "This is a demonstration.")):
            page = await client.get(path, headers={"Accept-Language": language})
            assert (words in page.text) == (mode is Mode.DEMO), (path, page.text[-3000:])


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
    assert re.findall(r">(\d+)</text>", picture) == ["0", "100", "70", "80"], "the scale, and the totals on it"
    assert re.findall(r">(\d\d\.\d{4})</text>", picture) == [f"{datetime.now(UTC):%m.%Y}"] * 2
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
        client.cookies.clear()
        page = await client.get(f"/schools/{global_id('school', people.school)}", headers={"Accept-Language": language})
        words = await client.get(f"/glossary?lang={language}")
        assert f"<h1>{title}</h1>" in words.text
        led = re.findall(rf'href="/glossary\?lang={language}#(\w+)"', page.text)
        assert set(led) == {"framework", "decision", "criterion", "level", "condition"}
        for code in (*led, *MEANINGS):
            assert f'<dt id="{code}">' in words.text, code


async def test_what_was_done_about_a_result_stands_with_its_reason_where_a_parent_looks(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    life = await accredited(database, await load_signer(database, settings.data), people)
    school = global_id("school", people.school)

    async def shown() -> tuple[str, str]:
        page = await client.get(f"/schools/{school}", headers={"Accept-Language": "en"})
        badge = await client.get(f"/badges/{school}.svg?lang=en")
        return unescape(page.text).replace("\u00a0", " "), unescape(badge.text)

    page, badge = await shown()
    assert "/certificates/1?lang=en" in page
    assert "served-notice" not in page
    assert "suspended" not in page + badge

    await life.step(people.secretary, "suspend", "Идёт проверка")
    page, badge = await shown()
    assert "<strong>The result was suspended</strong>" in page
    assert page.count('<p lang="ru">Why: Идёт проверка</p>') == 2
    assert "the result was suspended" in badge
    assert "not evaluated yet" not in page + badge

    await life.step(people.secretary, "reinstate", "Проверка прошла")
    page, badge = await shown()
    assert "the result was reinstated</strong>" in page
    assert "About another evaluation" not in page
    assert '<p lang="ru">Why: Проверка прошла</p>' in page
    assert "the result was reinstated" in badge

    # Another result stands: that this one was withdrawn is said beside it.
    signer, source = life.signer, Text(ru="НОК", en="NOK")
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal(80), None, source, {})
    await publications.publish_external(database, signer, result)
    await life.step(people.secretary, "withdraw", "Документы поддельные")
    page, badge = await shown()
    assert "<strong>Total: 80 of 100</strong>" in page
    assert "the result was withdrawn</strong>" in page.partition("<h2>")[0]
    assert "About another evaluation of this school" in page
    assert "Record No. " in page
    assert "withdrawn" not in badge


async def test_what_became_of_a_condition_stands_beside_it(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    life = await accredited(database, await load_signer(database, settings.data), people, conditions=2)
    await life.track_step(people.secretary, "condition", "escalate", "Плана нет")
    school = global_id("school", people.school)
    for path in ("/publications/2", f"/schools/{school}"):
        page = unescape((await client.get(path, headers={"Accept-Language": "ru"})).text).replace("\u00a0", " ")
        assert page.count("Передано на рассмотрение: ") == 1, path
        assert "тмечено, что стало с условием" in page, path
        assert "Плана нет" not in page, path
        assert ("дополнена записью 2" in page) is path.startswith("/schools"), path
    for number in (1, 2):
        assert "Решение осталось прежним." in (await client.get(f"/publications/{number}?lang=ru")).text, number
    # The badge goes on saying until when the decision holds: nothing about it is other than before.
    assert "действует до" in unescape((await client.get(f"/badges/{school}.svg")).text)
    feed = unescape((await client.get(f"/feeds/{school}.atom")).text).replace("\u00a0", " ")
    assert re.search(r"<summary>Передано на рассмотрение: \d.{5,20}\. Условие 2</summary>", feed)


async def test_a_territory_says_how_its_schools_stand_without_javascript(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    source, framework = Text(ru="НОК", en="NOK"), framework_id("nok_uod")
    async with database.working() as tx:
        more = [
            await schools.add_organisation(tx, "SCHOOL", f"Лицей {n}", "Lyceum", people.municipality, pupils=100)
            for n in range(4)
        ]
    for school, total in zip((people.school, *more), (90, 80, 70, 60, 40), strict=True):
        result = ExternalResult(school, framework, Decimal(total), None, source, {})
        await publications.publish_external(database, signer, result)
    await publications.mirror_register(database)
    path = f"/territories/{global_id('territory', people.region)}"
    region = unescape((await client.get(path, headers={"Accept-Language": "en"})).text)
    place = global_id("territory", people.municipality)
    for words in ("<h1>Region</h1>", f'<a href="/territories/{place}">Near</a>', 'href="/methods/nok_uod.', "Lyceum"):
        assert words in region, words
    # The mean of the five, by Student's t with four degrees of freedom: 68 ± 2.776 · 19.235 / √5.
    assert "<td>5</td><td>68.00</td><td>44.12 to 91.88</td><td>40.00 – 90.00</td>" in region
    # All are in one municipality, which is the region's mean itself; the other has nothing to show.
    tiles = re.findall(
        r'<li class="served-(\w+)">.*?aria-hidden="true">(.)</span> ([^<]*)</span><a[^>]*>(\w+)</a>', region
    )
    assert tiles == [("unclear", "●", "68.00", "Near"), ("none_yet", "○", "–", "Far")]
    assert "a school is usually 19.2 points off the mean" in region
    assert "learn in schools with a mean of" in region
    # Whoever listens goes from heading to heading.
    assert "<h2>Schools</h2>" in region
    russian = (await client.get(path, headers={"Accept-Language": "ru"})).text
    assert "от 44,12 до 91,88" in russian
    below = (await client.get(f"/territories/{place}", headers={"Accept-Language": "en"})).text
    assert f'<a href="/territories/{global_id("territory", people.region)}">Region</a>' in below


async def test_a_territory_says_which_criteria_are_weak_and_how_sure_that_is(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    source, code = Text(ru="НОК", en="NOK"), "nok_uod"

    async def rate(school: UUID, framework: str, **scores: int) -> None:
        given = {code.replace("_", ".").removeprefix("c"): Decimal(score) for code, score in scores.items()}
        result = ExternalResult(school, framework_id(framework), None, None, source, given)
        await publications.publish_external(database, signer, result)

    await rate(people.school, code, c1_1=80, c1_2=60, c1_3=70, K1=72)
    await rate(people.school, "esg_2015", c1_1=3)
    path = f"/territories/{global_id('territory', people.region)}"
    alone = (await client.get(path, headers={"Accept-Language": "en"})).text
    assert "How each criterion is rated" not in alone, "of one school its own page tells more"
    await rate(people.other_school, code, c1_1=82, c1_2=60, c1_3=0, K1=76)
    await rate(people.other_school, "esg_2015", c1_1=2)
    school = (await client.get(f"/schools/{global_id('school', people.school)}?lang=en")).text
    assert "<h2>Scores by criterion</h2>" in school, "whoever listens goes from heading to heading"
    page = unescape((await client.get(path, headers={"Accept-Language": "en"})).text).replace("\u00a0", " ")
    rows = re.findall(r'<th scope="row"><(\w+)>([\d.K]+) .*?<td>([\d. of]+)<svg.*?<td>(.*?)</td><td>(\d)</td>', page)
    assert rows == [
        # Two criteria of levels from 1 to 3, of which the same page says what the numbers mean.
        ("span", "1.1", "2.50 of 3", "too few schools to tell", "2"),
        # 74 ± 12.706 · 2.828 / √2; a group on the scale of its members.
        ("strong", "K1", "74.00 of 100", "48.59 to 99.41", "2"),
        ("span", "1.1", "81.00 of 100", "68.29 to 93.71", "2"),
        ("span", "1.2", "60.00 of 100", "the same in all schools", "2"),
        ("span", "1.3", "35.00 of 100", "too few schools to tell", "2"),
    ]
    assert "1 – Non-compliant, 2 – Partially compliant, 3 – Compliant" in page


async def test_a_method_is_read_without_javascript_at_every_address_of_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    await cast(database)
    listed = (await client.get("/methods", headers={"Accept-Language": "en"})).text
    assert "<h1>How schools are evaluated</h1>" in listed
    assert '<a href="/methods/esg_2015.1">' in listed
    lines = dict(re.findall(r'<a href="/methods/nok_uod\.(\d)">[^<]*</a>([^<]*)', listed))
    assert {number: "there is a newer version" in line for number, line in lines.items()} == {"1": True, "2": False}
    async with database.working() as tx:
        newest = await versions.version_of(tx, "nok_uod", 2)
        assert newest
        assert await versions.retire(tx, newest.id)
    listed = (await client.get("/methods", headers={"Accept-Language": "en"})).text
    lines = dict(re.findall(r'<a href="/methods/nok_uod\.(\d)">[^<]*</a>([^<]*)', listed))
    assert "newer version" not in lines["1"], "a version that is no longer used takes no one's place"
    assert "no longer used" in lines["2"]
    for known in [one for one in frameworks.supplied() if one.code in {"esg_2015", "nok_uod"}]:
        addresses = (f"{known.code}.{known.number}", global_id("framework", frameworks.framework_key(known)))
        pages = {unescape((await client.get(f"/methods/{one}")).text) for one in addresses}
        (page,) = pages
        assert f"<h1>{known.title.ru}</h1>" in page
        for part in known.criteria:
            assert f"{part.code}. {part.title.ru}</h" in page, part.code
    assert (await client.get("/methods/nok_uod")).status_code == 200
    for nothing in ("nok_uod.99", "nothing", "nok_uod.01"):
        assert (await client.get(f"/methods/{nothing}")).status_code == 404, nothing


async def test_schools_are_compared_without_javascript_where_they_were_evaluated_alike(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    source = Text(ru="НОК", en="NOK")
    for school, total in ((people.school, 81), (people.other_school, 62)):
        scores = {"1.1": Decimal(total), "K1": Decimal(total)}
        result = ExternalResult(school, framework_id("nok_uod"), Decimal(total), None, source, scores)
        await publications.publish_external(database, signer, result)
    async with database.working() as tx:
        third = await schools.add_organisation(tx, "SCHOOL", "Гимназия", "Gymnasium", people.municipality)
    result = ExternalResult(third, framework_id("esg_2015"), Decimal(3), None, source, {})
    await publications.publish_external(database, signer, result)
    one, two, other = (global_id("school", key) for key in (people.school, people.other_school, third))

    async def compared(*asked: str, q: str = "") -> str:
        params = {"schools": ",".join(asked), "q": q}
        return unescape((await client.get("/compare", params=params, headers={"Accept-Language": "en"})).text)

    both = await compared(one, two, other)
    assert f'<th scope="col"><a href="/schools/{one}">School No. 1</a></th>' in both
    assert '<th scope="row">Total</th><td>81\u00a0of\u00a0100</td><td>62\u00a0of\u00a0100</td>' in both
    assert re.search(r"K1\. [^<]*</th><td>81\u00a0of\u00a0100</td><td>62\u00a0of\u00a0100</td>", both)
    assert "No result on this framework: Gymnasium." in both
    assert f'<a href="/compare?schools={two},{other}">take away</a>' in both
    assert "These schools cannot be compared" in await compared(one, other)
    assert "Choose two schools" in await compared(one, one, "x", "")
    found = await compared(one, q="Школа № 2")
    assert f'<a href="/compare?schools={one},{two}">Add: School No. 2</a>' in found
    assert "No such schools" in await compared(one, q="нет такой")
