"""Renewing a decision that expires."""

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import renewals


@strawberry.input(description="Open the evaluation that renews a decision.")
class RenewInput:
    """A renewal."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation whose decision expires.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")


@strawberry.type
class RenewalMutations:
    """Renewals."""

    @strawberry.mutation(
        description="Secretary: open the evaluation that renews a decision, from the first reminder on that it expires;"
        " answers with the new one. It is of the same school, under the newest version of process and framework."
    )
    async def renew(self, info: Info, input: RenewInput) -> EvaluationResult:
        """Renew."""
        return await act_on_evaluation(
            info,
            lambda database, person: renewals.renew(
                database, person, required_key(input.evaluation_id, "evaluation"), input.expected_version
            ),
        )
