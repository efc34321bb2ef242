"""What is left to be sent with a later statement is done in its turn, as whoever left it, or the transaction fails."""

import asyncio
from dataclasses import dataclass

import psycopg
import pytest

from storage.database import Database
from tests.situations import cast

NOTE = "INSERT INTO working.idempotency (person_id, key, fingerprint, subject_id) VALUES (:person, :key, '', :person)"
COUNT = "SELECT count(*) FROM working.idempotency"


async def test_what_is_left_is_done_before_the_next_statement_and_before_the_end(database: Database) -> None:
    person = (await cast(database)).secretary
    async with database.acting(person) as transaction:
        async with transaction.as_worker():
            await transaction.leave(NOTE, person=person, key="first")
        assert await transaction.value("SELECT current_user") == "areopag_member"
        assert await transaction.value(COUNT) == 1
        await transaction.leave(NOTE, person=person, key="second")
    async with database.working() as transaction:
        await transaction.leave(NOTE, person=person, key="third")
        assert [row async for row in transaction.stream(COUNT)] == [(3,)]


@dataclass(frozen=True)
class Noted:
    """A note that was kept."""

    key: str


async def test_what_it_answers_is_there_once_the_transaction_has_ended(database: Database) -> None:
    person = (await cast(database)).secretary
    async with database.acting(person) as transaction:
        kept = await transaction.leave_for(Noted, f"{NOTE} RETURNING key", person=person, key="first")
        none = await transaction.leave_for(Noted, "SELECT key FROM working.idempotency WHERE key = 'second'")
    assert await kept.row() == Noted("first")
    assert await none.row() is None


@pytest.mark.parametrize("last", [True, False])
async def test_what_goes_wrong_with_it_is_raised_and_nothing_of_the_transaction_is_kept(
    database: Database, last: bool
) -> None:
    person = (await cast(database)).secretary

    async def twice() -> None:
        async with database.acting(person) as transaction:
            await transaction.run(NOTE, person=person, key="once")
            await transaction.leave(NOTE, person=person, key="once")
            if not last:
                await transaction.value(COUNT)

    with pytest.raises(psycopg.errors.UniqueViolation):
        await twice()
    async with database.working() as transaction:
        assert await transaction.value(COUNT) == 0


async def test_whoever_is_interrupted_meanwhile_leaves_a_database_that_answers(database: Database) -> None:
    person = (await cast(database)).secretary

    async def slow() -> None:
        async with database.acting(person) as transaction:
            await transaction.leave("SELECT pg_sleep(20)")
            await transaction.run(NOTE, person=person, key="never")

    interrupted = asyncio.create_task(slow())
    await asyncio.sleep(0.3)
    interrupted.cancel()
    with pytest.raises(asyncio.CancelledError):
        await interrupted
    for _ in range(3):
        async with database.acting(person) as transaction:
            assert await transaction.value(COUNT) == 0
