"""Acts on the panel: seating, the lead, stepping aside."""

from enum import Enum
from typing import Annotated

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion, answer, localized
from schema.scalars import LocalizedText
from workflows import panels
from workflows.rules import conflicts


@strawberry.enum(description="How a person is tied to a school.")
class ConflictKind(Enum):
    """Kinds of ties."""

    EMPLOYMENT = "EMPLOYMENT"
    FAMILY = "FAMILY"
    CONSULTANCY = "CONSULTANCY"
    SAME_MUNICIPALITY = "SAME_MUNICIPALITY"
    OTHER = "OTHER"


@strawberry.input(description="Give an expert a seat.")
class SeatExpertInput:
    """Whom, and whether to lead."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    person_id: strawberry.ID = strawberry.field(description="An expert of the register.")
    lead: bool = strawberry.field(description="Whether this expert leads the panel.")


@strawberry.input(description="Take a seat back.")
class UnseatExpertInput:
    """Which seat."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    seat_id: strawberry.ID = strawberry.field(description="The seat.")


@strawberry.input(description="Let a seated expert lead.")
class AppointLeadInput:
    """Which seat."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    expected_version: int = strawberry.field(description="`Evaluation.version` as you read it.")
    seat_id: strawberry.ID = strawberry.field(description="The seat.")


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
class PanelMutations:
    """Acts on the panel."""

    @strawberry.mutation(description="Secretary: seat an expert. A conflict of interest stops it and says which.")
    async def seat_expert(self, info: Info, input: SeatExpertInput) -> EvaluationResult:
        """Seat an expert."""
        return await act_on_evaluation(
            info,
            lambda database, person: panels.seat_expert(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.person_id, "person"),
                lead=input.lead,
            ),
        )

    @strawberry.mutation(description="Secretary: take a seat back before the review begins.")
    async def unseat_expert(self, info: Info, input: UnseatExpertInput) -> EvaluationResult:
        """Unseat an expert."""
        return await act_on_evaluation(
            info,
            lambda database, person: panels.unseat_expert(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.seat_id, "seat"),
            ),
        )

    @strawberry.mutation(description="Secretary: let a seated expert lead the panel.")
    async def appoint_lead(self, info: Info, input: AppointLeadInput) -> EvaluationResult:
        """Appoint the lead."""
        return await act_on_evaluation(
            info,
            lambda database, person: panels.appoint_lead(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                required_key(input.seat_id, "seat"),
            ),
        )

    @strawberry.mutation(description="Expert or commission member: step aside for good.")
    async def recuse(self, info: Info, input: RecuseInput) -> RecuseResult:
        """Recuse oneself."""

        async def run() -> Recusal:
            person = info.context.signed_in()
            key = required_key(input.evaluation_id, "evaluation")
            number = await panels.recuse(info.context.database, person, key, input.expected_version, input.reason)
            await info.context.forget_reads()
            return Recusal(evaluation_number=number, message=localized("RECUSED", {"number": number}))

        return await answer(info, run)

    @strawberry.mutation(description="Expert or commission member: declare a tie to the school.")
    async def declare_conflict(self, info: Info, input: DeclareConflictInput) -> EvaluationResult:
        """Declare a conflict of interest."""
        return await act_on_evaluation(
            info,
            lambda database, person: panels.declare_conflict(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.expected_version,
                conflicts.ConflictKind(input.kind.value),
                input.note,
            ),
        )
