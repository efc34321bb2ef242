"""Redacted copies: those that are being made, from which version each was made, and where its black boxes are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
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


@dataclass(frozen=True)
class RedactionOrderRow:
    """A copy that is being made, or could not be made: `refusal` is a reason's code and details. Boxes as above."""

    id: UUID
    evaluation_id: UUID
    document_id: UUID
    """The original."""
    source_id: UUID
    boxes: list[tuple[int, str, str, str, str]]
    title: str
    classification: str
    ordered_by: UUID
    ordered_at: datetime
    refusal: dict[str, Any] | None


ORDERS = (
    "SELECT o.id, o.evaluation_id, v.document_id, o.source_id, o.boxes, o.title, o.classification, o.ordered_by,"
    " o.ordered_at, o.refusal FROM working.redaction_order o JOIN working.evidence_version v ON v.id = o.source_id"
)


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
    await transaction.run(
        "INSERT INTO working.evidence_redaction (version_id, source_id, boxes)"
        " VALUES (:version, :source, CAST(:boxes AS jsonb))",
        version=version,
        source=source,
        boxes=_kept(boxes),
    )


async def redaction_order(transaction: Transaction, key: UUID) -> RedactionOrderRow | None:
    """What was ordered, while it is neither made nor replaced by another order."""
    return next(iter(await transaction.rows(RedactionOrderRow, f"{ORDERS} WHERE o.id = :key", key=key)), None)


async def redaction_orders_of(transaction: Transaction, documents: Sequence[UUID]) -> list[RedactionOrderRow | None]:
    """The copy of each document that is being made, or could not be."""
    rows = await transaction.rows(RedactionOrderRow, f"{ORDERS} WHERE v.document_id = ANY(:keys)", keys=list(documents))
    return one_of(documents, rows, lambda row: row.document_id)


async def insert_redaction_order(
    transaction: Transaction,
    evaluation: UUID,
    document: UUID,
    source: UUID,
    boxes: Sequence[BoxOnPage],
    *,
    title: str,
    classification: str,
    person: UUID,
) -> UUID:
    """Order a copy of a version of the document, in place of what could not be made before."""
    await transaction.run(
        "DELETE FROM working.redaction_order o USING working.evidence_version v"
        " WHERE v.id = o.source_id AND v.document_id = :document",
        document=document,
    )
    key: UUID = await transaction.value(
        "INSERT INTO working.redaction_order (evaluation_id, source_id, boxes, title, classification, ordered_by)"
        " VALUES (:evaluation, :source, CAST(:boxes AS jsonb), :title, :classification, :person) RETURNING id",
        evaluation=evaluation,
        source=source,
        boxes=_kept(boxes),
        title=title,
        classification=classification,
        person=person,
    )
    return key


async def refuse_redaction_order(transaction: Transaction, key: UUID, code: str, details: Mapping[str, str]) -> None:
    """Nothing was made, for this reason."""
    await transaction.run(
        "UPDATE working.redaction_order SET refusal = CAST(:refusal AS jsonb) WHERE id = :key AND refusal IS NULL",
        key=key,
        refusal=as_json({"code": code, "details": dict(details)}),
    )


async def fill_redaction_order(transaction: Transaction, key: UUID) -> bool:
    """The copy is made; False where another was faster, or it is wanted no longer."""
    return bool(
        await transaction.run("DELETE FROM working.redaction_order WHERE id = :key AND refusal IS NULL", key=key)
    )


def _kept(boxes: Sequence[BoxOnPage]) -> str:
    return as_json([[box.page, box.area.left, box.area.top, box.area.width, box.area.height] for box in boxes])
