"""Requests for more time before a deadline, and what was decided of them."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.people import Person, person_of
from schema.processes import CaseRole
from schema.results import localized
from schema.scalars import LocalizedText
from storage import extensions as stored


@strawberry.enum(description="Where a request for more time is.")
class ExtensionState(Enum):
    """What became of a request."""

    WAITING = strawberry.enum_value("WAITING", description="Nobody has answered yet; the deadline is as it was.")
    GRANTED = strawberry.enum_value("GRANTED", description="The deadline was moved to the day wished for.")
    OTHER_DAY = strawberry.enum_value("OTHER_DAY", description="The deadline was moved to another day.")
    REFUSED = strawberry.enum_value("REFUSED", description="The deadline is as it was, for the reason told.")
    LAPSED = strawberry.enum_value(
        "LAPSED", description="The deadline was moved otherwise, or the case went on, before anybody answered."
    )


@strawberry.type(description="Somebody asks that a deadline end later.")
class ExtensionRequest:
    """A request."""

    person_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque: `extension-1f0c…`.")
    deadline_name: str = strawberry.field(description="The deadline: `submission`.")
    by: CaseRole = strawberry.field(description="In which role it was asked.")
    due_before: datetime = strawberry.field(description="When the deadline ended as it was asked.")
    wished_for: datetime = strawberry.field(description="When it should end.")
    reason: str = strawberry.field(description="Why, in the words of whoever asks.")
    asked_at: datetime = strawberry.field(description="When it was asked.")
    state: ExtensionState = strawberry.field(description="What became of it.")
    title: LocalizedText = strawberry.field(description="The state in words.")
    due_after: datetime | None = strawberry.field(description="When the deadline ends since; null unless granted.")
    answer: str = strawberry.field(description="What was answered; blank where no words were needed.")
    answered_at: datetime | None = strawberry.field(description="When it was decided.")

    @strawberry.field(description="Who asks; null unless you may know: the office does, and whoever asked.")
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await person_of(info, self.person_id)


async def extensions_in(info: Info, evaluation: UUID) -> list[ExtensionRequest]:
    """The requests in a case that the person asking may read."""
    return [
        ExtensionRequest(
            id=strawberry.ID(global_id("extension", row.id)),
            person_id=row.person_id,
            deadline_name=row.deadline,
            by=CaseRole(row.role),
            due_before=row.due_before,
            wished_for=row.wished_for,
            reason=row.reason,
            asked_at=row.asked_at,
            state=ExtensionState(row.state),
            title=localized(f"extension.{row.state}"),
            due_after=row.due_after,
            answer=row.answer,
            answered_at=row.decided_at,
        )
        for row in await info.context.loader(stored.requests_of).load(evaluation)
    ]
