"""Conflicts of interest: which ties are one, what comes of each, and for how long."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.conflicts import Conflict, ConflictKind, Evaluated, KindRule, Tie, Waiver, conflicts_of
from workflows.rules.process_parts import ConflictRule

SCHOOL = Evaluated(school="school", ancestors=("town", "region"), municipality="town", branches=("branch",))
YEAR = 2026
EMPLOYMENT, TREE = ConflictKind.EMPLOYMENT, ConflictKind.ORGANISATION_TREE
PLACES = ["school", "town", "region", "branch", "other school", "other town"]
ALL = {kind: KindRule(kind=kind, effect="bars") for kind in ConflictKind}
BY: dict[str, tuple[Literal["secretary", "chair"], ...]] = {
    "bars": (),
    "needs_waiver": ("secretary",),
    "declared_only": (),
}
EARLIER, THEN, LATER = (datetime(YEAR, 1, day, tzinfo=UTC) for day in (1, 2, 3))
ties = st.builds(
    Tie,
    st.sampled_from(ConflictKind),
    st.sampled_from(PLACES),
    st.booleans(),
    st.none() | st.integers(YEAR - 12, YEAR),
    st.sampled_from([None, EARLIER, LATER]),
)
waivers = st.lists(
    st.builds(Waiver, st.just("me"), st.sampled_from(ConflictKind), st.sampled_from(PLACES), st.just(THEN))
)
rules = st.builds(
    lambda kinds, effects, years: {
        kind: KindRule(kind=kind, effect=effect, years=back, by=BY[effect])
        for kind, effect, back in zip(kinds, effects, years, strict=True)
    },
    st.permutations(list(ConflictKind)),
    st.lists(st.sampled_from(sorted(BY)), min_size=7, max_size=7),
    st.lists(st.none() | st.integers(0, 12), min_size=7, max_size=7),
)


WAIVABLE = {
    ConflictKind.SAME_MUNICIPALITY: KindRule(kind=ConflictKind.SAME_MUNICIPALITY, effect="needs_waiver", by=("chair",)),
    ConflictKind.OTHER: KindRule(kind=ConflictKind.OTHER, effect="needs_waiver", by=("secretary",)),
}


def found(*known: Tie, under: dict[ConflictKind, KindRule] | None = None) -> list[tuple[ConflictKind, bool]]:
    """The kinds that count, each with whether it stops the person."""
    return [(one.kind, one.stops) for one in conflicts_of(known, SCHOOL, under or ALL, YEAR)]


@pytest.mark.parametrize(
    ("kind", "organisation", "is_one"),
    [
        (EMPLOYMENT, "school", EMPLOYMENT),
        (EMPLOYMENT, "town", TREE),
        (EMPLOYMENT, "region", TREE),
        (EMPLOYMENT, "branch", TREE),
        (EMPLOYMENT, "other school", None),
        (TREE, "town", TREE),
        (ConflictKind.FAMILY, "school", ConflictKind.FAMILY),
        (ConflictKind.FAMILY, "town", None),
        (ConflictKind.SAME_MUNICIPALITY, "town", ConflictKind.SAME_MUNICIPALITY),
        (ConflictKind.SAME_MUNICIPALITY, "region", None),
        (ConflictKind.SAME_MUNICIPALITY, "other town", None),
        (ConflictKind.CO_AUTHOR, "school", ConflictKind.CO_AUTHOR),
        (ConflictKind.CONSULTANCY, "other school", None),
    ],
)
def test_which_ties_are_a_conflict(kind: ConflictKind, organisation: str, is_one: ConflictKind | None) -> None:
    assert found(Tie(kind, organisation, declared=False)) == ([(is_one, True)] if is_one else [])


@pytest.mark.parametrize(("until", "counts"), [(None, True), (2026, True), (2023, True), (2022, False)])
def test_a_tie_that_ended_counts_for_as_many_years_as_the_process_says(until: int | None, counts: bool) -> None:
    three_years = {EMPLOYMENT: KindRule(kind=EMPLOYMENT, effect="bars", years=3)}
    assert found(Tie(EMPLOYMENT, "school", declared=False, until=until), under=three_years) == (
        [(EMPLOYMENT, True)] if counts else []
    )


def test_what_is_only_declared_is_told_and_stops_nobody() -> None:
    told = {ConflictKind.OTHER: KindRule(kind=ConflictKind.OTHER, effect="declared_only")}
    assert found(Tie(ConflictKind.OTHER, "school", declared=True), under=told) == [(ConflictKind.OTHER, False)]


def test_a_declared_conflict_is_named_before_a_detected_one_and_what_stops_before_what_does_not() -> None:
    under = {**ALL, ConflictKind.OTHER: KindRule(kind=ConflictKind.OTHER, effect="declared_only")}
    three = [
        Tie(ConflictKind.OTHER, "school", declared=True),
        Tie(EMPLOYMENT, "school", declared=False),
        Tie(ConflictKind.FAMILY, "school", declared=True),
    ]
    assert found(*three, under=under) == [
        (ConflictKind.FAMILY, True),
        (EMPLOYMENT, True),
        (ConflictKind.OTHER, False),
    ]


def test_the_short_form_bars_for_good_and_means_the_whole_tree_by_employment() -> None:
    short = ConflictRule(bar=(EMPLOYMENT, ConflictKind.FAMILY)).by_kind()
    assert {(rule.kind, rule.effect, rule.years) for rule in short.values()} == {
        (EMPLOYMENT, "bars", None),
        (TREE, "bars", None),
        (ConflictKind.FAMILY, "bars", None),
    }


@given(st.lists(ties), rules)
def test_each_kind_with_each_organisation_is_told_once_and_stops_exactly_where_the_process_bars(
    known: list[Tie], under: dict[ConflictKind, KindRule]
) -> None:
    conflicts = conflicts_of(known, SCHOOL, under, YEAR)
    places = [(one.kind, one.organisation) for one in conflicts]
    assert len(places) == len(set(places))
    assert all(one.stops == (under[one.kind].effect in {"bars", "needs_waiver"}) for one in conflicts)
    assert all(one.organisation in {"school", "town", "region", "branch"} for one in conflicts)


@given(st.lists(ties), rules)
def test_the_order_in_which_ties_are_known_changes_nothing(
    known: list[Tie], under: dict[ConflictKind, KindRule]
) -> None:
    assert conflicts_of(known, SCHOOL, under, YEAR) == conflicts_of(known[::-1], SCHOOL, under, YEAR)


@given(st.lists(ties), ties, rules)
def test_another_tie_never_makes_anybody_more_independent(
    known: list[Tie], more: Tie, under: dict[ConflictKind, KindRule]
) -> None:
    def keys(conflicts: tuple[Conflict, ...]) -> set[tuple[ConflictKind, str, bool]]:
        return {(one.kind, one.organisation, one.stops) for one in conflicts}

    assert keys(conflicts_of(known, SCHOOL, under, YEAR)) <= keys(conflicts_of([*known, more], SCHOOL, under, YEAR))


@pytest.mark.parametrize(
    ("tie", "stops"),
    [
        (Tie(ConflictKind.SAME_MUNICIPALITY, "town", declared=False), False),
        (Tie(ConflictKind.SAME_MUNICIPALITY, "school", declared=True, told_at=EARLIER), True),
        (Tie(ConflictKind.OTHER, "school", declared=True, told_at=EARLIER), True),
    ],
)
def test_a_waiver_is_of_one_kind_of_tie_to_one_organisation(tie: Tie, stops: bool) -> None:
    waiver = Waiver("me", ConflictKind.SAME_MUNICIPALITY, "town", THEN)
    (conflict,) = conflicts_of([tie], SCHOOL, WAIVABLE, YEAR, [waiver])
    assert (conflict.stops, conflict.waived) == (stops, not stops)


def test_what_is_told_after_a_waiver_is_not_waived_by_it() -> None:
    waiver = Waiver("me", ConflictKind.OTHER, "school", THEN)
    known, news = (Tie(ConflictKind.OTHER, "school", declared=True, told_at=at) for at in (EARLIER, LATER))
    assert [one.stops for one in conflicts_of([known], SCHOOL, WAIVABLE, YEAR, [waiver])] == [False]
    for order in ([known, news], [news, known]):
        assert [one.stops for one in conflicts_of(order, SCHOOL, WAIVABLE, YEAR, [waiver])] == [True]


@pytest.mark.parametrize("wrong", [{"effect": "needs_waiver"}, {"effect": "bars", "by": ("chair",)}])
def test_who_waives_is_said_where_something_can_be_waived(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="by"):
        KindRule(kind=ConflictKind.OTHER, **wrong)


@given(st.lists(ties), rules, waivers)
def test_a_waiver_opens_nothing_that_bars_and_hides_no_conflict(
    known: list[Tie], under: dict[ConflictKind, KindRule], given_: list[Waiver]
) -> None:
    with_them = conflicts_of(known, SCHOOL, under, YEAR, given_)
    without = conflicts_of(known, SCHOOL, under, YEAR)
    assert {(one.kind, one.organisation) for one in with_them} == {(one.kind, one.organisation) for one in without}
    assert {one for one in with_them if one.rule.effect == "bars"} == {
        one for one in without if one.rule.effect == "bars"
    }
    covered = {(one.kind, one.organisation) for one in given_}
    assert all((one.kind, one.organisation) in covered for one in with_them if one.waived)


@given(ties, rules, st.integers(0, 20))
def test_time_heals_only_what_has_ended(tie: Tie, under: dict[ConflictKind, KindRule], later: int) -> None:
    now = conflicts_of([tie], SCHOOL, under, YEAR)
    then = conflicts_of([tie], SCHOOL, under, YEAR + later)
    assert set(then) <= set(now)
    lasting = [replace(tie, until=None)]
    assert conflicts_of(lasting, SCHOOL, under, YEAR) == conflicts_of(lasting, SCHOOL, under, YEAR + later)
