"""What a decision says, in words; the same value in both worlds."""

import strawberry

from schema.said import said
from schema.scalars import LocalizedText


@strawberry.type(description="What a decision says: `accredited`, in words and whether it is favourable.")
class Outcome:
    """An outcome."""

    code: str = strawberry.field(description="Stable code: `accredited_with_conditions`.", metadata=said("code"))
    title: LocalizedText = strawberry.field(description="For people.", metadata=said("title"))
    positive: bool = strawberry.field(description="Whether quality was confirmed.", metadata=said("positive"))
