"""A framework's tree and rules as scoring sees them, read from the published body of a framework version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from workflows.rules.process_parts import Text
from workflows.rules.scoring.language import NamedResult, Rounding, Scoring, WeightedMean

TOTAL_TITLE = Text(ru="Итог", en="Total")
TWO_DECIMALS = Rounding(digits=2, mode="HALF_UP")


@dataclass(frozen=True)
class Node:
    """A criterion as scoring sees it."""

    code: str
    parent: str | None
    weight: Decimal
    scored: bool
    title: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Scheme:
    """The tree and the rules of one framework version."""

    nodes: Sequence[Node]
    scoring: Scoring

    @cached_property
    def by_code(self) -> dict[str, Node]:
        """The nodes by their codes."""
        return {node.code: node for node in self.nodes}

    def members(self, group: str | None) -> list[Node]:
        """The nodes directly under this one, or at the top."""
        return [node for node in self.nodes if node.parent == group]


def customary(aggregation: str) -> Scoring:
    """The rules of a framework that declares none of its own.

    `WEIGHTED_MEAN`: a group is the mean of its members by weight, the total that of the top level, rounded to two
    decimals half up; a missing value is never taken as zero. `NONE`: nothing is computed.
    """
    if aggregation != "WEIGHTED_MEAN":
        return Scoring()
    return Scoring(
        groups=WeightedMean(kind="WEIGHTED_MEAN", of="MEMBERS"),
        results=(
            NamedResult(
                code="total",
                title=TOTAL_TITLE,
                rule=WeightedMean(kind="WEIGHTED_MEAN", of="TOP", rounding=TWO_DECIMALS),
            ),
        ),
        total="total",
    )


def scheme_of(body: Mapping[str, Any]) -> Scheme:
    """The scheme of a framework version from its published body."""
    declared = body.get("scoring")
    return Scheme(
        [
            Node(part["code"], part["parent"], Decimal(part["weight"]), part["scored"], part.get("title"))
            for part in body["criteria"]
        ],
        Scoring.model_validate(declared) if declared else customary(body["aggregation"]),
    )
