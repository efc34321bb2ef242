"""Who reads what is decided in the database, and nowhere else: these tests ask it as each of the people."""

import asyncio
from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege

from storage import audit, decisions, reports, reviews
from storage.access import MEMBER
from storage.access.grants import policy_statements
from storage.cases import lock_case
from storage.database import Database
from storage.people import add_membership
from tests.situations import cast, decided, in_consensus, opened, step, submitted, version_of
from workflows import panels


async def rows(database: Database, person: UUID, table: str, evaluation: UUID) -> int:
    """How many rows of a table about an evaluation a person sees."""
    async with database.reading(person) as transaction:
        count: int = await transaction.value(
            f"SELECT count(*) FROM working.{table} WHERE evaluation_id = :id", id=evaluation
        )
        return count


async def sees(database: Database, person: UUID, evaluation: UUID) -> bool:
    """Whether a person sees the case at all."""
    async with database.reading(person) as transaction:
        return bool(await transaction.value("SELECT true FROM working.evaluation WHERE id = :id", id=evaluation))


async def test_the_policies_of_the_database_are_exactly_those_declared(database: Database, owner_url: str) -> None:
    async with database.working() as transaction:
        found = await transaction.values(
            "SELECT tablename || ' ' || policyname FROM pg_policies WHERE schemaname = 'working'"
            " AND 'areopag_member' = ANY (roles)"
        )
    declared = {
        f"{table} {statement.split()[2]}"
        for table, access in MEMBER.items()
        for statement in policy_statements(table, access)
        if statement.startswith("CREATE POLICY")
    }
    assert set(found) == declared


async def test_every_working_table_has_row_security_and_is_declared_or_closed(database: Database) -> None:
    async with database.working() as transaction:
        tables = await transaction.values(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'working' AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
        )
        open_ones = await transaction.values(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'working' AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
            " AND NOT c.relrowsecurity"
        )
        granted = await transaction.values(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'working' AND c.relkind = 'r'"
            " AND has_any_column_privilege('areopag_member', c.oid, 'SELECT')"
        )
    assert open_ones == []
    assert set(granted) == set(MEMBER)
    assert set(MEMBER) <= set(tables)
    assert {"account", "session", "access_token", "sign_in_failure"} & set(granted) == set()


async def test_an_observer_has_no_grant_on_anything_unpublished(database: Database) -> None:
    async with database.reading(None) as transaction:
        await transaction.value("SELECT count(*) FROM published.record")
        with pytest.raises(InsufficientPrivilege, match="permission denied"):
            await transaction.value("SELECT count(*) FROM working.evaluation")


async def test_nobody_but_the_parties_sees_a_case_and_each_only_from_their_stage_on(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    parties = {
        "school": people.officer,
        "secretary": people.secretary,
        "expert": people.experts[0],
        "member": people.members[0],
        "other school": people.other_officer,
        "stranger": people.stranger,
    }

    async def who_sees() -> set[str]:
        return {name for name, person in parties.items() if await sees(database, person, evaluation)}

    assert await who_sees() == {"school", "secretary"}
    async with database.reading(people.secretary) as transaction:
        assert await transaction.value("SELECT count(*) FROM working.self_assessment") == 0
    evaluation = await in_consensus(database, people, "nok_uod")
    assert await who_sees() == {"school", "secretary", "expert"}


async def test_the_secretary_reads_a_submission_only_once_it_is_submitted(database: Database) -> None:
    people = await cast(database)
    await submitted(database, people, "nok_uod")
    evaluation = await opened(database, people)
    async with database.working() as transaction:
        await transaction.run(
            "INSERT INTO working.evidence_document (evaluation_id, title) VALUES (:id, 'черновик')",
            id=evaluation,
        )
    assert await rows(database, people.officer, "evidence_document", evaluation) == 1
    assert await rows(database, people.secretary, "evidence_document", evaluation) == 0


async def test_experts_are_blind_to_one_another_until_the_individual_phase_closes(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people)
    await step(database, people.secretary, evaluation, "accept_submission")
    for place, expert in enumerate(people.experts[:3]):
        version = await version_of(database, evaluation)
        await panels.seat_expert(database, people.secretary, evaluation, version, expert, lead=place == 0)
    await step(database, people.secretary, evaluation, "start_review")
    for expert in people.experts[:3]:
        assert await rows(database, expert, "review", evaluation) == 1
        assert await rows(database, expert, "seat", evaluation) == 1
        async with database.reading(expert) as transaction:
            assert await transaction.value("SELECT count(*) FROM working.review_author") == 1
    assert await rows(database, people.officer, "review", evaluation) == 0
    async with database.reading(people.officer) as transaction:
        assert len((await reviews.reviews_of(transaction, [evaluation]))[0]) == 0


async def test_after_it_closes_the_panel_reads_every_review_and_the_school_none(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_consensus(database, people)
    for expert in people.experts[:3]:
        assert await rows(database, expert, "review", evaluation) == 3
    assert await rows(database, people.experts[3], "review", evaluation) == 0
    assert await rows(database, people.officer, "review", evaluation) == 0
    async with database.reading(people.officer) as transaction:
        assert (await reports.reports_of(transaction, [evaluation]))[0] is None


async def test_votes_are_open_once_the_decision_is_made_and_never_to_the_school(database: Database) -> None:
    people = await cast(database)
    await decided(database, people)
    votes = {}
    for name, person in (("member", people.members[0]), ("school", people.officer), ("expert", people.experts[0])):
        async with database.reading(person) as transaction:
            votes[name] = await transaction.value("SELECT count(*) FROM working.vote")
    assert votes == {"member": 5, "school": 0, "expert": 0}


async def test_a_row_one_may_not_see_changes_no_answer(database: Database) -> None:
    people = await cast(database)
    await opened(database, people)
    async with database.reading(people.other_officer) as transaction:
        before = await transaction.values("SELECT * FROM access.my_evaluations()")
        count = await transaction.value("SELECT count(*) FROM working.evaluation")
    assert before == []
    assert count == 0


async def test_a_founder_follows_cases_below_them_and_reads_the_report_once_it_is_published(database: Database) -> None:
    people = await cast(database)
    async with database.working() as transaction:
        await add_membership(transaction, people.stranger, people.region, "FOUNDER")
    evaluation = await submitted(database, people)
    assert await sees(database, people.stranger, evaluation)
    assert await rows(database, people.stranger, "self_assessment", evaluation) == 0
    await step(database, people.secretary, evaluation, "accept_submission")
    assert await rows(database, people.stranger, "audit_entry", evaluation) == 3
    async with database.working() as transaction:
        await transaction.run("DELETE FROM working.membership WHERE person_id = :id", id=people.stranger)
        await add_membership(transaction, people.stranger, people.other_municipality, "FOUNDER")
    assert not await sees(database, people.stranger, evaluation)


async def test_the_school_reads_the_decision_and_the_dissents_only_once_the_process_says_so(database: Database) -> None:
    people = await cast(database)
    evaluation = await decided(database, people)

    async def known() -> list[str] | None:
        async with database.reading(people.officer) as transaction:
            found = (await decisions.decisions_of(transaction, [evaluation]))[0]
        return found.dissents if found else None

    assert await known() is None
    async with database.working() as transaction:
        await transaction.run(
            "UPDATE working.evaluation SET discloses = discloses || 'decision_to_school'::text WHERE id = :id",
            id=evaluation,
        )
    assert await known() == ["Рано подтверждать качество"]
    assert await rows(database, people.officer, "meeting_member", evaluation) == 0


async def test_the_secretary_sees_nothing_of_what_a_school_does_to_its_draft(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    async with database.acting(people.officer) as transaction:
        await audit.append(transaction, evaluation, "upload", "school", details={"note": "черновик.pdf"})
    assert await rows(database, people.officer, "audit_entry", evaluation) == 2
    assert await rows(database, people.secretary, "audit_entry", evaluation) == 1


async def test_what_was_found_of_one_person_s_rights_is_not_taken_for_another_s(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    counted = "SELECT count(*) FROM working.evaluation WHERE id = :id"
    async with database.reading(people.officer) as transaction:
        assert await transaction.value(counted, id=evaluation) == 1
        await transaction.run(f"SET LOCAL areopag.person = '{people.other_officer}'")
        assert await transaction.value(counted, id=evaluation) == 0
        await transaction.run(f"SET LOCAL areopag.person = '{people.officer}'")
        assert await transaction.value(counted, id=evaluation) == 1


async def test_rights_that_a_transaction_ends_end_in_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    counted = "SELECT count(*) FROM working.evaluation WHERE id = :id"
    async with database.acting(people.officer) as transaction:
        assert await transaction.value(counted, id=evaluation) == 1
        async with transaction.as_worker():
            await transaction.run("DELETE FROM working.membership WHERE person_id = :id", id=people.officer)
        assert await transaction.value(counted, id=evaluation) == 0


@pytest.mark.parametrize("keep", [False, True])
async def test_what_a_person_sees_stands_in_a_step_only_where_the_step_changes_nothing_of_it(
    database: Database, keep: bool
) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    async with database.acting(people.officer) as transaction:
        assert await lock_case(transaction, evaluation, keep=keep)
        async with transaction.as_worker():
            await transaction.run("DELETE FROM working.membership WHERE person_id = :id", id=people.officer)
        seen = await transaction.value("SELECT count(*) FROM working.evaluation WHERE id = :id", id=evaluation)
        assert seen == int(keep)
        # Another step in the same transaction finds out anew.
        assert await lock_case(transaction, evaluation, keep=keep) is None


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


async def test_who_waits_for_a_case_finds_it_as_the_one_before_left_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)

    async def step_in() -> object:
        async with database.acting(people.officer) as transaction:
            return await lock_case(transaction, evaluation, keep=True)

    async with database.working() as before:
        assert await lock_case(before, evaluation)
        waiting = asyncio.create_task(step_in())
        while not await before.value(WAITING):  # noqa: ASYNC110 -- no event tells that somebody waits for a lock
            await asyncio.sleep(0.01)
        await before.run("DELETE FROM working.membership WHERE person_id = :id", id=people.officer)
    assert await waiting is None
