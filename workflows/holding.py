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
    same: dict[UUID, int] = {}
    news: list[cases.TiedCase] = []
    async with database.working() as transaction:
        async for tied in cases.tied_cases(transaction):
            if looked_at.digests.get(tied.evaluation) == tied.digest:
                same[tied.evaluation] = tied.digest
            else:
                news.append(tied)
    looked_at.digests = same
    changed = 0
    for start in range(0, len(news), PORTION):
        portion = news[start : start + PORTION]
        async with database.working() as transaction:
            rows = await cases.read_cases(transaction, [one.evaluation for one in portion], few=True)
        for row in rows:
            if frozenset((case := case_of(row, None)).standing()) != case.held("CONFLICT"):
                async with database.working() as transaction:
                    locked = await cases.lock_case(transaction, row.id)
                    assert locked, "cases are never deleted"
                    changed += await hold_conflicted(transaction, row.id, case_of(locked, None))
        same |= {one.evaluation: one.digest for one in portion}
    return changed
