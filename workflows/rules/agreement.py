"""How far observers agree: Krippendorff's alpha, Fleiss' kappa, exact and adjacent agreement.

Diagnostics beside the scores; they never change one, which is why floats will do. Alpha is that of the `krippendorff`
package. Its interval is a bootstrap over units, so that the values of a unit stay together; draws in which nothing
varies have no alpha and are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LevelOfMeasurement = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[LevelOfMeasurement, ...] = get_args(LevelOfMeasurement)

Table = Sequence[Sequence[Decimal | None]]
"""Rows are observers, columns units; None where an observer gave no value."""


@dataclass(frozen=True)
class Interval:
    """From where to where, at a confidence."""

    lower: float
    upper: float
    confidence: float


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha; None where nothing varies or no unit has two values."""

    value: float | None
    level: LevelOfMeasurement
    observers: int
    units: int
    pairable: int
    interval: Interval | None = None


@dataclass(frozen=True)
class Closeness:
    """Which share of the pairs of values of a unit is equal, and at most one level apart."""

    pairs: int
    exact: Decimal
    adjacent: Decimal


def alpha_of(
    table: Table, level: LevelOfMeasurement, *, bootstrap: int = 0, seed: int = 0, confidence: float = 0.95
) -> Alpha:
    """Alpha over the units that two observers at least valued; the seed makes the same interval of the same draws."""
    units = [unit for unit in zip(*table, strict=True) if sum(value is not None for value in unit) > 1]
    values = [value for unit in units for value in unit if value is not None]
    domain = sorted(set(values))
    if len(domain) < 2:
        return Alpha(None, level, len(table), len(units), len(values))
    counts = [[unit.count(value) for value in domain] for unit in units]
    points = [float(value) for value in domain]
    interval = _bootstrapped(counts, points, level, bootstrap, seed, confidence) if bootstrap else None
    return Alpha(_alpha(counts, points, level), level, len(table), len(units), len(values), interval)


def _alpha(counts: "ArrayLike", domain: "ArrayLike", level: LevelOfMeasurement) -> float:
    import krippendorff

    return float(krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level))


def _bootstrapped(
    counts: Sequence[Sequence[int]],
    domain: Sequence[float],
    level: LevelOfMeasurement,
    draws: int,
    seed: int,
    confidence: float,
) -> Interval | None:
    import numpy as np

    units, points = np.array(counts), np.array(domain)
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        drawn = units[chance.integers(0, len(units), len(units))]
        present = drawn.sum(axis=0) > 0
        if present.sum() > 1:
            found.append(_alpha(drawn[:, present], points[present], level))
    if not found:
        return None
    rest = (1 - confidence) / 2
    lower, upper = np.quantile(found, [rest, 1 - rest])
    return Interval(float(lower), float(upper), confidence)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa: rows are subjects, columns categories, cells how many raters chose it (Fleiss 1971).

    Every subject has the same number of raters, at least two. None where all chose one category throughout.
    """
    raters = sum(counts[0])
    total = raters * len(counts)
    seen = sum(sum(cell * (cell - 1) for cell in row) for row in counts) / (total * (raters - 1))
    by_chance = sum((sum(column) / total) ** 2 for column in zip(*counts, strict=True))
    return None if by_chance == 1 else (seen - by_chance) / (1 - by_chance)


def closeness_of(table: Table, step: Decimal) -> Closeness | None:
    """Exact and adjacent agreement over all pairs of values of a unit; None without a pair."""
    distances = [
        abs(one - other)
        for unit in zip(*table, strict=True)
        for one, other in combinations([value for value in unit if value is not None], 2)
    ]
    if not distances:
        return None
    pairs = Decimal(len(distances))
    return Closeness(
        len(distances),
        sum(not distance for distance in distances) / pairs,
        sum(distance <= step for distance in distances) / pairs,
    )
