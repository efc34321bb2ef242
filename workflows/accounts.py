"""What people do with their own account: end sessions, make and end tokens, forget passkeys."""

import secrets
from datetime import timedelta
from uuid import UUID

from storage import factors, people, sessions
from storage.database import Database
from workflows import inputs
from workflows.admission import digest_of
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem

LONGEST_TOKEN = timedelta(days=366)
LONGEST_LABEL = 100


async def end_session(database: Database, person: UUID, session: UUID) -> None:
    """Sign a browser of one's own out.

    Raises NotPermittedOrAbsent.
    """
    async with database.working() as transaction:
        if not await sessions.end_session_of(transaction, person, session):
            raise NotPermittedOrAbsent


async def end_other_sessions(database: Database, person: UUID, session: UUID | None) -> None:
    """Sign every browser of one's own out, but this."""
    async with database.working() as transaction:
        await sessions.end_sessions_of(transaction, person, but=session)


async def create_token(database: Database, person: UUID, label: str, scope: str, lasts: timedelta) -> str:
    """A new token, told this once.

    Raises InvalidInput.
    """
    label = inputs.text("input.label", label, longest=LONGEST_LABEL)
    if not timedelta(days=1) <= lasts <= LONGEST_TOKEN:
        raise InvalidInput(Problem("input.days", "TOKEN_DAYS", (("most", str(LONGEST_TOKEN.days)),)))
    token = secrets.token_urlsafe(32)
    async with database.working() as transaction:
        await people.add_token(transaction, digest_of(token), person, lasts, label, scope)
    return token


async def choose_letters(database: Database, person: UUID, language: str, *, digests: bool) -> None:
    """In which language the person is written to, and whether they are told what waits for them."""
    async with database.working() as transaction:
        await people.choose_letters(transaction, person, language, digests=digests)


async def revoke_token(database: Database, person: UUID, token: UUID) -> None:
    """End a token of one's own.

    Raises NotPermittedOrAbsent.
    """
    async with database.working() as transaction:
        if not await sessions.end_token_of(transaction, person, token):
            raise NotPermittedOrAbsent


async def remove_passkey(database: Database, person: UUID, passkey: UUID) -> None:
    """Forget a passkey of one's own.

    Raises NotPermittedOrAbsent.
    """
    async with database.working() as transaction:
        if not await factors.remove_passkey(transaction, person, passkey):
            raise NotPermittedOrAbsent
