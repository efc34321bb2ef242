"""Walks a definition without a case: the shortest way to each end, and what a given sequence of steps would do."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from workflows.rules.deadlines import Calendar, due_after
from workflows.rules.definition import Definition
from workflows.rules.process_parts import Step


@dataclass(frozen=True)
class Stop:
    """One place of a walk: the state, what opens and closes there, deadlines that begin, and the steps that lead on."""

    state: str
    step: Step | None
    """How the walk came here; None at the beginning."""
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    due: tuple[tuple[str, datetime], ...]
    onward: tuple[Step, ...]


class NoSuchStep(ValueError):
    """The walk cannot go on: the step does not exist, or not from there."""

    def __init__(self, action: str, state: str, possible: Sequence[str]) -> None:
        super().__init__(f"{action} cannot be taken from {state}; possible: {', '.join(possible)}")
        self.action, self.state, self.possible = action, state, tuple(possible)


def walk(
    definition: Definition, actions: Sequence[str], begin: datetime, zone: tzinfo, calendar: Calendar
) -> list[Stop]:
    """Take these steps one after another, each at the last moment of its deadline; without one, at once.

    Raises NoSuchStep where the definition does not lead on so.
    """
    state = definition.states[0].code
    due = _due([kind.name for kind in definition.at_opening()], definition, begin, zone, calendar)
    stops = [_stop(definition, None, state, (), due)]
    for action in actions:
        possible = [step for step in definition.steps if state in step.sources]
        step = next((one for one in possible if one.action == action), None)
        if step is None:
            raise NoSuchStep(action, state, [one.action for one in possible])
        if step.until in due:
            begin = max(begin, due[step.until])
        before, entered = definition.discloses(state), step.target is not None and step.target != state
        state = step.target or state
        begun = [kind.name for kind in definition.deadlines if entered and kind.after == state]
        begun += [effect.start for effect in step.effects if effect.start]
        fresh = _due(begun, definition, begin, zone, calendar)
        due |= fresh
        stops.append(_stop(definition, step, state, before, fresh))
    return stops


def _due(
    names: Sequence[str], definition: Definition, begin: datetime, zone: tzinfo, calendar: Calendar
) -> dict[str, datetime]:
    return {name: due_after(definition.deadline(name), begin, zone, calendar) for name in names}


def _stop(
    definition: Definition, step: Step | None, state: str, before: Sequence[str], due: dict[str, datetime]
) -> Stop:
    now = definition.discloses(state)
    return Stop(
        state=state,
        step=step,
        opens=tuple(word for word in now if word not in before),
        closes=tuple(word for word in before if word not in now),
        due=tuple(sorted(due.items(), key=lambda one: one[1])),
        onward=tuple(one for one in definition.steps if state in one.sources and one.target),
    )


def ways_to_ends(definition: Definition) -> dict[str, list[str]]:
    """For each final state, the shortest sequence of steps that leads to it."""
    first = definition.states[0].code
    ways: dict[str, list[str]] = {first: []}
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        for step in definition.steps:
            if step.target and state in step.sources and step.target not in ways:
                ways[step.target] = [*ways[state], step.action]
                waiting.append(step.target)
    return {state.code: ways[state.code] for state in definition.states if state.final and state.code in ways}
