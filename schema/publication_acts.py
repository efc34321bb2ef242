"""The act of publishing."""

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.evaluation_acts import StepInput
from workflows import publications


@strawberry.type
class PublicationMutations:
    """What the secretary makes public."""

    @strawberry.mutation(
        description="Publish the result: a numbered, signed record that nothing changes. It cannot be taken back;"
        " a mistake is corrected by a further record."
    )
    async def publish(self, info: Info, input: StepInput) -> EvaluationResult:
        """Publish."""
        return await act_on_evaluation(
            info,
            lambda database, person: publications.publish(
                database,
                info.context.signer,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
            ),
        )
