"""The second thing a person shows: a code of their authenticator app, or a recovery code when the telephone is lost."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

import pyotp

from storage import attempts, ceremonies, factors, people, sessions
from storage.database import Database, Transaction
from storage.keys import Sealer
from workflows.admission import Session, Visitor, admit, digest_of
from workflows.people import FAILURES_FOR_LOGIN, FAILURES_FROM_ADDRESS, WINDOW, TooManyAttempts

TRIES = 5
"""Codes that may be tried after one password."""
FROM_ANYWHERE = 30
"""Wrong codes for one person within the window, after which strange addresses may try recovery codes only."""
RECOVERY_CODES = 10
PURPOSE = "authenticator of "


class StepUnknown(Exception):
    """This browser has not begun to sign in, or too long ago, or tried too often."""


class WrongCode(Exception):
    """The code is not right, or was used before."""


class AlreadyEnrolled(Exception):
    """There is an authenticator already."""


@dataclass(frozen=True)
class Enrolment:
    """What the authenticator app is told, once."""

    secret: str
    address: str
    """The `otpauth:` form of the same, for a QR code or a link."""


def recovery_digest(person: UUID, code: str) -> bytes:
    """What is kept of a recovery code. It has 80 random bits and belongs to one person."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(person.bytes + plain.encode()).digest()


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


async def enrol(transaction: Transaction, sealer: Sealer, person: UUID) -> Enrolment:
    """A new secret, which a first code has to confirm.

    Raises AlreadyEnrolled.
    """
    secret = pyotp.random_base32()
    if not await factors.begin_authenticator(transaction, person, sealer.seal(secret.encode(), f"{PURPOSE}{person}")):
        raise AlreadyEnrolled
    login = await people.login_of(transaction, person) or str(person)
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Ареопаг"))


async def enrol_at_the_door(database: Database, sealer: Sealer, token: str) -> Enrolment:
    """The same for somebody who may come in only with an authenticator and has none yet.

    Raises StepUnknown.
    """
    async with database.working() as transaction:
        step = await ceremonies.attempt(transaction, digest_of(token), "SECOND_STEP", TRIES)
        if step is None or step.person_id is None or "ENROLMENT" not in step.facts["ways"]:
            raise StepUnknown
        return await enrol(transaction, sealer, step.person_id)


async def confirm(transaction: Transaction, sealer: Sealer, person: UUID, code: str) -> list[str] | None:
    """Take the app's first code; answers new recovery codes, shown this once, or None for a wrong code."""
    if not await code_is(transaction, sealer, person, code):
        return None
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    await factors.replace_recovery_codes(transaction, person, [recovery_digest(person, made) for made in codes])
    return codes


async def code_is(transaction: Transaction, sealer: Sealer, person: UUID, code: str) -> bool:
    """Whether this is a code of the person's app now; one that was taken is never taken again."""
    known = await factors.authenticator_of(transaction, person)
    if known is None:
        return False
    app = pyotp.TOTP(sealer.open(known.sealed, f"{PURPOSE}{person}").decode())
    now = int((await transaction.now()).timestamp()) // app.interval
    given = code.replace(" ", "").encode()
    for step in (now - 1, now, now + 1):
        if step > known.last_step and hmac.compare_digest(app.generate_otp(step).encode(), given):
            await factors.use_step(transaction, person, step)
            return True
    return False


async def finish(
    database: Database, sealer: Sealer, token: str, code: str, visitor: Visitor
) -> tuple[Session, list[str]]:
    """Begin the session; with the first code of a new authenticator come recovery codes.

    Raises StepUnknown, WrongCode, and TooManyAttempts. Guesses are counted per person and address, so that nobody
    locks another out. Guessers at many addresses meet a second limit, which spares recovery codes and the addresses
    where the person is signed in.
    """
    async with database.working() as transaction:
        step = await ceremonies.attempt(transaction, digest_of(token), "SECOND_STEP", TRIES)
        if step is None or step.person_id is None:
            raise StepUnknown
        person = step.person_id
        attempt, counted = await attempts.record_attempt(
            transaction, "SECOND_STEP", str(person), visitor.address, WINDOW
        )
        refused = counted.for_login > FAILURES_FOR_LOGIN or counted.from_address > FAILURES_FROM_ADDRESS
        if refused:
            await attempts.forget_attempt(transaction, attempt)
    if refused:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    async with database.working() as transaction:
        hunted = counted.from_anywhere > FROM_ANYWHERE
        by_code = not hunted or await sessions.known_address(transaction, person, visitor.address)
        codes: list[str] | None = None
        if by_code and "ENROLMENT" in step.facts["ways"]:
            codes = await confirm(transaction, sealer, person, code)
        elif (by_code and await code_is(transaction, sealer, person, code)) or await factors.use_recovery_code(
            transaction, person, recovery_digest(person, code)
        ):
            codes = []
        if codes is None:
            raise WrongCode
        await attempts.forget_attempts(transaction, "SECOND_STEP", str(person), visitor.address)
        await ceremonies.forget(transaction, digest_of(token))
        session = await admit(
            transaction, person, visitor, "SECOND_STEP", enough=True, id_token=step.facts.get("id_token")
        )
    assert isinstance(session, Session)
    return session, codes


async def confirm_for(database: Database, sealer: Sealer, person: UUID, code: str) -> list[str]:
    """The same for somebody who is signed in.

    Raises WrongCode, and AlreadyEnrolled where there is nothing to confirm.
    """
    async with database.working() as transaction:
        known = await factors.authenticator_of(transaction, person)
        if known is None or known.confirmed_at is not None:
            raise AlreadyEnrolled
        codes = await confirm(transaction, sealer, person, code)
    if codes is None:
        raise WrongCode
    return codes


async def remove(database: Database, person: UUID) -> None:
    """Forget the person's authenticator and recovery codes."""
    async with database.working() as transaction:
        await factors.remove_authenticator(transaction, person)
