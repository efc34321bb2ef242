"""Redacted copies: from which version each was made, and where its black boxes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from storage.database import Transaction, as_json
from storage.evidence.documents import DOCUMENTS, DocumentRow
from storage.grouping import one_of


class Rectangle(Protocol):
    """Part of a page, in shares of its width and height."""

    @property
    def left(self) -> Decimal: ...
    @property
    def top(self) -> Decimal: ...
    @property
    def width(self) -> Decimal: ...
    @property
    def height(self) -> Decimal: ...


class BoxOnPage(Protocol):
    """A rectangle of a page, which counts from 1."""

    @property
    def page(self) -> int: ...
    @property
    def area(self) -> Rectangle: ...


@dataclass(frozen=True)
class RedactionRow:
    """How a version of a redacted copy was made; a box is page, left, top, width and height, the shares as text."""

    version_id: UUID
    source_id: UUID
    boxes: list[tuple[int, str, str, str, str]]


async def redacted_copy(transaction: Transaction, document: UUID) -> UUID | None:
    """The redacted copy of a document, where the case has one."""
    found: UUID | None = await transaction.value(
        "SELECT id FROM working.evidence_document WHERE redacts_id = :document AND removed_at IS NULL",
        document=document,
    )
    return found


async def redacted_copies_of(transaction: Transaction, documents: Sequence[UUID]) -> list[DocumentRow | None]:
    """The redacted copy of each document."""
    rows = await transaction.rows(DocumentRow, f"{DOCUMENTS} AND d.redacts_id = ANY(:keys)", keys=list(documents))
    return one_of(documents, rows, lambda row: row.redacts_id or row.id)


async def redactions_of(transaction: Transaction, versions: Sequence[UUID]) -> list[RedactionRow | None]:
    """How each version was made, where it is one of a redacted copy and the original may be read."""
    rows = await transaction.rows(
        RedactionRow,
        "SELECT version_id, source_id, boxes FROM working.evidence_redaction WHERE version_id = ANY(:keys)",
        keys=list(versions),
    )
    return one_of(versions, rows, lambda row: row.version_id)


async def insert_redaction(transaction: Transaction, version: UUID, source: UUID, boxes: Sequence[BoxOnPage]) -> None:
    """Keep how a version of a redacted copy was made."""
    kept = [[box.page, box.area.left, box.area.top, box.area.width, box.area.height] for box in boxes]
    await transaction.run(
        "INSERT INTO working.evidence_redaction (version_id, source_id, boxes)"
        " VALUES (:version, :source, CAST(:boxes AS jsonb))",
        version=version,
        source=source,
        boxes=as_json(kept),
    )
