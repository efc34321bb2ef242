"""Invitations and links to a new password, known by digest; closed to people but for what they invited themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class InvitationRow:
    """An invitation, without its token."""

    id: UUID
    email: str
    name_ru: str
    name_en: str
    role: str
    organisation_id: UUID
    organisation_ru: str
    organisation_en: str
    constituency: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class PlaceRow:
    """Where somebody is invited to."""

    kind: str
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class AccountRow:
    """An account that a letter can reach."""

    person_id: UUID
    login: str
    email: str


INVITATION = """
SELECT i.id, i.email, i.name_ru, i.name_en, i.role, i.organisation_id, o.name_ru AS organisation_ru,
       o.name_en AS organisation_en, i.constituency, i.created_at, i.expires_at
FROM working.invitation i JOIN working.organisation o ON o.id = i.organisation_id
WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()"""


async def place(transaction: Transaction, organisation: UUID) -> PlaceRow | None:
    """The organisation somebody is to be something in."""
    return await transaction.row(
        PlaceRow, "SELECT kind, name_ru, name_en FROM working.organisation WHERE id = :id", id=organisation
    )


async def add_invitation(
    transaction: Transaction,
    digest: bytes,
    *,
    email: str,
    name_ru: str,
    name_en: str,
    role: str,
    organisation: UUID,
    constituency: str | None,
    invited_by: UUID | None,
    lasts: timedelta,
) -> InvitationRow:
    """Keep a new invitation."""
    key = await transaction.value(
        """
        INSERT INTO working.invitation
            (digest, email, name_ru, name_en, role, organisation_id, constituency, invited_by, expires_at)
        VALUES (:digest, :email, :name_ru, :name_en, :role, :organisation, :constituency, :invited_by, now() + :lasts)
        RETURNING id
        """,
        digest=digest,
        email=email,
        name_ru=name_ru,
        name_en=name_en,
        role=role,
        organisation=organisation,
        constituency=constituency,
        invited_by=invited_by,
        lasts=lasts,
    )
    made = await transaction.row(InvitationRow, f"{INVITATION} AND i.id = :key", key=key)
    assert made is not None
    return made


async def open_invitations(transaction: Transaction) -> list[InvitationRow]:
    """Those that wait, the newest first."""
    return await transaction.rows(InvitationRow, f"{INVITATION} ORDER BY i.created_at DESC, i.id")


async def invitation(transaction: Transaction, key: UUID) -> InvitationRow | None:
    """The invitation, while it waits."""
    return await transaction.row(InvitationRow, f"{INVITATION} AND i.id = :key", key=key)


async def invitation_with(transaction: Transaction, digest: bytes) -> InvitationRow | None:
    """The invitation behind a link, locked while it is being accepted."""
    return await transaction.row(InvitationRow, f"{INVITATION} AND i.digest = :digest FOR UPDATE OF i", digest=digest)


async def accepted(transaction: Transaction, key: UUID, person: UUID) -> None:
    """The link has worked, and works no more."""
    await transaction.run(
        "UPDATE working.invitation SET accepted_at = now(), person_id = :person WHERE id = :key", key=key, person=person
    )


async def revoke(transaction: Transaction, key: UUID) -> bool:
    """Take an invitation back; False when there is none that waits."""
    taken = await transaction.run(
        "UPDATE working.invitation SET revoked_at = now()"
        " WHERE id = :key AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()",
        key=key,
    )
    return taken == 1


async def accounts_of(transaction: Transaction, login: str) -> list[AccountRow]:
    """Accounts with this login or e-mail address that a letter can reach."""
    return await transaction.rows(
        AccountRow,
        "SELECT person_id, login, email FROM working.account"
        " WHERE (login = :login OR email = :login) AND email IS NOT NULL AND disabled_at IS NULL ORDER BY login",
        login=login,
    )


async def add_reset(transaction: Transaction, digest: bytes, person: UUID, lasts: timedelta) -> None:
    """Keep a link to a new password; an earlier one works no more."""
    await transaction.run("DELETE FROM working.password_reset WHERE person_id = :person", person=person)
    await transaction.run(
        "INSERT INTO working.password_reset (digest, person_id, expires_at) VALUES (:digest, :person, now() + :lasts)",
        digest=digest,
        person=person,
        lasts=lasts,
    )


async def take_reset(transaction: Transaction, digest: bytes) -> UUID | None:
    """Whose link this is, while the account is not disabled; it works no more."""
    person: UUID | None = await transaction.value(
        """
        DELETE FROM working.password_reset WHERE digest = :digest AND expires_at > now()
        AND person_id IN (SELECT person_id FROM working.account WHERE disabled_at IS NULL) RETURNING person_id
        """,
        digest=digest,
    )
    return person


async def set_password(transaction: Transaction, person: UUID, password_hash: str) -> None:
    """Replace the password and end everything that was begun with the former one."""
    await transaction.run(
        "UPDATE working.account SET password_hash = :hash WHERE person_id = :person", hash=password_hash, person=person
    )
    for table in ("access_token", "password_reset", "ceremony"):
        await transaction.run(f"DELETE FROM working.{table} WHERE person_id = :person", person=person)
