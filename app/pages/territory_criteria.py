"""How the schools of a territory are rated on each criterion: which are weak, and how sure that is."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.named import localized
from app.pages.bars import bar, scale_of, share_of_scale
from app.pages.markup import Html, join, table, tag, wide
from app.pages.school import out_of
from app.pages.words import Language, number, word
from storage.territories import RatingRow
from workflows.rules.scoring import rounded
from workflows.rules.statistics import interval_of

Part = Mapping[str, Any]
COLUMNS = ("criterion", "mean_score", "interval", "evaluated")


def criteria_part(body: Part, rows: Sequence[RatingRow], language: Language) -> Html:
    """The part of the page, in the order of the framework with this body; of one school its own page tells more."""
    of = localized(body["title"], language)
    rated = {row.criterion_code: row for row in rows}
    parts = [part for part in body["criteria"] if part["code"] in rated]
    if not any(row.schools > 1 for row in rows):
        return Html("")
    groups = {part["parent"] for part in parts}
    told: list[list[object]] = []
    for part in parts:
        row, scale = rated[part["code"]], scale_of(part, body["criteria"])
        name = f"{part['code']} {localized(part['title'], language)}"
        mean, most = f"{rounded(row.mean):f}", scale["maximum"] if scale else None
        told.append(
            [
                tag("strong" if part["code"] in groups else "span", name),
                join(out_of(mean, most, language), bar(share_of_scale(mean, scale))),
                _interval(row, scale, language),
                row.schools,
            ]
        )
    title = word("by_criterion", language)
    head = [word(name, language) for name in COLUMNS]
    more = tag("p", word("by_criterion_more", language), class_="served-note")
    return join(tag("h4", title), more, _levels(parts, language), wide(table(title, head, told), f"{title}: {of}"))


def _interval(row: RatingRow, scale: Part | None, language: Language) -> str:
    ends = interval_of(row.schools, row.mean, row.deviation) if row.deviation is not None else None
    if row.deviation == 0:
        return word("all_alike", language)
    if ends is None or (scale and (ends[0] < Decimal(scale["minimum"]) or ends[1] > Decimal(scale["maximum"]))):
        return word("too_few_schools", language)
    return word("from_to", language).format(*(number(f"{rounded(end):f}", language) for end in ends))


def _levels(parts: Sequence[Part], language: Language) -> Html:
    """What the numbers of levels mean: a line for each scale, with its criteria where there are several."""
    scales: dict[str, list[str]] = {}
    for part in parts:
        if part["scale"] and part["scale"]["levels"]:
            levels = (
                f"{number(level['value'], language)}\u00a0– {localized(level['title'], language)}"
                for level in part["scale"]["levels"]
            )
            scales.setdefault(", ".join(levels), []).append(part["code"])
    several = len(scales) > 1
    return join(
        *(
            tag("p", f"{', '.join(codes)}: {told}" if several else told, class_="served-note")
            for told, codes in scales.items()
        )
    )
