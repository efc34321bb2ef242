"""The bytes of an upload are checked, and become a version that never changes."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from storage import document_requests, evidence, track_documents
from storage.blobs import BlobStore, WrongOffset
from storage.clamd import TooLargeToScan
from storage.database import Database, Transaction
from storage.evidence import HeldRow, UploadRow
from workflows.cases import Act
from workflows.evidence.keys import evidence_key, shown_id, upload_key
from workflows.evidence.purposes import AS_EVIDENCE, Purpose, admitted
from workflows.extraction.apart import extract
from workflows.extraction.readers import Extracted, bounded
from workflows.extraction.unreadable import Unreadable
from workflows.rules import blinding, files
from workflows.rules.privacy import Classification
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent

HEAD = 64 * 1024
UNSCANNABLE = {"FILE_TOO_COMPLEX", "FILE_ENCRYPTED"}
"""A bomb keeps a scanner busy for nothing, and of what has a password it sees nothing."""
Scan = Callable[[AsyncIterator[bytes]], Awaitable[bool]]
"""Asks whether bytes are clean."""
Render = Callable[[Path, Path, str], Awaitable[Path | None]]
"""Makes a PDF of an office file, in a folder: `workflows.extraction.rendition`."""


@dataclass(frozen=True)
class Stored:
    """What was found out about the bytes of an upload: nothing here was told by the sender."""

    size: int
    sha256: str
    scan: str
    extracted: Extracted
    shown: bytes | None = None
    """The PDF that an office file is shown as; its pages are those of `extracted`."""


async def accept_upload(
    database: Database, blobs: BlobStore, upload: UUID, scan: Scan | None, render: Render | None = None
) -> None:
    """Check the bytes of an upload and make them a version, or keep the reason why not. Running twice is running once.

    Raises what the scanner or the store raises, and then the upload is still being checked.
    """
    async with database.working() as transaction:
        found = (await evidence.uploads_by_id(transaction, [upload]))[0]
    if found and found.state == "CHECKING":
        try:
            await _keep(database, blobs, found, await _examined(blobs, found, scan, render))
        except Unreadable as unreadable:
            await refuse_upload(database, upload, Reason(unreadable.code, {"name": found.file_name}))
        except Blocked as blocked:
            await refuse_upload(database, upload, blocked.reasons[0])
        except NotPermittedOrAbsent:
            await refuse_upload(database, upload, Reason("NOT_PERMITTED_OR_ABSENT"))
        except _Settled:
            pass
    await _tidy(database, blobs, upload)


async def refuse_upload(database: Database, upload: UUID, reason: Reason) -> None:
    """The upload becomes nothing; the person sees why."""
    async with database.working() as transaction:
        await evidence.refuse_upload(transaction, upload, reason.code, reason.details)


async def _tidy(database: Database, blobs: BlobStore, upload: UUID) -> None:
    """Forget the bytes that are needed no longer; asks the database, for an earlier run may have got further."""
    async with database.working() as transaction:
        found = (await evidence.uploads_by_id(transaction, [upload]))[0]
        version = (await evidence.versions_by_id(transaction, [upload]))[0]
    if found is None or found.state in ("READY", "REFUSED"):
        await blobs.delete(upload_key(upload))
        if version is None:
            await blobs.delete(evidence_key(upload))
            await blobs.delete(evidence_key(shown_id(upload)))


async def _examined(blobs: BlobStore, upload: UploadRow, scan: Scan | None, render: Render | None) -> Stored:
    key = upload_key(upload.id)
    promised = files.kind_by_name(upload.file_name)
    assert promised, "the name was looked at when the file was announced"
    try:
        await blobs.finish(key, upload.size)
    except WrongOffset:
        raise Unreadable("FILE_CHECK_FAILED") from None
    with tempfile.TemporaryDirectory(prefix="areopag-") as folder:
        path = Path(folder) / "file"
        # Of sound and pictures that move only the beginning is looked at.
        sha256 = await _copied(blobs, key, path, HEAD if promised in files.PLAYED else upload.size)
        extracted = await _extracted(path, promised)
        if isinstance(extracted, Unreadable) and extracted.code in UNSCANNABLE:
            raise extracted
        scanned = await _scanned(blobs, key, promised, scan)
        if isinstance(extracted, Unreadable):
            raise extracted
        if promised.media_type != extracted.media_type:
            raise Unreadable("FILE_NOT_AS_NAMED")
        stored = Stored(upload.size, sha256, scanned, extracted)
        if render and promised in files.WRITTEN:
            return await _as_shown(stored, path, promised, render)
        return stored


async def _as_shown(stored: Stored, path: Path, promised: files.FileKind, render: Render) -> Stored:
    """With the PDF that the file is shown as, and that PDF's pages: whoever cites page 3 means what they saw. As it
    was, where none can be made."""
    with tempfile.TemporaryDirectory(prefix="areopag-") as folder:
        made = await render(path, Path(folder), promised.endings[0])
        if made is None:
            return stored
        try:
            found = await extract(made)
        except Unreadable:
            return stored
        if found.media_type != files.PDF.media_type:
            return stored
        content = await asyncio.to_thread(made.read_bytes)
    return replace(stored, extracted=replace(stored.extracted, pages=found.pages), shown=content)


async def _scanned(blobs: BlobStore, key: str, promised: files.FileKind, scan: Scan | None) -> str:
    """What is said of the scan. Sound and films, which run nothing, may be longer than the scanner looks at."""
    if scan is None:
        return "NOT_CONFIGURED"
    try:
        async with aclosing(blobs.read(key)) as chunks:
            clean = await scan(chunks)
    except TooLargeToScan:
        if promised in files.PLAYED:
            return "TOO_LARGE"
        raise Unreadable("FILE_TOO_LARGE_TO_SCAN") from None
    if not clean:
        raise Unreadable("FILE_INFECTED")
    return "CLEAN"


async def _extracted(path: Path, promised: files.FileKind) -> Extracted | Unreadable:
    try:
        return await extract(path, as_text=promised is files.TEXT)
    except Unreadable as unreadable:
        return unreadable


async def _copied(blobs: BlobStore, key: str, path: Path, most: int) -> str:
    """Put the first bytes of a blob into a file; answers with the SHA-256 of all of them."""
    digest, left = hashlib.sha256(), most
    with path.open("wb") as copy:
        async for chunk in blobs.read(key):
            await asyncio.to_thread(digest.update, chunk)
            if left > 0:
                await asyncio.to_thread(copy.write, chunk[:left])
                left -= len(chunk)
    return digest.hexdigest()


class _Settled(Exception):
    """Another run of the same job was faster."""


async def _keep(database: Database, blobs: BlobStore, upload: UploadRow, stored: Stored) -> None:
    """Make the bytes a version, asking the step again: the deadline may have passed while they were checked.

    The version takes the upload's id, and its bytes are there before it is: however often this is begun anew, there
    is never a second version, nor one without bytes.
    """
    await blobs.copy(upload_key(upload.id), evidence_key(upload.id))
    if stored.shown:
        await blobs.put(evidence_key(shown_id(upload.id)), stored.shown)
    purpose = Purpose.of(upload)
    async with admitted(database, upload.created_by, upload.evaluation_id, purpose, recorded=True) as act:
        async with act.transaction.as_worker():
            if (await evidence.uploads_by_id(act.transaction, [upload.id]))[0] != upload:
                raise _Settled
            document = await evidence.document_with_bytes(act.transaction, upload.evaluation_id, stored.sha256)
            if document is None:
                upload = await _as_named(act, upload)
                document = await _document_for(act.transaction, upload)
                await _insert_version(act.transaction, upload.id, document, upload.file_name, stored)
            await evidence.attach(act.transaction, document, act.row.framework_version_id, upload.criterion_codes)
            await evidence.finish_upload(act.transaction, upload.id, document)
        await _serve(act, purpose, document)
        act.details = {"document": str(document), "sha256": stored.sha256, "note": upload.file_name}


async def _serve(act: Act, purpose: Purpose, document: UUID) -> None:
    """Put the document where it was sent for."""
    if purpose.request:
        await document_requests.give(act.transaction, purpose.request, document)
    if purpose.track:
        await track_documents.place(act.transaction, purpose.track, document)


async def _as_named(act: Act, upload: UploadRow) -> UploadRow:
    """The upload under the name that is kept of it: a neutral one, where the panel must not know the school."""
    if act.case.definition.blinded() != "double_blind":
        return upload
    place = 1 + await evidence.count_documents(act.transaction, act.evaluation)
    return replace(upload, file_name=blinding.neutral_file_name(place, upload.file_name))


async def _document_for(transaction: Transaction, upload: UploadRow) -> UUID:
    """The document that the upload is to be a version of; a new one unless one was named."""
    if upload.document_id is None:
        return await evidence.insert_document(
            transaction,
            upload.evaluation_id,
            files.title_of(upload.file_name),
            classification=upload.classification,
            personal_data=upload.personal_data,
        )
    if (await evidence.documents_by_id(transaction, [upload.document_id]))[0] is None:
        raise Unreadable("DOCUMENT_REMOVED")
    return upload.document_id


async def _insert_version(
    transaction: Transaction, version: UUID, document: UUID, file_name: str, stored: Stored
) -> None:
    await evidence.insert_version(
        transaction,
        version,
        document,
        file_name=file_name,
        media_type=stored.extracted.media_type,
        size=stored.size,
        sha256=stored.sha256,
        scan=stored.scan,
        pages=stored.extracted.pages,
        shown=_held(version, file_name, stored.shown) if stored.shown else None,
    )


def _held(version: UUID, file_name: str, shown: bytes) -> HeldRow:
    return HeldRow(shown_id(version), file_name, len(shown), hashlib.sha256(shown).hexdigest())


async def import_document(
    database: Database,
    blobs: BlobStore,
    person: UUID,
    evaluation: UUID,
    *,
    file_name: str,
    title: str,
    content: bytes,
    media_type: str,
    pages: Sequence[str],
    criterion_codes: Sequence[str],
    classification: Classification = Classification.PANEL,
    dated_on: date | None = None,
    purpose: Purpose = AS_EVIDENCE,
) -> UUID:
    """Bring in a document whose bytes and page texts are already known; answers with its version."""
    version = uuid4()
    await blobs.put(evidence_key(version), content)
    extracted = Extracted(media_type, tuple(bounded(pages)))
    stored = Stored(len(content), hashlib.sha256(content).hexdigest(), "NOT_CONFIGURED", extracted)
    async with admitted(database, person, evaluation, purpose, recorded=True) as act:
        async with act.transaction.as_worker():
            document = await evidence.insert_document(
                act.transaction, evaluation, title, classification=classification, dated_on=dated_on
            )
            await _insert_version(act.transaction, version, document, file_name, stored)
            await evidence.attach(act.transaction, document, act.row.framework_version_id, criterion_codes)
        await _serve(act, purpose, document)
        act.details = {"document": str(document), "sha256": stored.sha256, "note": file_name}
    return version
