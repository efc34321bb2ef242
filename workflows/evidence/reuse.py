"""A document of an earlier evaluation is used again in a later one of the same school, without being sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from storage import evidence
from storage.blobs import BlobStore
from storage.database import Database, Transaction
from storage.evidence import DocumentRow, EarlierRow, HeldRow, VersionRow
from workflows.cases import Act, acting, permitted
from workflows.evidence.documents import betrays_nothing, unknown_codes
from workflows.evidence.keys import evidence_key, shown_id
from workflows.evidence.sending import room_for
from workflows.idempotency import once
from workflows.rules import blinding
from workflows.rules.crosswalk import Link, corresponding
from workflows.rules.freshness import too_old_to_use_again
from workflows.rules.privacy import Classification, Privacy
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem


@dataclass(frozen=True)
class Again:
    """Which document is used again, for what; `dated_on`: when it was made, where that is not known yet."""

    document: UUID
    criterion_codes: Sequence[str]
    dated_on: date | None = None


async def _found(transaction: Transaction, evaluation: UUID, document: UUID) -> tuple[DocumentRow, VersionRow]:
    """The document and its newest version, where the person reads it in another evaluation of the same school.

    Raises NotPermittedOrAbsent.
    """
    found = (await evidence.documents_by_id(transaction, [document]))[0]
    versions = (await evidence.versions_of(transaction, [document]))[0]
    if not found or not versions or versions[-1].deleted_at:
        raise NotPermittedOrAbsent
    if not await evidence.is_of_same_school(transaction, evaluation, found.evaluation_id):
        raise NotPermittedOrAbsent
    return found, versions[-1]


def proposed_codes(row: EarlierRow) -> list[str]:
    """The criteria of the evaluation under way for which an earlier document may speak."""
    kept = [Link(**link) for link in row.links]
    links = [link.turned if row.turned else link for link in kept]
    return corresponding(row.criterion_codes, row.asked, links, same_framework=row.same_framework)


async def reuse_document(
    database: Database, blobs: BlobStore, person: UUID, evaluation: UUID, key: str, again: Again, *, most: int
) -> UUID:
    """Use a document again, in a case of at most `most` bytes; answers with the document here.

    Its newest version becomes the first of a document of this case: with a row and an id of its own, which say where it
    came from, and the same stored bytes under a name of their own, so each is kept and forgotten by itself.
    """
    async with permitted(database, person, evaluation, "upload") as asked:
        found, version = await _found(asked.transaction, evaluation, again.document)
    made = uuid4()
    # Before the version is there its bytes are; those that become nothing are collected.
    await blobs.copy(evidence_key(version.id), evidence_key(made))
    if version.shown_id:
        await blobs.copy(evidence_key(version.shown_id), evidence_key(shown_id(made)))
    async with acting(database, person, evaluation, "upload") as act:
        found, version = await _found(act.transaction, evaluation, again.document)
        dated_on = await _dated(act, found, again)

        async def make() -> UUID:
            await room_for(act, version.size, most)
            return await _kept(act, found, version, made, again.criterion_codes, dated_on)

        document = await once(act.transaction, key, (evaluation, again.document, *again.criterion_codes), make)
        act.details = {"document": str(document), "sha256": version.sha256, "note": found.title}
        act.change = {"after": {"origin": str(version.id)}}
    return document


async def _dated(act: Act, found: DocumentRow, again: Again) -> date:
    """When the document was made. Raises InvalidInput or Blocked for one that cannot be used again."""
    dated_on = found.dated_on or again.dated_on
    problems = await unknown_codes(act, again.criterion_codes)
    if dated_on is None:
        raise InvalidInput(*problems, Problem("input.datedOn", "BLANK"))
    if dated_on > act.case.now.astimezone(act.case.zone).date():
        problems.append(Problem("input.datedOn", "NOT_MADE_YET"))
    if problems:
        raise InvalidInput(*problems)
    opened_on = await evidence.opened_on(act.transaction, act.evaluation)
    if refused := too_old_to_use_again(dated_on, opened_on, act.case.definition.freshness):
        raise Blocked(refused, number=act.row.number)
    return dated_on


async def _kept(
    act: Act, found: DocumentRow, version: VersionRow, made: UUID, codes: Sequence[str], dated_on: date
) -> UUID:
    """The document here; the one that has the very same bytes already, where there is one."""
    file_name = version.file_name
    if act.case.definition.blinded() == "double_blind":
        await betrays_nothing(act, found.title)
        place = 1 + await evidence.count_documents(act.transaction, act.evaluation)
        file_name = blinding.neutral_file_name(place, file_name)
    pages = (await evidence.pages_of(act.transaction, [version.id]))[0]
    privacy = Privacy(Classification(found.classification), found.personal_data)
    async with act.transaction.as_worker():
        document = await evidence.document_with_bytes(act.transaction, act.evaluation, version.sha256)
        if document is None:
            document = await evidence.insert_document(
                act.transaction,
                act.evaluation,
                found.title,
                classification=privacy.classification,
                personal_data=privacy.personal_data,
                dated_on=dated_on,
            )
            shown = version.shown_id and HeldRow(
                shown_id(made), file_name, version.shown_size or 0, version.shown_sha256 or ""
            )
            await evidence.insert_version(
                act.transaction,
                made,
                document,
                file_name=file_name,
                media_type=version.media_type,
                size=version.size,
                sha256=version.sha256,
                scan=version.scan,
                pages=[page.text for page in pages],
                shown=shown or None,
                origin=version.id,
            )
        await evidence.attach(act.transaction, document, act.row.framework_version_id, codes)
    return document
