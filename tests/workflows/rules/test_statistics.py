"""How sure one can be of a mean."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.scoring import rounded
from workflows.rules.statistics import student, summary_of

# НОК УОД 2022, Erzin district: the published totals of seven organisations.
ERZIN = [Decimal(total) for total in ("87.72", "87.52", "86.46", "86.10", "84.42", "78.44", "76.38")]
totals = st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=40)


def share_below(t: float, freedom: int) -> float:
    """The distribution function of Student's t, integrated by Simpson's rule."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    steps = 20_000
    width = t / steps
    density: list[float] = [scale * (1 + (width * n) ** 2 / freedom) ** (-(freedom + 1) / 2) for n in range(steps + 1)]
    weighted: float = density[0] + density[-1] + 4 * sum(density[1:-1:2]) + 2 * sum(density[2:-1:2])
    return 0.5 + width / 3 * weighted


@pytest.mark.parametrize("freedom", [*range(1, 36), 50, 100, 1000])
def test_between_the_quantiles_lie_95_per_cent(freedom: int) -> None:
    assert share_below(float(student(freedom)), freedom) == pytest.approx(0.975, abs=5e-6)


def test_the_published_totals_of_a_district() -> None:
    summary = summary_of(ERZIN)
    assert rounded(summary.mean) == Decimal("83.86")
    assert (summary.lowest, summary.highest, summary.count) == (Decimal("76.38"), Decimal("87.72"), 7)
    # s = 4.5774, t(6) = 2.4469, half = t * s / sqrt(7) = 4.2333.
    assert summary.lower is not None
    assert summary.upper is not None
    assert (rounded(summary.lower), rounded(summary.upper)) == (Decimal("79.63"), Decimal("88.10"))


def test_one_total_has_no_interval() -> None:
    summary = summary_of([Decimal("87.72")])
    assert (summary.mean, summary.lower, summary.upper) == (Decimal("87.72"), None, None)


@given(totals)
def test_the_mean_lies_in_the_middle_of_its_interval_and_within_the_extremes(values: list[Decimal]) -> None:
    summary = summary_of(values)
    assert summary.lower is not None
    assert summary.upper is not None
    assert summary.lower <= summary.mean <= summary.upper
    assert abs((summary.lower + summary.upper) / 2 - summary.mean) < Decimal("1e-12")
    assert summary.lowest - Decimal("1e-12") <= summary.mean <= summary.highest + Decimal("1e-12")


@given(totals)
def test_equal_totals_leave_no_doubt(values: list[Decimal]) -> None:
    summary = summary_of([values[0]] * len(values))
    assert summary.lower == summary.mean == summary.upper == values[0]
