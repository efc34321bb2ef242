"""Who reads and writes which rows, as data: the only place that says so.

`read` and `write` are SQL conditions over a row, for `areopag_member`. `write` bounds what a person's own transaction
may touch; whether the act is allowed now is the process definition's to say. `columns` narrows what may be read of a
row. A table that is not named here is closed to people.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """What a member may do with the rows of one table; None: nothing."""

    read: str
    write: str | None = None
    insert: str | None = None
    columns: tuple[str, ...] = ()


MY_CASES = "evaluation_id IN (SELECT access.my_evaluations())"
SECRETARY = "access.is_secretary()"
SCHOOL = "evaluation_id IN (SELECT access.school_evaluations())"
PANEL = "evaluation_id IN (SELECT access.panel_evaluations())"
LEAD = "evaluation_id IN (SELECT access.lead_evaluations())"
COMMISSION = "evaluation_id IN (SELECT access.commission_evaluations())"
SUBMISSION = "evaluation_id IN (SELECT access.submissions_open_to_me())"
REVIEWS = "evaluation_id IN (SELECT access.reviews_open_to_me())"
REPORT = "evaluation_id IN (SELECT access.reports_open_to_me())"
MY_REVIEW = "review_id IN (SELECT access.my_reviews())"
OPEN_REVIEW = "review_id IN (SELECT access.open_reviews())"
MINE = "person_id = access.person()"

MEMBER: dict[str, Access] = {
    "organisation": Access(read="true"),
    "person": Access(read=f"id IN (SELECT access.visible_people()) OR {SECRETARY}"),
    "membership": Access(read=f"{MINE} OR {SECRETARY}"),
    "expert": Access(read=f"{MINE} OR {SECRETARY}"),
    "conflict_of_interest": Access(read=f"{MINE} OR {SECRETARY}", insert=MINE),
    "idempotency": Access(read=MINE, insert=MINE),
    "framework_version": Access(read=f"state <> 'DRAFT' OR {SECRETARY}"),
    "criterion": Access(read="true"),
    "evaluation": Access(
        read=f"id IN (SELECT access.my_evaluations()) OR (opened_by = access.person() AND {SECRETARY})",
        write="id IN (SELECT access.my_evaluations())",
        insert=f"{SECRETARY} AND opened_by = access.person()",
    ),
    "deadline": Access(read=MY_CASES, write=SECRETARY),
    "remark": Access(read=f"{SCHOOL} OR {SECRETARY}", write=SECRETARY),
    "self_assessment": Access(read=SUBMISSION, write=SCHOOL),
    "evidence_document": Access(
        read=f"(removed_at IS NULL OR {SCHOOL}) AND {SUBMISSION}",
        write=SCHOOL,
    ),
    "evidence_use": Access(
        read="document_id IN (SELECT access.visible_documents())",
        write="document_id IN (SELECT d.id FROM working.evidence_document d WHERE d." + SCHOOL + ")",
    ),
    "evidence_version": Access(read="document_id IN (SELECT access.visible_documents())"),
    "evidence_page": Access(read="version_id IN (SELECT access.visible_versions())"),
    "upload": Access(read=SCHOOL, write=SCHOOL),
    "seat": Access(
        read=f"{MINE} OR {SECRETARY} OR {REVIEWS}",
        write=f"{SECRETARY} OR {MINE}",
    ),
    "recusal": Access(read=f"{MINE} OR {SECRETARY}", insert=MINE),
    "review": Access(
        read=f"id IN (SELECT access.my_reviews()) OR {SECRETARY} OR {REVIEWS}",
        write="id IN (SELECT access.my_reviews())",
        insert=SECRETARY,
    ),
    "review_author": Access(read=f"{MY_REVIEW} OR {SECRETARY} OR {OPEN_REVIEW}", insert=SECRETARY),
    "score": Access(read=f"{MY_REVIEW} OR {OPEN_REVIEW}", write=MY_REVIEW),
    "citation": Access(read=f"{MY_REVIEW} OR {OPEN_REVIEW}", write=MY_REVIEW),
    "consensus": Access(read=REPORT, write=LEAD),
    "report": Access(read=REPORT, write=LEAD),
    "agreement": Access(
        read=f"({PANEL} OR {SECRETARY}) AND {REVIEWS}", write=f"seat_id IN (SELECT access.my_seats()) OR {LEAD}"
    ),
    "accuracy_claim": Access(read=f"{SCHOOL} OR {PANEL} OR {SECRETARY} OR {COMMISSION}", write=f"{SCHOOL} OR {LEAD}"),
    "meeting": Access(read=f"{SECRETARY} OR {COMMISSION}", write=SECRETARY),
    "meeting_member": Access(read=f"{SECRETARY} OR {COMMISSION}", insert=SECRETARY),
    "motion": Access(read=f"{SECRETARY} OR {COMMISSION}", write=COMMISSION),
    "vote": Access(
        read=f"({MINE} AND motion_id IN (SELECT access.commission_motions()))"
        " OR motion_id IN (SELECT access.decided_motions())",
        write=f"{MINE} AND motion_id IN (SELECT access.commission_motions())",
    ),
    "dissent": Access(
        read=f"({MINE} AND motion_id IN (SELECT access.commission_motions()))"
        " OR motion_id IN (SELECT access.decided_motions())",
        write=f"{MINE} AND motion_id IN (SELECT access.commission_motions())",
    ),
    "decision": Access(
        read=f"{SECRETARY} OR {COMMISSION} OR ({MY_CASES} AND evaluation_id IN"
        " (SELECT id FROM working.evaluation WHERE 'decision_to_school' = ANY (discloses)))",
        insert=COMMISSION,
    ),
    "audit_entry": Access(
        read=f"evaluation_id IN (SELECT access.my_evaluations()) AND (to_state IS NOT NULL OR {MINE} OR {SECRETARY})",
        columns=("id", "evaluation_id", "role", "action", "from_state", "to_state", "details", "at"),
    ),
}
