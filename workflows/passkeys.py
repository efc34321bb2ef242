"""Passkeys: a key on the person's device, opened by their finger or PIN, that shows two things at once."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from storage import ceremonies, factors, people
from storage.database import Database
from workflows.admission import Session, Visitor, admit, digest_of

CEREMONY = timedelta(minutes=5)
MOST = 20
LONGEST_LABEL = 100


class PasskeyRefused(Exception):
    """What the device answered does not hold, here and now."""


@dataclass(frozen=True)
class Place:
    """The address at which people use this server: a passkey works there and nowhere else."""

    address: str

    @property
    def host(self) -> str:
        """What the passkey is bound to."""
        return urlsplit(self.address).hostname or ""


async def begin_enrolment(database: Database, place: Place, person: UUID) -> tuple[str, dict[str, Any]]:
    """What the browser asks the device for, and the token by which the browser will be known again."""
    browser, challenge = secrets.token_urlsafe(32), secrets.token_bytes(32)
    async with database.working() as transaction:
        login = await people.login_of(transaction, person) or str(person)
        known = await factors.passkeys_of(transaction, person)
        if len(known) >= MOST:
            raise PasskeyRefused("there are too many")
        facts: dict[str, object] = {"challenge": bytes_to_base64url(challenge)}
        await ceremonies.begin(transaction, digest_of(browser), "PASSKEY_ENROLMENT", facts, CEREMONY, person)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name="Ареопаг",
        user_id=person.bytes,
        user_name=login,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential) for row in known],
    )
    return browser, json.loads(options_to_json(options))


async def finish_enrolment(
    database: Database, place: Place, person: UUID, browser: str, answer: dict[str, Any], label: str
) -> None:
    """Keep the new passkey.

    Raises PasskeyRefused.
    """
    async with database.working() as transaction:
        begun = await ceremonies.take(transaction, digest_of(browser), "PASSKEY_ENROLMENT")
    if begun is None or begun.person_id != person:
        raise PasskeyRefused("nothing was begun")
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(begun.facts["challenge"]),
            expected_rp_id=place.host,
            expected_origin=place.address,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused(type(error).__name__) from None
    async with database.working() as transaction:
        named = label.strip()[:LONGEST_LABEL] or "Passkey"
        if not await factors.add_passkey(
            transaction, person, verified.credential_id, verified.credential_public_key, named
        ):
            raise PasskeyRefused("somebody has it already")


async def begin_sign_in(database: Database, place: Place) -> tuple[str, dict[str, Any]]:
    """The same for signing in. Whose passkeys there are is not told: the device knows."""
    browser, challenge = secrets.token_urlsafe(32), secrets.token_bytes(32)
    facts: dict[str, object] = {"challenge": bytes_to_base64url(challenge)}
    async with database.working() as transaction:
        await ceremonies.begin(transaction, digest_of(browser), "PASSKEY_SIGN_IN", facts, CEREMONY)
    options = generate_authentication_options(
        rp_id=place.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return browser, json.loads(options_to_json(options))


async def sign_in(database: Database, place: Place, browser: str, answer: dict[str, Any], visitor: Visitor) -> Session:
    """Begin a session for whoever holds the passkey.

    Raises PasskeyRefused, also for a counter that runs backwards: then there is a copy of the key.
    """
    async with database.working() as transaction:
        begun = await ceremonies.take(transaction, digest_of(browser), "PASSKEY_SIGN_IN")
    if begun is None:
        raise PasskeyRefused("nothing was begun")
    async with database.working() as transaction:
        try:
            known = await factors.passkey_with(transaction, base64url_to_bytes(answer["rawId"]))
            if known is None:
                raise PasskeyRefused("nobody has it")
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(begun.facts["challenge"]),
                expected_rp_id=place.host,
                expected_origin=place.address,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise PasskeyRefused(type(error).__name__) from None
        await factors.passkey_used(transaction, known.id, verified.new_sign_count)
        session = await admit(transaction, known.person_id, visitor, "PASSKEY", enough=True)
    assert isinstance(session, Session)
    return session
