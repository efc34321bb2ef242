"""Holding back whoever the register comes to know of as tied to a case, though nobody declared it."""

from dataclasses import dataclass, field
from uuid import UUID

from storage import cases
from storage.database import Database
from workflows.cases import case_of, hold_conflicted

PORTION = 4
"""How many cases are read at once, however many are under way: it takes a millisecond or two, for which everybody else
in the process waits."""


@dataclass
class LookedAt:
    """Cases that were looked at, by the digest of what was looked at: the same need not be looked at again."""

    digests: dict[UUID, int] = field(default_factory=dict)


async def hold_all(database: Database, looked_at: LookedAt) -> int:
    """Look at the cases under way in which ties may have changed: the register may know of some that nobody declared.
    Answers how many changed."""
    async with database.working() as transaction:
        digests = {one.evaluation: one.digest async for one in cases.sat_in(transaction)}
    news = [key for key, digest in digests.items() if looked_at.digests.get(key) != digest]
    looked_at.digests = {key: digest for key, digest in looked_at.digests.items() if key in digests}
    changed = 0
    for start in range(0, len(news), PORTION):
        portion = news[start : start + PORTION]
        async with database.working() as transaction:
            rows = await cases.read_cases(transaction, portion)
        for row in rows:
            if frozenset((case := case_of(row, None)).standing()) != case.held("CONFLICT"):
                async with database.working() as transaction:
                    locked = await cases.lock_case(transaction, row.id)
                    assert locked, "cases are never deleted"
                    changed += await hold_conflicted(transaction, row.id, case_of(locked, None))
        looked_at.digests |= {key: digests[key] for key in portion}
    return changed
