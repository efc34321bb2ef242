"""Who reads and writes which rows, as data: the only place that says so.

`read`, `insert`, `update` and `delete` are SQL conditions over a row, for `areopag_member`; `write` stands for all
three of the latter. They bound what a person's own transaction may touch; whether the act is allowed now is the process
definition's to say. `columns` narrows what may be read of a row, `changes` what may be changed in it. A table that is
not named here is closed to people. `docs/access.md` tells the same in words, and the tests hold the two together.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """What a member may do with the rows of one table; None: nothing."""

    read: str
    write: str | None = None
    insert: str | None = None
    update: str | None = None
    delete: str | None = None
    columns: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    becomes: str | None = None
    """What a changed row must be; where it is missing, what it had to be before."""


# In brackets of its own it is asked once a statement and not once a row. It comes first: for the secretary, whose every
# case is, nothing of what follows it is found out.
SECRETARY = "(SELECT access.is_secretary())"


def for_office(shown: str, others: str) -> str:
    """For the secretary what a row's case shows, for others what is theirs."""
    return f"(({SECRETARY} AND {shown}) OR {others})"


def _shown_document(column: str) -> str:
    return for_office(f"access.shows_document({column})", f"{column} IN (SELECT * FROM access.visible_documents())")


def _shown_version(column: str) -> str:
    return for_office(f"access.shows_version({column})", f"{column} IN (SELECT * FROM access.visible_versions())")


def shows_reviews(case: str) -> str:
    """Whether the reviews in the case of this key are open to the person."""
    return for_office(
        f"access.discloses({case}, 'reviews_to_panel')", f"{case} IN (SELECT * FROM access.reviews_open_to_me())"
    )


MY_CASES = f"({SECRETARY} OR evaluation_id IN (SELECT * FROM access.my_evaluations()))"
PARTIES = "evaluation_id IN (SELECT * FROM access.party_evaluations())"
SCHOOL = "evaluation_id IN (SELECT * FROM access.school_evaluations())"
PANEL = "evaluation_id IN (SELECT * FROM access.panel_evaluations())"
COMMISSION = "evaluation_id IN (SELECT * FROM access.commission_evaluations())"
CHAIR = "evaluation_id IN (SELECT * FROM access.chair_evaluations())"
RESTRICTED = f"({SECRETARY} OR evaluation_id IN (SELECT * FROM access.restricted_open_to_me()))"
REVIEWS = "evaluation_id IN (SELECT * FROM access.reviews_open_to_me())"
PANELS = "evaluation_id IN (SELECT * FROM access.panels_open_to_me())"
SHOWS_REVIEWS = "access.discloses(evaluation_id, 'reviews_to_panel')"
SUBMISSION = for_office(
    "access.discloses(evaluation_id, 'submission')", "evaluation_id IN (SELECT * FROM access.submissions_open_to_me())"
)
REPORT = for_office(SHOWS_REVIEWS, "evaluation_id IN (SELECT * FROM access.reports_open_to_me())")
WRITING_REPORT = for_office(
    "access.discloses(evaluation_id, 'report_by_office')", "evaluation_id IN (SELECT * FROM access.reports_i_write())"
)
DECISION = f"({SECRETARY} OR evaluation_id IN (SELECT * FROM access.decisions_open_to_me()))"
MY_SEAT_HERE = (
    "seat_id IN (SELECT s.id FROM working.seat s WHERE s.id IN (SELECT * FROM access.my_seats())"
    " AND s.evaluation_id = agreement.evaluation_id)"
)
MY_REVIEW = "review_id IN (SELECT * FROM access.my_reviews())"
MY_DRAFT = "review_id IN (SELECT * FROM access.my_draft_reviews())"
OPEN_REVIEW = for_office("access.shows_review(review_id)", "review_id IN (SELECT * FROM access.open_reviews())")
MINE = "person_id = access.person()"
# The policy of seats binds this look at them: a school that is not shown its panel names nobody of it.
SEEN_SITTING = (
    "EXISTS (SELECT FROM working.seat s WHERE s.evaluation_id = conflict_of_interest.evaluation_id"
    " AND s.person_id = conflict_of_interest.person_id)"
)
MY_VOTE = f"{MINE} AND motion_id IN (SELECT * FROM access.open_motions())"
VOTES = (
    f"({MINE} AND motion_id IN (SELECT * FROM access.commission_motions()))"
    f" OR {for_office('access.shows_votes(motion_id)', 'motion_id IN (SELECT * FROM access.decided_motions())')}"
)

MEMBER: dict[str, Access] = {
    "organisation": Access(
        # Regions, municipalities and schools are the public register; who else employs people is not.
        read="kind IN ('REGION', 'MUNICIPALITY', 'SCHOOL')"
        f" OR {SECRETARY} OR id IN (SELECT * FROM access.my_organisations())"
    ),
    "person": Access(read=f"{SECRETARY} OR id IN (SELECT * FROM access.visible_people())"),
    "membership": Access(read=f"{MINE} OR {SECRETARY}"),
    "expert": Access(read=f"{MINE} OR {SECRETARY}"),
    "conflict_of_interest": Access(
        # What a school asks is its own and the secretary's: not even whom it is about reads it. What people declare of
        # themselves the secretary reads by an act that leaves an entry.
        read=f"({MINE} AND source <> 'SCHOOL') OR {SCHOOL}"
        f" OR ({SECRETARY} AND (source <> 'PERSON' OR id IN (SELECT * FROM access.ties_opened())))",
        insert=f"declared_by = access.person() AND (({MINE} AND source = 'PERSON') OR ({SCHOOL} AND {SEEN_SITTING}))",
    ),
    "conflict_ruling": Access(
        read=f"{SECRETARY} OR {COMMISSION} OR (request_id IS NOT NULL AND {SCHOOL})",
        insert=f"decided_by = access.person() AND ({SECRETARY} OR {CHAIR})",
    ),
    "idempotency": Access(read=MINE, insert=MINE),
    "framework_version": Access(read=f"state <> 'DRAFT' OR {SECRETARY}"),
    "framework_draft": Access(read=SECRETARY),
    "criterion": Access(read="framework_version_id IN (SELECT v.id FROM working.framework_version v)"),
    "evaluation": Access(
        # Whoever is held back sees that there is the case, to say what ties them to it or to step aside.
        read=f"{SECRETARY} OR id IN (SELECT * FROM access.known_evaluations())",
        insert=f"{SECRETARY} AND opened_by = access.person()",
        # All but its school, which is read in a table of its own.
        columns=(
            *("id", "number", "framework_version_id", "process_code", "process_version", "state", "state_since"),
            *("version", "discloses", "opened_by", "opened_at", "closed_at", "ended_at", "call_id"),
            *("not_applicable", "taken_up_beside"),
        ),
    ),
    "held": Access(read=f"{MINE} OR {SECRETARY}"),
    "evaluated_school": Access(read=f"{SECRETARY} OR evaluation_id IN (SELECT * FROM access.schools_open_to_me())"),
    "call": Access(read=f"{SECRETARY} OR id IN (SELECT e.call_id FROM working.evaluation e)"),
    "deadline": Access(read=MY_CASES, insert=SECRETARY, update=SECRETARY, changes=("due_at",)),
    "bulk_act": Access(read=SECRETARY),
    "bulk_item": Access(read=SECRETARY),
    "extension_request": Access(
        # An expert's is the expert's own and theirs who answer it; a school's is known to everybody who acts for it.
        read=f"{SECRETARY} OR ({MINE} AND {PARTIES}) OR (role = 'school' AND {SCHOOL})"
        f" OR ('chair' = ANY (deciders) AND {COMMISSION})"
    ),
    "document_request": Access(read=f"{SCHOOL} OR {PANEL} OR {SECRETARY} OR {COMMISSION}"),
    # A school learns which expert asks where it is shown its panel, and the panel itself once it reads one another.
    "document_request_author": Access(read=f"{SECRETARY} OR ({MINE} AND {PARTIES}) OR {PANELS}"),
    "requested_document": Access(
        read=f"request_id IN (SELECT r.id FROM working.document_request r) AND {_shown_document('document_id')}"
    ),
    "digest": Access(
        # What a letter says of other cases is for whoever got it.
        read=f"{MINE} OR {SECRETARY}",
        columns=("id", "person_id", "written_at", "sent_at", "refusal"),
    ),
    "notice": Access(read=f"{MINE} OR {SECRETARY}"),
    "remark": Access(read=f"{SCHOOL} OR {SECRETARY}", insert=SECRETARY),
    "self_assessment": Access(
        read=SUBMISSION, insert=SCHOOL, update=SCHOOL, changes=("score", "text", "version", "updated_at")
    ),
    "evidence_document": Access(
        read=f"(removed_at IS NULL OR {SCHOOL}) AND {SUBMISSION} AND (classification <> 'RESTRICTED' OR {RESTRICTED})",
        update=SCHOOL,
        changes=("title", "classification", "personal_data", "dated_on", "version", "removed_at"),
    ),
    "evidence_use": Access(
        read=_shown_document("document_id"),
        insert="document_id IN (SELECT d.id FROM working.evidence_document d WHERE d." + SCHOOL + ")",
        delete="document_id IN (SELECT d.id FROM working.evidence_document d WHERE d." + SCHOOL + ")",
    ),
    "evidence_version": Access(read=_shown_document("document_id")),
    "evidence_copy": Access(read=_shown_version("version_id")),
    "evidence_redaction": Access(
        # Where the boxes are is told to whoever may look under them.
        read=f"{_shown_version('source_id')} AND {_shown_version('version_id')}"
    ),
    "redaction_order": Access(read=f"({SECRETARY} OR {SCHOOL}) AND {_shown_version('source_id')}"),
    "evidence_deletion": Access(read=_shown_document("document_id")),
    "evidence_hold": Access(read=SECRETARY),
    "evidence_page": Access(read=_shown_version("version_id")),
    "upload": Access(
        read=SCHOOL,
        insert=f"{SCHOOL} AND created_by = access.person()",
        update=SCHOOL,
        delete=SCHOOL,
        changes=("received", "state"),
    ),
    "seat": Access(
        read=f"{SECRETARY} OR id IN (SELECT * FROM access.my_seats()) OR {PANELS}",
        insert=SECRETARY,
        update=SECRETARY,
        changes=("lead", "removed_at"),
    ),
    "recusal": Access(
        read=f"{MINE} OR {SECRETARY}", insert=f"{MINE} AND ({SECRETARY} OR {PARTIES}) AND decided_by IS NULL"
    ),
    "review": Access(
        read=f"{SECRETARY} OR id IN (SELECT * FROM access.my_reviews()) OR {REVIEWS}",
        insert=SECRETARY,
        update="id IN (SELECT * FROM access.my_draft_reviews())",
        becomes="id IN (SELECT * FROM access.my_reviews())",
        changes=("state", "version", "complete", "submitted_at"),
    ),
    "review_author": Access(
        read=f"{SECRETARY} OR {MY_REVIEW} OR review_id IN (SELECT * FROM access.open_reviews())", insert=SECRETARY
    ),
    "score": Access(
        read=f"{MY_REVIEW} OR {OPEN_REVIEW}",
        insert=MY_DRAFT,
        update=MY_DRAFT,
        changes=("value", "justification", "updated_at"),
    ),
    "citation": Access(
        # A colleague's tells of a document, and is read by those who may read that.
        read=f"{MY_REVIEW} OR ({OPEN_REVIEW} AND {_shown_version('version_id')})",
        insert=MY_DRAFT,
        delete=MY_DRAFT,
    ),
    "consensus": Access(
        read=REPORT, insert=WRITING_REPORT, update=WRITING_REPORT, changes=("value", "position", "version")
    ),
    "report": Access(
        read=REPORT,
        insert=WRITING_REPORT,
        update=WRITING_REPORT,
        changes=("summary", "strengths", "recommendations", "proposed_outcome", "conditions", "version"),
    ),
    "agreement": Access(
        read=for_office(SHOWS_REVIEWS, f"({PANEL} AND {REVIEWS})"), insert=MY_SEAT_HERE, delete=WRITING_REPORT
    ),
    "accuracy_claim": Access(
        read=f"{SCHOOL} OR {PANEL} OR {SECRETARY} OR {COMMISSION}",
        insert=f"{SCHOOL} AND answer IS NULL",
        update=WRITING_REPORT,
        delete=f"{SCHOOL} AND answer IS NULL",
        changes=("answer", "accepted"),
    ),
    "meeting": Access(read=f"{SECRETARY} OR {COMMISSION}", insert=SECRETARY),
    # Whoever may know of a case on its agenda, or of minutes from it, knows the sitting.
    "sitting": Access(
        read=f"{SECRETARY} OR id IN (SELECT t.sitting_id FROM working.meeting t)"
        " OR id IN (SELECT n.sitting_id FROM working.minutes n)"
    ),
    "minutes": Access(read=f"{SECRETARY} OR {COMMISSION}"),
    "meeting_member": Access(read=f"{SECRETARY} OR {COMMISSION}", insert=SECRETARY),
    "motion": Access(
        # Whoever may read a decision reads the motion that carried.
        read=f"{SECRETARY} OR {COMMISSION} OR id IN (SELECT d.motion_id FROM working.decision d)",
        insert=CHAIR,
    ),
    "vote": Access(read=VOTES, insert=MY_VOTE, update=MY_VOTE, changes=("choice", "cast_at")),
    "dissent": Access(read=VOTES, insert=MY_VOTE, update=MY_VOTE, changes=("text",)),
    "decision": Access(read=DECISION, insert=CHAIR),
    "track": Access(read=f"{DECISION} OR id IN (SELECT * FROM access.my_appeals())"),
    "track_document": Access(
        read=f"track_id IN (SELECT t.id FROM working.track t) AND {_shown_document('document_id')}"
    ),
    "statement": Access(
        # Whoever wrote it and the secretary read it; the others are named by its kind in the process.
        read=f"{SECRETARY} OR ({MINE} AND {PARTIES}) OR ('school' = ANY (readers) AND {SCHOOL})"
        f" OR ('panel' = ANY (readers) AND {PANEL}) OR ('commission' = ANY (readers) AND {COMMISSION})"
        " OR ('founder' = ANY (readers) AND evaluation_id IN (SELECT * FROM access.founder_evaluations()))"
        " OR ('appeal' = ANY (readers) AND evaluation_id IN (SELECT * FROM access.appeal_evaluations()))"
    ),
    "appeal_member": Access(read=f"{SECRETARY} OR track_id IN (SELECT * FROM access.my_appeals())"),
    "appeal_ballot": Access(
        read=f"({MINE} AND track_id IN (SELECT * FROM access.my_appeals()))"
        f" OR {for_office('access.is_ruled(track_id)', 'track_id IN (SELECT * FROM access.ruled_appeals())')}"
    ),
    "signature": Access(read=f"{SECRETARY} OR {COMMISSION}"),
    "survey": Access(read=MY_CASES),
    "survey_text": Access(
        # Unread by the secretary, a text may betray whoever wrote it or slander somebody; reading it leaves an entry.
        read=f"({SECRETARY} AND survey_id IN (SELECT * FROM access.texts_opened()))"
        " OR (state = 'SHOWN' AND survey_id IN (SELECT s.id FROM working.survey s))"
    ),
    "opening": Access(
        # What was opened tells those who answer for it, and those whom it concerns; the server alone writes it.
        read=f"{MINE} OR about_id = access.person() OR ({SECRETARY} AND evaluation_id IS NOT NULL) OR {COMMISSION}"
        f" OR (what = 'SCHOOL' AND {SCHOOL}) OR (evaluation_id IS NULL AND access.is_administrator())"
    ),
    "audit_entry": Access(
        # What a school does to its draft and an expert to a review stays theirs: the secretary sees the moves.
        read=f"{MY_CASES} AND (to_state IS NOT NULL"
        f" OR {MINE} OR ({SECRETARY} AND action NOT IN ('assess', 'upload', 'score')))",
        columns=("id", "evaluation_id", "role", "action", "from_state", "to_state", "details", "at"),
    ),
}
