"""What families say of a criterion, as it stands beside its score: in a case, in a record, over a territory."""

from decimal import Decimal
from enum import Enum

import strawberry

from schema.scalars import LocalizedText


@strawberry.enum(description="What those who were asked say of a criterion.")
class Says(Enum):
    """What is counted."""

    CHOSEN = strawberry.enum_value("CHOSEN", description="Out of several things, that it should come first.")
    MATTERS = strawberry.enum_value("MATTERS", description="That it matters to them: a step above the scale's middle.")
    CONTENT = strawberry.enum_value("CONTENT", description="That they are content with it: a step above the middle.")


@strawberry.type(
    description="How many of those who answered a question say so of a criterion. It stands beside the score and"
    " changes none."
)
class Voice:
    """A voice."""

    criterion_code: str = strawberry.field(description="The criterion: `3.1`. Whoever made the survey named it.")
    says: Says = strawberry.field(description="What they say.")
    question: LocalizedText = strawberry.field(description="What was asked.")
    option: LocalizedText | None = strawberry.field(
        description="What was chosen out of several; null where a scale was asked."
    )
    chosen: int = strawberry.field(description="How many say so.")
    answered: int = strawberry.field(description="How many answered the question.")
    share: Decimal = strawberry.field(description="Their share, 0 to 1.")
    lower: Decimal = strawberry.field(
        description="The lower end of the share's 95 % interval (Wilson, corrected for how many there are)."
    )
    upper: Decimal = strawberry.field(description="The upper end.")
