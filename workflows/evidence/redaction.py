"""A redacted copy: pages of a document as pictures, with black boxes over what is not for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from uuid import UUID, uuid4

from storage import evidence
from storage.blobs import BlobStore
from storage.database import Database
from storage.evidence import DocumentRow, VersionRow
from workflows import inputs
from workflows.cases import Act, acting, permitted
from workflows.evidence.derived import derive
from workflows.evidence.documents import betrays_nothing, document_of, evaluation_of
from workflows.evidence.keys import evidence_key
from workflows.evidence.sending import room_for
from workflows.extraction import Unreadable, extract, redact
from workflows.idempotency import once
from workflows.rules.files import FileKind
from workflows.rules.privacy import Classification
from workflows.rules.reasons import Reason
from workflows.rules.redaction import Box, kept_boxes, kind_redacted
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem

STEP = "redact_document"


@dataclass(frozen=True)
class NewRedaction:
    """Boxes on the pages of a version, and what the copy is called and who reads it; of a copy that there is already
    these two change nothing."""

    source: UUID
    boxes: Sequence[Box]
    title: str
    classification: Classification


async def redact_document(
    database: Database, blobs: BlobStore, person: UUID, key: str, wanted: NewRedaction, *, most: int
) -> UUID:
    """Make a redacted copy of a version, or a further version of the copy that its document has; answers the copy.

    The copy is a document of its own, read by whom it says; the original stays as it is. `most` bytes have room in a
    case. Raises InvalidInput, Blocked or NotPermittedOrAbsent.
    """
    source = await _source(database, person, wanted.source)
    evaluation = await evaluation_of(database, person, source.document_id)
    async with permitted(database, person, evaluation, STEP) as act:
        kind, wanted = await _checked(act, source, wanted)
    version = uuid4()
    made = replace(
        source,
        id=version,
        file_name=f"{PurePath(source.file_name).stem[:150]}-redacted{kind.endings[0]}",
        media_type=kind.media_type,
        shown_id=None,
    )
    size, sha256 = await _burnt(blobs, source, made, wanted.boxes, act.row.number)
    made = replace(made, size=size, sha256=sha256)
    document = None
    try:
        async with acting(database, person, evaluation, STEP) as act:
            await room_for(act, size, most)

            async def make() -> UUID:
                return await _keep(act, source, made, wanted)

            document = await once(act.transaction, key, (source.id, *wanted.boxes, wanted.title), make)
            act.details = {"document": str(document), "redacts": str(source.document_id), "sha256": sha256}
    finally:
        await _forget_unless_kept(database, blobs, version)
    return document


async def _source(database: Database, person: UUID, version: UUID) -> VersionRow:
    async with database.reading(person) as transaction:
        found = (await evidence.versions_by_id(transaction, [version]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found


async def _checked(act: Act, source: VersionRow, wanted: NewRedaction) -> tuple[FileKind, NewRedaction]:
    """What kind of file the copy is, and what is wanted as it is kept. Raises InvalidInput."""
    original = await document_of(act, source.document_id)
    kind = kind_redacted(source.media_type, has_pages=source.shown_id is not None)
    if original.redacts_id is not None:
        raise InvalidInput(Problem("input.versionId", "REDACTED_ALREADY"))
    if kind is None:
        raise InvalidInput(Problem("input.versionId", "NO_PAGES_TO_REDACT"))
    boxes, problems = kept_boxes(wanted.boxes, source.page_count)
    if problems:
        raise InvalidInput(*problems)
    title = inputs.text("input.title", wanted.title, longest=500)
    await betrays_nothing(act, title)
    return kind, replace(wanted, boxes=boxes, title=title)


async def _burnt(
    blobs: BlobStore, source: VersionRow, made: VersionRow, boxes: Sequence[Box], number: str
) -> tuple[int, str]:
    """The copy's bytes, stored; their size and SHA-256. What was made is read like any file that somebody sends: it has
    as many pages as the original, and says not a word."""

    async def make(original: Path, copy: Path) -> None:
        await redact(original, copy, boxes)
        found = await extract(copy)
        if (found.media_type, found.pages) != (made.media_type, ("",) * source.page_count):
            raise Unreadable("FILE_NOT_REDACTED")

    try:
        return await derive(blobs, source.shown_id or source.id, made.id, make)
    except Unreadable as unreadable:
        raise Blocked(Reason(unreadable.code, {"name": source.file_name}), number=number) from None


async def _keep(act: Act, source: VersionRow, made: VersionRow, wanted: NewRedaction) -> UUID:
    """The copy's document, with this version."""
    original = await document_of(act, source.document_id)
    # The secretary's own transaction writes no document: the policies leave that to the school.
    async with act.transaction.as_worker():
        copy = await evidence.redacted_copy(act.transaction, original.id) or await _new_copy(act, original, wanted)
        await evidence.insert_version(
            act.transaction,
            made.id,
            copy,
            file_name=made.file_name,
            media_type=made.media_type,
            size=made.size,
            sha256=made.sha256,
            scan=made.scan,
            pages=[""] * made.page_count,
        )
        await evidence.insert_redaction(act.transaction, made.id, source.id, wanted.boxes)
    return copy


async def _new_copy(act: Act, original: DocumentRow, wanted: NewRedaction) -> UUID:
    copy = await evidence.insert_document(
        act.transaction,
        act.evaluation,
        wanted.title,
        classification=wanted.classification,
        dated_on=original.dated_on,
        redacts=original.id,
    )
    await evidence.attach(act.transaction, copy, act.row.framework_version_id, original.criterion_codes)
    return copy


async def _forget_unless_kept(database: Database, blobs: BlobStore, version: UUID) -> None:
    async with database.working() as transaction:
        kept = (await evidence.versions_by_id(transaction, [version]))[0]
    if kept is None:
        await blobs.delete(evidence_key(version))
