"""Counting a commission: who may vote, whether enough did, whether the motion carried.

A recused member leaves the base of the quorum, so that stepping aside never blocks a decision by itself; abstentions
count towards the quorum but a motion needs more than the required share of all votes cast (Robert's Rules of Order
Newly Revised, 12th ed., 40:12 and 44:1, with "majority of those voting" read over votes cast).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class VoteChoice(StrEnum):
    """How a member may vote."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTAIN = "ABSTAIN"


@dataclass(frozen=True)
class Count:
    """The count of one motion. All numbers are members."""

    votes_for: int
    votes_against: int
    abstained: int
    recused: int
    eligible: int
    quorum: int

    @property
    def cast(self) -> int:
        """How many voted, abstentions included."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def has_quorum(self) -> bool:
        """Whether enough of those who may vote did."""
        return self.cast >= self.quorum


def quorum_of(eligible: int, share: Fraction) -> int:
    """The smallest number of voters that is more than `share` of those who may vote; never less than one."""
    return max(1, int(eligible * share) + 1)


def count_votes(
    members: frozenset[str], recused: frozenset[str], votes: Mapping[str, VoteChoice], quorum_share: Fraction
) -> Count:
    """Count the votes of members who are not recused; a vote by anyone else does not count."""
    eligible = members - recused
    counted = Counter(choice for member, choice in votes.items() if member in eligible)
    return Count(
        votes_for=counted[VoteChoice.FOR],
        votes_against=counted[VoteChoice.AGAINST],
        abstained=counted[VoteChoice.ABSTAIN],
        recused=len(members & recused),
        eligible=len(eligible),
        quorum=quorum_of(len(eligible), quorum_share),
    )


def carries(count: Count, majority_share: Fraction, *, casting: bool = False) -> bool:
    """Whether the motion carried: a quorum voted, and more than the share of the votes cast are for it.

    `casting` says that the rules give the chair a casting vote and that the chair is for: when votes for and against
    are equal, that decides. It breaks a tie and makes no larger majority than a simple one.
    """
    if not count.has_quorum:
        return False
    tie = count.votes_for == count.votes_against and count.votes_for > 0
    return count.votes_for > count.cast * majority_share or (casting and tie and majority_share <= Fraction(1, 2))


def by_casting_vote(count: Count, majority_share: Fraction, *, casting: bool) -> bool:
    """Whether it was the chair's casting vote that carried the motion."""
    return carries(count, majority_share, casting=casting) and not carries(count, majority_share)
