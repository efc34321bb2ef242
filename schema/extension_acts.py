"""Asking for more time before a deadline, and answering."""

from datetime import date

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import extensions


@strawberry.input(description="Ask that a deadline of yours end later.")
class RequestExtensionInput:
    """A request."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    name: str = strawberry.field(description="The deadline that waits for you: `submission`.")
    day: date = strawberry.field(description="The last day you wish for, in the time zone of the school.")
    reason: str = strawberry.field(description="Why; it is kept on record.")


@strawberry.input(description="Decide on a request for more time.")
class AnswerExtensionRequestInput:
    """An answer."""

    extension_request_id: strawberry.ID = strawberry.field(description="The request.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    granted: bool = strawberry.field(description="Whether the deadline is moved.")
    day: date | None = strawberry.field(
        default=None, description="Another last day than the one wished for, in the time zone of the school."
    )
    reason: str = strawberry.field(
        default="", description="Why; needed to refuse. Whoever asked reads it, and it is kept on record."
    )


@strawberry.type
class ExtensionMutations:
    """Acts about more time."""

    @strawberry.mutation(description="Whoever a deadline waits for: ask that it end later.")
    async def request_extension(self, info: Info, input: RequestExtensionInput) -> EvaluationResult:
        """Ask for more time."""
        return await act_on_evaluation(
            info,
            lambda database, person: extensions.request_extension(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.name,
                input.day,
                input.reason,
            ),
        )

    @strawberry.mutation(description="Secretary, or whom the process names: grant more time, another day, or refuse.")
    async def answer_extension_request(self, info: Info, input: AnswerExtensionRequestInput) -> EvaluationResult:
        """Decide on a request."""
        return await act_on_evaluation(
            info,
            lambda database, person: extensions.answer_extension_request(
                database,
                person,
                required_key(input.extension_request_id, "extension"),
                input.expected_version,
                extensions.Answer(input.granted, input.day, input.reason),
            ),
        )
