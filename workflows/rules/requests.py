"""Requests for documents that are missing: which a person may withdraw, and which wait for no answer any more."""

from workflows.rules.case import Case
from workflows.rules.reasons import Reason


def withdrawable(case: Case) -> frozenset[str]:
    """The requests that this person may withdraw: their own, and for the secretary everybody's, as long as they wait
    for an answer."""
    office = "secretary" in case.roles
    waiting = (one for one in case.facts.asked_for_documents if not one.answered)
    return frozenset(one.request for one in waiting if office or one.person == case.person)


def settled(state: str) -> Reason | None:
    """Why a request in this state cannot be answered or withdrawn; None as long as it waits."""
    if state == "WAITING":
        return None
    return Reason("DOCUMENT_REQUEST_WITHDRAWN" if state == "WITHDRAWN" else "DOCUMENT_REQUEST_ANSWERED")
