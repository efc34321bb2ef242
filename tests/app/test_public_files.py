"""The file of a public document that a record names: for everybody, harmless, without what it says of itself; closed
again as soon as one of the things that open it is no more."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest

from app.guards import HARMLESS
from app.settings import Settings
from storage.blobs import open_blobs
from storage.database import Database
from storage.keys import load_signer
from tests import situations
from tests.documents import pdf
from tests.situations import PRIVATE_DOCUMENT, PUBLIC_DOCUMENT, PUBLIC_SHA256, Cast, cast
from workflows.evidence import evidence_key
from workflows.privacy import classify_document
from workflows.publications import publish
from workflows.rules.privacy import Classification, Readers

CONTENT = pdf("Отчёт о самообследовании")
FILE = f"/published/1/documents/{PUBLIC_SHA256}"


@dataclass(frozen=True)
class Published:
    """A published case with the bytes of its two documents."""

    people: Cast
    evaluation: UUID
    documents: dict[str, UUID]


@pytest.fixture
async def published(database: Database, client: httpx.AsyncClient, settings: Settings) -> Published:
    people = await cast(database)
    evaluation = await situations.decided(database, people)
    signer = await load_signer(database, settings.data)
    version = await situations.version_of(database, evaluation)
    await publish(database, signer, people.secretary, evaluation, version)
    blobs = open_blobs("local", settings.data / "blobs")
    for key in await situations.versions_to_cite(database, evaluation):
        await blobs.put(evidence_key(key), CONTENT)
    async with database.working() as tx:
        rows = await tx.values("SELECT title || '|' || id FROM working.evidence_document")
    return Published(people, evaluation, {title: UUID(key) for title, _, key in (row.partition("|") for row in rows)})


async def test_everybody_reads_a_public_document_without_what_it_says_of_itself(
    client: httpx.AsyncClient, published: Published
) -> None:
    record = (await client.get("/published/1.json")).json()
    assert [one["sha256"] for one in record["documents"]] == [PUBLIC_SHA256]
    answer = await client.get(FILE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer.content != CONTENT
    assert answer.headers["content-security-policy"] == HARMLESS
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == (
        "nosniff",
        "public, no-cache",
    )
    part = await client.get(FILE, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"%PDF")
    again = await client.get(FILE, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    # Nothing else is behind that address: not what the record does not name, nor under another number.
    never = await client.get(f"/published/1/documents/{'0' * 64}")
    assert (never.status_code, never.json()["code"]) == (404, "NOT_FOUND")
    for address in (f"/published/1/documents/{'6' * 64}", f"/published/2/documents/{PUBLIC_SHA256}", f"{FILE}0"):
        answer = await client.get(address)
        assert (answer.status_code, answer.content) == (404, never.content)
    page = await client.get(f"/published/1/documents/{'6' * 64}", headers={"Accept": "text/html"})
    assert page.status_code == 404


async def test_it_is_closed_as_soon_as_one_thing_that_opens_it_is_no_more(
    client: httpx.AsyncClient, database: Database, published: Published
) -> None:
    document = published.documents[PUBLIC_DOCUMENT]
    opened = "classification = 'PUBLIC', personal_data = false, removed_at = NULL"
    update = "UPDATE working.evidence_document SET {} WHERE id = :document"
    closing = {
        "who reads it": ("classification = 'PANEL'", opened),
        "data of persons": ("personal_data = true", opened),
        "taken out": ("removed_at = now()", opened),
    }
    for close, reopen in closing.values():
        await run(database, update.format(close), document)
        assert (await client.get(FILE)).status_code == 404
        await run(database, update.format(reopen), document)
        assert (await client.get(FILE)).status_code == 200
    copy = (
        "INSERT INTO working.evidence_document (evaluation_id, title, redacts_id)"
        " SELECT evaluation_id, 'Копия', id FROM working.evidence_document WHERE id = :document"
    )
    await run(database, copy, document)
    assert (await client.get(FILE)).status_code == 404
    await run(database, "DELETE FROM working.evidence_document WHERE redacts_id = :document", document)
    assert (await client.get(FILE)).status_code == 200
    gone = (
        "INSERT INTO working.evidence_deletion (document_id, evaluation_id, reason, deleted_by)"
        " SELECT d.id, d.evaluation_id, 'Срок вышел', e.opened_by FROM working.evidence_document d"
        " JOIN working.evaluation e ON e.id = d.evaluation_id WHERE d.id = :document"
    )
    await run(database, gone, document)
    assert (await client.get(FILE)).status_code == 404


async def test_a_record_that_another_took_the_place_of_opens_nothing(
    client: httpx.AsyncClient, database: Database, published: Published
) -> None:
    later = (
        "INSERT INTO published.record (number, kind, corrects, published_at, school_id, evaluation_number, body,"
        " sha256, signature, key_id) SELECT number + 1, :kind, number, now(), school_id, evaluation_number, body,"
        " repeat('e', 63) || number, signature, key_id FROM published.record WHERE number = :number"
    )
    second, third = (FILE.replace("/1/", f"/{number}/") for number in (2, 3))
    async with database.working() as tx:
        await tx.run(later, kind="CORRECTION", number=1)
    assert [(await client.get(path)).status_code for path in (FILE, second)] == [404, 200]
    async with database.working() as tx:
        await tx.run(later, kind="WITHDRAWAL", number=2)
    assert [(await client.get(path)).status_code for path in (FILE, second, third)] == [404, 404, 404]


async def test_a_document_that_was_published_by_mistake_is_closed_after_the_case_has_ended(
    client: httpx.AsyncClient, database: Database, published: Published
) -> None:
    document, people = published.documents[PUBLIC_DOCUMENT], published.people
    async with database.working() as tx:
        assert await tx.value("SELECT ended_at IS NOT NULL FROM working.evaluation")
    closed = Readers(Classification.PANEL, personal_data=True)
    await classify_document(database, people.officer, document, 1, closed)
    assert (await client.get(FILE)).status_code == 404
    # That the school opens another document later opens nothing: the record does not name it.
    private = published.documents[PRIVATE_DOCUMENT]
    await classify_document(database, people.officer, private, 1, Readers(Classification.PUBLIC))
    assert (await client.get(f"/published/1/documents/{'6' * 64}")).status_code == 404


async def run(database: Database, statement: str, document: UUID) -> None:
    async with database.working() as tx:
        await tx.run(statement, document=document)
