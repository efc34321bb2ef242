"""The feed of changes: every record in the order it was published, to be read on from any place."""

import re
from datetime import datetime

import strawberry

from schema.context import Info
from schema.paging import PageInfo, cursor_of, key_of_cursor, page_size, unknown_cursor
from schema.publications import Publication, PublicationKind
from schema.scalars import ChangeCursor, PublicationNumber
from storage import publications as stored


@strawberry.type(description="Something was published.")
class Change:
    """A change."""

    number: PublicationNumber = strawberry.field(description="The record's number.")
    kind: PublicationKind = strawberry.field(description="What the record does.")
    published_at: datetime = strawberry.field(description="When.")
    publication: Publication = strawberry.field(description="The record.")


@strawberry.type(description="A change in the feed.")
class ChangeEdge:
    """An edge."""

    cursor: ChangeCursor = strawberry.field(description="Keep it, and ask `changesSince` it next time.")
    node: Change = strawberry.field(description="The change.")


@strawberry.type(description="A page of the feed.")
class ChangeConnection:
    """A connection."""

    edges: list[ChangeEdge] = strawberry.field(description="The page with places.")
    nodes: list[Change] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")


@strawberry.type
class ChangeQueries:
    """Open to everybody."""

    @strawberry.field(
        description="What was published after a place in the feed, the oldest first; from the beginning without one."
        " Who always asks from the last `endCursor` gets every record once; where nothing is new, it stays what it was."
    )
    async def changes_since(
        self, info: Info, cursor: ChangeCursor | None = None, first: int | None = None
    ) -> ChangeConnection:
        """A page of the feed."""
        place = key_of_cursor(cursor, 1)
        if place and not (re.fullmatch(r"[0-9]{1,9}", place[0])):
            raise unknown_cursor()
        size, last = page_size(first), int(place[0]) if place else 0
        transaction = await info.context.published()
        rows = await stored.changes(transaction, last, size + 1)
        if last and not rows and await stored.publication(transaction, last, None) is None:
            # It comes from another server, or from before this one was restored: to go on from it would miss records.
            raise unknown_cursor()
        edges = [
            ChangeEdge(
                cursor=ChangeCursor(cursor_of(str(row.number))),
                node=Change(
                    number=PublicationNumber(row.number),
                    kind=PublicationKind(row.kind),
                    published_at=row.published_at,
                    publication=Publication.of(row),
                ),
            )
            for row in rows[:size]
        ]
        around = PageInfo.around([edge.cursor for edge in edges], more=len(rows) > size, after=cursor)
        if not edges:
            around.end_cursor = cursor
        return ChangeConnection(edges=edges, nodes=[edge.node for edge in edges], page_info=around)
