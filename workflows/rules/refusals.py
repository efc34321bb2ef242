"""What stops an act, for the person to act on. Raised inside the transaction, so that it leaves nothing behind; the
API turns each into a value of the mutation's result."""

from dataclasses import dataclass

from workflows.rules.reasons import Reason


class Refusal(Exception):
    """An act did not happen, and the person can do something about it."""


class Blocked(Refusal):
    """The process does not allow the act now. `number` is the evaluation's, for the links that unblock."""

    def __init__(self, *reasons: Reason, number: str = "") -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons
        self.number = number


class StaleVersion(Refusal):
    """Somebody changed the thing since it was read; `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__(str(current))
        self.current = current


@dataclass(frozen=True)
class Problem:
    """One wrong input: where (`input.remarks.0.text`), a code for `workflows/messages`, and the facts it names."""

    path: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


class InvalidInput(Refusal):
    """The input cannot be used."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = problems


class NotPermittedOrAbsent(Refusal):
    """There is nothing here for this person; whether it exists is not told."""
