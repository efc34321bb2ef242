"""The inspector's checklist where there is no network: opened anew, filled in, and sent when there is one."""

from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.e2e.conftest import Person, PersonMaker

pytestmark = pytest.mark.e2e

CASES = "{ viewer { evaluations(first: 60) { nodes { number framework { checklist { code } } } } } }"
PAGE = "/work/any/checklist"
OWN = {PAGE, "/first.js", "/icon.svg"}
KEPT = """async () => {
    const kept = await caches.open('areopag-checklist');
    return (await kept.keys()).map(({ url }) => new URL(url).pathname);
}"""


def counted_case(one: Person) -> str:
    """The number of a case whose framework counts something."""
    answer: Any = one.page.request.post(f"{one.address}/graphql", data={"query": CASES}).json()
    return next(
        str(case["number"])
        for case in answer["data"]["viewer"]["evaluations"]["nodes"]
        if case["framework"]["checklist"]
    )


def kept_files(one: Person) -> list[str]:
    """What the worker keeps on the device."""
    found: list[str] = one.page.evaluate(KEPT)
    return found


def test_a_checklist_that_was_opened_once_opens_without_a_network(person: PersonMaker) -> None:
    secretary = person("ru", "secretary", width=390)
    path = f"/work/{counted_case(secretary)}/checklist"
    secretary.visit(path)
    kept = kept_files(secretary)
    for _ in range(50):
        if PAGE in kept:
            break
        secretary.page.wait_for_timeout(200)
        kept = kept_files(secretary)
    # The client's own files and the page that is the same for everybody; nothing that the server told.
    assert PAGE in kept
    assert [name for name in kept if not name.startswith("/assets/") and name not in OWN] == []
    context = secretary.page.context
    context.set_offline(True)
    secretary.page.close()
    away = Person(context.new_page(), secretary.address, "ru")
    away.visit(path)
    expect(away.page.get_by_role("heading", level=1)).to_have_text("Проверка на месте")
    expect(away.page.get_by_text("Связи нет")).to_be_visible()
    expect(away.page.get_by_role("progressbar")).to_be_visible()
    # Every other page needs the server, as ever.
    with pytest.raises(PlaywrightError, match="ERR_INTERNET_DISCONNECTED"):
        away.page.goto(f"{away.address}/cases")
