"""What is published as plain tables, read row by row: everything up to one record, at one moment."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction
from storage.moments import schools_at, settled, territories_at

Kind = Literal["integer", "string", "number", "date", "datetime", "boolean"]


@dataclass(frozen=True)
class DumpColumn:
    """A column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str
    sql: str


@dataclass(frozen=True)
class DumpTable:
    """A table of a dump; `source` may name the parameters `through` and `as_of`."""

    name: str
    meaning: str
    columns: tuple[DumpColumn, ...]
    source: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Extent:
    """How far a dump reaches: the newest record in it, and the moment the register is shown as of; None is now."""

    through: int
    as_of: datetime | None


async def through(transaction: Transaction) -> int:
    """The number of the newest record."""
    number: int = await transaction.value("SELECT coalesce(max(number), 0) FROM published.record")
    return number


async def extent(transaction: Transaction) -> Extent:
    """Everything published by now, with the register of the same moment."""
    now = await transaction.value("SELECT clock_timestamp()")
    await settled(transaction, now)
    return Extent(await through(transaction), now)


def _key(column: str) -> str:
    return f"replace(CAST({column} AS text), '-', '')"


def _text(path: str) -> str:
    return f"b #>> '{{{path}}}'"


def _number(path: str) -> str:
    return f"CAST({_text(path)} AS numeric)"


def _date(path: str) -> str:
    return f"CAST({_text(path)} AS date)"


PUBLICATIONS = DumpTable(
    "publications",
    "Every record: results, corrections and withdrawals, also those that others took the place of.",
    (
        DumpColumn("number", "integer", "The record's number; numbers have no gaps.", "r.number"),
        DumpColumn("kind", "string", "RESULT, CORRECTION or WITHDRAWAL.", "r.kind"),
        DumpColumn("corrects", "integer", "The record it takes the place of.", "r.corrects"),
        DumpColumn(
            "corrected_by",
            "integer",
            "The record that took its place; where this is empty, the record stands.",
            "(SELECT c.number FROM published.record c WHERE c.corrects = r.number AND c.number <= :through)",
        ),
        DumpColumn("published_at", "datetime", "When it became public.", "r.published_at"),
        DumpColumn("school_id", "string", "The school's key; see the table schools.", _text("school,id")),
        DumpColumn("school_ru", "string", "The school's name then, in Russian.", _text("school,name,ru")),
        DumpColumn("school_en", "string", "The same in English.", _text("school,name,en")),
        DumpColumn("municipality_ru", "string", "The municipality.", _text("school,municipality,name,ru")),
        DumpColumn("region_ru", "string", "The region.", _text("school,region,name,ru")),
        DumpColumn("framework", "string", "The framework's code.", _text("framework,code")),
        DumpColumn("framework_version", "integer", "Its version.", f"CAST({_text('framework,number')} AS int)"),
        DumpColumn("evaluation", "string", "The evaluation; empty for results of others.", _text("evaluation")),
        DumpColumn("source_ru", "string", "Where others published the result.", _text("source,ru")),
        DumpColumn("outcome", "string", "The decision's code.", _text("result,outcome,code")),
        DumpColumn("outcome_ru", "string", "The decision in Russian.", _text("result,outcome,title,ru")),
        DumpColumn("total", "number", "The total by the framework's rule.", _number("result,total")),
        DumpColumn("maximum", "number", "The highest possible total.", _number("result,maximum")),
        DumpColumn("decided_on", "date", "When it was decided.", _date("result,decided_on")),
        DumpColumn("valid_from", "date", "From when it holds.", _date("result,valid_from")),
        DumpColumn("valid_to", "date", "Until when it holds.", _date("result,valid_to")),
        DumpColumn("summary", "string", "What the panel found.", _text("report,summary")),
        DumpColumn("sha256", "string", "SHA-256 of the record at /published/{number}.json.", "r.sha256"),
        DumpColumn("signature", "string", "Ed25519 signature over the same bytes, base64.", "r.signature"),
        DumpColumn("key_id", "string", "The key that signed it; see /published/keys.json.", "r.key_id"),
    ),
    "FROM published.record r, LATERAL CAST(r.body AS jsonb) b WHERE r.number <= :through ORDER BY r.number",
    ("number",),
)
SCORES = DumpTable(
    "scores",
    "The result on each criterion of each record.",
    (
        DumpColumn("number", "integer", "The record.", "r.number"),
        DumpColumn("criterion", "string", "The criterion's code in the framework.", "c ->> 'code'"),
        DumpColumn("parent", "string", "The criterion it belongs to.", "c ->> 'parent'"),
        DumpColumn("title_ru", "string", "What it asks, in Russian.", "c #>> '{title,ru}'"),
        DumpColumn("title_en", "string", "The same in English.", "c #>> '{title,en}'"),
        DumpColumn("score", "number", "The panel's value.", "CAST(c ->> 'score' AS numeric)"),
        DumpColumn("level_ru", "string", "The value in the scale's words.", "c #>> '{level,ru}'"),
        DumpColumn("self_score", "number", "How the school saw itself.", "CAST(c ->> 'self_score' AS numeric)"),
        DumpColumn("position", "string", "The panel's reasons.", "c ->> 'position'"),
    ),
    "FROM published.record r, LATERAL jsonb_array_elements(CAST(r.body AS jsonb) -> 'criteria')"
    " WITH ORDINALITY AS t(c, place) WHERE r.number <= :through ORDER BY r.number, place",
    ("number", "criterion"),
)
SCHOOLS = DumpTable(
    "schools",
    "Schools as the public register has them, evaluated or not.",
    (
        DumpColumn("id", "string", "The school's key.", _key("s.id")),
        DumpColumn("name_ru", "string", "Its name in Russian.", "s.name_ru"),
        DumpColumn("name_en", "string", "Its name in English.", "s.name_en"),
        DumpColumn(
            "municipality_id",
            "string",
            "See the table territories.",
            "replace(CAST(s.municipality_id AS text), '-', '')",
        ),
        DumpColumn("region_id", "string", "See the table territories.", _key("s.region_id")),
        DumpColumn("address", "string", "Postal address.", "s.address"),
        DumpColumn("website", "string", "Its own site.", "s.website"),
        DumpColumn("pupils", "integer", "How many learn there.", "s.pupils"),
        DumpColumn("rural", "boolean", "Whether it stands in the country.", "s.rural"),
        DumpColumn("school_kind", "string", "GENERAL, PRIMARY, EVENING, SPECIAL or BOARDING.", "s.school_kind"),
    ),
    "FROM {schools} s ORDER BY s.name_ru, s.id",
    ("id",),
)
TERRITORIES = DumpTable(
    "territories",
    "Regions and municipalities.",
    (
        DumpColumn("id", "string", "The territory's key.", _key("t.id")),
        DumpColumn("kind", "string", "REGION or MUNICIPALITY.", "t.kind"),
        DumpColumn("parent_id", "string", "The region.", _key("t.parent_id")),
        DumpColumn("name_ru", "string", "Its name in Russian.", "t.name_ru"),
        DumpColumn("name_en", "string", "Its name in English.", "t.name_en"),
    ),
    "FROM {territories} t ORDER BY t.kind DESC, t.name_ru, t.id",
    ("id",),
)
TABLES = (PUBLICATIONS, SCORES, SCHOOLS, TERRITORIES)


def rows_of(transaction: Transaction, table: DumpTable, within: Extent) -> AsyncIterator[tuple[Any, ...]]:
    """The table's rows, read from the database as they are asked for."""
    columns = ", ".join(f"{column.sql} AS {column.name}" for column in table.columns)
    source = table.source.replace("{schools}", schools_at(within.as_of)).replace(
        "{territories}", territories_at(within.as_of)
    )
    return transaction.stream(f"SELECT {columns} {source}", through=within.through, as_of=within.as_of)


@dataclass(frozen=True)
class SealedRow:
    """A record with what seals it."""

    body: str
    sha256: str
    signature: str
    key_id: str
    public_key: str


async def sealed_rows(transaction: Transaction, within: Extent) -> AsyncIterator[SealedRow]:
    """Every record as it was signed, in order."""
    statement = (
        "SELECT r.body, r.sha256, r.signature, r.key_id, k.public_key FROM published.record r"
        " JOIN published.signing_key k ON k.key_id = r.key_id WHERE r.number <= :through ORDER BY r.number"
    )
    async for row in transaction.stream(statement, through=within.through):
        yield SealedRow(*row)
