"""What the office of the planted region decides and does: more time, and acts in many cases at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.access.planting import CaseOf, Planter

LATER = datetime(2036, 9, 1, 12, tzinfo=UTC)


def plant_more_time(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    """Requests for more time: a school's, an expert's, and one that the chair answers."""
    for kind, name, role, deciders in (
        (": school", "officer", "school", ["secretary"]),
        ("", "expert", "expert", ["secretary"]),
        (": for the chair", "recused expert", "expert", ["secretary", "chair"]),
    ):
        planter.plant(
            "extension_request",
            {
                "evaluation_id": case.id,
                "person_id": people[name],
                "role": role,
                "deadline": "submission",
                "deciders": deciders,
                "due_before": LATER,
                "wished_for": LATER + timedelta(days=1),
                "reason": planter.canary(),
            },
            kind=f"extension_request{kind}",
            owner=people[name],
            case=case,
        )


def plant_bulk_act(planter: Planter, case: CaseOf, secretary: UUID) -> None:
    """An act of the office in many cases, one of which is this."""
    given = {"text": planter.canary(), "day": None}
    act = planter.plant("bulk_act", {"person_id": secretary, "action": "submit", "given": given}, case=case)
    planter.plant(
        "bulk_item",
        {"bulk_act_id": act, "evaluation_id": case.id, "position": 1, "expected_version": 1},
        key=("bulk_act_id", "evaluation_id"),
        case=case,
    )
