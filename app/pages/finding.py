"""The form by which a school is found, the same at home and on the list: three questions at once, the rarer ones folded
away until somebody wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from app.named import named
from app.pages.asked import FILTERS, RURAL, SIZES, VALIDITY
from app.pages.markup import Html, join, link, tag, void
from app.pages.past import asks, day_field, today
from app.pages.words import Language, word
from schema.ids import global_id, key_of
from storage import frameworks, territories
from storage.database import Transaction
from storage.frameworks import NamedFramework
from storage.territories import PlaceRow
from workflows.rules.framework import SCHOOL_KINDS

DECISIONS = ("accredited", "accredited_with_conditions", "refused")
FOLDED = FILTERS[3:]
"""What is asked rarely: everything but the words, the place and the decision."""
YEARS = 12
"""How many years back the form offers."""


@dataclass(frozen=True)
class Choices:
    """What the form offers: every region, the municipalities of the one that is chosen or of the only one, and every
    framework."""

    regions: Sequence[PlaceRow]
    within: Mapping[UUID, Sequence[PlaceRow]]
    frameworks: Sequence[NamedFramework]


async def choices(transaction: Transaction, where: str | None = None) -> Choices:
    """The choices beside a territory that is chosen already."""
    regions = await territories.places(transaction)
    key = key_of(where, "territory") if where else None
    chosen = await territories.place(transaction, key) if key else None
    region = (chosen.parent_id or chosen.id) if chosen else regions[0].id if len(regions) == 1 else None
    within = {region: await territories.places(transaction, region)} if region else {}
    return Choices(regions, within, await frameworks.named(transaction))


def finding(found: Choices, asked: Mapping[str, str], language: Language, day: date | None = None) -> Html:
    """The form, filled in with what was asked."""
    folded = sum(name in asked for name in FOLDED) + (day is not None)
    rarely = word("more_filters", language) + (f": {folded}" if folded else "")
    return tag(
        "form",
        tag("label", word("search", language), void("input", type="search", name="q", value=asked.get("q", ""))),
        *(_select(name, found, asked, language) for name in FILTERS[1:] if name not in FOLDED),
        tag(
            "details",
            tag("summary", rarely),
            tag("div", *(_select(name, found, asked, language) for name in FOLDED), day_field(day, language)),
        ),
        tag("button", word("find", language)),
        action="/schools",
        role="search",
        class_="served-finding",
    )


def narrowed(found: Choices, asked: Mapping[str, str], language: Language, day: date | None) -> Html:
    """By what the list is narrowed: how many conditions there are, and each to be taken away."""
    if not asked:
        return Html("")
    on = asks(day)
    told = [
        tag(
            "li",
            link(
                _address({**{other: asked[other] for other in asked if other != name}, **on}),
                tag("span", f"{word('take_filter_away', language)} ", class_="unseen"),
                _told(name, value, found, language),
                tag("span", "×", aria_hidden="true"),
            ),
        )
        for name, value in asked.items()
    ]
    return tag(
        "div",
        tag("p", f"{word('filters_set', language)}: {len(asked)}", class_="served-note"),
        tag("ul", *told),
        link(_address(on), word("clear_filters", language)) if len(asked) > 1 else "",
        class_="served-narrowed",
    )


def _address(asked: Mapping[str, str]) -> str:
    return "/schools" + ("?" + urlencode(asked) if asked else "")


def _told(name: str, value: str, found: Choices, language: Language) -> str:
    """A condition in words: as the form offers it, and by itself where it does not."""
    if name == "q":
        return f"«{value}»" if language == "ru" else f"“{value}”"
    return dict(_offered(name, found, language, value)).get(value, value).strip()


def _offered(name: str, found: Choices, language: Language, value: str) -> Sequence[tuple[str, str]]:
    """What may be chosen, and how it is called; `value` is chosen."""
    if name == "where":
        return [
            (global_id("territory", row.id), f"{indent}{named(row, language)}")
            for region in found.regions
            for indent, row in (("", region), *(("\u00a0" * 3, place) for place in found.within.get(region.id, ())))
        ]
    if name == "method":
        return [(row.code, row.title[language] or row.title["ru"]) for row in found.frameworks]
    if name in {"from", "to"}:
        now = today().year
        years = sorted({*range(now - YEARS + 1, now + 1), *([int(value)] if value else [])}, reverse=True)
        return [(str(year), word(f"{name}_year", language).format(year)) for year in years]
    known = {"decision": DECISIONS, "kind": SCHOOL_KINDS, "size": SIZES, "rural": RURAL, "validity": VALIDITY}[name]
    return [(code, word(code if name in {"decision", "kind"} else f"{name}_{code}", language)) for code in known]


def _select(name: str, found: Choices, asked: Mapping[str, str], language: Language) -> Html:
    chosen = asked.get(name, "")
    offered = _offered(name, found, language, chosen)
    options = [
        tag("option", title, value=value, selected="" if value == chosen else None)
        for value, title in (("", word(f"any_{name}", language)), *offered)
    ]
    return tag("label", word(f"by_{name}", language), tag("select", join(*options), name=name))
