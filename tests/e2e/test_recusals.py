"""A tie that is told, waived or refused, a recusal that a school asks for or the chair decides, and a decision that is
renewed, in a real browser."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person, PersonMaker, ask

pytestmark = pytest.mark.e2e

CHOICES = """{ viewer { processes { code deadlines { name days atOpening } }
  evaluations(first: 60, filter: { underWay: true }) { nodes { school { id } framework { id } } } }
  frameworks(first: 50) { nodes { id state } } }"""
CASE = """query ($number: String!) { viewer { evaluation(number: $number) {
  id version candidates { person { id } barredBy { code } } } } }"""
OPEN = """mutation ($input: OpenEvaluationInput!) { made: openEvaluation(input: $input) {
  __typename ... on Evaluation { number } } }"""
SEAT = "mutation ($input: SeatExpertInput!) { made: seatExpert(input: $input) { __typename } }"
STEP = "mutation ($input: TakeStepInput!) { made: takeStep(input: $input) { __typename } }"


def act(one: Person, mutation: str, **given: Any) -> Any:
    """An act that succeeds."""
    made = ask(one, mutation, input=given)["made"]
    assert made["__typename"] == "Evaluation", made
    return made


def visited(secretary: Person, school: Person, expert: Person) -> str:
    """The number of a peer review of the school, whose second visitor is the expert."""
    choices = ask(secretary, CHOICES)
    place = ask(school, "{ viewer { organisations { id } } }")["viewer"]["organisations"][0]["id"]
    taken = {
        one["framework"]["id"] for one in choices["viewer"]["evaluations"]["nodes"] if one["school"]["id"] == place
    }
    known = (one["id"] for one in choices["frameworks"]["nodes"] if one["state"] == "PUBLISHED")
    framework = next(one for one in known if one not in taken)
    process = next(one for one in choices["viewer"]["processes"] if one["code"] == "peer-review")
    due = [
        {"name": one["name"], "dueAt": (datetime.now(UTC) + timedelta(days=one["days"])).isoformat()}
        for one in process["deadlines"]
        if one["atOpening"]
    ]
    case = {"schoolId": place, "frameworkVersionId": framework, "processCode": "peer-review", "deadlines": due}
    number: str = act(secretary, OPEN, idempotencyKey=str(uuid4()), **case)["number"]

    def present(one: Person) -> dict[str, Any]:
        found: dict[str, Any] = ask(one, CASE, number=number)["viewer"]["evaluation"]
        return found

    def about(one: Person) -> dict[str, Any]:
        found = present(one)
        return {"evaluationId": found["id"], "expectedVersion": found["version"]}

    act(school, STEP, **about(school), step="ask_peers", text="Как у нас учат читать?")
    me = ask(expert, "{ viewer { person { id } } }")["viewer"]["person"]["id"]
    free = [one["person"]["id"] for one in present(secretary)["candidates"] if not one["barredBy"]]
    assert me in free
    for lead, whom in ((True, next(one for one in free if one != me)), (False, me)):
        act(secretary, SEAT, **about(secretary), personId=whom, lead=lead)
    act(secretary, STEP, **about(secretary), step="start_visit")
    return number


def unfold(one: Person, title: str) -> None:
    """Open what is folded under this title."""
    one.page.locator("summary", has_text=re.compile(f"^{title}$")).first.click()


def test_a_tie_closes_the_case_until_it_is_waived_and_a_school_s_objection_is_decided(person: PersonMaker) -> None:
    secretary, school, expert = person("ru", "secretary"), person("ru", "school", width=390), person("ru", "expert")
    number = visited(secretary, school, expert)
    page = f"/work/{number}"
    expert.visit(page)
    unfold(expert, "Заявить о связи со школой или взять самоотвод")
    expert.page.get_by_label("Пояснение").fill("Вместе писали учебник")
    expert.press("Заявить", "")
    expect(expert.page.get_by_text("Материалы дела для вас закрыты")).to_be_visible()
    expert.look()
    secretary.visit(page)
    unfold(secretary, "Разрешить участие")
    secretary.page.get_by_label("Почему это не мешает судить независимо").fill("Учебник вышел десять лет назад")
    secretary.look()
    secretary.press("Разрешить участие", "")
    expect(secretary.page.get_by_text("разрешено", exact=True)).to_be_visible()
    expert.visit(page)
    expect(expert.page.get_by_text("Материалы дела для вас закрыты")).to_have_count(0)

    school.visit(page)
    unfold(school, "Заявить отвод")
    name = ask(expert, "{ viewer { person { name { ru } } } }")["viewer"]["person"]["name"]["ru"]
    school.page.get_by_label("Кому").select_option(label=name)
    school.page.get_by_label("Пояснение").fill("Судится с нашим директором")
    school.look()
    school.press("Заявить отвод", "")
    expect(school.page.get_by_text("решения нет")).to_be_visible()
    secretary.visit(page)
    secretary.page.get_by_label("Обоснование решения").fill("Проверили: дело в суде есть")
    secretary.look()
    secretary.press("Принять отвод", "")
    expect(secretary.page.get_by_text("отвод принят")).to_be_visible()
    school.visit(page)
    expect(school.page.get_by_text(re.compile("Проверили: дело в суде есть"))).to_be_visible()
    expert.page.goto(expert.address + page)
    expect(expert.page.get_by_text("Судится с нашим директором")).to_have_count(0)
    expert.look()


def test_a_decision_that_soon_expires_is_renewed_from_the_secretary_s_tasks(person: PersonMaker) -> None:
    secretary = person("ru", "secretary")
    secretary.visit("/work")
    secretary.page.get_by_role("link", name="Открыть повторную оценку").first.click()
    secretary.look()
    old = secretary.page.url.rsplit("/", 1)[1]
    secretary.press("Открыть повторную оценку", "")
    back = secretary.page.get_by_role("link", name=f"Повторная, вслед за оценкой {old}")
    expect(back).to_be_visible()
    secretary.look()
    new = secretary.page.url.rsplit("/", 1)[1]
    back.click()
    expect(secretary.page.get_by_role("link", name=f"Открыта повторная оценка {new}")).to_be_visible()
    expect(secretary.page.get_by_role("button", name="Открыть повторную оценку")).to_have_count(0)
