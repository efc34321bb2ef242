"""People, as far as the person asking may know of them."""

from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node, node
from schema.scalars import LocalizedText
from storage.people import PersonRow, people


@strawberry.enum(description="What a person is in an organisation, beyond any one case.")
class Role(Enum):
    """A role."""

    SCHOOL_OFFICER = strawberry.enum_value("SCHOOL_OFFICER", description="Prepares a school's evaluation.")
    SCHOOL_HEAD = strawberry.enum_value("SCHOOL_HEAD", description="Heads a school, and may do what its officer does.")
    FOUNDER = strawberry.enum_value(
        "FOUNDER", description="Answers for the schools of a region or municipality; sees what the process tells them."
    )
    SECRETARY = strawberry.enum_value("SECRETARY", description="Runs evaluations for the agency.")
    EXPERT = strawberry.enum_value("EXPERT", description="Is in the expert register.")
    COMMISSION_MEMBER = strawberry.enum_value("COMMISSION_MEMBER", description="Votes in the commission.")
    COMMISSION_CHAIR = strawberry.enum_value("COMMISSION_CHAIR", description="Chairs the commission.")
    ADMINISTRATOR = strawberry.enum_value("ADMINISTRATOR", description="Runs the server; reads no case.")
    SERVICE = strawberry.enum_value("SERVICE", description="A program, not a person; reads no case by itself.")


@strawberry.type(description="Anybody who can act.")
class Person(Node):
    """A person."""

    name: LocalizedText = strawberry.field(description="As people write it: `Анна Петровна Орлова`.")

    @classmethod
    def of(cls, row: PersonRow) -> "Person":
        """The API's form of a row."""
        return cls(id=strawberry.ID(global_id("person", row.id)), name=LocalizedText(ru=row.name_ru, en=row.name_en))


@node("person")
async def person_of(info: Info, key: UUID) -> Person | None:
    """The person, if the one asking may know of them; gathered with all others of the request."""
    if info.context.person is None:
        return None
    row = await info.context.loader(people).load(key)
    return Person.of(row) if row else None


async def known_person(info: Info, key: UUID) -> Person:
    """A person whose name comes with a row the one asking was allowed to read."""
    person = await person_of(info, key)
    assert person, "a readable row names a person who may be known"
    return person
