"""Anybody, without an account, on a large screen and on a telephone, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person, PersonMaker, ask

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ru", 390)])
def test_every_open_page_can_be_read_by_everybody(person: PersonMaker, language: str, width: int) -> None:
    mother = person(language, width=width)
    mother.thorough = True
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
    # What the client took for a sign of somebody, where it starts although nobody gave one.
    mother.page.add_init_script(
        """window.signs = []; for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focusin'])
        addEventListener(sign, ({ target, clientX, clientY, movementX, movementY }) =>
          window.signs.push([sign, target?.nodeName, clientX, clientY, movementX, movementY]), true)"""
    )
    for path in open_pages(mother):
        mother.page.context.clear_cookies()
        network = mother.page.context.new_cdp_session(mother.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        taken: list[int] = []
        network.on("Network.loadingFinished", lambda said, taken=taken: taken.append(said["encodedDataLength"]))
        mother.page.goto(mother.address + path, wait_until="networkidle")
        loaded = mother.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        signs = mother.page.evaluate("window.signs")
        assert 0 < sum(taken) < 150_000, (path, signs, loaded)
        assert [name for name in loaded if "/assets/" in name and name.endswith(".js")] == [], (path, signs)
        network.detach()


@pytest.mark.parametrize("served", [True, False])
def test_schools_beside_each_other_have_equally_wide_columns_and_on_a_telephone_equally_long_bars(
    person: PersonMaker, served: bool
) -> None:
    mother = person("ru")
    query = """{ publications(first: 9, orderBy: OLDEST, filter: { frameworkCode: "nok_uod" }) {
      nodes { school { id } } } }"""
    found = ask(mother, query)["publications"]["nodes"]
    schools = list(dict.fromkeys(one["school"]["id"] for one in found))
    for count in (2, 3, 5):
        path = f"/compare?schools={','.join(schools[-count:])}"
        if served:
            mother.page.goto(mother.address + path)
        else:
            mother.visit(path)
        boxes = [cell.bounding_box() for cell in mother.page.locator("thead th").all()]
        assert len(boxes) == count + 1
        widths = [box["width"] for box in boxes[1:] if box]
        assert max(widths) - min(widths) < 2, (count, widths)
        mother.page.set_viewport_size({"width": 390, "height": 844})
        drawn = [box["width"] for bar in mother.page.locator("tbody svg").all() if (box := bar.bounding_box())]
        # Signs of decisions are as small as letters.
        lengths = {width for width in drawn if width > 50}
        assert len(lengths) == (0 if served else 1), (count, lengths)
        mother.page.set_viewport_size({"width": 1440, "height": 900})


def test_schools_are_put_beside_each_other_by_keys_alone_and_printed_without_what_is_pressed(
    person: PersonMaker,
) -> None:
    mother = person("ru")
    mother.visit("/compare")
    page = mother.page
    for text, name in (("родник", "Родниковская средняя школа"), ("сосн", "Сосновская средняя школа")):
        page.get_by_role("combobox", name="Добавить школу").fill(text)
        expect(page.get_by_role("option", name=name)).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"Убрать: {name}")).to_be_focused()
    expect(page).to_have_title(re.compile("^Сравнение школ: Родниковская средняя школа, Сосновская средняя школа"))
    both = page.url.removeprefix(mother.address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Убрать: Родниковская средняя школа")).to_be_focused()
    mother.visit(both)
    page.emulate_media(media="print")
    expect(page.get_by_placeholder("Начните писать название")).to_be_hidden()
    frame = page.locator("div:has(> table)")
    assert frame.evaluate("it => getComputedStyle(it).overflowX") == "visible"


def test_a_mother_finds_the_school_by_its_name(person: PersonMaker) -> None:
    mother = person("ru")
    mother.visit("/")
    mother.page.get_by_role("main").get_by_role("searchbox").fill("Родник")
    mother.press("Найти", "Find")
    mother.page.get_by_role("link", name="Родниковская средняя школа").first.click()
    mother.look()
    expect(mother.page.get_by_role("heading", name="Родниковская средняя школа")).to_be_visible()
    expect(mother.page.get_by_role("main")).to_contain_text("Качество подтверждено")


def test_the_page_that_is_shown_is_the_one_that_is_sent_on(person: PersonMaker) -> None:
    mother = person("ru", width=390)
    mother.visit("/schools?where=" + ask(mother, "{ territories { id } }")["territories"][0]["id"])
    canonical = mother.page.locator("link[rel=canonical]")
    expect(canonical).to_have_attribute("href", mother.page.url)
    mother.page.get_by_role("link", name="Берёзовская средняя школа").first.click()
    expect(mother.page.get_by_role("heading", level=1)).to_have_text("Берёзовская средняя школа")
    # Telephones send on the canonical address: here there is none of another page.
    expect(canonical).to_have_count(0)


def test_the_language_changes_in_place(person: PersonMaker) -> None:
    mother = person("ru")
    mother.visit("/schools")
    mother.page.get_by_role("button", name="Eng").click()
    expect(mother.page.get_by_role("heading", level=1)).to_have_text("Schools")
    assert mother.page.evaluate("document.documentElement.lang") == "en"


def test_a_journalist_narrows_the_list_and_sends_the_address(person: PersonMaker) -> None:
    journalist = person("ru", width=390)
    journalist.visit("/schools")
    page = journalist.page
    page.get_by_text("Ещё условия").click()
    page.get_by_label("Город или село").select_option("В селе")
    page.get_by_label("Действует ли решение").select_option("Решение действует")
    page.get_by_label("Сколько учеников").select_option("101–500 учеников")
    expect(page).to_have_url(re.compile(r"rural=yes&validity=holds&size=101-500$"))
    expect(page.get_by_text("Задано условий: 3")).to_be_visible()
    journalist.look()
    page.go_back()
    expect(page).to_have_url(re.compile(r"rural=yes&validity=holds$"))
    page.get_by_role("button", name="Убрать условие: В селе").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/schools\?validity=holds$"))
    expect(page.get_by_role("status").filter(has_text="Найдено")).to_be_focused()

    reader = person("en")
    reader.visit("/schools?rural=yes&validity=holds&size=101-500")
    expect(reader.page.get_by_text("Filters set: 3")).to_be_visible()
    reader.press("Clear all filters", "Clear all filters")
    expect(reader.page).to_have_url(re.compile("/schools$"))


def test_the_past_says_that_it_is_past_and_leads_back(person: PersonMaker) -> None:
    mother = person("ru")
    mother.visit("/schools?q=Родник&on=2020-02-29")
    expect(mother.page.get_by_role("status").filter(has_text="на 29 февраля 2020")).to_be_visible()
    expect(mother.page.get_by_role("heading", name="На эту дату таких школ в реестре не было")).to_be_visible()
    mother.press("Показать, как сейчас", "Show it as it is now")
    expect(mother.page).to_have_url(re.compile(r"/schools\?q=[^&]*$"))
    mother.page.get_by_role("link", name="Родниковская средняя школа").first.click()
    mother.page.get_by_label("Как было на дату").fill("2020-02-29")
    expect(mother.page.get_by_role("heading", level=1)).to_have_text("На эту дату школы в реестре ещё не было")
    mother.look()
    mother.page.go_back()
    expect(mother.page.get_by_role("heading", name="Родниковская средняя школа")).to_be_visible()


def test_a_record_that_does_not_stand_says_why_and_promises_nothing(person: PersonMaker) -> None:
    mother = person("ru")
    changes = ask(mother, "{ changesSince(first: 100) { nodes { number kind publication { corrects } } } }")
    withdrawal = next(one for one in changes["changesSince"]["nodes"] if one["kind"] == "WITHDRAWAL")
    withdrawn = withdrawal["publication"]["corrects"]
    mother.visit(f"/publications/{withdrawn}")
    said = mother.page.get_by_role("status").filter(has_text="Эта запись не действует")
    expect(said).to_contain_text("Результат отозван: ")
    expect(mother.page.get_by_role("main")).not_to_contain_text("Решение действует до")
    said.get_by_role("link").click()
    expect(mother.page.get_by_role("heading", level=1)).to_have_text(f"Запись № {withdrawal['number']}")
    mother.look()
    expect(mother.page.get_by_role("status")).to_contain_text(f"Запись № {withdrawn} не действует")


def test_without_a_connection_what_was_known_stays_and_nothing_gives_way_to_the_browser_s_error(
    person: PersonMaker,
) -> None:
    mother = person("ru")
    mother.visit("/schools?q=Родник")
    page = mother.page
    page.get_by_text("Ещё условия").click()
    page.context.set_offline(True)
    page.get_by_label("Город или село").select_option("В селе")
    expect(page.get_by_role("alert").filter(has_text="Нет связи с сервером")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Показано то, что загрузилось раньше")).to_be_visible()
    page.get_by_role("link", name="Родниковская средняя школа").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Страница не открылась")
    mother.look()
    page.go_back()
    page.context.set_offline(False)
    expect(page.get_by_text("Показано то, что загрузилось раньше")).to_have_count(0)
    page.get_by_role("link", name="Родниковская средняя школа").first.click()
    expect(page.get_by_role("heading", name="Родниковская средняя школа")).to_be_visible()
    # What the browser says of what it could not fetch, and the client of the screen.
    assert [fault for fault in mother.faults if not re.search("ERR_INTERNET_DISCONNECTED|did not load", fault)] == []
    mother.faults.clear()


def test_whoever_reads_by_keyboard_keeps_their_place_and_what_they_wrote(person: PersonMaker) -> None:
    mother = person("en")
    mother.page.goto(f"{mother.address}/schools")
    skip = mother.page.get_by_role("link", name="Skip to content")
    mother.page.emulate_media(media="print")
    expect(skip).to_be_hidden()
    mother.page.emulate_media(media="screen")
    for _ in range(3):
        mother.page.keyboard.press("Tab")
    expect(mother.page.locator("#served")).to_have_count(0)
    expect(mother.page.get_by_role("link", name="Schools", exact=True).first).to_be_focused()
    expect(skip).to_have_count(1)
    mother.page.emulate_media(media="print")
    expect(skip).to_be_hidden()
    mother.page.emulate_media(media="screen")

    mother.page.goto(f"{mother.address}/schools")
    field = mother.page.locator("#served").get_by_role("searchbox")
    field.focus()
    mother.page.keyboard.type("Rodniki")
    expect(mother.page.locator("#areopag h1")).to_have_count(1)
    expect(field).to_have_value("Rodniki")
    mother.page.keyboard.press("Enter")
    expect(mother.page).to_have_url(re.compile("q=Rodniki"))
    expect(mother.page.get_by_role("link", name="Rodniki Secondary School")).to_be_visible()
