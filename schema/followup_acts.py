"""Steps that the process definition alone describes, in a case and in its tracks; and appeals."""

from datetime import date

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.review_acts import ConditionInput, new_conditions
from workflows import followups, steps, versions
from workflows.decisions import NewMotion


@strawberry.input(description="A decision taken without a vote.")
class DecisionInput:
    """What is decided."""

    outcome: str = strawberry.field(description="One of the process's outcomes.")
    valid_from: date | None = strawberry.field(default=None, description="From when it holds.")
    valid_to: date | None = strawberry.field(default=None, description="Until when it holds.")
    conditions: list[ConditionInput] = strawberry.field(default_factory=list, description="Under which conditions.")


@strawberry.input(
    description="A step with what it asks for: see `AvailableTransition.asks`, `asksDay`, `asksDecision`."
)
class TakeStepInput:
    """A step of a case."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    step: str = strawberry.field(description="`AvailableTransition.name`, where `general` is true.")
    text: str | None = strawberry.field(default=None, description="The text, where the step asks for one.")
    day: date | None = strawberry.field(default=None, description="The day, where the step asks for one.")
    decision: DecisionInput | None = strawberry.field(default=None, description="Where the step asks for one.")


@strawberry.input(description="A step of a track: following up a condition, hearing an appeal.")
class TakeTrackStepInput:
    """A step of a track."""

    track_id: strawberry.ID = strawberry.field(description="The track.")
    expected_version: int = strawberry.field(description="`Track.version` as you read it.")
    step: str = strawberry.field(description="`AvailableTransition.name`, where `general` is true.")
    text: str | None = strawberry.field(default=None, description="The text, where the step asks for one.")
    day: date | None = strawberry.field(default=None, description="The day, where the step asks for one.")
    decision: DecisionInput | None = strawberry.field(default=None, description="Where the step asks for one.")


@strawberry.input(description="Appeal against a published decision.")
class FileAppealInput:
    """An appeal."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    grounds: str = strawberry.field(description="Why.")


@strawberry.input(description="Let a case follow a newer version of its process.")
class AdoptVersionInput:
    """Which version."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    process_version: int = strawberry.field(description="One of `Evaluation.newerVersions`.")


@strawberry.input(description="Let a person hear an appeal.")
class SeatAppealMemberInput:
    """A member."""

    track_id: strawberry.ID = strawberry.field(description="The appeal.")
    expected_version: int = strawberry.field(description="`Track.version` as you read it.")
    person_id: strawberry.ID = strawberry.field(description="Who; nobody of the panel or the commission of the case.")
    chair: bool = strawberry.field(description="Whether this person chairs.")


@strawberry.input(description="Recuse somebody from hearing an appeal.")
class RecuseAppealMemberInput:
    """Whom and why."""

    track_id: strawberry.ID = strawberry.field(description="The appeal.")
    expected_version: int = strawberry.field(description="`Track.version` as you read it.")
    person_id: strawberry.ID = strawberry.field(description="Who; their vote no longer counts.")
    reason: str = strawberry.field(description="Why; those who hear the appeal read it.")


@strawberry.input(description="Vote on the ruling of an appeal.")
class CastAppealVoteInput:
    """For what."""

    track_id: strawberry.ID = strawberry.field(description="The appeal.")
    ruling: str = strawberry.field(description="`Ruling.name`, or `abstain`.")


def _given(input: TakeStepInput | TakeTrackStepInput) -> steps.Given:
    made = input.decision
    decision = (
        NewMotion(made.outcome, made.valid_from, made.valid_to, "", new_conditions(made.conditions)) if made else None
    )
    return steps.Given(input.text, input.day, decision)


@strawberry.type
class FollowUpMutations:
    """Steps of cases and tracks."""

    @strawberry.mutation(description="Take a step that needs a text, a day or a decision at most.")
    async def take_step(self, info: Info, input: TakeStepInput) -> EvaluationResult:
        """Take a step."""
        return await act_on_evaluation(
            info,
            lambda database, person: steps.take(
                database,
                info.context.signer,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.step,
                _given(input),
            ),
        )

    @strawberry.mutation(description="Take a step of a track. What follows for the case follows in the same moment.")
    async def take_track_step(self, info: Info, input: TakeTrackStepInput) -> EvaluationResult:
        """Take a step of a track."""
        return await act_on_evaluation(
            info,
            lambda database, person: followups.take_track_step(
                database,
                info.context.signer,
                person,
                required_key(input.track_id, "track"),
                input.expected_version,
                input.step,
                _given(input),
            ),
        )

    @strawberry.mutation(description="School: appeal against the published decision.")
    async def file_appeal(self, info: Info, input: FileAppealInput) -> EvaluationResult:
        """Appeal."""
        return await act_on_evaluation(
            info,
            lambda database, person: followups.file_appeal(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                input.expected_version,
                input.grounds,
            ),
        )

    @strawberry.mutation(description="Secretary: let the case follow a newer version of its process from now on.")
    async def adopt_version(self, info: Info, input: AdoptVersionInput) -> EvaluationResult:
        """Adopt a version."""
        return await act_on_evaluation(
            info,
            lambda database, person: versions.adopt_version(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.process_version,
            ),
        )

    @strawberry.mutation(description="Secretary: let a person hear an appeal.")
    async def seat_appeal_member(self, info: Info, input: SeatAppealMemberInput) -> EvaluationResult:
        """Seat a member."""
        return await act_on_evaluation(
            info,
            lambda database, person: followups.seat_appeal_member(
                database,
                person,
                required_key(input.track_id, "track"),
                input.expected_version,
                required_key(input.person_id, "person"),
                chair=input.chair,
            ),
        )

    @strawberry.mutation(description="Secretary: recuse somebody from hearing an appeal.")
    async def recuse_appeal_member(self, info: Info, input: RecuseAppealMemberInput) -> EvaluationResult:
        """Recuse a member."""
        return await act_on_evaluation(
            info,
            lambda database, person: followups.recuse_appeal_member(
                database,
                person,
                required_key(input.track_id, "track"),
                input.expected_version,
                required_key(input.person_id, "person"),
                input.reason,
            ),
        )

    @strawberry.mutation(description="Appeal: vote for a ruling; until the ruling the vote can be changed.")
    async def cast_appeal_vote(self, info: Info, input: CastAppealVoteInput) -> EvaluationResult:
        """Vote on an appeal."""
        return await act_on_evaluation(
            info,
            lambda database, person: followups.cast_appeal_vote(
                database, person, required_key(input.track_id, "track"), input.ruling
            ),
        )
