"""What the demo shows of evidence over time: redacted, due for deletion, on hold, deleted."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from app.demo.register import DemoSchool, Register
from app.settings import OF_THE_DEMO
from storage import evidence as stored
from storage.blobs import BlobStore
from storage.database import Database
from storage.evidence import DocumentRow
from workflows import evidence
from workflows.retention import delete_evidence, hold_evidence
from workflows.rules.citations import Area
from workflows.rules.privacy import Classification
from workflows.rules.redaction import Box

ROOM = 2**30
RULES, STAFF = "Положение о внутренней системе оценки качества", "Кадры и ресурсы"
LONG_AGO = timedelta(days=3 * 365)


async def make_ages(database: Database, blobs: BlobStore, register: Register) -> None:
    """All of it, by the acts of its people; only the end of two cases is put three years back."""
    await _redacted(database, blobs, register)
    await _kept_too_long(database, blobs, register)


async def _redacted(database: Database, blobs: BlobStore, register: Register) -> None:
    """A copy of a document about people, with a line of a page under black."""
    school = register.schools[0]
    document = (await _documents(database, school, "esg_2015"))[STAFF]
    async with database.reading(school.officer) as transaction:
        version = (await stored.versions_of(transaction, [document.id]))[0][-1]
    boxes = [Box(2, Area(*map(Decimal, ("0.11", "0.12", "0.64", "0.021"))))]
    wanted = evidence.NewRedaction(version.id, boxes, f"{STAFF} (с закрашенными местами)", Classification.PUBLIC)
    order = await evidence.redact_document(database, school.officer, "demo redaction", wanted)
    await evidence.make_redacted_copy(database, blobs, order, most=ROOM)


async def _kept_too_long(database: Database, blobs: BlobStore, register: Register) -> None:
    """Two cases that ended long ago: a document is deleted, one is on hold, the others are due."""
    refused, other = register.schools[6], register.schools[15]
    for school, framework in ((refused, "esg_2015"), (other, "nok_uod")):
        case = next(iter((await _documents(database, school, framework)).values())).evaluation_id
        async with database.working() as transaction:
            await transaction.run(
                "UPDATE working.evaluation SET closed_at = closed_at - CAST(:ago AS interval),"
                " ended_at = ended_at - CAST(:ago AS interval) WHERE id = :case",
                ago=LONG_AGO,
                case=case,
            )
    kept = await _documents(database, refused, "esg_2015")
    secretary = register.secretary
    await delete_evidence(
        database, blobs, secretary, kept[STAFF].id, OF_THE_DEMO, "Срок хранения вышел, сведения о работниках не нужны."
    )
    await hold_evidence(
        database,
        secretary,
        kept[RULES].evaluation_id,
        "demo hold",
        kept[RULES].id,
        "Школа оспаривает отказ в суде; документ понадобится до решения.",
    )


async def _documents(database: Database, school: DemoSchool, framework: str) -> dict[str, DocumentRow]:
    """The documents of the school's newest case on a framework, by title."""
    async with database.working() as transaction:
        case: UUID = await transaction.value(
            "SELECT e.id FROM working.evaluation e JOIN working.framework_version v ON v.id = e.framework_version_id"
            " WHERE e.organisation_id = :school AND v.code = :framework"
            " ORDER BY e.opened_at DESC, e.number DESC LIMIT 1",
            school=school.id,
            framework=framework,
        )
        return {row.title: row for row in (await stored.documents_of(transaction, [case]))[0]}
