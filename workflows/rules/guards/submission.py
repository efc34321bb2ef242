"""Guards about what the school brings: its self-evaluation, its documents, the errors it pointed at."""

from workflows.rules.case import Case
from workflows.rules.guards.registry import guard, per_criterion
from workflows.rules.reasons import Reason
from workflows.rules.requests import withdrawable


@guard(needs=("assess",))
def self_evaluation_complete(case: Case) -> list[Reason]:
    """Every scored criterion has the school's own score and text."""
    return per_criterion("SELF_ASSESSMENT_MISSING", case.facts.unassessed, "/work/{number}/criteria/{code}")


@guard(needs=("upload",))
def required_evidence_present(case: Case) -> list[Reason]:
    """Every criterion that asks for evidence has a document."""
    return per_criterion("EVIDENCE_MISSING", case.facts.without_evidence, "/work/{number}/criteria/{code}")


@guard()
def uploads_finished(case: Case) -> list[Reason]:
    """No file is still on its way or being checked."""
    waiting = case.facts.uploads_unfinished
    return [Reason("UPLOADS_UNFINISHED", {"count": str(waiting)}, unblock="/work/{number}")] if waiting else []


@guard(needs=("request_document",))
def document_requested(case: Case) -> list[Reason]:
    """The school was asked for a document."""
    return [] if case.facts.asked_for_documents else [Reason("NO_DOCUMENT_ASKED")]


@guard(needs=("request_document",))
def document_request_to_withdraw(case: Case) -> list[Reason]:
    """A request for a document that this person may withdraw waits for its answer."""
    return [] if withdrawable(case) else [Reason("NO_REQUEST_TO_WITHDRAW")]


@guard()
def claims_answered(case: Case) -> list[Reason]:
    """Every factual error the school pointed at has an answer."""
    waiting = case.facts.claims_unanswered
    return [Reason("CLAIMS_UNANSWERED", {"count": str(waiting)}, unblock="/work/{number}/accuracy")] if waiting else []
