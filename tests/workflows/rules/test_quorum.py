"""Counting a commission."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.quorum import VoteChoice, carries, count_votes, quorum_of

HALF = Fraction(1, 2)
PEOPLE = [f"member-{number}" for number in range(9)]
people = st.frozensets(st.sampled_from(PEOPLE))
votes = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(VoteChoice))


@pytest.mark.parametrize(("eligible", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (7, 4)])
def test_more_than_half_of_those_who_may_vote_make_a_quorum(eligible: int, needed: int) -> None:
    assert quorum_of(eligible, HALF) == needed


def test_a_recused_member_leaves_the_base_of_the_quorum() -> None:
    members = frozenset(PEOPLE[:5])
    cast = {PEOPLE[0]: VoteChoice.FOR, PEOPLE[1]: VoteChoice.FOR}
    assert not count_votes(members, frozenset(), cast, HALF).has_quorum
    assert count_votes(members, frozenset(PEOPLE[3:5]), cast, HALF).has_quorum


def test_a_tie_does_not_carry() -> None:
    cast = {PEOPLE[0]: VoteChoice.FOR, PEOPLE[1]: VoteChoice.AGAINST}
    assert not carries(count_votes(frozenset(PEOPLE[:2]), frozenset(), cast, HALF), HALF)


@given(people, people, votes)
def test_only_members_who_are_not_recused_count(
    members: frozenset[str], recused: frozenset[str], cast: dict[str, VoteChoice]
) -> None:
    count = count_votes(members, recused, cast, HALF)
    assert count.cast == len(cast.keys() & (members - recused))
    assert count.eligible == len(members - recused)
    assert count.recused == len(members & recused)


@given(people, people, votes)
def test_what_carries_has_a_quorum_and_more_for_than_against(
    members: frozenset[str], recused: frozenset[str], cast: dict[str, VoteChoice]
) -> None:
    count = count_votes(members, recused, cast, HALF)
    if carries(count, HALF):
        assert count.has_quorum
        assert count.votes_for > count.votes_against + count.abstained
