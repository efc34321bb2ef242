"""A framework file is checked when it is read: a wrong one never becomes a version."""

from typing import Any

import pytest
from pydantic import ValidationError

from workflows.frameworks import supplied
from workflows.rules.framework import Framework
from workflows.rules.framework_problems import problems_of

TITLE = {"ru": "Название", "en": "Title"}
POINTS = {"kind": "POINTS", "minimum": "0", "maximum": "10", "step": "1"}


def criterion(code: str, **changes: Any) -> dict[str, Any]:
    return {"code": code, "kind": "INDICATOR", "title": TITLE, "weight": "1", "scale": "points", **changes}


def group(code: str, kind: str = "CRITERION", **changes: Any) -> dict[str, Any]:
    return criterion(code, kind=kind, scale=None, **changes)


def framework(*criteria: dict[str, Any], **changes: Any) -> Framework:
    whole = {
        "code": "trial",
        "number": 1,
        "title": TITLE,
        "aggregation": "WEIGHTED_MEAN",
        "scales": {"points": POINTS},
        "criteria": criteria,
        **changes,
    }
    return Framework.model_validate(whole)


def test_nok_has_five_criteria_with_fourteen_indicators_and_esg_ten_standards() -> None:
    found = {(known.code, known.number): known for known in supplied()}
    nok, esg = found["nok_uod", 1], found["esg_2015", 1]
    assert [part.code for part in nok.criteria if part.scale is None] == ["K1", "K2", "K3", "K4", "K5"]
    assert sum(part.scale is not None for part in nok.criteria) == 14
    assert [part.code for part in esg.criteria] == [f"1.{number}" for number in range(1, 11)]
    assert esg.aggregation == "NONE"


@pytest.mark.parametrize(
    ("criteria", "complaint"),
    [
        ([criterion("1"), criterion("1")], "CRITERION_TWICE"),
        ([criterion("1.1", parent="1")], "PARENT_GROUPS"),
        ([criterion("1"), criterion("1.1", parent="1")], "PARENT_GROUPS"),
        ([group("1", kind="INDICATOR"), criterion("1.1", parent="1")], "NESTED_WRONGLY"),
        ([criterion("1", scale="stars")], "SCALE_UNKNOWN.*stars"),
        ([group("1")], "NEITHER_SCORED_NOR_GROUP"),
        ([criterion("1", weight="0.5")], "WEIGHTS_AT_THE_TOP.*0.5"),
        ([group("1"), criterion("1.1", parent="1", weight="0.9")], "WEIGHTS_UNDER_GROUP.*0.9"),
        ([group("1", not_for=["EVENING"]), criterion("1.1", parent="1")], "criteria.0.not_for: NOT_FOR_OF_GROUP"),
        ([criterion("1", not_for=["SPECIAL"])], "NOTHING_ASKED_OF.*SPECIAL"),
        ([criterion("1", not_for=["LYCEUM"])], "GENERAL.*BOARDING"),
    ],
)
def test_a_tree_that_does_not_hold_together_is_refused(criteria: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        framework(*criteria)


MEAN = {"kind": "WEIGHTED_MEAN", "of": "TOP"}
RESULT = {"code": "t", "title": TITLE, "rule": MEAN}


@pytest.mark.parametrize(
    ("scoring", "complaint"),
    [
        (None, "RULES_AND_AGGREGATION"),
        (
            {"results": [{"code": "t", "title": TITLE, "rule": {"kind": "MEAN", "of": ["9"]}}]},
            "results.0.rule: RULE_CRITERION_UNKNOWN.*9",
        ),
        (
            {"results": [{"code": "t", "title": TITLE, "rule": MEAN | {"of": "MEMBERS"}}]},
            "COUNTS_AND_MEMBERS_ELSEWHERE",
        ),
        ({"results": [{"code": "t", "title": TITLE, "rule": MEAN}], "total": "s"}, "total: RESULT_UNKNOWN.*s"),
        ({"results": [RESULT, RESULT]}, "results.1.code: RESULT_TWICE"),
        (
            {"results": [RESULT | {"rule": {"kind": "REACHES", "of": "later", "level": "top"}}, RESULT]},
            "results.0.rule: RESULT_NOT_BEFORE.*later",
        ),
        ({"groups": MEAN}, "GROUPS_OVER_MEMBERS"),
        ({"formulas": {"9": {"kind": "INPUT", "of": "n"}}}, "FORMULA_OF_NOTHING.*9"),
        ({"formulas": {"1": {"kind": "INPUT", "of": "m"}}}, "COUNT_UNKNOWN.*m"),
        ({"formulas": {"1": {"kind": "MEAN", "of": ["1"]}}}, "FORMULA_OF_OTHERS"),
        (
            {
                "results": [
                    {
                        "code": "t",
                        "title": TITLE,
                        "rule": {
                            "kind": "VETO",
                            "of": MEAN,
                            "unless": {"kind": "IS_NOT_APPLICABLE", "of": "1"},
                            "at_most": "low",
                        },
                    }
                ]
            },
            "LEVEL_UNKNOWN.*low",
        ),
    ],
)
def test_rules_name_only_what_is_there(scoring: dict[str, Any] | None, complaint: str) -> None:
    counted = criterion("1", inputs=[{"code": "n", "title": TITLE}])
    with pytest.raises(ValidationError, match=complaint):
        framework(counted, aggregation="RULES", scoring=scoring)


@pytest.mark.parametrize(
    ("scale", "complaint"),
    [
        (POINTS | {"minimum": "10"}, "from less to more"),
        (POINTS | {"kind": "LEVELS", "levels": [{"value": "0", "title": TITLE}]}, "the ends of the scale"),
        (POINTS | {"levels": [{"value": "2", "title": TITLE}, {"value": "1", "title": TITLE}]}, "ascending order"),
        (POINTS | {"step": "0"}, "greater than 0"),
        (POINTS | {"colour": "red"}, "not permitted"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(scale: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        framework(criterion("1"), scales={"points": scale})


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            {"kind": "SCALED", "by": "-1", "of": {"kind": "RATIO", "of": "1", "by": {"kind": "NUMBER", "value": "x"}}},
            {("of.by.value", "NOT_A_NUMBER"), ("of.zero", "KEY_MISSING"), ("by", "NUMBER_TOO_SMALL")},
        ),
        (
            {"kind": "WEIGHTED_MEAN", "of": [{"of": "1", "weight": ""}, {"kind": "PENALTY"}, ""], "missing": "zero"},
            {
                ("of.0.weight", "NOT_A_NUMBER"),
                ("of.1", "RULE_MISSING"),
                ("of.2", "RULE_CRITERION_MISSING"),
                ("missing", "NOT_A_NUMBER"),
            },
        ),
        ({"kind": "ALL", "of": []}, {("of", "RULE_OVER_NOTHING")}),
        (
            {"kind": "BANDS", "of": "1", "bands": [{"code": "a b", "title": TITLE}, {"code": "b", "title": TITLE}]},
            {("bands.0.code", "CODE_UNUSABLE")},
        ),
        (
            {
                "kind": "VETO",
                "of": "1",
                "unless": {"kind": "ANY", "of": [{"kind": "MEAN", "of": "TOP"}]},
                "at_most": "",
            },
            {("unless.of.0", "RULE_MISSING"), ("at_most", "LEVEL_MISSING")},
        ),
    ],
)
def test_what_is_wrong_deep_in_a_rule_is_told_once_and_where_it_stands(
    rule: dict[str, Any], told: set[tuple[str, str]]
) -> None:
    written = {
        "code": "trial",
        "number": 1,
        "title": TITLE,
        "aggregation": "RULES",
        "scales": {"points": POINTS},
        "criteria": [criterion("1")],
        "scoring": {"results": [RESULT | {"rule": rule}]},
    }
    found = [(problem.path.removeprefix("scoring.results.0.rule."), problem.code) for problem in problems_of(written)]
    assert set(found) == told
    assert len(found) == len(told)
