"""The published world: immutable records, the tables derived from them, and what observers ask of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of

# One publication at a time: numbers have no gaps, and a later number never becomes visible before an earlier one.
NUMBERING = 4_242_003


@dataclass(frozen=True)
class PublicationRow:
    """A record with what was published about it later, as of the moment asked for."""

    number: int
    kind: str
    corrects: int | None
    corrected_by: int | None
    published_at: datetime
    school_id: UUID
    evaluation_number: str | None
    sha256: str
    signature: str
    key_id: str
    body: dict[str, Any]
    place: str = ""


@dataclass(frozen=True)
class RecordBytes:
    """A record exactly as it was hashed and signed."""

    number: int
    body: str
    sha256: str
    signature: str
    key_id: str


@dataclass(frozen=True)
class NewRecord:
    """A record about to be published."""

    kind: str
    corrects: int | None
    school: UUID
    evaluation_number: str | None


@dataclass(frozen=True)
class Wanted:
    """Which publications an observer asks for; None asks for all."""

    school: UUID | None = None
    territory: UUID | None = None
    framework_code: str | None = None
    outcome: str | None = None
    valid_on: date | None = None
    search: str | None = None
    as_of: datetime | None = None


def _columns(as_of: str) -> str:
    return (
        "r.number, r.kind, r.corrects, r.published_at, r.school_id, r.evaluation_number, r.sha256, r.signature,"
        " r.key_id, CAST(r.body AS jsonb) AS body,"
        f" (SELECT c.number FROM published.record c WHERE c.corrects = r.number AND c.published_at <= {as_of})"
        " AS corrected_by"
    )


AS_OF = "coalesce(CAST(:as_of AS timestamptz), 'infinity')"
NOW = "'infinity'"
STANDS = (
    "r.kind <> 'WITHDRAWAL' AND r.published_at <= {as_of} AND NOT EXISTS"
    " (SELECT FROM published.record c WHERE c.corrects = r.number AND c.published_at <= {as_of})"
)
# A correction is as old as what it corrects: the number at the beginning of its chain.
ORIGIN = (
    "(WITH RECURSIVE chain AS (SELECT r.number, r.corrects UNION ALL SELECT e.number, e.corrects"
    " FROM published.record e JOIN chain ON e.number = chain.corrects) SELECT min(number) FROM chain)"
)
SEARCH = (
    "(CAST(:search AS text) IS NULL OR s.words @@ websearch_to_tsquery('russian', :search)"
    " OR s.words @@ websearch_to_tsquery('english', :search)"
    " OR concat_ws(' ', s.name_ru, s.name_en, s.address) ILIKE ALL(CAST(:words AS text[])))"
)
IN_TERRITORY = "(CAST(:territory AS uuid) IS NULL OR :territory IN (s.municipality_id, s.region_id))"
WANTED = f"""
FROM published.record r
JOIN published.result t ON t.number = r.number
JOIN published.school s ON s.id = r.school_id
WHERE {STANDS.format(as_of=AS_OF)} AND {SEARCH} AND {IN_TERRITORY}
  AND (CAST(:school AS uuid) IS NULL OR r.school_id = :school)
  AND (CAST(:framework_code AS text) IS NULL OR t.framework_code = :framework_code)
  AND (CAST(:outcome AS text) IS NULL OR t.outcome = :outcome)
  AND (CAST(:valid_on AS date) IS NULL OR :valid_on BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity'))"""

# Each order is one expression that grows along the list, then the number.
ORDERS = {
    "NEWEST": ("-r.number", "bigint"),
    "OLDEST": ("r.number", "bigint"),
    "TOTAL_HIGHEST": ("coalesce(-t.total, 1)", "numeric"),
    "SCHOOL_NAME": ("s.name_ru", "text"),
}


def _parts_of(search: str | None) -> list[str]:
    plain = (search or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in plain.split()]


def _parameters(wanted: Wanted) -> dict[str, object]:
    return {**wanted.__dict__, "words": _parts_of(wanted.search)}


async def publications(
    transaction: Transaction, wanted: Wanted, order: str, after: tuple[str, int] | None, limit: int
) -> list[PublicationRow]:
    """A page of the records that stand, each with its place in the order."""
    expression, kind = ORDERS[order]
    place = f"AND ({expression}, r.number) > (CAST(:key AS {kind}), :number)" if after else ""
    # The page first: bodies are long, and only those on it are read.
    return await transaction.rows(
        PublicationRow,
        f"SELECT {_columns(AS_OF)}, CAST(page.key AS text) AS place"
        f" FROM (SELECT r.number, {expression} AS key {WANTED} {place} ORDER BY key, r.number LIMIT :limit) page"
        " JOIN published.record r ON r.number = page.number ORDER BY page.key, r.number",
        limit=limit,
        **({"key": after[0], "number": after[1]} if after else {}),
        **_parameters(wanted),
    )


async def count_publications(transaction: Transaction, wanted: Wanted) -> int:
    """How many records stand."""
    count: int = await transaction.value(f"SELECT count(*) {WANTED}", **_parameters(wanted))
    return count


async def publication(transaction: Transaction, number: int, as_of: datetime | None) -> PublicationRow | None:
    """The record with this number, if it was published by then."""
    return await transaction.row(
        PublicationRow,
        f"SELECT {_columns(AS_OF)} FROM published.record r WHERE r.number = :number AND r.published_at <= {AS_OF}",
        number=number,
        as_of=as_of,
    )


async def publications_by_number(transaction: Transaction, numbers: Sequence[int]) -> list[PublicationRow | None]:
    """The records with these numbers, in their order."""
    rows = await transaction.rows(
        PublicationRow,
        f"SELECT {_columns(NOW)} FROM published.record r WHERE r.number = ANY(:numbers)",
        numbers=list(numbers),
    )
    return one_of(numbers, rows, lambda row: row.number)


async def history_of(transaction: Transaction, schools: Sequence[UUID]) -> list[list[PublicationRow]]:
    """Every record of each school, the newest first."""
    rows = await transaction.rows(
        PublicationRow,
        f"SELECT {_columns(NOW)} FROM published.record r WHERE r.school_id = ANY(:schools) ORDER BY r.number DESC",
        schools=list(schools),
    )
    return many_of(schools, rows, lambda row: row.school_id)


async def latest_of(transaction: Transaction, schools: Sequence[UUID]) -> list[PublicationRow | None]:
    """The newest result of each school that stands."""
    rows = await transaction.rows(
        PublicationRow,
        f"SELECT DISTINCT ON (r.school_id) {_columns(NOW)} FROM published.record r"
        f" WHERE r.school_id = ANY(:schools) AND {STANDS.format(as_of=NOW)} ORDER BY r.school_id, {ORIGIN} DESC",
        schools=list(schools),
    )
    return one_of(schools, rows, lambda row: row.school_id)


async def publication_numbers(transaction: Transaction, evaluations: Sequence[str]) -> list[int | None]:
    """The number of the first record of each evaluation, by the evaluations' numbers."""

    @dataclass(frozen=True)
    class Row:
        evaluation_number: str
        number: int

    rows = await transaction.rows(
        Row,
        "SELECT evaluation_number, min(number) AS number FROM published.record"
        " WHERE evaluation_number = ANY(:numbers) GROUP BY evaluation_number",
        numbers=list(evaluations),
    )
    return [row.number if row else None for row in one_of(evaluations, rows, lambda row: row.evaluation_number)]


async def changes(transaction: Transaction, after: int, limit: int) -> list[PublicationRow]:
    """Records in the order they were published, from behind this number."""
    return await transaction.rows(
        PublicationRow,
        f"SELECT {_columns(NOW)} FROM published.record r WHERE r.number > :after ORDER BY r.number LIMIT :limit",
        after=after,
        limit=limit,
    )


async def record_bytes(transaction: Transaction, number: int) -> RecordBytes | None:
    """A record as it was signed."""
    return await transaction.row(
        RecordBytes,
        "SELECT number, body, sha256, signature, key_id FROM published.record WHERE number = :number",
        number=number,
    )


async def signing_keys(transaction: Transaction) -> Mapping[str, str]:
    """Every public key that ever signed, by its id."""
    rows = await transaction.values(
        "SELECT json_build_array(key_id, public_key) FROM published.signing_key ORDER BY key_id"
    )
    return dict(rows)


@dataclass(frozen=True)
class Place:
    """The number and the moment of a record."""

    number: int
    published_at: datetime


async def one_at_a_time(transaction: Transaction) -> None:
    """Wait until nobody else publishes; others wait until this transaction ends."""
    await transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=NUMBERING)


async def next_place(transaction: Transaction) -> Place:
    """The place of the record this transaction publishes.

    The moment is taken under the lock and in whole milliseconds, as the API tells moments: a later number is always
    published later, and `asOf` the moment of a record finds the record.
    """
    await one_at_a_time(transaction)
    place = await transaction.row(
        Place,
        "SELECT coalesce(max(number), 0) + 1 AS number, greatest(date_trunc('milliseconds', clock_timestamp()),"
        " max(published_at) + interval '1 millisecond') AS published_at FROM published.record",
    )
    assert place, "an aggregate has one row"
    return place


async def insert_record(
    transaction: Transaction,
    record: NewRecord,
    place: Place,
    *,
    body: str,
    sha256: str,
    signature: str,
    key_id: str,
) -> None:
    """Publish: from this transaction's end on, anybody reads it."""
    await transaction.run(
        "INSERT INTO published.record (number, kind, corrects, published_at, school_id, evaluation_number, body,"
        " sha256, signature, key_id) VALUES (:number, :kind, :corrects, :published_at, :school, :evaluation_number,"
        " :body, :sha256, :signature, :key_id)",
        body=body,
        sha256=sha256,
        signature=signature,
        key_id=key_id,
        **place.__dict__,
        **record.__dict__,
    )
    await derive(transaction, place.number)


async def derive(transaction: Transaction, number: int | None = None) -> None:
    """Make the search rows of one record, or of all, from the records' own text."""
    await transaction.run(
        """
        INSERT INTO published.result (number, school_id, framework_code, framework_number, outcome, total,
                                      valid_from, valid_to, published_at, superseded_by)
        SELECT r.number, r.school_id, b #>> '{framework,code}', (b #>> '{framework,number}')::int,
               b #>> '{result,outcome,code}', (b #>> '{result,total}')::numeric, (b #>> '{result,valid_from}')::date,
               (b #>> '{result,valid_to}')::date, r.published_at,
               (SELECT c.number FROM published.record c WHERE c.corrects = r.number)
        FROM published.record r, LATERAL CAST(r.body AS jsonb) b
        WHERE CAST(:number AS int) IS NULL OR r.number = :number
        ON CONFLICT (number) DO UPDATE SET superseded_by = excluded.superseded_by
        """,
        number=number,
    )
    if number is not None:
        await transaction.run(
            "UPDATE published.result SET superseded_by = :number"
            " WHERE number = (SELECT corrects FROM published.record WHERE number = :number)",
            number=number,
        )


async def forget_derived(transaction: Transaction) -> None:
    """Empty what can be derived again."""
    await transaction.run("DELETE FROM published.result")


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
SCHOOLS_WANTED = f"""
FROM published.school s
WHERE {SEARCH} AND {IN_TERRITORY}
  AND (CAST(:framework_code AS text) IS NULL AND CAST(:outcome AS text) IS NULL OR EXISTS (
      SELECT FROM published.record r JOIN published.result t ON t.number = r.number
      WHERE r.school_id = s.id AND {STANDS.format(as_of=NOW)}
        AND (CAST(:framework_code AS text) IS NULL OR t.framework_code = :framework_code)
        AND (CAST(:outcome AS text) IS NULL OR t.outcome = :outcome)))"""


def _school_parameters(wanted: Wanted) -> dict[str, object]:
    parameters = _parameters(wanted)
    return {name: parameters[name] for name in ("search", "words", "territory", "framework_code", "outcome")}


async def schools(
    transaction: Transaction, wanted: Wanted, after: tuple[str, UUID] | None, limit: int
) -> list[SchoolRow]:
    """A page of schools by name."""
    place = "AND (s.name_ru, s.id) > (:name, :id)" if after else ""
    return await transaction.rows(
        SchoolRow,
        f"SELECT {SCHOOL} {SCHOOLS_WANTED} {place} ORDER BY s.name_ru, s.id LIMIT :limit",
        limit=limit,
        **({"name": after[0], "id": after[1]} if after else {}),
        **_school_parameters(wanted),
    )


async def count_schools(transaction: Transaction, wanted: Wanted) -> int:
    """How many schools there are."""
    count: int = await transaction.value(f"SELECT count(*) {SCHOOLS_WANTED}", **_school_parameters(wanted))
    return count


async def schools_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[SchoolRow | None]:
    """The schools with these keys, in their order."""
    rows = await transaction.rows(
        SchoolRow, f"SELECT {SCHOOL} FROM published.school s WHERE s.id = ANY(:keys)", keys=list(keys)
    )
    return one_of(keys, rows, lambda row: row.id)
