"""The public register: regions, municipalities and schools, copied from the working one for everybody to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of
from storage.publications import NOW, ORIGIN, STANDS


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


TERRITORIES = """
INSERT INTO published.territory AS known (id, kind, parent_id, name_ru, name_en)
SELECT id, kind, parent_id, name_ru, name_en FROM working.organisation WHERE kind = :kind ORDER BY id
ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name_ru = excluded.name_ru, name_en = excluded.name_en
WHERE (known.parent_id, known.name_ru, known.name_en)
    IS DISTINCT FROM (excluded.parent_id, excluded.name_ru, excluded.name_en)
"""
SCHOOLS = """
INSERT INTO published.school AS known
    (id, municipality_id, region_id, name_ru, name_en, address, website, pupils, rural)
SELECT o.id, CASE WHEN above.kind = 'MUNICIPALITY' THEN above.id END,
       CASE WHEN above.kind = 'REGION' THEN above.id WHEN top.kind = 'REGION' THEN top.id END,
       o.name_ru, o.name_en, o.address, o.website, o.pupils, o.rural
FROM working.organisation o
LEFT JOIN working.organisation above ON above.id = o.parent_id
LEFT JOIN working.organisation top ON top.id = above.parent_id
WHERE o.kind = 'SCHOOL' ORDER BY o.id
ON CONFLICT (id) DO UPDATE SET municipality_id = excluded.municipality_id, region_id = excluded.region_id,
    name_ru = excluded.name_ru, name_en = excluded.name_en, address = excluded.address, website = excluded.website,
    pupils = excluded.pupils, rural = excluded.rural
WHERE (known.municipality_id, known.region_id, known.name_ru, known.name_en, known.address, known.website,
       known.pupils, known.rural)
    IS DISTINCT FROM (excluded.municipality_id, excluded.region_id, excluded.name_ru, excluded.name_en,
       excluded.address, excluded.website, excluded.pupils, excluded.rural)
"""


async def mirror_register(transaction: Transaction) -> None:
    """Copy what is new or changed in the working register to where everybody reads it. For the server itself."""
    for kind in ("REGION", "MUNICIPALITY"):
        await transaction.run(TERRITORIES, kind=kind)
    await transaction.run(SCHOOLS)


@dataclass(frozen=True)
class TotalRow:
    """The newest total of a school of a territory, on one framework version."""

    territory_id: UUID
    framework_id: UUID
    total: Decimal | None


async def totals_in(transaction: Transaction, territories: Sequence[UUID]) -> list[list[TotalRow]]:
    """The totals of each territory's schools: per school and framework the newest result that stands."""
    rows = await transaction.rows(
        TotalRow,
        f"""
        SELECT a.id AS territory_id, f.id AS framework_id, t.total
        FROM published.territory a
        JOIN published.school s ON a.id IN (s.municipality_id, s.region_id)
        JOIN LATERAL (
            SELECT DISTINCT ON (t.framework_code) t.framework_code, t.framework_number, t.total
            FROM published.record r JOIN published.result t ON t.number = r.number
            WHERE r.school_id = s.id AND {STANDS.format(as_of=NOW)} ORDER BY t.framework_code, {ORIGIN} DESC) t ON true
        JOIN published.framework f ON f.code = t.framework_code AND f.number = t.framework_number
        WHERE a.id = ANY(:territories) ORDER BY f.code, f.number, s.name_ru
        """,
        territories=list(territories),
    )
    return many_of(territories, rows, lambda row: row.territory_id)
