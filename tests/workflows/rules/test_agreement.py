"""Agreement, correlations, shares, severity: equal to what others published, sound where nobody published anything."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import Compared, all_compared
from workflows.rules.agreement import alpha_of, closeness_of, fleiss_kappa
from workflows.rules.f_distribution import quantile, share_below
from workflows.rules.intraclass import correlations_of
from workflows.rules.proportions import share_of
from workflows.rules.severity import connected, severities_of


@pytest.mark.parametrize("row", all_compared(), ids=lambda row: f"{row.what} {row.theirs}")
def test_a_reference_value_is_ours_to_the_last_digit(row: Compared) -> None:
    assert row.ours == row.theirs


cells = st.sampled_from([None, *map(Decimal, (1, 2, 3, 4, 5))])
tables = st.integers(2, 6).flatmap(
    lambda units: st.lists(st.lists(cells, min_size=units, max_size=units), min_size=2, max_size=5)
)


def by_definition(table: list[list[Decimal | None]]) -> float | None:
    """Interval alpha straight from its definition: disagreement seen over disagreement expected, pair by pair."""
    units = [[value for value in unit if value is not None] for unit in zip(*table, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pooled = [value for unit in units for value in unit]
    expected = sum((a - b) ** 2 for a, b in permutations(pooled, 2))
    if not expected:
        return None
    seen = sum(sum((a - b) ** 2 for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    return float(1 - (len(pooled) - 1) * seen / expected)


@settings(max_examples=60)
@given(tables)
def test_alpha_is_what_its_definition_says(table: list[list[Decimal | None]]) -> None:
    expected = by_definition(table)
    found = alpha_of(table, "interval").value
    assert found is None if expected is None else found == pytest.approx(expected, abs=1e-9)


def test_the_same_seed_gives_the_same_interval_and_it_holds_the_value() -> None:
    table = [[Decimal(value) for value in row] for row in ("1233214125", "1233224125", "2333234225")]
    once, again, other = (alpha_of(table, "ordinal", bootstrap=200, seed=seed) for seed in (1, 1, 2))
    assert once == again != other
    assert once.value is not None
    assert once.interval is not None
    assert once.interval.lower <= once.value <= once.interval.upper


def test_where_nothing_varies_alpha_has_nothing_to_say() -> None:
    assert alpha_of([[Decimal(3)] * 4] * 3, "ordinal", bootstrap=10).value is None
    assert fleiss_kappa([[0, 4], [0, 4]]) is None
    assert correlations_of([[Decimal(3)] * 3] * 3) is None


def test_pairs_are_equal_adjacent_or_apart() -> None:
    found = closeness_of(
        [[Decimal(1), Decimal(2), None], [Decimal(1), Decimal(3), Decimal(1)], [Decimal(4), None, None]], Decimal(1)
    )
    assert found is not None
    assert (found.pairs, found.exact, found.adjacent) == (4, Decimal("0.25"), Decimal("0.5"))


# scipy.stats.f.ppf 1.17.1.
@pytest.mark.parametrize(
    ("share", "above", "below", "value"),
    [
        (0.975, 5, 18, 3.381967805875243),
        (0.025, 5, 18, 0.15718616136624453),
        (0.975, 5, 15, 3.5764153492790607),
        (0.975, 15, 5, 6.427728167078779),
        (0.975, 3.2, 4.7, 8.179585110581787),
        (0.5, 1, 1, 1.0),
        (0.999, 100, 3, 124.06883067730487),
    ],
)
def test_quantiles_of_f_are_those_of_the_tables(share: float, above: float, below: float, value: float) -> None:
    assert quantile(share, above, below) == pytest.approx(value, rel=1e-10)
    assert share_below(value, above, below) == pytest.approx(share, rel=1e-10)


@given(st.integers(1, 400), st.data())
def test_a_share_lies_in_its_interval_and_asking_more_of_a_school_narrows_it(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))
    population = n + data.draw(st.integers(0, 400))
    open_, finite = share_of(successes, n), share_of(successes, n, population)
    for found in (open_, finite):
        assert 0 <= found.lower <= found.value <= found.upper <= 1
    assert finite.upper - finite.lower <= open_.upper - open_.lower
    slack = Decimal("1e-20")
    assert finite.lower * population <= population - (n - successes) + slack
    assert finite.upper * population >= successes - slack


def test_when_everybody_was_asked_there_is_no_doubt() -> None:
    found = share_of(13, 26, 26)
    assert found.lower == found.value == found.upper == Decimal("0.5")


@pytest.mark.parametrize("wrong", [(5, 4, None), (-1, 4, None), (0, 0, None), (1, 10, 9)])
def test_numbers_that_nobody_can_have_counted_are_refused(wrong: tuple[int, int, int | None]) -> None:
    with pytest.raises(ValueError, match="successes lie between 0 and n"):
        share_of(*wrong)


def test_a_strict_expert_is_found_and_few_scores_are_trusted_less() -> None:
    deserved = [0.2, 0.8, 0.5, 0.4, 0.9, 0.3, 0.6, 0.7, 0.35, 0.55]
    chance = [0.02, -0.03, 0.01, -0.01, 0.03, -0.02, 0.0, 0.01, -0.02, 0.01]
    many = {
        expert: {str(unit): value + shift + chance[(unit + turn) % 10] for unit, value in enumerate(deserved)}
        for turn, (expert, shift) in enumerate({"mild": 0.1, "fair": 0.0, "strict": -0.1}.items())
    }
    found = severities_of(many)
    assert [round(found[expert].raw, 1) for expert in ("mild", "fair", "strict")] == [0.1, 0.0, -0.1]
    few = severities_of({expert: dict(list(units.items())[:2]) for expert, units in many.items()})
    for expert in ("mild", "strict"):
        assert abs(found[expert].shrunk) <= abs(found[expert].raw)
        assert few[expert].shrunk / few[expert].raw < found[expert].shrunk / found[expert].raw


def test_experts_who_share_no_unit_are_not_compared() -> None:
    scores: dict[str, dict[str, float]] = {
        "a": {"1": 0.1, "2": 0.2},
        "b": {"2": 0.9, "3": 0.8},
        "c": {"4": 0.5},
        "d": {},
    }
    assert connected(scores) == [["a", "b"], ["c"]]
    found = severities_of(scores)
    assert (found["a"].group, found["b"].group, found["c"].group) == (0, 0, 1)
    assert found["c"].shrunk == 0
    assert "d" not in found


@given(st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), min_size=2, max_size=4))
def test_severities_sum_to_nothing_and_shrinking_never_turns_them_round(rows: list[list[int]]) -> None:
    found = severities_of(
        {str(place): {str(unit): value / 100 for unit, value in enumerate(row)} for place, row in enumerate(rows)}
    )
    assert sum(one.raw for one in found.values()) == pytest.approx(0, abs=1e-9)
    for one in found.values():
        assert abs(one.shrunk) <= abs(one.raw) + 1e-12
        assert one.shrunk * one.raw >= 0
