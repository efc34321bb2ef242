"""How sure one can be of an expert's severity: the bootstrap over cases, for experts whom shared scores link.

Scores of one case hang together, so whole cases are drawn, with replacement, as often as there are (Davison and
Hinkley 1997, 3.8). Of each draw the leniencies are the same least squares as `severity` settles on, solved at once
from sums by case. Draws in which an expert does not appear, or is not linked to all the others, say nothing of that
expert. The ends lie Student's t times the standard error of the draws off the estimate, with as many degrees of
freedom as the expert has cases but one: percentiles of so few cases would be too narrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.rules.agreement import Interval
from workflows.rules.statistics import student

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

DRAWS = 400
SEED = 2015
FEWEST_DRAWS = DRAWS // 2
"""With fewer draws that say something, nothing is said."""


@dataclass(frozen=True)
class Scored:
    """A score of one expert, in shares of the scale; `unit` is what several experts scored, a criterion of the case."""

    expert: str
    case: str
    unit: str
    value: float


def intervals_of(scores: Sequence[Scored], estimates: Mapping[str, float]) -> dict[str, Interval]:
    """The 95 % interval around each expert's estimate, for the experts of one linked group; without those of whom the
    draws say too little."""
    import numpy as np

    experts = sorted(estimates)
    place = {expert: at for at, expert in enumerate(experts)}
    cases = sorted({score.case for score in scores})
    links, sums = _sums_by_case(scores, place, cases)
    chance = np.random.default_rng(SEED)
    drawn = np.stack(
        [np.bincount(chance.integers(0, len(cases), len(cases)), minlength=len(cases)) for _ in range(DRAWS)]
    )
    found: list[list[float]] = [[] for _ in experts]
    for link, total in zip(np.tensordot(drawn, links, 1), drawn @ sums, strict=True):
        linked = _linked(link)
        size = len(linked)
        leniency = np.linalg.solve(link[np.ix_(linked, linked)] + np.ones((size, size)), total[linked])
        # A draw without some of the group has another middle; what is left is put around the middle of these experts.
        middle = sum(estimates[experts[at]] for at in linked) / size
        for at, value in zip(linked, leniency + middle, strict=True):
            found[at].append(float(value))
    seen = {expert: {score.case for score in scores if score.expert == expert} for expert in experts}
    return {
        expert: _around(estimates[expert], found[place[expert]], len(seen[expert]))
        for expert in experts
        if len(found[place[expert]]) >= FEWEST_DRAWS and len(seen[expert]) > 1
    }


def _around(estimate: float, draws: Sequence[float], cases: int) -> Interval:
    import numpy as np

    half = float(student(cases - 1)) * float(np.std(draws, ddof=1)) * (cases / (cases - 1)) ** 0.5
    return Interval(estimate - half, estimate + half, 0.95)


def _sums_by_case(
    scores: Sequence[Scored], place: Mapping[str, int], cases: Sequence[str]
) -> "tuple[NDArray[float64], NDArray[float64]]":
    """The normal equations of leniency, case by case: a unit of n experts gives each of them its distance from the
    unit's mean."""
    import numpy as np

    at = {case: number for number, case in enumerate(cases)}
    links = np.zeros((len(cases), len(place), len(place)))
    sums = np.zeros((len(cases), len(place)))
    units: dict[tuple[str, str], list[Scored]] = {}
    for score in scores:
        units.setdefault((score.case, score.unit), []).append(score)
    for (case, _), given in units.items():
        who = [place[score.expert] for score in given]
        values = np.array([score.value for score in given])
        links[at[case]][np.ix_(who, who)] += np.eye(len(who)) - 1 / len(who)
        sums[at[case]][who] += values - values.mean()
    return links, sums


def _linked(links: "NDArray[float64]") -> list[int]:
    """The largest set of experts whom shared units link, directly or through others."""
    left = {at for at in range(len(links)) if links[at, at] > 0}
    largest: list[int] = []
    while left:
        group, waiting = set[int](), [left.pop()]
        while waiting:
            one = waiting.pop()
            group.add(one)
            near = {other for other in left if links[one, other] != 0}
            left -= near
            waiting += near
        largest = max(largest, sorted(group), key=len)
    return largest
