"""The closed model of a framework version, checked when it is read from `workflows/frameworks/*.yaml`.

Standard, criterion, indicator nest in this order. What is scored has a scale; what groups has members. Where the total
is the customary weighted mean, the weights of the members of a group, and of the top level, sum to one. A framework
with rules of its own (`scoring`) has the aggregation `RULES`, and its rules name only what is there.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workflows.rules.definition import Text
from workflows.rules.scoring.engine import levels_of
from workflows.rules.scoring.language import Input, Named, Reaches, Rule, Scoring, Value, Veto, parts_of
from workflows.rules.scoring.language import NotApplicable as IsNotApplicable
from workflows.rules.scoring.scheme import Node, Scheme, customary

ORDER = ("STANDARD", "CRITERION", "INDICATOR")


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(_Closed):
    """A step of a scale, with its meaning in words."""

    value: Decimal
    title: Text
    descriptor: Text | None = None


class Scale(_Closed):
    """What a score may be: one of some levels, or points in steps."""

    kind: Literal["LEVELS", "POINTS"]
    minimum: Decimal
    maximum: Decimal
    step: Decimal = Field(gt=0)
    levels: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> "Scale":
        if self.minimum >= self.maximum:
            raise ValueError("a scale goes from less to more")
        values = [level.value for level in self.levels]
        if values != sorted(set(values)):
            raise ValueError("levels stand in ascending order, each once")
        if self.kind == "LEVELS" and (values[:1], values[-1:]) != ([self.minimum], [self.maximum]):
            raise ValueError("the first and the last level are the ends of the scale")
        return self


class Count(_Closed):
    """A count that a formula is calculated from."""

    code: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")
    title: Text


class Criterion(_Closed):
    """One node of the tree, in reading order."""

    code: str = Field(pattern=r"^[A-Za-z0-9]{1,8}(\.[0-9]{1,3}){0,3}$")
    kind: Literal["STANDARD", "CRITERION", "INDICATOR"]
    parent: str | None = None
    title: Text
    description: Text | None = None
    weight: Decimal = Field(default=Decimal(1), ge=0)
    scale: str | None = None
    evidence_required: bool = False
    inputs: tuple[Count, ...] = ()


class Framework(_Closed):
    """One version of a system of criteria."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")
    number: int = Field(gt=0)
    title: Text
    legal: Text | None = None
    aggregation: Literal["WEIGHTED_MEAN", "NONE", "RULES"]
    maximum: Decimal | None = None
    scoring: Scoring | None = None
    scales: Mapping[str, Scale]
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "Framework":
        seen: dict[str, Criterion] = {}
        for criterion in self.criteria:
            if criterion.code in seen:
                raise ValueError(f"criterion {criterion.code} stands twice")
            if criterion.parent is not None:
                parent = seen.get(criterion.parent)
                if parent is None or parent.scale is not None:
                    raise ValueError(f"criterion {criterion.code}: its parent groups, and stands before it")
                if ORDER.index(parent.kind) >= ORDER.index(criterion.kind):
                    raise ValueError(f"criterion {criterion.code}: standard, criterion, indicator nest in this order")
            if criterion.scale is not None and criterion.scale not in self.scales:
                raise ValueError(f"criterion {criterion.code}: there is no scale {criterion.scale}")
            seen[criterion.code] = criterion
        self._weighs_one(seen)
        if (self.scoring is not None) != (self.aggregation == "RULES"):
            raise ValueError("rules of its own go with the aggregation RULES")
        if self.scoring is not None:
            _names_what_is_there(self.scoring, seen)
        return self

    @property
    def scheme(self) -> Scheme:
        """The tree and the rules, as scoring sees them."""
        return Scheme(
            [
                Node(part.code, part.parent, part.weight, part.scale is not None, part.title.model_dump())
                for part in self.criteria
            ],
            self.scoring or customary(self.aggregation),
        )

    def _weighs_one(self, criteria: Mapping[str, Criterion]) -> None:
        groups = {None, *(code for code, criterion in criteria.items() if criterion.scale is None)}
        for group in groups:
            members = [criterion for criterion in criteria.values() if criterion.parent == group]
            if not members:
                raise ValueError(f"criterion {group} is neither scored nor has it members")
            if self.aggregation == "WEIGHTED_MEAN" and sum(member.weight for member in members) != 1:
                raise ValueError(f"the weights under {group or 'the total'} do not sum to 1")


def _names_what_is_there(scoring: Scoring, criteria: Mapping[str, Criterion]) -> None:
    if scoring.groups is not None and scoring.groups.of != "MEMBERS":
        raise ValueError("the rule of groups is over their MEMBERS")
    for code, rule in scoring.formulas.items():
        if code not in criteria or criteria[code].scale is None:
            raise ValueError(f"there is no scored criterion {code} to calculate")
        _checked_formula(code, rule, {count.code for count in criteria[code].inputs})
    for result in scoring.results:
        for part in parts_of(result.rule):
            named = part if isinstance(part, str) else part.of if isinstance(part, Value | IsNotApplicable) else None
            if named is not None and named not in criteria:
                raise ValueError(f"result {result.code}: there is no criterion {named}")
            if isinstance(part, Input) or getattr(part, "of", None) == "MEMBERS":
                raise ValueError(f"result {result.code}: counts and MEMBERS belong to formulas and groups")
            if isinstance(part, Reaches | Veto):
                _checked_level(result.code, part, Scheme([], scoring))


def _checked_formula(code: str, rule: Rule, counts: set[str]) -> None:
    named = [part for part in parts_of(rule) if isinstance(part, str) or isinstance(getattr(part, "of", None), str)]
    unknown = [part.of for part in named if isinstance(part, Input) and part.of not in counts]
    if unknown:
        raise ValueError(f"criterion {code}: there is no count {unknown[0]}")
    if not all(isinstance(part, Input) for part in named):
        raise ValueError(f"criterion {code}: a formula is made of counts and numbers")


def _checked_level(result: str, rule: Reaches | Veto, scheme: Scheme) -> None:
    over: Rule | str = Named(kind="RESULT", of=rule.of) if isinstance(rule, Reaches) else rule.of
    level = rule.level if isinstance(rule, Reaches) else rule.at_most
    known = [level.code for level in levels_of(over, scheme)]
    if known if isinstance(level, Decimal) else level not in known:
        raise ValueError(f"result {result}: there is no level {level}")
