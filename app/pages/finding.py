"""The form by which a school is found, by its name, place, kind, framework and decision: the same at home and on the
list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.pages.markup import Html, join, tag, void
from app.pages.words import Language, word
from schema.ids import global_id, key_of
from storage import frameworks, territories
from storage.database import Transaction
from storage.frameworks import NamedFramework
from storage.territories import PlaceRow
from workflows.rules.framework import SCHOOL_KINDS

DECISIONS = ("accredited", "accredited_with_conditions", "refused")


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


def finding(found: Choices, asked: Mapping[str, str], language: Language) -> Html:
    """The form, filled in with what was asked."""
    places = [
        (global_id("territory", row.id), f"{indent}{row.name_ru if language == 'ru' else row.name_en}")
        for region in found.regions
        for indent, row in (("", region), *(("\u00a0" * 3, place) for place in found.within.get(region.id, ())))
    ]
    methods = [(row.code, row.title[language] or row.title["ru"]) for row in found.frameworks]
    decisions = [(code, word(code, language)) for code in DECISIONS]
    kinds = [(kind, word(kind, language)) for kind in SCHOOL_KINDS]
    search = void("input", type="search", name="q", value=asked.get("q", ""))
    return tag(
        "form",
        tag("label", word("search", language), search),
        _select("where", "everywhere", places, asked, language),
        _select("kind", "any_kind", kinds, asked, language),
        _select("method", "any_method", methods, asked, language),
        _select("decision", "any_decision", decisions, asked, language),
        tag("button", word("find", language)),
        action="/schools",
        role="search",
        class_="served-finding",
    )


def _select(
    name: str, everything: str, offered: Sequence[tuple[str, str]], asked: Mapping[str, str], language: Language
) -> Html:
    chosen = asked.get(name, "")
    options = [
        tag("option", title, value=value, selected="" if value == chosen else None)
        for value, title in (("", word(everything, language)), *offered)
    ]
    return tag("label", word(f"by_{name}", language), tag("select", join(*options), name=name))
