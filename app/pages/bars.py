"""Scores as lengths on a page: drawn with attributes alone, because a page may bring no style of its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.pages.markup import Html, tag, void

LONG, HIGH, RING = 200, 12, 5


Part = Mapping[str, Any]


def scale_of(criterion: Part, among: Sequence[Part]) -> Part | None:
    """The scale of a criterion; a group has none of its own and is drawn on that of its members, as in the client."""
    members = (part["scale"] for part in among if part["parent"] == criterion["code"])
    scale: Part | None = criterion["scale"] or next((one for one in members if one), None)
    return scale


def share_of_scale(value: str | None, scale: Part | None) -> float | None:
    """How far a value reaches on its scale; `scale.ts` says the same.

    The lowest level of a scale that begins at one is a little bar, not an absent one.
    """
    if value is None or scale is None:
        return None
    lowest, most = Decimal(scale["minimum"]), Decimal(scale["maximum"])
    if scale["kind"] == "LEVELS" and lowest > 0:
        lowest -= Decimal(scale["step"])
    if most == lowest:
        return None
    return float(min(max((Decimal(value) - lowest) / (most - lowest), Decimal(0)), Decimal(1)))


def bar(share: float | None, own: float | None = None) -> Html:
    """How far a value reaches on its scale, and where the school's own lies; beside the number, which says the same."""
    if share is None:
        return Html("")
    middle = min(max((own or 0) * LONG, RING), LONG - RING)
    ring = _drawn("circle", cx=_at(middle), cy=str(HIGH // 2), r=str(RING - 1), class_="served-own")
    return tag(
        "svg",
        _drawn("rect", width=str(LONG), height=str(HIGH), rx="2", class_="served-ground"),
        _drawn("rect", width=_at(share * LONG), height=str(HIGH), rx="2", class_="served-length"),
        ring if own is not None else "",
        viewBox=f"0 0 {LONG} {HIGH}",
        class_="served-bar",
        aria_hidden="true",
    )


def _at(place: float) -> str:
    return f"{place:.1f}"


def _drawn(name: str, **attributes: str) -> Html:
    return Html(void(name, **attributes)[:-1] + "/>")
