"""An inspector's counts become the indicators of НОК by the framework's own formulas."""

from decimal import Decimal

import pytest

from workflows.frameworks import body_of, supplied
from workflows.frameworks.checklists import checklist_of
from workflows.rules.refusals import InvalidInput
from workflows.rules.scoring import counted_value, value_problem

NOK = body_of(next(known for known in supplied() if (known.code, known.number) == ("nok_uod", 2)))
CRITERIA = {criterion["code"]: criterion for criterion in NOK["criteria"]}


@pytest.mark.parametrize(
    ("code", "counts", "value"),
    [
        # The worked example of the published formulas, rounded to the scale's two decimals.
        ("1.1", {"I_stand": 12, "N_stand": 14, "I_site": 45, "N_site": 50}, "87.86"),
        ("1.2", {"n": 3}, "90"),
        ("1.3", {"U_stand": 180, "N_resp_stand": 200, "U_site": 171, "N_resp_site": 190}, "90"),
        ("3.1", {"n": 1}, "20"),
        ("3.3", {"U": 6, "N_dis": 8}, "75"),
        ("4.2", {"U": 223, "N": 230}, "96.96"),
        # More conditions than the formula needs make no more than a hundred, and none make nothing.
        ("3.2", {"n": 6}, "100"),
        ("2.1", {"n": 0}, "0"),
    ],
)
def test_counts_make_the_published_value_and_it_lies_on_the_scale(
    code: str, counts: dict[str, int], value: str
) -> None:
    made = counted_value(NOK, code, counts)
    assert made == Decimal(value)
    assert value_problem(CRITERIA[code]["scale"], made) is None


@pytest.mark.parametrize(
    ("code", "counts", "problem"),
    [
        ("K1", {}, "NOT_COUNTED"),
        ("9.9", {"n": 1}, "NOT_COUNTED"),
        ("1.1", {"I_stand": 1}, "COUNTS_ASKED"),
        ("2.1", {"n": 1, "m": 1}, "COUNTS_ASKED"),
        ("2.1", {"n": -1}, "OUT_OF_RANGE"),
        ("2.1", {"n": 10**9}, "OUT_OF_RANGE"),
        ("3.3", {"U": 0, "N_dis": 0}, "COUNTS_GIVE_NOTHING"),
        # Half of the answer alone is no answer.
        ("1.1", {"I_stand": 0, "N_stand": 0, "I_site": 1, "N_site": 1}, "COUNTS_GIVE_NOTHING"),
    ],
)
def test_counts_that_make_nothing_are_refused(code: str, counts: dict[str, int], problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        counted_value(NOK, code, counts)


def test_every_list_of_conditions_belongs_to_a_count_of_its_framework() -> None:
    counted = {code: {count["code"] for count in part.get("inputs", ())} for code, part in CRITERIA.items()}
    found = checklist_of("nok_uod")
    assert {code: len(items) for code, counts in found.items() for items in counts.values()} == {
        "1.2": 4,
        "2.1": 5,
        "3.1": 5,
        "3.2": 6,
    }
    assert all(set(counts) <= counted[code] for code, counts in found.items())
    assert checklist_of("esg_2015") == {}
    assert checklist_of("../nok_uod") == {}
