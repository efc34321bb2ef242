"""Remembers the first answer to a request that creates something."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class Remembered:
    """What a key was used for before."""

    fingerprint: str
    subject_id: UUID


def fingerprint_of(*parts: object) -> str:
    """A digest of a request, to tell a repetition from another request under the same key."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


async def recall(transaction: Transaction, key: str) -> Remembered | None:
    """What this person made with this key before. Concurrent requests with the same key wait for one another."""
    await transaction.run(
        "SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))", lock=f"{transaction.person}:{key}"
    )
    return await transaction.row(
        Remembered,
        "SELECT fingerprint, subject_id FROM working.idempotency WHERE person_id = :person AND key = :key",
        person=transaction.person,
        key=key,
    )


async def remember(transaction: Transaction, key: str, fingerprint: str, subject: UUID) -> None:
    """Keep what the key made, in the transaction that made it."""
    await transaction.run(
        "INSERT INTO working.idempotency (person_id, key, fingerprint, subject_id) "
        "VALUES (:person, :key, :fingerprint, :subject)",
        person=transaction.person,
        key=key,
        fingerprint=fingerprint,
        subject=subject,
    )
