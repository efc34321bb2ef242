"""The process of an evaluation as the API shows it: states, deadlines, outcomes, and the steps open to a person."""

from datetime import datetime
from enum import Enum

import strawberry

from schema.outcomes import Outcome
from schema.results import Reason, localized
from schema.scalars import LocalizedText
from workflows.rules.case import Case
from workflows.rules.definition import Definition
from workflows.rules.process import blocked_by, due_of, steps_for
from workflows.rules.process_parts import DeadlineKind as KindRule
from workflows.rules.process_parts import State, Step, Text
from workflows.steps import is_general


@strawberry.enum(description="What the viewer is in one case.")
class CaseRole(Enum):
    """Roles of the process definition."""

    SCHOOL = "school"
    SECRETARY = "secretary"
    EXPERT = "expert"
    LEAD = "lead"
    COMMISSION = "commission"
    CHAIR = "chair"
    FOUNDER = "founder"
    APPEAL = "appeal"
    APPEAL_CHAIR = "appeal_chair"
    CLOCK = "clock"
    PROCESS = "process"


def texts(text: Text) -> LocalizedText:
    """The API's form of a definition's text."""
    return LocalizedText(ru=text.ru, en=text.en)


@strawberry.type(description="Where a case can be.")
class ProcessState:
    """A state of the process."""

    code: str = strawberry.field(description="Stable code: `individual_review`.")
    title: LocalizedText = strawberry.field(description="What those who work on the case call it.")
    title_for_school: LocalizedText = strawberry.field(description="What the school is told.")
    title_for_public: LocalizedText = strawberry.field(description="What everybody may know.")
    final: bool = strawberry.field(description="Whether the case ends here.")
    waiting_for: list[CaseRole] = strawberry.field(description="Whose turn it is.")

    @classmethod
    def of(cls, state: State) -> "ProcessState":
        """The API's form of a state."""
        return cls(
            code=state.code,
            title=texts(state.title),
            title_for_school=texts(state.title_for("school")),
            title_for_public=texts(state.title_for("public")),
            final=state.final,
            waiting_for=[CaseRole(role) for role in state.waiting_for],
        )


@strawberry.enum(description="How an evaluation stands to its result.")
class Standing(Enum):
    """Not there yet, out, taken back, or over without one."""

    UNDER_WAY = strawberry.enum_value("under_way", description="There is no result yet, or it is gone into anew.")
    IN_FORCE = strawberry.enum_value("in_force", description="The result is out.")
    SUSPENDED = strawberry.enum_value("suspended", description="The result was out and is taken back for now.")
    ENDED = strawberry.enum_value("ended", description="It is over: without a result, or with one that has ended.")


@strawberry.type(description="A deadline the process knows.")
class DeadlineKind:
    """A kind of deadline."""

    name: str = strawberry.field(description="Stable code: `submission`.")
    title: LocalizedText = strawberry.field(description="For people.")
    days: int = strawberry.field(description="The usual length in days.")
    working_days: bool = strawberry.field(description="Whether only working days are counted.")
    after: str | None = strawberry.field(description="The state it is counted from; null: from opening.")
    at_opening: bool = strawberry.field(
        description="Whether `openEvaluation` takes it; the others are set by a stage or a step to come."
    )
    soft: bool = strawberry.field(description="Whether what comes after it is taken and marked late.")

    @classmethod
    def of(cls, kind: KindRule, *, at_opening: bool) -> "DeadlineKind":
        """The API's form of a kind of deadline."""
        return cls(
            name=kind.name,
            title=texts(kind.title),
            days=kind.length,
            working_days=kind.working_days is not None,
            after=kind.after,
            at_opening=at_opening,
            soft=kind.kind == "soft",
        )


@strawberry.enum(description="Who is hidden from whom in a process.")
class Blinding(Enum):
    """Modes of blinding."""

    OPEN = strawberry.enum_value("open", description="School and experts know one another.")
    SINGLE_BLIND = strawberry.enum_value("single_blind", description="The school does not know its experts.")
    DOUBLE_BLIND = strawberry.enum_value(
        "double_blind", description="Nor do the experts know the school, until a state discloses it."
    )


@strawberry.type(description="A version of a process. Every evaluation keeps the version it began with.")
class Process:
    """A process definition."""

    code: str = strawberry.field(description="Stable code.")
    version: int = strawberry.field(description="Its version.")
    title: LocalizedText = strawberry.field(description="For people.")
    states: list[ProcessState] = strawberry.field(description="Every state, in the usual order.")
    deadlines: list[DeadlineKind] = strawberry.field(description="Every deadline, in order.")
    outcomes: list[Outcome] = strawberry.field(description="What a decision can say.")
    ranks: bool = strawberry.field(description="Whether entries of one competition are ranked by it.")
    panel_size: int = strawberry.field(description="How many experts form a panel; 0 where there is none.")
    blinding: Blinding = strawberry.field(description="Who is hidden from whom.")
    blinding_note: LocalizedText = strawberry.field(description="What that hides, and what it cannot hide.")

    @classmethod
    def of(cls, definition: Definition) -> "Process":
        """The API's form of a definition."""
        set_first = definition.at_opening()
        return cls(
            code=definition.code,
            version=definition.version,
            title=texts(definition.title),
            states=[ProcessState.of(state) for state in definition.states],
            deadlines=[DeadlineKind.of(kind, at_opening=kind in set_first) for kind in definition.deadlines],
            outcomes=[outcome_of(definition, outcome.code) for outcome in definition.outcomes],
            ranks=definition.ranking is not None,
            panel_size=definition.panel.size if definition.panel else 0,
            blinding=Blinding(definition.blinded()),
            blinding_note=localized(f"blinding.{definition.blinded()}"),
        )


def outcome_of(definition: Definition, code: str) -> Outcome:
    """The outcome with this code, in words."""
    outcome = definition.outcome(code)
    assert outcome, f"{definition.code} {definition.version} has no outcome {code}"
    return Outcome(code=outcome.code, title=texts(outcome.title), positive=outcome.positive)


@strawberry.type(
    description="A step of the process for the person asking: whether it can be taken now, and if not, why."
)
class AvailableTransition:
    """What a button shows."""

    name: str = strawberry.field(description="The step: `submit`.")
    title: LocalizedText = strawberry.field(description="The words on the button.")
    available: bool = strawberry.field(description="Whether it can be taken now.")
    blocked_by: list[Reason] = strawberry.field(description="Every reason why not.")
    due_at: datetime | None = strawberry.field(description="When it must be taken.")
    changes_state: bool = strawberry.field(description="Whether the case moves on.")
    target: ProcessState | None = strawberry.field(description="Where it leads.")
    irreversible: bool = strawberry.field(description="Whether it cannot be undone.")
    general: bool = strawberry.field(description="Whether it is taken with `takeStep` or `takeTrackStep`.")
    asks: LocalizedText | None = strawberry.field(description="The text it asks for.")
    asks_day: LocalizedText | None = strawberry.field(description="The deadline whose last day it asks for.")
    asks_decision: bool = strawberry.field(description="Whether it asks for a decision.")

    @classmethod
    def of(cls, step: Step, case: Case, number: str) -> "AvailableTransition":
        """One step for the person of this case."""
        reasons = blocked_by(step, case)
        return cls(
            name=step.action,
            title=texts(step.title),
            available=not reasons,
            blocked_by=[Reason.of(reason, number) for reason in reasons],
            due_at=due_of(step, case),
            changes_state=step.target is not None,
            target=ProcessState.of(case.definition.state(step.target)) if step.target else None,
            irreversible=step.irreversible,
            general=is_general(step),
            asks=texts(case.definition.statement(step.asks).title) if step.asks else None,
            asks_day=texts(case.definition.deadline(step.asks_day).title) if step.asks_day else None,
            asks_decision=step.asks_decision,
        )


def transitions_of(case: Case, number: str) -> list[AvailableTransition]:
    """Every step the person of this case has anything to do with in the present state."""
    return [AvailableTransition.of(step, case, number) for step in steps_for(case)]
