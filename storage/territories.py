"""The public register: regions, municipalities and schools, copied from the working one for everybody to read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of
from storage.moments import let_it_pass, one_at_a_time, schools_at, territories_at
from storage.searching import learn_words
from storage.wanted import ORIGIN, standing


@dataclass(frozen=True)
class TerritoryRow:
    """A region or a municipality with the number of its schools."""

    id: UUID
    kind: str
    parent_id: UUID | None
    name_ru: str
    name_en: str
    schools: int


def _territory(as_of: datetime | None) -> str:
    return (
        "SELECT t.id, t.kind, t.parent_id, t.name_ru, t.name_en, (SELECT count(*)"
        f" FROM {schools_at(as_of)} s WHERE t.id IN (s.municipality_id, s.region_id)) AS schools"
        f" FROM {territories_at(as_of)} t"
    )


async def regions(transaction: Transaction, as_of: datetime | None = None) -> list[TerritoryRow]:
    """Every region, by name."""
    return await transaction.rows(
        TerritoryRow, f"{_territory(as_of)} WHERE t.kind = 'REGION' ORDER BY t.name_ru, t.id", as_of=as_of
    )


@dataclass(frozen=True)
class PlaceRow:
    """A region or a municipality by name: to count its schools costs more than all the rest of a form."""

    id: UUID
    parent_id: UUID | None
    name_ru: str
    name_en: str


async def places(transaction: Transaction, within: UUID | None = None) -> list[PlaceRow]:
    """Every region by name, or every municipality of one."""
    wanted = "parent_id = :within" if within else "kind = 'REGION'"
    return await transaction.rows(
        PlaceRow,
        f"SELECT id, parent_id, name_ru, name_en FROM published.territory WHERE {wanted} ORDER BY name_ru, id",
        within=within,
    )


async def place(transaction: Transaction, key: UUID) -> PlaceRow | None:
    """The region or municipality with this key."""
    return await transaction.row(
        PlaceRow, "SELECT id, parent_id, name_ru, name_en FROM published.territory WHERE id = :key", key=key
    )


async def places_by_id(
    transaction: Transaction, keys: Collection[UUID], as_of: datetime | None = None
) -> dict[UUID, PlaceRow]:
    """The regions and municipalities with these keys, by name, as they were called at a moment."""
    rows = await transaction.rows(
        PlaceRow,
        f"SELECT t.id, t.parent_id, t.name_ru, t.name_en FROM {territories_at(as_of)} t WHERE t.id = ANY(:keys)",
        keys=list(keys),
        as_of=as_of,
    )
    return {row.id: row for row in rows}


async def territories_by_id(
    transaction: Transaction, keys: Sequence[UUID], as_of: datetime | None = None
) -> list[TerritoryRow | None]:
    """The territories with these keys, in their order."""
    rows = await transaction.rows(
        TerritoryRow, f"{_territory(as_of)} WHERE t.id = ANY(:keys)", keys=list(keys), as_of=as_of
    )
    return one_of(keys, rows, lambda row: row.id)


async def municipalities_of(
    transaction: Transaction, regions_: Sequence[UUID], as_of: datetime | None = None
) -> list[list[TerritoryRow]]:
    """The municipalities of each region, by name."""
    rows = await transaction.rows(
        TerritoryRow,
        f"{_territory(as_of)} WHERE t.parent_id = ANY(:keys) ORDER BY t.name_ru, t.id",
        keys=list(regions_),
        as_of=as_of,
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
    (id, municipality_id, region_id, name_ru, name_en, address, website, pupils, rural, school_kind)
SELECT o.id, CASE WHEN above.kind = 'MUNICIPALITY' THEN above.id END,
       CASE WHEN above.kind = 'REGION' THEN above.id WHEN top.kind = 'REGION' THEN top.id END,
       o.name_ru, o.name_en, o.address, o.website, o.pupils, o.rural, o.school_kind
FROM working.organisation o
LEFT JOIN working.organisation above ON above.id = o.parent_id
LEFT JOIN working.organisation top ON top.id = above.parent_id
WHERE o.kind = 'SCHOOL' ORDER BY o.id
ON CONFLICT (id) DO UPDATE SET municipality_id = excluded.municipality_id, region_id = excluded.region_id,
    name_ru = excluded.name_ru, name_en = excluded.name_en, address = excluded.address, website = excluded.website,
    pupils = excluded.pupils, rural = excluded.rural, school_kind = excluded.school_kind
WHERE (known.municipality_id, known.region_id, known.name_ru, known.name_en, known.address, known.website,
       known.pupils, known.rural, known.school_kind)
    IS DISTINCT FROM (excluded.municipality_id, excluded.region_id, excluded.name_ru, excluded.name_en,
       excluded.address, excluded.website, excluded.pupils, excluded.rural, excluded.school_kind)
"""


# A school that moved takes its results along.
MOVED = """
UPDATE published.result t SET municipality_id = s.municipality_id, region_id = s.region_id
FROM published.school s WHERE s.id = t.school_id
  AND (t.municipality_id, t.region_id) IS DISTINCT FROM (s.municipality_id, s.region_id)
"""


async def mirror_register(transaction: Transaction) -> None:
    """Copy what is new or changed in the working register to where everybody reads it. For the server itself."""
    await one_at_a_time(transaction)
    changed = [await transaction.run(TERRITORIES, kind=kind) for kind in ("REGION", "MUNICIPALITY")]
    changed.append(await transaction.run(SCHOOLS))
    if any(changed):
        await learn_words(transaction)
        await transaction.run(MOVED)
        await let_it_pass(transaction)


@dataclass(frozen=True)
class TotalRow:
    """The newest total of a school of a territory, on one framework version, with what makes schools alike."""

    territory_id: UUID
    framework_id: UUID
    school_id: UUID
    pupils: int | None
    rural: bool | None
    total: Decimal | None


def _newest_results(as_of: datetime | None) -> str:
    """FROM: each school s of each territory a, with its newest result t that stands on each framework f."""
    return f"""FROM {territories_at(as_of)} a
        JOIN {schools_at(as_of)} s ON a.id IN (s.municipality_id, s.region_id)
        JOIN LATERAL (
            SELECT DISTINCT ON (t.framework_code)
                   t.number, t.framework_code, t.framework_number, t.total, t.scores
            FROM published.record r JOIN published.result t ON t.number = r.number
            WHERE t.school_id = s.id AND {standing(as_of)}
            ORDER BY t.framework_code, {ORIGIN} DESC) t ON true
        JOIN published.framework f ON f.code = t.framework_code AND f.number = t.framework_number"""


async def totals_in(
    transaction: Transaction, territories: Sequence[UUID], as_of: datetime | None = None
) -> list[list[TotalRow]]:
    """The totals of each territory's schools: per school and framework the newest result that stands."""
    rows = await transaction.rows(
        TotalRow,
        f"""
        SELECT a.id AS territory_id, f.id AS framework_id, s.id AS school_id, s.pupils, s.rural, t.total
        {_newest_results(as_of)}
        WHERE a.id = ANY(:territories) ORDER BY f.code, f.number, s.name_ru
        """,
        territories=list(territories),
        as_of=as_of,
    )
    return many_of(territories, rows, lambda row: row.territory_id)


@dataclass(frozen=True)
class VoiceRow:
    """What the families of a school of a territory say of a criterion, by its newest result on a framework version."""

    territory_id: UUID
    framework_id: UUID
    number: int
    criterion_code: str
    says: str
    chosen: int
    answered: int
    population: int
    rated: Decimal | None


async def voices_in(
    transaction: Transaction, territories: Sequence[UUID], as_of: datetime | None = None
) -> list[list[VoiceRow]]:
    """What is said in each territory: per school and framework what its newest result that stands tells."""
    rows = await transaction.rows(
        VoiceRow,
        f"""
        SELECT a.id AS territory_id, f.id AS framework_id, t.number, v.criterion_code, v.says, v.chosen, v.answered,
               v.population, v.rated
        {_newest_results(as_of)}
        JOIN published.voice v ON v.number = t.number
        WHERE a.id = ANY(:territories) ORDER BY f.code, f.number, v.criterion_code, v.says, t.number, v.place
        """,
        territories=list(territories),
        as_of=as_of,
    )
    return many_of(territories, rows, lambda row: row.territory_id)


@dataclass(frozen=True)
class RatingRow:
    """How the schools of a territory are rated on a criterion, by their newest results on a framework version."""

    territory_id: UUID
    framework_id: UUID
    criterion_code: str
    schools: int
    mean: Decimal
    deviation: Decimal | None
    """Between schools; None of a single one."""


async def ratings_in(
    transaction: Transaction, territories: Sequence[UUID], as_of: datetime | None = None
) -> list[list[RatingRow]]:
    """How schools are rated in each territory, on each criterion that any of them has a score on."""
    rows = await transaction.rows(
        RatingRow,
        f"""
        SELECT a.id AS territory_id, f.id AS framework_id, given.key AS criterion_code, count(*) AS schools,
               avg(CAST(given.value AS numeric)) AS mean, stddev_samp(CAST(given.value AS numeric)) AS deviation
        {_newest_results(as_of)}
        CROSS JOIN LATERAL jsonb_each(t.scores) given
        WHERE a.id = ANY(:territories) GROUP BY a.id, f.id, given.key
        """,
        territories=list(territories),
        as_of=as_of,
    )
    return many_of(territories, rows, lambda row: row.territory_id)
