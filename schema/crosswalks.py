"""Crosswalks between framework versions: read by everybody, written by the secretariat."""

from datetime import datetime
from enum import Enum
from typing import Annotated, cast
from uuid import UUID

import strawberry

from schema.acting import required_key
from schema.context import Info
from schema.frameworks import FrameworkVersion, framework_of
from schema.ids import key_of
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from storage import crosswalks as stored
from storage.crosswalks import CrosswalkRow
from workflows.frameworks import crosswalks
from workflows.rules import crosswalk as rules
from workflows.rules.crosswalk import Link
from workflows.rules.refusals import NotPermittedOrAbsent as Absent


@strawberry.enum(description="What a criterion is beside one of another framework version.")
class FrameworkLinkKind(Enum):
    """A kind of link, after SKOS."""

    SAME = strawberry.enum_value("SAME", description="They ask the same.")
    BROADER = strawberry.enum_value("BROADER", description="It asks what the other asks, and more.")
    NARROWER = strawberry.enum_value("NARROWER", description="It asks a part of what the other asks.")
    RELATED = strawberry.enum_value("RELATED", description="They ask about the same thing in different ways.")


@strawberry.enum(description="How closely two criteria agree.")
class FrameworkLinkStrength(Enum):
    """A strength."""

    STRONG = strawberry.enum_value("STRONG", description="What is shown for one shows the other.")
    PARTIAL = strawberry.enum_value("PARTIAL", description="What is shown for one shows much of the other.")
    WEAK = strawberry.enum_value("WEAK", description="What is shown for one says something of the other.")


@strawberry.type(description="A criterion and the one it corresponds to.")
class FrameworkLink:
    """A link."""

    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    other_code: str = strawberry.field(description="The one of the other version.")
    kind: FrameworkLinkKind = strawberry.field(description="What the criterion is beside the other.")
    strength: FrameworkLinkStrength = strawberry.field(description="How closely they agree.")


@strawberry.type(
    description="Which criteria of a framework version correspond to which of another. Scores are not converted by it:"
    " it says what can be set side by side."
)
class FrameworkCrosswalk:
    """A crosswalk, from one side."""

    row: strawberry.Private[CrosswalkRow]
    side: strawberry.Private[UUID]
    as_of: strawberry.Private[datetime | None]
    version: int = strawberry.field(description="Counts its changes; name it when you change it.")
    changed_at: datetime = strawberry.field(description="When it was changed last.")

    @strawberry.field(description="The version it is read from.")
    async def framework(self, info: Info) -> FrameworkVersion:
        """This side."""
        return await framework_of(info, self.side, self.as_of)

    @strawberry.field(description="The version it leads to.")
    async def other(self, info: Info) -> FrameworkVersion:
        """The other side."""
        return await framework_of(info, _other(self.row, self.side), self.as_of)

    @strawberry.field(description="The links, in the order they were written.")
    def links(self) -> list[FrameworkLink]:
        """The links."""
        return [
            FrameworkLink(
                criterion_code=link.code,
                other_code=link.other,
                kind=FrameworkLinkKind(link.kind),
                strength=FrameworkLinkStrength(link.strength),
            )
            for link in crosswalks.links_from(self.row, self.side)
        ]

    @classmethod
    def of(cls, row: CrosswalkRow, side: UUID, as_of: datetime | None = None) -> "FrameworkCrosswalk":
        """The API's form of a row as of a moment, read from one side."""
        return cls(row=row, side=side, as_of=as_of, version=row.version, changed_at=row.since)


def _other(row: CrosswalkRow, side: UUID) -> UUID:
    return row.other_id if side == row.framework_id else row.framework_id


@strawberry.type
class CrosswalkQueries:
    """Crosswalks are open to everybody."""

    @strawberry.field(
        description="The crosswalks of a framework version, from its side, now or as of a moment; the newest first."
    )
    async def crosswalks(
        self, info: Info, framework: strawberry.ID, as_of: datetime | None = None
    ) -> list[FrameworkCrosswalk]:
        """All it takes part in."""
        key = key_of(framework, "framework")
        rows = await stored.crosswalks_of(await info.context.published(as_of), key, as_of) if key else []
        return [FrameworkCrosswalk.of(row, key, as_of) for row in rows if key]

    @strawberry.field(
        description="The crosswalk from one framework version to another, now or as of a moment; null where the two"
        " were not matched."
    )
    async def crosswalk(
        self, info: Info, framework: strawberry.ID, other: strawberry.ID, as_of: datetime | None = None
    ) -> FrameworkCrosswalk | None:
        """The one between these two."""
        key, beside = key_of(framework, "framework"), key_of(other, "framework")
        if key is None or beside is None:
            return None
        row = await stored.crosswalk_between(await info.context.published(as_of), key, beside, as_of)
        return FrameworkCrosswalk.of(row, key, as_of) if row else None


@strawberry.input(description="A criterion and the one it corresponds to.")
class FrameworkLinkInput:
    """A link."""

    criterion_code: str = strawberry.field(description="The criterion.")
    other_code: str = strawberry.field(description="The one of the other version.")
    kind: FrameworkLinkKind = strawberry.field(description="What the criterion is beside the other.")
    strength: FrameworkLinkStrength = strawberry.field(description="How closely they agree.")


@strawberry.input(description="All links between two framework versions.")
class SaveCrosswalkInput:
    """A crosswalk."""

    framework_version_id: strawberry.ID = strawberry.field(description="The version whose criteria come first.")
    other_framework_version_id: strawberry.ID = strawberry.field(description="The other version.")
    expected_version: int = strawberry.field(description="`FrameworkCrosswalk.version`; 0 where there was none.")
    links: list[FrameworkLinkInput] = strawberry.field(description="All of them; what stood before is replaced.")


CrosswalkResult = Annotated[
    FrameworkCrosswalk | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("CrosswalkResult", description="The crosswalk, or why it was not kept."),
]


@strawberry.type
class CrosswalkMutations:
    """Matching framework versions."""

    @strawberry.mutation(description="Secretary: say which criteria of two framework versions correspond.")
    async def save_crosswalk(self, info: Info, input: SaveCrosswalkInput) -> CrosswalkResult:
        """Keep a crosswalk."""

        async def act() -> FrameworkCrosswalk:
            one = required_key(input.framework_version_id, "framework")
            other = required_key(input.other_framework_version_id, "framework")
            links = [
                Link(
                    link.criterion_code,
                    link.other_code,
                    cast(rules.Kind, link.kind.name),
                    cast(rules.Strength, link.strength.name),
                )
                for link in input.links
            ]
            person = info.context.signed_in()
            await crosswalks.save(info.context.database, person, one, other, input.expected_version, links)
            await info.context.forget_reads()
            row = await stored.crosswalk_between(await info.context.published(), one, other)
            if row is None:
                raise Absent
            return FrameworkCrosswalk.of(row, one)

        found: FrameworkCrosswalk | Refusal = await answer(info, act)
        return found
