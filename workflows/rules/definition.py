"""A process definition: what `workflows/processes/*.yaml` may say, and nothing else."""

from functools import cache, cached_property
from typing import Any

from pydantic import Field

from workflows.rules.coming_steps import coming_steps, step_of
from workflows.rules.process_parts import (
    AppealRule,
    Blinding,
    CaseRole,
    Closed,
    CommissionRule,
    ConflictRule,
    DeadlineKind,
    Disclosure,
    FreshnessRule,
    KeepingRule,
    Outcome,
    PanelRule,
    Phase,
    RankingRule,
    Standing,
    State,
    StatementKind,
    Step,
    Text,
    Track,
)


class Definition(Closed):
    """A whole process."""

    code: str = Field(alias="process", pattern=r"^[a-z][a-z0-9-]*$", max_length=80)
    version: int = Field(gt=0)
    title: Text
    summary: Text | None = Field(default=None, description="What it is for, in a sentence.")
    calendar: str | None = Field(default=None, description="The calendar its working days are counted in.")
    blinding: Blinding | None = Field(
        default=None,
        description="`single_blind`: the school is not shown its panel; `double_blind`: nor the panel the school, until"
        " a state discloses `school_to_panel`. Left out: as the states say.",
    )
    panel: PanelRule | None = Field(default=None, description="Left out: no panel of experts.")
    conflicts: ConflictRule = ConflictRule()
    commission: CommissionRule | None = Field(default=None, description="Left out: no commission.")
    appeal: AppealRule | None = Field(default=None, description="Left out: nobody hears appeals.")
    ranking: RankingRule | None = Field(default=None, description="Left out: entries are not ranked.")
    freshness: FreshnessRule | None = Field(
        default=None, description="How old evidence may be; left out: what is older than 36 months is marked."
    )
    keeping: KeepingRule | None = Field(default=None, description="How long it is kept; left out: as the server says.")
    signatures: int = Field(default=1, ge=1, description="How many different people sign a decision.")
    outcomes: tuple[Outcome, ...] = ()
    statements: tuple[StatementKind, ...] = ()
    deadlines: tuple[DeadlineKind, ...] = ()
    phases: tuple[Phase, ...] = ()
    states: tuple[State, ...] = Field(min_length=2)
    steps: tuple[Step, ...] = Field(min_length=1)
    tracks: tuple[Track, ...] = ()

    def track(self, code: str) -> "Definition":
        """A track as a process by itself, in which every rule of this one holds."""
        found = next(track for track in self.tracks if track.code == code)
        # No copy of this one, which would have what was worked out of its own steps.
        return self.model_construct(
            **{
                **dict(self),
                "title": found.title,
                "deadlines": found.deadlines,
                "phases": (),
                "states": found.states,
                "steps": found.steps,
                "tracks": (),
            }
        )

    def __hash__(self) -> int:
        """By its name: of everything it says it takes longer than most that is remembered under it."""
        return hash((self.code, self.version))

    def statement(self, code: str) -> StatementKind:
        """The kind of statement with this code."""
        return next(kind for kind in self.statements if kind.code == code)

    def state(self, code: str) -> State:
        """The state with this code."""
        return next(state for state in self.states if state.code == code)

    @cached_property
    def every_step(self) -> tuple[Step, ...]:
        """The steps the file names, and those that come with them unless the file names them itself."""
        named = {step.action for step in self.steps}
        return (*self.steps, *(_made(*one) for one in coming_steps(self) if one.action not in named))

    @cached_property
    def expiry(self) -> DeadlineKind | None:
        """The deadline at which a decision that is in force ends by itself."""
        settled = {state.code for state in self.states if state.settled}
        final = {state.code for state in self.states if state.final}
        ending = {step.action for step in self.steps if step.target in final and settled & set(step.sources)}
        return next((kind for kind in self.deadlines if kind.then in ending), None)

    def step(self, action: str) -> Step:
        """The step with this name."""
        return next(step for step in self.every_step if step.action == action)

    def has_step(self, action: str) -> bool:
        """Whether the process knows this step."""
        return any(step.action == action for step in self.every_step)

    def any_step(self, name: str) -> Step | None:
        """The step of the case, or of one of its tracks (`condition:submit_plan`), if the process knows it."""
        track, colon, action = name.rpartition(":")
        steps = [step for one in self.tracks if one.code == track for step in one.steps] if colon else self.every_step
        return next((step for step in steps if step.action == action), None)

    def outcome(self, code: str) -> Outcome | None:
        """The outcome with this code, if the process has it."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)

    def deadline(self, name: str) -> DeadlineKind:
        """The deadline with this name."""
        return next(deadline for deadline in self.deadlines if deadline.name == name)

    def standing(self, code: str) -> Standing:
        """How a case in a state stands to its result: not there yet, out, taken back for now, or over without one."""
        state = self.state(code)
        # The oldest definitions do not say of `publish` what it produces.
        if any(step.target == code and (step.produces == "result" or step.action == "publish") for step in self.steps):
            return "in_force"
        if state.final:
            return "ended"
        return "suspended" if state.settled else "under_way"

    def is_behind(self, deadline: str, code: str) -> bool:
        """Whether the stages in which this deadline counts all come before a state, in the order of the file."""
        order = [state.code for state in self.states]
        counts = {state.code for state in self.states if state.deadline == deadline}
        counts |= {source for step in self.steps if step.until == deadline for source in step.sources}
        return bool(counts) and max(map(order.index, counts)) < order.index(code)

    def discloses(self, code: str) -> tuple[Disclosure, ...]:
        """What is open in a state: what the state says, and what its phase says."""
        state = self.state(code)
        of_phase = next((phase.discloses for phase in self.phases if phase.code == state.phase), ())
        said = tuple(dict.fromkeys((*of_phase, *state.discloses)))
        # Whose case it is goes with the case, unless that is just what a panel must not know.
        goes_with_it = "case_to_panel" in said and self.blinding != "double_blind"
        return (*said, "school_to_panel") if goes_with_it and "school_to_panel" not in said else said

    def blinded(self) -> Blinding:
        """Who is hidden from whom: what the definition says, or else what its states come to."""
        shown = any("panel_to_school" in self.discloses(state.code) for state in self.states)
        return self.blinding or ("open" if shown else "single_blind")

    def at_opening(self) -> list[DeadlineKind]:
        """The deadlines that are set when a case is opened; the others begin with a state or a step."""
        later = {effect.start for step in self.steps for effect in step.effects}
        later |= {step.asks_day for step in self.steps}
        return [deadline for deadline in self.deadlines if deadline.after is None and deadline.name not in later]

    def as_document(self) -> dict[str, Any]:
        """The definition as its file would say it, without what is left at its usual value."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


@cache
def _made(action: str, sources: tuple[str, ...], who: tuple[CaseRole, ...]) -> Step:
    # A definition that is kept with its cases is read anew with each, and the same steps come with it.
    return Step.model_validate(step_of(action, sources, who))
