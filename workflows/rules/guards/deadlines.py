"""Guards about time: deadlines, embargo, requests for more time, renewal."""

from datetime import datetime

from workflows.rules.case import Case
from workflows.rules.deadlines import reminders
from workflows.rules.guards.registry import GUARDS, Guard, guard, reasons_of
from workflows.rules.process_parts import Step
from workflows.rules.reasons import Reason

DONE = frozenset(
    {"REVIEW_SUBMITTED", "ALREADY_DECLARED", "ALREADY_AGREED", "ALREADY_SIGNED", "MINUTES_SIGNED", "RENEWED"}
)
"""Reasons that say that the person's part is done."""


def is_done(step: Step, case: Case) -> bool:
    """Whether the person has done this already: such a step waits for them no more."""
    votes = {"cast_vote": case.facts.votes, "cast_appeal_vote": case.facts.ballots}
    if case.person in votes.get(step.action, ()):
        return True
    found = {reason.code for call in step.guards for reason in reasons_of(call.name, call.argument, case)}
    return bool(found & DONE)


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


def renewal_since(case: Case) -> datetime | None:
    """From when on the decision of a case can be renewed: the first reminder that it expires."""
    expiry = case.definition.expiry
    if expiry is None or expiry.name not in case.due:
        return None
    due = case.due[expiry.name]
    return min(reminders(expiry, due, case.zone), default=due)


def _deadline_passed(case: Case, name: str) -> list[Reason]:
    """This deadline is over; one that does not run never is."""
    due = case.due.get(name)
    if due is None:
        return [Reason("DEADLINE_NOT_SET", {"name": name})]
    return [Reason("DEADLINE_NOT_PASSED", {"due": due.isoformat()})] if case.now <= due else []


GUARDS["deadline_passed"] = Guard(_deadline_passed, argument="deadline")


@guard()
def accuracy_deadline_passed(case: Case) -> list[Reason]:
    """The school's time to check the facts is over."""
    return _deadline_passed(case, "accuracy_check")


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


@guard()
def embargo_over(case: Case) -> list[Reason]:
    """No embargo was set, or it has passed."""
    until = case.due.get("embargo")
    return [Reason("EMBARGO", {"until": until.isoformat()})] if until and case.now <= until else []


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
