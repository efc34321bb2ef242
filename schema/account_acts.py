"""Acts on one's own account, and invitations."""

from datetime import timedelta
from typing import Annotated

import strawberry

from schema.accounts import Account, Language, TokenScope, account_of
from schema.acting import required_key
from schema.constituencies import Constituency
from schema.context import Info
from schema.people import Role
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion, answer
from workflows import accounts, invitations
from workflows.rules.refusals import NotPermittedOrAbsent as Absent

AccountResult = Annotated[
    Account | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("AccountResult", description="The account after the act, or why it did not happen."),
]


@strawberry.type(description="A new access token. This is the only time it is told.")
class NewAccessToken:
    """A token, once."""

    token: str = strawberry.field(description="Send it as `Authorization: Bearer …`.")


NewAccessTokenResult = Annotated[
    NewAccessToken | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("NewAccessTokenResult", description="The token, or why there is none."),
]


@strawberry.type(description="Somebody is invited.")
class Invited:
    """A new invitation."""

    email: str = strawberry.field(description="Where the letter goes.")
    link: str | None = strawberry.field(
        description="The link to hand over yourself, where the server sends no letters; told this once."
    )


InvitedResult = Annotated[
    Invited | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("InvitedResult", description="The invitation, or why there is none."),
]


@strawberry.input(description="One thing of your account to end.")
class EndInput:
    """Which."""

    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.input(description="Make an access token.")
class CreateAccessTokenInput:
    """What it allows, and for how long."""

    label: str = strawberry.field(description="What it is for.")
    scope: TokenScope = strawberry.field(description="What it allows.")
    days: int = strawberry.field(description="How many days it works, 1 to 366.")


@strawberry.input(description="How you are written to.")
class ChooseLettersInput:
    """Which letters, in which language."""

    language: Language = strawberry.field(description="The language of letters to you.")
    digests: bool = strawberry.field(description="Whether letters tell you what waits for you, at most one a day.")


@strawberry.input(description="Invite somebody.")
class InviteInput:
    """Whom, and as what."""

    idempotency_key: str = strawberry.field(description="A new random text; the same for a repetition.")
    email: str = strawberry.field(description="Where the letter goes.")
    name_ru: str = strawberry.field(description="The name, in Russian.")
    name_en: str = strawberry.field(description="The name in Latin letters; blank: the same.")
    role: Role = strawberry.field(description="As what.")
    organisation_id: strawberry.ID = strawberry.field(description="Where.")
    constituency: Constituency | None = strawberry.field(description="Of an expert: whom they speak for.", default=None)


async def _acted(info: Info) -> Account:
    await info.context.forget_reads()
    found = await account_of(info)
    if found is None:
        raise Absent
    return found


@strawberry.type
class AccountMutations:
    """What people do with their own account, in their own browser: a token cannot."""

    @strawberry.mutation(description="Sign out another browser of yours, or this one.")
    async def end_session(self, info: Info, input: EndInput) -> AccountResult:
        """End a session."""

        async def run() -> Account:
            person, key = info.context.at_the_browser(), required_key(input.id, "session")
            found = await _acted(info)
            await accounts.end_session(info.context.database, person, key)
            return found

        return await answer(info, run)

    @strawberry.mutation(description="Sign out every other browser of yours.")
    async def end_other_sessions(self, info: Info) -> AccountResult:
        """End all but the present session."""

        async def run() -> Account:
            person = info.context.at_the_browser()
            await accounts.end_other_sessions(info.context.database, person, info.context.session)
            return await _acted(info)

        return await answer(info, run)

    @strawberry.mutation(description="Make an access token for a program; only just after signing in.")
    async def create_access_token(self, info: Info, input: CreateAccessTokenInput) -> NewAccessTokenResult:
        """Make a token."""

        async def run() -> NewAccessToken:
            person = info.context.at_the_browser(fresh=True)
            lasts = timedelta(days=input.days)
            token = await accounts.create_token(info.context.database, person, input.label, input.scope.name, lasts)
            return NewAccessToken(token=token)

        return await answer(info, run)

    @strawberry.mutation(description="Make an access token worthless.")
    async def revoke_access_token(self, info: Info, input: EndInput) -> AccountResult:
        """End a token."""

        async def run() -> Account:
            person, key = info.context.at_the_browser(), required_key(input.id, "token")
            await accounts.revoke_token(info.context.database, person, key)
            return await _acted(info)

        return await answer(info, run)

    @strawberry.mutation(description="Forget a passkey of yours; only just after signing in.")
    async def remove_passkey(self, info: Info, input: EndInput) -> AccountResult:
        """Forget a passkey."""

        async def run() -> Account:
            person, key = info.context.at_the_browser(fresh=True), required_key(input.id, "passkey")
            await accounts.remove_passkey(info.context.database, person, key)
            return await _acted(info)

        return await answer(info, run)

    @strawberry.mutation(description="Choose which letters you get, and in which language.")
    async def choose_letters(self, info: Info, input: ChooseLettersInput) -> AccountResult:
        """Choose letters."""

        async def run() -> Account:
            person = info.context.at_the_browser()
            await accounts.choose_letters(
                info.context.database, person, input.language.name.lower(), digests=input.digests
            )
            return await _acted(info)

        return await answer(info, run)

    @strawberry.mutation(description="Secretary or administrator: invite somebody by letter.")
    async def invite(self, info: Info, input: InviteInput) -> InvitedResult:
        """Invite somebody."""

        async def run() -> Invited:
            person = info.context.at_the_browser()
            new = invitations.NewInvitation(
                input.email,
                input.name_ru,
                input.name_en,
                input.role.name,
                required_key(input.organisation_id, "organisation"),
                input.constituency.name if input.constituency else None,
            )
            made = await invitations.invite(
                info.context.database, info.context.post(), person, input.idempotency_key, new
            )
            return Invited(email=new.email.strip().lower(), link=made.link)

        return await answer(info, run)

    @strawberry.mutation(description="Take an invitation back; the link no longer works.")
    async def take_back_invitation(self, info: Info, input: EndInput) -> AccountResult:
        """Take an invitation back."""

        async def run() -> Account:
            person, key = info.context.at_the_browser(), required_key(input.id, "invitation")
            await invitations.take_back(info.context.database, person, key)
            return await _acted(info)

        return await answer(info, run)
