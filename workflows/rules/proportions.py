"""Shares of people asked, and how sure one can be of them: Wilson's interval, with the correction for a population that
was nearly asked whole.

Wilson (1927); Newcombe (1998), method 3. The correction takes the sample for as large as one whose variance without it
would be the same: n (N − 1) / (N − n) (Cochran 1977, 2.6). What was seen cannot be undone, so the interval never
reaches below those who said yes nor above all but those who said no.
"""

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
    share = Decimal(successes) / n
    if population == n:
        return Share(share, share, share, confidence)
    with localcontext(prec=40):
        z = Decimal(NormalDist().inv_cdf(float((1 + confidence) / 2)))
        size = Decimal(n) if population is None else Decimal(n) * (population - 1) / (population - n)
        middle = (share + z * z / (2 * size)) / (1 + z * z / size)
        half = z * (share * (1 - share) / size + z * z / (4 * size * size)).sqrt() / (1 + z * z / size)
        lowest, highest = Decimal(0), Decimal(1)
        if population is not None:
            lowest, highest = Decimal(successes) / population, 1 - Decimal(n - successes) / population
        lower, upper = max(middle - half, lowest), min(middle + half, highest)
    # At the ends the formula gives exactly 0 and 1, which rounding may miss by the last digit.
    return Share(share, lower if successes else lowest, upper if successes < n else highest, confidence)
