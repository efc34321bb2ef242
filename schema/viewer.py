"""The signed-in person, where everything they read begins."""

import strawberry

from schema.accounts import Account, account_of
from schema.bulk import ViewerBulk
from schema.calls import ViewerCalls
from schema.context import Info
from schema.expert_severity import ViewerSeverities
from schema.framework_drafts import ViewerFrameworks
from schema.letters import ViewerLetters
from schema.openings import Opening, openings_beside_cases
from schema.people import Person, Role, person_of
from schema.retention import ViewerRetention
from schema.schools import Organisation, organisation_of
from schema.sittings import ViewerSittings
from schema.tasks import ViewerEvaluations
from storage import people


@strawberry.type(description="The signed-in person: what waits for them, and what they may see.")
class Viewer(
    ViewerEvaluations,
    ViewerSittings,
    ViewerBulk,
    ViewerCalls,
    ViewerLetters,
    ViewerFrameworks,
    ViewerSeverities,
    ViewerRetention,
):
    """The person asking."""

    @strawberry.field(description="Who you are.")
    async def person(self, info: Info) -> Person:
        """The person asking, whom they may always know of."""
        person = await person_of(info, info.context.signed_in())
        assert person is not None
        return person

    @strawberry.field(description="The name you sign in with: `school`.")
    async def login(self, info: Info) -> str:
        """Accounts are closed to people, so the server itself looks."""
        async with info.context.database.working() as transaction:
            return await people.login_of(transaction, info.context.signed_in()) or ""

    @strawberry.field(description="What you are in any organisation, in a fixed order.")
    async def roles(self, info: Info) -> list[Role]:
        """The person's roles."""
        held = await people.roles_of(await info.context.transaction(), info.context.signed_in())
        return [role for role in Role if role.name in held]

    @strawberry.field(description="How you sign in, and where you are signed in; null when a token asks.")
    async def account(self, info: Info) -> Account | None:
        """The person's own account."""
        return await account_of(info)

    @strawberry.field(
        description="When your data were exported, the newest first; for an administrator every export of the server."
    )
    async def openings(self, info: Info) -> list[Opening]:
        """The openings."""
        return await openings_beside_cases(info)

    @strawberry.field(description="The organisations you have a role in, by name.")
    async def organisations(self, info: Info) -> list[Organisation]:
        """The person's organisations."""
        keys = await people.organisations_of(await info.context.transaction(), info.context.signed_in())
        return [await organisation_of(info, key) for key in keys]


@strawberry.type
class ViewerQueries:
    """Where signed-in people begin."""

    @strawberry.field(description="The signed-in person; null for everyone else.")
    def viewer(self, info: Info) -> Viewer | None:
        """The person asking, if any."""
        return Viewer() if info.context.person else None
