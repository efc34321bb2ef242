"""Sessions of browsers and access tokens of scripts, known by digest; a person sees and ends their own by id."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class HolderRow:
    """Whose session or token it is, and what it allows."""

    id: UUID
    name_ru: str
    name_en: str
    scope: str
    session: UUID | None
    """None for a token."""
    fresh: bool
    """Whether the person signed in a moment ago."""
    unnoted: bool
    """Whether its use was not noted for a while."""


@dataclass(frozen=True)
class SessionRow:
    """A signed-in browser."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    user_agent: str
    address: str
    method: str


@dataclass(frozen=True)
class TokenRow:
    """An access token, without itself."""

    id: UUID
    label: str
    scope: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime


async def begin_session(
    transaction: Transaction,
    digest: bytes,
    person: UUID,
    lasts: timedelta,
    *,
    user_agent: str,
    address: str,
    method: str,
    id_token: str | None = None,
) -> None:
    """Keep a new session. Sessions that ended are forgotten on the way."""
    await transaction.run("DELETE FROM working.session WHERE expires_at < now()")
    await transaction.run(
        """
        INSERT INTO working.session (digest, person_id, expires_at, user_agent, address, method, id_token)
        VALUES (:digest, :person, now() + :lasts, :user_agent, :address, :method, :id_token)
        """,
        digest=digest,
        person=person,
        lasts=lasts,
        user_agent=user_agent,
        address=address,
        method=method,
        id_token=id_token,
    )


async def end_session(transaction: Transaction, digest: bytes) -> str | None:
    """Forget a session; answers the provider's token it was begun with, if any."""
    id_token: str | None = await transaction.value(
        "DELETE FROM working.session WHERE digest = :digest RETURNING id_token", digest=digest
    )
    return id_token


async def holder_of_session(transaction: Transaction, digest: bytes, fresh: timedelta) -> HolderRow | None:
    """Whose session this is, while it lasts and the account is not disabled; `fresh` is how long it counts as new."""
    return await transaction.row(
        HolderRow,
        """
        SELECT p.id, p.name_ru, p.name_en, 'ACT' AS scope, held.id AS session,
               held.created_at > now() - :fresh AS fresh, held.seen_at < now() - interval '5 minutes' AS unnoted
        FROM working.session held
        JOIN working.person p ON p.id = held.person_id
        JOIN working.account a ON a.person_id = held.person_id AND a.disabled_at IS NULL
        WHERE held.digest = :digest AND held.expires_at > now()
        """,
        digest=digest,
        fresh=fresh,
    )


async def note_session(transaction: Transaction, digest: bytes) -> None:
    """The session is in use now."""
    await transaction.run("UPDATE working.session SET seen_at = now() WHERE digest = :digest", digest=digest)


async def holder_of_token(transaction: Transaction, digest: bytes) -> HolderRow | None:
    """Whose access token this is, while it lasts and the account is not disabled."""
    return await transaction.row(
        HolderRow,
        """
        SELECT p.id, p.name_ru, p.name_en, held.scope, NULL::uuid AS session, false AS fresh,
               coalesce(held.used_at < now() - interval '5 minutes', true) AS unnoted
        FROM working.access_token held
        JOIN working.person p ON p.id = held.person_id
        JOIN working.account a ON a.person_id = held.person_id AND a.disabled_at IS NULL
        WHERE held.digest = :digest AND held.expires_at > now()
        """,
        digest=digest,
    )


async def note_token(transaction: Transaction, digest: bytes) -> None:
    """The token is in use now."""
    await transaction.run("UPDATE working.access_token SET used_at = now() WHERE digest = :digest", digest=digest)


async def sessions_of(transaction: Transaction, person: UUID) -> list[SessionRow]:
    """The person's signed-in browsers, the last used first."""
    return await transaction.rows(
        SessionRow,
        """
        SELECT id, created_at, seen_at, expires_at, user_agent, address, method
        FROM working.session WHERE person_id = :person AND expires_at > now() ORDER BY seen_at DESC, id
        """,
        person=person,
    )


async def tokens_of(transaction: Transaction, person: UUID) -> list[TokenRow]:
    """The person's access tokens that still work, the newest first."""
    return await transaction.rows(
        TokenRow,
        """
        SELECT id, label, scope, created_at, used_at, expires_at
        FROM working.access_token WHERE person_id = :person AND expires_at > now() ORDER BY created_at DESC, id
        """,
        person=person,
    )


async def end_session_of(transaction: Transaction, person: UUID, session: UUID) -> bool:
    """End one session of this person; False when there is none."""
    gone = await transaction.run(
        "DELETE FROM working.session WHERE id = :session AND person_id = :person", session=session, person=person
    )
    return gone == 1


async def end_sessions_of(transaction: Transaction, person: UUID, but: UUID | None = None) -> int:
    """End every session of this person, but perhaps one; answers how many."""
    return await transaction.run(
        "DELETE FROM working.session WHERE person_id = :person AND id IS DISTINCT FROM CAST(:but AS uuid)",
        person=person,
        but=but,
    )


async def end_token_of(transaction: Transaction, person: UUID, token: UUID) -> bool:
    """End one access token of this person; False when there is none."""
    gone = await transaction.run(
        "DELETE FROM working.access_token WHERE id = :token AND person_id = :person", token=token, person=person
    )
    return gone == 1


async def known_address(transaction: Transaction, person: UUID, address: str) -> bool:
    """Whether the person is signed in from this address elsewhere."""
    return bool(
        await transaction.value(
            "SELECT EXISTS (SELECT FROM working.session"
            " WHERE person_id = :person AND address = :address AND expires_at > now())",
            person=person,
            address=address,
        )
    )
