"""Acts on the register of schools."""

from typing import Annotated

import strawberry

from schema.acting import required_key
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from schema.school_kinds import SchoolKind
from schema.schools import Organisation, organisation_of
from workflows import schools


@strawberry.input(description="What kind of school one is.")
class DescribeSchoolInput:
    """A kind."""

    school_id: strawberry.ID = strawberry.field(description="The school: `Organisation.id`.")
    kind: SchoolKind = strawberry.field(description="Its kind.")


DescribeSchoolResult = Annotated[
    Organisation | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("DescribeSchoolResult", description="The school after the act, or why it did not happen."),
]


@strawberry.type
class SchoolMutations:
    """Acts of the secretary."""

    @strawberry.mutation(
        description="Secretary: say what kind of school one is. Evaluations opened from now on leave out what is not"
        " asked of its kind; those that are open keep what they were opened with."
    )
    async def describe_school(self, info: Info, input: DescribeSchoolInput) -> DescribeSchoolResult:
        """Say the kind."""

        async def act() -> Organisation:
            key = required_key(input.school_id, "organisation")
            await schools.describe(info.context.database, info.context.signed_in(), key, input.kind.name)
            await info.context.forget_reads()
            return await organisation_of(info, key)

        found: Organisation | Refusal = await answer(info, act)
        return found
