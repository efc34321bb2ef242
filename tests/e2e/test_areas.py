"""An expert draws an area on a page and cites it, and who reads the score is shown the same area."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Person, PersonMaker, saved

pytestmark = pytest.mark.e2e

CASE = "2026-006"


def page_at(expert: Person, code: str) -> Locator:
    """Open a criterion of the desk; answers the page of the document that stands beside it."""
    expert.visit(f"/work/{CASE}/desk?c={code}&side=evidence")
    page = expert.page.locator("section canvas")
    expect(page).to_be_visible()
    return page


def drag(expert: Person, page: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw from corner to corner; they are shares of the page."""
    box = page.bounding_box()
    assert box
    expert.page.mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    expert.page.mouse.down()
    expert.page.mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4)
    expert.page.mouse.up()


def cited_areas(expert: Person) -> Locator:
    """The areas that are cited for the criterion that is open."""
    mine = expert.page.get_by_role("region", name=expert.text("Моя оценка", "My assessment"))
    areas = expert.page.get_by_role("img", name=expert.text("область страницы", "part of the page"))
    return mine.get_by_role("listitem").filter(has=areas)


def shows(reader: Person, left: str) -> None:
    """The page marks one area, which begins so many hundredths from its left edge."""
    expect(reader.page.get_by_role("img", name=re.compile(rf"^(Область|Area): \D*{left} %"))).to_have_count(1)
    reader.look()


@pytest.mark.parametrize(("language", "width", "code"), [("ru", 1440, "1.2"), ("en", 390, "1.4")])
def test_an_area_is_drawn_by_hand_cited_once_and_found_again(
    person: PersonMaker, language: str, width: int, code: str
) -> None:
    expert = person(language, "expert", width=width)
    page = page_at(expert, code)
    for told in (f"Ссылка для {code} поставлена|Cited for {code}", "это место уже указано|is cited for .* already"):
        expert.press("Выделить область", "Draw an area")
        drag(expert, page, (0.7, 0.4), (0.2, 0.1))
        expert.look()
        expert.press(f"Сослаться на область для {code}", f"Cite this area for {code}")
        expect(expert.page.get_by_role("status").filter(has_text=re.compile(told))).to_be_visible()
    if width < 900:
        expert.press("Моя оценка", "My assessment")
    saved(expert)
    expert.visit(f"/work/{CASE}/desk?c={code}&side=mine")
    expect(cited_areas(expert)).to_have_count(1)
    cited_areas(expert).get_by_role("button").first.click()
    shows(expert, "20")


def test_an_area_is_drawn_with_arrow_keys_and_opened_from_a_link(person: PersonMaker) -> None:
    expert = person("en", "expert")
    page_at(expert, "1.3")
    expert.press("", "Draw an area")
    for key in ("ArrowRight", "Escape"):
        expert.page.keyboard.press(key)
    expect(expert.page.get_by_role("application")).to_have_count(0)
    expert.press("", "Draw an area")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Enter"):
        expert.page.keyboard.press(key)
    expect(cited_areas(expert)).to_have_count(1)
    saved(expert)
    cited_areas(expert).get_by_role("button").first.click()
    shows(expert, "29")
    place = expert.page.url.split("?")[1]
    expert.visit(f"/work/{CASE}/evidence?{place}")
    shows(expert, "29")
