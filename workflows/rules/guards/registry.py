"""What a guard is, and where a process definition finds it by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workflows.rules.case import Case
from workflows.rules.reasons import Reason

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


def per_criterion(code: str, criteria: tuple[str, ...], page: str) -> list[Reason]:
    """The same reason for each of these criteria, with the page where it is settled."""
    return [
        Reason(code, {"criterion": criterion}, criterion=criterion, unblock=page.replace("{code}", criterion))
        for criterion in criteria
    ]
