"""Which ties between a person and a school are a conflict of interest that bars acting.

Source: Federal Law 273-FZ, article 2 (33) for the notion of a conflict of interest of a pedagogue, and the process
definition for which kinds bar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ConflictKind(StrEnum):
    """Kinds of ties."""

    EMPLOYMENT = "EMPLOYMENT"
    FAMILY = "FAMILY"
    CONSULTANCY = "CONSULTANCY"
    SAME_MUNICIPALITY = "SAME_MUNICIPALITY"
    OTHER = "OTHER"


@dataclass(frozen=True)
class Tie:
    """A declared or recorded tie of a person to an organisation."""

    kind: ConflictKind
    organisation: str
    declared: bool


@dataclass(frozen=True)
class Evaluated:
    """The school as conflicts see it: itself, and what it belongs to, the nearest first."""

    school: str
    ancestors: tuple[str, ...]
    municipality: str | None


@dataclass(frozen=True)
class Conflict:
    """A tie that bars."""

    kind: ConflictKind
    declared: bool


def conflicts_of(ties: Iterable[Tie], evaluated: Evaluated, barring: frozenset[ConflictKind]) -> tuple[Conflict, ...]:
    """The conflicts among a person's ties, each kind once, declared ones first.

    Employment counts with the school and with every organisation above it; the same municipality is the
    municipality of the person's register entry; every other tie counts with the school itself.
    """
    found: dict[ConflictKind, Conflict] = {}
    for tie in sorted(ties, key=lambda tie: not tie.declared):
        if tie.kind not in barring or tie.kind in found:
            continue
        touches = {
            ConflictKind.EMPLOYMENT: tie.organisation in {evaluated.school, *evaluated.ancestors},
            ConflictKind.SAME_MUNICIPALITY: tie.organisation in {evaluated.municipality, evaluated.school},
        }.get(tie.kind, tie.organisation == evaluated.school)
        if touches:
            found[tie.kind] = Conflict(tie.kind, tie.declared)
    return tuple(found.values())
