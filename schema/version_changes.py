"""What changed in the words of a document between two versions, as the API shows it."""

import asyncio

import strawberry

from schema.context import Info
from storage import evidence as stored
from workflows.rules.text_changes import Comparison, compared


@strawberry.type(description="One place where the words of two versions differ; what only moved is no change.")
class TextChange:
    """A change."""

    page_before: int = strawberry.field(description="The page of the earlier version, from 1.")
    page_now: int = strawberry.field(description="The page of this version, from 1.")
    before: str = strawberry.field(description="A few words that stand before it now.")
    removed: str = strawberry.field(description="What stood there; empty where something was only added. Long: cut.")
    added: str = strawberry.field(description="What stands there now; empty where something was only taken out.")
    after: str = strawberry.field(description="A few words that stand after it now.")


@strawberry.type(description="What changed in the words of a document between two versions.")
class VersionComparison:
    """A comparison."""

    comparable: bool = strawberry.field(
        description="Whether both versions have words at all: of scans and pictures nothing can be said."
    )
    complete: bool = strawberry.field(description="Whether every change is told; a very long text is compared in part.")
    changes: list[TextChange] = strawberry.field(description="The changes, in the order of the text now; 300 at most.")

    @classmethod
    def of(cls, found: Comparison) -> "VersionComparison":
        """The API's form of a comparison."""
        changes = [
            TextChange(
                page_before=one.page_before,
                page_now=one.page_now,
                before=one.before,
                removed=one.removed,
                added=one.added,
                after=one.after,
            )
            for one in found.changes
        ]
        return cls(comparable=found.comparable, complete=found.complete, changes=changes)


async def changes_since(
    info: Info, now: stored.VersionRow, earlier: stored.VersionRow | None
) -> VersionComparison | None:
    """How a version differs from another of the same document; None where that is not another one."""
    if earlier is None or earlier.document_id != now.document_id:
        return None
    pages = info.context.loader(stored.pages_of)
    before, after = await asyncio.gather(pages.load(earlier.id), pages.load(now.id))
    texts = ([row.text for row in before], [row.text for row in after])
    return VersionComparison.of(await asyncio.to_thread(compared, *texts))
