"""What a person's own transaction may touch, whatever code runs in it: the second line behind the process."""

from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege

from storage.database import Database
from tests.situations import cast, decided, in_consensus


async def refused(database: Database, person: UUID, sql: str, **parameters: object) -> bool:
    """Whether the database lets nothing happen: by an error, or by finding no row."""
    try:
        async with database.acting(person) as transaction:
            return await transaction.run(sql, **parameters) == 0
    except InsufficientPrivilege:
        return True


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE working.evaluation SET discloses = '{votes}' WHERE id = :case",
        "UPDATE working.evaluation SET state = 'published' WHERE id = :case",
        "DELETE FROM working.evaluation WHERE id = :case",
        "UPDATE working.seat SET lead = true WHERE evaluation_id = :case",
        "UPDATE working.seat SET recused_at = NULL WHERE evaluation_id = :case",
        "UPDATE working.score SET justification = 'позже'",
        (
            "INSERT INTO working.agreement (evaluation_id, seat_id)"
            " SELECT evaluation_id, id FROM working.seat WHERE evaluation_id = :case AND person_id <> access.person()"
        ),
        "UPDATE working.report SET summary = 'подмена' WHERE evaluation_id = :case",
        (
            "INSERT INTO working.audit_entry (evaluation_id, role, action, previous, hash)"
            " VALUES (:case, 'chair', 'decide', '', '')"
        ),
    ],
)
async def test_an_expert_s_transaction_writes_nothing_but_an_open_review_and_an_own_agreement(
    database: Database, sql: str
) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people)
    async with database.working() as transaction:
        await transaction.run("INSERT INTO working.report (evaluation_id) VALUES (:id)", id=evaluation)
    parameters = {"case": evaluation} if ":case" in sql else {}
    assert await refused(database, people.experts[1], sql, **parameters)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE working.vote SET choice = 'AGAINST'",
        "DELETE FROM working.vote",
        "UPDATE working.dissent SET text = 'передумал'",
        "UPDATE working.motion SET outcome = 'refused'",
        "DELETE FROM working.decision",
    ],
)
async def test_after_the_decision_nobody_touches_votes_motions_or_dissents(database: Database, sql: str) -> None:
    people = await cast(database)
    await decided(database, people)
    for member in (*people.members, people.chair, people.secretary):
        assert await refused(database, member, sql)


async def test_only_the_chair_moves_a_decision(database: Database) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)
    sql = "INSERT INTO working.motion (evaluation_id, round, outcome, reasons) VALUES (:case, 9, 'refused', 'x')"
    assert await refused(database, people.members[0], sql, case=evaluation)
    assert not await refused(database, people.chair, sql, case=evaluation)


async def test_the_server_s_own_queue_is_out_of_a_person_s_reach(database: Database) -> None:
    people = await cast(database)
    assert await refused(database, people.secretary, "SELECT count(*) FROM public.procrastinate_jobs")
