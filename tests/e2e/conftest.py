"""A real Chromium, and people in it: each with a browser of their own, each page they see checked for access."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, ClassVar

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
"""Chromium without what surrounds a page, nor viewers of its own: a fifth less work."""
PASSWORD = "areopag-demo"
UNUSED = (
    # The menus under the address bar: pages of their own, made anew for every window, in a second of work.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    # What Playwright switches off: of two such lists the browser heeds the last.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
"""What Chromium does without."""
SIGN_IN = {"ru": "Войти", "en": "Sign in"}

WEARING = """(one) => {
    const worn = (one) => one && [one.localName, one.getAttribute('class'), ...[...one.attributes]
        .filter(({ name, value }) => /^(data|aria)-/.test(name) && /^[a-z-]*$/.test(value))
        .map(({ name, value }) => `${name}=${value}`)].join(' ');
    return `${worn(one.parentElement)} > ${worn(one)}`;
}"""
"""What an element wears, in what it stands in: its colours come of it, or of what those wear that it is in."""

WORN = f"() => [...new Set([...document.body.querySelectorAll('*')].map({WEARING}))]"

FAULTY = f"""async ([unseen, thorough]) => {{
    const found = [];
    const ask = async (what, options) => {{
        const {{ violations }} = await axe.run(what, {{ ...options, resultTypes: ['violations'], selectors: false }});
        found.push(...violations.filter(({{ impact }}) => thorough || /serious|critical/.test(impact)));
    }};
    // A rule that has an impact of its own gives it to whatever it finds.
    const slight = thorough ? [] : axe._audit.rules.filter(({{ impact }}) => /minor|moderate/.test(impact));
    const without = ['color-contrast', ...slight.map(({{ id }}) => id)].map((id) => [id, {{ enabled: false }}]);
    await ask(document, {{ rules: Object.fromEntries(without) }});
    // Contrast takes longest, and is the same wherever nothing new is worn.
    const wearing = {WEARING};
    const include = [...document.body.querySelectorAll('*')].filter((one) => unseen.includes(wearing(one)));
    if (include.length) await ask({{ include }}, {{ runOnly: ['color-contrast'] }});
    return found.map(({{ id, nodes }}) => `${{id}}: ${{nodes[0].html.slice(0, 160)}}`);
}}"""
"""What axe finds that is serious on a page, or anything at all (`thorough`): of contrast, only where what is worn was
not seen yet."""

STRUCTURE = """() => {
    const all = [...document.querySelectorAll('*')].filter((one) => one.localName !== 'script');
    const places = new Map(all.map((one, place) => [one.id, place]));
    const worded = /^(aria-label|alt|title|placeholder|value|content|href|src|datetime|data-.*)$/;
    const said = ({ name, value }) => {
        const ours = name === 'lang' && /^(ru|en)$/.test(value);
        if (ours || worded.test(name)) return value.trim() ? name : `no ${name}`;
        return `${name}=${value.split(' ').map((word) => places.get(word) ?? word).join(' ')}`;
    };
    const built = all.map((one) => {
        const words = [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
        const scrolls = one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight;
        return [one.localName, ...[...one.attributes].map(said), one.checked, one.disabled, words, scrolls].join(' ');
    });
    return [innerWidth, ...built].join('>');
}"""
"""What a page is made of, whatever its words are: which elements, and how they stand to each other."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; a window for everybody is opened in it.

    It is gone with the last test of a file: while Playwright is there its event loop runs, and no other can.
    """
    with _launched(SHELL, *CHROMIUM) as browser:
        yield browser


@pytest.fixture(scope="module")
def whole_chromium() -> Iterator[Browser]:
    """The browser as people have it, with its viewers, for tests of what it makes of a file."""
    with _launched(*CHROMIUM) as browser:
        yield browser


@contextmanager
def _launched(*names: str) -> Iterator[Browser]:
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "`make test` installs Chromium where it is missing"
    with sync_playwright() as playwright:
        options = ["--no-sandbox", f"--disable-features={','.join(UNUSED)}"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


class Person:
    """Somebody at their browser."""

    seen: ClassVar = set[str]()
    """What was worn by elements whose contrast is known to be enough."""
    built: ClassVar = set[tuple[bool, str]]()
    """How pages were built in which nothing was found, and whether that was looked for thoroughly."""
    thorough = False
    """Whether whatever axe finds is a fault, and not only what is serious."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.address, self.language = page, address, language
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def text(self, ru: str, en: str) -> str:
        """The text in this person's language."""
        return ru if self.language == "ru" else en

    def sign_in(self, login: str) -> None:
        """Through the form, as people do."""
        self.visit("/sign-in")
        self.page.get_by_label(self.text("Логин", "Login")).fill(login)
        self.page.get_by_label(self.text("Пароль", "Password")).fill(PASSWORD)
        self.page.locator("form").get_by_role("button", name=SIGN_IN[self.language]).click()
        expect(self.page).not_to_have_url(f"{self.address}/sign-in")

    def come_in(self, login: str, password: str = PASSWORD) -> None:
        """Through the door behind the form: what tests that are not about signing in need of it."""
        answer = self.page.request.post(
            f"{self.address}/session", data={"login": login, "password": password}, headers={"Origin": self.address}
        )
        assert answer.ok, answer.text()

    def visit(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(self.address + path)
        self.look()
        served = self.page.locator("#served")
        if served.count() and self.page.locator("script[data-client]").count():
            # A page that came whole waits for a sign of somebody before the client takes its place.
            self.page.mouse.move(9, 9)
            self.page.mouse.move(19, 19)
            expect(served).to_have_count(0)
            self.look()

    def look(self) -> None:
        """Wait until the page is there, and let axe find nothing on it."""
        expect(self.page.locator("h1")).to_be_visible()
        expect(self.page).to_have_title(re.compile(".+"))
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self._examine()
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is wider than its window by {width}"

    def _examine(self) -> None:
        worn = set(self.page.evaluate(WORN))
        built = self.thorough, self.page.evaluate(STRUCTURE)
        # The same page in other words, or in another language, has no other faults.
        if built in self.built and worn <= self.seen:
            return
        if self.page.evaluate("!window.axe"):
            self.page.evaluate(AXE_SCRIPT)
        faulty = self.page.evaluate(FAULTY, [sorted(worn - self.seen), self.thorough])
        assert faulty == [], f"{self.page.url}: {faulty}"
        Person.seen |= worn
        Person.built.add(built)

    def press(self, ru: str, en: str, *, exact: bool = True) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=self.text(ru, en), exact=exact).first.click()

    def done(self, ru: str, en: str) -> None:
        """Wait until an act has had its effect: nobody is offered it any more."""
        expect(self.page.get_by_role("button", name=self.text(ru, en), exact=True)).to_have_count(0)
        expect(self.page.get_by_role("button", name=re.compile("^(Да|Yes), "))).to_have_count(0)

    def confirm(self, ru: str, en: str) -> None:
        """Press a button that asks again because it cannot be undone."""
        self.press(ru, en)
        self.page.get_by_role("button", name=re.compile("^(Да|Yes), ")).click()


def ask(one: Person, query: str, **variables: Any) -> Any:
    """What the API answers somebody."""
    sent = {"query": query, "variables": variables}
    return one.page.request.post(f"{one.address}/graphql", data=sent, headers={"Origin": one.address}).json()["data"]


def saved(one: Person) -> None:
    """Wait until the page says that what was typed is saved."""
    expect(one.page.get_by_role("status").filter(has_text=re.compile("Сохранено|Saved"))).to_be_visible()


PersonMaker = Callable[..., Person]


@pytest.fixture
def person(chromium: Browser, demo_server: str) -> Iterator[PersonMaker]:
    """Makes people: `person("ru", "secretary")`, or nobody: `person("en")`."""
    made: list[Person] = []
    with ExitStack() as stack:

        def make(language: str, login: str | None = None, *, width: int = 1440) -> Person:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                locale="ru-RU" if language == "ru" else "en-GB",
                # Colours on their way from one to another are nobody's contrast.
                reduced_motion="reduce",
            )
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            one = Person(context.new_page(), demo_server, language)
            made.append(one)
            if login:
                one.come_in(login)
            return one

        yield make
        assert [fault for one in made for fault in one.faults] == []
