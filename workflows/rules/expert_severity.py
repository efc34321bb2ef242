"""How strict each expert is over many cases of one framework, as far as their cases link them to others.

A unit is a criterion in a case: only what two experts or more scored says anything of either. Experts are compared
within a group that shared units link; between groups a difference may as well be one of the schools.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from workflows.rules.severity import Severity, severities_of

ENOUGH_CASES = 3
ENOUGH_SCORES = 20
"""Below these an expert's mean says more about the cases they happened to get than about them: nothing is said."""


@dataclass(frozen=True)
class Given:
    """A score that an expert handed in."""

    expert: UUID
    case: UUID
    criterion: str
    value: Decimal
    scale: Mapping[str, Any]


@dataclass(frozen=True)
class Expert:
    """An expert over all their cases; `severity` is None where there is too little to say anything."""

    key: UUID
    cases: int
    scores: int
    group: int
    severity: Severity | None


def experts_of(scores: Sequence[Given]) -> list[Expert]:
    """Every expert who shares a unit with another, group by group, the strictest first; those of whom nothing is said
    last."""
    by_unit: dict[tuple[UUID, str], int] = {}
    for given in scores:
        unit = (given.case, given.criterion)
        by_unit[unit] = by_unit.get(unit, 0) + 1
    shared = [given for given in scores if by_unit[given.case, given.criterion] > 1]
    table: dict[str, dict[str, float]] = {}
    cases: dict[str, set[UUID]] = {}
    for given in shared:
        lowest, highest = Decimal(given.scale["minimum"]), Decimal(given.scale["maximum"])
        unit_name = f"{given.case.hex} {given.criterion}"
        table.setdefault(given.expert.hex, {})[unit_name] = float((given.value - lowest) / (highest - lowest))
        cases.setdefault(given.expert.hex, set()).add(given.case)
    found = []
    for key, severity in severities_of(table).items():
        enough = len(cases[key]) >= ENOUGH_CASES and severity.scores >= ENOUGH_SCORES
        found.append(Expert(UUID(key), len(cases[key]), severity.scores, severity.group, severity if enough else None))
    return sorted(found, key=_place)


def _place(expert: Expert) -> tuple[bool, int, float, str]:
    leniency = expert.severity.shrunk if expert.severity else 0.0
    return expert.severity is None, expert.group, leniency, expert.key.hex
