"""Conflicts of interest in one case: what stands in the way of whom, what was declared, asked and decided."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.cases import case_for
from schema.context import Info
from schema.ids import global_id
from schema.people import Person, person_of
from schema.processes import CaseRole
from schema.results import localized
from schema.scalars import LocalizedText
from storage import conflicts as stored
from storage.panels import seats_of
from workflows.conflicts import known_conflicts


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


def _title(kind: str) -> LocalizedText:
    return localized(f"conflict.{kind}")


@strawberry.type(description="A tie of somebody who sits in the panel or the commission, and what it leads to now.")
class ConflictOfInterest:
    """A conflict."""

    person_id: strawberry.Private[UUID]
    kind: ConflictKind = strawberry.field(description="What kind of tie.")
    title: LocalizedText = strawberry.field(description="The kind in words.")
    declared: bool = strawberry.field(description="Whether it was declared; otherwise it is known from the register.")
    stops: bool = strawberry.field(description="Whether the person cannot act because of it.")
    waived: bool = strawberry.field(description="Whether somebody entitled has waived it.")
    can_be_waived_by: list[CaseRole] = strawberry.field(description="Who can waive it; empty: nobody.")
    you_can_waive: bool = strawberry.field(description="Whether you can.")
    you_can_open: bool = strawberry.field(description="Whether `openTies` lets you read what was declared of it.")

    @strawberry.field(description="Whose tie it is.")
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await person_of(info, self.person_id)


@strawberry.type(description="A tie to the school as it was declared, or as the register kept it when a post was left.")
class DeclaredTie:
    """A declared tie."""

    person_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque.")
    kind: ConflictKind = strawberry.field(description="What kind of tie.")
    title: LocalizedText = strawberry.field(description="The kind in words.")
    note: str = strawberry.field(description="In the words of whoever declared it.")
    since_year: int | None = strawberry.field(description="The year it began, where known.")
    until_year: int | None = strawberry.field(description="The year it ended; null: it lasts.")
    declared_at: datetime = strawberry.field(description="When it was declared or kept.")

    @strawberry.field(description="Whose tie it is.")
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await person_of(info, self.person_id)


@strawberry.type(description="What was decided of a request for a recusal.")
class RecusalAnswer:
    """An answer."""

    granted: bool = strawberry.field(description="Whether the member had to go.")
    reason: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(description="A school asks that a member of its panel be recused.")
class RecusalRequest:
    """A request."""

    evaluation_id: strawberry.Private[UUID]
    person_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque.")
    kind: ConflictKind = strawberry.field(description="What kind of tie the school names.")
    title: LocalizedText = strawberry.field(description="The kind in words.")
    note: str = strawberry.field(description="The school's grounds.")
    since_year: int | None = strawberry.field(description="The year it began, where known.")
    until_year: int | None = strawberry.field(description="The year it ended; null: it lasts.")
    asked_at: datetime = strawberry.field(description="When the school asked.")
    answer: RecusalAnswer | None = strawberry.field(description="What was decided; null: nothing yet.")

    @strawberry.field(description="Whose recusal it asks for; null where the panel is not shown to you any more.")
    async def person(self, info: Info) -> Person | None:
        """The member, as far as the seats of this very case tell who it is."""
        seats = await info.context.loader(seats_of).load(self.evaluation_id)
        known = any(seat.person_id == self.person_id for seat in seats)
        return await person_of(info, self.person_id) if known else None


@strawberry.type(description="A tie that was waived, with the reason that is published.")
class ConflictWaiver:
    """A waiver."""

    person_id: strawberry.Private[UUID]
    kind: ConflictKind = strawberry.field(description="What kind of tie.")
    title: LocalizedText = strawberry.field(description="The kind in words.")
    by: CaseRole = strawberry.field(description="In which role it was waived; never by whom.")
    reason: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")

    @strawberry.field(description="Who may act in spite of it.")
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await person_of(info, self.person_id)


async def conflicts_in(info: Info, evaluation: UUID) -> list[ConflictOfInterest]:
    """Conflicts of interest in a case, as far as the person asking has a say in them."""
    case = await case_for(info, evaluation)
    closed = {(one.person_id, one.kind) for one in await info.context.loader(stored.closed_in).load(evaluation)}
    return [
        ConflictOfInterest(
            person_id=UUID(person),
            kind=ConflictKind(one.kind.value),
            title=_title(one.kind),
            declared=one.declared,
            stops=one.stops,
            waived=one.waived,
            can_be_waived_by=[CaseRole(role) for role in one.rule.by],
            you_can_waive=one.can_be_waived and person != case.person and bool(case.roles & set(one.rule.by)),
            you_can_open=one.declared and (UUID(person), one.kind) in closed,
        )
        for person, conflicts in known_conflicts(case).items()
        for one in conflicts
    ]


async def declared_in(info: Info, evaluation: UUID) -> list[DeclaredTie]:
    """Declared ties in a case that the person asking may read."""
    return [
        DeclaredTie(
            id=strawberry.ID(global_id("tie", row.id)),
            person_id=row.person_id,
            kind=ConflictKind(row.kind),
            title=_title(row.kind),
            note=row.note,
            since_year=row.since_year,
            until_year=row.until_year,
            declared_at=row.declared_at,
        )
        for row in await info.context.loader(stored.declared_in).load(evaluation)
    ]


async def requests_in(info: Info, evaluation: UUID) -> list[RecusalRequest]:
    """Requests for a recusal in a case that the person asking may read."""
    return [
        RecusalRequest(
            id=strawberry.ID(global_id("request", row.id)),
            evaluation_id=evaluation,
            person_id=row.person_id,
            kind=ConflictKind(row.kind),
            title=_title(row.kind),
            note=row.note,
            since_year=row.since_year,
            until_year=row.until_year,
            asked_at=row.declared_at,
            answer=RecusalAnswer(granted=row.granted, reason=row.reason, at=row.answered_at)
            if row.granted is not None and row.reason and row.answered_at
            else None,
        )
        for row in await info.context.loader(stored.requests_of).load(evaluation)
    ]


async def waivers_in(info: Info, evaluation: UUID) -> list[ConflictWaiver]:
    """Waived ties in a case that the person asking may read."""
    return [
        ConflictWaiver(
            person_id=row.person_id,
            kind=ConflictKind(row.kind),
            title=_title(row.kind),
            by=CaseRole(row.role),
            reason=row.reason,
            at=row.at,
        )
        for row in await info.context.loader(stored.waivers_of).load(evaluation)
    ]
