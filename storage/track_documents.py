"""Documents that a school sends with what it writes in a track: a plan, a progress report."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.database import Transaction
from storage.evidence.documents import DOCUMENTS, DocumentRow


@dataclass(frozen=True)
class TrackDocumentRow:
    """A document in a track, and the text it came with; None until there is one."""

    track_id: UUID
    document_id: UUID
    statement_id: UUID | None


async def _documents(transaction: Transaction, column: str, keys: Sequence[UUID]) -> list[list[DocumentRow]]:
    placed = await transaction.rows(
        TrackDocumentRow,
        f"SELECT track_id, document_id, statement_id FROM working.track_document WHERE {column} = ANY (:keys)",
        keys=list(keys),
    )
    documents = await transaction.rows(
        DocumentRow,
        f"{DOCUMENTS} AND d.id = ANY (:keys) ORDER BY d.created_at, d.id",
        keys=[row.document_id for row in placed],
    )
    wanted = {(getattr(row, column), row.document_id) for row in placed}
    return [[one for one in documents if (key, one.id) in wanted] for key in keys]


async def documents_of_tracks(transaction: Transaction, tracks: Sequence[UUID]) -> list[list[DocumentRow]]:
    """The documents in each track that the person may read."""
    return await _documents(transaction, "track_id", tracks)


async def documents_of_statements(transaction: Transaction, statements: Sequence[UUID]) -> list[list[DocumentRow]]:
    """The documents that came with each text and that the person may read."""
    return await _documents(transaction, "statement_id", statements)


async def place(transaction: Transaction, track: UUID, document: UUID) -> None:
    """Put a document into a track; it goes with the next text there."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.track_document (track_id, document_id) VALUES (:track, :document)"
            " ON CONFLICT DO NOTHING",
            track=track,
            document=document,
        )


async def hand_over(transaction: Transaction, track: UUID, statement: UUID) -> None:
    """What was put into the track since the last text goes with this one."""
    async with transaction.as_worker():
        await transaction.run(
            "UPDATE working.track_document SET statement_id = :statement"
            " WHERE track_id = :track AND statement_id IS NULL",
            track=track,
            statement=statement,
        )
