"""How strict each expert is over many cases of one framework, as far as their cases link them to others.

A unit is a criterion in a case: only what two experts or more scored says anything of either. Experts are compared
within a group that shared units link; between groups a difference may as well be one of the schools.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from workflows.rules.agreement import Interval
from workflows.rules.severity import Severity, severities_of
from workflows.rules.severity_interval import Scored, intervals_of

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
    """An expert over all their cases; `severity` is None where there is too little to say anything.

    `interval` is that of `severity.raw`.
    """

    key: UUID
    cases: int
    scores: int
    group: int
    severity: Severity | None
    interval: Interval | None


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
    given_by: dict[str, list[Scored]] = {}
    for given in shared:
        lowest, highest = Decimal(given.scale["minimum"]), Decimal(given.scale["maximum"])
        unit_name = f"{given.case.hex} {given.criterion}"
        share = float((given.value - lowest) / (highest - lowest))
        table.setdefault(given.expert.hex, {})[unit_name] = share
        scored = Scored(given.expert.hex, given.case.hex, given.criterion, share)
        given_by.setdefault(given.expert.hex, []).append(scored)
        cases.setdefault(given.expert.hex, set()).add(given.case)
    severities = severities_of(table)
    intervals = _intervals(severities, given_by)
    found = []
    for key, severity in severities.items():
        enough = len(cases[key]) >= ENOUGH_CASES and severity.scores >= ENOUGH_SCORES
        told = (severity, intervals.get(key)) if enough else (None, None)
        found.append(Expert(UUID(key), len(cases[key]), severity.scores, severity.group, *told))
    return sorted(found, key=_place)


def _intervals(severities: Mapping[str, Severity], given_by: Mapping[str, Sequence[Scored]]) -> dict[str, Interval]:
    """Group by group: experts of different groups are compared with nobody."""
    groups: dict[int, dict[str, float]] = {}
    for key, severity in severities.items():
        groups.setdefault(severity.group, {})[key] = severity.raw
    found: dict[str, Interval] = {}
    for estimates in groups.values():
        found |= intervals_of([score for key in estimates for score in given_by[key]], estimates)
    return found


def _place(expert: Expert) -> tuple[bool, int, float, str]:
    leniency = expert.severity.shrunk if expert.severity else 0.0
    return expert.severity is None, expert.group, leniency, expert.key.hex
