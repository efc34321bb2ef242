"""Regions and municipalities as the public register has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class TerritoryRow:
    """A region or a municipality with the number of its schools."""

    id: UUID
    kind: str
    parent_id: UUID | None
    name_ru: str
    name_en: str
    schools: int


TERRITORY = (
    "SELECT t.id, t.kind, t.parent_id, t.name_ru, t.name_en,"
    " (SELECT count(*) FROM published.school s WHERE t.id IN (s.municipality_id, s.region_id)) AS schools"
    " FROM published.territory t"
)


async def regions(transaction: Transaction) -> list[TerritoryRow]:
    """Every region, by name."""
    return await transaction.rows(TerritoryRow, f"{TERRITORY} WHERE t.kind = 'REGION' ORDER BY t.name_ru, t.id")


async def territories_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[TerritoryRow | None]:
    """The territories with these keys, in their order."""
    rows = await transaction.rows(TerritoryRow, f"{TERRITORY} WHERE t.id = ANY(:keys)", keys=list(keys))
    return one_of(keys, rows, lambda row: row.id)


async def municipalities_of(transaction: Transaction, regions_: Sequence[UUID]) -> list[list[TerritoryRow]]:
    """The municipalities of each region, by name."""
    rows = await transaction.rows(
        TerritoryRow, f"{TERRITORY} WHERE t.parent_id = ANY(:keys) ORDER BY t.name_ru, t.id", keys=list(regions_)
    )
    return many_of(regions_, [row for row in rows if row.parent_id], lambda row: row.parent_id or row.id)
