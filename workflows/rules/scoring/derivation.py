"""How a result came about: a tree that a person can open down to the raw scores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from enum import Enum
from fractions import Fraction

SHOWN_DIGITS = 28


class Absence(Enum):
    """Why there is no value."""

    MISSING = "MISSING"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True)
class LevelReached:
    """A level in words, and its place from the lowest."""

    code: str
    title: Mapping[str, str]
    place: int


@dataclass(frozen=True)
class Note:
    """Something a reader must know of a step: a code with words in `telling`, and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Derivation:
    """One step: what kind of rule, what came out, and what it was made from.

    Exactly one of `exact`, `level`, `holds` and `absent` is set. `exact` is a fraction: between two declared roundings
    nothing is lost.
    """

    kind: str
    code: str | None = None
    title: Mapping[str, str] | None = None
    exact: Fraction | None = None
    level: LevelReached | None = None
    holds: bool | None = None
    absent: Absence | None = None
    weight: Decimal | None = None
    notes: tuple[Note, ...] = ()
    parts: tuple["Derivation", ...] = field(default=())

    @property
    def number(self) -> Decimal | None:
        """The value as a decimal: as many digits as it was rounded to; exact where it is one; else 28 digits."""
        if self.exact is None:
            return None
        value = decimal_of(self.exact)
        return value if self.digits is None else value.quantize(Decimal(1).scaleb(-self.digits))

    @property
    def digits(self) -> int | None:
        """To how many digits the rule rounded."""
        return next((int(dict(note.facts)["digits"]) for note in self.notes if note.code == "ROUNDED"), None)


@dataclass(frozen=True)
class PlacedStep:
    """A step in reading order, with the place of the step it is a part of."""

    place: int
    parent: int | None
    depth: int
    step: Derivation


def decimal_of(value: Fraction) -> Decimal:
    """The fraction as a decimal of 28 digits."""
    with localcontext(prec=SHOWN_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def in_reading_order(root: Derivation) -> Iterator[PlacedStep]:
    """Every step, parents before their parts."""
    place = 0
    waiting: list[tuple[Derivation, int | None, int]] = [(root, None, 0)]
    while waiting:
        step, parent, depth = waiting.pop()
        yield PlacedStep(place, parent, depth, step)
        waiting += [(part, place, depth + 1) for part in reversed(step.parts)]
        place += 1
