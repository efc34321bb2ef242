"""Guards about the panel: who sits in it, their reviews, what they agree on."""

from workflows.rules.case import Case
from workflows.rules.guards.registry import guard, per_criterion
from workflows.rules.reasons import Reason


@guard(against=("panel_complete",), part="panel")
def seat_is_vacant(case: Case) -> list[Reason]:
    """The panel has fewer active members than the process asks for."""
    size = case.panel_size()
    return [Reason("PANEL_FULL", {"size": str(size)})] if len(case.facts.seats) >= size else []


@guard(needs=("seat_expert",), against=("seat_is_vacant",), part="panel")
def panel_complete(case: Case) -> list[Reason]:
    """The panel has as many active members as the process asks for."""
    size, seated = case.panel_size(), len(case.facts.seats)
    details = {"size": str(size), "seated": str(seated)}
    return [] if seated == size else [Reason("PANEL_INCOMPLETE", details, unblock="/work/{number}/panel")]


@guard(needs=("seat_expert", "appoint_lead"), part="panel")
def panel_has_lead(case: Case) -> list[Reason]:
    """One of the active members leads."""
    led = any(seat.lead for seat in case.facts.seats)
    return [] if led else [Reason("NO_LEAD", unblock="/work/{number}/panel")]


@guard(against=("all_reviews_submitted",), part="panel")
def own_review_open(case: Case) -> list[Reason]:
    """The person's own review has not been submitted yet."""
    seat = case.own_seat()
    return [Reason("REVIEW_SUBMITTED")] if seat and seat.submitted else []


@guard(needs=("score",), part="panel")
def own_review_complete(case: Case) -> list[Reason]:
    """Every criterion in the person's own review has a value, a justification and a citation."""
    seat = case.own_seat()
    return per_criterion("SCORE_INCOMPLETE", seat.incomplete if seat else (), "/work/{number}/desk?c={code}")


@guard(needs=("submit_review",), against=("own_review_open",), part="panel")
def all_reviews_submitted(case: Case) -> list[Reason]:
    """Every active member has submitted."""
    waiting = sum(not seat.submitted for seat in case.facts.seats)
    return [Reason("REVIEWS_OUTSTANDING", {"count": str(waiting)})] if waiting else []


@guard(needs=("write_consensus",))
def consensus_complete(case: Case) -> list[Reason]:
    """The panel's position has a value and a text for every scored criterion."""
    return per_criterion("CONSENSUS_MISSING", case.facts.consensus_missing, "/work/{number}/matrix?c={code}")


@guard(needs=("write_report",))
def report_complete(case: Case) -> list[Reason]:
    """The report has a summary and proposes an outcome."""
    return [
        Reason("REPORT_INCOMPLETE", {"part": part}, unblock="/work/{number}/report")
        for part in case.facts.report_missing
    ]


@guard(needs=("agree",), against=("not_yet_agreed",), part="panel")
def panel_agreed(case: Case) -> list[Reason]:
    """Every active member agreed with consensus and report as they stand."""
    waiting = sum(not seat.agreed for seat in case.facts.seats)
    return [Reason("PANEL_NOT_AGREED", {"count": str(waiting)}, unblock="/work/{number}/report")] if waiting else []


@guard(against=("panel_agreed",), part="panel")
def not_yet_agreed(case: Case) -> list[Reason]:
    """The person has not agreed to this text already."""
    seat = case.own_seat()
    return [Reason("ALREADY_AGREED")] if seat and seat.agreed else []
