"""Values on scales, totals by weight, and how far values lie apart. Exact decimals, rounded only where declared.

The weighted mean of a tree: a group's value is the mean of its members by their weights; the total is the mean of the
top level by its weights. For НОК УОД this is `S = (K1 + … + K5) / 5` with each `K` the weighted sum of its indicators
(order of the Ministry of Labour No. 344н of 31.05.2018; weights in the framework file).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

PUBLISHED_DIGITS = Decimal("0.01")
"""Totals are shown and published with two decimals, half up; everything before that is unrounded."""

# A panel should talk when values differ by more than one level, or by more than a fifth of a points scale.
DIVERGENT_LEVELS = 1
DIVERGENT_SHARE = Decimal("0.2")


@dataclass(frozen=True)
class ValueProblem:
    """Why a value does not lie on a scale: a code of `workflows/messages` and its facts."""

    code: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Node:
    """A criterion as totals see it."""

    code: str
    parent: str | None
    weight: Decimal
    scored: bool


@dataclass(frozen=True)
class Spread:
    """How far the values of one criterion lie apart. A diagnostic, never a score."""

    lowest: Decimal
    highest: Decimal
    median: Decimal
    divergent: bool


def value_problem(scale: Mapping[str, Any], value: Decimal) -> ValueProblem | None:
    """Why the value does not lie on this scale (as the framework file has it), or None."""
    lowest, highest, step = (Decimal(scale[name]) for name in ("minimum", "maximum", "step"))
    if not lowest <= value <= highest:
        return ValueProblem("OFF_SCALE", (("minimum", f"{lowest:f}"), ("maximum", f"{highest:f}")))
    if scale["kind"] == "LEVELS" and value not in {Decimal(level["value"]) for level in scale["levels"]}:
        return ValueProblem("NOT_A_LEVEL", (("levels", ", ".join(str(level["value"]) for level in scale["levels"])),))
    if (value - lowest) % step:
        return ValueProblem("BETWEEN_STEPS", (("step", f"{step:f}"),))
    return None


def mean_by_weight(values: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of (value, weight) pairs; None when nothing weighs anything."""
    weight = sum((weight for _, weight in values), Decimal(0))
    return sum((value * weight for value, weight in values), Decimal(0)) / weight if weight else None


def group_values(nodes: Sequence[Node], values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The value of every node that has one: given for scored ones, the weighted mean of members for groups.

    A group with any member missing has none: a missing value is never taken as zero.
    """
    members: dict[str | None, list[Node]] = {}
    for node in nodes:
        members.setdefault(node.parent, []).append(node)
    found: dict[str, Decimal] = {}

    def value_of(node: Node) -> Decimal | None:
        if node.scored:
            value = values.get(node.code)
        else:
            parts = [(value_of(member), member.weight) for member in members.get(node.code, [])]
            present = [(value, weight) for value, weight in parts if value is not None]
            value = mean_by_weight(present) if parts and len(present) == len(parts) else None
        if value is not None:
            found[node.code] = value
        return value

    for top in members.get(None, []):
        value_of(top)
    return found


def total_of(aggregation: str, nodes: Sequence[Node], values: Mapping[str, Decimal]) -> Decimal | None:
    """The total, unrounded; None where the framework has none or any value is missing."""
    if aggregation == "NONE":
        return None
    found = group_values(nodes, values)
    top = [node for node in nodes if node.parent is None]
    if any(node.code not in found for node in top):
        return None
    return mean_by_weight([(found[node.code], node.weight) for node in top])


def rounded(value: Decimal) -> Decimal:
    """The value as it is published: two decimals, half up."""
    return value.quantize(PUBLISHED_DIGITS, ROUND_HALF_UP)


def spread_of(values: Sequence[Decimal], scale: Mapping[str, Any]) -> Spread:
    """How far apart at least one value lies from another, and whether the panel should talk about it."""
    lowest, highest = min(values), max(values)
    if scale["kind"] == "LEVELS":
        order = sorted(Decimal(level["value"]) for level in scale["levels"])
        divergent = order.index(highest) - order.index(lowest) > DIVERGENT_LEVELS
    else:
        divergent = highest - lowest > DIVERGENT_SHARE * (Decimal(scale["maximum"]) - Decimal(scale["minimum"]))
    return Spread(lowest, highest, Decimal(median(values)), divergent)
