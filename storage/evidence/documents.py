"""Documents, their versions, and the texts of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class DocumentRow:
    """A document with the codes of the criteria it speaks to, who reads it, and whether it tells of people."""

    id: UUID
    evaluation_id: UUID
    title: str
    classification: str
    personal_data: bool
    dated_on: date | None
    opened_on: date
    """When its evaluation was opened."""
    process_code: str
    process_version: int
    version: int
    redacts_id: UUID | None
    """The document that it is a redacted copy of."""
    criterion_codes: list[str]

    @property
    def public(self) -> bool:
        """Whether the published result names it."""
        return self.classification == "PUBLIC"


@dataclass(frozen=True)
class VersionRow:
    """Bytes that never change."""

    id: UUID
    document_id: UUID
    number: int
    file_name: str
    media_type: str
    size: int
    sha256: str
    page_count: int
    uploaded_at: datetime
    scan: str
    shown_id: UUID | None
    shown_size: int | None
    shown_sha256: str | None
    reused_from: str | None
    """The number of the evaluation it was taken from, where the person may read it there."""
    deleted_at: datetime | None
    deleted_for: str | None


@dataclass(frozen=True)
class HeldRow:
    """What must be stored of a version, of what it is shown as, or of a copy of one."""

    id: UUID
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PageRow:
    """The text of one page."""

    version_id: UUID
    number: int
    text: str


@dataclass(frozen=True)
class HitRow:
    """A page that a search found."""

    version_id: UUID
    document_title: str
    page: int
    snippet: str


HIT_STARTS, HIT_ENDS = "\ue000", "\ue001"
"""Around the words found in a snippet: two signs that no page text has, because extraction removes them."""
SNIPPET = f'StartSel="{HIT_STARTS}", StopSel="{HIT_ENDS}", MaxFragments=2, MinWords=12, MaxWords=30'
DOCUMENTS = """
SELECT d.id, d.evaluation_id, d.title, d.classification, d.personal_data, d.dated_on, d.version, d.redacts_id,
       e.opened_at::date AS opened_on, e.process_code, e.process_version,
       (SELECT coalesce(array_agg(c.code ORDER BY c.position), '{}') FROM working.evidence_use u
        JOIN working.criterion c ON c.id = u.criterion_id WHERE u.document_id = d.id) AS criterion_codes
FROM working.evidence_document d JOIN working.evaluation e ON e.id = d.evaluation_id WHERE d.removed_at IS NULL"""
VERSIONS = """
SELECT v.id, v.document_id, v.number, v.file_name, v.media_type, v.size, v.sha256, v.page_count, v.uploaded_at, v.scan,
       v.shown_id, v.shown_size, v.shown_sha256, d.deleted_at, x.reason AS deleted_for, (
           SELECT e.number FROM working.evidence_version w JOIN working.evidence_document o ON o.id = w.document_id
           JOIN working.evaluation e ON e.id = o.evaluation_id WHERE w.id = v.origin_id) AS reused_from
FROM working.evidence_version v JOIN working.evidence_document d ON d.id = v.document_id
LEFT JOIN working.evidence_deletion x ON x.document_id = d.id"""


async def documents_of(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[DocumentRow]]:
    """The documents of each evaluation, in the order they came."""
    rows = await transaction.rows(
        DocumentRow, f"{DOCUMENTS} AND d.evaluation_id = ANY(:keys) ORDER BY d.created_at, d.id", keys=list(evaluations)
    )
    return many_of(evaluations, rows, lambda row: row.evaluation_id)


async def count_documents(transaction: Transaction, evaluation: UUID) -> int:
    """How many documents the case ever had."""
    return int(
        await transaction.value(
            "SELECT count(*) FROM working.evidence_document WHERE evaluation_id = :evaluation", evaluation=evaluation
        )
    )


async def documents_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[DocumentRow | None]:
    """The documents with these keys, in their order."""
    rows = await transaction.rows(DocumentRow, f"{DOCUMENTS} AND d.id = ANY(:keys)", keys=list(keys))
    return one_of(keys, rows, lambda row: row.id)


async def versions_of(transaction: Transaction, documents: Sequence[UUID]) -> list[list[VersionRow]]:
    """The versions of each document, the newest last."""
    rows = await transaction.rows(
        VersionRow, f"{VERSIONS} WHERE v.document_id = ANY(:keys) ORDER BY v.number", keys=list(documents)
    )
    return many_of(documents, rows, lambda row: row.document_id)


async def versions_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[VersionRow | None]:
    """The versions with these keys, in their order."""
    rows = await transaction.rows(VersionRow, f"{VERSIONS} WHERE v.id = ANY(:keys)", keys=list(keys))
    return one_of(keys, rows, lambda row: row.id)


async def pages_of(transaction: Transaction, versions: Sequence[UUID]) -> list[list[PageRow]]:
    """The page texts of each version, in order."""
    rows = await transaction.rows(
        PageRow,
        "SELECT version_id, number, text FROM working.evidence_page WHERE version_id = ANY(:keys) ORDER BY number",
        keys=list(versions),
    )
    return many_of(versions, rows, lambda row: row.version_id)


async def search(transaction: Transaction, evaluation: UUID, text: str, limit: int) -> list[HitRow]:
    """Pages of the newest versions of a case's documents that have these words, the most telling first."""
    return await transaction.rows(
        HitRow,
        f"""
        WITH asked AS (SELECT websearch_to_tsquery('russian', :text) || websearch_to_tsquery('english', :text) AS words)
        SELECT v.id AS version_id, d.title AS document_title, p.number AS page,
               ts_headline('russian', p.text, asked.words,
                           '{SNIPPET}') AS snippet
        FROM asked, working.evidence_document d
        JOIN LATERAL (SELECT id FROM working.evidence_version WHERE document_id = d.id
                      ORDER BY number DESC LIMIT 1) v ON true
        JOIN working.evidence_page p ON p.version_id = v.id
        WHERE d.evaluation_id = :evaluation AND d.removed_at IS NULL AND p.words @@ asked.words
        ORDER BY ts_rank(p.words, asked.words) DESC, d.created_at, d.id, p.number LIMIT :limit
        """,
        evaluation=evaluation,
        text=text,
        limit=limit,
    )


async def every_version(transaction: Transaction) -> list[HeldRow]:
    """What must be stored, of all cases, copies too, and nothing of what was deleted; the oldest first."""
    return await transaction.rows(
        HeldRow,
        "WITH v AS (SELECT w.* FROM working.evidence_version w"
        " JOIN working.evidence_document d ON d.id = w.document_id WHERE d.deleted_at IS NULL)"
        " SELECT id, file_name, size, sha256 FROM ("
        "SELECT id, file_name, size, sha256, uploaded_at AS at FROM v UNION ALL"
        " SELECT shown_id, file_name, shown_size, shown_sha256, uploaded_at FROM v"
        " WHERE shown_id IS NOT NULL UNION ALL"
        " SELECT c.id, v.file_name, c.size, c.sha256, c.made_at FROM working.evidence_copy c"
        " JOIN v ON v.id = c.version_id) held ORDER BY at, id",
    )


async def bytes_of_case(transaction: Transaction, evaluation: UUID) -> int:
    """How many bytes the case has, with those on their way; what was taken out of it does not count."""
    count: int = await transaction.value(
        "SELECT coalesce((SELECT sum(v.size) FROM working.evidence_version v"
        "   JOIN working.evidence_document d ON d.id = v.document_id"
        "   WHERE d.evaluation_id = :evaluation AND d.removed_at IS NULL), 0)::bigint"
        " + coalesce((SELECT sum(size) FROM working.upload"
        "   WHERE evaluation_id = :evaluation AND state IN ('RECEIVING', 'CHECKING')), 0)::bigint",
        evaluation=evaluation,
    )
    return count


async def insert_document(
    transaction: Transaction,
    evaluation: UUID,
    title: str,
    *,
    classification: str = "PANEL",
    personal_data: bool = False,
    dated_on: date | None = None,
    redacts: UUID | None = None,
) -> UUID:
    """A new document without versions; `redacts` is the one it is a redacted copy of."""
    key: UUID = await transaction.value(
        "INSERT INTO working.evidence_document"
        " (evaluation_id, title, classification, personal_data, dated_on, redacts_id) VALUES (:evaluation, :title,"
        " :classification, :personal_data, CAST(:dated_on AS date), CAST(:redacts AS uuid)) RETURNING id",
        evaluation=evaluation,
        title=title,
        classification=classification,
        personal_data=personal_data,
        dated_on=dated_on,
        redacts=redacts,
    )
    return key


async def insert_version(
    transaction: Transaction,
    key: UUID,
    document: UUID,
    *,
    file_name: str,
    media_type: str,
    size: int,
    sha256: str,
    scan: str,
    pages: Sequence[str],
    shown: HeldRow | None = None,
    origin: UUID | None = None,
) -> None:
    """The document's next version, with the text of its pages; `origin` is the version it was taken from."""
    await transaction.run(
        "INSERT INTO working.evidence_version"
        " (id, document_id, number, file_name, media_type, size, sha256, page_count, scan,"
        "  shown_id, shown_size, shown_sha256, origin_id)"
        " SELECT :id, :document, coalesce(max(number), 0) + 1, :file_name, :media_type, :size, :sha256, :pages, :scan,"
        "  CAST(:shown_id AS uuid), CAST(:shown_size AS bigint), :shown_sha256, CAST(:origin AS uuid)"
        " FROM working.evidence_version WHERE document_id = :document",
        id=key,
        document=document,
        file_name=file_name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        pages=len(pages),
        scan=scan,
        shown_id=shown and shown.id,
        shown_size=shown and shown.size,
        shown_sha256=shown and shown.sha256,
        origin=origin,
    )
    await transaction.run(
        "INSERT INTO working.evidence_page (version_id, number, text)"
        " SELECT :id, number, text FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS page(text, number)",
        id=key,
        texts=list(pages),
    )


async def document_with_bytes(transaction: Transaction, evaluation: UUID, sha256: str) -> UUID | None:
    """The document of the evaluation whose newest version has exactly these bytes."""
    found: UUID | None = await transaction.value(
        "SELECT d.id FROM working.evidence_document d JOIN LATERAL ("
        "  SELECT sha256 FROM working.evidence_version WHERE document_id = d.id ORDER BY number DESC LIMIT 1) v ON true"
        " WHERE d.evaluation_id = :evaluation AND d.removed_at IS NULL AND d.deleted_at IS NULL AND v.sha256 = :sha256"
        " ORDER BY d.created_at, d.id LIMIT 1",
        evaluation=evaluation,
        sha256=sha256,
    )
    return found


async def attach(transaction: Transaction, document: UUID, framework: UUID, codes: Sequence[str]) -> None:
    """Let the document speak to these criteria as well."""
    await transaction.run(
        "INSERT INTO working.evidence_use (document_id, criterion_id)"
        " SELECT :document, id FROM working.criterion WHERE framework_version_id = :framework AND code = ANY(:codes)"
        " ON CONFLICT DO NOTHING",
        document=document,
        framework=framework,
        codes=list(codes),
    )


async def describe(
    transaction: Transaction,
    document: UUID,
    framework: UUID,
    *,
    title: str,
    classification: str,
    personal_data: bool,
    dated_on: date | None,
    codes: Sequence[str],
) -> None:
    """Give the document a title, say who reads it and when it was made, and set the criteria it speaks to."""
    await transaction.run(
        "UPDATE working.evidence_document SET title = :title, classification = :classification,"
        " personal_data = :personal_data, dated_on = :dated_on, version = version + 1 WHERE id = :id",
        id=document,
        title=title,
        dated_on=dated_on,
        classification=classification,
        personal_data=personal_data,
    )
    await transaction.run(
        "DELETE FROM working.evidence_use u USING working.criterion c"
        " WHERE u.document_id = :id AND c.id = u.criterion_id AND NOT c.code = ANY(:codes)",
        id=document,
        codes=list(codes),
    )
    await attach(transaction, document, framework, codes)


async def classify(transaction: Transaction, document: UUID, classification: str, *, personal_data: bool) -> None:
    """Say anew who reads the document and whether it tells of people."""
    await transaction.run(
        "UPDATE working.evidence_document SET classification = :classification, personal_data = :personal_data,"
        " version = version + 1 WHERE id = :id",
        id=document,
        classification=classification,
        personal_data=personal_data,
    )


async def is_cited(transaction: Transaction, document: UUID) -> bool:
    """Whether any expert cites the document. Asked as the server: a citation is closed to the school."""
    async with transaction.as_worker():
        return bool(
            await transaction.value(
                "SELECT EXISTS (SELECT FROM working.citation c JOIN working.evidence_version v ON v.id = c.version_id"
                " WHERE v.document_id = :id)",
                id=document,
            )
        )


async def remove(transaction: Transaction, document: UUID) -> None:
    """Take the document out of the case; its versions stay for the trail."""
    await transaction.run(
        "UPDATE working.evidence_document SET removed_at = now(), version = version + 1 WHERE id = :id", id=document
    )
