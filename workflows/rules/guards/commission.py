"""Guards about the decision: motion, votes, minutes, signatures, places in a competition, conditions."""

from workflows.rules.case import Case
from workflows.rules.guards.registry import guard
from workflows.rules.reasons import Reason


@guard(needs=("propose_motion",), part="commission")
def motion_proposed(case: Case) -> list[Reason]:
    """There is a motion to vote on."""
    proposed = case.facts.motion and not case.facts.motion_decided
    return [] if proposed else [Reason("NO_MOTION", unblock="/meetings/{number}")]


@guard(part="commission")
def no_open_vote(case: Case) -> list[Reason]:
    """The present motion, if any, has been voted down; one that is being voted on is not replaced."""
    if case.facts.motion is None or case.facts.motion_decided or not case.facts.votes:
        return []
    count = case.count()
    voted_down = count.cast == count.eligible and not case.carried()
    return [] if voted_down else [Reason("VOTE_OPEN", unblock="/meetings/{number}")]


@guard(needs=("cast_vote",), part="commission")
def has_voted(case: Case) -> list[Reason]:
    """The person's vote on the present motion is recorded."""
    return [] if case.person in case.facts.votes else [Reason("NOT_VOTED", unblock="/meetings/{number}")]


@guard(needs=("cast_vote",), part="commission")
def quorum_reached(case: Case) -> list[Reason]:
    """Enough members who are not recused have voted."""
    count = case.count()
    details = {"cast": str(count.cast), "quorum": str(count.quorum), "eligible": str(count.eligible)}
    return [] if count.has_quorum else [Reason("NO_QUORUM", details, unblock="/meetings/{number}")]


@guard(needs=("cast_vote",), part="commission")
def motion_carried(case: Case) -> list[Reason]:
    """More than the required share of the votes cast are for the motion."""
    count = case.count()
    if not count.has_quorum or case.carried():
        return []
    return [Reason("MOTION_NOT_CARRIED", {"for": str(count.votes_for), "cast": str(count.cast)})]


@guard(part="commission")
def minutes_unsigned(case: Case) -> list[Reason]:
    """The minutes of the present meeting are not signed yet."""
    return [Reason("MINUTES_SIGNED", unblock="/meetings/{number}")] if case.facts.minutes_signed else []


@guard()
def not_signed_yet(case: Case) -> list[Reason]:
    """The person has not signed this decision already."""
    return [Reason("ALREADY_SIGNED")] if case.person in case.facts.signed_by else []


@guard(needs=("sign",))
def signed(case: Case) -> list[Reason]:
    """As many different people as the process asks for have signed the decision as it stands."""
    needed, given = case.definition.signatures, len(case.facts.signed_by)
    details = {"needed": str(needed), "given": str(given)}
    return [Reason("SIGNATURES_MISSING", details)] if given < needed else []


@guard(part="ranking")
def call_scored(case: Case) -> list[Reason]:
    """Every entry of the call is scored, or out: before that places would still change."""
    count = case.facts.entries_unscored
    return [Reason("ENTRIES_UNSCORED", {"count": str(count)}, unblock="/calls")] if count else []


@guard()
def conditions_closed(case: Case) -> list[Reason]:
    """Every condition of the decision has come to its end."""
    count = case.facts.open_conditions
    return [Reason("CONDITIONS_OPEN", {"count": str(count)})] if count else []
