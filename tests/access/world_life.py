"""What lives on in a case after the decision."""

from collections.abc import Mapping
from uuid import UUID

from tests.access.planting import AT, CaseOf, Planter, plant_somebody


def plant_life(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    """What lives on after the decision: a condition, an appeal and who hears it, statements, a signature."""
    whole = {"evaluation_id": case.id}
    condition = {"of": "condition", "text": planter.canary(), "owner": planter.canary()}
    open_one = {**whole, "kind": "condition", "state": "in_progress", "subject": condition}
    followed = planter.plant("track", open_one, case=case)
    document = next(row for row in planter.world.of("evidence_document", case) if row.kind == "evidence_document")
    sent = {"track_id": followed, "document_id": document.values["id"]}
    planter.plant("track_document", sent, key=("track_id", "document_id"), case=case)
    grounds = {"of": "appeal", "text": planter.canary()}
    appeal = planter.plant(
        "track", {**whole, "kind": "appeal", "state": "hearing", "subject": grounds}, kind="track: appeal", case=case
    )
    grounds = {"of": "appeal", "text": planter.canary()}
    closed = {"state": "upheld", "subject": grounds, "closed_at": AT}
    ruled = planter.plant("track", {**whole, "kind": "appeal", **closed}, kind="track: appeal", case=case)
    hearing = {"track_id": ruled, "person_id": people["appeal member"], "chair": True}
    key = ("track_id", "person_id")
    planter.plant("appeal_member", hearing, key=key, owner=people["appeal member"], case=case)
    for person in (people["appeal member"], plant_somebody(planter, case, "person: appeal")):
        seat = {"track_id": appeal, "person_id": person, "chair": person == people["appeal member"]}
        planter.plant("appeal_member", seat, key=key, owner=person, case=case)
        for track, mark in ((appeal, ""), (ruled, ": ruled")):
            ballot = {"track_id": track, "person_id": person, "ruling": planter.canary()}
            planter.plant("appeal_ballot", ballot, key=key, kind=f"appeal_ballot{mark}", owner=person, case=case)
    gone = {"track_id": appeal, "person_id": people["recused appeal member"], "chair": False, "recused_at": AT}
    planter.plant("appeal_member", gone, key=key, owner=people["recused appeal member"], case=case)
    # Of these kinds the process publishes a reply, and no other.
    said = {**whole, "kind": "interview", "role": "school", "late": False}
    for word, reader, sort in (
        ("the school", "school", "reply"),
        ("the panel", "panel", "interview"),
        ("the commission", "commission", "visit_finding"),
        ("the founder", "founder", "plan"),
        ("the appeal", "appeal", "opinion"),
    ):
        words = {**said, "kind": sort, "readers": [reader], "text": planter.canary()}
        planter.plant("statement", words, kind=f"statement: for {word}", case=case)
    own = {**said, "person_id": people["expert"], "readers": [], "text": planter.canary()}
    planter.plant("statement", own, owner=people["expert"], case=case)
    motion = next(row for row in planter.world.of("motion", case) if row.kind == "motion")
    _survey(planter, case, people)
    for name in ("lead", "recused expert"):
        opened = {**whole, "what": "SCHOOL", "person_id": people[name], "role": "lead", "reason": planter.canary()}
        planter.plant("opening", opened, kind="opening: school", owner=people[name], case=case)
    signed = {**whole, "motion_id": motion.values["id"], "person_id": people["chair"], "role": "chair"}
    planter.plant("signature", signed, case=case)


def _survey(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    """Closed surveys with texts, shown and not: opened by the secretary, and by somebody who is none now."""
    question = {"code": "q1", "kind": "TEXT", "title": _both(planter), "options": [], "profile": False}
    counted = {"blocks": [{"atoms": [["g1"]], "size": 9}], "counts": {}}
    for read, reader in (("opened", "secretary"), ("unread", "administrator")):
        survey = planter.plant(
            "survey",
            {
                "evaluation_id": case.id,
                "kind": "NEEDS",
                "state": "CLOSED",
                **{name: planter.canary() for name in ("title_ru", "title_en", "intro_ru", "intro_en")},
                "questions": [question],
                "groups": [{"code": "g1", "title": _both(planter), "population": 20}],
                "threshold": 5,
                "closes_at": AT,
                "closed_at": AT,
                "answered": 9,
                "tally": counted,
            },
            case=case,
        )
        for mark, state in (("", "SHOWN"), (f": {read}", "WAITING"), (f": {read} and withheld", "WITHHELD")):
            words = {"survey_id": survey, "question_code": "q1", "text": planter.canary(), "state": state}
            planter.plant("survey_text", words, kind=f"survey_text{mark}", case=case)
        opened = {"what": "TEXTS", "evaluation_id": case.id, "subject_id": survey, "reason": planter.canary()}
        by = people[reader]
        planter.plant("opening", {**opened, "person_id": by, "role": "secretary"}, owner=by, case=case)


def _both(planter: Planter) -> dict[str, object]:
    return {"ru": planter.canary(), "en": planter.canary()}
