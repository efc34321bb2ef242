"""What families say of criteria: counted from declared questions alone, each share with its interval."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.proportions import Stratum, share_of, share_over
from workflows.rules.surveys import Questionnaire, results_of, tally_of
from workflows.rules.voices import Says, Voice, above_the_middle, voices_of


def both(text: str) -> dict[str, str]:
    return {"ru": text, "en": text}


def options(count: int, criteria: dict[int, str] | None = None) -> list[dict[str, Any]]:
    named = criteria or {}
    return [{"code": str(n), "title": both(str(n)), "criterion": named.get(n)} for n in range(1, count + 1)]


def asked(threshold: int = 5) -> Questionnaire:
    """What should come first, out of three things of which two are criteria; and a scale of five about a third."""
    choice = {"code": "q1", "kind": "CHOICE", "title": both("Что важнее"), "options": options(3, {1: "1.1", 2: "2.1"})}
    scale = {"code": "q2", "kind": "SCALE", "title": both("Кружки"), "options": options(5), "criterion": "3.1"}
    groups = [{"code": "g1", "title": both("5а"), "population": 40}]
    return Questionnaire.model_validate({"questions": [choice, scale], "groups": groups, "threshold": threshold})


def said(kind: str, *answers: tuple[str, str]) -> list[Voice]:
    boxes = {"g1": [{"q1": first, "q2": second} for first, second in answers]}
    results = results_of(asked(), tally_of(asked(), boxes), {})
    assert results
    return voices_of(asked(), kind, results)


def test_options_and_scales_speak_of_the_criteria_they_name_and_of_no_other() -> None:
    found = said("NEEDS", *[("1", "5")] * 8, *[("2", "3")] * 3, *[("3", "4")] * 3)
    assert [(voice.criterion, voice.says, voice.option, voice.chosen, voice.answered) for voice in found] == [
        ("1.1", Says.CHOSEN, "1", 8, 14),
        ("2.1", Says.CHOSEN, "2", 3, 14),
        ("3.1", Says.MATTERS, None, 11, 14),
    ]
    assert found[0].share == share_of(8, 14, 40)


def test_a_scale_of_a_satisfaction_survey_says_how_content_people_are() -> None:
    assert said("SATISFACTION", *[("3", "5")] * 6)[-1].says is Says.CONTENT


def test_a_question_that_too_few_answered_says_nothing() -> None:
    found = said("NEEDS", *[("1", "")] * 9, ("1", "5"))
    assert {voice.criterion for voice in found} == {"1.1", "2.1"}


@pytest.mark.parametrize(("steps", "upper"), [(2, ["2"]), (3, ["3"]), (4, ["3", "4"]), (5, ["4", "5"])])
def test_the_steps_above_the_middle_count(steps: int, upper: list[str]) -> None:
    scale = asked().questions[1].model_copy(update={"options": tuple(asked().questions[1].options[:steps])})
    assert above_the_middle(scale) == upper


counted = st.integers(1, 60).flatmap(
    lambda population: st.integers(1, population).flatmap(
        lambda n: st.builds(Stratum, st.integers(0, n), st.just(n), st.just(population))
    )
)


@given(counted)
def test_of_one_school_the_share_over_schools_is_its_own(stratum: Stratum) -> None:
    alone, own = share_over([stratum]), share_of(stratum.successes, stratum.n, stratum.population)
    for one, other in ((alone.value, own.value), (alone.lower, own.lower), (alone.upper, own.upper)):
        assert abs(one - other) < Decimal("1e-12")


@given(st.lists(counted, min_size=1, max_size=8))
def test_a_share_over_schools_lies_in_its_interval_whatever_the_order(strata: list[Stratum]) -> None:
    found = share_over(strata)
    assert 0 <= found.lower <= found.value <= found.upper <= 1
    assert abs(share_over(strata[::-1]).upper - found.upper) < Decimal("1e-20")


def test_a_large_school_counts_for_more_than_a_small_one() -> None:
    found = share_over([Stratum(30, 30, 900), Stratum(0, 30, 100)])
    assert found.value == Decimal("0.9")
    assert share_over([Stratum(900, 900, 900), Stratum(0, 100, 100)]).lower == Decimal("0.9"), "everybody was asked"


def test_the_interval_over_schools_holds_the_truth_about_as_often_as_it_says() -> None:
    chance = Random(7)
    schools = [(120, 0.55, 40), (300, 0.35, 45), (60, 0.7, 30), (200, 0.45, 80)]
    whole = [[1] * round(size * share) + [0] * (size - round(size * share)) for size, share, _ in schools]
    truth = Decimal(sum(map(sum, whole))) / sum(map(len, whole))
    held = 0
    for _ in range(600):
        strata = []
        for families, (size, _, asked_of) in zip(whole, schools, strict=True):
            strata.append(Stratum(sum(chance.sample(families, asked_of)), asked_of, size))
        found = share_over(strata)
        held += found.lower <= truth <= found.upper
    assert held / 600 >= 0.94
