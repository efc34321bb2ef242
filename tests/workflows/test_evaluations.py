"""Opening a case, the school's own view, screening and deadlines, by the people whose acts they are."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from tests.situations import PROCESS, cast, deadlines, framework_id, opened, state_of, step, submitted, version_of
from workflows import evaluations
from workflows.evaluations import NewDeadline, NewRemark
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion

SOON = timedelta(days=10)


async def opening(database: Database, person: UUID, school: UUID, times: list[NewDeadline]) -> UUID:
    return await evaluations.open_evaluation(
        database,
        person,
        str(uuid4()),
        school=school,
        framework=framework_id(),
        process_code=PROCESS,
        deadlines=times,
    )


async def due(database: Database, evaluation: UUID, name: str) -> datetime:
    async with database.working() as tx:
        found: datetime = await tx.value(
            "SELECT due_at FROM working.deadline WHERE evaluation_id = :id AND name = :name", id=evaluation, name=name
        )
        return found


async def past(database: Database, evaluation: UUID, name: str) -> None:
    """Let a deadline have passed."""
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.deadline SET due_at = now() - interval '1 second' WHERE evaluation_id = :id AND name = :n",
            id=evaluation,
            n=name,
        )


def codes(refusal: Blocked) -> list[str]:
    return [reason.code for reason in refusal.reasons]


async def test_only_a_secretary_opens_an_evaluation(database: Database) -> None:
    people = await cast(database)
    for person in (people.officer, people.experts[0], people.chair, people.stranger):
        with pytest.raises(NotPermittedOrAbsent):
            await opening(database, person, people.school, deadlines())
    evaluation = await opening(database, people.secretary, people.school, deadlines())
    assert await state_of(database, evaluation) == "preparation"


async def test_a_school_has_one_evaluation_on_a_framework_at_a_time(database: Database) -> None:
    people = await cast(database)
    both = await asyncio.gather(
        *(opening(database, people.secretary, people.school, deadlines()) for _ in range(2)), return_exceptions=True
    )
    refused = [one for one in both if isinstance(one, Blocked)]
    assert [codes(one) for one in refused] == [["EVALUATION_ALREADY_OPEN"]]
    await opening(database, people.secretary, people.other_school, deadlines())


async def test_deadlines_that_run_backwards_are_told_by_name(database: Database) -> None:
    people = await cast(database)
    times = deadlines()
    times[1] = replace(times[1], due_at=times[0].due_at - timedelta(days=1))
    with pytest.raises(InvalidInput) as refused:
        await opening(database, people.secretary, people.school, times)
    (problem,) = refused.value.problems
    assert (problem.code, dict(problem.details)) == (
        "DEADLINES_OUT_OF_ORDER",
        {"earlier": "submission", "later": "review"},
    )


async def test_an_own_view_is_saved_under_its_own_version(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    write = evaluations.assess
    await write(database, people.officer, evaluation, "1.1", 0, None, "начали")
    await write(database, people.officer, evaluation, "1.1", 1, Decimal(3), "дописали")
    with pytest.raises(StaleVersion) as stale:
        await write(database, people.officer, evaluation, "1.1", 1, Decimal(1), "с другой вкладки")
    assert stale.value.current == 2
    with pytest.raises(NotPermittedOrAbsent):
        await write(database, people.other_officer, evaluation, "1.2", 0, Decimal(3), "чужая школа")
    async with database.reading(people.officer) as tx:
        assert await tx.values("SELECT text FROM working.self_assessment") == ["дописали"]


async def test_after_the_deadline_a_school_writes_and_submits_no_more_until_it_is_extended(database: Database) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    await past(database, evaluation, "submission")
    with pytest.raises(Blocked) as late:
        await evaluations.assess(database, people.officer, evaluation, "1.1", 0, Decimal(3), "поздно")
    assert codes(late.value) == ["DEADLINE_PASSED"]
    until = datetime.now(UTC) + SOON
    await evaluations.extend_deadline(
        database,
        people.secretary,
        evaluation,
        await version_of(database, evaluation),
        "submission",
        until,
        "болезнь завуча",
    )
    await evaluations.assess(database, people.officer, evaluation, "1.1", 0, Decimal(3), "успели")
    async with database.reading(people.secretary) as tx:
        kept = await tx.value("SELECT details FROM working.audit_entry WHERE action = 'extend_deadline'")
    assert kept == {"deadline": "submission", "due": until.isoformat(), "note": "болезнь завуча"}


async def test_a_submission_given_back_comes_with_remarks_and_a_new_deadline(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people, "nok_uod")
    with pytest.raises(Blocked) as closed:
        await evaluations.assess(database, people.officer, evaluation, "1.1", 1, Decimal(4), "после отправки")
    assert codes(closed.value) == ["WRONG_STATE"]
    until = datetime.now(UTC) + SOON
    version = await version_of(database, evaluation)
    give_back = evaluations.return_for_completion
    with pytest.raises(InvalidInput, match="REMARK_NEEDED"):
        await give_back(database, people.secretary, evaluation, version, [], until)
    remarks = [NewRemark("Добавьте акт", "1.1"), NewRemark("И это", "9.9")]
    with pytest.raises(InvalidInput, match=r"input\.remarks\.1\.criterionCode: UNKNOWN_CODE"):
        await give_back(database, people.secretary, evaluation, version, remarks, until)
    assert await state_of(database, evaluation) == "screening"
    await give_back(database, people.secretary, evaluation, version, [NewRemark("Добавьте акт", "1.1")], until)
    assert await state_of(database, evaluation) == "preparation"
    assert await due(database, evaluation, "submission") == until
    async with database.reading(people.officer) as tx:
        assert await tx.values("SELECT text FROM working.remark") == ["Добавьте акт"]
    await evaluations.assess(database, people.officer, evaluation, "1.1", 1, Decimal(4), "с актом")
    await step(database, people.officer, evaluation, "submit")


async def test_of_two_who_press_the_same_button_one_wins_and_the_other_is_told(database: Database) -> None:
    people = await cast(database)
    evaluation = await submitted(database, people, "nok_uod")
    version = await version_of(database, evaluation)
    both = await asyncio.gather(
        *(
            evaluations.take_step(database, people.secretary, evaluation, "accept_submission", version)
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert [one for one in both if one == evaluation] == [evaluation]
    (told,) = [one for one in both if isinstance(one, Exception)]
    assert isinstance(told, Blocked | StaleVersion)
    async with database.working() as tx:
        acts = "SELECT count(*) FROM working.audit_entry WHERE action = 'accept_submission'"
        assert await tx.value(acts) == 1
