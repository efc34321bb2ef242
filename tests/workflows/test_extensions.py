"""More time before a deadline: who asks, who answers, and what follows the day that was granted."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from storage import cases, extensions
from storage.database import Database
from storage.extensions import ExtensionRow
from tests.situations import Cast, cast, in_review, opened, version_of
from workflows import evaluations
from workflows.cases import case_of
from workflows.extensions import Answer, answer_extension_request, request_extension
from workflows.rules.deadlines import end_of_day
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion
from workflows.rules.waiting import Waiting, news_of, waiting_in

ZONE = ZoneInfo("Asia/Krasnoyarsk")


def day_in(days: int) -> date:
    return (datetime.now(ZONE) + timedelta(days=days)).date()


async def requests(database: Database, person: UUID, evaluation: UUID) -> list[ExtensionRow]:
    async with database.reading(person) as tx:
        return (await extensions.requests_of(tx, [evaluation]))[0]


async def due(database: Database, evaluation: UUID, name: str) -> datetime:
    async with database.working() as tx:
        found: datetime = await tx.value(
            "SELECT due_at FROM working.deadline WHERE evaluation_id = :id AND name = :name", id=evaluation, name=name
        )
        return found


async def waiting(database: Database, person: UUID, evaluation: UUID) -> list[Waiting]:
    async with database.reading(person) as tx:
        (row,) = await cases.read_cases(tx, [evaluation])
    return waiting_in(case_of(row, person))


async def ask(database: Database, person: UUID, evaluation: UUID, name: str = "submission", days: int = 60) -> None:
    version = await version_of(database, evaluation)
    await request_extension(database, person, evaluation, version, name, day_in(days), "болезнь завуча")


async def answer(database: Database, people: Cast, evaluation: UUID, given: Answer) -> None:
    asked = (await requests(database, people.secretary, evaluation))[0]
    version = await version_of(database, evaluation)
    await answer_extension_request(database, people.secretary, asked.id, version, given)


async def test_a_school_is_granted_the_day_it_asked_for_and_the_secretary_found_it_among_the_tasks(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    before = await due(database, evaluation, "submission")
    assert await waiting(database, people.secretary, evaluation) == []
    await ask(database, people.officer, evaluation)
    assert await due(database, evaluation, "submission") == before
    (task,) = await waiting(database, people.secretary, evaluation)
    assert (task.step.action, task.due) == ("answer_extension_request", before)
    assert task.since is not None
    assert [news.kind for news in news_of(task, before, task.since)] == ["WAITING"]

    await answer(database, people, evaluation, Answer(granted=True, day=None, reason=""))
    wished = end_of_day(day_in(60), ZONE)
    assert await due(database, evaluation, "submission") == wished
    (kept,) = await requests(database, people.officer, evaluation)
    assert (kept.state, kept.due_before, kept.due_after) == ("GRANTED", before, wished)
    assert await waiting(database, people.secretary, evaluation) == []
    (own,) = await waiting(database, people.officer, evaluation)
    assert own.due == wished
    async with database.reading(people.officer) as tx:
        running = [row.due_at for row in await cases.running_deadlines(tx) if row.name == "submission"]
    assert running == [wished]


async def test_another_day_is_granted_or_none_with_a_reason_and_the_trail_tells_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    before = await due(database, evaluation, "submission")
    await ask(database, people.officer, evaluation)
    with pytest.raises(InvalidInput, match=r"input\.reason: BLANK"):
        await answer(database, people, evaluation, Answer(granted=False, day=None, reason=" "))
    await answer(database, people, evaluation, Answer(granted=False, day=None, reason="уже продлевали"))
    assert await due(database, evaluation, "submission") == before
    await ask(database, people.officer, evaluation)
    with pytest.raises(InvalidInput, match=r"input\.day: NOT_LATER"):
        await answer(database, people, evaluation, Answer(granted=True, day=day_in(5), reason=""))
    await answer(database, people, evaluation, Answer(granted=True, day=day_in(45), reason="на две недели"))
    seen = await requests(database, people.officer, evaluation)
    assert [(one.state, one.answer) for one in seen] == [("OTHER_DAY", "на две недели"), ("REFUSED", "уже продлевали")]
    async with database.working() as tx:
        trail = await tx.values(
            "SELECT details || jsonb_build_object('was', change -> 'before') FROM working.audit_entry"
            " WHERE evaluation_id = :id AND action = 'answer_extension_request' ORDER BY id",
            id=evaluation,
        )
    until = end_of_day(day_in(45), ZONE).isoformat()
    was = {"due": before.isoformat()}
    common = {"deadline": "submission", "was": was}
    assert trail == [
        {**common, "decision": "REFUSED", "note": "уже продлевали"},
        {**common, "decision": "OTHER_DAY", "note": "на две недели", "due": until},
    ]


async def test_a_deadline_that_has_passed_is_extended_on_request_and_what_was_late_before_stays_late(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    async with database.working() as tx:
        await tx.run("UPDATE working.deadline SET due_at = now() - interval '1 hour' WHERE name = 'submission'")
    with pytest.raises(Blocked):
        await evaluations.assess(database, people.officer, evaluation, "1.1", 0, None, "поздно")
    await ask(database, people.officer, evaluation)
    await answer(database, people, evaluation, Answer(granted=True, day=None, reason=""))
    await evaluations.assess(database, people.officer, evaluation, "1.1", 0, None, "успели")


async def test_an_expert_asks_for_the_review_and_no_other_party_learns_of_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await in_review(database, people)
    first, second = people.experts[0], people.experts[1]
    await ask(database, first, evaluation, "review")
    assert len(await requests(database, first, evaluation)) == 1
    for other in (second, people.officer, people.other_officer):
        assert await requests(database, other, evaluation) == []
    with pytest.raises(Blocked, match="EXTENSION_ASKED_ALREADY"):
        await ask(database, first, evaluation, "review")
    await ask(database, second, evaluation, "review", 70)
    await answer(database, people, evaluation, Answer(granted=True, day=None, reason=""))
    # One deadline serves the whole panel: with it moved, the other's wish is for the secretary to hear anew.
    assert [one.state for one in await requests(database, first, evaluation)] == ["LAPSED"]
    lapsed = (await requests(database, first, evaluation))[0]
    await ask(database, first, evaluation, "review", 80)
    version, given = await version_of(database, evaluation), Answer(granted=True, day=None, reason="")
    with pytest.raises(Blocked, match="EXTENSION_LAPSED"):
        await answer_extension_request(database, people.secretary, lapsed.id, version, given)


async def test_nobody_asks_for_what_does_not_wait_for_them_nor_answers_in_anothers_place(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    version = await version_of(database, evaluation)
    for person, refusal in (
        (people.secretary, Blocked),
        (people.stranger, NotPermittedOrAbsent),
        (people.other_officer, NotPermittedOrAbsent),
        (people.experts[0], NotPermittedOrAbsent),
    ):
        with pytest.raises(refusal):
            await request_extension(database, person, evaluation, version, "submission", day_in(60), "мне бы ещё")
    with pytest.raises(InvalidInput, match=r"input\.name: UNKNOWN_CODE"):
        await ask(database, people.officer, evaluation, "review")
    with pytest.raises(InvalidInput, match=r"input\.day: NOT_LATER"):
        await ask(database, people.officer, evaluation, days=3)
    await ask(database, people.officer, evaluation)
    (asked,) = await requests(database, people.officer, evaluation)
    given = Answer(granted=True, day=None, reason="")
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await answer_extension_request(database, people.officer, asked.id, version + 1, given)
    with pytest.raises(NotPermittedOrAbsent):
        await answer_extension_request(database, people.other_officer, asked.id, version + 1, given)
    with pytest.raises(StaleVersion):
        await answer_extension_request(database, people.secretary, asked.id, version, given)
    await answer(database, people, evaluation, given)
    with pytest.raises(Blocked, match="NO_EXTENSION_ASKED"):
        await answer(database, people, evaluation, given)
    assert datetime.now(UTC) < await due(database, evaluation, "submission")
