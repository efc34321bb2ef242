"""Statements sent at one go: each answered in its turn, and a connection that broke or was interrupted harms nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest

from storage.connections import Connections
from storage.database import Database
from storage.lines import Line, Statement
from tests.situations import cast


@pytest.fixture
async def line(owner_url: str) -> AsyncIterator[Line]:
    opened = await Connections(owner_url, 1).opened()
    yield opened
    await opened.close()


def number(value: int) -> Statement:
    return Statement("SELECT CAST(:value AS int) AS told", {"value": value})


async def test_what_is_sent_at_one_go_is_answered_in_order(line: Line) -> None:
    one, none, two = await line.ask(number(1), Statement("SET LOCAL TIME ZONE 'UTC'"), number(2))
    assert (one.rows, one.columns, one.touched) == ([(1,)], ("told",), 1)
    assert (none.rows, two.rows) == ([], [(2,)])


async def test_a_parameter_named_twice_is_one_and_a_cast_is_none(line: Line) -> None:
    sql = "SELECT CAST(:b AS text) || CAST(:a AS text) || :b || 1::int, '%', 'x:y'"
    asked = Statement(sql, {"a": "1", "b": "2", "c": "unused"})
    assert (await line.ask(asked))[0].rows == [("2121", "%", "x:y")]


async def test_what_follows_a_statement_that_fails_is_not_done_and_the_line_answers_on(line: Line) -> None:
    for _ in range(2):
        with pytest.raises(psycopg.errors.DivisionByZero):
            await line.ask(Statement("BEGIN"), Statement("SELECT 1 / 0"), number(3))
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            await line.ask(number(3))
        await line.ask(Statement("ROLLBACK"))
    with pytest.raises(psycopg.errors.SyntaxError):
        await line.ask(Statement("NO SUCH STATEMENT"), number(4))
    assert (await line.ask(number(4)))[0].rows == [(4,)]


async def test_a_value_that_no_database_knows_is_refused_before_anything_is_sent(line: Line) -> None:
    with pytest.raises(psycopg.Error):
        await line.ask(Statement("BEGIN"), Statement("SELECT :text", {"text": "a\x00b"}))
    assert line.status is psycopg.pq.TransactionStatus.IDLE


async def test_the_answer_of_what_was_left_is_nobody_s(line: Line) -> None:
    await line.ask(Statement("BEGIN"), number(5))
    line.leave(Statement("COMMIT"))
    assert line.status is psycopg.pq.TransactionStatus.IDLE
    assert (await line.ask(number(6)))[0].rows == [(6,)]


async def test_what_was_left_is_done_though_nothing_is_asked_for_afterwards(line: Line, owner_url: str) -> None:
    _, own = await line.ask(Statement("BEGIN"), Statement("SELECT pg_backend_pid()"))
    line.leave(Statement("COMMIT"))
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as other, asyncio.timeout(5):
        state = "idle in transaction"
        while state != "idle":
            found = await other.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", own.rows[0])
            ((state,),) = await found.fetchall()


async def test_no_more_statements_than_are_kept_stay_planned(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.lines.STATEMENTS_KEPT", 2)
    for value in (1, 2, 3, 1, 2, 3):
        assert (await line.ask(Statement(f"SELECT {value}")))[0].rows == [(value,)]
    (planned,) = await line.ask(Statement("SELECT count(*) FROM pg_prepared_statements", again=False))
    assert planned.rows == [(2,)]


async def test_much_is_sent_and_read_at_one_go(line: Line) -> None:
    text = "ё" * 4_000_000
    asked = [Statement("SELECT :text AS text", {"text": text})] * 3
    assert [answer.rows for answer in await line.ask(*asked)] == [[(text,)]] * 3


async def test_whoever_waits_for_an_answer_when_the_line_is_closed_is_told(line: Line) -> None:
    waiting = asyncio.create_task(line.ask(Statement("SELECT pg_sleep(20)")))
    await asyncio.sleep(0.1)
    await line.close()
    with pytest.raises(psycopg.OperationalError):
        await asyncio.wait_for(waiting, 5)


async def test_who_still_reads_when_a_transaction_ends_has_the_answer(database: Database) -> None:
    person = (await cast(database)).secretary
    async with database.reading(person) as transaction:
        reading = asyncio.create_task(transaction.value("SELECT 8 FROM pg_sleep(0.3)"))
        await asyncio.sleep(0.1)
    assert await asyncio.wait_for(reading, 5) == 8


async def test_a_connection_that_broke_off_while_it_waited_is_refused_to_nobody(
    database: Database, owner_url: str
) -> None:
    person = (await cast(database)).secretary

    async def told() -> int:
        async with database.reading(person) as transaction:
            return int(await transaction.value("SELECT 7"))

    assert [await told() for _ in range(2)] == [7, 7]
    for pause in (0, 0.2):
        async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        await asyncio.sleep(pause)
        assert await told() == 7


async def test_one_that_breaks_off_in_the_midst_is_told(database: Database, owner_url: str) -> None:
    person = (await cast(database)).secretary

    async def broken_off() -> None:
        async with database.acting(person) as transaction:
            process = await transaction.value("SELECT pg_backend_pid()")
            async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
                await owner.execute("SELECT pg_terminate_backend(%s)", [process])
            await transaction.value("SELECT 7")

    with pytest.raises(psycopg.OperationalError):
        await broken_off()
    async with database.acting(person) as transaction:
        assert await transaction.value("SELECT current_user") == "areopag_member"


async def test_values_are_the_same_whichever_way_they_come(line: Line) -> None:
    sql = """
SELECT CAST(:number AS int), CAST(:number AS bigint), CAST(:exact AS numeric), CAST(:moment AS timestamptz),
       CAST(:day AS date), CAST(:key AS uuid), :text || '', CAST(NULL AS text), CAST(:keys AS uuid[]), true,
       CAST('{"a": [1, "й"]}' AS jsonb), convert_to(:text, 'UTF8'), CAST(:text AS name), CAST(0.5 AS float)
"""
    given = {
        "number": 7,
        "exact": Decimal("4.50"),
        "moment": datetime.fromisoformat("2026-09-01T12:00:00.000001+03:00"),
        "day": date(2026, 9, 1),
        "key": UUID(int=5),
        "text": "школа\n",
        "keys": [UUID(int=1), UUID(int=2)],
    }
    as_text, as_it_is = await line.ask(Statement(sql, given), Statement(sql, given, binary=True))
    assert as_text.rows == as_it_is.rows
    assert [*map(type, as_text.rows[0])] == [*map(type, as_it_is.rows[0])]
    assert as_text.rows[0][3].utcoffset() == as_it_is.rows[0][3].utcoffset()
