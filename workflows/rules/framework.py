"""The closed model of a framework version, checked when it is read from `workflows/frameworks/*.yaml`.

Standard, criterion, indicator nest in this order. What is scored has a scale; what groups has members. Where a total
is computed, the weights of the members of a group, and of the top level, sum to one.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workflows.rules.definition import Text

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


class Framework(_Closed):
    """One version of a system of criteria."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")
    number: int = Field(gt=0)
    title: Text
    legal: Text | None = None
    aggregation: Literal["WEIGHTED_MEAN", "NONE"]
    maximum: Decimal | None = None
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
        return self

    def _weighs_one(self, criteria: Mapping[str, Criterion]) -> None:
        groups = {None, *(code for code, criterion in criteria.items() if criterion.scale is None)}
        for group in groups:
            members = [criterion for criterion in criteria.values() if criterion.parent == group]
            if not members:
                raise ValueError(f"criterion {group} is neither scored nor has it members")
            if self.aggregation == "WEIGHTED_MEAN" and sum(member.weight for member in members) != 1:
                raise ValueError(f"the weights under {group or 'the total'} do not sum to 1")
