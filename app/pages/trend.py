"""How a school's results changed from one evaluation to the next: a picture, and the table it is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.pages.markup import Html, join, table, tag, void
from app.pages.words import Language, number, word
from app.totals import total_number
from storage.publications import PublicationRow
from workflows.messages.dates import day

WIDTH, HEIGHT, EDGE = 480, 160, 32
NEAREST = 0.1
"""Two totals this near to each other would be written over each other."""


@dataclass(frozen=True)
class Point:
    """The total of one evaluation."""

    on: date
    total: str


def trends(history: Sequence[PublicationRow]) -> dict[str, tuple[dict[str, Any], list[Point]]]:
    """What stands of a school's history as series of totals, the earliest first: one for each framework version with
    at least two, because totals of different versions cannot be compared."""
    found: dict[str, tuple[dict[str, Any], list[Point]]] = {}
    for row in reversed(history):
        result = row.head["result"]
        if row.corrected_by or row.kind == "WITHDRAWAL" or not result or result["total"] is None:
            continue
        on = date.fromisoformat(result["decided_on"]) if result["decided_on"] else row.published_at.date()
        framework = row.head["framework"]
        series = found.setdefault(framework["id"], ({**framework, "maximum": result["maximum"]}, []))
        series[1].append(Point(on, result["total"]))
    return {key: (framework, points) for key, (framework, points) in found.items() if len(points) > 1}


def trend_part(history: Sequence[PublicationRow], language: Language) -> Html:
    """The part of the page about change; nothing where there was only one evaluation."""
    shown = [
        join(
            _picture(points, Decimal(framework["maximum"] or 100), language),
            table(
                framework["title"][language] or framework["title"]["ru"],
                [word("decided_day", language), word("total", language)],
                [[day(point.on, language), total_number(point.total, language)] for point in points],
            ),
        )
        for framework, points in trends(history).values()
    ]
    return join(tag("h2", word("trend", language)), *shown) if shown else Html("")


def along(days: Sequence[date]) -> list[float]:
    """How far along the picture each day lies; all equally far from each other where their totals would overlap."""
    whole = (days[-1] - days[0]).days
    found = [(day - days[0]).days / whole if whole else 0.0 for day in days]
    if any(after - before < NEAREST for before, after in pairwise(found)):
        return [place / (len(days) - 1) for place in range(len(days))]
    return found


def beside(height: float) -> int:
    """How far from its point a total is written: below a high one, above a low one, clear of the ends of the scale."""
    return 20 if height < HEIGHT / 2 else -9


def _picture(points: Sequence[Point], most: Decimal, language: Language) -> Html:
    """A line through the totals on the framework's whole scale: a cut scale makes small changes look large."""
    places = [
        (
            EDGE + (WIDTH - 2 * EDGE) * along,
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * float(min(Decimal(point.total) / most, Decimal(1))),
        )
        for along, point in zip(along([point.on for point in points]), points, strict=True)
    ]
    said = "; ".join(f"{day(point.on, language)}: {total_number(point.total, language)}" for point in points)
    line = void("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), fill="none")
    dots = [
        join(
            tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4"),
            tag(
                "text",
                total_number(point.total, language),
                x=f"{x:.1f}",
                y=f"{y + beside(y):.1f}",
                text_anchor="middle",
            ),
        )
        for (x, y), point in zip(places, points, strict=True)
    ]
    scale = [
        join(
            tag("line", x1=str(EDGE), y1=str(height), x2=str(WIDTH - EDGE), y2=str(height)),
            tag(
                "text",
                number(told, language),
                x=str(EDGE - 6),
                y=str(height + 4),
                text_anchor="end",
                class_="served-scale",
            ),
        )
        for height, told in ((HEIGHT - EDGE, "0"), (EDGE, f"{most.normalize():f}"))
    ]
    ends = [
        tag("text", f"{point.on:%m.%Y}", x=str(x), y=str(HEIGHT - 12), text_anchor="middle", class_="served-scale")
        for point, x in ((points[0], EDGE), (points[-1], WIDTH - EDGE))
    ]
    return tag(
        "svg",
        *scale,
        *ends,
        Html(line[:-1] + "/>"),
        *dots,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=f"{word('trend', language)}. {said}",
        class_="served-trend",
    )
