"""The one question asked of a process: may this person take this step now, and if not, why.

The definition is data; `Case` is a snapshot loaded under lock, so every guard is a pure function of it.
`transitions` moves the state with the guards as its conditions, so no second place decides.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import cast

from transitions import EventData, Machine

from workflows.rules.case import Case
from workflows.rules.deadlines import Standing, end_of_grace, standing
from workflows.rules.definition import Definition
from workflows.rules.definition_checks import problems_of
from workflows.rules.guards import reasons_of
from workflows.rules.process_parts import CaseRole, Step
from workflows.rules.reasons import Reason

JUDGES: frozenset[CaseRole] = frozenset({"expert", "lead", "commission", "chair", "appeal", "appeal_chair"})
"""Those who must be independent: a conflict of interest stops every act of theirs, whatever the definition names."""
RULES = "ruling_carried"
WAYS_OUT = frozenset({"declare_conflict", "declare_no_conflict", "recuse"})
"""What somebody with a conflict of interest, or who has not declared yet, can and should still do."""
INDEPENDENCE = "no_conflict"


class Unsound(ValueError):
    """A definition that does not hold together; the message names every place and what is wrong there."""


def parse_definition(document: Mapping[str, object]) -> Definition:
    """Read a definition.

    Raises Unsound, or pydantic's ValidationError (both are ValueErrors).
    """
    definition = Definition.model_validate(document)
    errors = [str(problem) for problem in problems_of(definition) if problem.severity == "error"]
    if errors:
        raise Unsound("; ".join(errors))
    return definition


def blocked_by(step: Step, case: Case) -> list[Reason]:
    """Every reason why this person may not take this step now; empty means they may.

    A wrong role or state is told alone: further reasons would tell a stranger about the case.
    """
    if not set(step.who) & case.roles:
        return [Reason("NOT_YOUR_ROLE", {"who": ",".join(step.who)})]
    if case.state not in step.sources:
        return [Reason("WRONG_STATE", {"state": case.state})]
    if case.roles == {"clock"} and not _struck(step, case):
        return [Reason("DEADLINE_NOT_PASSED")]
    over = [Reason("DEADLINE_PASSED", {"due": due.isoformat()})] if (due := _over(step, case)) else []
    calls = dict.fromkeys((call.name, call.argument) for call in step.guards)
    if _judges(step, case):
        calls["has_declared", None] = calls[INDEPENDENCE, None] = None
    return over + [reason for name, argument in calls for reason in reasons_of(name, argument, case)]


def _judges(step: Step, case: Case) -> bool:
    """Whether the person takes the step as one of those who judge, and not in order to leave the case."""
    return bool(set(step.who) & case.roles & JUDGES) and step.action not in WAYS_OUT


def _struck(step: Step, case: Case) -> bool:
    """Whether a deadline that has the clock take this step has passed, its grace included."""
    return any(
        kind.then == step.action
        and kind.name in case.due
        and case.now > end_of_grace(kind, case.due[kind.name], case.zone)
        for kind in case.definition.deadlines
    )


def _standing(step: Step, case: Case) -> Standing:
    due = case.due.get(step.until) if step.until else None
    if step.until is None or due is None:
        return "open"
    return standing(case.definition.deadline(step.until), due, case.now, case.zone)


def _over(step: Step, case: Case) -> datetime | None:
    return case.due[step.until] if step.until and _standing(step, case) == "over" else None


def is_late(step: Step, case: Case) -> bool:
    """Whether the step, taken now, is taken after its deadline; it is then marked so."""
    return _standing(step, case) == "late"


def deadline_of(step: Step, case: Case) -> str | None:
    """Which deadline bounds the step: its own, or that of the present state."""
    return step.until or case.definition.state(case.state).deadline


def due_of(step: Step, case: Case) -> datetime | None:
    """When the step must be taken."""
    name = deadline_of(step, case)
    return case.due.get(name) if name else None


def rulings_of(definition: Definition) -> list[Step]:
    """The steps that rule on an appeal, in order: those that are taken once enough people have voted for them."""
    return [step for step in definition.steps if any(call.name == RULES for call in step.guards)]


def steps_for(case: Case) -> list[Step]:
    """The steps this person has anything to do with in the present state."""
    return [s for s in case.definition.every_step if case.state in s.sources and set(s.who) & case.roles]


def writes_now(case: Case, role: CaseRole) -> bool:
    """Whether this person can give a text with a step of theirs in this role now."""
    return role in case.roles and any(
        step.asks and role in step.who and not blocked_by(step, case) for step in steps_for(case)
    )


@cache
def machine_of(definition: Definition) -> Machine:
    """The state machine of a definition; holds no case, so one serves all."""
    machine = Machine(
        model=None,
        states=[state.code for state in definition.states],
        initial=definition.states[0].code,
        auto_transitions=False,
        send_event=True,
    )
    for step in definition.every_step:
        may = _condition(step)
        for source in step.sources:
            machine.add_transition(step.action, source, step.target, conditions=may)
    return machine


def _condition(step: Step) -> Callable[[EventData], bool]:
    return lambda event: not blocked_by(step, cast(Case, event.model))


def take(step: Step, case: Case) -> None:
    """Move the case along a step that nothing blocks. Asking first is the caller's duty: a refusal here is a bug."""
    moved = machine_of(case.definition).events[step.action].trigger(case)
    assert moved, f"{step.action} was refused from {case.state}"
