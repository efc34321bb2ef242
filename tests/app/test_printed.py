"""Reports for printing: all that the record says, in both languages, tagged for screen readers, and harmless."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject

from app.guards import HARMLESS
from app.pages.words import Language, number
from app.printed.content import content_of
from app.printed.maker import WAITING, Maker, NotMade
from app.settings import Settings
from storage import publications as stored
from storage import schools
from storage.database import Database
from storage.keys import load_signer
from storage.publications import WholeRow
from tests.lives import accredited
from tests.situations import Cast, cast, decided, framework_id, scored_codes, version_of
from workflows import frameworks, publications, record_body
from workflows.publications import ExternalResult
from workflows.rules import scoring
from workflows.rules.process_parts import Text
from workflows.rules.scoring.telling import told

MOMENT = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOSTILE = '#import "/etc/passwd": * #panic() *ж* _к_ $x$ <l> @r `c` // и /* дальше */ #[x] \\u{41} = Й'


def words_of(pdf: bytes) -> str:
    """Everything that can be read, without line breaks, breaks of words and page furniture."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return plain(" ".join(pages))


def plain(text: str) -> str:
    """A text without what setting it in lines changes: spaces, hyphens, soft and invisible breaks."""
    return re.sub(r"[\s\-\u00ad\u200b\u2010\u00a0]+", "", text)


def root_of(pdf: bytes) -> Any:
    """The catalogue of a file."""
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def tags_of(pdf: bytes) -> Counter[str]:
    """How many elements of each kind the structure tree has."""
    root = root_of(pdf)["/StructTreeRoot"]

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for one in node:
                yield from walk(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    return Counter(walk(root))


async def row_of(database: Database, record: int) -> WholeRow:
    async with database.reading(None) as tx:
        row = await stored.publication(tx, record, None)
        assert row
        return await stored.whole(tx, row)


async def publish(database: Database, settings: Settings, people: Cast, framework: str = "esg_2015") -> None:
    signer = await load_signer(database, settings.data)
    evaluation = await decided(database, people, framework)
    version = await version_of(database, evaluation)
    await publications.publish(database, signer, people.secretary, evaluation, version)


def free_texts(body: dict[str, Any]) -> Iterator[str]:
    """What people wrote, wherever it stands in a record."""
    yield from (text for text in body["report"].values() if text)
    yield from body["dissents"]
    for criterion in body["criteria"]:
        yield from filter(None, (criterion["position"], *(part["quote"] for part in criterion["citations"])))
        yield from (part["document"] for part in criterion["citations"])
    yield from (claim[name] for claim in body["claims"] for name in ("claim", "answer"))
    yield from (part[name] for part in body["conditions"] for name in ("text", "owner"))
    yield from (part[name] for part in body["documents"] for name in ("title", "file_name", "sha256"))
    yield from (part["text"] for part in body.get("statements") or ())


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_report_says_all_that_the_record_says(
    client: httpx.AsyncClient, database: Database, settings: Settings, language: Language
) -> None:
    people = await cast(database)
    await publish(database, settings, people)
    answer = await client.get(f"/published/1.pdf?lang={language}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-security-policy"] == HARMLESS
    row, shown = await row_of(database, 1), words_of(answer.content)
    body = row.body
    for text in free_texts(body):
        assert plain(text) in shown, text
    for part in (body["school"], *body["criteria"]):
        assert plain((part.get("name") or part.get("title"))[language]) in shown
    for criterion in body["criteria"]:
        if criterion["level"]:
            said = f"{number(criterion['score'], language)} {'из' if language == 'ru' else 'of'}"
            assert plain(f"{said} {criterion['scale']['maximum']} — {criterion['level'][language]}") in shown
    assert plain(body["result"]["outcome"]["title"][language]) in shown
    assert plain(body["framework"]["title"][language]) in shown
    for proof in (row.sha256, row.signature, row.key_id, "/publications/1", "/published/1.json"):
        assert plain(proof) in shown, proof
    links = [
        note.get_object()
        for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
        for note in page.annotations or ()
    ]
    addresses = {str(note["/A"]["/URI"]) for note in links if "/URI" in note.get("/A", {})}
    files = {address for address in addresses if "/documents/" in address}
    assert {address.rpartition("/")[2] for address in files} == {part["sha256"] for part in body["documents"]}
    assert "тайна" not in shown
    assert "waivers" not in body
    assert "Разрешённые связи со школой" not in json.dumps(content_of(row, None, "ru", ""), ensure_ascii=False)
    waived = {"kind": "OTHER", "by": "chair", "reason": "Учились вместе", "at": "2026-05-04T12:00:00Z"}
    row = replace(row, body={**body, "waivers": [waived]})
    content = json.dumps(content_of(row, None, language, ""), ensure_ascii=False)
    assert ("Иная связь" if language == "ru" else "Another tie") in content
    assert "Учились вместе" in content


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_report_shows_the_derivation_of_the_total_down_to_the_scores(
    client: httpx.AsyncClient, database: Database, settings: Settings, language: Language
) -> None:
    people = await cast(database)
    await publish(database, settings, people, "nok_uod")
    shown = words_of((await client.get(f"/published/1.pdf?lang={language}")).content)
    row = await row_of(database, 1)
    body = frameworks.body_of(next(known for known in frameworks.supplied() if known.code == "nok_uod"))
    values = {part["code"]: Decimal(part["score"]) for part in row.body["criteria"] if part["scale"]}
    results = scoring.results_of(scoring.scheme_of(body), values)
    assert results.total
    steps = list(told(results.total, language))
    assert len(steps) > len(scored_codes("nok_uod"))
    for step in scoring.in_reading_order(results.total):
        assert plain(step.step.title[language]) in shown if step.step.title else True
    assert shown.count(plain("поставленный балл" if language == "ru" else "the score given")) == len(values)


async def test_a_report_can_be_heard(client: httpx.AsyncClient, database: Database, settings: Settings) -> None:
    people = await cast(database)
    await publish(database, settings, people)
    for language, title in (("ru", "Школа № 1"), ("en", "School No. 1")):
        pdf = (await client.get(f"/published/1.pdf?lang={language}")).content
        root = root_of(pdf)
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        about = pypdf.PdfReader(io.BytesIO(pdf)).metadata
        assert about
        assert about.title == title
        tags = tags_of(pdf)
        sections = len(scored_codes())
        assert tags["/Title"] + tags["/H1"] >= 5
        assert tags["/H2"] + tags["/H3"] >= sections
        assert tags["/TH"] >= 4, tags
        assert tags["/TR"] > sections
        assert tags["/LI"] >= sections
        assert tags["/Figure"] >= 1


async def test_whatever_people_wrote_prints_as_itself(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    long = "Ж" * 400
    async with database.working() as tx:
        key = await schools.add_organisation(tx, "SCHOOL", HOSTILE, long, people.municipality, address=HOSTILE)
    await publications.mirror_register(database)
    signer = await load_signer(database, settings.data)
    source = Text(ru=HOSTILE, en=HOSTILE)
    result = ExternalResult(key, framework_id("nok_uod"), Decimal(80), None, source, {"1.1": Decimal(70)})
    await publications.publish_external(database, signer, result)
    assert words_of((await client.get("/published/1.pdf")).content).count(plain(HOSTILE)) >= 3
    assert plain(long) in words_of((await client.get("/published/1.pdf?lang=en")).content)


async def test_a_character_no_font_has_does_not_keep_a_report_from_being_made(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = await cast(database)
    async with database.working() as tx:
        key = await schools.add_organisation(tx, "SCHOOL", "Школа 😀 漢字", "School", people.municipality)
    signer = await load_signer(database, settings.data)
    result = ExternalResult(key, framework_id("nok_uod"), Decimal(80), None, Text(ru="Отчёт", en="Report"), {})
    await publications.publish_external(database, signer, result)
    pdf = (await client.get("/published/1.pdf")).content
    assert "Отчёт" in words_of(pdf)
    assert tags_of(pdf)["/H1"] >= 1
    assert b"pdfuaid:part" not in pdf, "it must not call itself what it is not"


async def test_a_correction_and_a_withdrawal_say_so_on_the_first_page(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    life = await accredited(database, await load_signer(database, settings.data), await cast(database))
    before = await client.get("/published/1.pdf")
    assert "Благодаримкомиссию" in words_of(before.content)
    await life.step(life.cast.secretary, "correct", "Опечатка в числе учеников")
    await life.step(life.cast.secretary, "withdraw", "Школа закрыта")
    assert [kind for kind, _, _ in await life.records()] == ["RESULT", "CORRECTION", "WITHDRAWAL"]

    async def first_page(record: int, language: str) -> str:
        pdf = (await client.get(f"/published/{record}.pdf?lang={language}")).content
        return plain(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())

    for record, language, words in (
        (1, "ru", "Эта запись больше не действует: её место заняла запись № 2"),
        (1, "en", "This record no longer stands: record No. 2 has taken its place"),
        (2, "ru", "Эта запись заняла место записи № 1"),
        (2, "ru", "Опечатка в числе учеников"),
        (2, "en", "This record has taken the place of record No. 1"),
        (2, "ru", "Эта запись больше не действует: запись № 3 отозвала результат"),
        (2, "en", "This record no longer stands: record No. 3 withdrew the result"),
        (2, "en", "Школа закрыта"),
        (3, "ru", "Результат отозван. Запись № 2 больше не действует"),
        (3, "ru", "Школа закрыта"),
        (3, "en", "The result is withdrawn. Record No. 2 no longer stands"),
    ):
        assert plain(words) in await first_page(record, language), (record, words)
    again = await client.get("/published/1.pdf", headers={"If-None-Match": before.headers["etag"]})
    assert again.status_code == 200, "what a reader kept is not what stands now"


async def test_a_report_is_made_once_an_edition_and_not_sent_twice(
    client: httpx.AsyncClient, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    await publish(database, settings, people)
    first = await client.get("/published/1.pdf")

    async def never(*_: object) -> bytes:
        raise AssertionError("it was made already")

    monkeypatch.setattr(Maker, "make", never)
    assert (await client.get("/published/1.pdf?lang=ru")).content == first.content
    again = await client.get("/published/1.pdf", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"


async def test_the_same_record_makes_the_same_bytes(database: Database, settings: Settings) -> None:
    people = await cast(database)
    await publish(database, settings, people)
    row = await row_of(database, 1)
    made = [await Maker().make(content_of(row, None, "ru", "https://a.example"), row.published_at) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "path", ["1.pdf", "0.pdf", "01.pdf", "x.pdf", "٣.pdf", f"{'9' * 10}.pdf", "1.pdf?lang=de", "1.pdf?lang="]
)
async def test_what_is_not_published_answers_as_absent(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/published/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_decided_case_that_is_not_published_has_no_report(
    client: httpx.AsyncClient, database: Database
) -> None:
    await decided(database, await cast(database))
    assert (await client.get("/published/1.pdf")).status_code == 404


@pytest.mark.parametrize(
    "press",
    ["raise SystemExit(3)", "print('no PDF')", "import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)"],
)
async def test_without_a_maker_the_answer_says_what_to_do(
    client: httpx.AsyncClient,
    database: Database,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    press: str,
) -> None:
    people = await cast(database)
    await publish(database, settings, people)
    (tmp_path / "press.py").write_text(press)
    monkeypatch.setattr("app.printed.maker.SECONDS", 2)
    client._transport.app.state.maker = Maker(tmp_path / "press.py")  # type: ignore[attr-defined] # httpx names no type
    answer = await client.get("/published/1.pdf")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.json()["code"] == "REPORT_NOT_MADE"
    assert answer.json()["message"]["ru"].startswith("Отчёт для печати сейчас не получается сделать.")
    assert (await client.get("/published/1.json")).status_code == 200


async def test_a_maker_is_told_none_of_our_secrets_and_only_so_many_may_wait(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AREOPAG_SIGNING_KEY", "тайна")
    (tmp_path / "press.py").write_text("import json, os; print('%PDF-' + json.dumps(dict(os.environ)))")
    maker = Maker(tmp_path / "press.py")
    told_of = json.loads((await maker.make({}, MOMENT)).removeprefix(b"%PDF-"))
    assert told_of.keys() <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE"}
    maker._asked = WAITING + 1
    with pytest.raises(NotMade):
        await maker.make({}, MOMENT)


def test_every_framework_s_derivation_is_printed() -> None:
    """Rules of a framework's own, with grades, vetoes and levels, come through as the API tells them."""
    for framework in frameworks.supplied():
        body = frameworks.body_of(framework)
        values = {part["code"]: Decimal(part["scale"]["maximum"]) for part in body["criteria"] if part["scale"]}
        results = scoring.results_of(scoring.scheme_of(body), values)
        row = WholeRow(
            1, "RESULT", None, None, MOMENT, UUID(int=1), "2026-001", "", "", "", b"{}", body=_record(body, values)
        )
        parts: Any = content_of(row, body, "ru", "")["parts"]
        steps = [part for part in parts if part["kind"] == "steps"]
        assert len(steps) == len(results.results), framework.code
        for shown, result in zip(steps, results.results.values(), strict=True):
            assert len(shown["rows"]) == len(list(scoring.in_reading_order(result)))


def _record(framework: dict[str, Any], values: dict[str, Decimal]) -> dict[str, Any]:
    """As much of a record as its report needs."""
    parts: dict[str, Any] = {"ru": "Школа", "en": "School"}
    return {
        "school": {"name": parts, "address": None, "municipality": None, "region": None},
        "framework": {"title": framework["title"], "number": 1},
        "process": None,
        "evaluation": "2026-001",
        "source": None,
        "result": {
            "outcome": None,
            "total": None,
            "maximum": None,
            "decided_on": None,
            "valid_from": None,
            "valid_to": None,
        },
        "criteria": [
            record_body.criterion_part(criterion, values.get(criterion["code"])) for criterion in framework["criteria"]
        ],
        **record_body.NOTHING_MORE,
    }
