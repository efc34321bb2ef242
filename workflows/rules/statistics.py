"""How the schools of a territory stand: the plain mean of their totals, and how sure one can be of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, stdev

# Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom (Student 1908; any table of t).
# fmt: off
STUDENT = (
    "12.7062", "4.3027", "3.1824", "2.7764", "2.5706", "2.4469", "2.3646", "2.3060", "2.2622", "2.2281",
    "2.2010", "2.1788", "2.1604", "2.1448", "2.1314", "2.1199", "2.1098", "2.1009", "2.0930", "2.0860",
    "2.0796", "2.0739", "2.0687", "2.0639", "2.0595", "2.0555", "2.0518", "2.0484", "2.0452", "2.0423",
)
# fmt: on
NORMAL = Decimal("1.959964")


@dataclass(frozen=True)
class Summary:
    """A mean of several totals; the interval needs at least two."""

    count: int
    mean: Decimal
    lower: Decimal | None
    upper: Decimal | None
    lowest: Decimal
    highest: Decimal


def student(freedom: int) -> Decimal:
    """The two-sided 95 % quantile of Student's t.

    Beyond the table by the expansion z + (z³ + z) / 4n + (5z⁵ + 16z³ + 3z) / 96n² (Abramowitz and Stegun 26.7.5),
    which is right to four decimals there.
    """
    if freedom <= len(STUDENT):
        return Decimal(STUDENT[freedom - 1])
    z, n = NORMAL, Decimal(freedom)
    return z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n * n)


def summary_of(totals: Sequence[Decimal]) -> Summary:
    """The summary of at least one total, unrounded."""
    middle = mean(totals)
    lower, upper = interval_of(len(totals), middle, stdev(totals)) if len(totals) > 1 else (None, None)
    return Summary(len(totals), middle, lower, upper, min(totals), max(totals))


def interval_of(count: int, middle: Decimal, deviation: Decimal) -> tuple[Decimal, Decimal]:
    """The 95 % interval of the mean of at least two values with this standard deviation, unrounded."""
    half = student(count - 1) * deviation / Decimal(count).sqrt()
    return middle - half, middle + half
