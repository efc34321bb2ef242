"""The closed model of a framework version, checked when it is read from `workflows/frameworks/*.yaml`.

Standard, criterion, indicator nest in this order. What is scored has a scale; what groups has members. Where the total
is the customary weighted mean, the weights of the members of a group, and of the top level, sum to one. A framework
with rules of its own (`scoring`) has the aggregation `RULES`, and its rules name only what is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from workflows.rules.process_parts import Text
from workflows.rules.refusals import Problem
from workflows.rules.scoring.language import Scoring
from workflows.rules.scoring.scheme import Node, Scheme, customary
from workflows.rules.scoring.soundness import flaws_of_rules

ORDER = ("STANDARD", "CRITERION", "INDICATOR")
Requirer = Literal["STATE", "FOUNDER", "PROFESSION", "EMPLOYERS", "FAMILIES", "SCHOOL"]
"""Whose requirement a criterion is."""

SchoolKind = Literal["GENERAL", "PRIMARY", "EVENING", "SPECIAL", "BOARDING"]
"""What kind of school one is, as far as it decides what can be asked of it."""
SCHOOL_KINDS: tuple[SchoolKind, ...] = get_args(SchoolKind)


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
            raise PydanticCustomError("SCALE_BACKWARDS", "a scale goes from less to more")
        values = [level.value for level in self.levels]
        if values != sorted(set(values)):
            raise PydanticCustomError("LEVELS_OUT_OF_ORDER", "levels stand in ascending order, each once")
        if self.kind == "LEVELS" and (values[:1], values[-1:]) != ([self.minimum], [self.maximum]):
            raise PydanticCustomError("LEVELS_OFF_ENDS", "the first and the last level are the ends of the scale")
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
    required_by: Requirer | None = None
    legal: Text | None = None
    not_for: tuple[SchoolKind, ...] = ()
    """The kinds of school that it is not asked of."""


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

    def __hash__(self) -> int:
        """By its name: what is worked out of a framework can be kept, and is kept by the whole of it."""
        return hash((self.code, self.number))

    @model_validator(mode="after")
    def _sound(self) -> "Framework":
        flaws = list(flaws_of(self))
        if flaws:
            told = "; ".join(f"{flaw.path}: {flaw.code} {dict(flaw.details)}" for flaw in flaws)
            raise PydanticCustomError("flaws", "{told}", {"told": told, "flaws": flaws})
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


def flaws_of(framework: Framework) -> Iterator[Problem]:
    """Everything that does not hold together in a framework whose parts are each well formed, in reading order."""
    seen: dict[str, Criterion] = {}
    found: list[Problem] = []
    for place, criterion in enumerate(framework.criteria):
        found += _misplaced(f"criteria.{place}", criterion, seen)
        if criterion.scale is not None and criterion.scale not in framework.scales:
            details = (("code", criterion.code), ("scale", criterion.scale))
            found.append(Problem(f"criteria.{place}.scale", "SCALE_UNKNOWN", details))
        if criterion.not_for and criterion.scale is None:
            found.append(Problem(f"criteria.{place}.not_for", "NOT_FOR_OF_GROUP", (("code", criterion.code),)))
        seen.setdefault(criterion.code, criterion)
    yield from found
    if not found:
        yield from _weighed_wrongly(framework)
    for kind in SCHOOL_KINDS:
        scored = [criterion for criterion in framework.criteria if criterion.scale is not None]
        if scored and all(kind in criterion.not_for for criterion in scored):
            yield Problem("criteria", "NOTHING_ASKED_OF", (("kind", kind),))
    if (framework.scoring is not None) != (framework.aggregation == "RULES"):
        yield Problem("aggregation", "RULES_AND_AGGREGATION")
    elif framework.scoring is not None:
        counts = {code: [count.code for count in one.inputs] for code, one in seen.items() if one.scale is not None}
        for flaw in flaws_of_rules(framework.scoring, seen, counts):
            yield replace(flaw, path=f"scoring.{flaw.path}")


def _misplaced(path: str, criterion: Criterion, seen: Mapping[str, Criterion]) -> Iterator[Problem]:
    code = ("code", criterion.code)
    if criterion.code in seen:
        yield Problem(f"{path}.code", "CRITERION_TWICE", (code,))
    if criterion.parent is None:
        return
    parent = seen.get(criterion.parent)
    if parent is None or parent.scale is not None:
        yield Problem(f"{path}.parent", "PARENT_GROUPS", (code, ("parent", criterion.parent)))
    elif ORDER.index(parent.kind) >= ORDER.index(criterion.kind):
        yield Problem(f"{path}.kind", "NESTED_WRONGLY", (code, ("parent", criterion.parent)))


def _weighed_wrongly(framework: Framework) -> Iterator[Problem]:
    """Groups without members, and members whose weights do not make one."""
    places = {criterion.code: place for place, criterion in enumerate(framework.criteria)}
    groups = [None, *(criterion.code for criterion in framework.criteria if criterion.scale is None)]
    for group in groups:
        members = [criterion for criterion in framework.criteria if criterion.parent == group]
        if not members and group is not None:
            yield Problem(f"criteria.{places[group]}.scale", "NEITHER_SCORED_NOR_GROUP", (("code", group),))
        total = sum((member.weight for member in members), Decimal())
        if members and framework.aggregation == "WEIGHTED_MEAN" and total != 1:
            details = (("group", group or ""), ("sum", f"{total.normalize():f}"))
            where = "WEIGHTS_UNDER_GROUP" if group else "WEIGHTS_AT_THE_TOP"
            yield Problem(f"criteria.{places[members[0].code]}.weight", where, details)
