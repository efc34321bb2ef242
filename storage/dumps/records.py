"""Published records as tables, read out of the bytes that were signed: what no column tells is skipped there."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.json import Decoder

from storage.database import Transaction
from storage.dumps.tables import Batches, Cell, DumpColumn, DumpTable, Extent

T = TypeVar("T")
AT_ONCE = 100
"""Records that are read at once; one has some fifty kilobytes."""
BODY = "textsend(r.body)"
"""The bytes as they were signed; without looking through them once more, as a conversion would."""


class Words(Struct, frozen=True, gc=False):
    """A text in Russian and in English."""

    ru: str
    en: str


class Named(Struct, frozen=True, gc=False):
    """A territory as it was called then."""

    name: Words


class School(Struct, frozen=True, gc=False):
    """The school as it was called then."""

    id: str
    name: Words
    municipality: Named | None
    region: Named | None


class Framework(Struct, frozen=True, gc=False):
    """The framework version the result stands on."""

    code: str
    number: int


class Outcome(Struct, frozen=True, gc=False):
    """What was decided."""

    code: str
    title: Words


class Result(Struct, frozen=True, gc=False):
    """The decision and the total."""

    outcome: Outcome | None
    total: str | None
    maximum: str | None
    decided_on: str | None
    valid_from: str | None
    valid_to: str | None


class Report(Struct, frozen=True, gc=False):
    """The panel's report."""

    summary: str


class Because(Struct, frozen=True, gc=False):
    """Why a record takes the place of another."""

    kind: str


class Whole(Struct, frozen=True, gc=False):
    """What a record says of the whole."""

    school: School
    framework: Framework
    evaluation: str | None
    source: Words | None
    result: Result
    report: Report | None
    because: Because | None = None


class Criterion(Struct, gc=False):
    """What a record says of one criterion."""

    code: str
    parent: str | None
    title: Words
    score: str | None
    level: Words | None
    self_score: str | None
    position: str | None
    number: int = 0
    """The record's, which it does not say here itself."""


class Parts(Struct, frozen=True, gc=False):
    """What a record says of its criteria."""

    criteria: list[Criterion]


class State(Struct, frozen=True, gc=False):
    """What became of a condition."""

    code: str
    title: Words
    since: str


class Condition(Struct, gc=False):
    """What a school must do."""

    text: str
    criterion: str | None
    owner: str
    due_on: str
    state: State | None = None
    number: int = 0
    """The record's, which it does not say here itself."""
    place: int = 0
    """Among the conditions of its record."""


class Conditions(Struct, frozen=True, gc=False):
    """What a record says of its conditions."""

    conditions: list[Condition]


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A record: what was read of its body, and what is kept beside that."""

    said: T
    number: int
    kind: str
    corrects: int | None
    corrected_by: int | None
    published_at: datetime
    sha256: str
    signature: str
    key_id: str


@dataclass(frozen=True)
class RecordColumn(DumpColumn, Generic[T]):
    """A column with what it tells of the thing a row is about."""

    of: Callable[[T], Cell]


@dataclass(frozen=True)
class RecordTable(DumpTable):
    """A table of what records say. `shape` is what is read of each; `rows_in` are the things its rows are about."""

    columns: tuple[RecordColumn[Any], ...]
    shape: type[Any]
    rows_in: Callable[[Stored[Any]], Iterable[Any]]

    async def batches(self, transaction: Transaction, within: Extent) -> Batches:
        """Its rows, in the order of records."""
        read = Decoder(self.shape).decode
        statement = (
            f"SELECT {BODY}, r.number, r.kind, r.corrects, (SELECT c.number FROM published.record c"
            " WHERE c.corrects = r.number AND c.number <= :through), r.published_at, r.sha256, r.signature, r.key_id"
            " FROM published.record r WHERE r.number <= :through ORDER BY r.number"
        )
        async for records in transaction.batches(AT_ONCE, statement, through=within.through):
            things = [thing for body, *beside in records for thing in self.rows_in(Stored(read(body), *beside))]
            if things:
                yield [[*map(column.of, things)] for column in self.columns]


def _itself(record: Stored[Whole]) -> Iterable[Stored[Whole]]:
    return (record,)


def _criteria(record: Stored[Parts]) -> Iterable[Criterion]:
    for criterion in record.said.criteria:
        criterion.number = record.number
    return record.said.criteria


def _conditions(record: Stored[Conditions]) -> Iterable[Condition]:
    for place, condition in enumerate(record.said.conditions, start=1):
        condition.number, condition.place = record.number, place
    return record.said.conditions


class _Told(RecordColumn[Stored[Whole]]):
    """A column of the records."""


class _Scored(RecordColumn[Criterion]):
    """A column of their criteria."""


class _Set(RecordColumn[Condition]):
    """A column of their conditions."""


PUBLICATIONS = RecordTable(
    "publications",
    "Every record: results, corrections and withdrawals, also those that others took the place of.",
    ("number",),
    (
        _Told("number", "integer", "The record's number; numbers have no gaps.", lambda r: r.number),
        _Told("kind", "string", "RESULT, CORRECTION or WITHDRAWAL.", lambda r: r.kind),
        _Told("corrects", "integer", "The record it takes the place of.", lambda r: r.corrects),
        _Told(
            "corrected_by",
            "integer",
            "The record that took its place; where this is empty and the record is no WITHDRAWAL, it stands.",
            lambda r: r.corrected_by,
        ),
        _Told(
            "because",
            "string",
            "Why it takes the place of another: error, appeal, revision, follow_up (it says what became of a condition,"
            " and the decision is the same), withdrawal, suspension or reinstatement; early records do not say.",
            lambda r: r.said.because.kind if r.said.because else None,
        ),
        _Told("published_at", "datetime", "When it became public.", lambda r: r.published_at),
        _Told("school_id", "string", "The school's key: `id` of the table schools.", lambda r: r.said.school.id),
        _Told("school_ru", "string", "The school's name then, in Russian.", lambda r: r.said.school.name.ru),
        _Told("school_en", "string", "The same in English.", lambda r: r.said.school.name.en),
        _Told("municipality_ru", "string", "The municipality.", lambda r: _name(r.said.school.municipality)),
        _Told("region_ru", "string", "The region.", lambda r: _name(r.said.school.region)),
        _Told("framework", "string", "The framework's code.", lambda r: r.said.framework.code),
        _Told("framework_version", "integer", "Its version.", lambda r: r.said.framework.number),
        _Told("evaluation", "string", "The evaluation; empty for results of others.", lambda r: r.said.evaluation),
        _Told("source_ru", "string", "Where others published the result.", lambda r: _ru(r.said.source)),
        _Told(
            "outcome",
            "string",
            "The decision's code.",
            lambda r: r.said.result.outcome.code if r.said.result.outcome else None,
        ),
        _Told(
            "outcome_ru",
            "string",
            "The decision in Russian.",
            lambda r: r.said.result.outcome.title.ru if r.said.result.outcome else None,
        ),
        _Told("total", "number", "The total by the framework's rule.", lambda r: r.said.result.total),
        _Told("maximum", "number", "The highest possible total.", lambda r: r.said.result.maximum),
        _Told("decided_on", "date", "When it was decided.", lambda r: r.said.result.decided_on),
        _Told("valid_from", "date", "From when it holds.", lambda r: r.said.result.valid_from),
        _Told("valid_to", "date", "Until when it holds.", lambda r: r.said.result.valid_to),
        _Told(
            "summary",
            "string",
            "What the panel found.",
            lambda r: r.said.report.summary if r.said.report else None,
        ),
        _Told("sha256", "string", "SHA-256 of the record at /published/{number}.json.", lambda r: r.sha256),
        _Told("signature", "string", "Ed25519 signature over the same bytes, base64.", lambda r: r.signature),
        _Told("key_id", "string", "The key that signed it; see /published/keys.json.", lambda r: r.key_id),
    ),
    Whole,
    _itself,
)
SCORES = RecordTable(
    "scores",
    "The result on each criterion of each record.",
    ("number", "criterion"),
    (
        _Scored("number", "integer", "The record.", lambda c: c.number),
        _Scored("criterion", "string", "The criterion's code in the framework.", lambda c: c.code),
        _Scored("parent", "string", "The criterion it belongs to.", lambda c: c.parent),
        _Scored("title_ru", "string", "What it asks, in Russian.", lambda c: c.title.ru),
        _Scored("title_en", "string", "The same in English.", lambda c: c.title.en),
        _Scored("score", "number", "The panel's value.", lambda c: c.score),
        _Scored("level_ru", "string", "The value in the scale's words.", lambda c: _ru(c.level)),
        _Scored("self_score", "number", "How the school saw itself.", lambda c: c.self_score),
        _Scored("position", "string", "The panel's reasons.", lambda c: c.position),
    ),
    Parts,
    _criteria,
)
CONDITIONS = RecordTable(
    "conditions",
    "What the school must do, by each record that says so, and what became of it.",
    ("number", "place"),
    (
        _Set("number", "integer", "The record.", lambda c: c.number),
        _Set("place", "integer", "Which of its conditions, from 1.", lambda c: c.place),
        _Set("text", "string", "What must be done.", lambda c: c.text),
        _Set("criterion", "string", "The code of the criterion it concerns.", lambda c: c.criterion),
        _Set("owner", "string", "Who answers for it.", lambda c: c.owner),
        _Set("due_on", "date", "By when.", lambda c: c.due_on),
        _Set(
            "state",
            "string",
            "What became of it, in the code of its process: satisfied; empty as long as that is open.",
            lambda c: c.state.code if c.state else None,
        ),
        _Set("state_ru", "string", "The same in Russian.", lambda c: c.state.title.ru if c.state else None),
        _Set("state_since", "date", "Since when.", lambda c: c.state.since if c.state else None),
    ),
    Conditions,
    _conditions,
)


def _ru(words: Words | None) -> str | None:
    return words.ru if words else None


def _name(territory: Named | None) -> str | None:
    return territory.name.ru if territory else None


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record as it was signed, with what seals it."""

    body: bytes
    sha256: str
    signature: str
    key_id: str
    public_key: str


async def sealed_records(transaction: Transaction, within: Extent) -> AsyncIterator[list[SealedRecord]]:
    """Every record as it was signed, in order, a batch at a time."""
    statement = (
        f"SELECT {BODY}, r.sha256, r.signature, r.key_id, k.public_key FROM published.record r"
        " JOIN published.signing_key k ON k.key_id = r.key_id WHERE r.number <= :through ORDER BY r.number"
    )
    async for rows in transaction.batches(AT_ONCE, statement, through=within.through):
        yield [SealedRecord(*row) for row in rows]
