"""Conflicts of interest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.conflicts import Conflict, ConflictKind, Evaluated, Tie, conflicts_of

SCHOOL = Evaluated(school="school", ancestors=("town", "region"), municipality="town")
ALL = frozenset(ConflictKind)
ties = st.builds(
    Tie,
    st.sampled_from(ConflictKind),
    st.sampled_from(["school", "town", "region", "other school", "other town"]),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("kind", "organisation", "bars"),
    [
        (ConflictKind.EMPLOYMENT, "school", True),
        (ConflictKind.EMPLOYMENT, "town", True),
        (ConflictKind.EMPLOYMENT, "region", True),
        (ConflictKind.EMPLOYMENT, "other school", False),
        (ConflictKind.FAMILY, "school", True),
        (ConflictKind.FAMILY, "town", False),
        (ConflictKind.SAME_MUNICIPALITY, "town", True),
        (ConflictKind.SAME_MUNICIPALITY, "other town", False),
        (ConflictKind.CONSULTANCY, "other school", False),
    ],
)
def test_which_ties_bar(kind: ConflictKind, organisation: str, bars: bool) -> None:
    found = conflicts_of([Tie(kind, organisation, declared=False)], SCHOOL, ALL)
    assert found == ((Conflict(kind, declared=False),) if bars else ())


def test_a_declared_conflict_is_named_before_a_detected_one() -> None:
    both = [Tie(ConflictKind.EMPLOYMENT, "school", declared=False), Tie(ConflictKind.FAMILY, "school", declared=True)]
    assert [conflict.kind for conflict in conflicts_of(both, SCHOOL, ALL)] == [
        ConflictKind.FAMILY,
        ConflictKind.EMPLOYMENT,
    ]


@given(st.lists(ties), st.frozensets(st.sampled_from(ConflictKind)))
def test_only_kinds_the_process_names_bar_each_once(found: list[Tie], barring: frozenset[ConflictKind]) -> None:
    kinds = [conflict.kind for conflict in conflicts_of(found, SCHOOL, barring)]
    assert set(kinds) <= barring
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == barring & {conflict.kind for conflict in conflicts_of(found, SCHOOL, ALL)}
