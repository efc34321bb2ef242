"""A file is announced, its bytes come in parts, and checking them is asked for."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from storage import document_requests, evidence
from storage.blobs import PART, BlobStore, Part, StoreUnavailable
from storage.database import Database
from storage.evidence import UploadRow
from storage.jobs import enqueue
from workflows import inputs
from workflows.cases import Act
from workflows.evidence.documents import document_of, unknown_codes
from workflows.evidence.keys import upload_key
from workflows.evidence.purposes import AS_EVIDENCE, Purpose, admitted
from workflows.idempotency import once
from workflows.rules import files
from workflows.rules.privacy import FOR_PANEL, Privacy
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem
from workflows.rules.requests import settled

MOST_UNFINISHED = 50
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class NewFile:
    """A file about to come."""

    name: str
    size: int
    document: UUID | None
    criterion_codes: Sequence[str]
    privacy: Privacy = FOR_PANEL
    """Of a new document; a new version changes nothing of it."""
    purpose: Purpose = AS_EVIDENCE


async def _codes_of(act: Act, file: NewFile) -> Sequence[str]:
    """The criteria a file speaks to: that of the request it answers too. Raises NotPermittedOrAbsent or Blocked."""
    if file.purpose.request is None:
        return file.criterion_codes
    asked = await document_requests.request(act.transaction, file.purpose.request)
    if asked is None or asked.evaluation_id != act.evaluation:
        raise NotPermittedOrAbsent
    if reason := settled(asked.state):
        raise Blocked(reason, number=act.row.number)
    return list(dict.fromkeys((asked.criterion_code, *file.criterion_codes)))


def part_of(upload: UploadRow, number: int, md5: str) -> Part | None:
    """A part of an upload, its size as it must be; None where the upload has no such part."""
    size = min(PART, upload.size - (number - 1) * PART)
    return Part(number, size, md5) if number >= 1 and size > 0 else None


async def room_for(act: Act, size: int, most: int) -> None:
    """Raises Blocked where so many more bytes would make the case larger than `most`."""
    here = await evidence.bytes_of_case(act.transaction, act.evaluation)
    if here + size > most:
        details = {"here": str(here // MEBIBYTE), "most": str(most // MEBIBYTE)}
        raise Blocked(Reason("CASE_FULL", details), number=act.row.number)


async def begin_upload(
    database: Database, person: UUID, evaluation: UUID, key: str, file: NewFile, *, largest: int, most: int
) -> UUID:
    """Announce a file of at most `largest` bytes, in a case of at most `most`; answers with the upload that its bytes
    go to."""
    async with admitted(database, person, evaluation, file.purpose) as act:
        name = files.clean_name(inputs.text("input.fileName", file.name, longest=1000))
        problems = []
        if files.kind_by_name(name) is None:
            problems.append(Problem("input.fileName", "FILE_TYPE_NOT_ACCEPTED"))
        if file.purpose.request and file.purpose.track:
            problems.append(Problem("input.trackId", "NOT_ASKED"))
        if file.size < 1:
            problems.append(Problem("input.size", "FILE_EMPTY"))
        if file.size > largest:
            problems.append(Problem("input.size", "FILE_TOO_LARGE", (("largest", str(largest // MEBIBYTE)),)))
        problems += [*await unknown_codes(act, file.criterion_codes), *file.privacy.problems()]
        if problems:
            raise InvalidInput(*problems)
        if file.document is not None and (await document_of(act, file.document)).redacts_id is not None:
            raise InvalidInput(Problem("input.documentId", "REDACTED_ALREADY"))
        codes = await _codes_of(act, file)

        async def make() -> UUID:
            await room_for(act, file.size, most)
            if await evidence.unfinished_uploads(act.transaction, evaluation) >= MOST_UNFINISHED:
                raise Blocked(Reason("TOO_MANY_UPLOADS", {"most": str(MOST_UNFINISHED)}), number=act.row.number)
            return await evidence.insert_upload(
                act.transaction,
                evaluation,
                file.document,
                name,
                file.size,
                codes,
                file.privacy.classification,
                file.privacy.personal_data,
                file.purpose.request,
                file.purpose.track,
            )

        request = (evaluation, name, file.size, file.document, file.privacy, file.purpose, *sorted(codes))
        return await once(act.transaction, key, request, make)


async def _upload_of(database: Database, person: UUID, upload: UUID) -> UploadRow:
    async with database.reading(person) as transaction:
        found = (await evidence.uploads_by_id(transaction, [upload]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found


async def _of_sender(database: Database, person: UUID, upload: UUID) -> UploadRow:
    """The upload, if it is this person's own: a colleague sees it, and may only give it up."""
    found = await _upload_of(database, person, upload)
    if found.created_by != person:
        raise NotPermittedOrAbsent
    return found


async def receiving(database: Database, person: UUID, upload: UUID) -> UploadRow:
    """The upload, if the person may send bytes to it now.

    Raises NotPermittedOrAbsent or Blocked.
    """
    found = await _of_sender(database, person, upload)
    async with admitted(database, person, found.evaluation_id, Purpose.of(found)) as act:
        if found.state != "RECEIVING":
            raise Blocked(Reason("UPLOAD_CLOSED"), number=act.row.number)
    return found


async def received(database: Database, person: UUID, upload: UUID, so_far: int) -> None:
    """Note how many bytes have come, for those who watch."""
    async with database.acting(person) as transaction:
        await evidence.note_received(transaction, upload, so_far)


async def finish_upload(database: Database, blobs: BlobStore, person: UUID, upload: UUID) -> UUID:
    """All bytes are sent: have them checked. Finishing twice is finishing once."""
    found = await _of_sender(database, person, upload)
    try:
        here = await blobs.received(upload_key(upload)) if found.state == "RECEIVING" else found.size
    except StoreUnavailable:
        raise Blocked(Reason("STORE_UNAVAILABLE")) from None
    async with admitted(database, person, found.evaluation_id, Purpose.of(found)) as act:
        if here != found.size:
            details = {"received": str(here), "size": str(found.size)}
            raise Blocked(Reason("UPLOAD_INCOMPLETE", details), number=act.row.number)
        if await evidence.begin_check(act.transaction, upload):
            await enqueue(act.transaction, "accept_upload", {"upload": str(upload)})
    return upload


async def discard_upload(database: Database, blobs: BlobStore, person: UUID, upload: UUID) -> UUID:
    """Give up an upload that is on its way or was refused; answers with the evaluation. A colleague's may be given up
    too: an unfinished one keeps the case from being submitted."""
    found = await _upload_of(database, person, upload)
    async with admitted(database, person, found.evaluation_id, Purpose.of(found)) as act:
        now = (await evidence.uploads_by_id(act.transaction, [upload]))[0]
        if now is not None and now.state not in ("RECEIVING", "REFUSED"):
            raise Blocked(Reason("UPLOAD_CLOSED"), number=act.row.number)
        await evidence.forget_upload(act.transaction, upload)
    with suppress(StoreUnavailable):
        # What stays belongs to nothing, and is collected later.
        await blobs.delete(upload_key(upload))
    return found.evaluation_id
