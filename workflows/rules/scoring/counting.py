"""The value of a criterion that is calculated from counts by its framework's formula."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workflows.rules.refusals import InvalidInput, Problem
from workflows.rules.scoring.engine import results_of
from workflows.rules.scoring.scheme import scheme_of

MOST = 1_000_000


def counted_value(body: Mapping[str, Any], code: str, counts: Mapping[str, int]) -> Decimal:
    """What the formula makes of these counts, on the step of the criterion's scale, half up.

    Raises InvalidInput at `input.counts` unless these are exactly the counts that the criterion asks for, and where the
    formula gives nothing of them (nobody was asked).
    """
    criterion = next((part for part in body["criteria"] if part["code"] == code), None)
    asked = [count["code"] for count in criterion.get("inputs", ())] if criterion else []
    if criterion is None or not asked or code not in (body.get("scoring") or {}).get("formulas", {}):
        raise InvalidInput(Problem("input.counts", "NOT_COUNTED"))
    if set(counts) != set(asked):
        raise InvalidInput(Problem("input.counts", "COUNTS_ASKED", (("counts", ", ".join(asked)),)))
    for name, count in counts.items():
        if not 0 <= count <= MOST:
            details = (("least", "0"), ("most", str(MOST)))
            raise InvalidInput(Problem(f"input.counts.{asked.index(name)}", "OUT_OF_RANGE", details))
    made = results_of(scheme_of(body), {}, {code: {name: Decimal(count) for name, count in counts.items()}})
    exact = made.criteria[code].exact
    if exact is None:
        raise InvalidInput(Problem("input.counts", "COUNTS_GIVE_NOTHING"))
    step = Decimal(criterion["scale"]["step"])
    steps = (Decimal(exact.numerator) / Decimal(exact.denominator) / step).quantize(Decimal(1), ROUND_HALF_UP)
    return steps * step
