"""Copies made of a version, for readers who must not have it or need less: bytes and a hash of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from storage.database import Transaction

Kind = Literal["STRIPPED", "THUMBNAIL"]
"""The file without what it says of itself; its first page as a small picture."""


@dataclass(frozen=True)
class CopyRow:
    """One copy; it never changes, and its bytes are never those of the version."""

    id: UUID
    version_id: UUID
    size: int
    sha256: str


async def are_schools_hidden(transaction: Transaction, documents: Sequence[UUID]) -> list[bool]:
    """Of each document that the transaction's person reads, whether they must not know whose it is."""
    known = await transaction.values(
        "SELECT d.id FROM working.evaluated_school s JOIN working.evidence_document d"
        " ON d.evaluation_id = s.evaluation_id WHERE d.id = ANY(:documents)",
        documents=list(documents),
    )
    return [document not in set(known) for document in documents]


async def copy_of(transaction: Transaction, version: UUID, kind: Kind) -> CopyRow | None:
    """The copy of this kind, where one was made and the version may be read."""
    return await transaction.row(
        CopyRow,
        "SELECT id, version_id, size, sha256 FROM working.evidence_copy WHERE version_id = :version AND kind = :kind",
        version=version,
        kind=kind,
    )


async def insert_copy(transaction: Transaction, copy: CopyRow, kind: Kind) -> bool:
    """Keep a copy whose bytes are stored; False where somebody else made it in the meantime."""
    return bool(
        await transaction.run(
            "INSERT INTO working.evidence_copy (id, version_id, kind, size, sha256)"
            " VALUES (:id, :version, :kind, :size, :sha256) ON CONFLICT (version_id, kind) DO NOTHING",
            id=copy.id,
            version=copy.version_id,
            kind=kind,
            size=copy.size,
            sha256=copy.sha256,
        )
    )
