"""One case with a row in every table that belongs to a case, whatever its phase."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from tests.access.planting import AT, CaseOf, Planter, Row, World, plant_somebody
from tests.access.world_conflicts import try_conflicts
from tests.access.world_life import plant_life
from tests.access.world_office import plant_asked_for, plant_bulk_act, plant_more_time, plant_retention
from tests.access.world_submission import plant_submission
from workflows.processes import newest

LATER = datetime(2036, 9, 1, 12, tzinfo=UTC)
ENTRIES = count(1_000_000)
MOMENTS = count()


def plant_case(planter: Planter, case: CaseOf, school: UUID, people: Mapping[str, UUID]) -> None:
    """The case and everything that hangs on it."""
    # Its states are those of the simplest process; its statements and tracks the simplest does not have.
    process = newest("accreditation")
    assert process
    final = process.state(case.state).final
    titles = {"title_ru": planter.canary(), "title_en": planter.canary()}
    called = {"process_code": process.code, "framework_version_id": planter.framework, **titles}
    call = planter.plant("call", called, case=case)
    planter.plant(
        "evaluation",
        {
            "id": case.id,
            "call_id": call,
            "number": case.number,
            "organisation_id": school,
            "framework_version_id": planter.framework,
            "process_code": process.code,
            "process_version": process.version,
            "state": case.state,
            "version": 7,
            "discloses": sorted(case.discloses),
            "opened_by": people["secretary"],
            "opened_at": AT,
            "closed_at": AT if final else None,
        },
        case=case,
        owner=people["secretary"],
    )
    # A trigger has planted it already.
    whose = {"evaluation_id": case.id}
    school_row = {**whose, "organisation_id": school}
    planter.world.add(Row("evaluated_school", "evaluated_school", whose, school_row, frozenset([people["lead"]]), case))
    for kind in process.deadlines:
        deadline = {"evaluation_id": case.id, "name": kind.name, "due_at": LATER, "timezone": planter.canary()}
        planter.plant("deadline", deadline, key=("evaluation_id", "name"), case=case)
    planter.plant("remark", {"evaluation_id": case.id, "text": planter.canary()}, case=case)
    _letters(planter, case, people)
    plant_more_time(planter, case, people)
    plant_bulk_act(planter, case, people["secretary"])
    versions = plant_submission(planter, case, people)
    plant_asked_for(planter, case, people["expert"])
    plant_retention(planter, case, people["secretary"])
    _panel(planter, case, people, versions)
    _report(planter, case)
    _commission(planter, case, people)
    # Who left is held back in some cases only: elsewhere nothing but having left closes the case to them.
    left = ("recused expert", "removed expert", "recused member") if case.state == "commission" else ()
    for name in ("held expert", "held member", *left):
        held = {"evaluation_id": case.id, "person_id": people[name], "because": "CONFLICT"}
        planter.plant("held", held, key=("evaluation_id", "person_id"), owner=people[name], case=case)
    _history(planter, case, people)
    plant_life(planter, case, people)


def _letters(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    for name in ("officer", "expert", "recused expert"):
        digest = planter.plant(
            "digest",
            {"person_id": people[name], "language": "ru", "subject": planter.canary(), "text": planter.canary()},
            owner=people[name],
            case=case,
        )
        planter.plant(
            "notice",
            {
                "digest_id": digest,
                "person_id": people[name],
                "evaluation_id": case.id,
                "action": "submit",
                "kind": "WAITING",
                "at": AT,
            },
            owner=people[name],
            case=case,
        )


def _panel(planter: Planter, case: CaseOf, people: Mapping[str, UUID], versions: tuple[UUID, UUID]) -> None:
    experts = ("lead", "expert", "held expert", "recused expert", "removed expert", "third")
    for ordinal, name in enumerate(experts, start=1):
        person = people.get(name) or plant_somebody(planter, case, "person: panel")
        seat = planter.plant(
            "seat",
            {
                "evaluation_id": case.id,
                "person_id": person,
                "lead": name == "lead",
                "constituency": "PARENT",
                "recused_at": AT if name == "recused expert" else None,
                "removed_at": AT if name == "removed expert" else None,
            },
            owner=person,
            case=case,
            listed=name != "removed expert",
        )
        handed_in = case.variant == "handed in" and name in ("lead", "expert")
        submitted = handed_in or name == "third"
        listed = name not in ("recused expert", "removed expert")
        review = _review(planter, case, person, seat, ordinal, submitted=submitted, marked=handed_in, listed=listed)
        mark = ": handed in" if handed_in else ""
        _cite(planter, case, person, review, versions[0], mark, listed=listed)
        if name == "lead" and not handed_in:
            _cite(planter, case, person, review, versions[1], ": restricted")
        if name == "recused expert":
            plant_recusal(planter, case, person)
        elif name != "removed expert":
            planter.plant(
                "agreement",
                {"evaluation_id": case.id, "seat_id": seat},
                key=("evaluation_id", "seat_id"),
                owner=person,
                case=case,
            )


def _review(
    planter: Planter,
    case: CaseOf,
    person: UUID,
    seat: UUID,
    ordinal: int,
    *,
    submitted: bool,
    marked: bool,
    listed: bool,
) -> UUID:
    state = {"state": "SUBMITTED", "submitted_at": AT} if submitted else {"state": "DRAFT"}
    mark = ": handed in" if marked else ""
    review = planter.plant(
        "review",
        {"evaluation_id": case.id, "ordinal": ordinal, "version": 1, **state},
        kind=f"review{mark}",
        owner=person,
        case=case,
        listed=listed,
    )
    planter.plant(
        "review_author",
        {"review_id": review, "seat_id": seat},
        key=("review_id",),
        owner=person,
        case=case,
        listed=listed,
    )
    whose = {"review_id": review, "criterion_id": planter.criterion}
    planter.plant(
        "score",
        {**whose, "value": 1, "justification": planter.canary()},
        key=("review_id", "criterion_id"),
        kind=f"score{mark}",
        owner=person,
        case=case,
        listed=listed,
    )
    return review


def _cite(
    planter: Planter, case: CaseOf, person: UUID, review: UUID, version: UUID, mark: str, *, listed: bool = True
) -> None:
    where = {"review_id": review, "criterion_id": planter.criterion, "version_id": version}
    quoted = {**where, "position": 1 if mark == ": restricted" else 0, "page": 1, "quote": planter.canary()}
    planter.plant("citation", quoted, kind=f"citation{mark}", owner=person, case=case, listed=listed)


def plant_recusal(planter: Planter, case: CaseOf, person: UUID, *, there: bool = True) -> None:
    """A person steps aside, or with `there=False` has not yet."""
    planter.plant(
        "recusal",
        {"evaluation_id": case.id, "person_id": person, "reason": planter.canary()},
        key=("evaluation_id", "person_id"),
        owner=person,
        case=case,
        there=there,
    )


def _conditions(planter: Planter) -> list[dict[str, object]]:
    words = {"text": planter.canary(), "owner": planter.canary()}
    return [{**words, "criterion_code": None, "due_on": "2036-09-01"}]


def _report(planter: Planter, case: CaseOf) -> None:
    whole = {"evaluation_id": case.id}
    planter.plant(
        "consensus",
        {**whole, "criterion_id": planter.criterion, "value": 1, "position": planter.canary()},
        key=("evaluation_id", "criterion_id"),
        case=case,
    )
    planter.plant(
        "report",
        {
            **whole,
            "summary": planter.canary(),
            "strengths": planter.canary(),
            "recommendations": planter.canary(),
            "proposed_outcome": "accredited",
            "conditions": _conditions(planter),
        },
        key=("evaluation_id",),
        case=case,
    )
    open_claim = {"text": planter.canary(), "answer": None, "accepted": None}
    planter.plant("accuracy_claim", {**whole, **open_claim}, case=case)
    answered = {"text": planter.canary(), "answer": planter.canary(), "accepted": True}
    planter.plant("accuracy_claim", {**whole, **answered}, kind="accuracy_claim: answered", case=case)


def _commission(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    whole: dict[str, object] = {"evaluation_id": case.id}
    # No two sittings begin at the same moment.
    held_at = LATER + timedelta(minutes=next(MOMENTS))
    sitting = planter.plant("sitting", {"held_at": held_at, "place": planter.canary()}, case=case)
    point = {**whole, "held_at": held_at, "sitting_id": sitting, "position": 1}
    planter.plant("meeting", point, key=("evaluation_id",), case=case)
    # The case was put off once: of the sitting before, minutes are left and no point of the agenda.
    before = {"held_at": LATER + timedelta(minutes=next(MOMENTS)), "place": planter.canary()}
    former = planter.plant("sitting", before, case=case)
    said = {**whole, "sitting_id": former, "text": planter.canary()}
    planter.plant("minutes", said, key=("evaluation_id", "sitting_id"), case=case)
    other = plant_somebody(planter, case, "person: commission")
    for person in (*(people[name] for name in ("member", "chair", "held member", "recused member")), other):
        planter.plant(
            "meeting_member",
            {**whole, "person_id": person, "chair": person == people["chair"]},
            key=("evaluation_id", "person_id"),
            owner=person,
            case=case,
        )
    plant_recusal(planter, case, people["recused member"])
    motions = [
        planter.plant(
            "motion",
            {
                **whole,
                "round": number,
                "outcome": "accredited",
                "reasons": planter.canary(),
                "conditions": _conditions(planter),
            },
            kind=kind,
            case=case,
            listed=number == 2,
        )
        for number, kind in ((1, "motion: voted down"), (2, "motion"))
    ]
    closed = case.variant == "decided"
    rounds: list[tuple[UUID, str, tuple[UUID, ...]]] = [
        (motions[1], ": closed" if closed else "", (people["member"], people["chair"], other))
    ]
    rounds.append((motions[0], ": closed", (people["member"],)))
    for motion, mark, voters in rounds:
        for person in voters:
            cast = {"motion_id": motion, "person_id": person}
            key = ("motion_id", "person_id")
            for table, words in (("vote", {"choice": "FOR"}), ("dissent", {"text": planter.canary()})):
                planter.plant(
                    table,
                    {**cast, **words},
                    key=key,
                    kind=f"{table}{mark}",
                    owner=person,
                    case=case,
                    listed=motion == motions[1],
                )
    count = {"votes_for": 2, "votes_against": 0, "abstained": 0, "recused": 1, "eligible": 3, "quorum": 2}
    # While the commission votes there is no decision yet: with one, its votes would rightly be closed to change.
    voting = case.state == "commission" and not closed
    decision = {**whole, "motion_id": motions[1], **count}
    planter.plant("decision", decision, key=("evaluation_id",), case=case, there=not voting)


def _history(planter: Planter, case: CaseOf, people: Mapping[str, UUID]) -> None:
    acts = (
        ("history: move", "secretary", "secretary", "accept_submission", "panel_formation"),
        ("history: draft", "officer", "school", "upload", None),
        ("history: draft", "expert", "expert", "score", None),
        ("history: act", "secretary", "secretary", "extend_deadline", None),
        ("history: act", "officer", "school", "claim_error", None),
        ("history: act", "expert", "expert", "agree", None),
        ("history: act", "member", "commission", "cast_vote", None),
    )
    for number, (kind, actor, role, action, target) in enumerate(acts, start=1):
        planter.plant(
            "audit_entry",
            {
                "id": next(ENTRIES),
                "evaluation_id": case.id,
                "number": number,
                "person_id": people[actor],
                "role": role,
                "action": action,
                "from_state": "screening",
                "to_state": target,
                "details": {"note": planter.canary()},
                "change": {"kept": planter.canary()},
                "salt": planter.canary(),
                "previous": b"",
                "hash": uuid4().bytes,
            },
            key=("id",),
            kind=kind,
            owner=people[actor],
            case=case,
            listed=action != "score",
        )


def try_as(planter: Planter, case: CaseOf, person: UUID, world: World) -> None:
    """What somebody might try to write into a case: in their own name, where it has no place, or in another's."""
    plant_recusal(planter, case, person, there=False)
    try_conflicts(planter, case, person, world)
    found = world.of("evaluation", case)[0]
    for kind in ("evaluation: new", "evaluation: new and read") if case.state == "preparation" else ():
        planter.plant(
            "evaluation",
            {**found.values, "id": uuid4(), "number": planter.canary(), "opened_by": person},
            kind=kind,
            owner=person,
            case=case,
            there=False,
        )
    upload = {"evaluation_id": case.id, "file_name": planter.canary(), "size": 10, "created_by": person}
    planter.plant("upload", upload, owner=person, case=case, there=False)
    voting = case.state in ("commission", "decided")
    for row in world.of("motion", case) if voting else ():
        cast = {"motion_id": row.values["id"], "person_id": person}
        key = ("motion_id", "person_id")
        mark = "" if row.kind == "motion" and case.variant != "decided" else ": closed"
        for table, words in (("vote", {"choice": "FOR"}), ("dissent", {"text": "x"})):
            planter.plant(
                table, {**cast, **words}, key=key, kind=f"{table}{mark}", owner=person, case=case, there=False
            )
    seats = [row for row in world.of("seat") if row.case is not case and person in row.owners]
    for row in [row for row in seats if row.case and row.case.state == "consensus"][:1]:
        planter.plant(
            "agreement",
            {"evaluation_id": case.id, "seat_id": row.values["id"]},
            key=("evaluation_id", "seat_id"),
            kind="agreement: of another case",
            owner=person,
            case=case,
            there=False,
        )
