"""Values on scales, totals, spread: exact, and equal to the numbers published elsewhere."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.frameworks import supplied
from workflows.rules.framework import Framework
from workflows.rules.scoring import Node, group_values, rounded, spread_of, total_of, value_problem

POINTS = {"kind": "POINTS", "minimum": "0", "maximum": "100", "step": "0.01", "levels": []}
LEVELS = {
    "kind": "LEVELS",
    "minimum": "1",
    "maximum": "3",
    "step": "1",
    "levels": [{"value": value} for value in ("1", "2", "3")],
}


def framework(code: str) -> Framework:
    return next(found for found in supplied() if found.code == code)


def nodes_of(known: Framework) -> list[Node]:
    return [Node(part.code, part.parent, part.weight, part.scale is not None) for part in known.criteria]


# The worked example of the НОК formulas: counts of materials, conditions and answers, without intermediate rounding.
EXAMPLE = {
    "1.1": Decimal(50) * (Decimal(12) / 14 + Decimal(45) / 50),
    "1.2": Decimal(90),
    "1.3": Decimal(50) * (Decimal(180) / 200 + Decimal(171) / 190),
    "2.1": Decimal(80),
    "2.3": Decimal(100) * 207 / 230,
    "3.1": Decimal(20),
    "3.2": Decimal(80),
    "3.3": Decimal(100) * 6 / 8,
    "4.1": Decimal(100) * 225 / 230,
    "4.2": Decimal(100) * 223 / 230,
    "4.3": Decimal(100) * 160 / 164,
    "5.1": Decimal(100) * 214 / 230,
    "5.2": Decimal(100) * 220 / 230,
    "5.3": Decimal(100) * 217 / 230,
}


def test_the_total_of_the_worked_example_is_85_299955() -> None:
    nodes = nodes_of(framework("nok_uod"))
    groups = group_values(nodes, EXAMPLE)
    six = Decimal("0.000001")
    assert [groups[f"K{n}"].quantize(six) for n in range(1, 6)] == [
        Decimal(value) for value in ("89.357143", "85.000000", "60.500000", "97.425239", "94.217391")
    ]
    total = total_of("WEIGHTED_MEAN", nodes, EXAMPLE)
    assert total is not None
    assert total.quantize(six) == Decimal("85.299955")
    assert rounded(total) == Decimal("85.30")


@given(st.sampled_from(sorted(EXAMPLE)))
def test_a_missing_value_is_never_taken_as_zero(code: str) -> None:
    values = {known: value for known, value in EXAMPLE.items() if known != code}
    assert total_of("WEIGHTED_MEAN", nodes_of(framework("nok_uod")), values) is None


def test_a_framework_without_aggregation_has_no_total() -> None:
    esg = framework("esg_2015")
    values = {part.code: Decimal(3) for part in esg.criteria}
    assert total_of(esg.aggregation, nodes_of(esg), values) is None


@given(st.lists(st.decimals(0, 100, places=2), min_size=14, max_size=14))
def test_a_total_lies_between_its_lowest_and_highest_value(values: list[Decimal]) -> None:
    total = total_of("WEIGHTED_MEAN", nodes_of(framework("nok_uod")), dict(zip(EXAMPLE, values, strict=True)))
    assert total is not None
    assert min(values) <= total <= max(values)


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
