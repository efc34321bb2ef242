"""The public register as tables: what it said at a moment."""

from dataclasses import dataclass

from storage.database import Transaction
from storage.dumps.tables import Batches, DumpColumn, DumpTable, Extent
from storage.moments import schools_at, territories_at

AT_ONCE = 1000
"""Rows that are read at once."""


@dataclass(frozen=True)
class RegisterColumn(DumpColumn):
    """A column with the SQL it is read by."""

    sql: str


@dataclass(frozen=True)
class RegisterTable(DumpTable):
    """A table of the register; `source` says where its rows are and in which order."""

    columns: tuple[RegisterColumn, ...]
    source: str

    async def batches(self, transaction: Transaction, within: Extent) -> Batches:
        """Its rows, as they stood at the moment of the dump."""
        columns = ", ".join(f"{column.sql} AS {column.name}" for column in self.columns)
        source = self.source.format(schools=schools_at(within.as_of), territories=territories_at(within.as_of))
        async for rows in transaction.batches(AT_ONCE, f"SELECT {columns} {source}", as_of=within.as_of):
            yield list(zip(*rows, strict=True))


def _key(column: str) -> str:
    return f"replace(CAST({column} AS text), '-', '')"


SCHOOLS = RegisterTable(
    "schools",
    "Schools as the public register has them, evaluated or not.",
    ("id",),
    (
        RegisterColumn(
            "id", "string", "The school's key. With `school-` before it, its id in the API and its page.", _key("s.id")
        ),
        RegisterColumn("name_ru", "string", "Its name in Russian.", "s.name_ru"),
        RegisterColumn("name_en", "string", "Its name in English.", "s.name_en"),
        RegisterColumn("municipality_id", "string", "See the table territories.", _key("s.municipality_id")),
        RegisterColumn("region_id", "string", "See the table territories.", _key("s.region_id")),
        RegisterColumn("address", "string", "Postal address.", "s.address"),
        RegisterColumn("website", "string", "Its own site.", "s.website"),
        RegisterColumn("pupils", "integer", "How many learn there.", "s.pupils"),
        RegisterColumn("rural", "boolean", "Whether it stands in the country.", "s.rural"),
        RegisterColumn("school_kind", "string", "GENERAL, PRIMARY, EVENING, SPECIAL or BOARDING.", "s.school_kind"),
    ),
    "FROM {schools} s ORDER BY s.name_ru, s.id",
)
TERRITORIES = RegisterTable(
    "territories",
    "Regions and municipalities.",
    ("id",),
    (
        RegisterColumn("id", "string", "The territory's key.", _key("t.id")),
        RegisterColumn("kind", "string", "REGION or MUNICIPALITY.", "t.kind"),
        RegisterColumn("parent_id", "string", "The region.", _key("t.parent_id")),
        RegisterColumn("name_ru", "string", "Its name in Russian.", "t.name_ru"),
        RegisterColumn("name_en", "string", "Its name in English.", "t.name_en"),
    ),
    "FROM {territories} t ORDER BY t.kind DESC, t.name_ru, t.id",
)
