"""Feeds, sitemaps and badges: what is published is everywhere at once, and nowhere before."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import httpx
import pytest

from app.feeds import badge, news_in_words, tone_of
from app.settings import Settings
from schema.ids import global_id
from storage import publishing
from storage.database import Database
from storage.feeds import NewsRow
from storage.keys import load_signer
from tests.situations import Cast, cast, framework_id
from workflows import publications
from workflows.publications import ExternalResult
from workflows.rules.process_parts import Text

CONTEST = {
    "call": {"id": "0" * 32, "title": {"ru": "Лучшая практика", "en": "Best practice"}},
    "first": 2,
    "last": 3,
    "entries": 7,
    "score": "88.5",
}
"""The places of an entry in a competition, as a record has them."""
ATOM = "{http://www.w3.org/2005/Atom}"


async def surroundings(client: httpx.AsyncClient, people: Cast) -> dict[str, bytes]:
    """Everything about a school that an observer can reach by an address; what is absent is its refusal."""
    school, territory = global_id("school", people.school), global_id("territory", people.region)
    asked = [
        "/feeds/all.atom",
        f"/feeds/{school}.atom",
        f"/feeds/{territory}.atom",
        "/sitemap-1.xml",
        f"/badges/{school}.svg",
        "/published/1.json",
        "/published/1.sealed.json",
        "/published/1.pdf",
        "/certificates/1",
        "/",
        "/schools?q=школа",
        f"/schools/{school}",
        f"/territories/{territory}",
        "/publications/1",
        "/data/publications.csv",
        "/data/scores.jsonl",
    ]
    found = {path: (await client.get(path)).content for path in asked}
    for name, query in QUERIES.items():
        answer = await client.post("/graphql", json={"query": query, "variables": {"id": school}})
        found[name] = answer.content
    return found


QUERIES = {
    "list": "{ publications { totalCount nodes { number } } }",
    "search": '{ publications(search: "школы") { nodes { number } } }',
    "school": "query ($id: ID!) { school(id: $id) { latest { number } history { number } } }",
    "feed": "{ changesSince { nodes { number } } }",
    "territory": "{ territories { frameworks { schools mean } } }",
}


async def test_t6_a_publication_is_everywhere_after_its_moment_and_nowhere_before(
    client: httpx.AsyncClient, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    signer = await load_signer(database, settings.data)
    before = await surroundings(client, people)
    looked: list[dict[str, bytes]] = []
    insert = publishing.insert_record

    async def insert_and_look(*arguments: Any, **named: Any) -> None:
        await insert(*arguments, **named)
        looked.append(await surroundings(client, people))

    monkeypatch.setattr(publishing, "insert_record", insert_and_look)
    source, scores = Text(ru="НОК", en="NOK"), {"1.1": Decimal(9)}
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal("87.72"), None, source, scores)
    await publications.publish_external(database, signer, result)
    after = await surroundings(client, people)
    assert looked == [before]
    assert [name for name in after if after[name] == before[name]] == []


async def test_a_feed_is_atom_and_not_sent_twice(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    for school in (people.school, people.other_school):
        result = ExternalResult(school, framework_id("nok_uod"), Decimal(80), None, Text(ru="<&>", en="x"), {})
        await publications.publish_external(database, signer, result)
    path = f"/feeds/{global_id('territory', people.other_municipality)}.atom"
    answer = await client.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}title") == "Дальний район — Ареопаг"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Школа № 2: 80 из 100"]
    english = ET.fromstring((await client.get(f"{path}?lang=en")).content)
    assert [part.text for part in english.iter(f"{ATOM}title")] == ["Far — Areopag", "School No. 2: 80 of 100"]
    assert (english.findtext(f"{ATOM}id") or "").endswith(".atom?lang=en")
    again = await client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(f"/feeds/{global_id('school', people.region)}.atom")).status_code == 404


async def test_search_engines_find_every_page_and_are_told_what_is_closed(
    client: httpx.AsyncClient, database: Database
) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    robots = (await client.get("/robots.txt")).text
    assert "Sitemap: http://areopag.test/sitemap.xml" in robots
    index = ET.fromstring((await client.get("/sitemap.xml")).content)
    assert [part.text for part in index.iter() if part.text] == ["http://areopag.test/sitemap-1.xml"]
    pages = (await client.get("/sitemap-1.xml")).text
    assert f"http://areopag.test/schools/{global_id('school', people.school)}<" in pages
    assert f"http://areopag.test/territories/{global_id('territory', people.region)}<" in pages
    for path in ("/", "/schools", "/methods", "/methods/nok_uod.1", "/data", "/guide", "/glossary"):
        assert f"<loc>http://areopag.test{path}</loc>" in pages, path
    assert (await client.get("/sitemap-2.xml")).status_code == 404


async def test_a_badge_shows_the_newest_result_in_words(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    await publications.mirror_register(database)
    path = f"/badges/{global_id('school', people.school)}.svg"
    assert "оценки пока не было" in (await client.get(path)).text
    signer = await load_signer(database, settings.data)
    result = ExternalResult(people.school, framework_id("nok_uod"), Decimal("80.5"), None, Text(ru="НОК", en="NOK"), {})
    first = await publications.publish_external(database, signer, result)
    await publications.publish_external(database, signer, result)
    await publications.publish_external(database, signer, result, corrects=first)
    answer = await client.get(path)
    assert "80,5 из 100" in answer.text
    english = (await client.get(f"{path}?lang=en")).text
    assert ("School No. 1" in english, "80.5 of 100" in english, "Школа" in english) == (True, True, False)
    assert "исправление" not in answer.text
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    ET.fromstring(answer.content)


async def test_the_badge_of_a_competition_s_winner_is_neither_praise_nor_warning(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    signer = await load_signer(database, settings.data)
    result = ExternalResult(people.school, framework_id("nok_uod"), None, None, Text(ru="НОК", en="NOK"), {})
    await publications.publish_external(database, signer, result)
    async with database.working() as tx:
        body = json.loads(await tx.value("SELECT body FROM published.record"))
        body["result"]["outcome"] = {"code": "winner", "title": {"ru": "Победитель", "en": "Winner"}, "positive": False}
        changed = {"number": 2, "sha256": "0" * 64, "body": json.dumps(body | {"competition": CONTEST})}
        await tx.run(
            "INSERT INTO published.record SELECT (jsonb_populate_record(r, CAST(:changed AS jsonb))).*"
            " FROM published.record r WHERE number = 1",
            changed=json.dumps(changed),
        )
    badge = (await client.get(f"/badges/{global_id('school', people.school)}.svg")).text
    assert ("Победитель" in badge, ">·<" in badge, ">!<" in badge) == (True, True, False)


@pytest.mark.parametrize(
    ("positive", "conditional", "said", "mark"),
    [
        (True, False, "Аккредитована", "✓"),
        (True, True, "Качество подтверждено с условиями", "!"),
        (False, False, "Качество не подтверждено", "✕"),
    ],
)
def test_a_badge_tells_conditions_and_refusal_by_its_mark_and_cuts_no_word_of_the_result(
    positive: bool, conditional: bool, said: str, mark: str
) -> None:
    school, at = {"ru": "Школа", "en": "School"}, datetime.now(UTC)
    told = {"ru": said, "en": said}
    row = NewsRow(
        1, "RESULT", None, at, UUID(int=1), school, told, positive, None, None, None, None, False, conditional, [], None
    )
    shown = badge("Школа", said, "", "ru", tone=tone_of(row, ended=False))
    assert re.findall(r'text-anchor="middle"[^>]*>([^<])<', shown) == [mark]
    assert " ".join(re.findall(r'font-weight="600">([^<]*)<', shown)) == said
    assert ">·<" in badge("Школа", said, "", "ru", tone=tone_of(row, ended=True))


@pytest.mark.parametrize(
    ("said", "sizes"),
    [
        ("Я" * 14 + " " + "я" * 13, ["14"]),
        ("Я" * 14 + " " + "я" * 14, ["12.5"]),
        ("Я" * 20 + " " + "я" * 20, ["12.5"] * 2),
    ],
)
def test_a_badge_s_letters_are_as_large_as_their_line_leaves_room_for(said: str, sizes: list[str]) -> None:
    shown = badge("Школа", said, "", "ru", tone="good")
    assert re.findall(r'font-size="([\d.]+)" font-weight="600"', shown) == sizes


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Школа № 1", "Школа № 1"),
        ("Средняя общеобразовательная школа № 12", "Средняя общеобразовательная школа…"),
        ("Ж" * 40 + " школа", "Ж" * 33 + "…"),
    ],
)
def test_a_badge_says_as_much_of_a_name_as_there_is_room_for(name: str, shown: str) -> None:
    assert re.findall(r'font-size="13">([^<]*)<', badge(name, "80", "", "ru", tone="plain")) == [shown]


def test_news_of_a_withdrawal_say_why_and_do_not_repeat_the_praise() -> None:
    school, told, at = {"ru": "Школа", "en": "School"}, {"ru": "Аккредитована", "en": "Accredited"}, datetime.now(UTC)
    because = {"kind": "suspension", "statement": told, "text": "Идёт проверка"}
    row = NewsRow(
        3,
        "WITHDRAWAL",
        1,
        at,
        UUID(int=1),
        school,
        told,
        True,
        None,
        None,
        "Всё хорошо",
        None,
        False,
        False,
        [],
        because,
    )
    assert news_in_words(row, "en") == ("School: Accredited (the result was suspended)", "Идёт проверка")
    assert news_in_words(replace(row, because=None), "ru") == (
        "Школа: Аккредитована (результат отозван)",
        "результат отозван",
    )
