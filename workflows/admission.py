"""Who is let in: the session that begins once a person has shown who they are, and whose session or token this is."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage import sessions
from storage.database import Database, Transaction
from storage.sessions import HolderRow

FRESH = timedelta(minutes=15)
"""How long after signing in a person may change the ways to sign in."""


@dataclass(frozen=True)
class Visitor:
    """The browser at the door."""

    address: str
    user_agent: str
    lasts: timedelta
    """How long a session lasts."""


@dataclass(frozen=True)
class Session:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    person: UUID
    token: str


def digest_of(token: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def admit(
    transaction: Transaction, person: UUID, visitor: Visitor, method: str, id_token: str | None = None
) -> Session:
    """Begin a session."""
    token = secrets.token_urlsafe(32)
    await sessions.begin_session(
        transaction,
        digest_of(token),
        person,
        visitor.lasts,
        user_agent=visitor.user_agent[:300],
        address=visitor.address,
        method=method,
        id_token=id_token,
    )
    return Session(person, token)


async def sign_out(database: Database, token: str) -> str | None:
    """End a session; nothing happens to a token that is none. Answers the provider's token, if one was kept."""
    async with database.working() as transaction:
        return await sessions.end_session(transaction, digest_of(token))


async def holder_of_session(database: Database, token: str) -> HolderRow | None:
    """Who signed in with this session."""
    async with database.working() as transaction:
        return await sessions.holder_of_session(transaction, digest_of(token), FRESH)


async def holder_of_token(database: Database, token: str) -> HolderRow | None:
    """Whose script this is."""
    async with database.working() as transaction:
        return await sessions.holder_of_token(transaction, digest_of(token))
