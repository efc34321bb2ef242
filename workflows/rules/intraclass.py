"""Intraclass correlations: the six forms of Shrout and Fleiss (1979), with the intervals of McGraw and Wong (1996).

Targets are rows, judges columns, nothing missing. The forms: ICC(1,1) when every target has judges of its own,
ICC(2,1) absolute agreement with judges drawn from many, ICC(3,1) consistency of just these judges; with k, the same of
the mean of the k judges. McGraw and Wong, and most programs, write A for 2 and C for 3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.rules.agreement import Interval
from workflows.rules.f_distribution import quantile


@dataclass(frozen=True)
class Correlation:
    """One form, its value, and where it may lie; no interval where judges do not differ at all."""

    form: str
    value: float
    interval: Interval | None


@dataclass(frozen=True)
class _Squares:
    """Mean squares of the two-way table of n targets and k judges."""

    n: int
    k: int
    between: float
    within: float
    judges: float
    error: float


def correlations_of(table: Sequence[Sequence[Decimal]], confidence: float = 0.95) -> list[Correlation] | None:
    """All six forms, or None where the table cannot say: under two targets or judges, or nothing varies."""
    if len(table) < 2 or len(table[0]) < 2:
        return None
    squares = _squares(table)
    if squares.within == 0 and squares.between == 0:
        return None
    found = [_one_way(squares, confidence), _absolute(squares, confidence), _consistent(squares, confidence)]
    return [single for single, _ in found] + [mean for _, mean in found]


def _squares(table: Sequence[Sequence[Decimal]]) -> _Squares:
    # Sums are exact; only their ratios become floats.
    n, k = len(table), len(table[0])
    grand = _sum(value for row in table for value in row) / (n * k)
    rows = [_sum(row) / k - grand for row in table]
    columns = [_sum(column) / n - grand for column in zip(*table, strict=True)]
    total = _sum((value - grand) ** 2 for row in table for value in row)
    between = k * _sum(row**2 for row in rows)
    judges = n * _sum(column**2 for column in columns)
    error = max(total - between - judges, Decimal(0))
    return _Squares(
        n,
        k,
        float(between / (n - 1)),
        float((total - between) / (n * (k - 1))),
        float(judges / (k - 1)),
        float(error / ((n - 1) * (k - 1))),
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _ratio(above: float, below: float) -> float:
    return above / below if below else 0.0


def _one_way(s: _Squares, confidence: float) -> tuple[Correlation, Correlation]:
    single = _ratio(s.between - s.within, s.between + (s.k - 1) * s.within)
    mean = _ratio(s.between - s.within, s.between)
    return _with_f_interval(("ICC(1,1)", "ICC(1,k)"), (single, mean), s, s.within, s.n * (s.k - 1), confidence)


def _consistent(s: _Squares, confidence: float) -> tuple[Correlation, Correlation]:
    single = _ratio(s.between - s.error, s.between + (s.k - 1) * s.error)
    mean = _ratio(s.between - s.error, s.between)
    return _with_f_interval(("ICC(3,1)", "ICC(3,k)"), (single, mean), s, s.error, (s.n - 1) * (s.k - 1), confidence)


def _with_f_interval(
    forms: tuple[str, str], values: tuple[float, float], s: _Squares, noise: float, freedom: int, confidence: float
) -> tuple[Correlation, Correlation]:
    if noise == 0:
        return Correlation(forms[0], values[0], None), Correlation(forms[1], values[1], None)
    share = (1 + confidence) / 2
    ratio = s.between / noise
    low = ratio / quantile(share, s.n - 1, freedom)
    high = ratio * quantile(share, freedom, s.n - 1)
    single = Interval((low - 1) / (low + s.k - 1), (high - 1) / (high + s.k - 1), confidence)
    mean = Interval(1 - 1 / low, 1 - 1 / high, confidence) if low and high else None
    return Correlation(forms[0], values[0], single), Correlation(forms[1], values[1], mean)


def _absolute(s: _Squares, confidence: float) -> tuple[Correlation, Correlation]:
    n, k = s.n, s.k
    single = _ratio(s.between - s.error, s.between + (k - 1) * s.error + k * (s.judges - s.error) / n)
    mean = _ratio(s.between - s.error, s.between + (s.judges - s.error) / n)
    if s.error == 0:
        return Correlation("ICC(2,1)", single, None), Correlation("ICC(2,k)", mean, None)
    # Satterthwaite's degrees of freedom (Shrout and Fleiss 1979, p. 424).
    share = (1 + confidence) / 2
    of_judges = s.judges / s.error
    spread = n * (1 + (k - 1) * single) - k * single
    above = (n - 1) * (k - 1) * (k * single * of_judges + spread) ** 2
    below = (n - 1) * k**2 * single**2 * of_judges**2 + spread**2
    freedom = above / below
    up, down = quantile(share, n - 1, freedom), quantile(share, freedom, n - 1)
    rest = k * s.judges + (k * n - k - n) * s.error
    lower = n * (s.between - up * s.error) / (up * rest + n * s.between)
    upper = n * (down * s.between - s.error) / (rest + n * down * s.between)
    return (
        Correlation("ICC(2,1)", single, Interval(lower, upper, confidence)),
        Correlation("ICC(2,k)", mean, Interval(_of_mean(lower, k), _of_mean(upper, k), confidence)),
    )


def _of_mean(single: float, k: int) -> float:
    """Spearman and Brown: the reliability of the mean of k from that of one."""
    return single * k / (1 + single * (k - 1))
