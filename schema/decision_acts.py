"""Acts of the commission."""

from datetime import date, datetime

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.decisions import VoteChoice
from schema.evaluation_acts import StepInput
from schema.review_acts import ConditionInput, new_conditions
from workflows import decisions
from workflows.rules import quorum


@strawberry.input(description="Hand the case to the commission.")
class ReferToCommissionInput:
    """And call its meeting."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    held_at: datetime = strawberry.field(description="When the commission meets.")


@strawberry.input(description="Put a decision to the vote.")
class ProposeMotionInput:
    """What is proposed."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    outcome: str = strawberry.field(description="One of the process's outcomes.")
    valid_from: date | None = strawberry.field(default=None, description="From when it would hold.")
    valid_to: date | None = strawberry.field(default=None, description="Until when it would hold.")
    reasons: str = strawberry.field(description="Why.")
    conditions: list[ConditionInput] = strawberry.field(description="Under which conditions.")


@strawberry.input(description="Vote on the present motion.")
class CastVoteInput:
    """How."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    motion_id: strawberry.ID = strawberry.field(description="The motion as you read it.")
    choice: VoteChoice = strawberry.field(description="For, against, or abstain.")


@strawberry.input(description="A dissenting opinion on the present motion.")
class WriteDissentInput:
    """Why you disagree."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    motion_id: strawberry.ID = strawberry.field(description="The motion as you read it.")
    text: str = strawberry.field(description="It is published with the decision.")


@strawberry.type
class DecisionMutations:
    """Acts of the commission."""

    @strawberry.mutation(description="Secretary: hand the case to the commission and call its meeting.")
    async def refer_to_commission(self, info: Info, input: ReferToCommissionInput) -> EvaluationResult:
        """Refer."""
        return await act_on_evaluation(
            info,
            lambda database, person: decisions.refer_to_commission(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.held_at,
            ),
        )

    @strawberry.mutation(description="Chair: put a decision to the vote.")
    async def propose_motion(self, info: Info, input: ProposeMotionInput) -> EvaluationResult:
        """Propose a motion."""
        motion = decisions.NewMotion(
            outcome=input.outcome,
            valid_from=input.valid_from,
            valid_to=input.valid_to,
            reasons=input.reasons,
            conditions=new_conditions(input.conditions),
        )
        return await act_on_evaluation(
            info,
            lambda database, person: decisions.propose_motion(
                database, person, required_key(input.evaluation_id, "evaluation"), input.expected_version, motion
            ),
        )

    @strawberry.mutation(description="Commission: vote.")
    async def cast_vote(self, info: Info, input: CastVoteInput) -> EvaluationResult:
        """Vote."""
        return await act_on_evaluation(
            info,
            lambda database, person: decisions.cast_vote(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                required_key(input.motion_id, "motion"),
                quorum.VoteChoice(input.choice.value),
            ),
        )

    @strawberry.mutation(description="Commission: write a dissenting opinion.")
    async def write_dissent(self, info: Info, input: WriteDissentInput) -> EvaluationResult:
        """Dissent."""
        return await act_on_evaluation(
            info,
            lambda database, person: decisions.write_dissent(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                required_key(input.motion_id, "motion"),
                input.text,
            ),
        )

    @strawberry.mutation(description="Chair: confirm the decision and close the meeting.")
    async def decide(self, info: Info, input: StepInput) -> EvaluationResult:
        """Decide."""
        return await act_on_evaluation(
            info,
            lambda database, person: decisions.decide(
                database, person, required_key(input.evaluation_id, "evaluation"), input.expected_version
            ),
        )
