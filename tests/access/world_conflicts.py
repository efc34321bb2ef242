"""Conflicts of interest in the cases of the planted region, and what somebody might try to write about them."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from tests.access.planting import CaseOf, Planter, World


def plant_conflicts(planter: Planter, case: CaseOf, school: UUID, people: Mapping[str, UUID]) -> None:
    """A school's requests for a recusal, one of them answered, and a tie that was waived."""
    asked = [_objection(planter, case, school, people["expert"], people["officer"]) for _ in range(2)]
    about = {"evaluation_id": case.id, "person_id": people["expert"], "organisation_id": school, "kind": "OTHER"}
    decided = {**about, "decided_by": people["secretary"], "role": "secretary"}
    by = people["secretary"]
    for reader in ("secretary", "administrator"):
        kind = "conflict_of_interest" + (": opened" if reader == "secretary" else "")
        words = {"person_id": people["expert"], "organisation_id": school, "kind": "OTHER", "note": planter.canary()}
        declared = {**words, "declared_by": people["expert"]}
        tie = planter.plant(
            "conflict_of_interest", declared, kind=kind, owner=people["expert"], case=case, listed=False
        )
        opened = {"evaluation_id": case.id, "subject_id": tie, "role": "secretary"}
        for what, reads in (("TIE", people[reader]), *((("TEXTS", by),) if reader != "secretary" else ())):
            about = {**opened, "what": what, "person_id": reads, "about_id": people["expert"]}
            whose = (reads, people["expert"])
            planter.plant("opening", {**about, "reason": planter.canary()}, owner=whose, case=case)
    waived = {**decided, "ruling": "WAIVED", "reason": planter.canary()}
    planter.plant("conflict_ruling", waived, owner=people["secretary"], case=case)
    answered = {**decided, "ruling": "REFUSED", "request_id": asked[0], "reason": planter.canary()}
    kind = "conflict_ruling: answer"
    planter.plant("conflict_ruling", answered, kind=kind, owner=people["secretary"], case=case, listed=False)


def _objection(planter: Planter, case: CaseOf, school: UUID, about: UUID, by: UUID, *, there: bool = True) -> UUID:
    return planter.plant(
        "conflict_of_interest",
        {
            "person_id": about,
            "organisation_id": school,
            "kind": "OTHER",
            "note": planter.canary(),
            "source": "SCHOOL",
            "declared_by": by,
            "evaluation_id": case.id,
        },
        kind="conflict_of_interest: objection",
        owner=by,
        case=case,
        there=there,
    )


def try_conflicts(planter: Planter, case: CaseOf, person: UUID, world: World) -> None:
    """Asking for a recusal and deciding on ties in one's own name; naming somebody who does not sit in the case."""
    ties = world.of("conflict_of_interest", case)
    asked = next(row for row in ties if row.kind == "conflict_of_interest: objection")
    about, school = asked.values["person_id"], asked.values["organisation_id"]
    assert isinstance(about, UUID)
    assert isinstance(school, UUID)
    _objection(planter, case, school, about, person, there=False)
    nobody = {**asked.values, "id": uuid4(), "person_id": person, "declared_by": person}
    if not any(row.values["person_id"] == person for row in world.of("seat", case)):
        kind = "conflict_of_interest: objection to nobody of the panel"
        planter.plant("conflict_of_interest", nobody, kind=kind, owner=person, case=case, there=False)
    for row in world.of("conflict_ruling", case):
        decided = {**row.values, "id": uuid4(), "decided_by": person}
        planter.plant("conflict_ruling", decided, kind=row.kind, owner=person, case=case, there=False)
    forced = {"evaluation_id": case.id, "person_id": person, "reason": "x", "decided_by": about}
    key = ("evaluation_id", "person_id")
    planter.plant("recusal", forced, key=key, kind="recusal: by another", owner=person, case=case, there=False)
