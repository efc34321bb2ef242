"""Anybody, without an account, on a large screen and on a telephone, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PersonMaker

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ru", 390)])
def test_every_open_page_can_be_read_by_everybody(person: PersonMaker, language: str, width: int) -> None:
    mother = person(language, width=width)
    answer = mother.page.request.post(
        f"{mother.address}/graphql",
        data={
            "query": "{ publications(first: 20, orderBy: OLDEST) { nodes { number school { id } framework { id }"
            " evaluationNumber } } territories { id municipalities { id } } }"
        },
    ).json()["data"]
    own = [one for one in answer["publications"]["nodes"] if one["evaluationNumber"]]
    external = answer["publications"]["nodes"][0]
    region = answer["territories"][0]
    for path in (
        "/",
        "/schools",
        f"/schools/{own[0]['school']['id']}",
        f"/schools/{external['school']['id']}",
        f"/publications/{own[1]['number']}",
        f"/territories/{region['id']}",
        f"/territories/{region['municipalities'][0]['id']}",
        f"/methods/{own[0]['framework']['id']}",
        f"/compare?schools={own[0]['school']['id']},{own[1]['school']['id']}",
        "/methods",
        f"/certificates/{own[1]['number']}",
        "/certificates",
        "/data",
        "/sign-in",
    ):
        mother.visit(path)
    assert mother.faults == []
    mother.visit("/nothing-here")
    # What the browser says of the page's own 404.
    assert [fault.partition(" of ")[2] for fault in mother.faults] == ["404 (Not Found)"]
    mother.faults.clear()


def test_a_mother_finds_the_school_by_its_name(person: PersonMaker) -> None:
    mother = person("ru")
    mother.visit("/")
    mother.page.get_by_role("main").get_by_role("searchbox").fill("Родник")
    mother.press("Найти", "Find")
    mother.page.get_by_role("link", name="Родниковская средняя школа").first.click()
    mother.look()
    expect(mother.page.get_by_role("heading", name="Родниковская средняя школа")).to_be_visible()
    expect(mother.page.get_by_role("main")).to_contain_text("Качество подтверждено")


def test_the_language_changes_in_place(person: PersonMaker) -> None:
    mother = person("ru")
    mother.visit("/schools")
    mother.page.get_by_role("button", name="Eng").click()
    expect(mother.page.get_by_role("heading", level=1)).to_have_text("Schools")
    assert mother.page.evaluate("document.documentElement.lang") == "en"
