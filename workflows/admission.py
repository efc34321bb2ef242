"""Who is let in: the session that begins once a person has shown who they are, and whose session or token this is."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage import ceremonies, factors, people, sessions
from storage.database import Database, Transaction
from storage.sessions import HolderRow
from workflows.rules.accounts import needs_second_step

FRESH = timedelta(minutes=15)
"""How long after signing in a person may change the ways to sign in."""
STEP = timedelta(minutes=10)
"""How long a person may look for the second thing."""


@dataclass(frozen=True)
class Visitor:
    """The browser at the door."""

    address: str
    user_agent: str
    lasts: timedelta
    """How long a session lasts."""
    strict: bool
    """Whether some roles need a second step."""


@dataclass(frozen=True)
class Session:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    person: UUID
    token: str


@dataclass(frozen=True)
class SecondStep:
    """The person has shown one thing and must show another, in one of these ways: AUTHENTICATOR, RECOVERY_CODE,
    PASSKEY; ENROLMENT where they have none yet."""

    token: str
    ways: tuple[str, ...]


def digest_of(token: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def admit(
    transaction: Transaction,
    person: UUID,
    visitor: Visitor,
    method: str,
    *,
    enough: bool = False,
    id_token: str | None = None,
) -> Session | SecondStep:
    """Begin a session, or ask for more: of whoever has an authenticator, and of whoever must have one.

    `enough` says that the person has shown two things already.
    """
    ways = () if enough else await _ways(transaction, person, visitor)
    token = secrets.token_urlsafe(32)
    if ways:
        facts: dict[str, object] = {"ways": ways, "id_token": id_token}
        await ceremonies.begin(transaction, digest_of(token), "SECOND_STEP", facts, STEP, person)
        return SecondStep(token, ways)
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


async def _ways(transaction: Transaction, person: UUID, visitor: Visitor) -> tuple[str, ...]:
    has = await factors.factors_of(transaction, person)
    must = visitor.strict and needs_second_step(frozenset(await people.roles_of(transaction, person)))
    if not has.authenticator and not must:
        return ()
    by_code = ("AUTHENTICATOR", "RECOVERY_CODE") if has.authenticator else ()
    by_key = ("PASSKEY",) if has.passkeys else ()
    return (*by_code, *by_key) or ("ENROLMENT",)


async def sign_out(database: Database, token: str) -> str | None:
    """End a session; nothing happens to a token that is none. Answers the provider's token, if one was kept."""
    async with database.working() as transaction:
        return await sessions.end_session(transaction, digest_of(token))


async def holder_of_session(database: Database, token: str) -> HolderRow | None:
    """Who signed in with this session."""
    digest = digest_of(token)
    holder = await sessions.holder_of_session(database.doors, digest, FRESH)
    if holder and holder.unnoted:
        async with database.working() as transaction:
            await sessions.note_session(transaction, digest)
    return holder


async def holder_of_token(database: Database, token: str) -> HolderRow | None:
    """Whose script this is."""
    digest = digest_of(token)
    holder = await sessions.holder_of_token(database.doors, digest)
    if holder and holder.unnoted:
        async with database.working() as transaction:
            await sessions.note_token(transaction, digest)
    return holder
