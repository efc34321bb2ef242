"""Shares of people asked, and how sure one can be of them: Wilson's interval, with the correction for a population that
was nearly asked whole.

Wilson (1927); Newcombe (1998), method 3. The correction takes the sample for as large as one whose variance without it
would be the same: n (N − 1) / (N − n) (Cochran 1977, 2.6). What was seen cannot be undone, so the interval never
reaches below those who said yes nor above all but those who said no.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from statistics import NormalDist


@dataclass(frozen=True)
class Share:
    """A share with its interval; between 0 and 1."""

    value: Decimal
    lower: Decimal
    upper: Decimal
    confidence: Decimal


def share_of(successes: int, n: int, population: int | None = None, confidence: Decimal = Decimal("0.95")) -> Share:
    """The share of `successes` among `n` asked out of a `population`, or out of one too large to count.

    Raises ValueError for numbers that nobody can have counted.
    """
    if not 0 <= successes <= n or n < 1 or (population is not None and population < n):
        raise ValueError("successes lie between 0 and n, n is at least 1, and the population at least n")
    lowest, highest = Decimal(0), Decimal(1)
    if population is not None:
        lowest, highest = Decimal(successes) / population, 1 - Decimal(n - successes) / population
    share = Decimal(successes) / n
    lower, upper = _wilson(share, Decimal(n), None if population is None else Decimal(population), confidence)
    # At the ends the formula gives exactly 0 and 1, which rounding may miss by the last digit; where everybody was
    # asked, it may miss the share so.
    return Share(
        share,
        min(max(lower, lowest) if successes else lowest, share),
        max(min(upper, highest) if successes < n else highest, share),
        confidence,
    )


@dataclass(frozen=True)
class Stratum:
    """What was counted in one of several populations: a school."""

    successes: int
    n: int
    population: int


def share_over(strata: Sequence[Stratum], confidence: Decimal = Decimal("0.95")) -> Share:
    """The share in several populations together, each asked for itself and counting as many as belong to it.

    The interval is that of a sample of Kish's effective size, 1 / Σ(Wₕ² / nₕ) (Kish 1965, 11.7): as wide as the unequal
    parts of the populations that answered make it. Of one stratum it is `share_of`.
    """
    population = sum(stratum.population for stratum in strata)
    with localcontext(prec=40):
        weights = [Decimal(stratum.population) / population for stratum in strata]
        share = sum((w * one.successes / one.n for w, one in zip(weights, strata, strict=True)), Decimal(0))
        size = 1 / sum((w * w / one.n for w, one in zip(weights, strata, strict=True)), Decimal(0))
        lower, upper = _wilson(share, min(size, Decimal(population)), Decimal(population), confidence)
        lowest = Decimal(sum(one.successes for one in strata)) / population
        highest = 1 - Decimal(sum(one.n - one.successes for one in strata)) / population
    return Share(share, min(max(lower, lowest), share), max(min(upper, highest), share), confidence)


def share_like(share: Decimal, size: Decimal, population: Decimal, confidence: Decimal = Decimal("0.95")) -> Share:
    """A share that was found otherwise than by counting, with the interval of a sample of this size out of a
    population; neither need be whole."""
    lower, upper = _wilson(share, size, population, confidence)
    seen = size / population
    return Share(
        share,
        min(max(lower, share * seen), share),
        max(min(upper, 1 - (1 - share) * seen), share),
        confidence,
    )


def _wilson(share: Decimal, n: Decimal, population: Decimal | None, confidence: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of the interval around a share of `n` asked."""
    if population == n:
        return share, share
    with localcontext(prec=40):
        z = Decimal(NormalDist().inv_cdf(float((1 + confidence) / 2)))
        size = n if population is None else n * (population - 1) / (population - n)
        middle = (share + z * z / (2 * size)) / (1 + z * z / size)
        half = z * (share * (1 - share) / size + z * z / (4 * size * size)).sqrt() / (1 + z * z / size)
    return middle - half, middle + half
