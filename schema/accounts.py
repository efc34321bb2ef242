"""The account of the signed-in person: where they are signed in, their tokens and keys, and whom they invited."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.people import Role
from schema.scalars import LocalizedText
from storage import factors, identities, people, sessions
from storage.invitations import InvitationRow
from storage.sessions import SessionRow, TokenRow
from workflows import invitations


@strawberry.enum(description="How somebody signed in.")
class SignInMethod(Enum):
    """Ways in."""

    PASSWORD = strawberry.enum_value("PASSWORD", description="With a password.")
    SECOND_STEP = strawberry.enum_value("SECOND_STEP", description="With a code after the first step.")
    PROVIDER = strawberry.enum_value("PROVIDER", description="Through an OpenID provider.")
    PASSKEY = strawberry.enum_value("PASSKEY", description="With a passkey.")


@strawberry.enum(description="What an access token allows.")
class TokenScope(Enum):
    """Scopes."""

    READ = strawberry.enum_value("READ", description="To read what you may read; no mutation, no upload.")
    ACT = strawberry.enum_value("ACT", description="To read and to act as you.")


@strawberry.type(description="A browser in which you are signed in.")
class Session:
    """A session."""

    id: strawberry.ID = strawberry.field(description="Opaque: `session-1f0c…`.")
    current: bool = strawberry.field(description="Whether it is the one that asks.")
    method: SignInMethod = strawberry.field(description="How it was begun.")
    began_at: datetime = strawberry.field(description="When you signed in.")
    seen_at: datetime = strawberry.field(description="When it was last used, within some minutes.")
    expires_at: datetime = strawberry.field(description="When it ends by itself.")
    user_agent: str = strawberry.field(description="What the browser called itself: `Mozilla/5.0 …`.")
    address: str = strawberry.field(description="The network address it signed in from: `192.0.2.1`.")

    @classmethod
    def of(cls, row: SessionRow, current: UUID | None) -> "Session":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("session", row.id)),
            current=row.id == current,
            method=SignInMethod(row.method),
            began_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
            user_agent=row.user_agent,
            address=row.address,
        )


@strawberry.type(description="An access token of yours, for a program; the token itself is told once, when it is made.")
class AccessToken:
    """A token."""

    id: strawberry.ID = strawberry.field(description="Opaque: `token-1f0c…`.")
    label: str = strawberry.field(description="What you said it is for.")
    scope: TokenScope = strawberry.field(description="What it allows.")
    created_at: datetime = strawberry.field(description="When it was made.")
    used_at: datetime | None = strawberry.field(description="When it was last used, within some minutes; null: never.")
    expires_at: datetime = strawberry.field(description="When it ends.")

    @classmethod
    def of(cls, row: TokenRow) -> "AccessToken":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("token", row.id)),
            label=row.label,
            scope=TokenScope(row.scope),
            created_at=row.created_at,
            used_at=row.used_at,
            expires_at=row.expires_at,
        )


@strawberry.type(description="A key on a device of yours that signs you in.")
class Passkey:
    """A passkey."""

    id: strawberry.ID = strawberry.field(description="Opaque: `passkey-1f0c…`.")
    label: str = strawberry.field(description="What you called it.")
    created_at: datetime = strawberry.field(description="When it was made.")
    used_at: datetime | None = strawberry.field(description="When it last signed you in; null: never.")


@strawberry.type(description="An invitation that waits for an answer.")
class Invitation:
    """An invitation."""

    id: strawberry.ID = strawberry.field(description="Opaque: `invitation-1f0c…`.")
    email: str = strawberry.field(description="Where the letter went.")
    name: LocalizedText = strawberry.field(description="Whom it invites.")
    role: Role = strawberry.field(description="As what.")
    organisation: LocalizedText = strawberry.field(description="Where.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="Until when the link works.")

    @classmethod
    def of(cls, row: InvitationRow) -> "Invitation":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("invitation", row.id)),
            email=row.email,
            name=LocalizedText(ru=row.name_ru, en=row.name_en),
            role=Role(row.role),
            organisation=LocalizedText(ru=row.organisation_ru, en=row.organisation_en),
            created_at=row.created_at,
            expires_at=row.expires_at,
        )


@strawberry.enum(description="A language that people are written to in.")
class Language(Enum):
    """A language."""

    RU = strawberry.enum_value("RU", description="Russian.")
    EN = strawberry.enum_value("EN", description="English.")


@strawberry.type(description="How you sign in, and where you are signed in. Only your own browser reads it, no token.")
class Account:
    """The account of the person asking; closed to people, so the server itself looks, for this person only."""

    person: strawberry.Private[UUID]
    email: str | None = strawberry.field(description="Where letters go; null: nowhere.")
    language: Language = strawberry.field(description="The language of letters to you.")
    digests: bool = strawberry.field(description="Whether letters tell you what waits for you, at most one a day.")
    has_password: bool = strawberry.field(description="Whether you can sign in with a password.")
    has_authenticator: bool = strawberry.field(description="Whether an authenticator app is set up.")
    recovery_codes_left: int = strawberry.field(description="How many recovery codes still work.")

    @strawberry.field(description="Where you are signed in, the last used first.")
    async def sessions(self, info: Info) -> list[Session]:
        """The person's sessions."""
        async with info.context.database.working() as transaction:
            rows = await sessions.sessions_of(transaction, self.person)
        return [Session.of(row, info.context.session) for row in rows]

    @strawberry.field(description="Your access tokens that still work, the newest first.")
    async def access_tokens(self, info: Info) -> list[AccessToken]:
        """The person's tokens."""
        async with info.context.database.working() as transaction:
            return [AccessToken.of(row) for row in await sessions.tokens_of(transaction, self.person)]

    @strawberry.field(description="Your passkeys, the oldest first.")
    async def passkeys(self, info: Info) -> list[Passkey]:
        """The person's passkeys."""
        async with info.context.database.working() as transaction:
            rows = await factors.passkeys_of(transaction, self.person)
        return [
            Passkey(
                id=strawberry.ID(global_id("passkey", row.id)),
                label=row.label,
                created_at=row.created_at,
                used_at=row.used_at,
            )
            for row in rows
        ]

    @strawberry.field(description="The OpenID providers you can sign in through: `https://id.example`.")
    async def providers(self, info: Info) -> list[str]:
        """The issuers the person is linked to."""
        async with info.context.database.working() as transaction:
            return sorted({row.issuer for row in await identities.identities_of(transaction, self.person)})

    @strawberry.field(description="Invitations that wait, as far as you may invite to the same.")
    async def invitations(self, info: Info) -> list[Invitation]:
        """Open invitations."""
        return [Invitation.of(row) for row in await invitations.waiting(info.context.database, self.person)]


async def account_of(info: Info) -> Account | None:
    """The account of the person asking; None for a program with a token, which must not see the keys of the house."""
    person = info.context.signed_in()
    if info.context.session is None:
        return None
    async with info.context.database.working() as transaction:
        known = await people.account_of(transaction, person)
        has = await factors.factors_of(transaction, person)
    if known is None:
        return None
    return Account(
        person=person,
        email=known.email,
        language=Language[known.language.upper()],
        digests=known.digests,
        has_password=known.password_hash is not None,
        has_authenticator=has.authenticator,
        recovery_codes_left=has.recovery_codes,
    )
