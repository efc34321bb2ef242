"""What can be said of a panel's agreement from its scores: a help to the lead, which never changes a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.rules.agreement import Alpha, LevelOfMeasurement, alpha_of
from workflows.rules.intraclass import Correlation, correlations_of
from workflows.rules.severity import Severity, connected, severities_of

ENOUGH_EXPERTS = 3
ENOUGH_CRITERIA = 10
"""Below these an alpha or a correlation says more about chance than about the panel (its interval spans most of what
is possible), so nothing is said."""

DRAWS = 400
SEED = 2015

PanelScores = Mapping[str, Mapping[str, Decimal]]
"""By review, by criterion: the value given."""

Scales = Mapping[str, Mapping[str, Any]]
"""By criterion: the scale as the framework has it."""


@dataclass(frozen=True)
class PanelAgreement:
    """Agreement of a panel; `alpha` and `correlations` are None where there is too little to say anything."""

    experts: int
    criteria: int
    exact: Decimal | None
    adjacent: Decimal | None
    alpha: Alpha | None
    correlations: Sequence[Correlation] | None
    comparable: bool
    severities: Mapping[str, Severity]

    @property
    def enough(self) -> bool:
        """Whether there are experts and criteria enough for coefficients to mean something."""
        return self.experts >= ENOUGH_EXPERTS and self.criteria >= ENOUGH_CRITERIA


def agreement_of(scores: PanelScores, scales: Scales) -> PanelAgreement:
    """The agreement of these reviews on these criteria."""
    reviews = {review: given for review, given in scores.items() if given}
    shared = [code for code in scales if sum(code in given for given in reviews.values()) > 1]
    exact, adjacent = _closeness(reviews, {code: scales[code] for code in shared})
    shares = {
        review: {code: _share(value, scales[code]) for code, value in given.items() if code in shared}
        for review, given in reviews.items()
    }
    enough = len(reviews) >= ENOUGH_EXPERTS and len(shared) >= ENOUGH_CRITERIA
    table = [[given.get(code) for code in shared] for given in shares.values()]
    whole = [
        [value for value in column if value is not None] for column in zip(*table, strict=True) if None not in column
    ]
    return PanelAgreement(
        len(reviews),
        len(shared),
        exact,
        adjacent,
        alpha_of(table, _measurement(scales), bootstrap=DRAWS, seed=SEED) if enough else None,
        correlations_of(whole) if enough and len(whole) >= ENOUGH_CRITERIA else None,
        len(connected(_floats(shares))) <= 1,
        severities_of(_floats(shares)) if enough else {},
    )


def _measurement(scales: Scales) -> LevelOfMeasurement:
    """Levels are ordered words; points are distances."""
    return "ordinal" if all(scale["kind"] == "LEVELS" for scale in scales.values()) else "interval"


def _share(value: Decimal, scale: Mapping[str, Any]) -> Decimal:
    lowest, highest = Decimal(scale["minimum"]), Decimal(scale["maximum"])
    return (value - lowest) / (highest - lowest)


def _floats(shares: Mapping[str, Mapping[str, Decimal]]) -> dict[str, dict[str, float]]:
    return {review: {code: float(value) for code, value in given.items()} for review, given in shares.items()}


def _closeness(reviews: PanelScores, scales: Scales) -> tuple[Decimal | None, Decimal | None]:
    """Shares of pairs of scores that are equal, and at most a level, or a fifth of a points scale, apart."""
    pairs = equal = near = 0
    for code, scale in scales.items():
        given = [review[code] for review in reviews.values() if code in review]
        step = neighbourhood(scale)
        for place, one in enumerate(given):
            for other in given[place + 1 :]:
                pairs += 1
                equal += one == other
                near += abs(one - other) <= step
    if not pairs:
        return None, None
    return Decimal(equal) / pairs, Decimal(near) / pairs


def neighbourhood(scale: Mapping[str, Any]) -> Decimal:
    """How far apart two values may lie and still be neighbours."""
    if scale["kind"] == "LEVELS":
        return Decimal(scale["step"])
    return (Decimal(scale["maximum"]) - Decimal(scale["minimum"])) / 5
