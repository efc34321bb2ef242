"""The client's page around what is served whole; and the page for an address that leads nowhere."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.client import DIST, page
from app.pages.language import language_for
from app.pages.markup import Html, join, link, tag, text
from app.pages.words import Language, word
from app.settings import Mode

CLIENT = re.compile(r'\s*<script type="module"[^>]* src="([^"]+)"></script>')
DESCRIPTION = re.compile(r'\s*<meta name="description"[^>]*>')
PRELOADS = re.compile(r'\s*<link rel="modulepreload"[^>]*>')
BELOW = (
    ("/methods", "rules"),
    ("/compare", "compare_schools"),
    ("/glossary", "glossary"),
    ("/certificates", "check_certificate"),
    ("/data", "open_data"),
)
"""What stands at the foot of every page, and the word for it; the client's `Footer` has the same."""


@lru_cache(maxsize=4)
def _shell(index: Path, _modified: float) -> tuple[str, str, str]:
    """The built page, before and behind the place of what is served with it, and where the client's code begins."""
    before, _, behind = index.read_text(encoding="utf-8").partition('<div id="areopag"></div>')
    client = CLIENT.search(before)
    return PRELOADS.sub("", CLIENT.sub("", before)), behind, client[1] if client else ""


def whole(
    request: Request,
    title: str,
    head: Html,
    content: Html,
    language: Language,
    *,
    client: bool = True,
    asked: Mapping[str, str] | None = None,
    both: bool = True,
) -> bytes:
    """The client's page with a title, a head and a content of its own; at its foot, whether this is a demonstration.

    `client` says whether the client takes over; `asked` is what its address asks for, where that decides what it shows;
    `both` whether there is the same in the other language.
    """
    index = DIST / "index.html"
    before, behind, code = _shell(index, index.stat().st_mtime)
    before = before.replace('<html lang="ru">', f'<html lang="{language}">')
    if head:
        before = DESCRIPTION.sub("", before)
    start, _, rest = before.partition("<title>")
    rest = rest.partition("</title>")[2]
    menu = tag(
        "nav",
        link("/", word("product", language)),
        *(link(f"/{name}", word(name, language)) for name in ("schools", "methods", "data")),
        _turn(language, asked or {}) if both else "",
        tag("a", word("sign_in", language), href="/sign-in", class_="served-sign-in"),
        aria_label=word("sections", language),
    )
    skip = tag("a", word("to_content", language), href="#content", class_="served-skip")
    below = (link(f"{place}?lang={language}", word(name, language)) for place, name in BELOW)
    foot = tag("nav", *below, aria_label=word("about_product", language))
    demo = request.app.state.settings.mode is Mode.DEMO
    what = tag(
        "div",
        tag("p", word("foot", language)),
        tag("p", word("demonstration", language)) if demo else "",
        class_="stack-near",
    )
    served = tag(
        "div",
        skip,
        tag("header", menu),
        tag("main", content, id="content", tabindex="-1"),
        tag("footer", tag("div", what, foot)),
        id="served",
        class_="served",
    )
    behind = behind.partition("<noscript>")[0] + behind.partition("</noscript>")[2]
    later = tag("script", src="/later.js", data_client=code, data_language=language) if client and code else ""
    shown = f"{start}<title>{text(title)} · {word('product', language)}</title>{head}{rest}"
    return f'{shown}{served}<div id="areopag"></div>{later}{behind}'.encode()


def _turn(language: Language, asked: Mapping[str, str]) -> Html:
    """To the same page in the other language."""
    other = "en" if language == "ru" else "ru"
    there = urlencode({**{name: value for name, value in asked.items() if value}, "lang": other}, safe=",")
    return tag("a", word("turn", language), href=f"?{there}", hreflang=other, lang=other)


async def missing(request: Request, what: str = "no_page", *, client: bool = True) -> Response:
    """404 with a page that says so in words, and where to go; where the client runs, it takes over unless told not to.

    `what` is the name of the word that says what is missing; why stands under `{what}_why`.
    """
    if not (DIST / "index.html").is_file():
        return await page(request)
    language = language_for(request)
    content = join(
        tag("h1", word(what, language)),
        tag("p", word(f"{what}_why", language)),
        tag("p", link("/schools", word("find_school", language))),
    )
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    return HTMLResponse(whole(request, word(what, language), Html(""), content, language, client=client), 404, headers)
