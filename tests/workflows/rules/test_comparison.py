"""A school among schools like it: no rank, no band that the numbers do not bear."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.comparison import Band, Context, alike, standing_among

totals = st.lists(st.decimals(0, 100, places=2), min_size=5, max_size=60)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Context(100, True), Context(200, True), True),
        (Context(100, True), Context(201, True), False),
        (Context(100, True), Context(100, False), False),
        (Context(None, True), Context(100, True), False),
        (Context(100, None), Context(100, None), False),
        (Context(0, True), Context(0, True), False),
    ],
)
def test_like_schools_stand_in_like_places_and_are_of_like_size(one: Context, other: Context, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


def test_of_four_schools_nothing_is_said_and_of_five_no_quarter_yet() -> None:
    assert standing_among(Decimal(50), [Decimal(60)] * 4) is None
    few = standing_among(Decimal(1), [Decimal(total) for total in (60, 70, 80, 85, 90)])
    assert few is not None
    assert (few.others.count, few.others.mean, few.band) == (5, Decimal(77), Band.UNCLEAR)


def test_of_forty_schools_the_ends_and_the_middle_are_told_and_between_them_nothing() -> None:
    others = [Decimal(total) for total in range(1, 41)]
    bands = {}
    for total in (0, 2, 10, 20, 31, 39, 41):
        found = standing_among(Decimal(total), others)
        assert found is not None
        bands[total] = found.band
    assert bands == {
        0: Band.LOWER,
        2: Band.LOWER,
        10: Band.UNCLEAR,
        20: Band.MIDDLE,
        31: Band.UNCLEAR,
        39: Band.UPPER,
        41: Band.UPPER,
    }


@given(totals, st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_a_better_total_never_stands_in_a_lower_band(others: list[Decimal], one: Decimal, other: Decimal) -> None:
    order = {Band.LOWER: 0, Band.MIDDLE: 1, Band.UPPER: 2}
    low, high = (standing_among(total, others) for total in sorted((one, other)))
    assert low is not None
    assert high is not None
    if low.band in order and high.band in order:
        assert order[low.band] <= order[high.band]


def test_a_school_is_called_low_by_mistake_in_one_case_of_forty_at_most() -> None:
    # Of schools that stand exactly at the first quartile of all, some samples will say "lower".
    chance = Random(20)
    wrong = 0
    for _ in range(1000):
        found = standing_among(Decimal(25), [Decimal(chance.randint(0, 10**6)) / 10**4 for _ in range(30)])
        assert found is not None
        wrong += found.band is Band.LOWER
    assert wrong <= 35
