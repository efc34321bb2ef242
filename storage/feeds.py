"""What is new for whoever follows everything, a territory or a school; and what a search engine should know of."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction
from storage.wanted import NOW, ORIGIN, STANDS


@dataclass(frozen=True)
class NewsRow:
    """A record as news."""

    number: int
    kind: str
    corrects: int | None
    published_at: datetime
    school_id: UUID
    school: dict[str, str]
    outcome: dict[str, str] | None
    positive: bool | None
    total: str | None
    maximum: str | None
    summary: str | None
    valid_to: str | None
    contest: bool
    """Whether it is the place of an entry in a competition, and so no decision about the school."""
    conditional: bool
    """Whether the school must do something by a day."""
    became: list[dict[str, Any]]
    """Those of its conditions of which it is known what became of them."""
    because: dict[str, Any] | None
    """Why it takes the place of an earlier record; records of early formats do not say."""


NEWS = """
SELECT r.number, r.kind, r.corrects, r.published_at, r.school_id, b #> '{school,name}' AS school,
       b #> '{result,outcome,title}' AS outcome, CAST(b #>> '{result,outcome,positive}' AS boolean) AS positive,
       b #>> '{result,total}' AS total, b #>> '{result,maximum}' AS maximum, b #>> '{report,summary}' AS summary,
       b #>> '{result,valid_to}' AS valid_to, b #> '{competition,call}' IS NOT NULL AS contest,
       jsonb_array_length(b -> 'conditions') > 0 AS conditional,
       jsonb_path_query_array(b, '$.conditions[*] ? (exists(@.state))') AS became,
       b #> '{because}' AS because
FROM published.record r, LATERAL CAST(r.body AS jsonb) b
"""


async def news(
    transaction: Transaction, limit: int, *, territory: UUID | None = None, school: UUID | None = None
) -> list[NewsRow]:
    """The newest records, of one territory's schools or of one school where that is asked."""
    return await transaction.rows(
        NewsRow,
        f"{NEWS} WHERE r.number IN (SELECT r.number FROM published.record r"
        " JOIN published.school s ON s.id = r.school_id WHERE (CAST(:school AS uuid) IS NULL OR s.id = :school)"
        " AND (CAST(:territory AS uuid) IS NULL OR :territory IN (s.municipality_id, s.region_id))"
        " ORDER BY r.number DESC LIMIT :limit) ORDER BY r.number DESC",
        limit=limit,
        territory=territory,
        school=school,
    )


async def standing(transaction: Transaction, school: UUID) -> NewsRow | None:
    """The newest result of a school that stands, in short."""
    return await transaction.row(
        NewsRow,
        f"{NEWS} WHERE r.school_id = :school AND {STANDS.format(as_of=NOW)} ORDER BY {ORIGIN} DESC LIMIT 1",
        school=school,
    )


def places(transaction: Transaction, offset: int, limit: int) -> AsyncIterator[tuple[Any, ...]]:
    """Frameworks, territories, schools and publications as (kind, key, changed at), in an order that only grows at its
    ends."""
    return transaction.stream(
        "SELECT kind, key, changed_at FROM ("
        "SELECT 1 AS place, 'territories' AS kind, replace(CAST(id AS text), '-', '') AS key,"
        " CAST(NULL AS timestamptz) AS changed_at FROM published.territory"
        " UNION ALL SELECT 2, 'schools', replace(CAST(s.id AS text), '-', ''), (SELECT max(r.published_at)"
        " FROM published.record r WHERE r.school_id = s.id) FROM published.school s"
        " UNION ALL SELECT 3, 'publications', lpad(CAST(number AS text), 10, '0'), published_at FROM published.record"
        " UNION ALL SELECT 0, 'methods', code || '.' || number, NULL FROM published.framework"
        ") p ORDER BY place, key OFFSET :offset LIMIT :limit",
        offset=offset,
        limit=limit,
    )


async def count_places(transaction: Transaction) -> int:
    """How many pages there are."""
    count: int = await transaction.value(
        "SELECT (SELECT count(*) FROM published.territory) + (SELECT count(*) FROM published.school)"
        " + (SELECT count(*) FROM published.record) + (SELECT count(*) FROM published.framework)"
    )
    return count
