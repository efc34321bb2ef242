"""Bytes on their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class UploadRow:
    """Bytes on their way; `refusal` is a reason's code and details, `known_as` the title of the document that had the
    very same bytes already, `scan` what the scanner said so far."""

    id: UUID
    evaluation_id: UUID
    document_id: UUID | None
    file_name: str
    size: int
    received: int
    state: str
    refusal: dict[str, Any] | None
    criterion_codes: list[str]
    classification: str
    personal_data: bool
    created_by: UUID
    request_id: UUID | None
    track_id: UUID | None
    known_as: str | None
    scan: str


# A version has the id of the upload it came from, so an upload that is ready without one brought nothing new.
UPLOADS = """
SELECT u.id, u.evaluation_id, u.document_id, u.file_name, u.size, u.received, u.state, u.refusal, u.criterion_codes,
       u.classification, u.personal_data, u.created_by, u.request_id, u.track_id, CASE WHEN u.state = 'READY' THEN
           (SELECT d.title FROM working.evidence_document d WHERE d.id = u.document_id AND d.removed_at IS NULL
            AND NOT EXISTS (SELECT FROM working.evidence_version v WHERE v.id = u.id)) END AS known_as,
       CASE WHEN u.refusal ->> 'code' = 'FILE_INFECTED' THEN 'INFECTED'
            ELSE coalesce((SELECT v.scan FROM working.evidence_version v WHERE v.id = u.id), 'PENDING') END AS scan
FROM working.upload u"""


async def uploads_of(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[UploadRow]]:
    """The uploads of each evaluation that did not become a document yet, in the order they began."""
    rows = await transaction.rows(
        UploadRow,
        f"{UPLOADS} WHERE u.evaluation_id = ANY(:keys) AND u.state <> 'READY' ORDER BY u.created_at, u.id",
        keys=list(evaluations),
    )
    return many_of(evaluations, rows, lambda row: row.evaluation_id)


async def uploads_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[UploadRow | None]:
    """The uploads with these keys, in their order."""
    rows = await transaction.rows(UploadRow, f"{UPLOADS} WHERE u.id = ANY(:keys)", keys=list(keys))
    return one_of(keys, rows, lambda row: row.id)


async def unfinished_uploads(transaction: Transaction, evaluation: UUID) -> int:
    """How many uploads of the evaluation are on their way."""
    count: int = await transaction.value(
        "SELECT count(*) FROM working.upload WHERE evaluation_id = :evaluation AND state IN ('RECEIVING', 'CHECKING')",
        evaluation=evaluation,
    )
    return count


async def uploads_being_checked(transaction: Transaction) -> list[tuple[UUID, int]]:
    """The uploads whose bytes are all here and wait for the check, with their sizes."""
    found = await transaction.values("SELECT ARRAY[id::text, size::text] FROM working.upload WHERE state = 'CHECKING'")
    return [(UUID(key), int(size)) for key, size in found]


async def uploads_on_their_way(transaction: Transaction) -> list[UUID]:
    """The uploads, of all cases, whose bytes are still needed."""
    return await transaction.values("SELECT id FROM working.upload WHERE state IN ('RECEIVING', 'CHECKING')")


async def insert_upload(
    transaction: Transaction,
    evaluation: UUID,
    document: UUID | None,
    file_name: str,
    size: int,
    criterion_codes: Sequence[str],
    classification: str = "PANEL",
    personal_data: bool = False,
    request: UUID | None = None,
    track: UUID | None = None,
) -> UUID:
    """A new upload of the transaction's person."""
    key: UUID = await transaction.value(
        "INSERT INTO working.upload (evaluation_id, document_id, file_name, size, criterion_codes, classification,"
        " personal_data, request_id, track_id, created_by) VALUES (:evaluation, :document, :file_name, :size, :codes,"
        " :classification, :personal_data, :request, :track, :person) RETURNING id",
        evaluation=evaluation,
        document=document,
        file_name=file_name,
        size=size,
        codes=list(criterion_codes),
        classification=classification,
        personal_data=personal_data,
        request=request,
        track=track,
        person=transaction.person,
    )
    return key


async def note_received(transaction: Transaction, upload: UUID, received: int) -> None:
    """Keep how many bytes are here, for those who watch."""
    await transaction.run(
        "UPDATE working.upload SET received = greatest(received, :received) WHERE id = :id AND state = 'RECEIVING'",
        id=upload,
        received=received,
    )


async def begin_check(transaction: Transaction, upload: UUID) -> bool:
    """Everything is here, the check begins; False when it had begun before."""
    return bool(
        await transaction.run(
            "UPDATE working.upload SET state = 'CHECKING', received = size WHERE id = :id AND state = 'RECEIVING'",
            id=upload,
        )
    )


async def finish_upload(transaction: Transaction, upload: UUID, document: UUID) -> None:
    """The upload has become (a version of) this document."""
    await transaction.run(
        "UPDATE working.upload SET state = 'READY', document_id = :document WHERE id = :id",
        id=upload,
        document=document,
    )


async def refuse_upload(transaction: Transaction, upload: UUID, code: str, details: Mapping[str, str]) -> None:
    """The upload became nothing, for this reason, unless it is settled already."""
    await transaction.run(
        "UPDATE working.upload SET state = 'REFUSED', refusal = CAST(:refusal AS jsonb)"
        " WHERE id = :id AND state IN ('RECEIVING', 'CHECKING')",
        id=upload,
        refusal=as_json({"code": code, "details": dict(details)}),
    )


async def forget_upload(transaction: Transaction, upload: UUID) -> None:
    """Remove an upload that is on its way or became nothing."""
    await transaction.run("DELETE FROM working.upload WHERE id = :id AND state IN ('RECEIVING', 'REFUSED')", id=upload)
