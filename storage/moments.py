"""What stood at a moment: how a read as of a moment is made one whose answer never changes again."""

from datetime import datetime

from storage.database import Transaction

# One publication at a time: numbers have no gaps, and a later number never becomes visible before an earlier one.
NUMBERING = 4_242_003

AS_OF = "coalesce(CAST(:as_of AS timestamptz), 'infinity')"

# Rows of the public register, of frameworks and of crosswalks that later ones replaced, in the shape of their table.
BEFORE = (
    "SELECT was.* FROM published.register_before b,"
    " LATERAL jsonb_populate_record(CAST(NULL AS published.{table}), b.body) was"
    " WHERE b.kind = '{table}' AND b.since <= :as_of AND b.until > :as_of"
)
THEN = "(SELECT * FROM published.{table} WHERE since <= :as_of UNION ALL " + BEFORE + ")"


def schools_at(as_of: datetime | None) -> str:
    """Where to read the schools of the register as of a moment; statements that use it have the parameter `as_of`."""
    return "published.school" if as_of is None else THEN.format(table="school")


def frameworks_at(as_of: datetime | None) -> str:
    """The same for framework versions."""
    return "published.framework" if as_of is None else THEN.format(table="framework")


def crosswalks_at(as_of: datetime | None) -> str:
    """The same for crosswalks."""
    return "published.crosswalk" if as_of is None else THEN.format(table="crosswalk")


def territories_at(as_of: datetime | None) -> str:
    """The same for regions and municipalities."""
    return "published.territory" if as_of is None else THEN.format(table="territory")


async def one_at_a_time(transaction: Transaction) -> None:
    """Wait until nobody else publishes; others wait until this transaction ends."""
    await transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=NUMBERING)


async def settled(transaction: Transaction, as_of: datetime) -> None:
    """`settle` in a transaction that goes on: the lock is given back at once."""
    await transaction.run("SAVEPOINT settling")
    await settle(transaction, as_of)
    await transaction.run("ROLLBACK TO SAVEPOINT settling")


async def settle(transaction: Transaction, as_of: datetime) -> None:
    """Wait for whoever is publishing under a moment that is not after this one.

    A moment is given out before the commit that shows it, so for an instant the past is not complete. Whatever is
    being published bears a later moment than everything published, so only the newest moments wait. The lock is held as
    long as the transaction lasts, which should be this statement.
    """
    await transaction.value(
        "SELECT CASE WHEN coalesce(:as_of >= greatest((SELECT max(published_at) FROM published.record),"
        " (SELECT max(since) FROM published.school), (SELECT max(since) FROM published.territory),"
        " (SELECT max(since) FROM published.framework), (SELECT max(since) FROM published.crosswalk)), true)"
        " THEN pg_advisory_xact_lock_shared(:lock) END",
        as_of=as_of,
        lock=NUMBERING,
    )


EDITION = """
SELECT concat_ws(' ', (SELECT max(number) FROM published.record), (SELECT max(since) FROM published.school),
                 (SELECT max(since) FROM published.territory),
                 (SELECT md5(string_agg(concat_ws(',', id, state), ';' ORDER BY id)) FROM published.framework),
                 (SELECT concat_ws(',', count(*), sum(version)) FROM published.crosswalk))
"""
"""What changes whenever anything that observers can read has changed, in the same commit."""


async def let_it_pass(transaction: Transaction) -> None:
    """Wait until the moments this transaction gave out are past: nothing is seen before its time."""
    await transaction.run("SELECT pg_sleep(0.002)")
