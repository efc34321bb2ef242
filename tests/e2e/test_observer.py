"""Anybody, without an account, on a large screen and on a telephone, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person, PersonMaker, ask

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


def open_pages(somebody: Person) -> list[str]:
    """The pages that most readers come to: the first, the list, a school, a record, a region."""
    query = """{ publications(first: 20, orderBy: OLDEST) { nodes { number evaluationNumber school { id } } }
      territories { id } }"""
    found = ask(somebody, query)
    own = next(one for one in found["publications"]["nodes"] if one["evaluationNumber"])
    school, region = own["school"]["id"], found["territories"][0]["id"]
    return ["/", "/schools", f"/schools/{school}", f"/publications/{own['number']}", f"/territories/{region}"]


def test_before_anybody_touches_it_a_page_takes_less_than_150_kilobytes_and_no_program_of_the_client(
    person: PersonMaker,
) -> None:
    mother = person("ru", width=390)
    for path in open_pages(mother):
        mother.page.context.clear_cookies()
        network = mother.page.context.new_cdp_session(mother.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        taken: list[int] = []
        network.on("Network.loadingFinished", lambda said, taken=taken: taken.append(said["encodedDataLength"]))
        mother.page.goto(mother.address + path, wait_until="networkidle")
        loaded = mother.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        assert 0 < sum(taken) < 150_000, path
        assert [name for name in loaded if "/assets/" in name and name.endswith(".js")] == [], path
        network.detach()


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


def test_whoever_reads_by_keyboard_keeps_their_place_and_what_they_wrote(person: PersonMaker) -> None:
    mother = person("en")
    mother.page.goto(f"{mother.address}/schools")
    for _ in range(3):
        mother.page.keyboard.press("Tab")
    expect(mother.page.locator("#served")).to_have_count(0)
    expect(mother.page.get_by_role("link", name="Schools", exact=True).first).to_be_focused()

    mother.page.goto(f"{mother.address}/schools")
    field = mother.page.locator("#served").get_by_role("searchbox")
    field.focus()
    mother.page.keyboard.type("Rodniki")
    expect(mother.page.locator("#areopag h1")).to_have_count(1)
    expect(field).to_have_value("Rodniki")
    mother.page.keyboard.press("Enter")
    expect(mother.page).to_have_url(re.compile("q=Rodniki"))
    expect(mother.page.get_by_role("link", name="Rodniki Secondary School")).to_be_visible()
