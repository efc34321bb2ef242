"""The criteria of a framework as acts need them: by code, with the scale a value must fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class ScoredCriterion:
    """A criterion that is scored, with its scale as the framework file gave it."""

    id: UUID
    code: str
    scale: dict[str, Any]


async def scored_criteria(
    transaction: Transaction, framework: UUID, codes: Sequence[str], without: Sequence[str] = ()
) -> dict[str, ScoredCriterion]:
    """Those of these criteria that are scored, by code; none of those that do not apply."""
    found = await transaction.rows(
        ScoredCriterion,
        "SELECT id, code, scale FROM working.criterion"
        " WHERE framework_version_id = :framework AND code = ANY (:codes) AND scored"
        " AND code <> ALL (:without)",
        framework=framework,
        codes=list(codes),
        without=list(without),
    )
    return {criterion.code: criterion for criterion in found}


MOST_KNOWN = 16
_known: dict[tuple[UUID, str], Mapping[str, ScoredCriterion]] = {}


async def known_criteria(transaction: Transaction, framework: UUID, digest: str) -> Mapping[str, ScoredCriterion]:
    """Every criterion of a published framework version that is scored, by code: read once a process.

    `digest` is that of what the version says.
    """
    known = _known.get((framework, digest))
    if known is None:
        found = await transaction.rows(
            ScoredCriterion,
            "SELECT id, code, scale FROM working.criterion WHERE framework_version_id = :framework AND scored",
            framework=framework,
        )
        while len(_known) >= MOST_KNOWN:
            del _known[next(iter(_known))]
        known = _known[framework, digest] = {one.code: one for one in found}
    return known


async def criterion_codes(transaction: Transaction, framework: UUID) -> frozenset[str]:
    """Every code of the framework, groups included."""
    return frozenset(
        await transaction.values(
            "SELECT code FROM working.criterion WHERE framework_version_id = :framework", framework=framework
        )
    )


async def framework_body(transaction: Transaction, framework: UUID) -> dict[str, Any]:
    """What is published of a framework version."""
    found: dict[str, Any] = await transaction.value("SELECT body FROM published.framework WHERE id = :id", id=framework)
    return found


async def usable_framework(transaction: Transaction, framework: UUID) -> bool:
    """Whether an evaluation may be opened on this framework version."""
    return bool(
        await transaction.value(
            "SELECT true FROM working.framework_version WHERE id = :id AND state = 'PUBLISHED'", id=framework
        )
    )
