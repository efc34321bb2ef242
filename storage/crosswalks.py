"""Crosswalks: which criteria of one framework version correspond to which of another. Each pair has one, told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json


@dataclass(frozen=True)
class CrosswalkRow:
    """The crosswalk of two framework versions, from the side of the one with the smaller key."""

    framework_id: UUID
    other_id: UUID
    links: list[dict[str, Any]]
    version: int
    changed_at: datetime


CROSSWALK = "framework_id, other_id, links, version, changed_at"


async def crosswalks_of(transaction: Transaction, framework: UUID) -> list[CrosswalkRow]:
    """Every crosswalk this version takes part in, the one changed last first."""
    return await transaction.rows(
        CrosswalkRow,
        f"SELECT {CROSSWALK} FROM published.crosswalk WHERE :key IN (framework_id, other_id)"
        " ORDER BY changed_at DESC, framework_id, other_id",
        key=framework,
    )


async def crosswalk_between(transaction: Transaction, one: UUID, other: UUID) -> CrosswalkRow | None:
    """The crosswalk of these two, whichever stands first."""
    first, second = sorted((one, other))
    return await transaction.row(
        CrosswalkRow,
        f"SELECT {CROSSWALK} FROM published.crosswalk WHERE framework_id = :first AND other_id = :second",
        first=first,
        second=second,
    )


async def save_crosswalk(
    transaction: Transaction, first: UUID, second: UUID, expected_version: int, links: Sequence[object]
) -> bool:
    """The crosswalk of these two from now on, in the server's role; False where another was saved meanwhile.

    `first` is the smaller key; `expected_version` is 0 where there was none.
    """
    facts = {"first": first, "second": second, "links": as_json(links)}
    if expected_version == 0:
        return bool(
            await transaction.run(
                "INSERT INTO published.crosswalk (framework_id, other_id, links)"
                " VALUES (:first, :second, CAST(:links AS jsonb)) ON CONFLICT DO NOTHING",
                **facts,
            )
        )
    return bool(
        await transaction.run(
            "UPDATE published.crosswalk SET links = CAST(:links AS jsonb), version = version + 1, changed_at = now()"
            " WHERE framework_id = :first AND other_id = :second AND version = :version",
            version=expected_version,
            **facts,
        )
    )
