"""Accounts: passwords that are slow to guess, tokens of which only a digest is kept, the first administrator."""

import asyncio
import math
import secrets
from datetime import timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storage import attempts, people
from storage.database import Database
from workflows.admission import SecondStep, Session, Visitor, admit, digest_of
from workflows.rules.refusals import Problem

FAILURES_FOR_LOGIN = 5
FAILURES_FROM_ADDRESS = 30
WINDOW = timedelta(minutes=15)
LONGEST_LOGIN, LONGEST_PASSWORD, SHORTEST_PASSWORD = 200, 1000, 12

hasher = PasswordHasher()
"""What makes of a password what is kept of it."""
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


def password_problem(password: str) -> Problem | None:
    """Why this cannot be a password, if it cannot."""
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return None
    return Problem("password", "PASSWORD_LENGTH", (("least", str(SHORTEST_PASSWORD)), ("most", str(LONGEST_PASSWORD))))


def login_form(login: str) -> str:
    """The form in which logins are kept and compared."""
    return login.strip().lower()


@cache
def _hash_of_nothing() -> str:
    return hasher.hash(secrets.token_hex())


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return hasher.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def sign_in(database: Database, login: str, password: str, visitor: Visitor) -> Session | SecondStep:
    """Begin a session, or ask for more.

    Raises WrongLoginOrPassword after the same work whether or not the login exists, and TooManyAttempts when this
    address has failed too often: for this login, or at all. Other addresses are not affected, so that nobody can
    lock another person out.
    """
    login = login_form(login)[: LONGEST_LOGIN + 1]
    async with database.working() as transaction:
        attempt, counted = await attempts.record_attempt(transaction, "PASSWORD", login, visitor.address, WINDOW)
        refused = counted.for_login > FAILURES_FOR_LOGIN or counted.from_address > FAILURES_FROM_ADDRESS
        if refused:
            await attempts.forget_attempt(transaction, attempt)
        account = await people.account(transaction, login)
    if refused:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    right = await password_is(account.password_hash if account else None, password)
    if account is None or not right:
        raise WrongLoginOrPassword
    async with database.working() as transaction:
        await attempts.forget_attempts(transaction, "PASSWORD", login, visitor.address)
        return await admit(transaction, account.person_id, visitor, "PASSWORD")


async def password_is(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; where there is none, the same work ends in no."""
    async with _two_at_a_time:
        known = password_hash or await asyncio.to_thread(_hash_of_nothing)
        right = await asyncio.to_thread(_matches, str(known), password[: LONGEST_PASSWORD + 1])
    return right and password_hash is not None


async def person_with(database: Database, login: str) -> UUID:
    """The person who signs in with this login.

    Raises AccountRefused for an unknown one.
    """
    async with database.working() as transaction:
        account = await people.account(transaction, login_form(login))
    if account is None:
        raise AccountRefused(f"There is no account with the login {login}.")
    return account.person_id


async def create_token(database: Database, login: str, lasts: timedelta, label: str = "", scope: str = "ACT") -> str:
    """A new access token for a script of this person.

    Raises AccountRefused for an unknown login.
    """
    token, person = secrets.token_urlsafe(32), await person_with(database, login)
    async with database.working() as transaction:
        await people.add_token(transaction, digest_of(token), person, lasts, label, scope)
    return token


async def create_administrator(database: Database, login: str, password: str, name_ru: str, name_en: str) -> UUID:
    """The account that runs the server, in the agency.

    Raises AccountRefused when the login or the password cannot be used.
    """
    login = login_form(login)
    if not login or len(login) > LONGEST_LOGIN:
        raise AccountRefused(f"A login has 1 to {LONGEST_LOGIN} characters.")
    if password_problem(password):
        raise AccountRefused(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    async with database.working() as transaction:
        person = await people.add_person(transaction, name_ru, name_en)
        if not await people.add_account(transaction, person, login, await asyncio.to_thread(hash_password, password)):
            raise AccountRefused(f"The login {login} is taken.")
        agency = await people.agency(transaction, "Агентство", "Agency")
        await people.add_membership(transaction, person, agency, "ADMINISTRATOR")
    return person
