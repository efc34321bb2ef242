"""Places in a competition, from what the jury scored: equal entries share their places, unless the rules break the tie.

Each score is taken as a share of its scale, so that criteria on different scales weigh the same. An entry's result is
the mean over its criteria of the mean over its jurors, in per cent, rounded half up to the decimals that the process
states; equal then is equal. Entries that stay equal share the places they fill together ("standard competition
ranking", 1-2-2-4): two entries after the first hold places 2-3, and the next holds place 4.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from statistics import median
from typing import Literal

TieBreaker = Literal["median", "top_scores", "weakest"]
Marks = Mapping[str, Sequence[Fraction]]
"""The jurors' scores of one entry by criterion, each as a share of its scale from 0 to 1."""


@dataclass(frozen=True)
class Placed:
    """An entry's result in per cent, and the places it holds: one, or from first to last together with its equals."""

    entry: str
    score: Decimal
    first: int
    last: int


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _per_cent(share: Fraction, decimals: int) -> Decimal:
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def result_of(marks: Marks, decimals: int) -> Decimal:
    """The mean over criteria of the jurors' mean, in per cent."""
    return _per_cent(_mean([_mean(scores) for scores in marks.values()]), decimals)


BREAKERS: dict[TieBreaker, Callable[[Marks], Fraction]] = {
    "median": lambda marks: _mean([Fraction(median(scores)) for scores in marks.values()]),
    "top_scores": lambda marks: Fraction(sum(score == 1 for scores in marks.values() for score in scores)),
    "weakest": lambda marks: min(_mean(scores) for scores in marks.values()),
}
"""What tells equal entries apart, the higher first: the mean of the jurors' medians, how many scores were the highest
possible, the result on the weakest criterion."""


def ranked(entries: Mapping[str, Marks], decimals: int, break_ties_by: Sequence[TieBreaker]) -> list[Placed]:
    """Every entry with its places, the best first; equal ones in the order of their keys.

    Every entry has at least one score.
    """

    def merit(entry: str) -> tuple[Decimal | Fraction, ...]:
        marks = entries[entry]
        return (result_of(marks, decimals), *(BREAKERS[name](marks) for name in break_ties_by))

    placed: list[Placed] = []
    for _, equals in groupby(sorted(sorted(entries), key=merit, reverse=True), key=merit):
        group = sorted(equals)
        first, last = len(placed) + 1, len(placed) + len(group)
        placed += [Placed(entry, result_of(entries[entry], decimals), first, last) for entry in group]
    return placed
