"""Acts about conflicts of interest: declaring a tie, stepping aside."""

from enum import Enum
from typing import Annotated

import strawberry

from schema.acting import EvaluationResult, act_on_evaluation, required_key
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion, answer, localized
from schema.scalars import LocalizedText
from workflows import conflicts
from workflows.rules import conflicts as kinds


@strawberry.enum(
    description="How a person is tied to a school. `ORGANISATION_TREE`: through its founder or a branch of it."
)
class ConflictKind(Enum):
    """Kinds of ties."""

    EMPLOYMENT = "EMPLOYMENT"
    ORGANISATION_TREE = "ORGANISATION_TREE"
    FAMILY = "FAMILY"
    CO_AUTHOR = "CO_AUTHOR"
    CONSULTANCY = "CONSULTANCY"
    SAME_MUNICIPALITY = "SAME_MUNICIPALITY"
    OTHER = "OTHER"


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
