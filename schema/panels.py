"""Panels: seats, and the experts a secretary can choose from."""

from enum import Enum
from uuid import UUID

import strawberry

from schema.conflicts import ConflictKind
from schema.constituencies import Constituency
from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node
from schema.people import Person, known_person
from schema.results import Reason
from schema.schools import Organisation, organisation_of
from storage import panels as stored
from workflows.panels import candidates


@strawberry.enum(description="Where a review is.")
class ReviewState(Enum):
    """States of a review."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"


@strawberry.type(description="How far something is.")
class Progress:
    """Done of total."""

    done: int = strawberry.field(description="How many are done.")
    total: int = strawberry.field(description="How many there are.")


@strawberry.type(description="A place in an expert panel.")
class Seat(Node):
    """A seat."""

    person_id: strawberry.Private[UUID]
    lead: bool = strawberry.field(description="Whether this member leads the panel.")
    recused: bool = strawberry.field(description="Whether this member stepped aside.")
    constituency: Constituency = strawberry.field(description="Whom this member speaks for.")
    review_state: ReviewState | None = strawberry.field(description="Where this member's review is.")
    progress: Progress | None = strawberry.field(description="How many criteria are scored, justified and cited.")

    @strawberry.field(description="Who sits here.")
    async def person(self, info: Info) -> Person:
        """The member."""
        return await known_person(info, self.person_id)


@strawberry.type(description="An expert of the register, as a possible member of one panel.")
class Candidate:
    """A candidate."""

    row: strawberry.Private[stored.CandidateRow]
    constituency: Constituency = strawberry.field(description="Whom the expert speaks for.")
    qualification: str | None = strawberry.field(description="From the register.")
    load: int = strawberry.field(description="In how many open cases the expert sits now.")
    seated: bool = strawberry.field(description="Whether the expert sits in this panel already.")
    barred_by: list[Reason] = strawberry.field(description="Why the expert cannot sit here; empty: can.")
    waivable: list[ConflictKind] = strawberry.field(description="The kinds of ties among them that you can waive.")

    @strawberry.field(description="Who it is.")
    async def person(self, info: Info) -> Person:
        """The expert."""
        return await known_person(info, self.row.person_id)

    @strawberry.field(description="Where the expert works.")
    async def employer(self, info: Info) -> Organisation | None:
        """The employer."""
        return await organisation_of(info, self.row.employer_id) if self.row.employer_id else None

    @strawberry.field(description="Where the expert lives.")
    async def municipality(self, info: Info) -> Organisation | None:
        """The municipality."""
        return await organisation_of(info, self.row.municipality_id) if self.row.municipality_id else None


async def seats_of(info: Info, evaluation: UUID) -> list[Seat]:
    """The seats of an evaluation that the person asking may know of."""
    return [
        Seat(
            id=strawberry.ID(global_id("seat", row.id)),
            person_id=row.person_id,
            lead=row.lead,
            recused=row.recused,
            constituency=Constituency(row.constituency),
            review_state=ReviewState(row.review_state) if row.review_state else None,
            progress=Progress(done=row.complete, total=row.scored) if row.complete is not None else None,
        )
        for row in await info.context.loader(stored.seats_of).load(evaluation)
    ]


async def candidates_of(info: Info, evaluation: UUID, number: str, search: str | None) -> list[Candidate]:
    """The register for one panel; empty unless the person asking is a secretary."""
    return [
        Candidate(
            row=candidate.row,
            constituency=Constituency(candidate.row.constituency),
            qualification=candidate.row.qualification,
            load=candidate.row.load,
            seated=candidate.row.seated,
            barred_by=[Reason.of(reason, number) for reason in candidate.barred_by],
            waivable=[ConflictKind(kind.value) for kind in candidate.waivable],
        )
        for candidate in await candidates(await info.context.transaction(), evaluation, search)
    ]
