"""The closed language in which a framework file says how a result is made: data, never code.

A rule makes a number, a level in words, or a truth. Every kind of rule can only keep or raise its result when a value
it rests on rises; what would break that (a difference, a negation, a negative weight) has no word here.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from workflows.rules.process_parts import Text

Selection = Literal["MEMBERS", "TOP", "SCORED"]
"""MEMBERS of the group the rule is for; TOP of the tree; everything SCORED."""

Absent = Literal["KEEP", "SKIP"] | Decimal
"""What a missing or inapplicable value does: the result is missing too (KEEP), the others speak alone (SKIP), or it
counts as the number declared."""

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]{1,40}$")]
LevelCode = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_+]{0,39}$")]
NotNegative = Annotated[Decimal, Field(ge=0)]


class _Closed(BaseModel):
    # Each of these models holds all the others: what reads them is made once, for what is read, not for each of them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Rounding(_Closed):
    """Where a rule has one, its number is rounded there, and nowhere else."""

    digits: int = Field(ge=0, le=10)
    mode: Literal["HALF_UP", "HALF_EVEN", "HALF_DOWN", "UP", "DOWN"]


class Weighted(_Closed):
    """A member of a mean with a weight of its own."""

    of: "Operand"
    weight: NotNegative


class _Over(_Closed):
    of: "Operands"
    missing: Absent = "KEEP"
    not_applicable: Absent = "SKIP"
    rounding: Rounding | None = None


class WeightedMean(_Over):
    """The mean by weights: those of the criteria, or those written here."""

    kind: Literal["WEIGHTED_MEAN"]


class Mean(_Over):
    """The plain mean."""

    kind: Literal["MEAN"]


class Sum(_Over):
    """The plain sum."""

    kind: Literal["SUM"]


class Minimum(_Over):
    """The lowest: no strength makes up for a weakness."""

    kind: Literal["MINIMUM"]


class Maximum(_Over):
    """The highest."""

    kind: Literal["MAXIMUM"]


class Value(_Closed):
    """The value of a criterion: scored, calculated, or of a group."""

    kind: Literal["CRITERION"]
    of: Code


class Named(_Closed):
    """A result made before this one."""

    kind: Literal["RESULT"]
    of: Code


class Input(_Closed):
    """A count that the criterion is calculated from."""

    kind: Literal["INPUT"]
    of: Code


class Number(_Closed):
    """A number."""

    kind: Literal["NUMBER"]
    value: Decimal


class Scaled(_Closed):
    """So many times the operand."""

    kind: Literal["SCALED"]
    of: "Operand"
    by: NotNegative
    rounding: Rounding | None = None


class Ratio(_Closed):
    """A part of a whole; what a whole of nothing gives is declared."""

    kind: Literal["RATIO"]
    of: "Operand"
    by: "Operand"
    zero: Literal["MISSING", "NOT_APPLICABLE"] | Decimal
    rounding: Rounding | None = None


class Capped(_Closed):
    """The operand, at most so much."""

    kind: Literal["CAPPED"]
    of: "Operand"
    at: Decimal


class Step(_Closed):
    """From this value on, so many points."""

    at_least: Decimal
    points: Decimal


class Points(_Closed):
    """Points by steps: 10 from 50 per cent, 5 from 20."""

    kind: Literal["POINTS"]
    of: "Operand"
    below: Decimal
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rises(self) -> "Points":
        bounds = [step.at_least for step in self.steps]
        points = [self.below, *(step.points for step in self.steps)]
        if bounds != sorted(set(bounds)) or points != sorted(points):
            raise PydanticCustomError("STEPS_OUT_OF_ORDER", "steps stand in ascending order, and points rise with them")
        return self


class Band(_Closed):
    """A level from this value on; the lowest has no bound."""

    code: LevelCode
    title: Text
    at_least: Decimal | None = None


class Bands(_Closed):
    """A level by the value of a number."""

    kind: Literal["BANDS"]
    of: "Operand"
    bands: tuple[Band, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rises(self) -> "Bands":
        bounds = [band.at_least for band in self.bands[1:] if band.at_least is not None]
        if self.bands[0].at_least is not None or len(bounds) != len(self.bands) - 1 or bounds != sorted(set(bounds)):
            raise PydanticCustomError(
                "BANDS_OUT_OF_ORDER", "bands stand in ascending order; all but the lowest have a bound"
            )
        return self


class Rung(_Closed):
    """A level with what it takes beyond everything the levels below it take."""

    code: LevelCode
    title: Text
    when: "Condition | None" = None


class Levels(_Closed):
    """The highest level all of whose conditions hold, together with those of every level below."""

    kind: Literal["LEVELS"]
    levels: tuple[Rung, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _starts_open(self) -> "Levels":
        if [rung.when is None for rung in self.levels] != [True] + [False] * (len(self.levels) - 1):
            raise PydanticCustomError("LEVEL_TAKES_NOTHING", "every level but the lowest says what it takes")
        return self


class Veto(_Closed):
    """The operand as it is, but no more than this unless the condition holds. A level is named by its code."""

    kind: Literal["VETO"]
    of: "Operand"
    unless: "Condition"
    at_most: Annotated[Decimal | LevelCode, Field(union_mode="left_to_right")]


class AtLeast(_Closed):
    """A number reaches a threshold."""

    kind: Literal["AT_LEAST"]
    of: "Operand"
    threshold: Decimal


class EachAtLeast(_Closed):
    """Every one reaches the threshold, save so many."""

    kind: Literal["EACH_AT_LEAST"]
    of: "Operands"
    threshold: Decimal
    save: int = Field(default=0, ge=0)
    not_applicable: Literal["KEEP", "SKIP"] = "SKIP"


class Reaches(_Closed):
    """A result in words reaches a level."""

    kind: Literal["REACHES"]
    of: Code
    level: LevelCode


class NotApplicable(_Closed):
    """A criterion was declared not to apply to this school."""

    kind: Literal["IS_NOT_APPLICABLE"]
    of: Code


class AllOf(_Closed):
    """Every condition holds."""

    kind: Literal["ALL"]
    of: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(_Closed):
    """One condition at least holds."""

    kind: Literal["ANY"]
    of: tuple["Condition", ...] = Field(min_length=1)


Condition = Annotated[AtLeast | EachAtLeast | Reaches | NotApplicable | AllOf | AnyOf, Field(discriminator="kind")]
Rule = Annotated[
    WeightedMean
    | Mean
    | Sum
    | Minimum
    | Maximum
    | Value
    | Named
    | Input
    | Number
    | Scaled
    | Ratio
    | Capped
    | Points
    | Bands
    | Levels
    | Veto
    | AtLeast
    | EachAtLeast
    | Reaches
    | NotApplicable
    | AllOf
    | AnyOf,
    Field(discriminator="kind"),
]


def _form_of(written: Any) -> str:
    """Which of its forms an operand is meant to have, so that only what is wrong with that one is told."""
    if isinstance(written, str):
        return "code"
    weighted = isinstance(written, Weighted) or (isinstance(written, dict) and "kind" not in written)
    return "weighted" if weighted else "rule"


def _selects(written: Any) -> str:
    return "selection" if isinstance(written, str) else "list"


_Rule = Annotated[Rule, Tag("rule")]
_Code = Annotated[Code, Tag("code")]
Operand = Annotated[_Rule | _Code, Discriminator(_form_of)]
"""A rule, or the code of a criterion for its value."""

_Member = Annotated[Annotated[Weighted, Tag("weighted")] | _Rule | _Code, Discriminator(_form_of)]
Operands = Annotated[
    Annotated[Selection, Tag("selection")] | Annotated[tuple[_Member, ...], Tag("list")], Discriminator(_selects)
]

Aggregate = WeightedMean | Mean | Sum | Minimum | Maximum
Truth = AtLeast | EachAtLeast | Reaches | NotApplicable | AllOf | AnyOf


class NamedResult(_Closed):
    """A result of the whole: a total, a grade, whether a threshold is reached."""

    code: Code
    title: Text
    rule: Rule


class Scoring(_Closed):
    """How a framework's results are made."""

    groups: Aggregate | None = None
    formulas: dict[Code, Rule] = Field(default_factory=dict)
    results: tuple[NamedResult, ...] = ()
    total: Code | None = None
    grade: Code | None = None


def parts_of(rule: "Rule | Weighted | Rung | str") -> "Iterator[Rule | str]":
    """The rule itself and everything it is made of; codes of criteria as they stand."""
    if isinstance(rule, Weighted):
        yield from parts_of(rule.of)
        return
    if isinstance(rule, Rung):
        yield from parts_of(rule.when) if rule.when else ()
        return
    yield rule
    if isinstance(rule, str):
        return
    inner: list[Rule | Weighted | Rung | str] = []
    if isinstance(rule, Levels):
        inner = list(rule.levels)
    elif isinstance(rule, Aggregate | EachAtLeast | AllOf | AnyOf):
        inner = list(rule.of) if not isinstance(rule.of, str) else []
    elif isinstance(rule, Scaled | Capped | Points | Bands | AtLeast):
        inner = [rule.of]
    elif isinstance(rule, Ratio):
        inner = [rule.of, rule.by]
    elif isinstance(rule, Veto):
        inner = [rule.of, rule.unless]
    for part in inner:
        yield from parts_of(part)
