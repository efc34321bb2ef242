"""How strict experts are over many cases: only as far as shared cases link them, and only where there is enough."""

from decimal import Decimal
from random import Random
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


def scored_by_chance(chance: Random, lean: dict[UUID, float], cases: int) -> list[Given]:
    """Cases of three experts each: what they deserve, how each leans and in this case in particular, and noise."""
    found = []
    for _ in range(cases):
        key = uuid4()
        panel = {expert: lean[expert] + chance.gauss(0, 0.6) for expert in chance.sample(sorted(lean), 3)}
        for place in range(8):
            deserved = chance.gauss(5, 1)
            for expert, leans in panel.items():
                value = Decimal(min(max(deserved + leans + chance.gauss(0, 0.7), 0), 10)).quantize(Decimal("0.01"))
                found.append(Given(expert, key, str(place), value, SCALE))
    return found


def test_the_interval_holds_how_an_expert_leans_about_as_often_as_it_says() -> None:
    chance = Random(3)
    lean = dict(zip((STRICT, EVEN, MILD, APART, APART_TOO), (-1.0, 0.0, 1.0, 0.5, -0.5), strict=True))
    held = told = 0
    for _ in range(40):
        for one in experts_of(scored_by_chance(chance, lean, 14)):
            if one.interval:
                told += 1
                held += one.interval.lower <= lean[one.key] / 10 <= one.interval.upper
    assert told >= 150
    assert 0.90 <= held / told <= 0.99


def test_the_same_scores_have_the_same_interval_around_the_estimate() -> None:
    scores = scored_by_chance(Random(5), {STRICT: -1.0, EVEN: 0.0, MILD: 1.0}, 10)
    once, again = experts_of(scores), experts_of(scores)
    assert once == again
    for one in once:
        assert one.severity
        assert one.interval
        assert one.interval.lower < one.severity.raw < one.interval.upper


def test_experts_who_always_differ_by_the_same_are_certain_and_pairs_of_one_case_are_not_told() -> None:
    found = {one.key: one for one in experts_of([score for _ in range(4) for score in case(STRICT, MILD)])}
    interval = found[STRICT].interval
    assert interval
    assert interval.upper - interval.lower == pytest.approx(0, abs=1e-9)
    assert all(one.interval is None for one in experts_of(case(STRICT, MILD)))
