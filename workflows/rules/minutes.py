"""What the minutes of a meeting say by themselves: made from the recorded acts, never written by hand.

Who sat, who stepped aside, what was moved, how it was voted on and by whom, and who dissented. Once the minutes are
signed this is kept as it stood, so that whatever becomes of the case later, they say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from workflows.rules.case import Case
from workflows.rules.quorum import Count, VoteChoice, by_casting_vote, count_votes

Part = Literal["VOTED", "RECUSED", "ABSENT"]
"""What a member did in the meeting: voted on at least one motion, stepped aside, or neither."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Name(_Kept):
    """A name in both languages."""

    ru: str
    en: str


class Present(_Kept):
    """A member of the commission, and their part in the meeting."""

    name: Name
    chair: bool
    part: Part


class Ballot(_Kept):
    """A member's vote."""

    name: Name
    choice: VoteChoice


class Dissenting(_Kept):
    """A member's dissenting opinion."""

    name: Name
    text: str


class Moved(_Kept):
    """A motion and what became of it. Numbers and votes are None and empty until votes are open."""

    round: int
    outcome: Name
    valid_from: date | None
    valid_to: date | None
    reasons: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    carried: bool | None
    by_casting_vote: bool
    ballots: tuple[Ballot, ...]
    dissents: tuple[Dissenting, ...]


class Record(_Kept):
    """What the acts say of one case at one sitting. Moments are in UTC."""

    starts_at: datetime
    place: str
    position: int
    eligible: int
    quorum: int
    members: tuple[Present, ...]
    motions: tuple[Moved, ...]
    decided_at: datetime | None


@dataclass(frozen=True)
class Seated:
    """A member as the case was referred to the commission."""

    person: str
    name: Name
    chair: bool


@dataclass(frozen=True)
class Motion:
    """A motion with the votes and dissents, by person; `count` as it was kept where it was decided."""

    round: int
    outcome: str
    valid_from: date | None
    valid_to: date | None
    reasons: str
    votes: Mapping[str, VoteChoice]
    dissents: Mapping[str, str]
    count: Count | None
    decided_at: datetime | None


def record_of(
    case: Case, *, starts_at: datetime, place: str, position: int, seated: Sequence[Seated], motions: Sequence[Motion]
) -> Record:
    """The record of a meeting, as far as it has come. What is told of votes is told once the process opens them."""
    names = {one.person: one.name for one in seated}
    told = [_moved(case, names, motion, last=motion is motions[-1]) for motion in motions]
    voters = {person for motion in motions for person in motion.votes} | (set(case.facts.votes) if motions else set())
    last = _count(case, motions[-1]) if motions else case.count()
    return Record(
        starts_at=starts_at,
        place=place,
        position=position,
        eligible=last.eligible,
        quorum=last.quorum,
        members=tuple(Present(name=one.name, chair=one.chair, part=_part(case, one, voters)) for one in seated),
        motions=tuple(told),
        decided_at=motions[-1].decided_at if motions else None,
    )


def _part(case: Case, member: Seated, voters: set[str]) -> Part:
    if member.person in case.facts.recused:
        return "RECUSED"
    return "VOTED" if member.person in voters else "ABSENT"


def _count(case: Case, motion: Motion) -> Count:
    rule = case.definition.commission
    assert rule is not None, "a case with motions has a commission"
    return motion.count or count_votes(case.facts.members, case.facts.recused, motion.votes, rule.quorum)


def _moved(case: Case, names: Mapping[str, Name], motion: Motion, *, last: bool) -> Moved:
    outcome, rule = case.definition.outcome(motion.outcome), case.definition.commission
    assert outcome is not None, "a motion's outcome was checked when it was proposed"
    assert rule is not None, "a case with motions has a commission"
    count = _count(case, motion)
    open_ = "votes" in case.definition.discloses(case.state)
    carried = True if motion.decided_at else None if last else False
    casting = rule.casting_vote and any(
        motion.votes.get(chair) is VoteChoice.FOR for chair in case.facts.chairs - case.facts.recused
    )
    return Moved(
        round=motion.round,
        outcome=Name(ru=outcome.title.ru, en=outcome.title.en),
        valid_from=motion.valid_from,
        valid_to=motion.valid_to,
        reasons=motion.reasons,
        votes_for=count.votes_for if open_ else None,
        votes_against=count.votes_against if open_ else None,
        abstained=count.abstained if open_ else None,
        carried=carried,
        by_casting_vote=bool(motion.decided_at) and by_casting_vote(count, rule.majority, casting=casting),
        ballots=tuple(
            Ballot(name=name, choice=motion.votes[person])
            for person, name in names.items()
            if open_ and person in motion.votes and person not in case.facts.recused
        ),
        dissents=tuple(
            Dissenting(name=name, text=motion.dissents[person])
            for person, name in names.items()
            if open_ and person in motion.dissents
        ),
    )
