"""Reads that matter: who opened what is hidden, or took out what is kept."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.people import Person, person_of
from schema.results import localized
from schema.scalars import LocalizedText
from storage import openings as stored
from storage.panels import seats_of

PANEL = ("expert", "lead")


@strawberry.enum(description="What was opened.")
class OpeningKind(Enum):
    """Kinds of openings."""

    SCHOOL = strawberry.enum_value("SCHOOL", description="Which school it is, in a case that hides it from the panel.")
    TEXTS = strawberry.enum_value("TEXTS", description="What people wrote in a survey, before it was let through.")
    TIE = strawberry.enum_value("TIE", description="What a member of the panel or the commission declared of a tie.")
    PERSON = strawberry.enum_value("PERSON", description="Everything that is kept about a person, exported.")
    TRAIL = strawberry.enum_value("TRAIL", description="The whole trail of acts, exported.")


@strawberry.type(
    description="Somebody opened what is hidden, or took out what is kept. Such entries are never changed."
)
class Opening:
    """An opening."""

    row: strawberry.Private[stored.OpeningRow]
    id: strawberry.ID = strawberry.field(description="Opaque: `opening-1f0c…`.")
    kind: OpeningKind = strawberry.field(description="What was opened.")
    title: LocalizedText = strawberry.field(description="The same in words.")
    by: LocalizedText = strawberry.field(description="In which role.")
    reason: str = strawberry.field(description="Why; empty where nobody is asked.")
    at: datetime = strawberry.field(description="When.")

    @strawberry.field(description="Who; null where you must not know, and for the server's command line.")
    async def person(self, info: Info) -> Person | None:
        """The person: of the panel, as far as the seats of this very case tell who it is."""
        opened_by, evaluation = self.row.person_id, self.row.evaluation_id
        if opened_by is None:
            return None
        if evaluation and self.row.role in PANEL:
            seats = await info.context.loader(seats_of).load(evaluation)
            if not any(seat.person_id == opened_by for seat in seats):
                return None
        return await person_of(info, opened_by)

    @classmethod
    def of(cls, row: stored.OpeningRow) -> "Opening":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("opening", row.id)),
            row=row,
            kind=OpeningKind(row.what),
            title=localized(f"opening.{row.what}"),
            by=localized(f"role.{row.role}"),
            reason=row.reason,
            at=row.at,
        )


async def openings_in(info: Info, evaluation: UUID) -> list[Opening]:
    """What was opened in a case, as far as the person asking may know."""
    return [Opening.of(row) for row in await info.context.loader(stored.openings_of).load(evaluation)]


async def openings_beside_cases(info: Info) -> list[Opening]:
    """Exports that the person asking may know of."""
    return [Opening.of(row) for row in await stored.openings_without_a_case(await info.context.transaction())]
