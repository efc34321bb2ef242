"""The form of a survey: without an account, without JavaScript, once for each code, and harmless whatever is asked."""

import io
import logging
import re
from datetime import timedelta
from html import unescape

import httpx
import pypdf

from app.logs import set_up_logs
from app.settings import Settings
from schema.ids import global_id
from storage import people
from storage import surveys as stored
from storage.database import Database
from tests.surveyed import new_survey, same, surveyed
from workflows.people import create_token
from workflows.questionnaires import NewQuestion
from workflows.surveys import WRONG_CODES

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


async def test_a_person_with_a_card_answers_without_an_account(client: httpx.AsyncClient, database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    door = await client.get("/answer", headers={"Accept-Language": "ru"})
    assert "Код из 12 букв и цифр" in door.text
    entered = await client.post("/answer", data={"code": f" {code[:6].lower()} {code[6:]}", "lang": "ru"})
    assert (entered.status_code, entered.headers["location"]) == (303, f"/answer/{code}?lang=ru")
    form = await client.get(entered.headers["location"])
    assert form.status_code == 200
    for words in ("Довольны ли вы школой", "1. Кто вы", "родитель", "Не отвечаю", "не меньше чем из 5 человек"):
        assert words in unescape(form.text), words
    assert "<script" not in form.text
    sent = await client.post(f"/answer/{code}?lang=ru", data={"q1": "1", "q2": "4", "q3": "Больше кружков"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/answer/done?lang=ru")
    assert "Спасибо" in (await client.get(sent.headers["location"])).text
    async with database.working() as tx:
        box = (await stored.boxes(tx, survey.id))["g1"]
    assert box == {"answers": [{"q1": "1", "q2": "4"}], "texts": [["q3", "Больше кружков"]]}


async def test_the_form_speaks_english_to_whoever_does(client: httpx.AsyncClient, database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    by_browser = (await client.get(f"/answer/{code}", headers={"Accept-Language": "en-GB,en"})).text
    by_choice = (await client.get(f"/answer/{code}?lang=en", headers={"Accept-Language": "ru"})).text
    for shown in (by_browser, by_choice):
        assert '<html lang="en">' in shown
        assert "Are you satisfied with the school" in shown
        assert f'action="/answer/{code}?lang=en"' in shown
        assert f'href="/answer/{code}?lang=ru"' in shown


async def test_every_question_has_a_name_for_a_screen_reader(client: httpx.AsyncClient, database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    shown = (await client.get(f"/answer/{code}")).text
    assert len(re.findall(r"<fieldset[^>]*><legend>\d\. ", shown)) == 2
    assert '<label for="q3">3. ' in shown
    assert 'aria-describedby="more-q3"' in shown
    assert shown.count('type="radio"') == 3 + 6
    assert 'name="viewport"' in shown


async def test_a_used_an_unknown_and_a_late_code_are_told_apart_with_what_to_do(
    client: httpx.AsyncClient, database: Database
) -> None:
    survey = await surveyed(database)
    used, late = await survey.codes(2)
    await client.post(f"/answer/{used}", data={"q2": "4"})
    again = await client.post(f"/answer/{used}", data={"q2": "1"})
    assert (again.status_code, "уже ответили" in again.text) == (410, True)
    unknown = await client.get("/answer/000000000000")
    assert (unknown.status_code, "Такого кода нет" in unknown.text) == (404, True)
    assert 'name="code"' in unknown.text
    empty = await client.post(f"/answer/{late}", data={"q2": ""})
    assert (empty.status_code, "Ответы не отправлены" in empty.text) == (422, True)
    await survey.pass_date()
    closed = await client.get(f"/answer/{late}")
    assert (closed.status_code, "Опрос закрыт" in closed.text) == (410, True)


async def test_whoever_tries_too_many_codes_waits(client: httpx.AsyncClient) -> None:
    for _ in range(WRONG_CODES):
        assert (await client.get("/answer/000000000000")).status_code == 404
    slowed = await client.get("/answer/000000000000")
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) > 0


async def test_what_is_asked_never_becomes_markup(client: httpx.AsyncClient, database: Database) -> None:
    questions = (
        NewQuestion("CHOICE", same(HOSTILE), (same(HOSTILE), same("нет"))),
        NewQuestion("TEXT", same(HOSTILE)),
    )
    survey = await surveyed(database, title=same(HOSTILE), intro=same(HOSTILE), questions=questions)
    (code,) = await survey.codes(1)
    for path in (f"/answer/{code}", f"/answer/{code}?lang=en", "/answer/%22%3E%3Cscript%3E", "/answer?lang=%22%3E"):
        shown = (await client.get(path)).text
        assert "<script" not in shown
        assert "<img" not in shown


async def test_pages_with_a_code_are_kept_by_nobody(client: httpx.AsyncClient, database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    for path in ("/answer", f"/answer/{code}", "/answer/done"):
        headers = (await client.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex"
    assert "Disallow: /answer" in (await client.get("/robots.txt")).text


async def test_a_code_stands_in_no_log(client: httpx.AsyncClient, database: Database, settings: Settings) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    written = io.StringIO()
    set_up_logs(settings.model_copy(update={"log_level": "debug"}), written)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the browser's own
    await client.get(f"/answer/{code}")
    await client.post(f"/answer/{code}", data={"q2": "4"})
    logging.getLogger().handlers = []
    assert "/answer/" in written.getvalue()
    assert code not in written.getvalue()


async def test_a_form_larger_than_any_answer_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    survey = await surveyed(database, questions=new_survey().questions)
    (code,) = await survey.codes(1)
    assert (await client.post(f"/answer/{code}", data={"q3": "я" * 300_000})).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(300))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await client.post(f"/answer/{code}", content=many, headers=headers)).status_code == 422


async def test_the_form_is_printed_in_both_languages_for_whoever_sees_the_survey(
    client: httpx.AsyncClient, database: Database
) -> None:
    survey = await surveyed(database)
    async with database.working() as tx:
        await people.add_account(tx, survey.people.secretary, "secretary", None)
    token = await create_token(database, "secretary", timedelta(days=1), scope="READ")
    path = f"/surveys/{global_id('survey', survey.id)}.pdf"
    for language, words in (
        ("ru", ("Довольны ли вы школой", "1. Кто вы", "родитель", "Код с карточки", "от 5 человек")),
        ("en", ("Are you satisfied with the school", "1. Who are you", "Code on the card", "groups of 5 people")),
    ):
        printed = await client.get(f"{path}?lang={language}", headers={"Authorization": f"Bearer {token}"})
        assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.content)).pages]
        told = re.sub(r"\s+", " ", " ".join(pages))
        for word in words:
            assert word in told, word
    assert (await client.get(path)).status_code == 404
