"""What an expert points at: a page, words on it, or an area of it; each place is cited once for a criterion."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from workflows.rules import files

EXACT = Decimal("0.0001")
SMALLEST = Decimal("0.005")
"""The least side of an area, as a share of the page: less is a slip of the hand."""
PICTURED = frozenset(kind.media_type for kind in (files.PDF, files.PNG, files.JPEG))
"""Media types whose pages everybody sees alike; the pages of other files have no places that could be measured."""


@dataclass(frozen=True)
class Area:
    """A rectangle on a page, in shares of its width and height from its upper left corner."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal


@dataclass(frozen=True)
class Place:
    """What one citation points at; `quote` and `area` are empty where it is the whole page."""

    version: UUID
    page: int
    quote: str | None
    area: Area | None


def on_page(area: Area) -> Area | None:
    """The cited area as it is kept, to four decimals; None where it is no rectangle that lies on the page."""
    return inside_page(area, SMALLEST)


def inside_page(area: Area, smallest: Decimal) -> Area | None:
    """The area to four decimals; None where it does not lie on the page, or a side of it is less than `smallest`."""
    left, top = _kept(area.left), _kept(area.top)
    # Rounding each side by itself must not push the area over the edge.
    width, height = min(_kept(area.width), 1 - left), min(_kept(area.height), 1 - top)
    sides = (left, top, area.left + area.width, area.top + area.height)
    inside = all(0 <= side <= 1 for side in sides) and min(width, height) >= smallest
    return Area(left, top, width, height) if inside else None


def _kept(share: Decimal) -> Decimal:
    return share.quantize(EXACT, ROUND_HALF_UP)


def each_once(places: Iterable[Place]) -> list[Place]:
    """The places in their order, without those that were named before."""
    return list(dict.fromkeys(places))
