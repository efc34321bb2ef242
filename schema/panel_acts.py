"""Acts on the panel: seating, the lead."""

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from workflows import panels


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
