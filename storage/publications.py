"""The published world: immutable records, and what observers ask of them and of what is derived from them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of, one_of
from storage.moments import AS_OF, schools_at
from storage.wanted import OF_RECORD, OF_RESULT, OF_SCHOOL, ORDERS, ORIGIN, Wanted, asked_for, parameters_of, standing


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
    short: bytes
    """The short parts of the record as JSON: what `HEAD` names."""
    place: str = ""
    text: bytes | None = None
    """The whole record, where it was read along."""

    @property
    def head(self) -> dict[str, Any]:
        """The short parts of the record."""
        head: dict[str, Any] = json.loads(self.short)
        return head


@dataclass(frozen=True)
class NamedRow:
    """A record that stands, by its number alone, and its place in the list asked for."""

    number: int
    place: str
    school_since: datetime
    """Since when the register says of its school what it says."""


@dataclass(frozen=True)
class WholeRow(PublicationRow):
    """The same with all parts of the record."""

    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordBytes:
    """A record exactly as it was hashed and signed."""

    number: int
    body: str
    sha256: str
    signature: str
    key_id: str
    public_key: str


HEAD = ("framework", "process", "evaluation", "source", "result", "competition")
"""The parts of a record that lists show; the others are long."""


WHOLE = "convert_to(r.body, 'UTF8') AS text"
"""The text as bytes: that is what goes into answers."""


def records_as_of(as_of: datetime | None, more: str = "", once: str = "") -> str:
    """Every record `r` with its result `t`, and what was published about it until then."""
    later = (
        f"(SELECT c.number FROM published.record c WHERE c.corrects = r.number AND c.published_at <= {AS_OF})"
        if as_of
        else "t.superseded_by"
    )
    return (
        f"SELECT {once} r.number, r.kind, r.corrects, r.published_at, r.school_id, r.evaluation_number, r.sha256,"
        f" r.signature, r.key_id, convert_to(CAST(t.head AS text), 'UTF8') AS short, {later} AS corrected_by{more}"
        " FROM published.result t JOIN published.record r ON r.number = t.number"
    )


def _wanted(wanted: Wanted, territory: str = OF_SCHOOL["territory"]) -> str:
    of_school = {**OF_SCHOOL, "territory": territory}
    return f"""
JOIN {schools_at(wanted.as_of)} s ON s.id = t.school_id
WHERE {standing(wanted.as_of)} AND {asked_for(wanted, OF_RECORD, of_school, OF_RESULT)}"""


def _page(found: str, wanted: Wanted, order: str, after: tuple[str, int] | None) -> str:
    """A page of what was found: from a result `t` and its record `r`, those that stand and are wanted, in order."""
    walked = ORDERS[order]
    beyond = f"AND {walked.beyond}" if after else ""
    if wanted.territory and not wanted.school and wanted.as_of is None and walked.kind == "bigint":
        # Along the index of either kind of territory; of one of them there is nothing.
        either = [
            f"({found} {_wanted(wanted, f't.{side} = :territory')} {beyond} ORDER BY {walked.by} LIMIT :limit)"
            for side in ("region_id", "municipality_id")
        ]
        return f"{' UNION ALL '.join(either)} ORDER BY {walked.by.removeprefix('t.')} LIMIT :limit"
    # Those of one school or territory are found and put in order sooner than the records of the country are walked.
    by = f"{walked.key}, r.number" if wanted.school or wanted.territory else walked.by
    return f"{found} {_wanted(wanted)} {beyond} ORDER BY {by} LIMIT :limit"


def _parameters_of_page(wanted: Wanted, after: tuple[str, int] | None, limit: int) -> dict[str, object]:
    return {"limit": limit, **({"key": after[0], "number": after[1]} if after else {}), **parameters_of(wanted)}


async def publications(
    transaction: Transaction, wanted: Wanted, order: str, after: tuple[str, int] | None, limit: int
) -> list[PublicationRow]:
    """A page of the records that stand, each with its place in the order."""
    found = records_as_of(wanted.as_of, f", CAST({ORDERS[order].key} AS text) AS place")
    return await transaction.rows(
        PublicationRow, _page(found, wanted, order, after), **_parameters_of_page(wanted, after, limit)
    )


async def named(
    transaction: Transaction, wanted: Wanted, order: str, after: tuple[str, int] | None, limit: int
) -> list[NamedRow]:
    """The same page, the records by their numbers alone."""
    found = (
        f"SELECT r.number, CAST({ORDERS[order].key} AS text) AS place, s.since AS school_since"
        " FROM published.result t JOIN published.record r ON r.number = t.number"
    )
    return await transaction.rows(
        NamedRow, _page(found, wanted, order, after), **_parameters_of_page(wanted, after, limit)
    )


async def count_publications(transaction: Transaction, wanted: Wanted) -> int:
    """How many records stand."""
    count: int = await transaction.value(
        f"SELECT count(*) FROM published.result t JOIN published.record r ON r.number = t.number{_wanted(wanted)}",
        **parameters_of(wanted),
    )
    return count


async def publication(transaction: Transaction, number: int, as_of: datetime | None) -> PublicationRow | None:
    """The record with this number, if it was published by then; with its text, for who asks for one reads it whole."""
    return await transaction.row(
        PublicationRow,
        f"{records_as_of(as_of, f', {WHOLE}')} WHERE r.number = :number AND r.published_at <= {AS_OF}",
        number=number,
        as_of=as_of,
    )


async def history_of(
    transaction: Transaction, schools: Sequence[UUID], as_of: datetime | None = None
) -> list[list[PublicationRow]]:
    """Every record of each school, the newest first."""
    rows = await transaction.rows(
        PublicationRow,
        f"{records_as_of(as_of)} WHERE t.school_id = ANY(:schools) AND r.published_at <= {AS_OF}"
        " ORDER BY r.number DESC",
        schools=list(schools),
        as_of=as_of,
    )
    return many_of(schools, rows, lambda row: row.school_id)


async def latest_of(
    transaction: Transaction, schools: Sequence[UUID], as_of: datetime | None = None
) -> list[PublicationRow | None]:
    """The newest result of each school that stands."""
    rows = await transaction.rows(
        PublicationRow,
        f"{records_as_of(as_of, once='DISTINCT ON (r.school_id)')}"
        f" WHERE t.school_id = ANY(:schools) AND {standing(as_of)} ORDER BY r.school_id, {ORIGIN} DESC",
        schools=list(schools),
        as_of=as_of,
    )
    return one_of(schools, rows, lambda row: row.school_id)


@dataclass(frozen=True)
class FirstRow:
    """The first record of an evaluation."""

    evaluation_number: str
    number: int


async def publication_numbers(transaction: Transaction, evaluations: Sequence[str]) -> list[int | None]:
    """The number of the first record of each evaluation, by the evaluations' numbers."""

    rows = await transaction.rows(
        FirstRow,
        "SELECT evaluation_number, min(number) AS number FROM published.record"
        " WHERE evaluation_number = ANY(:numbers) GROUP BY evaluation_number",
        numbers=list(evaluations),
    )
    return [row.number if row else None for row in one_of(evaluations, rows, lambda row: row.evaluation_number)]


async def latest_number(transaction: Transaction, evaluation: str) -> int | None:
    """The number of the last record of an evaluation, which nothing corrects."""
    found = await transaction.value(
        "SELECT r.number FROM published.record r WHERE r.evaluation_number = :evaluation AND NOT EXISTS"
        " (SELECT FROM published.record c WHERE c.corrects = r.number) ORDER BY r.number DESC LIMIT 1",
        evaluation=evaluation,
    )
    return int(found) if found is not None else None


async def changes(transaction: Transaction, after: int, limit: int) -> list[PublicationRow]:
    """Records in the order they were published, from behind this number."""
    return await transaction.rows(
        PublicationRow,
        f"{records_as_of(None)} WHERE r.number > :after ORDER BY r.number LIMIT :limit",
        after=after,
        limit=limit,
    )


@dataclass(frozen=True)
class TextRow:
    """The text of a record."""

    number: int
    body: str


async def texts_of(transaction: Transaction, numbers: Sequence[int]) -> list[str]:
    """The texts of the records with these numbers, in the numbers' order."""
    rows = await transaction.rows(
        TextRow, "SELECT number, body FROM published.record WHERE number = ANY(:numbers)", numbers=list(numbers)
    )
    texts = {row.number: row.body for row in rows}
    return [texts[number] for number in numbers]


async def bodies_of(transaction: Transaction, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Everything these records say."""
    return [json.loads(text) for text in await texts_of(transaction, numbers)]


async def whole(transaction: Transaction, row: PublicationRow) -> WholeRow:
    """The same record with all its parts."""
    return WholeRow(**vars(row), body=(await bodies_of(transaction, [row.number]))[0])


async def record_bytes(transaction: Transaction, number: int) -> RecordBytes | None:
    """A record as it was signed."""
    return await transaction.row(
        RecordBytes,
        "SELECT r.number, r.body, r.sha256, r.signature, r.key_id, k.public_key FROM published.record r"
        " JOIN published.signing_key k ON k.key_id = r.key_id WHERE r.number = :number",
        number=number,
    )


async def open_version(transaction: Transaction, number: int, sha256: str) -> UUID | None:
    """The version of a document that a standing record names by this hash, where everybody may have its file now."""
    found: UUID | None = await transaction.value(
        "SELECT published.open_version(:number, :sha256)", number=number, sha256=sha256
    )
    return found


@dataclass(frozen=True)
class Ended:
    """Records whose decision does not hold: their numbers, when that changed last, and the newest of the range."""

    numbers: list[int]
    as_of: datetime
    newest: int | None


End = Literal["revocation", "suspension"]
"""How a decision ends: for good, because another took its place or none; or until it is reinstated."""


def _begins(*kinds: str) -> str:
    """Whether a record is because of one of these: names stand in order, and `because` is the first."""
    return f"""left(r.body, 60) ~ '^{{"because":{{"kind":"({"|".join(kinds)})"'"""


WHAT_ENDS: Mapping[End, tuple[str, str]] = {
    "revocation": (f"NOT {_begins('follow_up', 'suspension', 'reinstatement')}", "true"),
    "suspension": (
        _begins("suspension", "reinstatement"),
        f"{_begins('suspension')} AND NOT EXISTS (SELECT FROM published.record n WHERE n.corrects = r.number)",
    ),
}
"""Which records have to do with such an end, and whether one is the end of the decision it follows."""


async def ended(transaction: Transaction, how: End, first: int, behind: int) -> Ended:
    """Which decisions ended so, of the records with numbers from `first` to before `behind`.

    A decision in a further record that only says what became of a condition, or that it holds again, is the same;
    whoever ends it ends it in the records before, too.
    """
    concerns, ends = WHAT_ENDS[how]
    found = await transaction.row(
        Ended,
        f"""
        WITH RECURSIVE reached AS (
            SELECT r.corrects AS number, r.published_at, {ends} AS ended FROM published.record r
            WHERE r.corrects IS NOT NULL AND {concerns}
            UNION
            SELECT r.corrects, e.published_at, e.ended FROM reached e JOIN published.record r ON r.number = e.number
            WHERE r.corrects IS NOT NULL)
        SELECT coalesce(array_agg(DISTINCT number ORDER BY number) FILTER (WHERE ended), '{{}}') AS numbers,
               coalesce(max(published_at), (SELECT min(published_at) FROM published.record), now()) AS as_of,
               (SELECT max(number) FROM published.record WHERE number >= :first AND number < :behind) AS newest
        FROM reached WHERE number >= :first AND number < :behind
        """,
        first=first,
        behind=behind,
    )
    assert found, "an aggregate has a row"
    return found


async def signing_keys(transaction: Transaction) -> Mapping[str, str]:
    """Every public key that ever signed, by its id."""
    rows = await transaction.values(
        "SELECT json_build_array(key_id, public_key) FROM published.signing_key ORDER BY key_id"
    )
    return dict(rows)
