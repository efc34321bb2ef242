"""Reviews: an expert's scores, justifications and citations."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evidence import EvidenceVersion, version_of
from schema.frameworks import Criterion, criterion_of
from schema.ids import global_id
from schema.nodes import Node, node
from schema.page_areas import PageArea
from schema.panels import Progress, ReviewState
from schema.people import Person, known_person
from schema.scalars import LocalizedText
from storage import reviews as stored


@strawberry.type(description="A page of a document version that a score rests on. It stays on the version it cites.")
class Citation:
    """A citation."""

    version_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Opaque.")
    document_title: str = strawberry.field(description="The document's title.")
    page: int = strawberry.field(description="The page, from 1.")
    quote: str | None = strawberry.field(description="The words quoted.")
    area: PageArea | None = strawberry.field(description="The part of the page that is meant; null for all of it.")

    @strawberry.field(description="The version cited.")
    async def version(self, info: Info) -> EvidenceVersion:
        """The version."""
        return await version_of(info, self.version_id)


@strawberry.type(description="One expert's score of one criterion.")
class Score:
    """A score."""

    row: strawberry.Private[stored.ScoreRow]
    value: Decimal | None = strawberry.field(description="On the criterion's scale; null while undecided.")
    justification: str = strawberry.field(description="Why.")
    updated_at: datetime = strawberry.field(description="When it was last saved.")

    @strawberry.field(description="The criterion.")
    async def criterion(self, info: Info) -> Criterion:
        """The criterion."""
        return await criterion_of(info, self.row.criterion_id)

    @strawberry.field(description="The pages it rests on.")
    async def citations(self, info: Info) -> list[Citation]:
        """The citations."""
        key = (self.row.review_id, self.row.criterion_id)
        return [
            Citation(
                id=strawberry.ID(global_id("citation", row.id)),
                version_id=row.version_id,
                document_title=row.document_title,
                page=row.page,
                quote=row.quote,
                area=PageArea.of(row.area) if row.area else None,
            )
            for row in await info.context.loader(stored.citations_of).load(key)
        ]

    @strawberry.field(description="Whether it has a value, a justification and a citation.")
    async def complete(self, info: Info) -> bool:
        """Whether nothing is missing."""
        return bool(self.value is not None and self.justification.strip() and await Score.citations(self, info))


@strawberry.type(description="One expert's view of a school, criterion by criterion.")
class Review(Node):
    """A review."""

    row: strawberry.Private[stored.ReviewRow]
    version: int = strawberry.field(description="Grows with every save; send it back as `expectedVersion`.")
    state: ReviewState = strawberry.field(description="Where it is.")
    submitted_at: datetime | None = strawberry.field(description="When it was handed in.")
    label: LocalizedText = strawberry.field(description="What it is called where its author stays hidden.")
    mine: bool = strawberry.field(description="Whether it is your own.")
    progress: Progress = strawberry.field(description="How many criteria are scored, justified and cited.")

    @strawberry.field(description="Whose it is; null where you must not know.")
    async def expert(self, info: Info) -> Person | None:
        """The author."""
        return await known_person(info, self.row.person_id) if self.row.person_id else None

    @strawberry.field(description="The scores, in the framework's order.")
    async def scores(self, info: Info) -> list[Score]:
        """The scores."""
        return [
            Score(row=row, value=row.value, justification=row.justification, updated_at=row.updated_at)
            for row in await info.context.loader(stored.scores_of).load(self.row.id)
        ]

    @classmethod
    def of(cls, row: stored.ReviewRow) -> "Review":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("review", row.id)),
            row=row,
            version=row.version,
            state=ReviewState(row.state),
            submitted_at=row.submitted_at,
            label=LocalizedText(ru=f"Заключение {row.ordinal}", en=f"Review {row.ordinal}"),
            mine=row.mine,
            progress=Progress(done=row.complete, total=row.scored),
        )


async def reviews_of(info: Info, evaluation: UUID) -> list[Review]:
    """The reviews of an evaluation that the person asking may read."""
    return [Review.of(row) for row in await info.context.loader(stored.reviews_of).load(evaluation)]


async def own_review_of(info: Info, evaluation: UUID) -> Review | None:
    """The review of the person asking."""
    return (await own_reviews_of(info, [evaluation]))[0]


async def own_reviews_of(info: Info, evaluations: Sequence[UUID]) -> list[Review | None]:
    """The review of the person asking in each evaluation."""
    found = await info.context.loader(stored.own_reviews_of).load_many(evaluations)
    return [Review.of(row) if row else None for row in found]


@node("review")
async def _review_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.reviews_by_id).load(key)
    return Review.of(row) if row else None
