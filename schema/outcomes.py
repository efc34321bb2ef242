"""What a decision says, in words; the same value in both worlds."""

import strawberry

from schema.scalars import LocalizedText


@strawberry.type(description="What a decision says: `accredited`, in words and whether it is favourable.")
class Outcome:
    """An outcome."""

    code: str = strawberry.field(description="Stable code: `accredited_with_conditions`.")
    title: LocalizedText = strawberry.field(description="For people.")
    positive: bool = strawberry.field(description="Whether quality was confirmed.")
