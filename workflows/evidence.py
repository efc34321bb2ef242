"""Evidence: a file is announced, its bytes come in parts, it is checked, and becomes a version that never changes."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from storage import criteria, evidence, schools
from storage.blobs import PART, BlobStore, Part, StoreUnavailable, WrongOffset
from storage.clamd import TooLargeToScan
from storage.database import Database, Transaction
from storage.evidence import DocumentRow, HeldRow, UploadRow
from storage.jobs import enqueue
from workflows import inputs
from workflows.cases import Act, acting, permitted
from workflows.extraction import Extracted, Unreadable, bounded, extract
from workflows.idempotency import once
from workflows.rules import blinding, files
from workflows.rules.privacy import FOR_PANEL, Classification, Privacy, Readers
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion

MOST_UNFINISHED = 50
MEBIBYTE = 1024 * 1024
HEAD = 64 * 1024
UNSCANNABLE = {"FILE_TOO_COMPLEX", "FILE_ENCRYPTED"}
"""A bomb keeps a scanner busy for nothing, and of what has a password it sees nothing."""

Scan = Callable[[AsyncIterator[bytes]], Awaitable[bool]]
"""Asks whether bytes are clean."""
Render = Callable[[Path, Path, str], Awaitable[Path | None]]
"""Makes a PDF of an office file, in a folder: `workflows.extraction.rendition`."""


@dataclass(frozen=True)
class NewFile:
    """A file about to come."""

    name: str
    size: int
    document: UUID | None
    criterion_codes: Sequence[str]
    privacy: Privacy = FOR_PANEL
    """Of a new document; a new version changes nothing of it."""


@dataclass(frozen=True)
class Stored:
    """What was found out about the bytes of an upload: nothing here was told by the sender."""

    size: int
    sha256: str
    scan: str
    extracted: Extracted
    shown: bytes | None = None
    """The PDF that an office file is shown as; its pages are those of `extracted`."""


def upload_key(upload: UUID) -> str:
    """Where the bytes of an upload are."""
    return f"uploads/{upload}"


def evidence_key(version: UUID) -> str:
    """Where the bytes of a version are."""
    return f"evidence/{version}"


def shown_id(version: UUID) -> UUID:
    """Under what the PDF is kept that a version is shown as: the same each time the check is begun anew."""
    return uuid5(version, "shown")


def part_of(upload: UploadRow, number: int, md5: str) -> Part | None:
    """A part of an upload, its size as it must be; None where the upload has no such part."""
    size = min(PART, upload.size - (number - 1) * PART)
    return Part(number, size, md5) if number >= 1 and size > 0 else None


async def begin_upload(
    database: Database, person: UUID, evaluation: UUID, key: str, file: NewFile, *, largest: int, most: int
) -> UUID:
    """Announce a file of at most `largest` bytes, in a case of at most `most`; answers with the upload that its bytes
    go to."""
    async with permitted(database, person, evaluation, "upload") as act:
        name = files.clean_name(inputs.text("input.fileName", file.name, longest=1000))
        problems = []
        if files.kind_by_name(name) is None:
            problems.append(Problem("input.fileName", "FILE_TYPE_NOT_ACCEPTED"))
        if file.size < 1:
            problems.append(Problem("input.size", "FILE_EMPTY"))
        if file.size > largest:
            problems.append(Problem("input.size", "FILE_TOO_LARGE", (("largest", str(largest // MEBIBYTE)),)))
        problems += [*await _unknown_codes(act, file.criterion_codes), *file.privacy.problems()]
        if problems:
            raise InvalidInput(*problems)
        if file.document is not None:
            await _document_of(act, file.document)

        async def make() -> UUID:
            here = await evidence.bytes_of_case(act.transaction, evaluation)
            if here + file.size > most:
                details = {"here": str(here // MEBIBYTE), "most": str(most // MEBIBYTE)}
                raise Blocked(Reason("CASE_FULL", details), number=act.row.number)
            if await evidence.unfinished_uploads(act.transaction, evaluation) >= MOST_UNFINISHED:
                raise Blocked(Reason("TOO_MANY_UPLOADS", {"most": str(MOST_UNFINISHED)}), number=act.row.number)
            return await evidence.insert_upload(
                act.transaction,
                evaluation,
                file.document,
                name,
                file.size,
                file.criterion_codes,
                file.privacy.classification,
                file.privacy.personal_data,
            )

        request = (evaluation, name, file.size, file.document, file.privacy, *sorted(file.criterion_codes))
        return await once(act.transaction, key, request, make)


async def _unknown_codes(act: Act, codes: Sequence[str]) -> list[Problem]:
    known = await criteria.criterion_codes(act.transaction, act.row.framework_version_id)
    return [Problem(f"input.criterionCodes.{n}", "UNKNOWN_CODE") for n, code in enumerate(codes) if code not in known]


async def _document_of(act: Act, document: UUID) -> DocumentRow:
    found = (await evidence.documents_by_id(act.transaction, [document]))[0]
    if found is None or found.evaluation_id != act.evaluation:
        raise NotPermittedOrAbsent
    return found


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
    async with permitted(database, person, found.evaluation_id, "upload") as act:
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
    async with permitted(database, person, found.evaluation_id, "upload") as act:
        if here != found.size:
            details = {"received": str(here), "size": str(found.size)}
            raise Blocked(Reason("UPLOAD_INCOMPLETE", details), number=act.row.number)
        if await evidence.begin_check(act.transaction, upload):
            await enqueue(act.transaction, "accept_upload", {"upload": str(upload)})
    return upload


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
    async with acting(database, upload.created_by, upload.evaluation_id, "upload") as act:
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
        act.details = {"document": str(document), "sha256": stored.sha256, "note": upload.file_name}


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


async def describe_document(
    database: Database,
    person: UUID,
    document: UUID,
    expected_version: int,
    *,
    title: str,
    readers: Readers,
    criterion_codes: Sequence[str],
    dated_on: date | None = None,
) -> UUID:
    """Give a document its title and the criteria it speaks to, say who reads it and when it was made; without a day it
    stays as it is."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "upload") as act:
        found = await as_seen(act, document, expected_version)
        before = Privacy(Classification(found.classification), found.personal_data)
        after = readers.instead_of(before)
        problems = [*await _unknown_codes(act, criterion_codes), *after.problems()]
        if dated_on and dated_on > act.case.now.astimezone(act.case.zone).date():
            problems.append(Problem("input.datedOn", "NOT_MADE_YET"))
        if problems:
            raise InvalidInput(*problems)
        words = inputs.text("input.title", title, longest=500)
        await _betrays_nothing(act, words)
        await evidence.describe(
            act.transaction,
            document,
            act.row.framework_version_id,
            title=words,
            classification=after.classification,
            personal_data=after.personal_data,
            dated_on=dated_on or found.dated_on,
            codes=criterion_codes,
        )
        act.details = {"document": str(document), "note": words}
        if after != before:
            act.change = {"before": asdict(before), "after": asdict(after)}
    return document


async def _betrays_nothing(act: Act, title: str) -> None:
    """Raises InvalidInput for a title that tells whose case it is to a panel that must not know."""
    if act.case.definition.blinded() != "double_blind":
        return
    found = blinding.betrayed(title, await schools.names_around(act.transaction, act.row.organisation_id))
    if found:
        raise InvalidInput(Problem("input.title", "NAMES_SCHOOL", (("found", found),)))


async def remove_document(database: Database, person: UUID, document: UUID, expected_version: int) -> UUID:
    """Take a document out of the case; answers with the evaluation."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "upload") as act:
        found = await as_seen(act, document, expected_version)
        if await evidence.is_cited(act.transaction, document):
            raise Blocked(Reason("DOCUMENT_CITED"), number=act.row.number)
        await evidence.remove(act.transaction, document)
        act.details = {"removed": str(document), "note": found.title}
    return evaluation


async def discard_upload(database: Database, blobs: BlobStore, person: UUID, upload: UUID) -> UUID:
    """Give up an upload that is on its way or was refused; answers with the evaluation. A colleague's may be given up
    too: an unfinished one keeps the case from being submitted."""
    found = await _upload_of(database, person, upload)
    async with permitted(database, person, found.evaluation_id, "upload") as act:
        now = (await evidence.uploads_by_id(act.transaction, [upload]))[0]
        if now is not None and now.state not in ("RECEIVING", "REFUSED"):
            raise Blocked(Reason("UPLOAD_CLOSED"), number=act.row.number)
        await evidence.forget_upload(act.transaction, upload)
    with suppress(StoreUnavailable):
        # What stays belongs to nothing, and is collected later.
        await blobs.delete(upload_key(upload))
    return found.evaluation_id


async def evaluation_of(database: Database, person: UUID, document: UUID) -> UUID:
    """The case of a document that the person may read. Raises NotPermittedOrAbsent."""
    async with database.reading(person) as transaction:
        found = (await evidence.documents_by_id(transaction, [document]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found.evaluation_id


async def as_seen(act: Act, document: UUID, expected_version: int) -> DocumentRow:
    """The document of the case, if it is as the person read it. Raises NotPermittedOrAbsent or StaleVersion."""
    found = await _document_of(act, document)
    if found.version != expected_version:
        raise StaleVersion(found.version)
    return found


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
) -> UUID:
    """Bring in a document whose bytes and page texts are already known; answers with its version."""
    version = uuid4()
    await blobs.put(evidence_key(version), content)
    extracted = Extracted(media_type, tuple(bounded(pages)))
    stored = Stored(len(content), hashlib.sha256(content).hexdigest(), "NOT_CONFIGURED", extracted)
    async with acting(database, person, evaluation, "upload") as act:
        async with act.transaction.as_worker():
            document = await evidence.insert_document(act.transaction, evaluation, title, classification=classification)
            await _insert_version(act.transaction, version, document, file_name, stored)
            await evidence.attach(act.transaction, document, act.row.framework_version_id, criterion_codes)
        act.details = {"document": str(document), "sha256": stored.sha256, "note": file_name}
    return version
