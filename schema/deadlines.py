"""The deadlines of an evaluation."""

from datetime import datetime

import strawberry

from schema.context import Info
from schema.processes import texts
from schema.scalars import LocalizedText
from storage import evaluations as stored
from workflows.processes import definition


@strawberry.type(description="When a phase of an evaluation ends.")
class Deadline:
    """A deadline."""

    name: str = strawberry.field(description="Stable code: `submission`.")
    title: LocalizedText = strawberry.field(description="For people.")
    due_at: datetime = strawberry.field(description="The moment it ends.")
    timezone: str = strawberry.field(description="The zone it was set in: `Asia/Krasnoyarsk`.")
    passed: bool = strawberry.field(description="Whether it is over, by the server's clock.")
    behind: bool = strawberry.field(description="Whether the stage in which it counts is over.")


async def deadlines_in(info: Info, row: stored.EvaluationRow) -> list[Deadline]:
    """All of an evaluation, the nearest first."""
    process = definition(row.process_code, row.process_version)
    return [
        Deadline(
            name=due.name,
            title=texts(process.deadline(due.name).title),
            due_at=due.due_at,
            timezone=due.timezone,
            passed=due.passed,
            behind=process.is_behind(due.name, row.state),
        )
        for due in await info.context.loader(stored.deadlines_of).load(row.id)
    ]
