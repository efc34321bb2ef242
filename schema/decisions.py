"""The commission's meeting and its decision."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.cases import few_case_for
from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node
from schema.outcomes import Outcome
from schema.people import Person, known_person
from schema.processes import outcome_of
from schema.reports import ProposedCondition, conditions_of
from storage import decisions as stored
from storage.evaluations import EvaluationRow
from workflows.processes import definition
from workflows.rules.case import Case


@strawberry.enum(description="How a member votes.")
class VoteChoice(Enum):
    """Choices."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTAIN = "ABSTAIN"


@strawberry.type(description="A member of the commission in one meeting.")
class CommissionMember:
    """A member."""

    person_id: strawberry.Private[UUID]
    chair: bool = strawberry.field(description="Whether this member chairs.")
    recused: bool = strawberry.field(description="Whether this member stepped aside and left the quorum's base.")
    voted: bool = strawberry.field(description="Whether this member has voted on the present motion.")
    choice: VoteChoice | None = strawberry.field(description="How; others' votes are open once the decision is made.")
    dissent: str | None = strawberry.field(description="The dissenting opinion, open like the vote.")

    @strawberry.field(description="Who it is.")
    async def person(self, info: Info) -> Person:
        """The member."""
        return await known_person(info, self.person_id)


@strawberry.type(description="A decision put to the vote.")
class Motion(Node):
    """A motion."""

    round: int = strawberry.field(description="1 for the first; a motion voted down is followed by the next.")
    outcome: Outcome = strawberry.field(description="What is proposed.")
    valid_from: date | None = strawberry.field(description="From when it would hold.")
    valid_to: date | None = strawberry.field(description="Until when it would hold.")
    reasons: str = strawberry.field(description="Why.")
    conditions: list[ProposedCondition] = strawberry.field(description="Under which conditions.")
    votes_for: int | None = strawberry.field(description="Votes for; null until everybody voted or the meeting closed.")
    votes_against: int | None = strawberry.field(description="Votes against; null as above.")
    abstained: int | None = strawberry.field(description="Abstentions; null as above.")
    carried: bool | None = strawberry.field(description="Whether it carried; null as above.")
    by_casting_vote: bool = strawberry.field(description="Whether the chair's casting vote carried it; false as above.")
    version: int = strawberry.field(description="The round, as a version.")


@strawberry.type(description="The commission's meeting on one case.")
class Meeting:
    """A meeting."""

    evaluation_key: strawberry.Private[UUID]
    case: strawberry.Private[Case]
    held_at: datetime = strawberry.field(description="When the case is taken up.")
    sitting_id: strawberry.ID = strawberry.field(description="The sitting it is part of.")
    position: int = strawberry.field(description="Its place on the agenda of the sitting: 1 comes first.")
    planned_minutes: int = strawberry.field(description="How long it is given.")
    casting_vote: bool = strawberry.field(description="Whether the chair's vote decides when votes are equal.")
    quorum: int = strawberry.field(description="How many must vote.")
    eligible: int = strawberry.field(description="How many may vote: members without the recused.")
    present: int = strawberry.field(description="How many have voted on the present motion.")
    quorum_reached: bool = strawberry.field(description="Whether enough have voted.")

    @strawberry.field(description="Who belongs to the commission.")
    async def members(self, info: Info) -> list[CommissionMember]:
        """The members, the chair first."""
        return [
            CommissionMember(
                person_id=row.person_id,
                chair=row.chair,
                recused=str(row.person_id) in self.case.facts.recused,
                voted=str(row.person_id) in self.case.facts.votes,
                choice=VoteChoice(row.choice) if row.choice else None,
                dissent=row.dissent,
            )
            for row in await info.context.loader(stored.members_of).load(self.evaluation_key)
        ]

    @strawberry.field(description="The present motion.")
    async def motion(self, info: Info) -> Motion | None:
        """The motion, with the count once that is open."""
        row = await info.context.loader(stored.motions_of).load(self.evaluation_key)
        return _motion(row, self.case) if row else None


@strawberry.type(description="What the commission decided, with the count as it stood.")
class Decision:
    """A decision."""

    outcome: Outcome = strawberry.field(description="What was decided.")
    decided_at: datetime = strawberry.field(description="When.")
    valid_from: date | None = strawberry.field(description="From when it holds.")
    valid_to: date | None = strawberry.field(description="Until when it holds.")
    reasons: str = strawberry.field(description="Why.")
    conditions: list[ProposedCondition] = strawberry.field(description="Under which conditions.")
    votes_for: int = strawberry.field(description="Votes for.")
    votes_against: int = strawberry.field(description="Votes against.")
    abstained: int = strawberry.field(description="Abstentions.")
    recused: int = strawberry.field(description="Members who stepped aside.")
    quorum: int = strawberry.field(description="How many had to vote.")
    dissents: list[str] = strawberry.field(description="Dissenting opinions.")


async def meeting_of(info: Info, evaluation: EvaluationRow) -> Meeting | None:
    """The meeting, where it is open to the person asking."""
    meeting = await info.context.loader(stored.meetings_of).load(evaluation.id)
    if meeting is None:
        return None
    case = await few_case_for(info, evaluation.id)
    count = case.count()
    return Meeting(
        evaluation_key=evaluation.id,
        case=case,
        held_at=meeting.held_at,
        sitting_id=strawberry.ID(global_id("sitting", meeting.sitting_id)),
        position=meeting.position,
        planned_minutes=meeting.planned_minutes,
        casting_vote=case.definition.commission is not None and case.definition.commission.casting_vote,
        quorum=count.quorum,
        eligible=count.eligible,
        present=count.cast,
        quorum_reached=count.has_quorum,
    )


def _motion(row: stored.MotionRow, case: Case) -> Motion:
    count = case.count()
    counted = count.cast == count.eligible or "votes" in case.definition.discloses(case.state)
    return Motion(
        id=strawberry.ID(global_id("motion", row.id)),
        round=row.round,
        outcome=outcome_of(case.definition, row.outcome),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reasons=row.reasons,
        conditions=conditions_of(row.conditions),
        votes_for=count.votes_for if counted else None,
        votes_against=count.votes_against if counted else None,
        abstained=count.abstained if counted else None,
        carried=case.carried() if counted else None,
        by_casting_vote=counted and case.carried_by_casting_vote(),
        version=row.round,
    )


async def decision_of(info: Info, evaluation: EvaluationRow) -> Decision | None:
    """The decision, where it is open to the person asking."""
    row = await info.context.loader(stored.decisions_of).load(evaluation.id)
    if row is None:
        return None
    return Decision(
        outcome=outcome_of(definition(evaluation.process_code, evaluation.process_version), row.outcome),
        decided_at=row.decided_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reasons=row.reasons,
        conditions=conditions_of(row.conditions),
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        abstained=row.abstained,
        recused=row.recused,
        quorum=row.quorum,
        dissents=row.dissents,
    )
