"""Crosswalks: which criteria of one framework version correspond to which of another. Each pair has one, told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.moments import crosswalks_at, let_it_pass, one_at_a_time


@dataclass(frozen=True)
class CrosswalkRow:
    """The crosswalk of two framework versions, from the side of the one with the smaller key."""

    framework_id: UUID
    other_id: UUID
    links: list[dict[str, Any]]
    version: int
    since: datetime
    """When it was changed last."""


CROSSWALK = "framework_id, other_id, links, version, since"


async def crosswalks_of(transaction: Transaction, framework: UUID, as_of: datetime | None = None) -> list[CrosswalkRow]:
    """Every crosswalk this version takes part in, the one changed last first."""
    return await transaction.rows(
        CrosswalkRow,
        f"SELECT {CROSSWALK} FROM {crosswalks_at(as_of)} c WHERE :key IN (framework_id, other_id)"
        " ORDER BY since DESC, framework_id, other_id",
        key=framework,
        as_of=as_of,
    )


async def crosswalk_between(
    transaction: Transaction, one: UUID, other: UUID, as_of: datetime | None = None
) -> CrosswalkRow | None:
    """The crosswalk of these two, whichever stands first."""
    first, second = sorted((one, other))
    return await transaction.row(
        CrosswalkRow,
        f"SELECT {CROSSWALK} FROM {crosswalks_at(as_of)} c WHERE framework_id = :first AND other_id = :second",
        first=first,
        second=second,
        as_of=as_of,
    )


async def save_crosswalk(
    transaction: Transaction, first: UUID, second: UUID, expected_version: int, links: Sequence[object]
) -> bool:
    """The crosswalk of these two from now on, in the server's role; False where another was saved meanwhile.

    `first` is the smaller key; `expected_version` is 0 where there was none.
    """
    await one_at_a_time(transaction)
    facts = {"first": first, "second": second, "links": as_json(links)}
    if expected_version == 0:
        touched = await transaction.run(
            "INSERT INTO published.crosswalk (framework_id, other_id, links)"
            " VALUES (:first, :second, CAST(:links AS jsonb)) ON CONFLICT DO NOTHING",
            **facts,
        )
    else:
        touched = await transaction.run(
            "UPDATE published.crosswalk SET links = CAST(:links AS jsonb), version = version + 1"
            " WHERE framework_id = :first AND other_id = :second AND version = :version",
            version=expected_version,
            **facts,
        )
    await let_it_pass(transaction)
    return bool(touched)
