"""What a case waits for from a person, and what of it is news that they should be told by letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from workflows.rules.case import AskedForDocument, Case
from workflows.rules.deadlines import day_before, reminders
from workflows.rules.definition import Definition
from workflows.rules.guards import is_done, renewal_since
from workflows.rules.process import blocked_by, deadline_of, due_of, steps_for
from workflows.rules.process_parts import CaseRole, Step
from workflows.rules.reasons import Reason

NewsKind = Literal["WAITING", "REMINDER", "OVERDUE", "ANSWERED"]
FRESH = timedelta(days=2)
"""What happened longer ago is no news: a server that stood still for a week does not send a week's letters."""


@dataclass(frozen=True)
class Waiting:
    """A step that is this person's to take."""

    step: Step
    role: CaseRole
    reasons: tuple[Reason, ...]
    """What is still missing for it."""
    due: datetime | None
    reminders: tuple[datetime, ...]
    since: datetime | None = None
    """When it began to wait, where that is not when its state was entered."""


@dataclass(frozen=True)
class News:
    """Something to tell a person about a step that waits for them; `moment` is when it came to be so."""

    kind: NewsKind
    moment: datetime


def waiting_in(case: Case) -> list[Waiting]:
    """What waits for the person in this case: steps done already, or barred for good, do not."""
    waiting_for = set(case.definition.state(case.state).waiting_for)
    found = []
    for step in steps_for(case):
        role = next((role for role in step.who if role in case.roles and role in waiting_for), None)
        if not step.task or role is None:
            continue
        if not is_done(step, case):
            reasons = tuple(blocked_by(step, case))
            found.append(Waiting(step, role, reasons, due_of(step, case), _reminders(step, case)))
    return found + _to_answer(case) + _to_bring(case) + _to_renew(case)


def waits_for(definition: Definition, role: CaseRole) -> list[str]:
    """The states in which a step of the case waits for whoever has this role.

    In any state something may wait that came up by itself: a request, a conflict of interest, a condition, an appeal, a
    decision that will expire.
    """
    return [
        state.code
        for state in definition.states
        if role in state.waiting_for
        and any(step.task and role in step.who and state.code in step.sources for step in definition.every_step)
    ]


def _to_answer(case: Case) -> list[Waiting]:
    """The requests for more time that this person answers, as one step that waits since the last of them."""
    asked = case.facts.asked_for_time
    if not asked or not case.definition.has_step("answer_extension_request"):
        return []
    step = case.definition.step("answer_extension_request")
    if blocked_by(step, case):
        return []
    role = next(role for role in step.who if role in case.roles)
    due = min(case.due[one.deadline] for one in asked)
    return [Waiting(step, role, (), due, (), since=max(one.asked_at for one in asked))]


def _to_bring(case: Case) -> list[Waiting]:
    """The documents that this person is asked for, as one step that waits since the last was asked for."""
    asked = [one for one in case.facts.asked_for_documents if not one.answered]
    if not asked or not case.definition.has_step("answer_document_request"):
        return []
    step = case.definition.step("answer_document_request")
    if blocked_by(step, case):
        return []
    role = next(role for role in step.who if role in case.roles)
    recalled = tuple(sorted({day_before(one.due_at, case.zone) for one in asked}))
    return [Waiting(step, role, (), min(one.due_at for one in asked), recalled, max(one.asked_at for one in asked))]


def answered_lately(case: Case) -> list[AskedForDocument]:
    """The documents this person asked for and the school has answered about, as long as that is news."""
    own = (one for one in case.facts.asked_for_documents if one.person == case.person)
    return [one for one in own if one.answered_at and case.now - FRESH < one.answered_at]


def _to_renew(case: Case) -> list[Waiting]:
    """The decision that will expire, as a step that waits since the first reminder of it."""
    expiry = case.definition.expiry
    if expiry is None or expiry.name not in case.due or not case.definition.has_step("renew"):
        return []
    step = case.definition.step("renew")
    if blocked_by(step, case):
        return []
    due, since = case.due[expiry.name], renewal_since(case)
    role = next(role for role in step.who if role in case.roles)
    return [Waiting(step, role, (), due, tuple(reminders(expiry, due, case.zone)[1:]), since)]


def _reminders(step: Step, case: Case) -> tuple[datetime, ...]:
    name, due = deadline_of(step, case), due_of(step, case)
    return tuple(reminders(case.definition.deadline(name), due, case.zone)) if name and due else ()


def news_of(waiting: Waiting, since: datetime, now: datetime) -> list[News]:
    """What is news of a step in a state entered then, the most pressing first.

    A step waits from the moment its state was entered, or something in it called for the step; it is recalled when a
    reminder falls due, of several that fell due meanwhile only the last; and once when its deadline has passed.
    """
    began = waiting.since or since
    return [news for news in _all_news(waiting, began, now) if now - FRESH < news.moment <= now]


def _all_news(waiting: Waiting, since: datetime, now: datetime) -> Iterator[News]:
    if waiting.due and waiting.due < now:
        yield News("OVERDUE", waiting.due)
    past = [moment for moment in waiting.reminders if since <= moment <= now]
    if past:
        yield News("REMINDER", max(past))
    yield News("WAITING", since)
