"""What clients of the API have spent in their minute, summed over all server processes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import psycopg

from storage.database import Database, as_json

ADD = """
INSERT INTO working.spending AS known (client, points, ends_at)
SELECT client, points, now() + make_interval(secs => seconds)
FROM jsonb_to_recordset(CAST(:spent AS jsonb)) AS new (client text, points bigint, seconds float)
ORDER BY client
ON CONFLICT (client) DO UPDATE SET
    points = excluded.points + CASE WHEN known.ends_at > now() THEN known.points ELSE 0 END,
    ends_at = CASE WHEN known.ends_at > now() THEN known.ends_at ELSE excluded.ends_at END
RETURNING client, points, CAST(extract(epoch FROM ends_at - now()) AS float) AS seconds
"""


@dataclass(frozen=True)
class Spent:
    """Points of a client, and how long its minute still lasts."""

    client: str
    points: int
    seconds: float


async def add_spent(database: Database, spent: Sequence[Spent]) -> list[Spent] | None:
    """Add what was spent here since the last time; each client's sum over all processes, and the rest of its minute.

    The first process that a client comes to begins the minute. Minutes that are over are forgotten. None where the
    database does not answer.
    """
    try:
        async with database.working() as transaction:
            await transaction.run("DELETE FROM working.spending WHERE ends_at < now() - interval '1 minute'")
            return await transaction.rows(Spent, ADD, spent=as_json([asdict(one) for one in spent]))
    except (psycopg.Error, OSError, TimeoutError):
        return None
