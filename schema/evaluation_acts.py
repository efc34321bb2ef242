"""Acts on the case itself: opening it, the school's self-evaluation, screening, deadlines, and plain steps."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.evaluations import Evaluation
from schema.ids import key_of
from schema.preparation import SelfAssessment
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from storage import self_assessments
from storage.database import Database
from workflows import evaluations
from workflows.rules import refusals


@strawberry.input(description="A step that needs nothing but your will.")
class StepInput:
    """Which case, as seen at which version."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")


@strawberry.input(description="When a phase shall end.")
class DeadlineInput:
    """A deadline."""

    name: str = strawberry.field(description="One of the process's deadlines: `submission`.")
    due_at: datetime = strawberry.field(description="The moment it ends.")


@strawberry.input(description="Open an evaluation.")
class OpenEvaluationInput:
    """A new case."""

    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    school_id: strawberry.ID = strawberry.field(description="The school: an `Organisation` id.")
    framework_version_id: strawberry.ID = strawberry.field(description="The framework version.")
    process_code: str = strawberry.field(description="The process; its newest version is taken.")
    deadlines: list[DeadlineInput] = strawberry.field(description="One for every deadline of the process.")
    call_id: strawberry.ID | None = strawberry.field(
        default=None, description="The competition it enters: a `Call` of the same process and framework."
    )


@strawberry.input(description="Move a deadline.")
class ExtendDeadlineInput:
    """A later deadline, and why."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    name: str = strawberry.field(description="The deadline: `review`.")
    due_at: datetime = strawberry.field(description="When it shall end.")
    reason: str = strawberry.field(description="Why; it is kept on record.")


@strawberry.input(description="What the school should complete.")
class RemarkInput:
    """A remark."""

    text: str = strawberry.field(description="In your words.")
    criterion_code: str | None = strawberry.field(default=None, description="The criterion it concerns.")


@strawberry.input(description="Give a submission back to the school.")
class ReturnForCompletionInput:
    """Remarks and a new deadline."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    remarks: list[RemarkInput] = strawberry.field(description="At least one.")
    due_at: datetime = strawberry.field(description="Until when the school has time.")


@strawberry.input(description="The school's own view of one criterion.")
class AssessInput:
    """Self-score and text."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    expected_version: int = strawberry.field(description="`SelfAssessment.version` as you read it; 0 before the first.")
    score: Decimal | None = strawberry.field(
        default=None, description="On the criterion's scale; null while undecided."
    )
    text: str = strawberry.field(description="The school's words.")


SelfAssessmentResult = Annotated[
    SelfAssessment | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("SelfAssessmentResult", description="The school's view as saved, or why it was not."),
]


async def plain_step(info: Info, action: str, step: StepInput) -> Evaluation | Refusal:
    """Take a step without further input."""
    return await act_on_evaluation(
        info,
        lambda database, person: evaluations.take_step(
            database, person, required_key(step.evaluation_id, "evaluation"), action, step.expected_version
        ),
    )


@strawberry.type
class EvaluationMutations:
    """Acts of the secretary and the school."""

    @strawberry.mutation(description="Secretary: open an evaluation of a school.")
    async def open_evaluation(self, info: Info, input: OpenEvaluationInput) -> EvaluationResult:
        """Open a case."""
        nobody = UUID(int=0)
        return await act_on_evaluation(
            info,
            lambda database, person: evaluations.open_evaluation(
                database,
                person,
                input.idempotency_key,
                school=key_of(input.school_id, "organisation", "school") or nobody,
                framework=key_of(input.framework_version_id, "framework") or nobody,
                process_code=input.process_code,
                deadlines=[evaluations.NewDeadline(d.name, d.due_at) for d in input.deadlines],
                call=(key_of(input.call_id, "call") or nobody) if input.call_id else None,
            ),
        )

    @strawberry.mutation(description="Secretary: give a submission back with remarks.")
    async def return_for_completion(self, info: Info, input: ReturnForCompletionInput) -> EvaluationResult:
        """Return for completion."""
        return await act_on_evaluation(
            info,
            lambda database, person: evaluations.return_for_completion(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                [evaluations.NewRemark(remark.text, remark.criterion_code) for remark in input.remarks],
                input.due_at,
            ),
        )

    @strawberry.mutation(description="Secretary: move a deadline, with the reason on record.")
    async def extend_deadline(self, info: Info, input: ExtendDeadlineInput) -> EvaluationResult:
        """Extend a deadline."""
        return await act_on_evaluation(
            info,
            lambda database, person: evaluations.extend_deadline(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                input.name,
                input.due_at,
                input.reason,
            ),
        )

    @strawberry.mutation(description="Secretary: the submission is complete.")
    async def accept_submission(self, info: Info, input: StepInput) -> EvaluationResult:
        """Accept."""
        return await plain_step(info, "accept_submission", input)

    @strawberry.mutation(description="Secretary: the panel is complete, the review begins.")
    async def start_review(self, info: Info, input: StepInput) -> EvaluationResult:
        """Start."""
        return await plain_step(info, "start_review", input)

    @strawberry.mutation(description="School: hand the self-evaluation and the evidence in.")
    async def submit(self, info: Info, input: StepInput) -> EvaluationResult:
        """Submit."""
        return await plain_step(info, "submit", input)

    @strawberry.mutation(description="School: write its own view of one criterion. Autosave calls it.")
    async def assess(self, info: Info, input: AssessInput) -> SelfAssessmentResult:
        """Self-assess one criterion."""

        async def run() -> SelfAssessment:
            evaluation = required_key(input.evaluation_id, "evaluation")
            criterion = await _assess(info.context.database, info.context.signed_in(), evaluation, input)
            await info.context.forget_reads()
            rows = await info.context.loader(self_assessments.of_evaluations).load(evaluation)
            saved = next((row for row in rows if row.criterion_id == criterion), None)
            if saved is None:
                raise refusals.NotPermittedOrAbsent
            return SelfAssessment.of(saved)

        return await answer(info, run)


async def _assess(database: Database, person: UUID, evaluation: UUID, given: AssessInput) -> UUID:
    return await evaluations.assess(
        database, person, evaluation, given.criterion_code, given.expected_version, given.score, given.text
    )
