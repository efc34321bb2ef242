"""Guards about conflicts of interest: declared, asked anew at the moment of the act, answered."""

from workflows.rules.case import Case
from workflows.rules.conflicts import Conflict
from workflows.rules.guards.registry import guard
from workflows.rules.reasons import Reason


def because(conflict: Conflict, bars: str, to_waive: str, unblock: str | None = None) -> Reason:
    """Why a conflict stops somebody: by the first code for good, by the second until it is waived."""
    if conflict.can_be_waived:
        return Reason(to_waive, {"kind": conflict.kind, "by": ",".join(conflict.rule.by)}, unblock=unblock)
    return Reason(bars, {"kind": conflict.kind}, unblock=unblock)


@guard(part="panel")
def panel_has_no_conflict(case: Case) -> list[Reason]:
    """No member of the panel has a conflict of interest, asked anew at the moment of the act."""
    standing = case.standing()
    return [
        because(conflict, "PANEL_CONFLICT", "PANEL_CONFLICT_TO_WAIVE", unblock="/work/{number}")
        for seat in case.facts.seats
        for conflict in standing.get(seat.person, ())
    ]


@guard(part="commission")
def votes_have_no_conflict(case: Case) -> list[Reason]:
    """Nobody whose vote counts has a conflict of interest, asked anew at the moment of the act."""
    return [
        because(conflict, "VOTE_CONFLICT", "VOTE_CONFLICT_TO_WAIVE", unblock="/work/{number}")
        for person, conflicts in case.standing().items()
        if person in case.facts.members and person in case.facts.votes
        for conflict in conflicts
    ]


@guard()
def no_conflict(case: Case) -> list[Reason]:
    """The person acting has no conflict of interest, asked anew at the moment of the act."""
    return [
        because(conflict, "OWN_CONFLICT", "OWN_CONFLICT_TO_WAIVE")
        for conflict in case.stopping(case.person, case.facts.ties)
    ]


@guard()
def has_declared(case: Case) -> list[Reason]:
    """The person acting has said what ties them to the school, where the process asks everybody first."""
    return [Reason("DECLARE_FIRST", unblock="/work/{number}")] if case.person in case.held("DECLARATION") else []


@guard()
def not_yet_declared(case: Case) -> list[Reason]:
    """The person has not said yet what ties them to the school."""
    return [] if case.person in case.held("DECLARATION") else [Reason("ALREADY_DECLARED")]


@guard(part="panel")
def recusal_requests_answered(case: Case) -> list[Reason]:
    """Whatever recusal the school has asked for is granted or refused."""
    count = len(case.facts.asked_to_recuse)
    return [Reason("RECUSAL_REQUESTS_OPEN", {"count": str(count)}, unblock="/work/{number}")] if count else []
