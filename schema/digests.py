"""What people were told by letter of a case."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.people import Person, known_person
from schema.processes import texts
from schema.results import localized
from schema.scalars import LocalizedText
from storage import digests as stored
from workflows.rules.definition import Definition

SETTLE = "settle_conflicts"
"""What waits for whoever judges of conflicts of interest; no step of a process."""


@strawberry.enum(description="Why somebody was told.")
class NoticeKind(Enum):
    """A reason to tell."""

    WAITING = strawberry.enum_value("WAITING", description="The step became theirs to take.")
    REMINDER = strawberry.enum_value("REMINDER", description="The process reminds of its deadline.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="Its deadline has passed.")
    ANSWERED = strawberry.enum_value("ANSWERED", description="The school has answered what they asked by the step.")


@strawberry.enum(description="What became of a letter.")
class LetterState(Enum):
    """Where a letter is."""

    UNDER_WAY = strawberry.enum_value("UNDER_WAY", description="Written, not taken by the mail server yet.")
    SENT = strawberry.enum_value("SENT", description="The mail server took it.")
    REFUSED = strawberry.enum_value(
        "REFUSED", description="It could not be sent, or came back: reach the person in another way."
    )


@strawberry.type(description="A step that a letter told somebody of. For the secretary, and for whoever was told.")
class Notice:
    """One thing told."""

    person: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque: `notice-1f0c…`.")
    kind: NoticeKind = strawberry.field(description="Why it was told.")
    action: str = strawberry.field(description="The step: `submit`.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    written_at: datetime = strawberry.field(description="When the letter was written.")
    state: LetterState = strawberry.field(description="What became of the letter.")
    refusal: str | None = strawberry.field(
        description="What the mail server said, where it could not be sent or came back: `550`, `5.1.1`."
    )

    @strawberry.field(description="Who was told.")
    async def told(self, info: Info) -> Person:
        """The person."""
        return await known_person(info, self.person)


async def notices_of(info: Info, evaluation: UUID, definition: Definition) -> list[Notice]:
    """What was told of a case, the newest first."""
    return [
        Notice(
            id=strawberry.ID(global_id("notice", row.id)),
            person=row.person_id,
            kind=NoticeKind(row.kind),
            action=row.action,
            title=texts(step.title) if step else localized(f"action.{row.action}"),
            written_at=row.written_at,
            state=LetterState("REFUSED" if row.refusal else "SENT" if row.sent_at else "UNDER_WAY"),
            refusal=row.refusal,
        )
        for row in await info.context.loader(stored.notices_of).load(evaluation)
        if (step := definition.any_step(row.action)) or row.action == SETTLE
    ]
