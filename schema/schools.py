"""Organisations of the working world: schools, those above them, and employers."""

from collections.abc import Sequence
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node, node
from schema.results import localized
from schema.scalars import LocalizedText
from schema.school_kinds import SchoolKind
from storage import schools
from storage.schools import OrganisationRow


@strawberry.enum(description="What an organisation is.")
class OrganisationKind(Enum):
    """A kind of organisation."""

    REGION = strawberry.enum_value("REGION", description="A region.")
    MUNICIPALITY = strawberry.enum_value("MUNICIPALITY", description="A municipality in a region.")
    SCHOOL = strawberry.enum_value("SCHOOL", description="A school: the evaluated party.")
    AGENCY = strawberry.enum_value("AGENCY", description="An agency that runs evaluations.")
    OTHER = strawberry.enum_value("OTHER", description="Any other employer.")


@strawberry.type(description="A school, or what it belongs to, or where somebody works.")
class Organisation(Node):
    """An organisation."""

    row: strawberry.Private[OrganisationRow]
    kind: OrganisationKind = strawberry.field(description="What it is.")
    name: LocalizedText = strawberry.field(description="Its full name.")
    address: str | None = strawberry.field(description="Postal address.")
    website: str | None = strawberry.field(description="Its own site.")
    pupils: int | None = strawberry.field(description="How many learn there.")
    rural: bool | None = strawberry.field(description="Whether it stands in the country.")
    school_kind: SchoolKind | None = strawberry.field(description="Of a school, where the register says it: its kind.")

    @strawberry.field(description="The municipality it stands in.")
    async def municipality(self, info: Info) -> "Organisation | None":
        """The municipality."""
        return await organisation_of(info, self.row.municipality_id) if self.row.municipality_id else None

    @strawberry.field(description="The region it stands in.")
    async def region(self, info: Info) -> "Organisation | None":
        """The region."""
        return await organisation_of(info, self.row.region_id) if self.row.region_id else None

    @classmethod
    def of(cls, row: OrganisationRow) -> "Organisation":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("organisation", row.id)),
            row=row,
            kind=OrganisationKind(row.kind),
            name=LocalizedText(ru=row.name_ru, en=row.name_en),
            address=row.address,
            website=row.website,
            pupils=row.pupils,
            rural=row.rural,
            school_kind=SchoolKind(row.school_kind) if row.school_kind else None,
        )

    @classmethod
    def hidden(cls) -> "Organisation":
        """What stands for a school that the reader must not know; nothing is found under its id."""
        name = localized("school.hidden")
        row = OrganisationRow(UUID(int=0), "SCHOOL", name.ru, name.en, None, None, None, None, None, None, None)
        return cls.of(row)


async def organisation_of(info: Info, key: UUID) -> Organisation:
    """An organisation that a readable row names."""
    return (await organisations_of(info, [key]))[0]


async def organisations_of(info: Info, keys: Sequence[UUID]) -> list[Organisation]:
    """Organisations that readable rows name, in the keys' order."""
    rows = await info.context.loader(schools.organisations).load_many(keys)
    assert all(rows), "a readable row names an organisation that exists"
    return [Organisation.of(row) for row in rows if row]


async def find_schools(info: Info, search: str | None, first: int) -> list[Organisation]:
    """Schools whose name has every word of the search, by name; for the secretariat, nothing for others."""
    rows = await schools.find_schools(await info.context.transaction(), search or "", first)
    return [Organisation.of(row) for row in rows]


@node("organisation")
async def _organisation_node(info: Info, key: UUID) -> Node | None:
    if info.context.person is None:
        return None
    row = await info.context.loader(schools.organisations).load(key)
    return Organisation.of(row) if row else None
