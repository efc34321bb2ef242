"""How a record is published: its place, its text, and the rows that are derived from it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage import voices
from storage.database import Transaction
from storage.moments import let_it_pass, one_at_a_time
from storage.publications import HEAD


@dataclass(frozen=True)
class NewRecord:
    """A record about to be published."""

    kind: str
    corrects: int | None
    school: UUID
    evaluation_number: str | None


@dataclass(frozen=True)
class Place:
    """The number and the moment of a record."""

    number: int
    published_at: datetime


async def next_place(transaction: Transaction) -> Place:
    """The place of the record this transaction publishes.

    The moment is taken under the lock and in whole milliseconds, as the API tells moments: a later number is always
    published later, and `asOf` the moment of a record finds the record. It is rounded up, so that who has asked as of
    the present gets no further record under that moment.
    """
    await one_at_a_time(transaction)
    place = await transaction.row(
        Place,
        "SELECT coalesce(max(number), 0) + 1 AS number, greatest(date_trunc('milliseconds', clock_timestamp()),"
        " max(published_at)) + interval '1 millisecond' AS published_at FROM published.record",
    )
    assert place, "an aggregate has one row"
    await let_it_pass(transaction)
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


SCORES = """
coalesce((SELECT jsonb_object_agg(part ->> 'code', CAST(part ->> 'score' AS numeric))
          FROM jsonb_array_elements(b -> 'criteria') part WHERE part ->> 'score' IS NOT NULL), '{}')
"""


async def derive(transaction: Transaction, number: int | None = None) -> None:
    """Make the search rows of one record, or of all, from the records' own text."""
    head = ", ".join(f"'{part}', b -> '{part}'" for part in HEAD)
    await transaction.run(
        f"""
        INSERT INTO published.result (number, school_id, framework_code, framework_number, outcome, total,
                                      decided_on, valid_from, valid_to, published_at, superseded_by, head, competition,
                                      scores, municipality_id, region_id)
        SELECT r.number, r.school_id, b #>> '{{framework,code}}', (b #>> '{{framework,number}}')::int,
               b #>> '{{result,outcome,code}}', (b #>> '{{result,total}}')::numeric,
               (b #>> '{{result,decided_on}}')::date, (b #>> '{{result,valid_from}}')::date,
               (b #>> '{{result,valid_to}}')::date, r.published_at,
               (SELECT c.number FROM published.record c WHERE c.corrects = r.number),
               CAST(jsonb_build_object({head}) AS json), b #>> '{{competition,call,id}}', {SCORES},
               s.municipality_id, s.region_id
        FROM published.record r
        JOIN published.school s ON s.id = r.school_id
        CROSS JOIN LATERAL (SELECT CAST(r.body AS jsonb) OFFSET 0) parsed (b)
        WHERE CAST(:number AS int) IS NULL OR r.number = :number
        ON CONFLICT (number) DO UPDATE SET superseded_by = excluded.superseded_by
        """,
        number=number,
    )
    await voices.derive(transaction, number)
    if number is not None:
        await transaction.run(
            "UPDATE published.result SET superseded_by = :number"
            " WHERE number = (SELECT corrects FROM published.record WHERE number = :number)",
            number=number,
        )


async def forget_derived(transaction: Transaction) -> None:
    """Empty what can be derived again."""
    await voices.forget(transaction)
    await transaction.run("DELETE FROM published.result")
