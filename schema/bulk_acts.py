"""Beginning an act in many cases."""

from datetime import date
from typing import Annotated

import strawberry

from schema.acting import required_key
from schema.bulk import BulkAct, bulk_act_of
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from workflows import bulk
from workflows.rules.refusals import NotPermittedOrAbsent as Absent


@strawberry.input(description="Take the same act in many cases.")
class BeginBulkActInput:
    """An act and its cases."""

    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    evaluation_ids: list[strawberry.ID] = strawberry.field(description="The cases: at most 500.")
    step: str = strawberry.field(description="One of `ChosenCases.choices`.")
    text: str = strawberry.field(default="", description="The text it asks for, or why a deadline is extended.")
    day: date | None = strawberry.field(
        default=None, description="The day it asks for; of an extension the new last day, in each school's time zone."
    )


BulkActResult = Annotated[
    BulkAct | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("BulkActResult", description="The act under way, or why it was not begun."),
]


@strawberry.type
class BulkMutations:
    """Acts in many cases."""

    @strawberry.mutation(
        description="Secretary: take an act in many cases. A job takes it in each by itself, as you, under the same"
        " rules; a case that has changed meanwhile is left alone. Read `Viewer.bulkAct` for progress and report."
    )
    async def begin_bulk_act(self, info: Info, input: BeginBulkActInput) -> BulkActResult:
        """Begin."""

        async def run() -> BulkAct:
            key = await bulk.begin(
                info.context.database,
                info.context.signed_in(),
                input.idempotency_key,
                input.step,
                bulk.BulkGiven(input.text, input.day),
                [required_key(one, "evaluation") for one in input.evaluation_ids],
            )
            await info.context.forget_reads()
            found = await bulk_act_of(info, key)
            if found is None:
                raise Absent
            return found

        result: BulkAct | Refusal = await answer(info, run)
        return result
