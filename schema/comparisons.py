"""A school beside schools of like context, as anybody may see it: a mean with its interval and a band, never a rank."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from uuid import UUID

import strawberry

from storage.territories import TotalRow
from workflows.rules import comparison as rules
from workflows.rules.scoring import rounded


@strawberry.enum(description="Where a total stands among those of schools of like context.")
class ComparisonBand(Enum):
    """A band."""

    LOWER = strawberry.enum_value("LOWER", description="In the lower quarter, with 95 % confidence.")
    MIDDLE = strawberry.enum_value("MIDDLE", description="In the middle half, with 95 % confidence.")
    UPPER = strawberry.enum_value("UPPER", description="In the upper quarter, with 95 % confidence.")
    UNCLEAR = strawberry.enum_value("UNCLEAR", description="So few schools cannot tell.")


@strawberry.type(
    description="A school among those of its region that stand in the country or in a town as it does, half to twice as"
    " large, with a result on the same framework version. Never a rank."
)
class LikeSchools:
    """A comparison."""

    schools: int = strawberry.field(description="How many others there are.")
    fewest_pupils: int = strawberry.field(description="How many learn in the smallest of them.")
    most_pupils: int = strawberry.field(description="How many learn in the largest of them.")
    mean: Decimal = strawberry.field(description="The mean of their totals, two decimals.")
    lower: Decimal | None = strawberry.field(description="The lower end of the mean's 95 % interval.")
    upper: Decimal | None = strawberry.field(description="The upper end of the mean's 95 % interval.")
    band: ComparisonBand = strawberry.field(description="Where this school stands, as far as so many schools can tell.")


def like_schools_of(school: UUID, framework: UUID, region: Sequence[TotalRow]) -> LikeSchools | None:
    """The comparison, from the totals of the region; None where there is no total or too few schools are alike."""
    rows = [row for row in region if row.framework_id == framework]
    own = next((row for row in rows if row.school_id == school), None)
    if own is None or own.total is None:
        return None
    context = rules.Context(own.pupils, own.rural)
    others = [
        (row.total, row.pupils)
        for row in rows
        if row.school_id != school
        and row.total is not None
        and rules.alike(context, rules.Context(row.pupils, row.rural))
    ]
    found = rules.standing_among(own.total, [total for total, _ in others])
    if found is None:
        return None
    sizes = [pupils for _, pupils in others if pupils is not None]
    ends = found.others
    return LikeSchools(
        schools=ends.count,
        fewest_pupils=min(sizes),
        most_pupils=max(sizes),
        mean=rounded(ends.mean),
        lower=rounded(ends.lower) if ends.lower is not None else None,
        upper=rounded(ends.upper) if ends.upper is not None else None,
        band=ComparisonBand(found.band.value),
    )
