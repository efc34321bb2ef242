"""How strict each expert is beside the others, cautiously: few scores pull the estimate to nothing.

A score is taken as what the criterion deserves plus the expert's leniency plus chance. Leniency is estimated from the
units that experts share, by alternating means; then it is shrunk by n·v / (n·v + e), where v is how much experts differ
and e how much chance does (empirical Bayes, by the method of moments: Robinson 1991, Statistical Science 6, 15–32).
Experts who share no unit, even through others, cannot be compared: each such group stands by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

ROUNDS = 200
SETTLED = 1e-10


@dataclass(frozen=True)
class Severity:
    """How far above (lenient) or below (strict) the others of the group an expert scores, in shares of the scale."""

    raw: float
    shrunk: float
    scores: int
    group: int


Scores = Mapping[str, Mapping[str, float]]
"""By expert, by unit: a value between 0 and 1, its share of the scale."""


def severities_of(scores: Scores) -> dict[str, Severity]:
    """The severity of every expert with a score."""
    found: dict[str, Severity] = {}
    for group, experts in enumerate(connected(scores)):
        leniency = _leniency({expert: scores[expert] for expert in experts})
        noise, spread = _variances({expert: scores[expert] for expert in experts}, leniency)
        for expert in experts:
            n = len(scores[expert])
            trust = n * spread / (n * spread + noise) if n * spread + noise else 0.0
            found[expert] = Severity(leniency[expert], leniency[expert] * trust, n, group)
    return found


def connected(scores: Scores) -> list[list[str]]:
    """Groups of experts who can be compared: linked by units they share, directly or through others."""
    waiting = [expert for expert, units in scores.items() if units]
    groups = []
    while waiting:
        group, units = [waiting.pop(0)], set[str]()
        units |= scores[group[0]].keys()
        while linked := [expert for expert in waiting if units & scores[expert].keys()]:
            for expert in linked:
                waiting.remove(expert)
                group.append(expert)
                units |= scores[expert].keys()
        groups.append(group)
    return groups


def _leniency(scores: Scores) -> dict[str, float]:
    leniency: dict[str, float] = dict.fromkeys(scores, 0.0)
    for _ in range(ROUNDS):
        deserved = _deserved(scores, leniency)
        found = {
            expert: fmean(value - deserved[unit] for unit, value in units.items()) for expert, units in scores.items()
        }
        middle = fmean(found.values())
        found = {expert: value - middle for expert, value in found.items()}
        moved = max(abs(found[expert] - leniency[expert]) for expert in scores)
        leniency = found
        if moved < SETTLED:
            break
    return leniency


def _deserved(scores: Scores, leniency: Mapping[str, float]) -> dict[str, float]:
    by_unit: dict[str, list[float]] = {}
    for expert, units in scores.items():
        for unit, value in units.items():
            by_unit.setdefault(unit, []).append(value - leniency[expert])
    return {unit: fmean(values) for unit, values in by_unit.items()}


def _variances(scores: Scores, leniency: Mapping[str, float]) -> tuple[float, float]:
    """How much chance varies, and how much experts do beyond what chance makes them."""
    deserved = _deserved(scores, leniency)
    rest: Sequence[float] = [
        value - deserved[unit] - leniency[expert] for expert, units in scores.items() for unit, value in units.items()
    ]
    freedom = len(rest) - len(deserved) - len(scores) + 1
    noise = sum(value * value for value in rest) / freedom if freedom > 0 else 0.0
    if len(scores) < 2 or freedom <= 0:
        return noise, 0.0
    seen = sum(value * value for value in leniency.values()) / (len(scores) - 1)
    by_chance = fmean(noise / len(units) for units in scores.values())
    return noise, max(seen - by_chance, 0.0)
