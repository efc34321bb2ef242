"""What a survey tells: exact counts with honest intervals, and nothing of fewer people than its threshold."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.rules.proportions import share_of
from workflows.rules.surveys import (
    GROUP,
    LONGEST_ANSWER,
    Questionnaire,
    SurveyResults,
    WrongAnswer,
    ballot_of,
    results_of,
    tally_of,
)

THRESHOLD = 4
GROUPS, ROLES, OPTIONS = ("g1", "g2", "g3"), ("1", "2", ""), ("1", "2", "3", "")


def both(text: str) -> dict[str, str]:
    return {"ru": text, "en": text}


def asked(threshold: int = THRESHOLD, population: int = 50) -> Questionnaire:
    """Who are you; how satisfied are you, from 1 to 3; what would you change."""
    options = [{"code": str(n), "title": both(str(n))} for n in (1, 2, 3)]
    role = {"code": "q1", "kind": "CHOICE", "title": both("Кто вы"), "options": options[:2], "profile": True}
    scale = {"code": "q2", "kind": "SCALE", "title": both("Довольны ли вы"), "options": options}
    text = {"code": "q3", "kind": "TEXT", "title": both("Что изменить")}
    groups = [{"code": code, "title": both(code), "population": population} for code in GROUPS]
    return Questionnaire.model_validate({"questions": [role, scale, text], "groups": groups, "threshold": threshold})


def answers(role: str, score: str) -> dict[str, str]:
    return {"q1": role, "q2": score}


def filters() -> list[dict[str, str]]:
    """Everything that can be asked: each attribute open or one of its values."""
    sides = [[None, *GROUPS], [None, *ROLES]]
    return [
        {name: value for name, value in zip((GROUP, "q1"), chosen, strict=True) if value is not None}
        for chosen in product(*sides)
    ]


def told(
    boxes: Mapping[str, Sequence[Mapping[str, str]]], questionnaire: Questionnaire
) -> list[tuple[dict[str, str], SurveyResults]]:
    """Every table over every filter that is published."""
    tally = tally_of(questionnaire, boxes)
    found = [(where, results_of(questionnaire, tally, where)) for where in filters()]
    return [(where, results) for where, results in found if results]


def people(boxes: Mapping[str, Sequence[Mapping[str, str]]], where: Mapping[str, str]) -> frozenset[tuple[str, int]]:
    """Who a filter is about, by group and place in the box."""
    return frozenset(
        (group, place)
        for group, box in boxes.items()
        for place, one in enumerate(box)
        if where.get(GROUP, group) == group and where.get("q1", one["q1"]) == one["q1"]
    )


def counts(results: SurveyResults) -> list[list[int]]:
    """Of each question that is told: how many chose each option, and how many left it out."""
    return [[*(option.count for option in question.options), question.unsaid] for question in results.questions]


some_boxes = st.dictionaries(
    st.sampled_from(GROUPS),
    st.lists(st.builds(answers, st.sampled_from(ROLES), st.sampled_from(OPTIONS)), max_size=9),
)


@settings(max_examples=60)
@given(some_boxes)
def test_every_pair_of_published_tables_differs_by_nobody_or_by_enough(boxes: dict[str, Any]) -> None:
    published = told(boxes, asked())
    for where, results in published:
        about = people(boxes, where)
        assert results.respondents == len(about)
        assert all(sum(count) == len(about) for count in counts(results))
        assert not about or len(about) >= THRESHOLD
    for (one, _), (other, _) in combinations(published, 2):
        for left, right in ((one, other), (other, one)):
            bigger, smaller = people(boxes, left), people(boxes, right)
            if smaller < bigger:
                assert len(bigger - smaller) >= THRESHOLD


def in_span(rows: Sequence[Sequence[int]], target: Sequence[int]) -> bool:
    """Whether a sum of people follows from the published sums: whether their equations span it."""
    basis: list[list[Fraction]] = []

    def reduced(row: Sequence[int]) -> list[Fraction]:
        left = [Fraction(value) for value in row]
        for known in basis:
            lead = next(place for place, value in enumerate(known) if value)
            left = [a - left[lead] / known[lead] * b for a, b in zip(left, known, strict=True)]
        return left

    for row in rows:
        rest = reduced(row)
        if any(rest):
            basis.append(rest)
    return not any(reduced(target))


@settings(max_examples=40)
@given(some_boxes)
def test_all_published_tables_together_give_no_small_group_away(boxes: dict[str, Any]) -> None:
    """Whatever is added and subtracted of all tables: no set of cells below the threshold can be solved for."""
    cells = sorted({(group, one["q1"]) for group, box in boxes.items() for one in box})
    size = {cell: len(people(boxes, {GROUP: cell[0], "q1": cell[1]})) for cell in cells}
    rows = [
        [int(where.get(GROUP, group) == group and where.get("q1", role) == role) for group, role in cells]
        for where, _ in told(boxes, asked())
    ]
    small = chain.from_iterable(combinations(cells, count) for count in (1, 2, 3))
    for chosen in small:
        if 0 < sum(size[cell] for cell in chosen) < THRESHOLD:
            assert not in_span(rows, [int(cell in chosen) for cell in cells]), chosen


@settings(max_examples=40)
@given(some_boxes)
def test_all_published_tables_together_give_no_few_answers_to_a_question_away(boxes: dict[str, Any]) -> None:
    """Many respondents do not hide the few of them who answered a question: these cannot be solved for either."""
    cells = sorted({(group, one["q1"]) for group, box in boxes.items() for one in box})
    answered = {cell: sum(one["q2"] != "" for one in boxes[cell[0]] if one["q1"] == cell[1]) for cell in cells}
    rows = [
        [int(where.get(GROUP, group) == group and where.get("q1", role) == role) for group, role in cells]
        for where, results in told(boxes, asked())
        if results.questions
    ]
    for chosen in chain.from_iterable(combinations(cells, count) for count in (1, 2, 3)):
        if 0 < sum(answered[cell] for cell in chosen) < THRESHOLD:
            assert not in_span(rows, [int(cell in chosen) for cell in cells]), chosen


def test_a_question_that_few_of_a_block_answered_is_told_of_everybody_alone() -> None:
    boxes = {
        "g1": [answers("1", "3")] * 6,
        "g2": [answers("1", "2")] * 2 + [answers("1", "")] * 6,
    }
    published = {str(where): len(results.questions) for where, results in told(boxes, asked())}
    assert published["{}"] == 1
    assert published["{'group': 'g1'}"] == published["{'group': 'g2'}"] == 0


def test_a_question_that_too_few_answered_is_not_told() -> None:
    boxes = {"g1": [answers("1", "3")] + [answers("1", "")] * 9}
    results = results_of(asked(), tally_of(asked(), boxes), {})
    assert results
    assert (results.respondents, results.questions) == (10, ())


def test_the_attack_recovers_an_answer_where_small_cells_alone_are_hidden() -> None:
    """What the defence is for: the class, less those of it who are parents, is one pupil with his answer."""
    boxes = {
        "g1": [*[answers("1", "3")] * 6, answers("2", "1")],
        "g2": [answers("1", "2")] * 5 + [answers("2", "2")] * 5,
    }

    def counted(where: dict[str, str]) -> list[int]:
        chosen = [boxes[group][place]["q2"] for group, place in people(boxes, where)]
        return [chosen.count(option) for option in OPTIONS]

    whole, parents = counted({GROUP: "g1"}), counted({GROUP: "g1", "q1": "1"})
    assert [a - b for a, b in zip(whole, parents, strict=True)] == [1, 0, 0, 0]
    published = [where for where, _ in told(boxes, asked())]
    assert {GROUP: "g1"} in published
    assert {GROUP: "g1", "q1": "1"} not in published
    assert {GROUP: "g1", "q1": "2"} not in published


def test_the_distribution_of_a_profile_question_is_not_told_beside_the_blocks() -> None:
    tally = tally_of(asked(), {"g1": [*[answers("1", "3")] * 6, answers("2", "1")]})
    assert set(tally.counts) == {"q2"}


def test_with_fewer_answers_than_the_threshold_nothing_is_kept() -> None:
    tally = tally_of(asked(), {"g1": [answers("1", "3")] * (THRESHOLD - 1)})
    assert (tally.blocks, tally.counts) == ((), {})
    assert results_of(asked(), tally, {}) is None


def test_a_share_has_the_interval_of_wilson_corrected_for_the_population() -> None:
    boxes = {"g1": [answers("1", "3")] * 8 + [answers("1", "1")] * 4 + [answers("1", "")] * 2}
    results = results_of(asked(population=20), tally_of(asked(population=20), boxes), {GROUP: "g1"})
    assert results
    (question,) = results.questions
    assert (results.respondents, results.population, question.answered, question.unsaid) == (14, 20, 12, 2)
    third = question.options[2]
    assert third.share == share_of(8, 12, 20)
    assert third.share != share_of(8, 12)
    assert question.mean == Decimal(8 * 3 + 4) / 12


def test_asked_by_who_answers_the_population_is_not_known() -> None:
    boxes = {"g1": [answers("1", "3")] * 8, "g2": [answers("2", "3")] * 8}
    tally = tally_of(asked(), boxes)
    by_role = results_of(asked(), tally, {"q1": "1"})
    whole = results_of(asked(), tally, {})
    assert by_role
    assert whole
    assert (by_role.respondents, by_role.population) == (8, None)
    assert (whole.respondents, whole.population) == (16, 150)
    assert results_of(asked(), tally, {"q2": "3"}) is None, "an ordinary question is no way to ask for people"


@pytest.mark.parametrize(
    "form", [{"q1": "3"}, {"q2": "0"}, {"q3": "x" * (LONGEST_ANSWER + 1)}, {"q3": "\x00"}, {"q2": "1,2"}]
)
def test_a_form_that_was_not_ours_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(WrongAnswer):
        ballot_of(asked(), form)


def test_a_form_is_read_with_texts_apart_from_the_rest() -> None:
    ballot = ballot_of(asked(), {"q1": "2", "q3": "  Тише в столовой ", "q9": "1", "lang": "ru"})
    assert ballot.answers == {"q1": "2", "q2": ""}
    assert ballot.texts == {"q3": "Тише в столовой"}
