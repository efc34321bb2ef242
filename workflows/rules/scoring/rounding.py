"""Rounding of exact fractions, half ways decided as declared."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from workflows.rules.scoring.language import Rounding

PUBLISHED_DIGITS = Decimal("0.01")
"""Totals without a rule of their own are published with two decimals, half up; everything before that is unrounded."""


def rounded(value: Decimal) -> Decimal:
    """The value as it is published: two decimals, half up."""
    return value.quantize(PUBLISHED_DIGITS, ROUND_HALF_UP)


def rounded_as(value: Fraction, rounding: Rounding) -> Fraction:
    """The nearest number with so many digits; `HALF_UP` and `UP` mean away from zero, as in decimal arithmetic."""
    unit = Fraction(1, 10**rounding.digits)
    whole, rest = divmod(abs(value), unit)
    if _goes_up(rounding.mode, rest / unit, whole):
        whole += 1
    return whole * unit if value >= 0 else -whole * unit


def _goes_up(mode: str, rest: Fraction, whole: int) -> bool:
    half = Fraction(1, 2)
    match mode:
        case "UP":
            return rest > 0
        case "DOWN":
            return False
        case "HALF_UP":
            return rest >= half
        case "HALF_DOWN":
            return rest > half
        case _:
            return rest > half or (rest == half and whole % 2 == 1)
