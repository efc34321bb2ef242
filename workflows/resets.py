"""A new password for somebody who forgot theirs: asked for by anybody, sent only where the account says."""

import asyncio
import secrets
from datetime import timedelta
from uuid import UUID

from storage import attempts, invitations, people, sessions
from storage.database import Database
from storage.people import AccountRow
from workflows.admission import digest_of
from workflows.letters import Post, ask_for_reset, forget, kept, put_in_post, worded
from workflows.people import (
    FAILURES_FROM_ADDRESS,
    LONGEST_LOGIN,
    WINDOW,
    TooManyAttempts,
    hash_password,
    login_form,
    password_is,
    password_problem,
)
from workflows.rules.refusals import InvalidInput, Problem

LASTS = timedelta(hours=1)
ASKED_FOR_LOGIN = 3


class ResetUnknown(Exception):
    """The link is none, was used, or is too old; which is not told."""


async def ask(database: Database, post: Post, login: str, address: str) -> None:
    """Have a link sent to whoever has this login or address, if anybody: nothing here depends on that.

    Raises TooManyAttempts. Who asks too often for one login is answered the same, and no more letters are sent, so
    that nobody's letter box is flooded from one address.
    """
    login = login_form(login)[: LONGEST_LOGIN + 1]
    async with database.working() as transaction:
        _, counted = await attempts.record_attempt(transaction, "RESET", login, address, WINDOW)
        too_many = counted.from_address > FAILURES_FROM_ADDRESS
        if not too_many and counted.for_login <= ASKED_FOR_LOGIN:
            await ask_for_reset(transaction, post, login)
    if too_many:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))


async def send_links(database: Database, post: Post, key: UUID) -> None:
    """The job behind `ask`: a link for each account that the letter can reach."""
    async with database.working() as transaction:
        asked = await kept(transaction, post.sealer, key)
        found = await invitations.accounts_of(transaction, asked["login"]) if asked else []
        for account in found if post.sends else ():
            token = secrets.token_urlsafe(32)
            await invitations.add_reset(transaction, digest_of(token), account.person_id, LASTS)
            details = {
                "login": account.login,
                "minutes": str(int(LASTS.total_seconds() // 60)),
                "link": f"{post.address}/reset#{token}",
            }
            await put_in_post(transaction, post, worded(account.email, "RESET", details))
    await forget(database, key)


async def choose(database: Database, token: str, password: str, address: str) -> None:
    """Take the new password; whatever was signed in with the former one is signed out, and tokens end.

    Raises ResetUnknown, TooManyAttempts, and InvalidInput for a password that cannot be used.
    """
    if problem := password_problem(password):
        raise InvalidInput(problem)
    hashed = await asyncio.to_thread(hash_password, password)
    async with database.working() as transaction:
        attempt, counted = await attempts.record_attempt(transaction, "RESET", "", address, WINDOW)
        too_many = counted.from_address > FAILURES_FROM_ADDRESS
        person = None if too_many else await invitations.take_reset(transaction, digest_of(token))
        if person is not None:
            await attempts.forget_attempt(transaction, attempt)
            await invitations.set_password(transaction, person, hashed)
            await sessions.end_sessions_of(transaction, person)
    if too_many:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    if person is None:
        raise ResetUnknown


async def change(database: Database, person: UUID, session: UUID, current: str, password: str, address: str) -> None:
    """Change one's own password; other browsers are signed out, and tokens end.

    Raises InvalidInput, and TooManyAttempts for whoever guesses at a browser left open.
    """
    if problem := password_problem(password):
        raise InvalidInput(problem)
    async with database.working() as transaction:
        account: AccountRow | None = await people.account_of(transaction, person)
        attempt, counted = await attempts.record_attempt(transaction, "PASSWORD", str(person), address, WINDOW)
        if counted.for_login > ASKED_FOR_LOGIN:
            await attempts.forget_attempt(transaction, attempt)
    if counted.for_login > ASKED_FOR_LOGIN:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    if account and account.password_hash and not await password_is(account.password_hash, current):
        raise InvalidInput(Problem("current", "WRONG_PASSWORD"))
    hashed = await asyncio.to_thread(hash_password, password)
    async with database.working() as transaction:
        await attempts.forget_attempts(transaction, "PASSWORD", str(person), address)
        await invitations.set_password(transaction, person, hashed)
        await sessions.end_sessions_of(transaction, person, but=session)
