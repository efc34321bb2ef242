"""Acts about conflicts of interest: declaring, waiving, stepping aside, being recused, asking for it."""

from typing import Annotated

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.conflicts import ConflictKind
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion, answer, localized
from schema.scalars import LocalizedText
from workflows import conflicts
from workflows.rules import conflicts as kinds


@strawberry.input(description="Step aside from a case.")
class RecuseInput:
    """Why."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    reason: str = strawberry.field(description="Why; the secretary reads it.")


@strawberry.input(description="Declare a tie to the school of a case.")
class DeclareConflictInput:
    """What ties you."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    kind: ConflictKind = strawberry.field(description="What kind of tie.")
    note: str = strawberry.field(description="More, if needed.")
    since_year: int | None = strawberry.field(default=None, description="The year it began: `2019`.")
    until_year: int | None = strawberry.field(default=None, description="The year it ended; null: it lasts.")


@strawberry.input(description="Let a member of the panel or the commission go from a case.")
class RecuseMemberInput:
    """Whom and why."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    person_id: strawberry.ID = strawberry.field(description="The member.")
    reason: str = strawberry.field(description="Why; the member reads it.")


@strawberry.input(description="Let somebody act in spite of a tie to the school.")
class WaiveConflictInput:
    """Whose tie, and why."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    person_id: strawberry.ID = strawberry.field(description="Who sits in the case, or an expert who may come to.")
    kind: ConflictKind = strawberry.field(description="Which kind of tie.")
    reason: str = strawberry.field(description="Why; it is published with the result, without the name.")


@strawberry.input(description="Read what somebody declared of their ties to the school.")
class OpenTiesInput:
    """Whose."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    person_id: strawberry.ID = strawberry.field(description="Who sits in the case.")


@strawberry.input(description="Ask that a member of the panel be recused.")
class RequestRecusalInput:
    """Whom, and on what grounds."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    seat_id: strawberry.ID = strawberry.field(description="The seat, of those that are shown to the school.")
    kind: ConflictKind = strawberry.field(description="What kind of tie.")
    note: str = strawberry.field(description="The grounds; the secretary reads them.")
    since_year: int | None = strawberry.field(default=None, description="The year it began: `2019`.")
    until_year: int | None = strawberry.field(default=None, description="The year it ended; null: it lasts.")


@strawberry.input(description="Decide on a request for a recusal.")
class AnswerRecusalRequestInput:
    """Which, and what."""

    request_id: strawberry.ID = strawberry.field(description="`RecusalRequest.id`.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    granted: bool = strawberry.field(description="True: the member leaves the case. False: the member stays.")
    reason: str = strawberry.field(description="Why; the school reads it.")


@strawberry.type(description="You stepped aside; the case is closed to you from now on.")
class Recusal:
    """A recusal."""

    evaluation_number: str = strawberry.field(description="The case.")
    message: LocalizedText = strawberry.field(description="For the person.")


RecuseResult = Annotated[
    Recusal | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("RecuseResult", description="The recusal, or why it did not happen."),
]


@strawberry.type
class ConflictMutations:
    """Acts about conflicts of interest."""

    @strawberry.mutation(description="Expert or commission member: step aside for good.")
    async def recuse(self, info: Info, input: RecuseInput) -> RecuseResult:
        """Recuse oneself."""

        async def run() -> Recusal:
            person = info.context.signed_in()
            key = required_key(input.evaluation_id, "evaluation")
            number = await conflicts.recuse(info.context.database, person, key, input.expected_version, input.reason)
            await info.context.forget_reads()
            return Recusal(evaluation_number=number, message=localized("RECUSED", {"number": number}))

        return await answer(info, run)

    @strawberry.mutation(description="Expert or commission member: declare a tie to the school.")
    async def declare_conflict(self, info: Info, input: DeclareConflictInput) -> EvaluationResult:
        """Declare a conflict of interest."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.declare_conflict(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                conflicts.NewTie(kinds.ConflictKind(input.kind.value), input.note, input.since_year, input.until_year),
            ),
        )

    @strawberry.mutation(description="Secretary, or chair of the commission: let a member go from the case.")
    async def recuse_member(self, info: Info, input: RecuseMemberInput) -> EvaluationResult:
        """Recuse a member."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.recuse_member(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.person_id, "person"),
                input.reason,
            ),
        )

    @strawberry.mutation(description="Whoever the process names: let somebody act in spite of a tie.")
    async def waive_conflict(self, info: Info, input: WaiveConflictInput) -> EvaluationResult:
        """Waive a conflict of interest."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.waive_conflict(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.person_id, "person"),
                kinds.ConflictKind(input.kind.value),
                input.reason,
            ),
        )

    @strawberry.mutation(
        description="Secretary: read what a member of the panel or the commission declared. That you did is kept"
        " (`openings`), and the member sees it."
    )
    async def open_ties(self, info: Info, input: OpenTiesInput) -> EvaluationResult:
        """Open somebody's ties."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.open_ties(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                required_key(input.person_id, "person"),
            ),
        )

    @strawberry.mutation(description="School: ask that a member of the panel it is shown be recused.")
    async def request_recusal(self, info: Info, input: RequestRecusalInput) -> EvaluationResult:
        """Ask for a recusal."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.request_recusal(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.seat_id, "seat"),
                conflicts.NewTie(kinds.ConflictKind(input.kind.value), input.note, input.since_year, input.until_year),
            ),
        )

    @strawberry.mutation(description="Secretary: grant or refuse what the school asked.")
    async def answer_recusal_request(self, info: Info, input: AnswerRecusalRequestInput) -> EvaluationResult:
        """Decide on a request."""
        return await act_on_evaluation(
            info,
            lambda database, person: conflicts.answer_recusal_request(
                database,
                person,
                required_key(input.request_id, "request"),
                input.expected_version,
                granted=input.granted,
                reason=input.reason,
            ),
        )
