"""Draws a definition: as Mermaid text, and as an SVG that needs no program to be laid out.

The SVG is a column of states in the order of the definition, with the steps that lead on between neighbours and arcs
beside it for the others: forward ones on the right, those that lead back on the left. It says in words what it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from workflows.rules.definition import Definition
from workflows.rules.process_parts import Audience

Language = Literal["ru", "en"]

WIDTH, HEIGHT, GAP, TOP = 260, 44, 46, 16
LANE = 22
"""Pixels between two arcs that run beside each other."""
LETTERS = 32
"""Letters that fit in a box or beside an arrow."""


@dataclass(frozen=True)
class Arrow:
    """Every step from one state to another, as one line."""

    source: int
    target: int
    titles: tuple[str, ...]
    clock: bool


def _title(text: object, language: Language) -> str:
    return str(getattr(text, language))


def _arrows(definition: Definition, language: Language) -> list[Arrow]:
    places = {state.code: place for place, state in enumerate(definition.states)}
    found: dict[tuple[int, int], list[tuple[str, bool]]] = {}
    for step in definition.steps:
        for source in step.sources if step.target else ():
            ends = (places[source], places[step.target or source])
            found.setdefault(ends, []).append((_title(step.title, language), step.who == ("clock",)))
    return [
        Arrow(source, target, tuple(title for title, _ in steps), all(clock for _, clock in steps))
        for (source, target), steps in sorted(found.items())
    ]


def mermaid(
    definition: Definition, language: Language, audience: Audience = "internal", here: str | None = None
) -> str:
    """The definition as a Mermaid state diagram; `here` marks where a case stands."""
    lines = ["stateDiagram-v2"]
    codes = [state.code for state in definition.states]
    lines += [
        f'    state "{_plain(_title(state.title_for(audience), language))}" as {state.code}'
        for state in definition.states
    ]
    lines.append(f"    [*] --> {codes[0]}")
    for arrow in _arrows(definition, language):
        label = _plain(" / ".join(arrow.titles))
        lines.append(f"    {codes[arrow.source]} --> {codes[arrow.target]}: {label}")
    lines += [f"    {state.code} --> [*]" for state in definition.states if state.final]
    if here in codes:
        lines += ["    classDef here stroke-width:3px,font-weight:bold", f"    class {here} here"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.replace('"', "'").replace(":", "-").replace(";", ",").replace("\n", " ")


def svg(definition: Definition, language: Language, audience: Audience = "internal", here: str | None = None) -> str:
    """The definition as an SVG picture; `here` marks where a case stands. Colours follow the reader's light or dark."""
    arrows = _arrows(definition, language)
    lanes = _lanes(arrows)
    left = 24 + LANE * max([1, *(lane for arrow, lane in lanes.items() if arrow.target < arrow.source)])
    right = 24 + LANE * max([1, *(lane for arrow, lane in lanes.items() if arrow.target > arrow.source + 1)])
    words = 250
    width = left + WIDTH + right + words
    height = TOP * 2 + len(definition.states) * (HEIGHT + GAP) - GAP
    title = escape(_title(definition.title, language))
    about = f'role="img" aria-labelledby="title described" lang="{language}"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {about}>',
        f'<title id="title">{title}</title>',
        f'<desc id="described">{escape(described(definition, language, audience, here))}</desc>',
        STYLE,
        *(part for arrow in arrows for part in _drawn(arrow, lanes[arrow], left, right)),
        *_boxes(definition, language, audience, here, left),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


STYLE = """<style>
:root { color-scheme: light dark; }
rect { fill: Canvas; stroke: GrayText; stroke-width: 1; }
rect.here { stroke: Highlight; stroke-width: 3; }
rect.final { stroke-width: 2.5; stroke: CanvasText; }
path { fill: none; stroke: GrayText; stroke-width: 1.25; }
path.clock { stroke-dasharray: 4 3; }
polygon { fill: GrayText; }
text { fill: CanvasText; font: 13px system-ui, sans-serif; }
text.step { fill: GrayText; font-size: 11px; }
text.here { font-weight: 600; }
</style>"""


def _lanes(arrows: list[Arrow]) -> dict[Arrow, int]:
    """The lane of each arc: the innermost that no arc it would cross is in; the shortest first."""
    lanes: dict[Arrow, int] = {}
    for arrow in sorted(arrows, key=lambda one: abs(one.target - one.source)):
        low, high = sorted((arrow.source, arrow.target))
        taken = {
            lane
            for other, lane in lanes.items()
            if (other.target > other.source) == (arrow.target > arrow.source)
            and min(other.source, other.target) < high
            and low < max(other.source, other.target)
        }
        lanes[arrow] = next(lane for lane in range(1, len(arrows) + 2) if lane not in taken)
    return lanes


def _top(place: int) -> int:
    return TOP + place * (HEIGHT + GAP)


def _shortened(text: str, letters: int = LETTERS) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _drawn(arrow: Arrow, lane: int, left: int, right: int) -> Iterator[str]:
    kind = ' class="clock"' if arrow.clock else ""
    told = escape(" / ".join(arrow.titles))
    if arrow.target == arrow.source + 1:
        x, begin, end = left + WIDTH // 2, _top(arrow.source) + HEIGHT, _top(arrow.target)
        yield f'<path{kind} d="M{x} {begin}V{end}"/><polygon points="{x - 4},{end - 7} {x + 4},{end - 7} {x},{end}"/>'
        label = escape(_shortened(" / ".join(arrow.titles), 34))
        yield f'<text class="step" x="{x + 8}" y="{(begin + end) // 2 + 4}"><title>{told}</title>{label}</text>'
        return
    back = arrow.target < arrow.source
    edge = left if back else left + WIDTH
    bend = edge - lane * LANE if back else edge + lane * LANE
    begin, end = _top(arrow.source) + HEIGHT * 2 // 3, _top(arrow.target) + HEIGHT // 3
    tip = edge - 7 if back else edge + 7
    yield f'<path{kind} d="M{edge} {begin}H{bend}V{end}H{edge}"><title>{told}</title></path>'
    yield f'<polygon points="{tip},{end - 4} {tip},{end + 4} {edge},{end}"/>'
    if not back:
        label = escape(_shortened(" / ".join(arrow.titles), 36))
        x = left + WIDTH + right
        yield f'<text class="step" x="{x}" y="{end + 4}"><title>{told}</title>{label}</text>'


def _boxes(
    definition: Definition, language: Language, audience: Audience, here: str | None, left: int
) -> Iterator[str]:
    for place, state in enumerate(definition.states):
        kind = "here" if state.code == here else "final" if state.final else ""
        told = escape(_title(state.title_for(audience), language))
        y = _top(place)
        yield f'<rect class="{kind}" x="{left}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        label = escape(_shortened(_title(state.title_for(audience), language)))
        yield (
            f'<text class="{kind}" x="{left + WIDTH // 2}" y="{y + HEIGHT // 2 + 5}" text-anchor="middle">'
            f"<title>{told}</title>{label}</text>"
        )


def described(definition: Definition, language: Language, audience: Audience, here: str | None) -> str:
    """The diagram in words, for those who do not see it."""
    names = [_title(state.title_for(audience), language) for state in definition.states]
    lines = [
        f"{names[arrow.source]} → {names[arrow.target]}: {', '.join(arrow.titles)}."
        for arrow in _arrows(definition, language)
    ]
    if here:
        stands = {"ru": "Сейчас: ", "en": "Now: "}[language]
        lines.insert(0, f"{stands}{_title(definition.state(here).title_for(audience), language)}.")
    return " ".join(lines)
