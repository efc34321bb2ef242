"""How strict experts are over many cases: only as far as shared cases link them, and only where there is enough."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from workflows.rules.expert_severity import ENOUGH_CASES, Given, experts_of

SCALE = {"kind": "POINTS", "minimum": "0", "maximum": "10", "step": "1"}
STRICT, EVEN, MILD, APART, APART_TOO = (UUID(int=place) for place in range(1, 6))
LEANS = {STRICT: -1, EVEN: 0, MILD: 1, APART: -3, APART_TOO: -3}


def case(*experts: UUID, criteria: int = 10, deserved: int = 5) -> list[Given]:
    """A case that these experts scored, each as they lean; no two criteria deserve the same."""
    key = uuid4()
    return [
        Given(expert, key, str(place), Decimal(deserved + place % 3 + LEANS[expert]), SCALE)
        for expert in experts
        for place in range(criteria)
    ]


def test_experts_are_compared_through_others_and_never_across_groups() -> None:
    linked = [score for _ in range(4) for score in [*case(STRICT, EVEN), *case(EVEN, MILD, deserved=6)]]
    alone = [score for _ in range(4) for score in case(APART, APART_TOO)]
    found = {one.key: one for one in experts_of([*linked, *alone])}
    leniency = {key: round(one.severity.raw, 6) for key, one in found.items() if one.severity}
    # The strict and the mild one never met; through the third they are two points of ten apart.
    assert leniency[MILD] - leniency[STRICT] == pytest.approx(0.2)
    assert found[STRICT].group == found[MILD].group != found[APART].group
    # Two who lean alike lean not at all beside each other, however low they score.
    assert (leniency[APART], leniency[APART_TOO]) == (0, 0)
    assert (found[EVEN].cases, found[EVEN].scores) == (8, 80)


def test_of_few_cases_or_few_scores_nothing_is_said() -> None:
    few_cases = [score for _ in range(ENOUGH_CASES - 1) for score in case(STRICT, MILD, criteria=15)]
    few_scores = [score for _ in range(ENOUGH_CASES) for score in case(STRICT, MILD, criteria=2)]
    for scores in (few_cases, few_scores):
        assert [one.severity for one in experts_of(scores)] == [None, None]


def test_what_one_alone_scored_says_nothing_of_anybody() -> None:
    assert experts_of([score for _ in range(9) for score in case(MILD)]) == []
    assert experts_of([]) == []


def test_the_strictest_stands_first_and_those_of_whom_nothing_is_said_last() -> None:
    known = [score for _ in range(4) for score in case(STRICT, EVEN, MILD)]
    found = experts_of([*known, *case(APART, EVEN)])
    assert [one.key for one in found] == [STRICT, EVEN, MILD, APART]
    assert found[-1].severity is None
