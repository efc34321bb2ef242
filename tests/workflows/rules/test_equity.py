"""How evenly a territory serves its pupils, and how often the intervals hold what they promise."""

import random
from decimal import Decimal
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.equity import Measured, Served, below_of, equity_of
from workflows.rules.proportions import share_of


def schools(*totals: int, pupils: int | None = 100, rural: bool | None = None) -> list[Served]:
    return [Served(Decimal(total), pupils, rural) for total in totals]


def test_the_worst_served_quarter_is_counted_in_pupils_not_in_schools() -> None:
    # 1,000 pupils: the quarter is 250, all of the first school and 150 of the second.
    known = [Served(Decimal(t), p, None) for t, p in ((40, 100), (60, 300), (80, 200), (90, 200), (100, 200))]
    found = equity_of(known)
    assert found
    assert found.worst_served == Decimal(40 * 100 + 60 * 150) / 250
    assert found.everybody == Decimal(40 * 100 + 60 * 300 + 80 * 200 + 90 * 200 + 100 * 200) / 1000


def test_the_gap_is_that_of_means_with_welch_s_interval() -> None:
    # Variances 4 and 16 of four schools each: error sqrt(5), 4.41 degrees of freedom, t(4) = 2.7764.
    town = [Served(Decimal(t), 100, False) for t in ("78.2679", "80", "80", "81.7321")]
    country = schools(66, 70, 70, 74, rural=True)
    found = equity_of([*town, *country])
    assert found
    assert found.gap
    assert found.gap.value == 10
    first, second = stdev(one.total for one in town) ** 2 / 4, stdev(one.total for one in country) ** 2 / 4
    freedom = (first + second) ** 2 / (first**2 / 3 + second**2 / 3)
    assert 4 <= freedom < 5
    half = Decimal("2.7764") * (first + second).sqrt()
    assert found.gap.lower is not None
    assert found.gap.upper is not None
    assert abs(found.gap.upper - 10 - half) < Decimal("1e-20")
    assert abs(found.gap.lower - 10 + half) < Decimal("1e-20")


def test_equal_schools_serve_evenly() -> None:
    found = equity_of([*schools(70, 70, 70, rural=True), *schools(70, 70, 70, rural=False)])
    assert found
    assert found.spread == Measured(Decimal(0), None, None)
    assert found.worst_served == found.everybody == Decimal(70)
    assert found.gap == Measured(Decimal(0), Decimal(0), Decimal(0))


def test_of_few_schools_nothing_is_said() -> None:
    assert equity_of(schools(50, 60, 70, 80)) is None


def test_what_is_not_known_of_a_school_is_not_guessed() -> None:
    found = equity_of([*schools(50, 60, 70, 80, 90), *schools(95, pupils=None)])
    assert found
    assert (found.everybody, found.worst_served, found.gap) == (None, None, None)


def test_two_schools_in_the_country_are_too_few_to_compare() -> None:
    found = equity_of([*schools(50, 60, rural=True), *schools(70, 80, 90, rural=False)])
    assert found
    assert found.gap is None


totals = st.integers(0, 100).map(Decimal)
territories = st.lists(
    st.builds(Served, totals, st.integers(1, 2000), st.sampled_from([True, False, None])), min_size=5, max_size=12
)


@given(territories, st.randoms(use_true_random=False))
def test_neither_order_nor_size_of_numbers_of_pupils_matters(known: list[Served], chance: random.Random) -> None:
    turned = [Served(one.total, (one.pupils or 0) * 3, one.rural) for one in known]
    chance.shuffle(turned)
    found, again = equity_of(known), equity_of(turned)
    assert found
    assert again
    assert found.worst_served is not None
    assert again.worst_served is not None
    assert abs(found.worst_served - again.worst_served) < Decimal("1e-9")
    assert found.everybody is not None
    assert found.worst_served <= found.everybody + Decimal("1e-9")


@pytest.mark.parametrize("count", [8, 20])
def test_the_intervals_hold_the_truth_as_often_as_they_say(count: int) -> None:
    chance, gaps, spreads, rounds = random.Random(7), 0, 0, 600
    for _ in range(rounds):
        town = [Served(Decimal(chance.gauss(80, 6)), 1, False) for _ in range(count)]
        country = [Served(Decimal(chance.gauss(70, 12)), 1, True) for _ in range(count // 2)]
        found, even = equity_of([*town, *country]), equity_of(town)
        assert found
        assert found.gap
        assert even
        gaps += (found.gap.lower or 99) <= 10 <= (found.gap.upper or 0)
        spreads += (even.spread.lower or 99) <= 6 <= (even.spread.upper or 0)
    assert 0.93 <= gaps / rounds <= 0.98
    assert 0.92 <= spreads / rounds <= 0.98


def test_the_share_below_a_threshold_is_wilson_s_over_all_schools_there_are() -> None:
    found = below_of(schools(50, 60, 70, 80, 90, 95), Decimal(60), 20)
    assert found
    assert (found.schools, found.below, found.share) == (6, 1, share_of(1, 6, 20))


def test_where_every_school_was_evaluated_nothing_is_uncertain() -> None:
    known = [Served(Decimal(t), p, None) for t, p in ((40, 100), (60, 300), (80, 200), (90, 200), (100, 200))]
    found = below_of(known, Decimal(70), 5)
    assert found
    assert found.pupils
    assert (found.share.lower, found.share.value, found.share.upper) == (Decimal("0.4"),) * 3
    assert (found.pupils.lower, found.pupils.value, found.pupils.upper) == (Decimal("0.4"),) * 3


def test_below_a_threshold_few_schools_say_nothing_and_unknown_sizes_nothing_of_pupils() -> None:
    assert below_of(schools(50, 60, 70, 80), Decimal(60), 20) is None
    found = below_of([*schools(50, 60, 70, 80, 90), *schools(95, pupils=None)], Decimal(60), 20)
    assert found
    assert found.pupils is None


def test_the_interval_of_pupils_below_holds_the_truth_about_as_often_as_it_says() -> None:
    chance = random.Random(11)
    held = drawn = 0
    for _ in range(12):
        region = [
            Served(Decimal(chance.randint(30, 100)), chance.choice((80, 150, 300, 500, 700)), None) for _ in range(60)
        ]
        under = sum(one.pupils or 0 for one in region if one.total < 60)
        truth = Decimal(under) / sum(one.pupils or 0 for one in region)
        for _ in range(50):
            found = below_of(chance.sample(region, 25), Decimal(60), len(region))
            assert found
            assert found.pupils
            drawn += 1
            held += found.pupils.lower <= truth <= found.pupils.upper
    assert 0.92 <= held / drawn <= 0.98
