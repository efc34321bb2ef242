"""What anybody finds without JavaScript and without an account: the first page, the list by what is asked, a record
whole, and all of it in the language somebody chose."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from app import client as built
from app import feeds
from app.asgi import create_app
from app.pages import asked, missing, past, school, served, shell
from app.pages.acts import act_told
from app.pages.asked import FILTERS, RURAL, SIZES, VALIDITY
from app.pages.finding import DECISIONS
from app.pages.record import record_page
from app.pages.territory import point_told
from app.pages.territory_voices import voices_part
from app.pages.trend import along
from app.pages.voices import percent
from app.printed.notices import Later
from app.settings import Mode, Settings
from app.totals import total_number
from schema.ids import global_id
from storage.database import Database
from storage.keys import load_signer
from storage.publications import WholeRow
from storage.territories import VoiceRow
from tests.app.test_feeds import CONTEST
from tests.app.test_pages import SHELL
from tests.app.test_printed import free_texts, row_of
from tests.conftest import in_shape
from tests.lives import Life, accredited
from tests.situations import cast, framework_id
from workflows import publications, schools
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text


@dataclass
class Region:
    """Two schools, one accredited by record 1 and one with a result of others, and a browser."""

    life: Life
    client: httpx.AsyncClient
    record: WholeRow

    async def page(self, path: str, language: str = "en") -> str:
        """A page as somebody sees it who comes for the first time."""
        self.client.cookies.clear()
        answer = await self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return unescape(answer.text).replace("\u00a0", " ")


@pytest.fixture(scope="module")
async def region(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Region]:
    """One for all tests; the last changes it."""
    folder = tmp_path_factory.mktemp("portal")
    (folder / "index.html").write_text(SHELL.replace("<title>", '<meta name="description" content="-"><title>'))
    settings = Settings(
        mode=Mode.DEVELOPMENT,
        data=folder,
        database_url=module_url,
        workers_in_server=False,
        points_a_minute=10**9,
        log_level="error",
    )
    database = Database(module_url)
    signer = await load_signer(database, folder)
    life = await accredited(database, signer, await cast(database))
    await schools.say_kind(database, str(life.cast.school), "EVENING")
    async with database.working() as tx:
        await tx.run("UPDATE working.organisation SET rural = true WHERE id = :id", id=life.cast.school)
    source = Text(ru="НОК", en="NOK")
    result = ExternalResult(life.cast.other_school, framework_id("nok_uod"), Decimal(62), None, source, {})
    await publications.publish_external(database, signer, result)
    app = create_app(settings, in_shape)
    with pytest.MonkeyPatch.context() as patch:
        for module in (built, missing, served, shell):
            patch.setattr(module, "DIST", folder)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://a.b") as it,
        ):
            yield Region(life, it, await row_of(database, 1))
    await database.close()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_record_is_read_whole_without_javascript(region: Region, language: str) -> None:
    body = region.record.body
    shown = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", await region.page("/publications/1", language)))
    for text in free_texts(body):
        assert re.sub(r"\s+", " ", text).strip() in shown, text
    for part in body["criteria"]:
        assert f"{part['code']} {part['title'][language]}" in shown
    for proof in (region.record.sha256, region.record.signature, region.record.key_id):
        assert proof in shown


async def test_a_record_s_page_leads_to_its_files_and_says_in_which_language_texts_are(region: Region) -> None:
    page = await region.page("/publications/1")
    documents = [f"/published/1/documents/{part['sha256']}" for part in region.record.body["documents"]]
    for there in ("/published/1.pdf?lang=en", "/published/1.json", "/certificates/1?lang=en", *documents):
        assert f'{there}"' in page, there
    cited = next(one for part in region.record.body["criteria"] for one in part["citations"])
    assert f'{documents[0]}#page={cited["page"]}"' in page, "a citation leads to its page of the document"
    assert '<p lang="ru">' in page
    assert '<p lang="ru">' not in await region.page("/publications/1", "ru")


async def test_the_first_page_finds_schools_and_shows_what_was_published_lately(region: Region) -> None:
    page = await region.page("/")
    assert "<h1>Is this school any good?</h1>" in page
    lately = re.findall(r'<li><a href="/schools/[^"]*">([^<]*)</a><p>([^<]*)', page)
    assert [name for name, _ in lately] == ["School No. 2", "School No. 1"]
    assert lately[0][1] == "Total: 62 of 100"
    options = re.findall(r'<option value="([^"]*)"', page)
    places = (region.life.cast.region, region.life.cast.municipality, region.life.cast.other_municipality)
    assert {global_id("territory", place) for place in places} < set(options)
    assert {"esg_2015", "nok_uod", "accredited"} < set(options)


async def test_every_page_of_a_place_leads_to_the_feed_of_it(region: Region) -> None:
    people = region.life.cast
    school_, territory = global_id("school", people.school), global_id("territory", people.region)
    for path, feed in (("/", "all"), (f"/schools/{school_}", school_), (f"/territories/{territory}", territory)):
        (there,) = re.findall(r'<a href="(/feeds/[^"]*)"', await region.page(path))
        assert there == f"/feeds/{feed}.atom?lang=en"
        assert (await region.client.get(there)).status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["School No. 1", "School No. 2"]),
        ("where={near}", ["School No. 1"]),
        ("where=nowhere", []),
        ("method=nok_uod", ["School No. 2"]),
        ("method=esg_2015&q=школа", ["School No. 1"]),
        ("decision=refused", []),
        ("kind=EVENING", ["School No. 1"]),
        ("kind=PRIMARY", []),
        ("size=101-500", ["School No. 1"]),
        ("size=to-100", []),
        ("rural=yes&validity=holds", ["School No. 1"]),
        ("rural=no", []),
        ("validity=holds", ["School No. 1"]),
        ("validity=expired", []),
        ("validity=none", []),
        ("from={year}&to={year}", ["School No. 1"]),
        ("to=2020", []),
        ("rural=perhaps&size=5&validity=&from=soon&kind=LYCEUM", ["School No. 1", "School No. 2"]),
    ],
)
async def test_the_list_is_that_of_what_was_asked(region: Region, asked: str, found: list[str]) -> None:
    year = region.record.body["result"]["decided_on"][:4]
    asked = asked.format(near=global_id("territory", region.life.cast.municipality), year=year)
    page = await region.page(f"/schools?{asked}")
    assert re.findall(r'<a href="/schools/school-[^"]*">([^<]*)</a>', page) == found
    assert ("No such schools" in page) == (not found)
    chosen = re.findall(r'<option value="([^"]+)" selected', page)
    meant = (
        [] if "perhaps" in asked else re.findall(r"(?:where|kind|method|decision|size|rural|validity)=([\w-]+)", asked)
    )
    meant += re.findall(r"(?:from|to)=(\d+)", asked)
    assert chosen == [value for value in meant if value != "nowhere"]


async def test_each_condition_of_the_list_is_told_in_words_and_taken_away_by_a_link(region: Region) -> None:
    page = await region.page("/schools?q=школа&rural=yes&size=101-500&validity=holds&from=2024")
    (told,) = re.findall(r'<div class="served-narrowed">(.*?)</div>', page)
    assert '<p class="served-note">Filters set: 5</p>' in told
    links = re.findall(r'<a href="([^"]*)">(?:<span class="unseen">Take away: </span>)?([^<]*)', told)
    assert [words for _, words in links] == [
        "“школа”",
        "101–500 pupils",
        "In the country",
        "The decision holds",
        "from 2024",
        "Clear all filters",
    ]
    left = {words: there for there, words in links}
    assert left["from 2024"].endswith("&size=101-500&rural=yes&validity=holds")
    assert left["Clear all filters"] == "/schools"
    assert "<summary>More filters: 4</summary>" in page
    assert "<details>" in page, "what is set stands in words below; the long form stays folded on a telephone"


def test_the_client_narrows_the_list_by_the_same_names_and_values() -> None:
    code = Path("web/src/observer/finding.ts").read_text()

    def said(name: str) -> list[str]:
        (found,) = re.findall(rf"const {name} = [\[{{](.*?)[\]}}] as const", code, re.DOTALL)
        return re.findall(r"'([^']+)'", found)

    assert said("FILTERS") == [*FILTERS]
    assert said("SIZES") == [*SIZES]
    assert said("RURAL") == [*RURAL]
    assert said("VALIDITY") == [*VALIDITY]
    assert said("DECISIONS") == [*DECISIONS]


async def test_before_it_was_known_whatever_has_a_page_says_so(region: Region) -> None:
    key = global_id("school", region.life.cast.school)
    page = await region.page("/schools?on=2020-02-29&rural=yes")
    assert "This is what was known on 29 February 2020" in page
    assert "On that day the register had no such schools." in page
    assert '<a href="/schools?rural=yes">Show it as it is now</a>' in page
    page = await region.page(f"/schools/{key}?on=2020-02-29")
    assert "<h1>School No. 1</h1>" in page
    assert "On that day the school was not in the register yet." in page
    assert f'<a href="/schools/{key}">Show it as it is now</a>' in page
    record = await region.page("/publications/1?on=2020-02-29")
    assert "On that day the record did not exist yet." in record
    assert "What the experts found" not in record
    place = global_id("territory", region.life.cast.municipality)
    page = await region.page(f"/territories/{place}?on=2020-02-29")
    assert "On that day the territory was not in the register yet." in page
    assert f'<a href="/territories/{place}">Show it as it is now</a>' in page
    for nonsense in ("2020-02-30", "20200229", "2020-W09-6", "1999-12-31", "soon", "2999-01-01", ""):
        assert "This is what was known" not in await region.page(f"/schools/{key}?on={nonsense}"), nonsense


async def test_a_language_is_chosen_by_a_link_and_remembered(region: Region) -> None:
    place = global_id("territory", region.life.cast.municipality)
    page = await region.page(f"/schools?where={place}", "ru")
    (turn,) = re.findall(r'<a href="([^"]*)" hreflang="en" lang="en">In English</a>', page)
    assert turn == f"?where={place}&lang=en"
    answer = await region.client.get(f"/schools{turn}", headers={"Accept-Language": "ru"})
    assert "School No. 1" in answer.text
    assert "<h1>Is this school any good?</h1>" in (await region.client.get("/", headers={"Accept-Language": "ru"})).text
    region.client.cookies.clear()
    assert "<h1>Хороша ли эта школа?</h1>" in (await region.client.get("/", headers={"Accept-Language": "ru"})).text


@pytest.mark.parametrize("path", ["/", "/schools", "/publications/1", "/territories/{region}", "/schools/{school}"])
async def test_search_engines_and_messengers_are_told_what_a_page_is(region: Region, path: str) -> None:
    people = region.life.cast
    path = path.format(region=global_id("territory", people.region), school=global_id("school", people.school))
    page = await region.page(path)
    assert page.count('<meta name="description"') == 1
    said = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]+)"', page))
    assert said.keys() >= {"og:title", "og:description", "og:url", "og:locale"}
    places = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page))
    assert places == {"ru": f"http://a.b{path}", "en": f"http://a.b{path}?lang=en"}
    assert f'<link rel="canonical" href="{places["en"]}">' in page


async def test_a_page_that_is_sent_on_keeps_what_its_address_asks_for(region: Region) -> None:
    people = region.life.cast
    one, two = (global_id("school", key) for key in (people.school, people.other_school))
    place = global_id("territory", people.region)
    for path, wanted in (
        ("/compare", f"schools={one},{two}"),
        ("/schools", f"where={place}"),
        ("/schools", "on=2020-02-29"),
        (f"/schools/{one}", "on=2020-02-29"),
        (f"/territories/{place}", "on=2020-02-29"),
        ("/publications/1", "on=2020-02-29"),
        ("/certificates/1", "h=0123456789"),
    ):
        page = unescape(await region.page(f"{path}?{wanted}"))
        if path.startswith("/certificates"):
            assert "canonical" not in page, "what was altered is not told of as a certificate"
            continue
        there = f"http://a.b{path}?{wanted}&lang=en"
        assert f'<link rel="canonical" href="{there}">' in page, path
        assert f'<meta property="og:url" content="{there}">' in page, path
        assert f'<link rel="alternate" hreflang="ru" href="http://a.b{path}?{wanted}">' in page, path
        assert '<meta name="robots" content="noindex">' in page, path
    both = unescape(await region.page(f"/compare?schools={one},{two}"))
    assert '<meta property="og:title" content="Schools side by side: School No. 1, School No. 2">' in both
    assert "noindex" not in await region.page(f"/schools/{one}")
    then = unescape(await region.page(f"/schools/{one}?on=2020-02-29")).replace("\u00a0", " ")
    assert 'og:description" content="This is what was known on 29 February 2020. ' in then


async def test_a_certificate_that_is_sent_on_says_whose_it_is_and_not_whether_it_holds(region: Region) -> None:
    page = unescape(await region.page("/certificates/1"))
    assert '<meta property="og:title" content="School No. 1: certificate of a result">' in page
    assert '<meta property="og:description" content="Whether it holds today is said on this page.">' in page
    assert '<link rel="canonical" href="http://a.b/certificates/1?lang=en">' in page


async def test_a_school_is_given_the_code_of_its_badge_without_script_or_frame(region: Region) -> None:
    key = global_id("school", region.life.cast.school)
    page = (await region.client.get(f"/schools/{key}", headers={"Accept-Language": "en"})).text
    (code,) = re.findall(r"<pre[^>]*><code>(.*?)</code>", page)
    assert unescape(code) == (
        f'<a href="http://a.b/schools/{key}"><img src="http://a.b/badges/{key}.svg?lang=en"'
        ' alt="School No. 1: Independent public-professional evaluation" width="340" height="72"></a>'
    )
    assert (await region.client.get(f"/badges/{key}.svg?lang=en")).status_code == 200


async def test_what_has_ended_says_so(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    key = global_id("school", region.life.cast.school)
    until = region.record.body["result"]["valid_to"]
    assert until[:4] in (badge := (await region.client.get(f"/badges/{key}.svg?lang=en")).text)
    assert ("valid until" in badge, until in badge, "✓" in badge) == (True, False, True)
    assert "Valid until" in await region.page(f"/schools/{key}")
    for module in (feeds, school):
        monkeypatch.setattr(module, "has_ended", lambda _until, _on=None: True)
    badge = (await region.client.get(f"/badges/{key}.svg?lang=en")).text
    assert ("expired on" in badge, "✓" in badge) == (True, False)
    assert "Expired on" in await region.page("/schools?q=школа")


@pytest.mark.parametrize(("days", "over"), [(0, False), (1, True)])
def test_a_record_says_that_the_time_of_its_decision_is_over(region: Region, days: int, over: bool) -> None:
    until = date.fromisoformat(region.record.body["result"]["valid_to"])
    page = record_page(region.record, None, "en", "http://a.b", Later(until + timedelta(days=days)))
    assert ("The decision expired on" in page, "Was valid from" in page) == (over, over)
    (tone,) = re.findall(r'<p class="served-result served-(\w+)"><span aria-hidden="true">', page)
    assert (tone == "plain", "Valid from" in page) == (over, not over)


def test_a_citation_leads_to_a_file_only_where_its_title_names_one(region: Region) -> None:
    body = region.record.body
    (first, *_), cited = body["documents"], re.compile(r"/published/1/documents/\w+#page=")
    assert cited.search(record_page(region.record, None, "en", "http://a.b"))
    twins = [{**first, "title": part["title"], "sha256": end * 64} for part in body["documents"] for end in "ab"]
    page = record_page(replace(region.record, body={**body, "documents": twins}), None, "en", "http://a.b")
    assert not cited.search(page)
    assert f"/published/1/documents/{'a' * 64}" in page


async def test_an_entry_s_place_in_a_competition_is_no_decision_about_the_school(region: Region) -> None:
    winner = {"code": "winner", "title": {"ru": "Победитель", "en": "Winner"}, "positive": False}
    result = {**region.record.body["result"], "outcome": winner, "valid_from": None, "valid_to": None}
    body = {**region.record.body, "result": result, "competition": CONTEST}
    row = replace(region.record, body=body, short=json.dumps(body).encode())
    said = "Competition “Best practice”, place 2–3 of 7"
    assert school.result_words(row, "en") == f"Winner. {said}"
    page = record_page(row, None, "en", "http://a.b")
    assert f"<p>{said}</p>" in page
    assert "Decision of the jury" in page
    assert "commission decided" not in page
    (shown,) = re.findall(r'<p class="served-result served-(\w+)"><span aria-hidden="true">(.)</span> Winner', page)
    assert shown == ("plain", "●")


@pytest.mark.parametrize(
    ("changed", "mark"),
    [
        ({"conditions": []}, ("good", "✓")),
        (
            {"conditions": [{"text": "Дать", "criterion": None, "owner": "Директор", "due_on": "2027-01-01"}]},
            ("warn", "▲"),
        ),
        ({"conditions": [], "refused": True}, ("bad", "✕")),
        ({"conditions": [], "replaced": True}, ("plain", "●")),
    ],
)
async def test_the_mark_beside_a_decision_tells_conditions_refusal_and_the_past(
    region: Region, changed: dict[str, Any], mark: tuple[str, str]
) -> None:
    result = region.record.body["result"]
    outcome = {**result["outcome"], "positive": not changed.get("refused")}
    body = {**region.record.body, "conditions": changed["conditions"], "result": {**result, "outcome": outcome}}
    row = replace(region.record, body=body, corrected_by=3 if changed.get("replaced") else None)
    page = record_page(row, None, "en", "http://a.b")
    (shown,) = re.findall(r'<p class="served-result served-(\w+)"><span aria-hidden="true">(.)</span> ', page)
    assert shown == mark


def test_what_families_say_over_schools_stands_beside_how_these_are_rated() -> None:
    def heard(number: int, chosen: int, rated: str) -> VoiceRow:
        none = UUID(int=0)
        return VoiceRow(none, none, number, "1.1", "CONTENT", chosen, 20, 40, Decimal(rated))

    body = {
        "title": {"ru": "Методика", "en": "Framework"},
        "criteria": [{"code": "1.1", "title": {"ru": "Сайт", "en": "Site"}}],
    }
    page = voices_part(body, [heard(1, 10, "0.5"), heard(2, 10, "0.7"), heard(3, 10, "0.6")], "en")
    assert '<th scope="row">1.1 Site</th><td>are content</td>' in page
    assert "50%" in page
    assert "60, schools: 3" in page
    # Student's t with two degrees of freedom: 0.6 ± 4.303 · 0.1 / √3.
    assert "60% (35% – 85%)" in page
    assert "60% (too few schools to tell)" in voices_part(body, [heard(1, 10, "0.2"), heard(2, 10, "1")], "en")
    assert voices_part(body, [], "en") == ""


def test_a_figure_is_rounded_from_what_the_api_publishes_as_the_client_does() -> None:
    told = [point_told(Decimal(value), "ru") for value in ("72.7468", "72.85", "72.8449", "-0.25", "8")]
    assert told == ["72,8", "72,9", "72,8", "−0,3", "8,0"]


def test_an_act_told_of_a_past_day_leads_to_the_record_of_that_day(region: Region) -> None:
    assert 'href="/publications/1?on=2026-05-04"' in act_told(region.record, "en", date(2026, 5, 4))
    assert 'href="/publications/1"' in act_told(region.record, "en")


def test_a_share_and_a_total_are_written_as_the_client_writes_them() -> None:
    shares = [percent(Decimal(value), "en") for value in ("0.145", "0.14496", "0.14494", "0.995", "0.0049")]
    assert shares == ["15%", "15%", "14%", "100%", "0%"]
    totals = [total_number(value, "ru") for value in ("80", "80.00", "72.50", "87.725", "99.999", "0.004")]
    assert totals == ["80", "80", "72,5", "87,73", "100", "0"]


def test_results_of_one_day_are_not_drawn_over_each_other() -> None:
    first, days = date(2026, 1, 1), timedelta(days=1)
    assert along([first, first + 100 * days, first + 400 * days]) == [0, 0.25, 1]
    assert along([first, first]) == [0, 1]
    assert along([first, first + days, first + 400 * days]) == [0, 0.5, 1]


async def test_a_withdrawal_and_what_it_withdraws_are_told_on_their_pages(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of this file: it changes the world that the others share."""
    await region.life.step(region.life.cast.secretary, "suspend", "Идёт проверка")
    assert "This record no longer stands: record No. 3 suspended the result" in (
        page := await region.page("/publications/1")
    )
    assert "taken its place" not in page
    assert '<meta property="og:description" content="This record no longer stands: ' in page
    assert "Идёт проверка" in page
    assert 'href="http://a.b/publications/3"' in page
    assert "Идёт проверка" in (page := await region.page("/publications/3"))
    assert "The result is suspended" in page
    assert "/certificates/3" not in page
    # Tomorrow today is past; of it the page says what was known before the withdrawal.
    monkeypatch.setattr(past, "today", lambda: datetime.now(UTC).date() + timedelta(days=1))
    for module in (asked, past):
        monkeypatch.setattr(module, "end_of", lambda _day: region.record.published_at)
    key, day = global_id("school", region.life.cast.school), datetime.now(UTC).date().isoformat()
    assert f"/publications/1?on={day}" in await region.page(f"/schools/{key}?on={day}")
    record = await region.page(f"/publications/1?on={day}")
    assert "This is what was known on" in record
    assert "no longer stands" not in record
    assert "/published/1/documents/" not in record, "a file opens only while the record stands, whatever day is shown"
    place = global_id("territory", region.life.cast.municipality)
    (row,) = re.findall(rf'<a href="/schools/{key}(.*?)</tr>', await region.page(f"/territories/{place}?on={day}"))
    assert "Valid until" in row
    now, then = await region.page(f"/schools/{key}"), await region.page(f"/schools/{key}?on={day}")
    assert "The result was suspended" in now
    assert "(suspended by record 3)" in now
    assert "(the result was suspended, about record 1)" in now
    assert "suspended" not in then
    assert f'href="/territories/{global_id("territory", region.life.cast.municipality)}?on={day}"' in then
    assert "Valid until" in then
    assert f'<a href="?on={day}&lang=ru" hreflang="ru"' in then
    rows = dict(
        re.findall(
            r'<a href="(/schools/school-[^"]*)">[^<]*</a>(?:<span[^>]*>[^<]*</span>)?</th><td>([^<]*)',
            await region.page(f"/schools?on={day}"),
        )
    )
    assert "Valid until" in rows[f"/schools/{key}?on={day}"]
