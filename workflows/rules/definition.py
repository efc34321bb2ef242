"""The closed model of a process definition, checked when it is read from `workflows/processes/*.yaml`."""

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from workflows.rules.conflicts import ConflictKind

CaseRole = Literal["school", "secretary", "expert", "lead", "commission", "chair", "founder"]
Disclosure = Literal[
    "submission",
    "case_to_panel",
    "reviews_to_panel",
    "report_to_school",
    "case_to_commission",
    "votes",
    "decision_to_school",
    "panel_to_school",
    "case_to_founder",
    "report_to_founder",
]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Closed):
    """A text in both languages."""

    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)


class State(_Closed):
    """Where a case can be, who it waits for, and what is open to whom there."""

    code: str
    title: Text
    waiting_for: tuple[CaseRole, ...] = ()
    deadline: str | None = None
    final: bool = False
    discloses: tuple[Disclosure, ...] = ()


class DeadlineKind(_Closed):
    """A deadline the process knows; `days` is its usual distance from opening."""

    name: str
    days: int = Field(gt=0)
    title: Text


class Outcome(_Closed):
    """What a decision can say."""

    code: str
    positive: bool
    title: Text


class Step(_Closed):
    """An act: who may take it, from which states, until when, under which guards, and where it leads."""

    action: str
    sources: tuple[str, ...] = Field(alias="from", min_length=1)
    target: str | None = Field(alias="to")
    who: tuple[CaseRole, ...] = Field(min_length=1)
    title: Text
    until: str | None = None
    guards: tuple[str, ...] = ()
    task: bool = False
    irreversible: bool = False


class PanelRule(_Closed):
    """How large a panel is."""

    size: int = Field(gt=0)


class ConflictRule(_Closed):
    """Which kinds of conflict of interest bar acting."""

    bar: tuple[ConflictKind, ...]


class CommissionRule(_Closed):
    """Shares that must be exceeded: of eligible members voting, and of votes cast being for."""

    quorum: Fraction
    majority: Fraction

    @field_validator("quorum", "majority", mode="before")
    @classmethod
    def _share(cls, value: object) -> Fraction:
        share = Fraction(str(value))
        if not 0 <= share < 1:
            raise ValueError("a share lies between 0 and 1, such as 1/2")
        return share


class Definition(_Closed):
    """A whole process, checked when it is read."""

    code: str = Field(alias="process")
    version: int = Field(gt=0)
    title: Text
    panel: PanelRule
    conflicts: ConflictRule
    commission: CommissionRule
    outcomes: tuple[Outcome, ...]
    deadlines: tuple[DeadlineKind, ...]
    states: tuple[State, ...] = Field(min_length=2)
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> "Definition":
        states = {state.code for state in self.states}
        deadlines = {deadline.name for deadline in self.deadlines}
        problems = [
            f"step {step.action}: no such state: {name}"
            for step in self.steps
            for name in {*step.sources, *([step.target] if step.target else [])} - states
        ]
        named = [(f"step {step.action}", step.until) for step in self.steps]
        named += [(f"state {state.code}", state.deadline) for state in self.states]
        problems += [f"{where}: no such deadline: {name}" for where, name in named if name and name not in deadlines]
        reached = {self.states[0].code}
        while True:
            more = {s.target for s in self.steps if s.target and set(s.sources) & reached} - reached
            if not more:
                break
            reached |= more
        problems += [f"state {name}: nothing leads to it" for name in sorted(states - reached)]
        left = {source for step in self.steps if step.target for source in step.sources}
        problems += [f"state {s.code}: no way out of it" for s in self.states if not s.final and s.code not in left]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def state(self, code: str) -> State:
        """The state with this code."""
        return next(state for state in self.states if state.code == code)

    def step(self, action: str) -> Step:
        """The step with this name."""
        return next(step for step in self.steps if step.action == action)

    def outcome(self, code: str) -> Outcome | None:
        """The outcome with this code, if the process has it."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)

    def deadline(self, name: str) -> DeadlineKind:
        """The deadline with this name."""
        return next(deadline for deadline in self.deadlines if deadline.name == name)
