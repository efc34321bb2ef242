"""Surveys in a real browser: made, handed out on cards, answered on a phone, counted, and read by the school."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person, PersonMaker

pytestmark = pytest.mark.e2e

CASES = "{ viewer { evaluations(first: 60) { nodes { number surveys { id state } } } } }"


def surveyed_case(one: Person, state: str) -> tuple[str, str]:
    """The number of a case with a survey in this state, and the survey's id."""
    answer: Any = one.page.request.post(f"{one.address}/graphql", data={"query": CASES}).json()
    for case in answer["data"]["viewer"]["evaluations"]["nodes"]:
        for survey in case["surveys"]:
            if survey["state"] == state:
                return case["number"], survey["id"]
    raise AssertionError(f"no survey is {state}")


@pytest.mark.parametrize(("language", "width"), [("ru", 1440), ("en", 390)])
def test_every_page_of_a_survey_can_be_read_by_everybody(person: PersonMaker, language: str, width: int) -> None:
    secretary = person(language, "secretary", width=width)
    number, survey = surveyed_case(secretary, "OPEN")
    for path in (f"/work/{number}/surveys", f"/work/{number}/surveys/new", f"/work/{number}/surveys?poster={survey}"):
        secretary.visit(path)
    secretary.visit(f"/work/{surveyed_case(secretary, 'CLOSED')[0]}/surveys")
    secretary.visit("/answer")


def test_a_survey_from_its_questions_to_its_results(person: PersonMaker) -> None:
    secretary = person("ru", "secretary")
    number, _ = surveyed_case(secretary, "OPEN")
    page = secretary.page
    secretary.visit(f"/work/{number}/surveys/new")
    page.get_by_label("Название", exact=True).fill("Проверка опроса")
    page.get_by_label("Группа 1").fill("7 «В»")
    secretary.press("Начать опрос", "Open the survey")
    expect(page.get_by_text("Здесь может быть от 1 до 20000.").first).to_be_visible()
    page.get_by_label("Сколько в ней людей").fill("6")
    secretary.press("Начать опрос", "Open the survey")
    survey = page.get_by_role("region", name="Проверка опроса")
    survey.get_by_role("button", name="Сделать карточки").click()
    expect(survey.get_by_text("Коды показаны один раз")).to_be_visible()
    secretary.look()
    cards = survey.get_by_role("listitem").filter(has_text="Карточка действует один раз").all_inner_texts()
    codes = [found[0] for card in cards if (found := re.findall(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}", card))]
    assert len(codes) == 6
    for code in codes:
        parent = person("ru", width=390)
        parent.visit("/answer")
        parent.page.get_by_label("Код из 12 букв и цифр").fill(code)
        parent.press("Открыть опрос", "Open the survey")
        parent.look()
        parent.page.get_by_label("полностью").first.check()
        parent.page.get_by_label(re.compile("Что изменить")).fill("Больше кружков")
        parent.press("Отправить ответы", "Send the answers")
        expect(parent.page.get_by_role("heading", name="Спасибо, ответы приняты")).to_be_visible()
        parent.look()
    secretary.visit(f"/work/{number}/surveys")
    expect(survey.get_by_text("6 из 6 приглашённых (100 %)")).to_be_visible()
    survey.get_by_role("button", name="Закрыть опрос").click()
    survey.get_by_role("button", name=re.compile("^Да, ")).click()
    expect(survey.get_by_text("Анкет: 6; всего таких людей 6")).to_be_visible()
    survey.get_by_role("button", name="Открыть тексты").click()
    survey.get_by_role("button", name="Показать", exact=True).first.click()
    expect(survey.get_by_text("показан", exact=True)).to_be_visible()
    secretary.look()
