"""Kinds of school, by which a framework says whom it asks what."""

from enum import Enum

import strawberry


@strawberry.enum(description="What kind of school one is: it decides what a framework asks of it.")
class SchoolKind(Enum):
    """A kind of school."""

    GENERAL = strawberry.enum_value("GENERAL", description="A general school.")
    PRIMARY = strawberry.enum_value("PRIMARY", description="A school of the primary years only.")
    EVENING = strawberry.enum_value("EVENING", description="An evening school, for those who work.")
    SPECIAL = strawberry.enum_value("SPECIAL", description="A special school, for pupils with disabilities.")
    BOARDING = strawberry.enum_value("BOARDING", description="A boarding school.")
