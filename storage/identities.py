"""People as OpenID providers know them: linked by issuer and subject, and by nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class IdentityRow:
    """A link to a provider."""

    issuer: str
    subject: str
    linked_at: datetime


async def person_of_identity(transaction: Transaction, issuer: str, subject: str) -> UUID | None:
    """Whose identity this is, unless the account is disabled."""
    person: UUID | None = await transaction.value(
        """
        SELECT i.person_id FROM working.identity i
        JOIN working.account a ON a.person_id = i.person_id AND a.disabled_at IS NULL
        WHERE i.issuer = :issuer AND i.subject = :subject
        """,
        issuer=issuer,
        subject=subject,
    )
    return person


async def link(transaction: Transaction, person: UUID, issuer: str, subject: str) -> bool:
    """Link a person to a provider's identity; False when it belongs to another."""
    await transaction.run(
        "INSERT INTO working.identity (issuer, subject, person_id) VALUES (:issuer, :subject, :person)"
        " ON CONFLICT DO NOTHING",
        issuer=issuer,
        subject=subject,
        person=person,
    )
    owner = await transaction.value(
        "SELECT person_id FROM working.identity WHERE issuer = :issuer AND subject = :subject",
        issuer=issuer,
        subject=subject,
    )
    return bool(owner == person)


async def identities_of(transaction: Transaction, person: UUID) -> list[IdentityRow]:
    """The person's links, the oldest first."""
    return await transaction.rows(
        IdentityRow,
        "SELECT issuer, subject, linked_at FROM working.identity WHERE person_id = :person"
        " ORDER BY linked_at, issuer, subject",
        person=person,
    )


async def unlink(transaction: Transaction, person: UUID, issuer: str) -> bool:
    """Forget the person's link to a provider; False when there is none."""
    gone = await transaction.run(
        "DELETE FROM working.identity WHERE person_id = :person AND issuer = :issuer", person=person, issuer=issuer
    )
    return gone > 0
