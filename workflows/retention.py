"""How long evidence is kept: deleting what is due, by a secretary with a reason; and holds, which stop that."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from storage import audit, evidence, retention
from storage.blobs import BlobStore, StoreUnavailable
from storage.cases import CaseRow
from storage.database import Database, Transaction
from storage.retention import Periods
from workflows import inputs
from workflows.cases import of_secretary
from workflows.evidence import evaluation_of, evidence_key
from workflows.idempotency import once
from workflows.processes import months_kept
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, NotPermittedOrAbsent

LONGEST_REASON = 2000
Months = Mapping[str, int | None]
"""How many months after its case has ended a document is kept: `public`, `panel`, `restricted`; None: for good."""


def periods_of(months: Months) -> Periods:
    """How long documents are kept on a server that says so, and in the processes that say otherwise."""
    return Periods(months, months_kept())


async def _keep_entry(transaction: Transaction, row: CaseRow, action: str, details: dict[str, object]) -> None:
    await audit.append(
        transaction,
        row.id,
        action,
        "secretary",
        source=row.state,
        details=details,
        process=f"{row.process_code}/{row.process_version}",
    )


async def delete_evidence(
    database: Database, blobs: BlobStore, person: UUID, document: UUID, months: Months, reason: str
) -> UUID:
    """Delete the bytes and the words of a document whose time is over; what it was called, its hash, who cites it and
    that it was deleted stay. Answers with the evaluation.

    Raises NotPermittedOrAbsent for anybody but a secretary, and Blocked where it is not due, on hold or gone.
    """
    evaluation = await evaluation_of(database, person, document)
    async with database.acting(person) as transaction:
        row = await of_secretary(transaction, evaluation, person)
        why = inputs.text("input.reason", reason, longest=LONGEST_REASON)
        found = await retention.kept(transaction, periods_of(months), document)
        if found is None:
            raise NotPermittedOrAbsent
        if found.deleted:
            raise Blocked(Reason("EVIDENCE_DELETED"), number=row.number)
        if found.kept_until is None or row.now <= found.kept_until:
            details = {"day": found.kept_until.date().isoformat()} if found.kept_until else {}
            raise Blocked(Reason("NOT_DUE_FOR_DELETION" if details else "KEPT_FOR_GOOD", details), number=row.number)
        if found.held:
            raise Blocked(Reason("EVIDENCE_HELD"), number=row.number)
        keys = await retention.delete(transaction, evaluation, document, why)
        await _keep_entry(transaction, row, "delete_evidence", {"document": str(document), "note": why})
    with suppress(StoreUnavailable):
        # What stays belongs to nothing any more, and is collected with the orphans.
        for key in keys:
            await blobs.delete(evidence_key(key))
    return evaluation


async def hold_evidence(
    database: Database, person: UUID, evaluation: UUID, key: str, document: UUID | None, reason: str
) -> UUID:
    """Put a hold on every document of a case, or on one of them; answers with the evaluation."""
    async with database.acting(person) as transaction:
        row = await of_secretary(transaction, evaluation, person)
        why = inputs.text("input.reason", reason, longest=LONGEST_REASON)
        if document is not None:
            found = (await evidence.documents_by_id(transaction, [document]))[0]
            if found is None or found.evaluation_id != evaluation:
                raise NotPermittedOrAbsent

        async def make() -> UUID:
            made = await retention.place(transaction, evaluation, document, why)
            about = {"document": str(document)} if document else {}
            await _keep_entry(transaction, row, "hold_evidence", {"hold": str(made), **about, "note": why})
            return made

        await once(transaction, key, (evaluation, document, why), make)
    return evaluation


async def lift_hold(database: Database, person: UUID, hold: UUID, reason: str) -> UUID:
    """Lift a hold; answers with the evaluation. Raises NotPermittedOrAbsent, or Blocked where it is lifted already."""
    async with database.reading(person) as transaction:
        seen = await retention.hold(transaction, hold)
    if seen is None:
        raise NotPermittedOrAbsent
    async with database.acting(person) as transaction:
        row = await of_secretary(transaction, seen.evaluation_id, person)
        why = inputs.text("input.reason", reason, longest=LONGEST_REASON)
        now = await retention.hold(transaction, hold)
        if now is None or now.lifted_at:
            raise Blocked(Reason("HOLD_LIFTED"), number=row.number)
        await retention.lift(transaction, hold, why)
        await _keep_entry(transaction, row, "lift_hold", {"hold": str(hold), "note": why})
    return seen.evaluation_id
