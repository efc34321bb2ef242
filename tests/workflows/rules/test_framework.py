"""A framework file is checked when it is read: a wrong one never becomes a version."""

from typing import Any

import pytest
from pydantic import ValidationError

from workflows.frameworks import supplied
from workflows.rules.framework import Framework

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
    ],
)
def test_a_tree_that_does_not_hold_together_is_refused(criteria: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        framework(*criteria)


MEAN = {"kind": "WEIGHTED_MEAN", "of": "TOP"}


@pytest.mark.parametrize(
    ("scoring", "complaint"),
    [
        (None, "RULES_AND_AGGREGATION"),
        ({"results": [{"code": "t", "title": TITLE, "rule": {"kind": "MEAN", "of": ["9"]}}]}, "no criterion 9"),
        (
            {"results": [{"code": "t", "title": TITLE, "rule": MEAN | {"of": "MEMBERS"}}]},
            "belong to formulas and groups",
        ),
        ({"results": [{"code": "t", "title": TITLE, "rule": MEAN}], "total": "s"}, "there is no result s"),
        ({"groups": MEAN}, "over their MEMBERS"),
        ({"formulas": {"9": {"kind": "INPUT", "of": "n"}}}, "no scored criterion 9"),
        ({"formulas": {"1": {"kind": "INPUT", "of": "m"}}}, "there is no count m"),
        ({"formulas": {"1": {"kind": "MEAN", "of": ["1"]}}}, "made of counts and numbers"),
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
            "there is no level low",
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
