"""Which ties between a person and a school are a conflict of interest, and what comes of each.

Source: Federal Law 273-FZ, article 2 (33) for the notion of a conflict of interest of a pedagogue, and the process
definition for what each kind leads to and for how many years back it counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ConflictKind(StrEnum):
    """Kinds of ties."""

    EMPLOYMENT = "EMPLOYMENT"
    """Works or worked at the school."""
    ORGANISATION_TREE = "ORGANISATION_TREE"
    """Works or worked for what the school belongs to, or for what belongs to it: its founder, its branch."""
    FAMILY = "FAMILY"
    CO_AUTHOR = "CO_AUTHOR"
    """Wrote or signed documents together with the school, or on its behalf."""
    CONSULTANCY = "CONSULTANCY"
    SAME_MUNICIPALITY = "SAME_MUNICIPALITY"
    OTHER = "OTHER"


class KindRule(BaseModel):
    """What one kind of conflict leads to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ConflictKind
    effect: Literal["bars", "declared_only"] = Field(
        description="`bars` stops every act of the person in the case; `declared_only` is shown to the secretary."
    )
    years: int | None = Field(
        default=None, ge=0, le=100, description="How many years a tie counts after it ended; left out: for good."
    )

    def still_counts(self, until: int | None, year: int) -> bool:
        """Whether a tie that ended in the year `until` (None: it lasts) counts in this year.

        Only years are known of many ties, so the whole of the last one counts.
        """
        return until is None or self.years is None or year - until <= self.years


@dataclass(frozen=True)
class Tie:
    """A declared or recorded tie of a person to an organisation; `until` is the year in which it ended."""

    kind: ConflictKind
    organisation: str
    declared: bool
    until: int | None = None


@dataclass(frozen=True)
class Evaluated:
    """The school as conflicts see it: itself, what it belongs to (the nearest first), and what belongs to it."""

    school: str
    ancestors: tuple[str, ...]
    municipality: str | None
    branches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A tie that counts; `stops` is whether the person cannot act because of it."""

    kind: ConflictKind
    organisation: str
    declared: bool
    stops: bool


def conflicts_of(
    ties: Iterable[Tie], evaluated: Evaluated, rules: Mapping[ConflictKind, KindRule], year: int
) -> tuple[Conflict, ...]:
    """The conflicts among a person's ties in this year: first what stops, then declared before detected.

    Each kind with each organisation is told once. A kind that the process does not name is no conflict.
    """
    found: dict[tuple[ConflictKind, str], Conflict] = {}
    for tie in ties:
        kind = kind_towards(evaluated, tie)
        rule = rules.get(kind) if kind else None
        if kind is None or rule is None or not rule.still_counts(tie.until, year):
            continue
        known = found.get((kind, tie.organisation))
        if known is None or (tie.declared and not known.declared):
            found[kind, tie.organisation] = Conflict(kind, tie.organisation, tie.declared, rule.effect == "bars")
    return tuple(
        sorted(found.values(), key=lambda one: (not one.stops, not one.declared, one.kind.value, one.organisation))
    )


def kind_towards(evaluated: Evaluated, tie: Tie) -> ConflictKind | None:
    """What kind of conflict a tie is towards this school; None when it does not concern it.

    Work counts with the school and with its whole tree; the municipality is that of the register or one declared;
    every other tie counts with the school itself.
    """
    if tie.organisation == evaluated.school:
        return tie.kind
    if tie.kind in {ConflictKind.EMPLOYMENT, ConflictKind.ORGANISATION_TREE}:
        related = tie.organisation in {*evaluated.ancestors, *evaluated.branches}
        return ConflictKind.ORGANISATION_TREE if related else None
    if tie.kind is ConflictKind.SAME_MUNICIPALITY and tie.organisation == evaluated.municipality:
        return tie.kind
    return None
