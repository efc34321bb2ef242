"""What a case has of evidence: documents, those asked for, those on their way, those of earlier cases, and search."""

import strawberry

from schema.context import Info
from schema.document_requests import DocumentRequest, document_requests_in
from schema.earlier_documents import EarlierDocument, earlier_documents_of
from schema.evidence import EvidenceDocument, EvidenceHit, documents_of, search_in
from schema.retention import EvidenceHold, holds_in
from schema.uploads import Upload, uploads_of
from storage.evaluations import EvaluationRow


@strawberry.type
class EvidenceOfCase:
    """The evidence of an evaluation."""

    row: strawberry.Private[EvaluationRow]

    @strawberry.field(description="The evidence.")
    async def documents(self, info: Info) -> list[EvidenceDocument]:
        """The documents."""
        return await documents_of(info, self.row.id)

    @strawberry.field(
        description="Files on their way to becoming evidence, and those that were refused. The school's only."
    )
    async def uploads(self, info: Info) -> list[Upload]:
        """The uploads."""
        return await uploads_of(info, self.row.id)

    @strawberry.field(description="Full-text search in the documents of this case, in Russian and English.")
    async def search_evidence(self, info: Info, text: str, first: int | None = 20) -> list[EvidenceHit]:
        """Search."""
        return await search_in(info, self.row.id, text, first or 20)

    @strawberry.field(
        description="Documents of the school's other evaluations that you may read, to be used again in this one"
        " (`reuseDocument`); the newest evaluation first."
    )
    async def earlier_documents(self, info: Info) -> list[EarlierDocument]:
        """The documents."""
        return await earlier_documents_of(info, self.row)

    @strawberry.field(description="Documents the school is asked for, the newest request first.")
    async def document_requests(self, info: Info) -> list[DocumentRequest]:
        """The requests."""
        return await document_requests_in(info, self.row.id)

    @strawberry.field(description="For the secretary: what keeps its evidence from being deleted, the newest first.")
    async def evidence_holds(self, info: Info) -> list[EvidenceHold]:
        """The holds."""
        return await holds_in(info, self.row.id)
