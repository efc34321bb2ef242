"""Acts on reviews and on what the panel says together, and the school's accuracy check."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key, shown
from schema.context import Info
from schema.evaluation_acts import StepInput, plain_step
from schema.ids import key_of
from schema.page_areas import PageAreaInput
from schema.reports import Consensus, Report, consensus_of, report_of
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from schema.reviews import Review
from storage import reviews as stored
from workflows import reports, reviews
from workflows.rules import refusals


@strawberry.input(description="A page of a document version. The same place given twice is kept once.")
class CitationInput:
    """Where a score rests."""

    version_id: strawberry.ID = strawberry.field(description="An `EvidenceVersion` of this case.")
    page: int = strawberry.field(description="From 1.")
    quote: str | None = strawberry.field(default=None, description="The words quoted.")
    area: PageAreaInput | None = strawberry.field(
        default=None, description="The part of the page that is meant; of a PDF or a picture only."
    )

    def given(self) -> reviews.NewCitation:
        """What the rules look at."""
        area = self.area.given() if self.area else None
        return reviews.NewCitation(key_of(self.version_id, "version"), self.page, self.quote, area)


@strawberry.input(description="One criterion of your own review. Autosave calls it.")
class ScoreInput:
    """Value, justification, citations."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Review.version` as you read it.")
    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    value: Decimal | None = strawberry.field(default=None, description="On its scale; null while undecided.")
    justification: str = strawberry.field(description="Why.")
    citations: list[CitationInput] = strawberry.field(description="All of them; they replace the earlier ones.")


@strawberry.input(description="One criterion among several that are saved at once.")
class CriterionScoreInput:
    """Value, justification, citations."""

    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    value: Decimal | None = strawberry.field(default=None, description="On its scale; null while undecided.")
    justification: str = strawberry.field(description="Why.")
    citations: list[CitationInput] = strawberry.field(description="All of them; they replace the earlier ones.")


@strawberry.input(description="Several criteria of your own review, saved all or none.")
class ScoreEachInput:
    """Scores."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Review.version` as you read it; it grows by one.")
    scores: list[CriterionScoreInput] = strawberry.field(description="Each criterion once.")

    def given(self) -> list[reviews.NewScore]:
        """What the rules look at."""
        return [
            reviews.NewScore(
                score.criterion_code,
                score.value,
                score.justification,
                [citation.given() for citation in score.citations],
                path=f"input.scores.{place}",
            )
            for place, score in enumerate(self.scores)
        ]


@strawberry.input(description="Hand your review in.")
class SubmitReviewInput:
    """Which case."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Review.version` as you read it.")


@strawberry.input(description="How many were counted.")
class CountInput:
    """A count."""

    code: str = strawberry.field(description="`ChecklistCount.code`: `I_stand`.")
    count: int = strawberry.field(description="How many.")


@strawberry.input(description="The panel's position on one criterion.")
class WriteConsensusInput:
    """Value and reasons."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    criterion_code: str = strawberry.field(description="The criterion.")
    expected_version: int = strawberry.field(description="`Consensus.version` as you read it; 0 before the first.")
    value: Decimal | None = strawberry.field(default=None, description="On its scale; null while undecided.")
    position: str = strawberry.field(description="The panel's reasons.")
    counts: list[CountInput] | None = strawberry.field(
        default=None,
        description="In place of a value: what was counted. The framework's formula makes the value of it, and the"
        " position says the counts first.",
    )


@strawberry.input(description="What the school must do, who answers for it, and by when.")
class ConditionInput:
    """A condition."""

    text: str = strawberry.field(description="What must be done.")
    criterion_code: str | None = strawberry.field(default=None, description="The criterion it concerns.")
    owner: str = strawberry.field(description="Who answers for it.")
    due_on: date = strawberry.field(description="By when.")


@strawberry.input(description="The panel's report.")
class WriteReportInput:
    """The whole report."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Report.version` as you read it; 0 before the first.")
    summary: str = strawberry.field(description="What the panel found.")
    strengths: str = strawberry.field(description="What is strong.")
    recommendations: str = strawberry.field(description="What should improve.")
    proposed_outcome: str | None = strawberry.field(default=None, description="One of the process's outcomes.")
    conditions: list[ConditionInput] = strawberry.field(description="The conditions proposed.")


@strawberry.input(description="Point at a factual error.")
class ClaimErrorInput:
    """A claim."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it makes no second claim.")
    criterion_code: str | None = strawberry.field(default=None, description="The criterion it concerns.")
    text: str = strawberry.field(description="What is wrong.")


@strawberry.input(description="Take a claim back.")
class WithdrawClaimInput:
    """Which claim."""

    claim_id: strawberry.ID = strawberry.field(description="The claim.")


@strawberry.input(description="Answer a claim.")
class AnswerClaimInput:
    """Whether it holds, and why."""

    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    accepted: bool = strawberry.field(description="Whether the panel agrees.")
    answer: str = strawberry.field(description="The panel's answer.")


ReviewResult = Annotated[
    Review | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("ReviewResult", description="The review as saved, or why it was not."),
]
ConsensusResult = Annotated[
    Consensus | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("ConsensusResult", description="The position as saved, or why it was not."),
]
ReportResult = Annotated[
    Report | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("ReportResult", description="The report as saved, or why it was not."),
]


def new_conditions(conditions: list[ConditionInput]) -> list[reports.NewCondition]:
    """Conditions as the use cases take them."""
    return [reports.NewCondition(c.text, c.criterion_code, c.owner, c.due_on) for c in conditions]


async def _review(info: Info, key: UUID) -> Review:
    await info.context.forget_reads()
    row = await info.context.loader(stored.reviews_by_id).load(key)
    if row is None:
        raise refusals.NotPermittedOrAbsent
    return Review.of(row)


async def _scored(
    info: Info, evaluation: strawberry.ID, expected_version: int, scores: list[reviews.NewScore]
) -> Review | Refusal:
    async def run() -> Review:
        saved = await reviews.score_each(
            info.context.database,
            info.context.signed_in(),
            required_key(evaluation, "evaluation"),
            expected_version,
            scores,
        )
        await info.context.forget_reads()
        return Review.of(saved)

    return await answer(info, run)


@strawberry.type
class ReviewMutations:
    """Acts of experts, the lead, and the school's accuracy check."""

    @strawberry.mutation(description="Expert: save one criterion of your own review.")
    async def score(self, info: Info, input: ScoreInput) -> ReviewResult:
        """Save a score."""
        one = reviews.NewScore(
            input.criterion_code,
            input.value,
            input.justification,
            [citation.given() for citation in input.citations],
        )
        return await _scored(info, input.evaluation_id, input.expected_version, [one])

    @strawberry.mutation(description="Expert: save several criteria of your own review at once, all or none.")
    async def score_each(self, info: Info, input: ScoreEachInput) -> ReviewResult:
        """Save scores."""
        return await _scored(info, input.evaluation_id, input.expected_version, input.given())

    @strawberry.mutation(description="Expert: hand your review in. It cannot be changed afterwards.")
    async def submit_review(self, info: Info, input: SubmitReviewInput) -> ReviewResult:
        """Submit a review."""

        async def run() -> Review:
            evaluation = required_key(input.evaluation_id, "evaluation")
            person = info.context.signed_in()
            key = await reviews.submit_review(info.context.database, person, evaluation, input.expected_version)
            return await _review(info, key)

        return await answer(info, run)

    @strawberry.mutation(description="Lead or secretary: everybody has submitted; open the reviews to the panel.")
    async def close_review(self, info: Info, input: StepInput) -> EvaluationResult:
        """Close the individual phase."""
        return await plain_step(info, "close_review", input)

    @strawberry.mutation(description="Lead: write the panel's position on one criterion. Earlier agreements lapse.")
    async def write_consensus(self, info: Info, input: WriteConsensusInput) -> ConsensusResult:
        """Write a position."""

        async def run() -> Consensus:
            evaluation = required_key(input.evaluation_id, "evaluation")
            criterion = await reports.write_consensus(
                info.context.database,
                info.context.signed_in(),
                evaluation,
                input.criterion_code,
                input.expected_version,
                input.value,
                input.position,
                {count.code: count.count for count in input.counts} if input.counts is not None else None,
            )
            await info.context.forget_reads()
            return next(c for c in await consensus_of(info, evaluation) if c.row.criterion_id == criterion)

        return await answer(info, run)

    @strawberry.mutation(description="Lead: write the report. Earlier agreements lapse.")
    async def write_report(self, info: Info, input: WriteReportInput) -> ReportResult:
        """Write the report."""

        async def run() -> Report:
            evaluation = await reports.write_report(
                info.context.database,
                info.context.signed_in(),
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                summary=input.summary,
                strengths=input.strengths,
                recommendations=input.recommendations,
                proposed_outcome=input.proposed_outcome,
                conditions=new_conditions(input.conditions),
            )
            await info.context.forget_reads()
            report = await report_of(info, (await shown(info, evaluation)).row)
            assert report, "a report that was written can be read by who wrote it"
            return report

        return await answer(info, run)

    @strawberry.mutation(description="Expert: agree with consensus and report as they stand.")
    async def agree(self, info: Info, input: StepInput) -> EvaluationResult:
        """Agree."""
        return await act_on_evaluation(
            info,
            lambda database, person: reports.agree(
                database, person, required_key(input.evaluation_id, "evaluation"), input.expected_version
            ),
        )

    @strawberry.mutation(description="Lead: send the report to the school for a check of the facts.")
    async def send_report_to_school(self, info: Info, input: StepInput) -> EvaluationResult:
        """Send the report."""
        return await plain_step(info, "send_report_to_school", input)

    @strawberry.mutation(description="School: point at a factual error in the report.")
    async def claim_error(self, info: Info, input: ClaimErrorInput) -> EvaluationResult:
        """Claim an error."""
        return await act_on_evaluation(
            info,
            lambda database, person: reports.claim_error(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                input.criterion_code,
                input.text,
            ),
        )

    @strawberry.mutation(description="School: take a claim back.")
    async def withdraw_claim(self, info: Info, input: WithdrawClaimInput) -> EvaluationResult:
        """Withdraw a claim."""
        return await act_on_evaluation(
            info,
            lambda database, person: reports.withdraw_claim(database, person, required_key(input.claim_id, "claim")),
        )

    @strawberry.mutation(description="School: the facts are checked.")
    async def finish_accuracy_check(self, info: Info, input: StepInput) -> EvaluationResult:
        """Finish the check."""
        return await plain_step(info, "finish_accuracy_check", input)

    @strawberry.mutation(description="Secretary: the school let the deadline pass; go on.")
    async def close_accuracy_check(self, info: Info, input: StepInput) -> EvaluationResult:
        """Close the check."""
        return await plain_step(info, "close_accuracy_check", input)

    @strawberry.mutation(description="Lead: answer a claim for the panel.")
    async def answer_claim(self, info: Info, input: AnswerClaimInput) -> EvaluationResult:
        """Answer a claim."""
        return await act_on_evaluation(
            info,
            lambda database, person: reports.answer_claim(
                database,
                person,
                required_key(input.claim_id, "claim"),
                accepted=input.accepted,
                answer=input.answer,
            ),
        )
