"""Acts in many cases at once: what can be done in the chosen ones, and the reports of what was done."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.cases import asked_of
from schema.context import Info
from schema.evaluations import Evaluation
from schema.ids import global_id, key_of
from schema.people import Person, known_person
from schema.processes import texts
from schema.results import Reason
from schema.scalars import LocalizedText
from schema.tasks import EvaluationFilter
from storage import bulk as stored
from storage import evaluations as stored_evaluations
from storage import people
from workflows import bulk
from workflows.processes import definition
from workflows.rules.definition import Definition

LISTED = 50


@strawberry.type(description="One of the chosen cases, before an act is taken in many.")
class PreviewedCase:
    """A case of a preview."""

    evaluation: Evaluation = strawberry.field(description="The case.")
    available: bool = strawberry.field(description="Whether the act could be taken in it now.")
    blocked_by: list[Reason] = strawberry.field(description="Every reason why not.")


@strawberry.type(description="An act that can be taken now in at least one of the chosen cases.")
class BulkChoice:
    """A choice."""

    action: str = strawberry.field(description="The step: `accept_submission`, `extend_deadline`.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    can: int = strawberry.field(description="In how many of the chosen cases.")
    asks: LocalizedText | None = strawberry.field(description="The text it asks for.")
    asks_day: bool = strawberry.field(description="Whether it asks for a day.")
    irreversible: bool = strawberry.field(description="Whether it cannot be undone.")


@strawberry.type(description="Cases that the secretary chose to do the same in all of them.")
class ChosenCases:
    """A selection."""

    rows: strawberry.Private[list[stored_evaluations.EvaluationRow]]
    total: int = strawberry.field(description="How many there are that you may see; more than 500 are cut off.")

    @strawberry.field(description="What can be done in them, what fits most of them first.")
    async def choices(self, info: Info) -> list[BulkChoice]:
        """The choices."""
        found = await asked_of(info, [row.id for row in self.rows], bulk.available)
        kinds = dict.fromkeys(definition(row.process_code, row.process_version) for row in self.rows)
        return [
            BulkChoice(
                action=one.step.action,
                title=texts(one.step.title),
                can=one.can,
                asks=next((texts(kind.statement(one.asks).title) for kind in kinds if _knows(kind, one.asks)), None)
                if one.asks
                else None,
                asks_day=one.step.action == bulk.EXTEND or one.step.asks_day is not None,
                irreversible=one.step.irreversible,
            )
            for one in bulk.choices(found)
        ]

    @strawberry.field(description="What would become of an act in each of them now.")
    async def preview(self, info: Info, action: str) -> list[PreviewedCase]:
        """The preview."""
        why_not = await asked_of(info, [row.id for row in self.rows], lambda case: bulk.why_not(case, action))
        found = []
        for row, reasons in zip(self.rows, why_not, strict=True):
            told = [Reason.of(reason, row.number) for reason in reasons]
            found.append(PreviewedCase(evaluation=Evaluation.of(row), available=not reasons, blocked_by=told))
        return found


def _knows(kind: Definition, statement: str | None) -> bool:
    return any(one.code == statement for one in kind.statements)


@strawberry.enum(description="What became of an act in one case.")
class BulkItemState(Enum):
    """Where a case of a bulk act is."""

    WAITING = strawberry.enum_value("WAITING", description="Its turn has not come yet.")
    DONE = strawberry.enum_value("DONE", description="The act was taken.")
    REFUSED = strawberry.enum_value("REFUSED", description="It could not be taken; nothing was changed in the case.")


@strawberry.type(description="One case of an act that was taken in many.")
class BulkItem:
    """A line of the report."""

    evaluation_id: strawberry.Private[UUID]
    row: strawberry.Private[stored.BulkItemRow]
    state: BulkItemState = strawberry.field(description="What became of it.")
    settled_at: datetime | None = strawberry.field(description="When.")

    @strawberry.field(description="The case.")
    async def evaluation(self, info: Info) -> Evaluation | None:
        """The case, if the one asking may see it."""
        row = await info.context.loader(stored_evaluations.evaluations_by_id).load(self.evaluation_id)
        return Evaluation.of(row) if row else None

    @strawberry.field(description="Why it was refused.")
    async def reasons(self, info: Info) -> list[Reason]:
        """The reasons, with links into the case."""
        row = await info.context.loader(stored_evaluations.evaluations_by_id).load(self.evaluation_id)
        return [Reason.of(bulk.reason_of(kept), row.number if row else "") for kept in self.row.reasons]


@strawberry.type(description="An act that was, or is being, taken in many cases: its progress and its report.")
class BulkAct:
    """A bulk act."""

    row: strawberry.Private[stored.BulkActRow]
    id: strawberry.ID = strawberry.field(description="Opaque: `bulk-1f0c…`.")
    action: str = strawberry.field(description="The step.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    text: str = strawberry.field(description="The text or the reason that was given for all; blank where none was.")
    day: date | None = strawberry.field(description="The day that was given for all.")
    begun_at: datetime = strawberry.field(description="When it was begun.")
    ended_at: datetime | None = strawberry.field(description="When its last case was settled; null while it goes on.")
    total: int = strawberry.field(description="In how many cases.")
    done: int = strawberry.field(description="In how many it was taken.")
    refused: int = strawberry.field(description="In how many it could not be taken.")

    @classmethod
    def of(cls, row: stored.BulkActRow) -> "BulkAct":
        """The API's form of a row."""
        return cls(
            row=row,
            id=strawberry.ID(global_id("bulk", row.id)),
            action=row.action,
            title=texts(bulk.title_of(row.action)),
            text=row.given["text"],
            day=date.fromisoformat(row.given["day"]) if row.given["day"] else None,
            begun_at=row.begun_at,
            ended_at=row.ended_at,
            total=row.total,
            done=row.done,
            refused=row.refused,
        )

    @strawberry.field(description="Who began it; every act is on the trail as theirs.")
    async def by(self, info: Info) -> Person:
        """The person."""
        return await known_person(info, self.row.person_id)

    @strawberry.field(description="Case by case, in the order they were chosen.")
    async def items(self, info: Info) -> list[BulkItem]:
        """The report."""
        return [
            BulkItem(
                evaluation_id=row.evaluation_id, row=row, state=BulkItemState(row.state), settled_at=row.settled_at
            )
            for row in await info.context.loader(stored.items_of).load(self.row.id)
        ]


async def bulk_act_of(info: Info, key: UUID) -> BulkAct | None:
    """The act, if the person asking may read of it."""
    row = await stored.bulk_act(await info.context.transaction(), key)
    return BulkAct.of(row) if row else None


@strawberry.type
class ViewerBulk:
    """The office's acts in many cases."""

    @strawberry.field(
        description="Cases to do the same in: those with these ids, or all that match a filter. Null for all but the"
        " secretary."
    )
    async def chosen_cases(
        self, info: Info, ids: list[strawberry.ID] | None = None, filter: EvaluationFilter | None = None
    ) -> ChosenCases | None:
        """A selection."""
        transaction = await info.context.transaction()
        if not await people.is_secretary(transaction):
            return None
        if ids is not None:
            keys = [key for one in ids[: bulk.MOST] if (key := key_of(one, "evaluation"))]
        else:
            chosen = (filter or EvaluationFilter()).chosen()
            keys = await stored_evaluations.chosen_ids(transaction, chosen, bulk.MOST)
        rows = await info.context.loader(stored_evaluations.evaluations_by_id).load_many(keys)
        known = [row for row in rows if row]
        return ChosenCases(rows=known, total=len(known))

    @strawberry.field(description="Acts in many cases, the newest first. For the secretary; empty for others.")
    async def bulk_acts(self, info: Info) -> list[BulkAct]:
        """The reports."""
        return [BulkAct.of(row) for row in await stored.bulk_acts(await info.context.transaction(), LISTED)]

    @strawberry.field(description="One of them.")
    async def bulk_act(self, info: Info, id: strawberry.ID) -> BulkAct | None:
        """A report."""
        key = key_of(id, "bulk")
        found = await bulk_act_of(info, key) if key else None
        info.context.absence |= found is None
        return found
