"""Whom experts speak for; the same values in both worlds."""

from enum import Enum

import strawberry


@strawberry.enum(description="Whom a member of a panel speaks for.")
class Constituency(Enum):
    """A constituency."""

    PEDAGOGUE = strawberry.enum_value("PEDAGOGUE", description="Teachers and heads.")
    PARENT = strawberry.enum_value("PARENT", description="Parents.")
    EMPLOYER = strawberry.enum_value("EMPLOYER", description="Employers.")
    SCIENCE = strawberry.enum_value("SCIENCE", description="Science.")
    CULTURE = strawberry.enum_value("CULTURE", description="Culture.")
    CIVIL_SOCIETY = strawberry.enum_value("CIVIL_SOCIETY", description="Civil society.")
