"""Signing in: passwords that are slow to guess, sessions and tokens of which only a digest is kept."""

import asyncio
import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storage import people
from storage.database import Database
from storage.people import PersonRow

FAILURES_FOR_LOGIN = 5
FAILURES_FROM_ADDRESS = 30
WINDOW = timedelta(minutes=15)
LONGEST_LOGIN, LONGEST_PASSWORD, SHORTEST_PASSWORD = 200, 1000, 12

_hasher = PasswordHasher()
# Argon2 takes 64 MiB and a processor for a moment: two at a time are enough for people, and a flood of them waits.
_two_at_a_time = asyncio.Semaphore(2)


class TooManyAttempts(Exception):
    """Somebody at this address guesses; `seconds` is when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        """The same, for people."""
        return math.ceil(self.seconds / 60)


class WrongLoginOrPassword(Exception):
    """One of them is wrong; which is not told."""


class AccountRefused(Exception):
    """An account cannot be made; the message says why."""


@dataclass(frozen=True)
class Session:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    person: UUID
    token: str


def digest_of(token: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def login_form(login: str) -> str:
    """The form in which logins are kept and compared."""
    return login.strip().lower()


@cache
def _hash_of_nothing() -> str:
    return _hasher.hash(secrets.token_hex())


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def sign_in(
    database: Database, login: str, password: str, *, address: str, user_agent: str, lasts: timedelta
) -> Session:
    """Begin a session.

    Raises WrongLoginOrPassword after the same work whether or not the login exists, and TooManyAttempts when this
    address has failed too often: for this login, or at all. Other addresses are not affected, so that nobody can
    lock another person out.
    """
    login = login_form(login)[: LONGEST_LOGIN + 1]
    async with database.working() as transaction:
        attempt, counted = await people.record_attempt(transaction, login, address, WINDOW)
        refused = counted.for_login > FAILURES_FOR_LOGIN or counted.from_address > FAILURES_FROM_ADDRESS
        if refused:
            await people.forget_attempt(transaction, attempt)
        account = await people.account(transaction, login)
    if refused:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    async with _two_at_a_time:
        known = account.password_hash if account else await asyncio.to_thread(_hash_of_nothing)
        right = await asyncio.to_thread(_matches, known, password[: LONGEST_PASSWORD + 1])
    if account is None or not right:
        raise WrongLoginOrPassword
    token = secrets.token_urlsafe(32)
    async with database.working() as transaction:
        await people.forget_attempts(transaction, login, address)
        await people.begin_session(transaction, digest_of(token), account.person_id, lasts, user_agent[:300])
    return Session(account.person_id, token)


async def sign_out(database: Database, token: str) -> None:
    """End a session; nothing happens to a token that is none."""
    async with database.working() as transaction:
        await people.end_session(transaction, digest_of(token))


async def holder_of_session(database: Database, token: str) -> PersonRow | None:
    """Who signed in with this session."""
    async with database.working() as transaction:
        return await people.person_of_session(transaction, digest_of(token))


async def holder_of_token(database: Database, token: str) -> PersonRow | None:
    """Whose script this is."""
    async with database.working() as transaction:
        return await people.person_of_token(transaction, digest_of(token))


async def create_token(database: Database, login: str, lasts: timedelta, label: str = "") -> str:
    """A new access token for a script of this person.

    Raises AccountRefused for an unknown login.
    """
    token = secrets.token_urlsafe(32)
    async with database.working() as transaction:
        account = await people.account(transaction, login_form(login))
        if account is None:
            raise AccountRefused(f"There is no account with the login {login}.")
        await people.add_token(transaction, digest_of(token), account.person_id, lasts, label)
    return token


async def create_administrator(database: Database, login: str, password: str, name_ru: str, name_en: str) -> UUID:
    """The account that runs the server, in the agency.

    Raises AccountRefused when the login or the password cannot be used.
    """
    login = login_form(login)
    if not login or len(login) > LONGEST_LOGIN:
        raise AccountRefused(f"A login has 1 to {LONGEST_LOGIN} characters.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountRefused(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    async with database.working() as transaction:
        person = await people.add_person(transaction, name_ru, name_en)
        if not await people.add_account(transaction, person, login, await asyncio.to_thread(hash_password, password)):
            raise AccountRefused(f"The login {login} is taken.")
        agency = await people.agency(transaction, "Агентство", "Agency")
        await people.add_membership(transaction, person, agency, "ADMINISTRATOR")
    return person
