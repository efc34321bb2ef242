"""Schools that others can learn from, criterion by criterion: examples for everybody, never a ranking."""

from datetime import datetime
from itertools import groupby

import strawberry

from schema.context import Info
from schema.ids import key_of
from schema.publications import Publication
from storage import exemplars
from storage.public_schools import read_publications


@strawberry.type(
    description="Results that came near the top of a criterion's scale. Examples to learn from, the newest first; how"
    " near one of them came is no reason to set it before another."
)
class PublishedExemplars:
    """Examples for one criterion."""

    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    results: list[Publication] = strawberry.field(description="Three at most, the newest first.")


@strawberry.type
class ExemplarQueries:
    """Open to everybody."""

    @strawberry.field(
        description="For each criterion of a framework version results at the highest level, or in the upper tenth of a"
        " scale of points, among its two hundred newest; as of a moment, or now. Criteria that nobody came so near are"
        " left out."
    )
    async def exemplars(
        self, info: Info, framework: strawberry.ID, as_of: datetime | None = None
    ) -> list[PublishedExemplars]:
        """The examples."""
        key = key_of(framework, "framework")
        transaction = await info.context.published(as_of)
        rows = await exemplars.exemplars_of(transaction, key, as_of) if key else []
        numbers = list({row.number for row in rows})
        known = await info.context.loader_as_of(read_publications, as_of).load_many(numbers)
        by_number = {row.number: Publication.read(info, row, as_of) for row in known if row}
        return [
            PublishedExemplars(criterion_code=code, results=[by_number[row.number] for row in of])
            for code, of in groupby(rows, key=lambda row: row.criterion)
        ]
