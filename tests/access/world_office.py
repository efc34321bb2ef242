"""What the people of the planted region ask for and the office does: more time, documents, acts in many cases."""

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


def plant_asked_for(planter: Planter, case: CaseOf, expert: UUID) -> None:
    """A document that an expert asks for, and the one that the school gave."""
    given = next(row for row in planter.world.of("evidence_document", case) if row.kind == "evidence_document")
    asked = planter.plant(
        "document_request",
        {
            "evaluation_id": case.id,
            "criterion_id": planter.criterion,
            "role": "expert",
            "text": planter.canary(),
            "due_at": LATER,
            "outcome": "GIVEN",
            "answer": planter.canary(),
            "answered_by": expert,
            "answered_at": LATER,
        },
        case=case,
    )
    planter.plant(
        "document_request_author",
        {"request_id": asked, "evaluation_id": case.id, "person_id": expert},
        key=("request_id",),
        owner=expert,
        case=case,
    )
    planter.plant(
        "requested_document",
        {"request_id": asked, "document_id": given.values["id"]},
        key=("request_id", "document_id"),
        case=case,
    )


def plant_retention(planter: Planter, case: CaseOf, secretary: UUID) -> None:
    """A hold on the case, and a document that was deleted before."""
    hold = {"evaluation_id": case.id, "reason": planter.canary(), "placed_by": secretary}
    planter.plant("evidence_hold", hold, case=case)
    gone = planter.plant("evidence_document", {"evaluation_id": case.id, "title": planter.canary()}, case=case)
    deleted = {
        "document_id": gone,
        "evaluation_id": case.id,
        "reason": planter.canary(),
        "deleted_by": secretary,
    }
    planter.plant("evidence_deletion", deleted, key=("document_id",), case=case)
