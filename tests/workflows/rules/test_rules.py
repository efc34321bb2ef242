"""The rule engine: exact, monotone, indifferent to order and the unit of weights, never at a loss for an answer."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.rules.scoring import Absence, Derivation, Results, in_reading_order, results_of
from workflows.rules.scoring.language import Scoring
from workflows.rules.scoring.scheme import Node, Scheme

CODES = ("a", "b", "c", "d")
TITLE = {"ru": "Название", "en": "Title"}
SKILLS = ("WEIGHTED_MEAN", "MEAN", "SUM", "MINIMUM", "MAXIMUM")


def made_by(
    *rules: Mapping[str, Any], weights: tuple[Decimal, ...] = (Decimal(1),) * 4, values: Mapping[str, Any]
) -> Results:
    """The results of rules r0, r1 … over four scored criteria a, b, c, d."""
    nodes = [Node(code, None, weight, scored=True) for code, weight in zip(CODES, weights, strict=True)]
    results = [{"code": f"r{place}", "title": TITLE, "rule": rule} for place, rule in enumerate(rules)]
    return results_of(Scheme(nodes, Scoring.model_validate({"results": results})), values)


def last(*rules: Mapping[str, Any], values: Mapping[str, Any], **more: Any) -> Derivation:
    return list(made_by(*rules, values=values, **more).results.values())[-1]


scores = st.decimals(0, 100, places=2)
weights = st.tuples(*(st.decimals(0, 10, places=3) for _ in CODES)).filter(any)
four = st.fixed_dictionaries(dict.fromkeys(CODES, scores))
absences = st.sampled_from([None, Absence.MISSING, Absence.NOT_APPLICABLE])
holed = st.fixed_dictionaries(dict.fromkeys(CODES, scores | absences))
policies = st.sampled_from(["KEEP", "SKIP", "0", "17.5"])

# Random rules of the closed language.
Rules = st.SearchStrategy[dict[str, Any]]
bounds = st.decimals(0, 100, places=1).map(str)
operands = st.deferred(lambda: st.sampled_from(CODES) | numbers)
lists = st.just("TOP") | st.just("SCORED") | st.lists(operands, min_size=1, max_size=3)
aggregates = st.fixed_dictionaries(
    {"kind": st.sampled_from(SKILLS), "of": lists, "missing": policies, "not_applicable": policies},
    optional={
        "rounding": st.fixed_dictionaries(
            {
                "digits": st.integers(0, 3),
                "mode": st.sampled_from(["HALF_UP", "HALF_EVEN", "HALF_DOWN", "UP", "DOWN"]),
            }
        )
    },
)
ascending = st.lists(st.integers(0, 1000), min_size=2, max_size=2, unique=True).map(sorted)
numbers: Rules = st.deferred(
    lambda: (
        aggregates
        | st.fixed_dictionaries({"kind": st.just("SCALED"), "of": operands, "by": st.sampled_from(["0", "0.3", "2"])})
        | st.fixed_dictionaries({"kind": st.just("CAPPED"), "of": operands, "at": bounds})
        | st.builds(
            lambda of, at, points: {
                "kind": "POINTS",
                "of": of,
                "below": "0",
                "steps": [{"at_least": str(a), "points": str(p)} for a, p in zip(at, points, strict=True)],
            },
            operands,
            ascending,
            ascending,
        )
        | st.builds(
            lambda of, unless, at_most: {"kind": "VETO", "of": of, "unless": unless, "at_most": at_most},
            operands,
            truths,
            bounds,
        )
    )
)
truths: Rules = st.deferred(
    lambda: (
        st.fixed_dictionaries({"kind": st.just("AT_LEAST"), "of": operands, "threshold": bounds})
        | st.fixed_dictionaries(
            {"kind": st.just("EACH_AT_LEAST"), "of": lists, "threshold": bounds, "save": st.integers(0, 2)}
        )
        | st.fixed_dictionaries(
            {"kind": st.sampled_from(["ALL", "ANY"]), "of": st.lists(truths, min_size=1, max_size=2)}
        )
    )
)
words = st.builds(
    lambda of, at, when: [
        {
            "kind": "BANDS",
            "of": of,
            "bands": [
                {"code": "low", "title": TITLE},
                {"code": "mid", "title": TITLE, "at_least": str(at[0])},
                {"code": "top", "title": TITLE, "at_least": str(at[1])},
            ],
        },
        {
            "kind": "LEVELS",
            "levels": [
                {"code": "weak", "title": TITLE},
                {"code": "expected", "title": TITLE, "when": when},
                {"code": "strong", "title": TITLE, "when": {"kind": "REACHES", "of": "r0", "level": "mid"}},
            ],
        },
        {
            "kind": "VETO",
            "of": {"kind": "RESULT", "of": "r1"},
            "unless": {"kind": "REACHES", "of": "r0", "level": "top"},
            "at_most": "expected",
        },
    ],
    operands,
    ascending,
    truths,
)


def height(step: Derivation) -> Fraction | int | None:
    """Where a result stands, whatever its kind."""
    if step.exact is not None:
        return step.exact
    if step.level is not None:
        return step.level.place
    return None if step.holds is None else int(step.holds)


@settings(max_examples=40)
@given(numbers | truths, four, st.sampled_from(CODES), scores)
def test_a_better_score_never_makes_a_number_or_a_truth_worse(
    rule: dict[str, Any], values: dict[str, Decimal], code: str, other: Decimal
) -> None:
    low, high = sorted([values[code], other])
    before, after = (height(last(rule, values=values | {code: value})) for value in (low, high))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before <= after


@settings(max_examples=40)
@given(words, four, st.sampled_from(CODES), scores)
def test_a_better_score_never_lowers_a_level(
    rules: list[dict[str, Any]], values: dict[str, Decimal], code: str, other: Decimal
) -> None:
    low, high = sorted([values[code], other])
    for place in range(len(rules)):
        before, after = (height(last(*rules[: place + 1], values=values | {code: value})) for value in (low, high))
        assert before is not None
        assert after is not None
        assert before <= after


@given(weights, four, st.sampled_from(["0.001", "0.3", "7", "1000"]))
def test_only_the_proportion_of_weights_counts(
    given_weights: tuple[Decimal, ...], values: dict[str, Decimal], unit: str
) -> None:
    rule = {"kind": "WEIGHTED_MEAN", "of": "TOP"}
    same = tuple(weight * Decimal(unit) for weight in given_weights)
    assert last(rule, values=values, weights=given_weights).exact == last(rule, values=values, weights=same).exact


@given(st.permutations(CODES), st.sampled_from(SKILLS), holed, policies, policies)
def test_the_order_of_members_does_not_count(
    order: list[str], kind: str, values: dict[str, Any], missing: str, inapplicable: str
) -> None:
    one, other = (
        last({"kind": kind, "of": list(codes), "missing": missing, "not_applicable": inapplicable}, values=values)
        for codes in (CODES, order)
    )
    assert (one.exact, one.absent) == (other.exact, other.absent)


@settings(max_examples=40)
@given(numbers | truths, holed)
def test_whatever_is_missing_there_is_one_answer_and_it_is_explained(
    rule: dict[str, Any], values: dict[str, Any]
) -> None:
    for placed in in_reading_order(last(rule, values=values)):
        step = placed.step
        assert [step.exact, step.level, step.holds, step.absent].count(None) == 3
        assert step.number is None or step.number.is_finite()


@settings(max_examples=40)
@given(words, holed)
def test_levels_too_are_never_at_a_loss(rules: list[dict[str, Any]], values: dict[str, Any]) -> None:
    for step in made_by(*rules, values=values).results.values():
        assert [step.exact, step.level, step.holds, step.absent].count(None) == 3


def by_hand(rule: Any, values: Mapping[str, Decimal], given_weights: Mapping[str, Decimal], kind: type) -> Any:
    """The same number another way: plain recursion, in the kind of number asked for, roundings left out."""
    if isinstance(rule, str):
        return kind(values[rule])
    codes = list(CODES) if isinstance(rule.get("of"), str) and rule["of"] in {"TOP", "SCORED"} else rule["of"]
    if rule["kind"] == "SCALED":
        return by_hand(codes, values, given_weights, kind) * kind(rule["by"])
    if rule["kind"] == "CAPPED":
        return min(by_hand(codes, values, given_weights, kind), kind(rule["at"]))
    parts = [by_hand(part, values, given_weights, kind) for part in codes]
    shares = [kind(given_weights.get(part, 1) if isinstance(part, str) else 1) for part in codes]
    weight = sum(shares)
    whole = sum(part * share for part, share in zip(parts, shares, strict=True))
    made: dict[str, Callable[[Any], Any]] = {
        "SUM": sum,
        "MEAN": lambda found: sum(found) / len(found),
        "MINIMUM": min,
        "MAXIMUM": max,
    }
    if rule["kind"] == "WEIGHTED_MEAN":
        return whole / weight if weight else None
    return made[rule["kind"]](parts)


flat: Rules = st.deferred(
    lambda: (
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from([skill for skill in SKILLS if skill != "WEIGHTED_MEAN"]),
                "of": st.lists(st.sampled_from(CODES) | flat, min_size=1, max_size=3) | st.just("TOP"),
            }
        )
        | st.fixed_dictionaries({"kind": st.just("WEIGHTED_MEAN"), "of": st.just("TOP")})
        | st.fixed_dictionaries({"kind": st.just("SCALED"), "of": flat, "by": st.sampled_from(["0.3", "7"])})
        | st.fixed_dictionaries({"kind": st.just("CAPPED"), "of": flat, "at": bounds})
    )
)


@settings(max_examples=60)
@given(flat, four, weights)
def test_decimals_and_fractions_say_the_same(
    rule: dict[str, Any], values: dict[str, Decimal], given_weights: tuple[Decimal, ...]
) -> None:
    found = last(rule, values=values, weights=given_weights)
    by_code = dict(zip(CODES, given_weights, strict=True))
    exact = by_hand(rule, values, by_code, Fraction)
    assert found.exact == exact
    with localcontext(prec=60):
        decimal = by_hand(rule, values, by_code, Decimal)
        assert abs(Decimal(exact.numerator) / Decimal(exact.denominator) - decimal) < Decimal("1e-50")
    assert found.number is not None
    assert abs(found.number - decimal) <= abs(decimal) * Decimal("1e-27")


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_declared_rounding_is_that_of_decimal_arithmetic(thousandths: int, digits: int) -> None:
    value = Decimal(thousandths) / 1000
    for mode in ("HALF_UP", "HALF_EVEN", "HALF_DOWN", "UP", "DOWN"):
        rule = {"kind": "SUM", "of": ["a"], "rounding": {"digits": digits, "mode": mode}}
        assert last(rule, values={"a": value}).number == value.quantize(Decimal(1).scaleb(-digits), f"ROUND_{mode}")


def test_a_half_way_made_of_thirds_is_still_half_way() -> None:
    # 3.005 as the mean of a third, a third and the rest: decimal arithmetic of any length says 3.00 or 3.01 by luck.
    third = {
        "kind": "RATIO",
        "of": {"kind": "NUMBER", "value": "9.015"},
        "by": {"kind": "NUMBER", "value": "3"},
        "zero": "MISSING",
    }
    rule = {"kind": "SUM", "of": [third], "rounding": {"digits": 2, "mode": "HALF_UP"}}
    assert last(rule, values={}).number == Decimal("3.005").quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("missing", "expected"), [("KEEP", None), ("SKIP", Decimal(30)), ("0", Decimal(20)), ("60", Decimal(40))]
)
def test_a_missing_value_does_what_is_declared(missing: str, expected: Decimal | None) -> None:
    rule = {"kind": "MEAN", "of": ["a", "b", "c"], "missing": missing}
    found = last(rule, values={"a": Decimal(20), "b": Decimal(40), "c": None})
    assert found.number == expected
    assert found.absent is (Absence.MISSING if expected is None else None)


@pytest.mark.parametrize(
    ("zero", "number", "absent"),
    [("MISSING", None, Absence.MISSING), ("NOT_APPLICABLE", None, Absence.NOT_APPLICABLE), ("0", Decimal(0), None)],
)
def test_a_share_of_nobody_is_what_is_declared(zero: str, number: Decimal | None, absent: Absence | None) -> None:
    found = last({"kind": "RATIO", "of": "a", "by": "b", "zero": zero}, values={"a": Decimal(0), "b": Decimal(0)})
    assert (found.number, found.absent) == (number, absent)


def test_one_veto_keeps_the_whole_down_and_says_so() -> None:
    rule = {
        "kind": "VETO",
        "of": {"kind": "MEAN", "of": "TOP"},
        "unless": {"kind": "EACH_AT_LEAST", "of": "SCORED", "threshold": "30"},
        "at_most": "49",
    }
    fine = dict.fromkeys(CODES, Decimal(90))
    assert last(rule, values=fine).number == 90
    found = last(rule, values=fine | {"b": Decimal(29)})
    assert found.number == 49
    assert found.notes[0].code == "VETOED"
    assert dict(found.parts[1].notes[0].facts)["below"] == "b"


def test_strong_takes_all_of_expected_too() -> None:
    rule = {
        "kind": "LEVELS",
        "levels": [
            {"code": "attention", "title": TITLE},
            {"code": "expected", "title": TITLE, "when": {"kind": "EACH_AT_LEAST", "of": ["a", "b"], "threshold": "3"}},
            {"code": "strong", "title": TITLE, "when": {"kind": "AT_LEAST", "of": "c", "threshold": "4"}},
        ],
    }

    def level(a: int, b: int, c: int) -> str | None:
        reached = last(rule, values={"a": Decimal(a), "b": Decimal(b), "c": Decimal(c)}).level
        return reached.code if reached else None

    assert [level(3, 3, 4), level(3, 3, 3), level(2, 3, 5)] == ["strong", "expected", "attention"]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "EVAL", "of": "__import__('os')"},
        {"kind": "SCALED", "of": "a", "by": "-1"},
        {"kind": "SUM", "of": ["a'; DROP TABLE"]},
        {"kind": "RATIO", "of": "a", "by": "b"},
        {"kind": "POINTS", "of": "a", "below": "5", "steps": [{"at_least": "1", "points": "0"}]},
        {"kind": "LEVELS", "levels": [{"code": "one", "title": TITLE}, {"code": "two", "title": TITLE}]},
    ],
)
def test_what_is_not_in_the_language_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made_by(rule, values={})
