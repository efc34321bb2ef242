"""What a removal concerns is known from the declaration itself: `make check-access` asks that first."""

import pytest

from tests.access.noticing import callers_of, concerned_by
from tests.access.removals import Removal, removals


def the_removal(name: str) -> Removal:
    """The removal of this name."""
    return next(removal for removal in removals() if removal.name == name)


@pytest.mark.parametrize(
    ("name", "concerned"),
    [
        ("find_open_motions: without NOT 'votes' = ANY (e.discloses)", {"vote", "dissent"}),
        ("find_lead_evaluations: without s.lead", {"consensus", "report"}),
        ("find_chair_evaluations: without m.chair", {"motion"}),
        ("find_my_draft_reviews: without r.state = 'DRAFT'", {"score", "citation"}),
    ],
)
def test_a_function_concerns_the_tables_whose_policies_call_it_however_far_away(name: str, concerned: set[str]) -> None:
    assert concerned <= {table for table, _ in concerned_by(the_removal(name))}


def test_a_policy_concerns_the_acts_of_its_own_table() -> None:
    assert concerned_by(the_removal("member_read of remark")) == [("remark", ("read",))]
    assert concerned_by(the_removal("member_delete of upload")) == [("upload", ("delete", "blind"))]


def test_a_function_is_called_by_those_that_call_its_callers() -> None:
    assert {"my_seats", "panel_evaluations", "my_evaluations", "case_facts"} <= callers_of("my_seats")
    assert "my_seats" not in callers_of("my_evaluations")
