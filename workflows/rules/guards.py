"""The conditions a process definition can name. Each answers with the reasons that stand in the way, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.rules.case import Case
from workflows.rules.conflicts import Conflict
from workflows.rules.deadlines import reminders
from workflows.rules.process_parts import Step
from workflows.rules.reasons import Reason
from workflows.rules.requests import withdrawable

Part = Literal["panel", "commission", "appeal", "ranking"]
Condition = Callable[[Case, str], list[Reason]]


@dataclass(frozen=True)
class Guard:
    """A condition, and what a definition must have for it ever to hold."""

    reasons: Condition
    needs: tuple[str, ...] = ()
    """Steps one of which makes it true; without any of them it never is."""
    against: tuple[str, ...] = ()
    """Guards that hold exactly when it does not."""
    argument: Literal["deadline", "step"] | None = None
    """What it is told: the name of a deadline, or of a step of the same process or track."""
    part: Part | None = None
    """The part of the definition it asks about."""


GUARDS: dict[str, Guard] = {}
DONE = frozenset(
    {"REVIEW_SUBMITTED", "ALREADY_DECLARED", "ALREADY_AGREED", "ALREADY_SIGNED", "MINUTES_SIGNED", "RENEWED"}
)
"""Reasons that say that the person's part is done."""


def guard(
    *,
    needs: tuple[str, ...] = (),
    against: tuple[str, ...] = (),
    part: Part | None = None,
) -> Callable[[Callable[[Case], list[Reason]]], Callable[[Case], list[Reason]]]:
    """Register a guard under its own name, by which definitions call it."""

    def register(function: Callable[[Case], list[Reason]]) -> Callable[[Case], list[Reason]]:
        GUARDS[function.__name__] = Guard(lambda case, _nothing: function(case), needs, against, None, part)
        return function

    return register


def reasons_of(name: str, argument: str | None, case: Case) -> list[Reason]:
    """What stands in the way under this guard."""
    return GUARDS[name].reasons(case, argument or "")


def _per_criterion(code: str, criteria: tuple[str, ...], page: str) -> list[Reason]:
    return [
        Reason(code, {"criterion": criterion}, criterion=criterion, unblock=page.replace("{code}", criterion))
        for criterion in criteria
    ]


def _deadline_passed(case: Case, name: str) -> list[Reason]:
    """This deadline is over; one that does not run never is."""
    due = case.due.get(name)
    if due is None:
        return [Reason("DEADLINE_NOT_SET", {"name": name})]
    return [Reason("DEADLINE_NOT_PASSED", {"due": due.isoformat()})] if case.now <= due else []


def _ruling_carried(case: Case, ruling: str) -> list[Reason]:
    """Enough of those who hear the appeal have voted, and more than the required share of the votes are for this."""
    count = case.appeal_count(ruling)
    if not count.has_quorum:
        details = {"cast": str(count.cast), "quorum": str(count.quorum), "eligible": str(count.eligible)}
        return [Reason("APPEAL_NO_QUORUM", details)]
    if case.ruling_carried(ruling):
        return []
    return [Reason("RULING_NOT_CARRIED", {"for": str(count.votes_for), "cast": str(count.cast)})]


def because(conflict: Conflict, bars: str, to_waive: str, unblock: str | None = None) -> Reason:
    """Why a conflict stops somebody: by the first code for good, by the second until it is waived."""
    if conflict.can_be_waived:
        return Reason(to_waive, {"kind": conflict.kind, "by": ",".join(conflict.rule.by)}, unblock=unblock)
    return Reason(bars, {"kind": conflict.kind}, unblock=unblock)


GUARDS["deadline_passed"] = Guard(_deadline_passed, argument="deadline")
GUARDS["ruling_carried"] = Guard(_ruling_carried, needs=("cast_appeal_vote",), argument="step", part="appeal")


def is_done(step: Step, case: Case) -> bool:
    """Whether the person has done this already: such a step waits for them no more."""
    votes = {"cast_vote": case.facts.votes, "cast_appeal_vote": case.facts.ballots}
    if case.person in votes.get(step.action, ()):
        return True
    found = {reason.code for call in step.guards for reason in reasons_of(call.name, call.argument, case)}
    return bool(found & DONE)


def renewal_since(case: Case) -> datetime | None:
    """From when on the decision of a case can be renewed: the first reminder that it expires."""
    expiry = case.definition.expiry
    if expiry is None or expiry.name not in case.due:
        return None
    due = case.due[expiry.name]
    return min(reminders(expiry, due, case.zone), default=due)


def own_deadlines(case: Case) -> list[str]:
    """The deadlines that run for what the case waits for from this person now."""
    state = case.definition.state(case.state)
    mine = case.roles & set(state.waiting_for)
    due = [
        step.until or state.deadline
        for step in case.definition.steps
        if step.task and case.state in step.sources and set(step.who) & mine and not is_done(step, case)
    ]
    return [name for name in dict.fromkeys(due) if name and name in case.due]


@guard()
def own_step_is_due(case: Case) -> list[Reason]:
    """A step with a deadline that runs waits for the person."""
    return [] if own_deadlines(case) else [Reason("NOTHING_DUE")]


@guard()
def not_asked_yet(case: Case) -> list[Reason]:
    """No request of the person for more time waits for an answer."""
    waiting = any(one.person == case.person for one in case.facts.asked_for_time)
    return [Reason("EXTENSION_ASKED_ALREADY")] if waiting else []


@guard(needs=("request_extension",))
def extension_requested(case: Case) -> list[Reason]:
    """Somebody asks for more time and was not answered yet."""
    return [] if case.facts.asked_for_time else [Reason("NO_EXTENSION_ASKED")]


@guard(needs=("request_document",))
def document_requested(case: Case) -> list[Reason]:
    """The school was asked for a document."""
    return [] if case.facts.asked_for_documents else [Reason("NO_DOCUMENT_ASKED")]


@guard(needs=("request_document",))
def document_request_to_withdraw(case: Case) -> list[Reason]:
    """A request for a document that this person may withdraw waits for its answer."""
    return [] if withdrawable(case) else [Reason("NO_REQUEST_TO_WITHDRAW")]


@guard(needs=("assess",))
def self_evaluation_complete(case: Case) -> list[Reason]:
    """Every scored criterion has the school's own score and text."""
    return _per_criterion("SELF_ASSESSMENT_MISSING", case.facts.unassessed, "/work/{number}/criteria/{code}")


@guard(needs=("upload",))
def required_evidence_present(case: Case) -> list[Reason]:
    """Every criterion that asks for evidence has a document."""
    return _per_criterion("EVIDENCE_MISSING", case.facts.without_evidence, "/work/{number}/criteria/{code}")


@guard()
def uploads_finished(case: Case) -> list[Reason]:
    """No file is still on its way or being checked."""
    waiting = case.facts.uploads_unfinished
    return [Reason("UPLOADS_UNFINISHED", {"count": str(waiting)}, unblock="/work/{number}")] if waiting else []


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


@guard(part="panel")
def panel_has_no_conflict(case: Case) -> list[Reason]:
    """No member of the panel has a conflict of interest, asked anew at the moment of the act."""
    standing = case.standing()
    return [
        because(conflict, "PANEL_CONFLICT", "PANEL_CONFLICT_TO_WAIVE", unblock="/work/{number}")
        for seat in case.facts.seats
        for conflict in standing.get(seat.person, ())
    ]


@guard(part="panel")
def recusal_requests_answered(case: Case) -> list[Reason]:
    """Whatever recusal the school has asked for is granted or refused."""
    count = len(case.facts.asked_to_recuse)
    return [Reason("RECUSAL_REQUESTS_OPEN", {"count": str(count)}, unblock="/work/{number}")] if count else []


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


@guard(against=("all_reviews_submitted",), part="panel")
def own_review_open(case: Case) -> list[Reason]:
    """The person's own review has not been submitted yet."""
    seat = case.own_seat()
    return [Reason("REVIEW_SUBMITTED")] if seat and seat.submitted else []


@guard(needs=("score",), part="panel")
def own_review_complete(case: Case) -> list[Reason]:
    """Every criterion in the person's own review has a value, a justification and a citation."""
    seat = case.own_seat()
    return _per_criterion("SCORE_INCOMPLETE", seat.incomplete if seat else (), "/work/{number}/desk?c={code}")


@guard(needs=("submit_review",), against=("own_review_open",), part="panel")
def all_reviews_submitted(case: Case) -> list[Reason]:
    """Every active member has submitted."""
    waiting = sum(not seat.submitted for seat in case.facts.seats)
    return [Reason("REVIEWS_OUTSTANDING", {"count": str(waiting)})] if waiting else []


@guard(needs=("write_consensus",))
def consensus_complete(case: Case) -> list[Reason]:
    """The panel's position has a value and a text for every scored criterion."""
    return _per_criterion("CONSENSUS_MISSING", case.facts.consensus_missing, "/work/{number}/matrix?c={code}")


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


@guard()
def accuracy_deadline_passed(case: Case) -> list[Reason]:
    """The school's time to check the facts is over."""
    return _deadline_passed(case, "accuracy_check")


@guard()
def claims_answered(case: Case) -> list[Reason]:
    """Every factual error the school pointed at has an answer."""
    waiting = case.facts.claims_unanswered
    return [Reason("CLAIMS_UNANSWERED", {"count": str(waiting)}, unblock="/work/{number}/accuracy")] if waiting else []


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


@guard()
def embargo_over(case: Case) -> list[Reason]:
    """No embargo was set, or it has passed."""
    until = case.due.get("embargo")
    return [Reason("EMBARGO", {"until": until.isoformat()})] if until and case.now <= until else []


@guard(part="appeal")
def appeal_seat_vacant(case: Case) -> list[Reason]:
    """Fewer people hear the appeal than the process asks for."""
    size = case.appeal_size()
    return [Reason("APPEAL_FULL", {"size": str(size)})] if len(case.facts.appeal_members) >= size else []


@guard(needs=("seat_appeal_member",), against=("appeal_seat_vacant",), part="appeal")
def appeal_complete(case: Case) -> list[Reason]:
    """As many people hear the appeal as the process asks for, and one of them chairs."""
    facts, size = case.facts, case.appeal_size()
    if len(facts.appeal_members) < size:
        return [Reason("APPEAL_INCOMPLETE", {"size": str(size), "seated": str(len(facts.appeal_members))})]
    return [] if facts.appeal_chairs else [Reason("APPEAL_WITHOUT_CHAIR")]


@guard(part="appeal")
def appeal_independent(case: Case) -> list[Reason]:
    """Nobody who hears the appeal sat in the panel, voted in the commission, signed, or has a conflict of interest."""
    involved = case.facts.appeal_members & (case.facts.took_part | case.facts.appeal_conflicted)
    return [Reason("APPEAL_NOT_INDEPENDENT", {"count": str(len(involved))})] if involved else []


@guard(needs=("give_opinion",), part="appeal")
def opinions_given(case: Case) -> list[Reason]:
    """More than half of those who hear the appeal have given their opinion."""
    given, seated = len(case.facts.opinions & case.facts.appeal_members), len(case.facts.appeal_members)
    details = {"given": str(given), "needed": str(seated // 2 + 1)}
    return [Reason("OPINIONS_MISSING", details)] if given * 2 <= seated else []


@guard()
def no_open_appeal(case: Case) -> list[Reason]:
    """No appeal is being heard."""
    return [Reason("APPEAL_OPEN")] if case.facts.open_appeals else []


@guard(part="ranking")
def call_scored(case: Case) -> list[Reason]:
    """Every entry of the call is scored, or out: before that places would still change."""
    count = case.facts.entries_unscored
    return [Reason("ENTRIES_UNSCORED", {"count": str(count)}, unblock="/calls")] if count else []


@guard()
def not_renewed(case: Case) -> list[Reason]:
    """No later case renews this one."""
    return [Reason("RENEWED")] if case.facts.renewed else []


@guard()
def expires_soon(case: Case) -> list[Reason]:
    """The decision has expired, or the process has begun to remind of it."""
    begin = renewal_since(case)
    if case.definition.state(case.state).final or (begin and begin <= case.now):
        return []
    return [Reason("RENEWAL_EARLY", {"day": begin.astimezone(case.zone).date().isoformat()} if begin else {})]


@guard()
def conditions_closed(case: Case) -> list[Reason]:
    """Every condition of the decision has come to its end."""
    count = case.facts.open_conditions
    return [Reason("CONDITIONS_OPEN", {"count": str(count)})] if count else []
