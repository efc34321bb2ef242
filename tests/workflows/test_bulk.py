"""One act in many cases: everything or nothing in each, a report of each, and nothing twice whatever is killed."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from storage import bulk as stored
from storage.database import Database
from storage.keys import Signer
from tests.situations import PROCESS, Cast, cast, deadlines, framework_id, state_of, step, submitted, version_of
from workflows import bulk, evaluations
from workflows.bulk import BulkGiven
from workflows.rules.deadlines import end_of_day
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent

ZONE = ZoneInfo("Asia/Krasnoyarsk")
FAR = (datetime.now(ZONE) + timedelta(days=90)).date()
SIGNER = Signer.of(Ed25519PrivateKey.generate())


async def open_at_other_school(database: Database, people: Cast) -> UUID:
    return await evaluations.open_evaluation(
        database,
        people.secretary,
        str(uuid4()),
        school=people.other_school,
        framework=framework_id(),
        process_code=PROCESS,
        deadlines=deadlines(),
    )


async def report(database: Database, person: UUID, key: UUID) -> list[tuple[UUID, str, list[Any]]]:
    async with database.reading(person) as tx:
        items = (await stored.items_of(tx, [key]))[0]
    return [(one.evaluation_id, one.state, [kept["code"] for kept in one.reasons]) for one in items]


async def acts_on(database: Database, evaluation: UUID, action: str) -> list[Any]:
    async with database.working() as tx:
        return await tx.values(
            "SELECT person_id FROM working.audit_entry WHERE evaluation_id = :id AND action = :action",
            id=evaluation,
            action=action,
        )


async def test_each_case_is_acted_on_by_itself_and_the_report_says_what_became_of_it(database: Database) -> None:
    people = await cast(database)
    ready, unready = await submitted(database, people), await open_at_other_school(database, people)
    begin = bulk.begin
    given = (database, people.secretary, "key", "accept_submission", BulkGiven(), [ready, unready])
    key = await begin(*given)
    assert await begin(*given) == key
    assert await report(database, people.secretary, key) == [(ready, "WAITING", []), (unready, "WAITING", [])]
    await bulk.work_off(database, SIGNER, key)
    assert await report(database, people.secretary, key) == [
        (ready, "DONE", []),
        (unready, "REFUSED", ["WRONG_STATE"]),
    ]
    assert [await state_of(database, one) for one in (ready, unready)] == ["panel_formation", "preparation"]
    assert await acts_on(database, ready, "accept_submission") == [people.secretary]
    async with database.reading(people.secretary) as tx:
        (row,) = await stored.bulk_acts(tx, 10)
        assert (row.total, row.done, row.refused, row.ended_at is not None) == (2, 1, 1, True)
    async with database.reading(people.officer) as tx:
        assert await stored.bulk_acts(tx, 10) == []


async def test_deadlines_of_all_chosen_cases_are_extended_but_never_brought_forward(database: Database) -> None:
    people = await cast(database)
    first, second = await submitted(database, people), await open_at_other_school(database, people)
    async with database.working() as tx:
        await tx.run("UPDATE working.evaluation SET state = 'preparation' WHERE id = :id", id=first)
        await tx.run(
            "UPDATE working.deadline SET due_at = now() + interval '200 days' WHERE evaluation_id = :id", id=second
        )
    given = BulkGiven("карантин в районе", FAR)
    key = await bulk.begin(database, people.secretary, "key", "extend_deadline", given, [first, second])
    await bulk.work_off(database, SIGNER, key)
    assert await report(database, people.secretary, key) == [(first, "DONE", []), (second, "REFUSED", ["NOT_LATER"])]
    async with database.working() as tx:
        due = await tx.value(
            "SELECT due_at FROM working.deadline WHERE evaluation_id = :id AND name = 'submission'", id=first
        )
        details = await tx.value("SELECT details FROM working.audit_entry WHERE action = 'extend_deadline'")
    assert due == end_of_day(FAR, ZONE)
    expected = {"deadline": "submission", "due": due.isoformat(), "note": "карантин в районе", "bulk": str(key)}
    assert details == expected


async def test_a_job_that_is_killed_halfway_goes_on_without_doing_anything_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    first, second = await submitted(database, people), await open_at_other_school(database, people)
    await evaluations.extend_deadline(
        database,
        people.secretary,
        second,
        await version_of(database, second),
        "submission",
        datetime.now(ZONE) + timedelta(days=40),
        "было",
    )
    given = BulkGiven("карантин", FAR)
    async with database.working() as tx:
        await tx.run("UPDATE working.evaluation SET state = 'preparation' WHERE id = :id", id=first)
    key = await bulk.begin(database, people.secretary, "key", "extend_deadline", given, [first, second])
    settle = stored.settle

    async def killed(*arguments: Any, **named: Any) -> bool:
        done = await settle(*arguments, **named)
        if arguments[2] == second:
            raise asyncio.CancelledError
        return done

    with monkeypatch.context() as patched:
        patched.setattr(stored, "settle", killed)
        with pytest.raises(asyncio.CancelledError):
            await bulk.work_off(database, SIGNER, key)
    assert [state for _, state, _ in await report(database, people.secretary, key)] == ["DONE", "WAITING"]
    await asyncio.gather(*(bulk.work_off(database, SIGNER, key) for _ in range(3)))
    assert [state for _, state, _ in await report(database, people.secretary, key)] == ["DONE", "DONE"]
    assert len(await acts_on(database, first, "extend_deadline")) == 1
    assert len(await acts_on(database, second, "extend_deadline")) == 2


async def test_the_person_is_asked_anew_in_each_case_and_a_case_that_changed_is_left_alone(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people)
    begin = bulk.begin
    key = await begin(database, people.secretary, "first", "accept_submission", BulkGiven(), [evaluation])
    await step(database, people.secretary, evaluation, "accept_submission")
    later = await begin(database, people.secretary, "later", "start_review", BulkGiven(), [evaluation])
    async with database.working() as tx:
        await tx.run("DELETE FROM working.membership WHERE person_id = :id", id=people.secretary)
    await bulk.work_off(database, SIGNER, key)
    await bulk.work_off(database, SIGNER, later)
    async with database.working() as tx:
        found = [one.reasons for items in await stored.items_of(tx, [key, later]) for one in items]
    assert found == [[{"code": "NOT_PERMITTED_OR_ABSENT"}], [{"code": "NOT_PERMITTED_OR_ABSENT"}]]


async def test_a_stale_case_is_told_so(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people)
    key = await bulk.begin(database, people.secretary, "key", "accept_submission", BulkGiven(), [evaluation])
    await step(database, people.secretary, evaluation, "accept_submission")
    await bulk.work_off(database, SIGNER, key)
    assert await report(database, people.secretary, key) == [(evaluation, "REFUSED", ["STALE_VERSION"])]


async def test_only_a_secretary_begins_and_only_what_fits_many_cases(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people)
    for person in (people.officer, people.chair, people.stranger):
        with pytest.raises(NotPermittedOrAbsent):
            await bulk.begin(database, person, "key", "accept_submission", BulkGiven(), [evaluation])
    for action, given, cases, refusal in (
        ("seat_expert", BulkGiven(), [evaluation], "UNKNOWN_CODE"),
        ("accept_submission", BulkGiven(), [], "CASES_NEEDED"),
        ("accept_submission", BulkGiven(), [uuid4() for _ in range(501)], "TOO_MANY"),
        ("extend_deadline", BulkGiven("почему", None), [evaluation], r"input\.day: BLANK"),
        ("extend_deadline", BulkGiven("", FAR), [evaluation], r"input\.text: BLANK"),
    ):
        with pytest.raises(InvalidInput, match=refusal):
            await bulk.begin(database, people.secretary, "key", action, given, cases)
    with pytest.raises(NotPermittedOrAbsent):
        await bulk.begin(database, people.secretary, "key", "accept_submission", BulkGiven(), [evaluation, uuid4()])
