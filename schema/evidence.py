"""Evidence as the API shows it: documents, their versions and pages, and search in them."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id, key_of
from schema.nodes import Node, node
from schema.page_areas import PageArea
from schema.results import Reason
from schema.scalars import ByteCount
from schema.version_changes import VersionComparison, changes_since
from storage import evidence as stored
from storage.copies import are_schools_hidden
from workflows.privacy import has_thumbnail
from workflows.processes import definition
from workflows.rules import reasons
from workflows.rules.freshness import is_outdated

LONGEST_SEARCH = 300
MOST_HITS = 50


@strawberry.enum(description="What the malware scan said.")
class ScanState(Enum):
    """A state of the scan."""

    PENDING = strawberry.enum_value("PENDING", description="Not done yet.")
    CLEAN = strawberry.enum_value("CLEAN", description="Nothing was found.")
    INFECTED = strawberry.enum_value("INFECTED", description="Malware was found.")
    NOT_CONFIGURED = strawberry.enum_value("NOT_CONFIGURED", description="The server has no scanner.")
    TOO_LARGE = strawberry.enum_value(
        "TOO_LARGE", description="Sound or a film, which runs nothing, longer than the scanner looks at: not scanned."
    )


@strawberry.enum(name="DocumentClassification", description="Who reads a document.")
class Classification(Enum):
    """How far a document is open."""

    PUBLIC = strawberry.enum_value(
        "PUBLIC", description="Whoever the case is open to; the published result names it, and shows what is cited."
    )
    PANEL = strawberry.enum_value(
        "PANEL", description="Whoever the case is open to: school, panel, commission, office."
    )
    RESTRICTED = strawberry.enum_value("RESTRICTED", description="The school, the lead of the panel, the secretariat.")


@strawberry.type(description="The text of one page.")
class EvidencePage:
    """A page."""

    number: int = strawberry.field(description="From 1.")
    text: str = strawberry.field(
        description="Plain text; cells of a table are parted by tabs. Empty for a picture or a scan."
    )


@strawberry.type(description="A black box on a page of a redacted copy.")
class RedactionBox:
    """A box."""

    page: int = strawberry.field(description="From 1.")
    area: PageArea = strawberry.field(description="Where on the page; nothing of the original is left under it.")


@strawberry.type(description="How a version of a redacted copy was made.")
class Redaction:
    """From what, and what is under boxes."""

    row: strawberry.Private[stored.RedactionRow]
    boxes: list[RedactionBox] = strawberry.field(description="Every box, in the order they were drawn.")

    @strawberry.field(description="The version of the original that it was made of.")
    async def source(self, info: Info) -> "EvidenceVersion":
        """The original."""
        return await version_of(info, self.row.source_id)

    @classmethod
    def of(cls, row: stored.RedactionRow) -> "Redaction":
        """The API's form of a row."""
        boxes = [RedactionBox(page=page, area=PageArea.of([*map(Decimal, area)])) for page, *area in row.boxes]
        return cls(row=row, boxes=boxes)


@strawberry.type(description="A redacted copy that is being made, or could not be made.")
class RedactionOrder:
    """An order."""

    ordered_at: datetime = strawberry.field(description="When it was ordered.")
    refusal: Reason | None = strawberry.field(
        description="Why nothing was made, and what to do; null while it is being made."
    )

    @classmethod
    def of(cls, row: stored.RedactionOrderRow) -> "RedactionOrder":
        """The API's form of a row."""
        refusal = reasons.Reason(row.refusal["code"], row.refusal["details"]) if row.refusal else None
        return cls(ordered_at=row.ordered_at, refusal=Reason.of(refusal) if refusal else None)


@strawberry.type(description="Bytes that never change. A citation stays on the version it cites.")
class EvidenceVersion(Node):
    """A version."""

    row: strawberry.Private[stored.VersionRow]
    number: int = strawberry.field(description="From 1.")
    file_name: str = strawberry.field(description="The name it was sent under.")
    media_type: str = strawberry.field(description="Told by the content, not by the sender.")
    page_count: int = strawberry.field(
        description="Pages of a PDF, or of the one at `shownUrl`; otherwise pages of a DOCX by its breaks, sheets of an"
        " XLSX; 1 for an image."
    )
    uploaded_at: datetime = strawberry.field(description="When it came.")
    scan: ScanState = strawberry.field(description="What the malware scan said.")
    reused_from: str | None = strawberry.field(
        description="The number of the earlier evaluation whose document it is; null for what was sent here, and for"
        " whoever may not read it there."
    )

    deleted_at: datetime | None = strawberry.field(
        description="When its bytes and its text were deleted because its time was over; null for what is kept."
    )
    deleted_for: str | None = strawberry.field(description="Why they were deleted, in the secretary's words.")

    @strawberry.field(description="Bytes; null for whoever must not know the school and gets a copy of another size.")
    async def size(self, info: Info) -> ByteCount | None:
        """Bytes."""
        return None if await self._hidden(info) else ByteCount(self.row.size)

    @strawberry.field(
        description="Computed by the server from the stored bytes; null for whoever must not know the school, for a"
        " hash tells where else the file is."
    )
    async def sha256(self, info: Info) -> str | None:
        """The hash."""
        return None if await self._hidden(info) else self.row.sha256

    async def _hidden(self, info: Info) -> bool:
        return await info.context.loader(are_schools_hidden).load(self.row.document_id)

    @strawberry.field(description="The document it is a version of.")
    def document_id(self) -> strawberry.ID:
        """The document's id."""
        return strawberry.ID(global_id("document", self.row.document_id))

    @strawberry.field(description="Where the bytes are, for the same person's browser or token: `/files/…`.")
    def url(self) -> str:
        """A path on this server."""
        return f"/files/{global_id('version', self.row.id)}"

    @strawberry.field(
        description="Where the pages of an office file can be seen as a PDF, which was made of it when it was accepted;"
        " null for other files, and where the server had no LibreOffice."
    )
    def shown_url(self) -> str | None:
        """A path on this server."""
        return f"{self.url()}/shown" if self.row.shown_id else None

    @strawberry.field(
        description="Where its first page can be seen as a small JPEG, made when first asked for; null for what has no"
        " pages that everybody sees alike."
    )
    def thumbnail_url(self) -> str | None:
        """A path on this server."""
        return f"{self.url()}/thumbnail" if has_thumbnail(self.row) else None

    @strawberry.field(description="Text of the pages: PDF page, DOCX page by its breaks, XLSX sheet.")
    async def pages(self, info: Info) -> list[EvidencePage]:
        """The pages."""
        rows = await info.context.loader(stored.pages_of).load(self.row.id)
        return [EvidencePage(number=row.number, text=row.text) for row in rows]

    @strawberry.field(
        description="How its words differ from those of another version of the document, which was sent earlier; null"
        " where the person asking may not read that one, or it is of another document."
    )
    async def changes_since(self, info: Info, version_id: strawberry.ID) -> VersionComparison | None:
        """The changes."""
        key = key_of(version_id, "version")
        earlier = await info.context.loader(stored.versions_by_id).load(key) if key else None
        return await changes_since(info, self.row, earlier)

    @strawberry.field(
        description="How it was made, where it is one of a redacted copy and the person asking may read the original."
    )
    async def redaction(self, info: Info) -> Redaction | None:
        """The boxes."""
        row = await info.context.loader(stored.redactions_of).load(self.row.id)
        return Redaction.of(row) if row else None

    @classmethod
    def of(cls, row: stored.VersionRow) -> "EvidenceVersion":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("version", row.id)),
            row=row,
            number=row.number,
            file_name=row.file_name,
            media_type=row.media_type,
            page_count=row.page_count,
            uploaded_at=row.uploaded_at,
            scan=ScanState(row.scan),
            reused_from=row.reused_from,
            deleted_at=row.deleted_at,
            deleted_for=row.deleted_for,
        )


@strawberry.type(description="A document of a case; its bytes are in its versions.")
class EvidenceDocument(Node):
    """A document."""

    row: strawberry.Private[stored.DocumentRow]
    title: str = strawberry.field(description="What people call it.")
    classification: Classification = strawberry.field(description="Who reads it.")
    personal_data: bool = strawberry.field(description="Whether it holds data of persons; such one is never public.")
    dated_on: date | None = strawberry.field(description="When it was made, where the school says so.")
    outdated: bool = strawberry.field(
        description="Whether it was made longer before the evaluation was opened than the process calls fresh, three"
        " years where it says nothing: a sign for whoever reads it."
    )
    public: bool = strawberry.field(
        description="Whether it is named in the published result.",
        deprecation_reason="Ask `classification`: it is `PUBLIC`.",
    )
    redacted: bool = strawberry.field(
        description="Whether it is a copy of another document, as pictures of its pages with black boxes burnt in,"
        " and the words that no box touches. Where it is public, the published result names it in place of the"
        " original."
    )
    criterion_codes: list[str] = strawberry.field(description="The criteria it speaks to.")
    version: int = strawberry.field(description="Grows when it is described anew; send it back as `expectedVersion`.")

    @strawberry.field(description="Every version, the newest last.")
    async def versions(self, info: Info) -> list[EvidenceVersion]:
        """The versions."""
        return [EvidenceVersion.of(row) for row in await info.context.loader(stored.versions_of).load(self.row.id)]

    @strawberry.field(description="The newest version.")
    async def current(self, info: Info) -> EvidenceVersion | None:
        """The newest version."""
        rows = await info.context.loader(stored.versions_of).load(self.row.id)
        return EvidenceVersion.of(rows[-1]) if rows else None

    @strawberry.field(description="The document it is a redacted copy of, where the person asking may read that one.")
    async def redacts(self, info: Info) -> "EvidenceDocument | None":
        """The original."""
        if self.row.redacts_id is None:
            return None
        row = await info.context.loader(stored.documents_by_id).load(self.row.redacts_id)
        return EvidenceDocument.of(row) if row else None

    @strawberry.field(description="Its redacted copy, where there is one that the person asking may read.")
    async def redacted_copy(self, info: Info) -> "EvidenceDocument | None":
        """The copy."""
        row = await info.context.loader(stored.redacted_copies_of).load(self.row.id)
        return EvidenceDocument.of(row) if row else None

    @strawberry.field(
        description="The redacted copy of it that is being made, or could not be made the last time; null where there"
        " is neither, and for whoever makes none: only school and secretary do."
    )
    async def redaction_order(self, info: Info) -> RedactionOrder | None:
        """What is under way."""
        row = await info.context.loader(stored.redaction_orders_of).load(self.row.id)
        return RedactionOrder.of(row) if row else None

    @classmethod
    def of(cls, row: stored.DocumentRow) -> "EvidenceDocument":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("document", row.id)),
            row=row,
            title=row.title,
            classification=Classification(row.classification),
            personal_data=row.personal_data,
            dated_on=row.dated_on,
            outdated=is_outdated(
                row.dated_on, row.opened_on, definition(row.process_code, row.process_version).freshness
            ),
            public=row.public,
            redacted=row.redacts_id is not None,
            criterion_codes=row.criterion_codes,
            version=row.version,
        )


@strawberry.type(description="A page that a search found.")
class EvidenceHit:
    """A hit."""

    version_id: strawberry.Private[UUID]
    document_title: str = strawberry.field(description="The document's title.")
    page: int = strawberry.field(description="The page, from 1.")
    snippet: str = strawberry.field(
        description="The words around, as plain text. Each word found stands between the characters U+E000 and U+E001,"
        " which no page text has: turn them into marks, or remove them. Pieces are parted by `...`."
    )

    @strawberry.field(description="The version it is in.")
    async def version(self, info: Info) -> EvidenceVersion:
        """The version."""
        return await version_of(info, self.version_id)


async def documents_of(info: Info, evaluation: UUID) -> list[EvidenceDocument]:
    """The documents of an evaluation, where they are open to the person asking."""
    return [EvidenceDocument.of(row) for row in await info.context.loader(stored.documents_of).load(evaluation)]


async def search_in(info: Info, evaluation: UUID, text: str, first: int) -> list[EvidenceHit]:
    """Pages of an evaluation's documents that have these words."""
    words = text.strip()[:LONGEST_SEARCH]
    if not words:
        return []
    limit = max(1, min(first, MOST_HITS))
    return [
        EvidenceHit(
            version_id=row.version_id, document_title=row.document_title, page=row.page, snippet=row.snippet.strip()
        )
        for row in await stored.search(await info.context.transaction(), evaluation, words, limit)
    ]


async def version_of(info: Info, key: UUID) -> EvidenceVersion:
    """A version that a readable row names."""
    row = await info.context.loader(stored.versions_by_id).load(key)
    assert row, "a citation that can be read names a version that can be read"
    return EvidenceVersion.of(row)


@node("document")
async def _document_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.documents_by_id).load(key)
    return EvidenceDocument.of(row) if row else None


@node("version")
async def _version_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.versions_by_id).load(key)
    return EvidenceVersion.of(row) if row else None
