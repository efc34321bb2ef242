"""How long evidence is kept: what is due for deletion, and what is on hold."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evidence import EvidenceDocument
from schema.ids import global_id
from storage import evidence, people, retention
from storage.evaluations import evaluations_by_id
from workflows.retention import periods_of

MOST_DUE = 500


@strawberry.type(description="Evidence that is on hold: nothing of it is deleted until the hold is lifted.")
class EvidenceHold:
    """A hold."""

    document_key: strawberry.Private[UUID | None]
    id: strawberry.ID = strawberry.field(description="Opaque: `hold-1f0c…`.")
    reason: str = strawberry.field(description="Why.")
    placed_at: datetime = strawberry.field(description="Since when.")
    lifted_at: datetime | None = strawberry.field(description="When it was lifted; null as long as it holds.")
    lifted_because: str | None = strawberry.field(description="Why it was lifted.")

    @strawberry.field(description="The one document it is about; null: every document of the case.")
    async def document(self, info: Info) -> EvidenceDocument | None:
        """The document."""
        if self.document_key is None:
            return None
        row = await info.context.loader(evidence.documents_by_id).load(self.document_key)
        return EvidenceDocument.of(row) if row else None


@strawberry.type(description="A document whose time is over.")
class DueDocument:
    """A document to look at and delete."""

    evaluation_key: strawberry.Private[UUID]
    document_key: strawberry.Private[UUID]
    kept_until: datetime = strawberry.field(description="When its time was over.")
    held: bool = strawberry.field(description="Whether it is on hold, so that it cannot be deleted.")

    @strawberry.field(description="The document.")
    async def document(self, info: Info) -> EvidenceDocument | None:
        """The document."""
        row = await info.context.loader(evidence.documents_by_id).load(self.document_key)
        return EvidenceDocument.of(row) if row else None

    @strawberry.field(description="The number of its evaluation.")
    async def evaluation_number(self, info: Info) -> str | None:
        """The number."""
        row = await info.context.loader(evaluations_by_id).load(self.evaluation_key)
        return row.number if row else None


@strawberry.type
class ViewerRetention:
    """What a secretary looks through."""

    @strawberry.field(
        description="For the secretary: documents whose time is over, the longest first, at most 500. Empty for others."
    )
    async def due_for_deletion(self, info: Info) -> list[DueDocument]:
        """The documents."""
        transaction = await info.context.transaction()
        if not await people.is_secretary(transaction):
            return []
        rows = await retention.due_for_deletion(transaction, periods_of(info.context.retention), MOST_DUE)
        return [
            DueDocument(
                evaluation_key=row.evaluation_id,
                document_key=row.document_id,
                kept_until=row.kept_until,
                held=row.held,
            )
            for row in rows
            if row.kept_until
        ]


async def holds_in(info: Info, evaluation: UUID) -> list[EvidenceHold]:
    """The holds in a case that the person asking may read."""
    return [
        EvidenceHold(
            document_key=row.document_id,
            id=strawberry.ID(global_id("hold", row.id)),
            reason=row.reason,
            placed_at=row.placed_at,
            lifted_at=row.lifted_at,
            lifted_because=row.lifted_because,
        )
        for row in await info.context.loader(retention.holds_of).load(evaluation)
    ]
