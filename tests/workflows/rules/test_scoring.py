"""Values on scales, and their spread."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.frameworks import body_of, supplied
from workflows.rules.scoring import attainable, rounded, spread_of, value_problem

POINTS = {"kind": "POINTS", "minimum": "0", "maximum": "100", "step": "0.01", "levels": []}
LEVELS = {
    "kind": "LEVELS",
    "minimum": "1",
    "maximum": "3",
    "step": "1",
    "levels": [{"value": value} for value in ("1", "2", "3")],
}


@pytest.mark.parametrize(("value", "shown"), [("3.005", "3.01"), ("2.675", "2.68"), ("1.0049", "1.00")])
def test_halves_are_rounded_up(value: str, shown: str) -> None:
    assert rounded(Decimal(value)) == Decimal(shown)


@given(st.decimals(-50, 150, places=3))
def test_points_lie_between_the_ends_and_on_a_step(value: Decimal) -> None:
    problem = value_problem(POINTS, value)
    if not 0 <= value <= 100:
        assert problem is not None
        assert problem.code == "OFF_SCALE"
    elif value * 100 % 1:
        assert problem is not None
        assert problem.code == "BETWEEN_STEPS"
    else:
        assert problem is None


@pytest.mark.parametrize(("value", "code"), [("0", "OFF_SCALE"), ("2.5", "NOT_A_LEVEL"), ("2", None)])
def test_a_level_is_one_of_those_described(value: str, code: str | None) -> None:
    problem = value_problem(LEVELS, Decimal(value))
    assert (problem and problem.code) == code


@pytest.mark.parametrize("three", list(product("123", repeat=3)))
def test_levels_diverge_when_they_lie_more_than_one_apart(three: tuple[str, str, str]) -> None:
    values = [Decimal(value) for value in three]
    spread = spread_of(values, LEVELS)
    assert spread.divergent == (max(values) - min(values) > 1)
    assert spread.lowest <= spread.median <= spread.highest


def test_points_diverge_when_they_lie_more_than_a_fifth_of_the_scale_apart() -> None:
    assert not spread_of([Decimal(60), Decimal(80)], POINTS).divergent
    assert spread_of([Decimal(60), Decimal("80.01")], POINTS).divergent


@pytest.mark.parametrize(
    ("code", "left_out", "most"),
    [
        # A sum without one of its seven tens; a mean by weights, which the others make alone.
        ("rf_state_accreditation_primary", ["3"], "60.00"),
        ("rf_state_accreditation_primary", [], "70"),
        ("nok_uod", ["3.3"], "100.00"),
        ("esg_2015", ["1.1"], None),
    ],
)
def test_the_most_a_school_can_reach_is_all_that_is_asked_of_it(
    code: str, left_out: list[str], most: str | None
) -> None:
    framework = next(known for known in supplied() if known.code == code)
    assert attainable(body_of(framework), left_out) == (None if most is None else Decimal(most))
