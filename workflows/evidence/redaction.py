"""A redacted copy: pages of a document as pictures, with black boxes over what is not for everybody. It is ordered by a
person, and made by a job."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path, PurePath
from uuid import UUID

from storage import evidence
from storage.blobs import BlobStore
from storage.database import Database
from storage.evidence import DocumentRow, RedactionOrderRow, VersionRow
from storage.jobs import enqueue
from workflows import inputs
from workflows.cases import Act, acting, permitted
from workflows.evidence.derived import derive
from workflows.evidence.documents import betrays_nothing, document_of, evaluation_of
from workflows.evidence.keys import evidence_key
from workflows.evidence.sending import room_for
from workflows.extraction.apart import extract, redact
from workflows.extraction.unreadable import Unreadable
from workflows.idempotency import once
from workflows.rules.citations import Area
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


async def redact_document(database: Database, person: UUID, key: str, wanted: NewRedaction) -> UUID:
    """Order a redacted copy of a version, or a further version of the copy that its document has; answers the order,
    whose id the version will have.

    The copy is a document of its own, read by whom it says; the original stays as it is. Raises InvalidInput, Blocked
    or NotPermittedOrAbsent.
    """
    source = await _source(database, person, wanted.source)
    evaluation = await evaluation_of(database, person, source.document_id)
    async with permitted(database, person, evaluation, STEP) as act:
        checked = await _checked(act, source, wanted)

        async def order() -> UUID:
            [before] = await evidence.redaction_orders_of(act.transaction, [source.document_id])
            if before and before.refusal is None:
                raise Blocked(Reason("COPY_BEING_MADE"), number=act.row.number)
            async with act.transaction.as_worker():
                made = await evidence.insert_redaction_order(
                    act.transaction,
                    evaluation,
                    source.document_id,
                    source.id,
                    checked.boxes,
                    title=checked.title,
                    classification=checked.classification,
                    person=person,
                )
            await enqueue(act.transaction, "make_redacted_copy", {"order": str(made)})
            return made

        return await once(act.transaction, key, (source.id, *checked.boxes, checked.title), order)


async def make_redacted_copy(database: Database, blobs: BlobStore, order: UUID, *, most: int) -> None:
    """Make what was ordered, in a case that holds at most so many bytes, or keep the reason why not. Running twice is
    running once, and a run that was cut off is begun anew.

    Raises what the store raises, and then the copy is still being made.
    """
    async with database.working() as transaction:
        found = await evidence.redaction_order(transaction, order)
        [source] = await evidence.versions_by_id(transaction, [found.source_id] if found else [order])
    if found and source and found.refusal is None:
        try:
            await _make(database, blobs, found, source, most)
        except Unreadable as unreadable:
            await refuse_redacted_copy(database, order, Reason(unreadable.code, {"name": source.file_name}))
        except Blocked as blocked:
            await refuse_redacted_copy(database, order, blocked.reasons[0])
        except NotPermittedOrAbsent:
            await refuse_redacted_copy(database, order, Reason("NOT_PERMITTED_OR_ABSENT"))
    await _forget_unless_kept(database, blobs, order)


async def refuse_redacted_copy(database: Database, order: UUID, reason: Reason) -> None:
    """Nothing was made; the person sees why."""
    async with database.working() as transaction:
        await evidence.refuse_redaction_order(transaction, order, reason.code, reason.details)


async def _source(database: Database, person: UUID, version: UUID) -> VersionRow:
    async with database.reading(person) as transaction:
        found = (await evidence.versions_by_id(transaction, [version]))[0]
    if found is None:
        raise NotPermittedOrAbsent
    return found


async def _checked(act: Act, source: VersionRow, wanted: NewRedaction) -> NewRedaction:
    """What is wanted as it is kept. Raises InvalidInput."""
    original = await document_of(act, source.document_id)
    if original.redacts_id is not None:
        raise InvalidInput(Problem("input.versionId", "REDACTED_ALREADY"))
    if kind_redacted(source.media_type, has_pages=source.shown_id is not None) is None:
        raise InvalidInput(Problem("input.versionId", "NO_PAGES_TO_REDACT"))
    boxes, problems = kept_boxes(wanted.boxes, source.page_count)
    if problems:
        raise InvalidInput(*problems)
    title = inputs.text("input.title", wanted.title, longest=500)
    await betrays_nothing(act, title)
    return replace(wanted, boxes=boxes, title=title)


async def _make(database: Database, blobs: BlobStore, order: RedactionOrderRow, source: VersionRow, most: int) -> None:
    """The copy's bytes are stored before its version is: however often this is begun, there is never a second."""
    if source.deleted_at:
        raise NotPermittedOrAbsent
    kind = kind_redacted(source.media_type, has_pages=source.shown_id is not None)
    assert kind, "of what has no pages no copy can be ordered"
    made = replace(
        source,
        id=order.id,
        file_name=f"{PurePath(source.file_name).stem[:150]}-redacted{kind.endings[0]}",
        media_type=kind.media_type,
        shown_id=None,
    )
    made, pages = await _burnt(blobs, source, made, _boxes_of(order))
    async with acting(database, order.ordered_by, order.evaluation_id, STEP) as act:
        await room_for(act, made.size, most)
        document = await _keep(act, source, made, pages, order)
        act.details = {"document": str(document), "redacts": str(source.document_id), "sha256": made.sha256}


async def _burnt(
    blobs: BlobStore, source: VersionRow, made: VersionRow, boxes: Sequence[Box]
) -> tuple[VersionRow, Sequence[str]]:
    """The copy with its size and SHA-256, its bytes stored, and the text of its pages. What was made is read like any
    file that somebody sends, and has as many pages as the original."""
    pages: tuple[str, ...] = ()

    async def make(original: Path, copy: Path) -> None:
        nonlocal pages
        await redact(original, copy, boxes)
        found = await extract(copy)
        if (found.media_type, len(found.pages)) != (made.media_type, source.page_count):
            raise Unreadable("FILE_NOT_REDACTED")
        pages = found.pages

    # A run that was cut off may have left some of them.
    await blobs.delete(evidence_key(made.id))
    size, sha256 = await derive(blobs, source.shown_id or source.id, made.id, make)
    return replace(made, size=size, sha256=sha256), pages


def _boxes_of(order: RedactionOrderRow) -> list[Box]:
    return [Box(page, Area(*map(Decimal, sides))) for page, *sides in order.boxes]


async def _keep(act: Act, source: VersionRow, made: VersionRow, pages: Sequence[str], order: RedactionOrderRow) -> UUID:
    """The copy's document, with this version."""
    original = await document_of(act, source.document_id)
    # The secretary's own transaction writes no document: the policies leave that to the school.
    async with act.transaction.as_worker():
        if not await evidence.fill_redaction_order(act.transaction, order.id):
            raise NotPermittedOrAbsent
        copy = await evidence.redacted_copy(act.transaction, original.id) or await _new_copy(act, original, order)
        await evidence.insert_version(
            act.transaction,
            made.id,
            copy,
            file_name=made.file_name,
            media_type=made.media_type,
            size=made.size,
            sha256=made.sha256,
            scan=made.scan,
            pages=pages,
        )
        await evidence.insert_redaction(act.transaction, made.id, source.id, _boxes_of(order))
    return copy


async def _new_copy(act: Act, original: DocumentRow, order: RedactionOrderRow) -> UUID:
    copy = await evidence.insert_document(
        act.transaction,
        act.evaluation,
        order.title,
        classification=order.classification,
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
