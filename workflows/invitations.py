"""Invitations: a link that makes one person something in one organisation, once."""

import asyncio
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, timedelta
from uuid import UUID

from storage import attempts, invitations, people
from storage.database import Database, Transaction
from storage.invitations import InvitationRow
from workflows import inputs
from workflows.admission import SecondStep, Session, Visitor, admit, digest_of
from workflows.idempotency import once
from workflows.letters import Post, put_in_post, worded
from workflows.people import (
    FAILURES_FROM_ADDRESS,
    LONGEST_LOGIN,
    WINDOW,
    TooManyAttempts,
    hash_password,
    login_form,
    password_problem,
)
from workflows.rules.accounts import fits, may_invite
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem

LASTS = timedelta(days=14)
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
LONGEST_NAME, LONGEST_ADDRESS = 300, 320


class InvitationUnknown(Exception):
    """The link is none, or was used, taken back, or is too old; which is not told."""


@dataclass(frozen=True)
class NewInvitation:
    """Whom to invite as what."""

    email: str
    name_ru: str
    name_en: str
    role: str
    organisation: UUID
    constituency: str | None = None


@dataclass(frozen=True)
class Made:
    """A new invitation. `link` is there when nobody else can hand it over: there is no mail server."""

    key: UUID
    link: str | None


def _checked(new: NewInvitation) -> NewInvitation:
    email = inputs.text("input.email", new.email, longest=LONGEST_ADDRESS).lower()
    if not ADDRESS.fullmatch(email):
        raise InvalidInput(Problem("input.email", "WRONG_FORMAT"))
    if (new.role == "EXPERT") != (new.constituency is not None):
        raise InvalidInput(Problem("input.constituency", "CONSTITUENCY_OF_EXPERTS"))
    name_ru = inputs.text("input.nameRu", new.name_ru, longest=LONGEST_NAME)
    name_en = inputs.text("input.nameEn", new.name_en, required=False, longest=LONGEST_NAME) or name_ru
    return NewInvitation(email, name_ru, name_en, new.role, new.organisation, new.constituency)


async def _write(transaction: Transaction, post: Post, new: NewInvitation, inviter: UUID | None) -> tuple[UUID, str]:
    """The invitation and its letter, in one transaction."""
    new, token = _checked(new), secrets.token_urlsafe(32)
    async with transaction.as_worker():
        place = await invitations.place(transaction, new.organisation)
        if place is None or not fits(new.role, place.kind):
            raise InvalidInput(Problem("input.organisationId", "ROLE_DOES_NOT_FIT"))
        made = await invitations.add_invitation(
            transaction,
            digest_of(token),
            email=new.email,
            name_ru=new.name_ru,
            name_en=new.name_en,
            role=new.role,
            organisation=new.organisation,
            constituency=new.constituency,
            invited_by=inviter,
            lasts=LASTS,
        )
    # Behind the number sign it reaches no server, no log and no other site.
    link = f"{post.address}/invitation#{token}"
    if post.sends:
        await put_in_post(transaction, post, worded(made.email, "INVITATION", _facts(made, link)))
    return made.id, link


def _facts(made: InvitationRow, link: str) -> dict[str, str]:
    return {
        "name": made.name_ru,
        "name_en": made.name_en,
        "role": made.role,
        "organisation": made.organisation_ru,
        "organisation_en": made.organisation_en,
        "until": made.expires_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
        "link": link,
    }


async def invite(database: Database, post: Post, inviter: UUID, key: str, new: NewInvitation) -> Made:
    """Invite somebody, as a person who may.

    Raises InvalidInput; NotPermittedOrAbsent for whoever may not make another this.
    """
    link: str | None = None
    async with database.acting(inviter) as transaction:
        if not may_invite(frozenset(await people.roles_of(transaction, inviter)), new.role):
            raise NotPermittedOrAbsent

        async def make() -> UUID:
            nonlocal link
            made, link = await _write(transaction, post, new, inviter)
            return made

        made = await once(transaction, key, (new,), make)
    return Made(made, None if post.sends else link)


async def invite_from_server(database: Database, post: Post, new: NewInvitation) -> str:
    """Invite somebody as whoever runs the server; answers the link.

    Raises InvalidInput.
    """
    async with database.working() as transaction:
        return (await _write(transaction, post, new, None))[1]


async def waiting(database: Database, person: UUID) -> list[InvitationRow]:
    """The invitations that wait, for a person who may invite to what they invite to."""
    async with database.working() as transaction:
        roles = frozenset(await people.roles_of(transaction, person))
        found = await invitations.open_invitations(transaction)
    return [row for row in found if may_invite(roles, row.role)]


async def take_back(database: Database, person: UUID, key: UUID) -> None:
    """Take an invitation back.

    Raises NotPermittedOrAbsent.
    """
    async with database.working() as transaction:
        roles = frozenset(await people.roles_of(transaction, person))
        row = await invitations.invitation(transaction, key)
        if row is None or not may_invite(roles, row.role) or not await invitations.revoke(transaction, key):
            raise NotPermittedOrAbsent


async def _behind(transaction: Transaction, token: str, address: str) -> InvitationRow | None:
    """The invitation, or None for a link that is none, which counts as a guess of this address."""
    attempt, counted = await attempts.record_attempt(transaction, "INVITATION", "", address, WINDOW)
    if counted.from_address > FAILURES_FROM_ADDRESS:
        raise TooManyAttempts(max(counted.seconds_until_fewer, 1))
    row = await invitations.invitation_with(transaction, digest_of(token))
    if row is not None:
        await attempts.forget_attempt(transaction, attempt)
    return row


async def look(database: Database, token: str, address: str) -> InvitationRow:
    """What the link invites to.

    Raises InvitationUnknown and TooManyAttempts.
    """
    async with database.working() as transaction:
        row = await _behind(transaction, token, address)
    if row is None:
        raise InvitationUnknown
    return row


async def accept(database: Database, token: str, login: str, password: str, visitor: Visitor) -> Session | SecondStep:
    """Make the account and begin a session.

    Raises InvitationUnknown, TooManyAttempts, and InvalidInput for a login or password that cannot be used.
    """
    login = login_form(login)
    if not login or len(login) > LONGEST_LOGIN:
        raise InvalidInput(Problem("login", "LOGIN_UNUSABLE", (("longest", str(LONGEST_LOGIN)),)))
    if problem := password_problem(password):
        raise InvalidInput(problem)
    await look(database, token, visitor.address)
    hashed = await asyncio.to_thread(hash_password, password)
    async with database.working() as transaction:
        row = await _behind(transaction, token, visitor.address)
        if row is None:
            raise InvitationUnknown
        person = await people.add_person(transaction, row.name_ru, row.name_en)
        if not await people.add_account(transaction, person, login, hashed, row.email):
            raise InvalidInput(Problem("login", "LOGIN_TAKEN"))
        await _take_up(transaction, row, person)
        return await admit(transaction, person, visitor, "PASSWORD")


async def accept_as(database: Database, token: str, person: UUID, address: str) -> None:
    """Let somebody who is signed in become what the link invites to as well.

    Raises InvitationUnknown and TooManyAttempts.
    """
    async with database.working() as transaction:
        row = await _behind(transaction, token, address)
        if row is not None:
            await _take_up(transaction, row, person)
    if row is None:
        raise InvitationUnknown


async def _take_up(transaction: Transaction, row: InvitationRow, person: UUID) -> None:
    if row.role == "EXPERT":
        await people.ensure_expert(transaction, person, row.constituency or "")
    else:
        await people.ensure_membership(transaction, person, row.organisation_id, row.role)
    await invitations.accepted(transaction, row.id, person)
