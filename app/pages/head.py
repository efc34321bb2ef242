"""What search engines and messengers read of a page before anybody opens it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from app.pages.markup import Html, join, void
from app.pages.words import Language, word

LONGEST = 300
"""Of a description more is shown nowhere."""


def head(
    title: str,
    said: str,
    address: str,
    language: Language,
    *more: Html,
    asked: Mapping[str, str] | None = None,
) -> Html:
    """Description, OpenGraph, the page's own address, and where it stands in either language; `more` stands behind.

    Whoever names no language is answered in Russian, so the plain address is that of the Russian page. `asked` is what
    the address asks for, where that decides what is shown: telephones send a page on by its canonical address. Of such
    pages there is no end, so search engines are told to leave them out.
    """
    given = {name: value for name, value in (asked or {}).items() if value and name != "lang"}
    places = {"ru": _with(address, given), "en": _with(address, {**given, "lang": "en"})}
    short = said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"
    shown = {
        "og:type": "website",
        "og:title": title,
        "og:description": short,
        "og:url": places[language],
        "og:site_name": word("product", language),
        "og:locale": "ru_RU" if language == "ru" else "en_GB",
    }
    return join(
        void("meta", name="description", content=f"{title}: {short}"),
        *(void("meta", property=key, content=value) for key, value in shown.items()),
        void("link", rel="canonical", href=places[language]),
        *(void("link", rel="alternate", hreflang=key, href=place) for key, place in places.items()),
        void("meta", name="robots", content="noindex") if given else "",
        *more,
    )


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(asked, safe=',')}" if asked else address
