"""Schools as the public register has them, or had them at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import one_of
from storage.moments import AS_OF, schools_at
from storage.publications import IN_TERRITORY, OF_SIZE, STANDS, Wanted, parameters_of
from storage.searching import SEARCH


@dataclass(frozen=True)
class SchoolRow:
    """A school as the public register has it."""

    id: UUID
    municipality_id: UUID | None
    region_id: UUID | None
    name_ru: str
    name_en: str
    address: str | None
    website: str | None
    pupils: int | None
    rural: bool | None


SCHOOL = "s.id, s.municipality_id, s.region_id, s.name_ru, s.name_en, s.address, s.website, s.pupils, s.rural"


def _wanted(as_of: datetime | None) -> str:
    return f"""
FROM {schools_at(as_of)} s
WHERE {SEARCH} AND {IN_TERRITORY} AND {OF_SIZE}
  AND (CAST(:framework_code AS text) IS NULL AND CAST(:outcome AS text) IS NULL OR EXISTS (
      SELECT FROM published.record r JOIN published.result t ON t.number = r.number
      WHERE r.school_id = s.id AND {STANDS.format(as_of=AS_OF)}
        AND (CAST(:framework_code AS text) IS NULL OR t.framework_code = :framework_code)
        AND (CAST(:outcome AS text) IS NULL OR t.outcome = :outcome)))"""


async def schools(
    transaction: Transaction, wanted: Wanted, after: tuple[str, UUID] | None, limit: int
) -> list[SchoolRow]:
    """A page of schools by name."""
    place = "AND (s.name_ru, s.id) > (:name, :id)" if after else ""
    return await transaction.rows(
        SchoolRow,
        f"SELECT {SCHOOL} {_wanted(wanted.as_of)} {place} ORDER BY s.name_ru, s.id LIMIT :limit",
        limit=limit,
        **({"name": after[0], "id": after[1]} if after else {}),
        **parameters_of(wanted),
    )


async def count_schools(transaction: Transaction, wanted: Wanted) -> int:
    """How many schools there are."""
    count: int = await transaction.value(f"SELECT count(*) {_wanted(wanted.as_of)}", **parameters_of(wanted))
    return count


async def schools_by_id(
    transaction: Transaction, keys: Sequence[UUID], as_of: datetime | None = None
) -> list[SchoolRow | None]:
    """The schools with these keys, in their order."""
    rows = await transaction.rows(
        SchoolRow,
        f"SELECT {SCHOOL} FROM {schools_at(as_of)} s WHERE s.id = ANY(:keys)",
        keys=list(keys),
        as_of=as_of,
    )
    return one_of(keys, rows, lambda row: row.id)
