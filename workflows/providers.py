"""Signing in through an OpenID provider: what the browser carries there and back, and whom its answer means here."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage import ceremonies, identities
from storage.database import Database
from workflows.admission import SecondStep, Session, Visitor, admit, digest_of

VISIT = timedelta(minutes=10)
"""How long a person may take at the provider."""


class NoAccountHere(Exception):
    """The provider knows the person, but nobody here is linked to that identity."""


class IdentityOfAnother(Exception):
    """The identity is linked to somebody else."""


class VisitUnknown(Exception):
    """This browser began no such visit, or it was finished before, or too long ago."""


@dataclass(frozen=True)
class Visit:
    """A visit to the provider. `state` and `nonce` must come back; `verifier` proves that whoever asked redeems."""

    state: str
    nonce: str
    verifier: str
    following: str
    """The path in the client that comes after."""
    linking: UUID | None
    """The signed-in person who links the identity to their account; None for somebody who signs in."""


async def begin_visit(database: Database, following: str, linking: UUID | None) -> tuple[str, Visit]:
    """A new visit and the token by which the browser will be known again."""
    state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
    visit = Visit(state, nonce, verifier, following, linking)
    facts: dict[str, object] = {
        "state": visit.state,
        "nonce": visit.nonce,
        "verifier": visit.verifier,
        "following": following,
    }
    async with database.working() as transaction:
        await ceremonies.begin(transaction, digest_of(browser), "PROVIDER", facts, VISIT, linking)
    return browser, visit


async def end_visit(database: Database, browser: str, state: str) -> Visit:
    """The visit this browser comes back from; it ends with this, whatever comes of it.

    Raises VisitUnknown, also for a state that is not the visit's: then somebody else began it.
    """
    async with database.working() as transaction:
        row = await ceremonies.take(transaction, digest_of(browser), "PROVIDER")
    if row is None or not secrets.compare_digest(row.facts["state"].encode(), state.encode()):
        raise VisitUnknown
    return Visit(**row.facts, linking=row.person_id)


async def sign_in(
    database: Database, issuer: str, subject: str, amr: tuple[str, ...], id_token: str, visitor: Visitor
) -> Session | SecondStep:
    """Begin a session for whoever is linked to this identity, or ask for more. An address or a name at the provider
    counts for nothing; that it has seen two things (`mfa` of RFC 8176) does.

    Raises NoAccountHere.
    """
    async with database.working() as transaction:
        person = await identities.person_of_identity(transaction, issuer, subject)
        if person is None:
            raise NoAccountHere
        return await admit(transaction, person, visitor, "PROVIDER", enough="mfa" in amr, id_token=id_token)


async def link(database: Database, person: UUID, issuer: str, subject: str) -> None:
    """Link a signed-in person to this identity.

    Raises IdentityOfAnother.
    """
    async with database.working() as transaction:
        if not await identities.link(transaction, person, issuer, subject):
            raise IdentityOfAnother
