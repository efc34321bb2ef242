"""Competitions as the secretariat sees them: a call, its entries, and their places."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evaluations import Evaluation
from schema.frameworks import FrameworkVersion, framework_of
from schema.ids import global_id, key_of
from schema.nodes import Node, node
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from schema.scalars import LocalizedText
from storage import calls as stored
from storage import people
from storage.evaluations import evaluations_by_id
from workflows import calls
from workflows.rules.refusals import NotPermittedOrAbsent as Absent


@strawberry.type(description="An entry of a competition and its places, once the jury has scored it.")
class CallEntry:
    """An entry."""

    evaluation: Evaluation = strawberry.field(description="The entry.")
    score: Decimal | None = strawberry.field(description="What the jury's scores make, in per cent; null before.")
    first_place: int | None = strawberry.field(description="Its place; the first of those it shares with its equals.")
    last_place: int | None = strawberry.field(description="The last of those it shares; the same where it has one.")


@strawberry.type(description="A competition: schools enter, a jury scores, entries are ranked.")
class Call(Node):
    """A call."""

    row: strawberry.Private[stored.CallRow]
    title: LocalizedText = strawberry.field(description="What it is called.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    process_code: str = strawberry.field(description="The process its entries go through.")

    @strawberry.field(description="The framework its entries are scored on.")
    async def framework(self, info: Info) -> FrameworkVersion:
        """The framework version."""
        return await framework_of(info, self.row.framework_version_id)

    @strawberry.field(
        description="Its entries that you may see: those with places first, in their order. Places are for the"
        " secretary until results are published."
    )
    async def entries(self, info: Info) -> list[CallEntry]:
        """The entries."""
        entries = await info.context.loader(stored.entries_of).load(self.row.id)
        keys = [entry.evaluation_id for entry in entries]
        rule = calls.rule_of(self.row, entries)
        placed = {}
        if rule and await people.is_secretary(await info.context.transaction()):
            marks = await info.context.loader(stored.marks_of).load_many(keys)
            placed = {one.entry: one for one in calls.places_in(rule, entries, marks)}
        rows = await info.context.loader(evaluations_by_id).load_many(keys)
        found = [(placed.get(str(key)), row) for key, row in zip(keys, rows, strict=True) if row]
        behind = len(found) + 1
        found.sort(key=lambda one: one[0].first if one[0] else behind)
        return [
            CallEntry(
                evaluation=Evaluation.of(row),
                score=place.score if place else None,
                first_place=place.first if place else None,
                last_place=place.last if place else None,
            )
            for place, row in found
        ]

    @classmethod
    def of(cls, row: stored.CallRow) -> "Call":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("call", row.id)),
            row=row,
            title=LocalizedText(ru=row.title_ru, en=row.title_en),
            opened_at=row.opened_at,
            process_code=row.process_code,
        )


@node("call")
async def call_of(info: Info, key: UUID) -> Call | None:
    """The call, if the person asking may know of it."""
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.calls_by_id).load(key)
    return Call.of(row) if row else None


@strawberry.type
class ViewerCalls:
    """The viewer's competitions."""

    @strawberry.field(description="Competitions with an entry you may see, the newest first; all for the secretary.")
    async def calls(self, info: Info) -> list[Call]:
        """The calls."""
        return [Call.of(row) for row in await stored.all_calls(await info.context.transaction())]


@strawberry.input(description="Open a competition.")
class OpenCallInput:
    """A new call."""

    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    process_code: str = strawberry.field(description="A process that ranks its entries; `Process.ranks`.")
    framework_version_id: strawberry.ID = strawberry.field(description="What entries are scored on.")
    title_ru: str = strawberry.field(description="What it is called, in Russian.")
    title_en: str = strawberry.field(description="What it is called, in English.")


CallResult = Annotated[
    Call | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("CallResult", description="The competition, or why there is none."),
]


@strawberry.type
class CallMutations:
    """Acts on competitions."""

    @strawberry.mutation(description="Secretary: open a competition. Its entries are opened with `openEvaluation`.")
    async def open_call(self, info: Info, input: OpenCallInput) -> CallResult:
        """Open a call."""

        async def act() -> Call:
            framework = key_of(input.framework_version_id, "framework")
            if framework is None:
                raise Absent
            new = calls.NewCall(input.process_code, framework, input.title_ru, input.title_en)
            key = await calls.open_call(info.context.database, info.context.signed_in(), input.idempotency_key, new)
            await info.context.forget_reads()
            call = await call_of(info, key)
            if call is None:
                raise Absent
            return call

        found: Call | Refusal = await answer(info, act)
        return found
