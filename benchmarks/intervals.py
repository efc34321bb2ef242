"""How often the product's 95 % intervals hold the truth: Wilson's, with and without a finite population, and Student's.

For a share the chance of each count is known, so nothing is drawn: the coverage is summed exactly over every count, for
truths from 0.02 to 0.98, and its mean is the figure. For a single truth it swings above and below (Brown, Cai and
DasGupta 2001). For means, samples are drawn with a fixed seed.
"""

import math
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from workflows.rules.proportions import share_of
from workflows.rules.statistics import student

TRUTHS = [place / 100 for place in range(2, 99)]


def binomial(n: int) -> float:
    """The mean coverage over all truths, out of a population too large to count."""
    ends = [(float(found.lower), float(found.upper)) for found in (share_of(k, n) for k in range(n + 1))]
    covered = [
        sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k, (low, high) in enumerate(ends) if low <= p <= high)
        for p in TRUTHS
    ]
    return sum(covered) / len(covered)


def hypergeometric(n: int, population: int) -> float:
    """The mean coverage over every truth a population of this size can have, between 2 and 98 per cent."""
    found = [share_of(k, n, population) for k in range(n + 1)]
    truths = [yes for yes in range(population + 1) if 0.02 <= yes / population <= 0.98]
    covered = []
    for yes in truths:
        truth = Decimal(yes) / population
        slack = Decimal("1e-20")
        covered.append(
            sum(
                math.comb(yes, k) * math.comb(population - yes, n - k) / math.comb(population, n)
                for k in range(max(0, n - (population - yes)), min(n, yes) + 1)
                if found[k].lower - slack <= truth <= found[k].upper + slack
            )
        )
    return sum(covered) / len(covered)


def mean(n: int, draws: int = 20_000) -> float:
    """The coverage of Student's interval over samples of a normal population."""
    samples = np.random.default_rng(n).normal(80, 5, (draws, n))
    half = float(student(n - 1)) * samples.std(axis=1, ddof=1) / math.sqrt(n)
    return float((np.abs(samples.mean(axis=1) - 80) <= half).mean())


def main() -> int:
    """Print every figure and the verdict; ends with 1 when one lies outside 94 to 96 per cent."""
    rows = [(f"Wilson, n = {n}", binomial(n)) for n in (15, 30, 60, 120, 400)]
    rows += [
        (f"Wilson, {n} of {population}", hypergeometric(n, population))
        for n, population in ((30, 60), (30, 120), (60, 100), (100, 400), (200, 300))
    ]
    rows += [(f"Student, n = {n}", mean(n)) for n in (2, 5, 7, 20, 40, 100)]
    for name, share in rows:
        print(f"{name:28}{share * 100:8.2f} %")
    outside = [name for name, share in rows if not 0.94 <= share <= 0.96]
    print(f"{len(rows)} intervals, {len(outside)} outside 94-96 %: {', '.join(outside) or 'none'}")
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main())
