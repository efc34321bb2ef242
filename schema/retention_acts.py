"""Deleting evidence whose time is over, and holding it."""

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import retention as acts


@strawberry.input(description="Delete a document whose time is over.")
class DeleteEvidenceInput:
    """A deletion."""

    document_id: strawberry.ID = strawberry.field(description="The document: one of `Viewer.dueForDeletion`.")
    reason: str = strawberry.field(description="Why; it is kept on record.")


@strawberry.input(description="Put evidence on hold.")
class HoldEvidenceInput:
    """A hold."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    document_id: strawberry.ID | None = strawberry.field(
        default=None, description="One document of it; left out: every document, also those still to come."
    )
    reason: str = strawberry.field(description="Why; it is kept on record.")


@strawberry.input(description="Lift a hold.")
class LiftHoldInput:
    """The end of a hold."""

    hold_id: strawberry.ID = strawberry.field(description="The hold.")
    reason: str = strawberry.field(description="Why; it is kept on record.")


@strawberry.type
class RetentionMutations:
    """Acts about how long evidence is kept."""

    @strawberry.mutation(
        description="Secretary: delete the bytes and the text of a document whose time is over and that is not on hold."
        " Its name, its hash, the citations of it and that it was deleted stay."
    )
    async def delete_evidence(self, info: Info, input: DeleteEvidenceInput) -> EvaluationResult:
        """Delete a document."""
        context = info.context
        return await act_on_evaluation(
            info,
            lambda database, person: acts.delete_evidence(
                database,
                context.blobs,
                person,
                required_key(input.document_id, "document"),
                context.retention,
                input.reason,
            ),
        )

    @strawberry.mutation(description="Secretary: keep evidence of a case from being deleted, whatever its time.")
    async def hold_evidence(self, info: Info, input: HoldEvidenceInput) -> EvaluationResult:
        """Put evidence on hold."""
        return await act_on_evaluation(
            info,
            lambda database, person: acts.hold_evidence(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                required_key(input.document_id, "document") if input.document_id else None,
                input.reason,
            ),
        )

    @strawberry.mutation(description="Secretary: lift a hold on evidence.")
    async def lift_hold(self, info: Info, input: LiftHoldInput) -> EvaluationResult:
        """Lift a hold."""
        return await act_on_evaluation(
            info,
            lambda database, person: acts.lift_hold(
                database, person, required_key(input.hold_id, "hold"), input.reason
            ),
        )
