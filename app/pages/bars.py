"""Scores as lengths on a page: drawn with attributes alone, because a page may bring no style of its own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.pages.markup import Html, tag, void

LONG, HIGH, RING = 200, 12, 5


def share_of_scale(value: str | None, criterion: Mapping[str, Any], whole: str | None) -> float | None:
    """How far a value lies between the ends of its scale; a group's, from zero to what the whole may reach."""
    scale = criterion["scale"]
    lowest = Decimal(scale["minimum"]) if scale else Decimal(0)
    most = scale["maximum"] if scale else whole
    if value is None or most is None or Decimal(most) == lowest:
        return None
    return float(min(max((Decimal(value) - lowest) / (Decimal(most) - lowest), Decimal(0)), Decimal(1)))


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
