"""How a case stands to its result, and which of its deadlines are behind it, follow from the process alone."""

import pytest

from workflows.processes import definition, definitions
from workflows.rules.process_parts import Standing


@pytest.mark.parametrize(
    ("process", "state", "standing"),
    [
        (("accreditation", 5), "commission", "under_way"),
        (("accreditation", 5), "published", "in_force"),
        (("accreditation", 5), "suspended", "suspended"),
        (("accreditation", 5), "withdrawn", "ended"),
        (("public-professional-evaluation", 3), "published", "in_force"),
        (("peer-review", 2), "shared", "in_force"),
        (("peer-review", 2), "kept", "ended"),
        (("competition", 3), "rejected", "ended"),
    ],
)
def test_a_result_is_to_come_out_taken_back_or_over(process: tuple[str, int], state: str, standing: Standing) -> None:
    assert definition(*process).standing(state) == standing


def test_each_process_has_a_state_in_which_its_result_is_out() -> None:
    for process in definitions():
        rules = definition(*process)
        assert "in_force" in {rules.standing(state.code) for state in rules.states}, process


def test_a_deadline_is_behind_once_no_stage_in_which_it_counts_is_to_come() -> None:
    rules = definition("accreditation", 5)
    behind = {kind.name for kind in rules.deadlines if rules.is_behind(kind.name, "published")}
    assert behind == {"submission", "review", "visit", "consensus", "accuracy_check", "commission", "reply"}
    assert not any(rules.is_behind(kind.name, "preparation") for kind in rules.deadlines)
