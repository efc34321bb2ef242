"""Acts around a sitting of the commission: the agenda, and the minutes."""

from datetime import datetime

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import sittings


@strawberry.input(description="Take a case up at another place of the agenda, or at another sitting.")
class PutOnAgendaInput:
    """Where on which agenda."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    held_at: datetime = strawberry.field(
        description="When the sitting begins: that of `Sitting.heldAt`, or a new moment for a new sitting."
    )
    position: int = strawberry.field(description="Its place: 1 comes first; the others move.")
    planned_minutes: int = strawberry.field(description="How long the case is given.")
    place: str | None = strawberry.field(
        default=None, description="Where the sitting meets; left out: as it was said before."
    )


@strawberry.input(description="Complete the minutes of a case.")
class WriteMinutesInput:
    """The secretary's words."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Minutes.version` as you read it.")
    text: str = strawberry.field(description="What the recorded acts do not say: the course of the discussion.")


@strawberry.input(description="Sign the minutes of a case.")
class SignMinutesInput:
    """Which minutes."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Minutes.version` as you read it.")


@strawberry.type
class SittingMutations:
    """Acts around a sitting."""

    @strawberry.mutation(description="Secretary: put a case at a place of the agenda, of this sitting or another.")
    async def put_on_agenda(self, info: Info, input: PutOnAgendaInput) -> EvaluationResult:
        """Put on the agenda."""
        return await act_on_evaluation(
            info,
            lambda database, person: sittings.put_on_agenda(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.held_at,
                position=input.position,
                minutes=input.planned_minutes,
                place=input.place,
            ),
        )

    @strawberry.mutation(description="Secretary: complete the minutes of a case, until they are signed.")
    async def write_minutes(self, info: Info, input: WriteMinutesInput) -> EvaluationResult:
        """Write the minutes."""
        return await act_on_evaluation(
            info,
            lambda database, person: sittings.write_minutes(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.text,
            ),
        )

    @strawberry.mutation(description="Chair: sign the minutes of a case. Nothing in them changes afterwards.")
    async def sign_minutes(self, info: Info, input: SignMinutesInput) -> EvaluationResult:
        """Sign the minutes."""
        return await act_on_evaluation(
            info,
            lambda database, person: sittings.sign_minutes(
                database, person, required_key(input.evaluation_id, "evaluation"), input.expected_version
            ),
        )
