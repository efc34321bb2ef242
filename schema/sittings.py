"""Sittings of the commission: when it meets, and which cases it takes up in which order."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evaluations import Evaluation
from schema.ids import global_id
from schema.nodes import Node, node
from storage import sittings as stored
from storage.evaluations import evaluations_by_id

MOST = 100


@strawberry.type(description="A case on the agenda of a sitting.")
class AgendaPoint:
    """A point of the agenda."""

    position: int = strawberry.field(description="Its place: 1 comes first.")
    starts_at: datetime = strawberry.field(description="When it is taken up.")
    planned_minutes: int = strawberry.field(description="How long it is given.")
    evaluation: Evaluation = strawberry.field(description="The case.")


@strawberry.type(description="A day on which the commission meets. Quorum, votes and minutes are each case's own.")
class Sitting(Node):
    """A sitting."""

    key: strawberry.Private[UUID]
    held_at: datetime = strawberry.field(description="When it begins.")
    place: str = strawberry.field(description="Where; empty where it was not said.")

    @strawberry.field(description="The cases on it that you may see, in their order.")
    async def agenda(self, info: Info) -> list[AgendaPoint]:
        """The agenda."""
        points = await info.context.loader(stored.agendas_of).load(self.key)
        rows = await info.context.loader(evaluations_by_id).load_many([point.evaluation_id for point in points])
        return [
            AgendaPoint(
                position=point.position,
                starts_at=point.held_at,
                planned_minutes=point.planned_minutes,
                evaluation=Evaluation.of(row),
            )
            for point, row in zip(points, rows, strict=True)
            if row
        ]

    @classmethod
    def of(cls, row: stored.SittingRow) -> "Sitting":
        """The API's form of a row."""
        return cls(id=strawberry.ID(global_id("sitting", row.id)), key=row.id, held_at=row.held_at, place=row.place)


@node("sitting")
async def sitting_of(info: Info, key: UUID) -> Sitting | None:
    """The sitting, if the person asking may know of it."""
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.sittings_by_id).load(key)
    return Sitting.of(row) if row else None


@strawberry.type
class ViewerSittings:
    """The viewer's sittings."""

    @strawberry.field(description="Sittings of the commission with a case you may see, the latest first; 100 at most.")
    async def sittings(self, info: Info) -> list[Sitting]:
        """The sittings."""
        return [Sitting.of(row) for row in await stored.latest_sittings(await info.context.transaction(), MOST)]
