"""A school among schools of like context: never a rank, and never more than so many schools can tell.

Like means: country with country and town with town, and neither twice as large as the other. What is not known of a
school is like nothing. The quartiles of so few schools are uncertain themselves: their 95 % intervals come from order
statistics (the number of schools below a quartile is binomial; David and Nagaraja 2003, 7.1), need no assumption
about how totals are spread, and are open to the side where the schools are too few. A school stands in a band only
where no end of such an interval says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import comb

from workflows.rules.statistics import Summary, summary_of

ENOUGH = 5
"""Fewer schools than this are named one by one by whoever knows the region; a mean of them says nothing more."""

TAIL = 0.025


@dataclass(frozen=True)
class Context:
    """What makes schools comparable."""

    pupils: int | None
    rural: bool | None


class Band(Enum):
    """Where a school stands among those like it."""

    LOWER = "LOWER"
    MIDDLE = "MIDDLE"
    UPPER = "UPPER"
    UNCLEAR = "UNCLEAR"


@dataclass(frozen=True)
class Standing:
    """A school beside the others: how many, their mean with its interval, and a band."""

    others: Summary
    band: Band


def alike(one: Context, other: Context) -> bool:
    """Whether two schools work under like conditions."""
    if one.rural is None or one.rural is not other.rural or not one.pupils or not other.pupils:
        return False
    smaller, larger = sorted((one.pupils, other.pupils))
    return larger <= 2 * smaller


def standing_among(total: Decimal, others: Sequence[Decimal]) -> Standing | None:
    """How a total stands beside those of other schools; None where these are too few."""
    if len(others) < ENOUGH:
        return None
    ordered = sorted(others)
    first, third = (_quartile_interval(ordered, quarters) for quarters in (1, 3))
    return Standing(summary_of(others), _band(total, first, third))


Ends = tuple[Decimal | None, Decimal | None]


def _band(total: Decimal, first: Ends, third: Ends) -> Band:
    (below, above_first), (below_third, above) = first, third
    if below is not None and total < below:
        return Band.LOWER
    if above is not None and total > above:
        return Band.UPPER
    if above_first is not None and below_third is not None and above_first <= total <= below_third:
        return Band.MIDDLE
    return Band.UNCLEAR


def _quartile_interval(ordered: Sequence[Decimal], quarters: int) -> Ends:
    """The 95 % interval of a quartile; None where it is open to that side."""
    n, share = len(ordered), quarters / 4
    chances = [comb(n, below) * share**below * (1 - share) ** (n - below) for below in range(n + 1)]
    lower = upper = None
    for place in range(n):
        if sum(chances[: place + 1]) <= TAIL:
            lower = ordered[place]
        if upper is None and sum(chances[place + 1 :]) <= TAIL:
            upper = ordered[place]
    return lower, upper
