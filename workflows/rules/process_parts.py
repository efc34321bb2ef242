"""The parts a process definition is made of: states, steps, deadlines, effects, rules; nothing else may be said."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator

from workflows.rules.conflicts import ConflictKind, KindRule
from workflows.rules.ranking import TieBreaker

CaseRole = Literal[
    "school",
    "secretary",
    "expert",
    "lead",
    "commission",
    "chair",
    "founder",
    "appeal",
    "appeal_chair",
    "clock",
    "process",
]
"""Who can act in a case. `appeal` are the people of an appeal, none of whom decided. `clock` and `process` are nobody:
the server itself, once a deadline has passed or as the effect of another step."""
Reader = Literal["school", "panel", "commission", "founder", "appeal"]
Cause = Literal["error", "appeal", "revision", "follow_up", "withdrawal", "suspension", "reinstatement"]
Product = Literal["result", "correction", "withdrawal"]

Disclosure = Literal[
    "submission",
    "case_to_panel",
    "school_to_panel",
    "reviews_to_panel",
    "report_to_school",
    "case_to_commission",
    "votes",
    "decision_to_school",
    "panel_to_school",
    "case_to_founder",
    "report_to_founder",
    "report_by_office",
]
Audience = Literal["public", "school", "internal"]
Standing = Literal["under_way", "in_force", "suspended", "ended"]
Blinding = Literal["open", "single_blind", "double_blind"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Closed):
    """A text in both languages."""

    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Phase(Closed):
    """A group of states, with what is open in all of them."""

    code: Name
    title: Text
    discloses: tuple[Disclosure, ...] = ()


class State(Closed):
    """Where a case can be, who it waits for, and what is open to whom there."""

    code: Name
    title: Text = Field(description="What those who work on the case call it.")
    school: Text | None = Field(default=None, description="What the school is told; the title when left out.")
    public: Text | None = Field(default=None, description="What everybody may know; the school's name when left out.")
    phase: str | None = Field(default=None, description="The phase it belongs to.")
    waiting_for: tuple[CaseRole, ...] = ()
    deadline: str | None = Field(default=None, description="The deadline that counts here.")
    final: bool = Field(default=False, description="The case ends here.")
    settled: bool = Field(
        default=False,
        description="The result is out and the case lives on; another evaluation of the school may begin.",
    )
    discloses: tuple[Disclosure, ...] = Field(default=(), description="What row security opens here.")

    def title_for(self, audience: Audience) -> Text:
        """The name for those who read it."""
        if audience == "public":
            return self.public or self.school or self.title
        return (self.school or self.title) if audience == "school" else self.title


class DeadlineKind(Closed):
    """A deadline the process knows, its usual length, and what comes of its passing."""

    name: Name
    title: Text
    days: int | None = Field(default=None, gt=0, description="Its length in calendar days.")
    working_days: int | None = Field(default=None, gt=0, description="Its length in working days of the calendar.")
    after: str | None = Field(default=None, description="The state it is counted from; left out: from opening.")
    kind: Literal["hard", "soft"] = Field(
        default="hard", description="`hard` stops the steps it bounds; `soft` lets them be taken and marks them late."
    )
    grace_days: int = Field(default=0, ge=0, description="Days after it in which a step is taken and marked late.")
    then: str | None = Field(default=None, description="The step the clock takes once it has passed.")
    remind: tuple[Annotated[int, Field(ge=-365, le=365)], ...] = Field(
        default=(), description="Days before it (after it, when negative) on which those it waits for are reminded."
    )

    @model_validator(mode="after")
    def _one_length(self) -> "DeadlineKind":
        if (self.days is None) == (self.working_days is None):
            raise ValueError("give either days or working_days")
        return self

    @property
    def length(self) -> int:
        """How many days, of whichever kind."""
        return self.days or self.working_days or 0


class Outcome(Closed):
    """What a decision can say."""

    code: Name
    positive: bool
    title: Text


def _named(value: object) -> object:
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict) and len(value) == 1 and "name" not in value:
        name, argument = next(iter(value.items()))
        return {"name": name, "argument": argument}
    return value


class _Call(Closed):
    name: str
    argument: str | None = None


GuardCall = Annotated[
    _Call,
    BeforeValidator(_named),
    PlainSerializer(lambda call: call.name if call.argument is None else {call.name: call.argument}),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": {"type": "string"},
                },
            ],
            "description": "A condition by its name, or `{name: argument}`.",
        }
    ),
]


class Effect(Closed):
    """What a step brings about besides the change of state. Exactly one of its words is given."""

    start: str | None = Field(default=None, description="This deadline runs from now.")
    begin: str | None = Field(default=None, description="This track begins, once for each of its subjects.")
    end: str | None = Field(
        default=None,
        description="This track ends wherever the decision in force does not name its condition, by the step of it"
        " whose `who` is `process`.",
    )
    take: str | None = Field(default=None, description="The case takes this step; its `who` is `process`.")
    take_if_possible: str | None = Field(
        default=None, description="The same, unless the case is where the step cannot be taken; nothing stops for it."
    )
    stop: str | None = Field(default=None, description="This deadline no longer counts.")
    open: Literal["school"] | None = Field(
        default=None, description="Whoever takes the step learns which school it is; that stays on record."
    )

    @model_validator(mode="after")
    def _one_word(self) -> "Effect":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("an effect says one thing")
        return self


class Step(Closed):
    """An act: who may take it, from which states, until when, under which guards, and where it leads."""

    action: Name
    sources: tuple[str, ...] = Field(alias="from", min_length=1)
    target: str | None = Field(alias="to", description="Where it leads; null for an act that changes no state.")
    who: tuple[CaseRole, ...] = Field(min_length=1)
    title: Text
    until: str | None = Field(default=None, description="The deadline that bounds it.")
    guards: tuple[GuardCall, ...] = Field(default=(), description="What must hold.")
    effects: tuple[Effect, ...] = ()
    asks: str | None = Field(default=None, description="The statement that whoever takes it writes.")
    asks_day: str | None = Field(default=None, description="The deadline whose last day whoever takes it sets.")
    asks_decision: bool = Field(
        default=False, description="Whoever takes it decides alone: outcome, validity, conditions; its text says why."
    )
    produces: Product | None = Field(default=None, description="The record it publishes.")
    because: Cause | None = Field(default=None, description="Why a record changes an earlier one.")
    task: bool = Field(default=False, description="Whether it is what the case waits for.")
    irreversible: bool = False

    @model_validator(mode="after")
    def _decides_with_reasons(self) -> "Step":
        if any(effect.open for effect in self.effects) and not self.asks:
            raise ValueError("opening what is hidden needs a reason: name a statement in asks")
        if self.asks_decision and not self.asks:
            raise ValueError("a decision needs its reasons: name a statement in asks")
        return self


class StatementKind(Closed):
    """A text that is given with a step: a reply, findings, a cause. Its author and the secretariat always read it."""

    code: Name
    title: Text
    readers: tuple[Reader, ...] = Field(default=(), description="Who else reads it.")
    published: bool = Field(default=False, description="Whether it stands in the published record.")


class Track(Closed):
    """A life of its own beside the case: a condition that is followed up, an appeal. Steps and guards as in a case."""

    code: Name
    title: Text
    of: Literal["condition", "appeal"] = Field(description="What it follows.")
    deadlines: tuple[DeadlineKind, ...] = ()
    states: tuple[State, ...] = Field(min_length=2)
    steps: tuple[Step, ...] = Field(min_length=1)


class PanelRule(Closed):
    """How large a panel is."""

    size: int = Field(gt=0)


class ConflictRule(Closed):
    """What each kind of conflict of interest leads to. A kind that is not named here is no conflict."""

    rules: tuple[KindRule, ...] = Field(default=(), description="What each kind leads to.")
    declare_first: bool = Field(
        default=False,
        description="Whoever comes to sit in the case reads nothing of it before having said what ties them to the"
        " school, or that nothing does (the step `declare_no_conflict`).",
    )
    bar: tuple[ConflictKind, ...] = Field(
        default=(),
        description="Kinds that bar for good, in short; `EMPLOYMENT` here means the whole tree of organisations.",
    )

    def by_kind(self) -> dict[ConflictKind, KindRule]:
        """The rule for each kind that is a conflict."""
        short = dict.fromkeys(self.bar)
        if ConflictKind.EMPLOYMENT in short:
            short[ConflictKind.ORGANISATION_TREE] = None
        barred = {kind: KindRule(kind=kind, effect="bars") for kind in short}
        return barred | {rule.kind: rule for rule in self.rules}


def _share(value: object) -> Fraction:
    try:
        share = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("a share is written such as 1/2") from None
    if not 0 <= share < 1:
        raise ValueError("a share lies between 0 and 1, such as 1/2")
    return share


Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": ["string", "number"], "description": "A share that must be exceeded, such as `1/2` or `2/3`."}
    ),
]


class CommissionRule(Closed):
    """Shares that must be exceeded: of eligible members voting, and of votes cast being for."""

    quorum: Share
    majority: Share
    casting_vote: bool = Field(default=False, description="Whether the chair's vote decides when votes are equal.")


class AppealRule(Closed):
    """How many people hear an appeal, none of whom took part in what is appealed against; and how they vote on it."""

    size: int = Field(gt=0)
    quorum: Share = Field(default=Fraction(1, 2), description="Of those who hear it and may vote, more must vote.")
    majority: Share = Field(default=Fraction(1, 2), description="Of the votes cast, more must be for a ruling.")
    casting_vote: bool = Field(default=False, description="Whether the chair's vote decides when votes are equal.")


class FreshnessRule(Closed):
    """How old a document may be when the case is opened, and whether an older one can be used again."""

    months: int = Field(gt=0, le=600, description="What was made longer ago is old.")
    older: Literal["warn", "refuse"] = Field(
        default="warn",
        description="`warn`: it is marked; `refuse`: moreover, a document of an earlier case that is old is not taken.",
    )


class KeepingRule(Closed):
    """How many months after its case has ended a document is kept, by who reads it; left out: as the server says."""

    public: int | None = Field(default=None, gt=0, le=600, description="One that is public.")
    panel: int | None = Field(default=None, gt=0, le=600, description="One that whoever works on the case reads.")
    restricted: int | None = Field(
        default=None, gt=0, le=600, description="One that school, lead and secretariat read."
    )


class RankingRule(Closed):
    """How the entries of one call are ranked by the jury's scores; entries that stay equal share their places."""

    decimals: int = Field(default=1, ge=0, le=4, description="Results are rounded so, and equal then is equal.")
    break_ties_by: tuple[TieBreaker, ...] = Field(
        default=(), description="What tells equal entries apart, in this order; left out: they share their places."
    )
