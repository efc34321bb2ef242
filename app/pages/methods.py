"""`/methods` and `/methods/{framework}`: how schools are evaluated, and what a framework asks, on which scale."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.named import localized
from app.pages.head import head
from app.pages.markup import Html, join, link, tag
from app.pages.method_words import WORDS
from app.pages.served import published_page
from app.pages.shell import whole
from app.pages.words import Language, number
from schema.ids import key_of
from storage import frameworks
from storage.database import Transaction
from storage.frameworks import FrameworkRow

Part = Mapping[str, Any]
ADDRESS = re.compile(r"([a-z0-9_]{1,60})(?:\.([1-9][0-9]{0,5}))?")
STEPS = ("self", "experts", "panel", "facts", "vote", "published")
MOST = 50


def said(name: str, language: Language) -> str:
    """A phrase of these pages."""
    return WORDS[name][language]


async def found(transaction: Transaction, text: str) -> FrameworkRow | None:
    """The framework version an address means: `nok_uod.1`, `nok_uod` for the newest, or an id."""
    key = key_of(text, "framework")
    if key:
        return (await frameworks.frameworks_of(transaction, [key]))[0]
    parts = ADDRESS.fullmatch(text)
    if not parts:
        return None
    if parts[2]:
        return await frameworks.version_of(transaction, parts[1], int(parts[2]))
    return await frameworks.newest_of(transaction, parts[1])


async def get_methods(request: Request) -> Response:
    """`GET /methods`."""
    base = address(request)

    async def made(transaction: Transaction, language: Language) -> bytes:
        rows, _ = await frameworks.page_of_frameworks(transaction, None, MOST)
        listed = [tag("li", *_line(row, _superseded(row, rows), language)) for row in rows]
        content = join(
            tag("h1", said("title", language)),
            tag("p", said("lead", language)),
            tag("h2", said("steps", language)),
            tag("ol", *(tag("li", said(step, language)) for step in STEPS)),
            tag("h2", said("methods", language)),
            tag("p", said("methods_more", language)),
            tag("ul", *listed),
        )
        title = said("title", language)
        return whole(
            request, title, head(title, said("lead", language), f"{base}/methods", language), content, language
        )

    return await published_page(request, made)


def _superseded(row: FrameworkRow, rows: Sequence[FrameworkRow]) -> bool:
    return any(one.code == row.code and one.number > row.number and one.state != "RETIRED" for one in rows)


def _line(row: FrameworkRow, superseded: bool, language: Language) -> list[object]:
    asked = sum(bool(part["scored"]) for part in row.body["criteria"])
    facts = [f"{said('asked', language)}: {asked}", f"{said('version', language)} {row.number}"]
    if superseded:
        facts.append(said("newer", language))
    if row.state == "RETIRED":
        facts.append(said("retired", language))
    title = localized(row.body["title"], language)
    return [link(f"/methods/{row.code}.{row.number}", title), f" – {', '.join(facts)}"]


async def get_method(request: Request) -> Response:
    """`GET /methods/{framework}`."""
    text: str = request.path_params["framework"]
    base = address(request)

    async def made(transaction: Transaction, language: Language) -> bytes | None:
        row = await found(transaction, text)
        if row is None:
            return None
        title, where = localized(row.body["title"], language), f"{base}/methods/{row.code}.{row.number}"
        about = head(title, localized(row.body["legal"], language) or said("lead", language), where, language)
        return whole(request, title, about, method_page(row, language), language)

    return await published_page(request, made)


def method_page(row: FrameworkRow, language: Language) -> Html:
    """The page of a framework version."""
    body = row.body
    named = f"{row.code}, {said('version', language)} {row.number}"
    facts = [named, *([said("retired", language)] if row.state == "RETIRED" else [])]
    scales = {str(part["scale"]): part["scale"] for part in body["criteria"] if part["scale"]}
    most = number(str(body["maximum"] or 100), language)
    total = said({"NONE": "none", "RULES": "rules"}.get(body["aggregation"], "mean"), language)
    described: list[tuple[str, object]] = [
        ("legal", localized(body["legal"], language)),
        ("total", total if body["aggregation"] == "NONE" else f"{total} {said('most', language)} {most}."),
        ("scale", join(*(_scale(scale, language) for scale in scales.values()))),
    ]
    listed = [join(tag("dt", said(name, language)), tag("dd", value)) for name, value in described if value]
    return join(
        tag("p", link("/methods", said("title", language))),
        tag("h1", localized(body["title"], language)),
        tag("p", ", ".join(facts)),
        tag("dl", *listed),
        tag("h2", said("criteria", language)),
        _members(body, None, language),
    )


def _scale(scale: Part, language: Language) -> Html:
    if not scale["levels"]:
        low, high = (number(str(scale[end]), language) for end in ("minimum", "maximum"))
        return tag("p", said("points", language).format(low, high))
    levels = [
        tag(
            "li",
            tag("strong", f"{number(str(level['value']), language)} – {localized(level['title'], language)}"),
            tag("p", localized(level["descriptor"], language)) if level.get("descriptor") else "",
        )
        for level in scale["levels"]
    ]
    return tag("ul", *levels)


def _members(body: Part, parent: str | None, language: Language, depth: int = 3) -> Html:
    """The criteria under a group, or at the top; groups under them likewise."""
    members: Sequence[Part] = [part for part in body["criteria"] if part["parent"] == parent]
    if not members:
        return Html("")
    weights = {part["weight"] for part in body["criteria"]}
    weighed = body["aggregation"] != "NONE" and len(weights) > 1
    whole_weight = sum(Decimal(part["weight"]) for part in members) or Decimal(1)
    shown = []
    for part in members:
        share = f"{Decimal(part['weight']) / whole_weight * 100:.1f}".removesuffix(".0")
        facts = [
            said("weight" if parent is None else "part", language).format(number(share, language)) if weighed else "",
            said("evidence", language) if part["evidence_required"] else "",
            said(part["required_by"], language) if part.get("required_by") else "",
            f"{said('by_law', language)} {localized(part['legal'], language)}" if part.get("legal") else "",
        ]
        kinds = ", ".join(said(kind, language) for kind in part.get("not_for", ()))
        facts.append(f"{said('not_for', language)} {kinds}" if kinds else "")
        said_of_it = " · ".join(fact for fact in facts if fact)
        shown.append(
            tag(
                "li",
                tag(f"h{depth}", f"{part['code']}. {localized(part['title'], language)}"),
                tag("p", said_of_it, class_="served-note") if said_of_it else "",
                tag("p", localized(part["description"], language)) if part["description"] else "",
                _members(body, part["code"], language, min(depth + 1, 6)),
            )
        )
    return tag("ul", *shown, class_="served-tree")


routes = [
    Route("/methods", get_methods, methods=["GET"]),
    Route("/methods/{framework}", get_method, methods=["GET"]),
]
