"""Who reads a document, said anew at any time with a trace; and what a reader gets who must not know whose it is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from uuid import UUID, uuid4

from storage import copies, evidence, publications
from storage.blobs import BlobStore
from storage.copies import CopyRow
from storage.database import Database
from storage.evidence import VersionRow
from workflows.cases import acting
from workflows.evidence import as_seen, derive, evaluation_of, evidence_key
from workflows.extraction.apart import strip, thumbnail
from workflows.rules import files
from workflows.rules.privacy import Classification, Privacy, Readers, taken_from_the_panel
from workflows.rules.redaction import kind_redacted
from workflows.rules.refusals import Blocked, InvalidInput


async def classify_document(
    database: Database, person: UUID, document: UUID, expected_version: int, readers: Readers
) -> UUID:
    """Say anew who reads a document, at any time before the case has ended; what was before stays in the trail."""
    evaluation = await evaluation_of(database, person, document)
    async with acting(database, person, evaluation, "classify_document") as act:
        found = await as_seen(act, document, expected_version)
        before = Privacy(Classification(found.classification), found.personal_data)
        after = readers.instead_of(before)
        if problems := after.problems():
            raise InvalidInput(*problems)
        draft = act.case.state in act.case.definition.step("upload").sources
        if refused := taken_from_the_panel(before, after, may_take=draft or "secretary" in act.case.roles):
            raise Blocked(refused, number=act.row.number)
        # A secretary changes nothing else of a document: the policies leave its row to the school.
        async with act.transaction.as_worker():
            await evidence.classify(act.transaction, document, after.classification, personal_data=after.personal_data)
        act.details = {"document": str(document), "readers": after.classification, "note": found.title}
        act.change = {"before": asdict(before), "after": asdict(after)}
    return document


WITH_PROPERTIES = frozenset(kind.media_type for kind in files.KINDS if kind is not files.TEXT)
"""Kinds of files that say who made them; plain text says nothing."""


async def copy_to_read(database: Database, blobs: BlobStore, person: UUID, version: VersionRow) -> CopyRow | None:
    """What somebody who may read a version gets in place of it; None where they get the version itself.

    Whoever must not know the school gets the file without what it says of itself, made when first asked for.
    Raises Unreadable where it cannot be made.
    """
    async with database.reading(person) as transaction:
        (hidden,) = await copies.are_schools_hidden(transaction, [version.document_id])
        if not hidden or version.media_type not in WITH_PROPERTIES:
            return None
        known = await copies.copy_of(transaction, version.id, "STRIPPED")
    return known or await _copied(database, blobs, version, "STRIPPED", strip)


async def public_file(
    database: Database, blobs: BlobStore, record: int, sha256: str
) -> tuple[VersionRow, CopyRow | None] | None:
    """The version with this hash that a published record names, and what everybody gets in place of it: the file
    without what it says of itself, made when first asked for. None where the record opens no such file now.

    Raises Unreadable where the copy cannot be made.
    """
    async with database.reading(None) as transaction:
        key = await publications.open_version(transaction, record, sha256)
    if key is None:
        return None
    async with database.working() as transaction:
        version = (await evidence.versions_by_id(transaction, [key]))[0]
        assert version, "versions are never deleted"
        if version.media_type not in WITH_PROPERTIES:
            return version, None
        known = await copies.copy_of(transaction, key, "STRIPPED")
    if known is None:
        async with AT_ONCE:
            known = await _copied(database, blobs, version, "STRIPPED", strip)
    return version, known


AT_ONCE = asyncio.Semaphore(2)
"""A list of documents that is opened for the first time asks for all its small pictures at once; and a public file may
be asked for by anybody."""


def has_thumbnail(version: VersionRow) -> bool:
    """Whether a version has a first page to be seen: pages of its own, a PDF that it is shown as, or a picture."""
    return kind_redacted(version.media_type, has_pages=version.shown_id is not None) is not None


async def thumbnail_of(database: Database, blobs: BlobStore, person: UUID, version: VersionRow) -> CopyRow:
    """The first page of a version that the person may read, as a small picture; made when first asked for. It says
    nothing of who made the file.

    Raises Unreadable where it cannot be made.
    """
    async with database.reading(person) as transaction:
        known = await copies.copy_of(transaction, version.id, "THUMBNAIL")
    if known:
        return known
    async with AT_ONCE:
        return await _copied(database, blobs, version, "THUMBNAIL", thumbnail)


async def _copied(
    database: Database,
    blobs: BlobStore,
    version: VersionRow,
    kind: copies.Kind,
    make: Callable[[Path, Path], Awaitable[None]],
) -> CopyRow:
    key = uuid4()
    source = version.shown_id if kind == "THUMBNAIL" and version.shown_id else version.id
    row = CopyRow(key, version.id, *await derive(blobs, source, key, make))
    async with database.working() as transaction:
        if await copies.insert_copy(transaction, row, kind):
            return row
        known = await copies.copy_of(transaction, version.id, kind)
    await blobs.delete(evidence_key(row.id))
    assert known, "a copy stood in the way of this one"
    return known
