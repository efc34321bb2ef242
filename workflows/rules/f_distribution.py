"""Quantiles of Fisher's F, from the incomplete beta function: what intervals of an intraclass correlation need.

The continued fraction of the incomplete beta function is DLMF 8.17.22 (https://dlmf.nist.gov/8.17#v), evaluated by
Lentz's method; the quantile is found by bisection on the distribution function.
"""

import math

TINY = 1e-300
PRECISION = 1e-15
STEPS = 10_000


def share_below(value: float, above: float, below: float) -> float:
    """The distribution function of F with these degrees of freedom of numerator and denominator."""
    if value <= 0:
        return 0.0
    return beta_share(above * value / (above * value + below), above / 2, below / 2)


def quantile(share: float, above: float, below: float) -> float:
    """The value below which this share of F lies; `share` lies between 0 and 1."""
    low, high = 0.0, 1.0
    while share_below(high, above, below) < share:
        low, high = high, high * 2
    while high - low > PRECISION * high:
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if share_below(middle, above, below) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))
    return front / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …)) whose inverse stands in DLMF 8.17.22."""
    value, up, down = 1.0, 1.0, 0.0
    for step in range(1, STEPS):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        down = 1 / ((1 + term * down) or TINY)
        up = (1 + term / up) or TINY
        change = up * down
        value *= change
        if abs(change - 1) < PRECISION:
            return value
    return value
