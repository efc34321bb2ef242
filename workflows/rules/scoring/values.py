"""Values on scales, and how far the values of a panel lie apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

# A panel should talk when values differ by more than one level, or by more than a fifth of a points scale.
DIVERGENT_LEVELS = 1
DIVERGENT_SHARE = Decimal("0.2")


@dataclass(frozen=True)
class ValueProblem:
    """Why a value does not lie on a scale: a code of `workflows/messages` and its facts."""

    code: str
    details: tuple[tuple[str, str], ...]


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


def spread_of(values: Sequence[Decimal], scale: Mapping[str, Any]) -> Spread:
    """How far apart at least one value lies from another, and whether the panel should talk about it."""
    lowest, highest = min(values), max(values)
    if scale["kind"] == "LEVELS":
        order = sorted(Decimal(level["value"]) for level in scale["levels"])
        divergent = order.index(highest) - order.index(lowest) > DIVERGENT_LEVELS
    else:
        divergent = highest - lowest > DIVERGENT_SHARE * (Decimal(scale["maximum"]) - Decimal(scale["minimum"]))
    return Spread(lowest, highest, Decimal(median(values)), divergent)
