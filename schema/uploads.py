"""Uploads: files on their way to becoming documents of a case."""

from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.evidence import EvidenceDocument, ScanState
from schema.ids import global_id
from schema.nodes import Node, node
from schema.results import Reason
from schema.scalars import ByteCount
from storage import evidence as stored
from workflows.rules import reasons


@strawberry.enum(description="Where an upload is.")
class UploadState(Enum):
    """A state of an upload."""

    RECEIVING = strawberry.enum_value("RECEIVING", description="Bytes are coming.")
    CHECKING = strawberry.enum_value("CHECKING", description="All bytes are here and are being checked.")
    READY = strawberry.enum_value("READY", description="It became a version of `document`.")
    REFUSED = strawberry.enum_value("REFUSED", description="It became nothing; `refusal` says why.")


@strawberry.type(description="A file on its way to becoming a document.")
class Upload(Node):
    """An upload."""

    row: strawberry.Private[stored.UploadRow]
    file_name: str = strawberry.field(description="The name it is sent under.")
    size: ByteCount = strawberry.field(description="How many bytes it has.")
    received: ByteCount = strawberry.field(description="How many of them are here.")
    state: UploadState = strawberry.field(description="Where it is.")
    refusal: Reason | None = strawberry.field(description="Why it became nothing, and what to do.")
    scan: ScanState = strawberry.field(
        description="What the malware scan said: `PENDING` until it has spoken. A file in which it found malware is"
        " refused; one that had been here already is not scanned again and stays `PENDING`."
    )
    criterion_codes: list[str] = strawberry.field(description="The criteria the document shall speak to.")
    document_request_id: strawberry.ID | None = strawberry.field(
        description="The request for a document that it answers; null for any other file."
    )
    track_id: strawberry.ID | None = strawberry.field(
        description="The condition that is followed up and that it tells of; null for any other file."
    )
    notice: Reason | None = strawberry.field(
        description="What else to know once it is `READY`: that exactly this file was here already"
        " (`FILE_ALREADY_HERE`), so `document` is the one that has it and got no new version."
    )

    @strawberry.field(description="The document it belongs to, once there is one.")
    async def document(self, info: Info) -> EvidenceDocument | None:
        """The document."""
        if self.row.document_id is None:
            return None
        row = await info.context.loader(stored.documents_by_id).load(self.row.document_id)
        return EvidenceDocument.of(row) if row else None

    @strawberry.field(
        description="`PUT` the bytes here in any number of parts, each with the header `Upload-Offset`: how many bytes"
        ' came before. The answer is `{"received": n}`; after a lost connection `HEAD` tells n in the same header.'
    )
    def url(self) -> str:
        """A path on this server."""
        return f"/uploads/{self.id}"

    @classmethod
    def of(cls, row: stored.UploadRow) -> "Upload":
        """The API's form of a row."""
        refusal = reasons.Reason(row.refusal["code"], row.refusal["details"]) if row.refusal else None
        notice = reasons.Reason("FILE_ALREADY_HERE", {"title": row.known_as}) if row.known_as else None
        return cls(
            id=strawberry.ID(global_id("upload", row.id)),
            row=row,
            file_name=row.file_name,
            size=ByteCount(row.size),
            received=ByteCount(row.received),
            state=UploadState(row.state),
            refusal=Reason.of(refusal) if refusal else None,
            scan=ScanState(row.scan),
            criterion_codes=row.criterion_codes,
            document_request_id=strawberry.ID(global_id("documentrequest", row.request_id)) if row.request_id else None,
            track_id=strawberry.ID(global_id("track", row.track_id)) if row.track_id else None,
            notice=Reason.of(notice) if notice else None,
        )


async def uploads_of(info: Info, evaluation: UUID) -> list[Upload]:
    """The school's uploads that did not become documents."""
    return [Upload.of(row) for row in await info.context.loader(stored.uploads_of).load(evaluation)]


@node("upload")
async def _upload_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(stored.uploads_by_id).load(key)
    return Upload.of(row) if row else None
