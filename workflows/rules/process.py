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
from workflows.rules.definition import Definition, Step
from workflows.rules.guards import GUARDS
from workflows.rules.reasons import Reason


def parse_definition(document: Mapping[str, object]) -> Definition:
    """Read a definition.

    Raises ValueError (pydantic's ValidationError is one) that names what does not hold together.
    """
    definition = Definition.model_validate(document)
    unknown = sorted({name for step in definition.steps for name in step.guards} - GUARDS.keys())
    if unknown:
        raise ValueError(f"no such guard: {', '.join(unknown)}; the guards are {', '.join(sorted(GUARDS))}")
    return definition


def blocked_by(step: Step, case: Case) -> list[Reason]:
    """Every reason why this person may not take this step now; empty means they may.

    A wrong role or state is told alone: further reasons would tell a stranger about the case.
    """
    if not set(step.who) & case.roles:
        return [Reason("NOT_YOUR_ROLE", {"who": ",".join(step.who)})]
    if case.state not in step.sources:
        return [Reason("WRONG_STATE", {"state": case.state})]
    due = case.due.get(step.until) if step.until else None
    late = [Reason("DEADLINE_PASSED", {"due": due.isoformat()})] if due and case.now > due else []
    return late + [reason for name in step.guards for reason in GUARDS[name](case)]


def due_of(step: Step, case: Case) -> datetime | None:
    """When the step must be taken: its own deadline, or that of the present state."""
    name = step.until or case.definition.state(case.state).deadline
    return case.due.get(name) if name else None


def steps_for(case: Case) -> list[Step]:
    """The steps this person has anything to do with in the present state."""
    return [s for s in case.definition.steps if case.state in s.sources and set(s.who) & case.roles]


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
    for step in definition.steps:
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
