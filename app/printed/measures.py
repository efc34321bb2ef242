"""Scores as lengths: the bar of each criterion, and how many criteria stand on which level."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.named import localized
from app.pages.bars import scale_of, share_of_scale
from app.pages.words import Language, number
from app.printed.words import said

Part = Mapping[str, Any]
Shown = dict[str, object]


def bars(body: Part, language: Language) -> Shown:
    """A row a criterion: its bar with the school's own score on it, and both as numbers."""
    own = any(part["self_score"] is not None for part in body["criteria"])
    depths: dict[str | None, int] = {None: -1}
    rows: list[Shown] = []
    for part in body["criteria"]:
        depths[part["code"]] = depths.get(part["parent"], -1) + 1
        scale = scale_of(part, body["criteria"])
        rows.append(
            {
                "title": f"{part['code']} {localized(part['title'], language)}",
                "depth": depths[part["code"]],
                "group": part["scale"] is None,
                "share": share_of_scale(part["score"], scale),
                "own_share": share_of_scale(part["self_score"], scale),
                "words": localized(part["level"], language),
                "value": number(part["score"], language) if part["score"] is not None else "–",
                "own": number(part["self_score"], language) if part["self_score"] is not None else "",
            }
        )
    head = ["criterion", "bar", "score", *(["own"] if own else [])]
    return {
        "kind": "bars",
        "key": {
            "panel": said("experts_see", language),
            "own": said("school_sees", language) if own else None,
        },
        "head": [said(name, language) for name in head],
        "rows": rows,
    }


def levels(body: Part, language: Language) -> list[Shown]:
    """How many criteria stand on each level, the highest first: a strip for each scale of levels that was used."""
    scales: dict[tuple[str, ...], list[Part]] = {}
    for part in body["criteria"]:
        if part["scale"] and part["level"]:
            titles = tuple(localized(level["title"], language) for level in part["scale"]["levels"])
            scales.setdefault(titles, []).append(part)
    return [_strip(scored, language) for scored in scales.values()]


def _strip(scored: list[Part], language: Language) -> Shown:
    counts = Counter((Decimal(part["score"]), localized(part["level"], language)) for part in scored)
    told = [
        {
            "count": count,
            "height": share_of_scale(str(value), scored[0]["scale"]),
            "told": said("levels_told", language, level=title, count=count),
        }
        for (value, title), count in sorted(counts.items(), reverse=True)
    ]
    alt = f"{said('levels', language)}. {'; '.join(str(one['told']) for one in told)}"
    return {"kind": "levels", "alt": alt, "counts": told}
