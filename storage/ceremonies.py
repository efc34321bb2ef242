"""What a browser began and has not finished: a visit to an OpenID provider, a second step, a passkey's challenge."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json


@dataclass(frozen=True)
class CeremonyRow:
    """Something begun."""

    person_id: UUID | None
    facts: dict[str, Any]
    tries: int


async def begin(
    transaction: Transaction,
    digest: bytes,
    purpose: str,
    facts: dict[str, object],
    lasts: timedelta,
    person: UUID | None = None,
) -> None:
    """Remember what was begun. What nobody finished in time is forgotten on the way."""
    await transaction.run("DELETE FROM working.ceremony WHERE expires_at < now()")
    await transaction.run(
        """
        INSERT INTO working.ceremony (digest, purpose, person_id, facts, expires_at)
        VALUES (:digest, :purpose, :person, CAST(:facts AS jsonb), now() + :lasts)
        """,
        digest=digest,
        purpose=purpose,
        person=person,
        facts=as_json(facts),
        lasts=lasts,
    )


async def take(transaction: Transaction, digest: bytes, purpose: str) -> CeremonyRow | None:
    """What was begun, to be finished now; nobody gets it a second time."""
    return await transaction.row(
        CeremonyRow,
        """
        DELETE FROM working.ceremony WHERE digest = :digest AND purpose = :purpose AND expires_at > now()
        RETURNING person_id, facts, tries
        """,
        digest=digest,
        purpose=purpose,
    )


async def attempt(transaction: Transaction, digest: bytes, purpose: str, most: int) -> CeremonyRow | None:
    """What was begun, for one more try; None once it was tried too often."""
    return await transaction.row(
        CeremonyRow,
        """
        UPDATE working.ceremony SET tries = tries + 1
        WHERE digest = :digest AND purpose = :purpose AND expires_at > now() AND tries < :most
        RETURNING person_id, facts, tries
        """,
        digest=digest,
        purpose=purpose,
        most=most,
    )


async def forget(transaction: Transaction, digest: bytes) -> None:
    """It is finished."""
    await transaction.run("DELETE FROM working.ceremony WHERE digest = :digest", digest=digest)
