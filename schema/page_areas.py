"""A part of a page of evidence; the same shape in both worlds."""

from collections.abc import Sequence
from decimal import Decimal

import strawberry

from schema.said import said
from workflows.rules.citations import Area

AREA = "A rectangle on a page, in shares of its width and height: `0.25` is a quarter."
LEFT, TOP, SIDE = "From the left edge of the page.", "From its upper edge.", "Of the area."


@strawberry.type(description=AREA)
class PageArea:
    """An area."""

    left: Decimal = strawberry.field(description=LEFT, metadata=said("left", made=Decimal))
    top: Decimal = strawberry.field(description=TOP, metadata=said("top", made=Decimal))
    width: Decimal = strawberry.field(description=SIDE, metadata=said("width", made=Decimal))
    height: Decimal = strawberry.field(description=SIDE, metadata=said("height", made=Decimal))

    @classmethod
    def of(cls, sides: Sequence[Decimal]) -> "PageArea":
        """The API's form of left, top, width and height."""
        left, top, width, height = sides
        return cls(left=left, top=top, width=width, height=height)


@strawberry.input(description=AREA)
class PageAreaInput:
    """An area that is drawn."""

    left: Decimal = strawberry.field(description=LEFT)
    top: Decimal = strawberry.field(description=TOP)
    width: Decimal = strawberry.field(description=SIDE)
    height: Decimal = strawberry.field(description=SIDE)

    def given(self) -> Area:
        """What the rules look at."""
        return Area(self.left, self.top, self.width, self.height)
