"""Which ties between a person and a school are a conflict of interest, and what comes of each.

Source: Federal Law 273-FZ, article 2 (33) for the notion of a conflict of interest of a pedagogue, and the process
definition for what each kind leads to and for how many years back it counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


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
    effect: Literal["bars", "needs_waiver", "declared_only"] = Field(
        description="`bars` stops every act of the person in the case, `needs_waiver` does until somebody of `by` has"
        " waived it with a reason that is published; `declared_only` is shown to the secretary."
    )
    by: tuple[Literal["secretary", "chair"], ...] = Field(default=(), description="Who can waive it.")
    years: int | None = Field(
        default=None, ge=0, le=100, description="How many years a tie counts after it ended; left out: for good."
    )

    @model_validator(mode="after")
    def _somebody_waives(self) -> "KindRule":
        if (self.effect == "needs_waiver") != bool(self.by):
            raise ValueError("`by` says who can waive it, where the effect is needs_waiver and only there")
        return self

    def still_counts(self, until: int | None, year: int) -> bool:
        """Whether a tie that ended in the year `until` (None: it lasts) counts in this year.

        Only years are known of many ties, so the whole of the last one counts.
        """
        return until is None or self.years is None or year - until <= self.years


@dataclass(frozen=True)
class Tie:
    """A tie of a person to an organisation; `until` is the year in which it ended, `told_at` when it was declared.

    What the register or the trail knows was told by nobody.
    """

    kind: ConflictKind
    organisation: str
    declared: bool
    until: int | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Waiver:
    """Somebody entitled decided at this moment that a person may act in one case in spite of a tie."""

    person: str
    kind: ConflictKind
    organisation: str
    at: datetime

    def covers(self, kind: ConflictKind, tie: Tie) -> bool:
        """Whether this is the tie that was waived: not one to another organisation, nor one that was told later."""
        known = tie.told_at is None or tie.told_at <= self.at
        return known and (self.kind, self.organisation) == (kind, tie.organisation)


@dataclass(frozen=True)
class Evaluated:
    """The school as conflicts see it: itself, what it belongs to (the nearest first), and what belongs to it."""

    school: str
    ancestors: tuple[str, ...]
    municipality: str | None
    branches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A tie that counts, under the rule of its kind."""

    kind: ConflictKind
    organisation: str
    declared: bool
    rule: KindRule
    waived: bool = False

    @property
    def stops(self) -> bool:
        """Whether the person cannot act because of it."""
        return self.rule.effect == "bars" or self.can_be_waived

    @property
    def can_be_waived(self) -> bool:
        """Whether a waiver is all that is missing."""
        return self.rule.effect == "needs_waiver" and not self.waived


def conflicts_of(
    ties: Iterable[Tie],
    evaluated: Evaluated,
    rules: Mapping[ConflictKind, KindRule],
    year: int,
    waivers: Iterable[Waiver] = (),
) -> tuple[Conflict, ...]:
    """The conflicts among a person's ties in this year: first what stops, then declared before detected.

    Each kind with each organisation is told once, as waived only where every tie behind it is. A kind that the process
    does not name is no conflict. `waivers` are the person's own, in this case.
    """
    given = list(waivers)
    found: dict[tuple[ConflictKind, str], Conflict] = {}
    for tie in ties:
        kind = kind_towards(evaluated, tie)
        rule = rules.get(kind) if kind else None
        if kind is None or rule is None or not rule.still_counts(tie.until, year):
            continue
        waived = rule.effect == "needs_waiver" and any(waiver.covers(kind, tie) for waiver in given)
        known = found.get((kind, tie.organisation))
        declared = tie.declared or (known is not None and known.declared)
        waived = waived and (known is None or known.waived)
        found[kind, tie.organisation] = Conflict(kind, tie.organisation, declared, rule, waived)
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
