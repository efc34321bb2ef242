"""A process in use: its version never changes, its deadlines act by themselves."""

import asyncio
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.parts import ProcessChanged, processes_unchanged
from storage.cases import read_cases
from storage.database import Database
from tests.situations import Cast, cast, framework_id, state_of, step, version_of
from workflows import processes, versions
from workflows.cases import case_of
from workflows.clock import strike, strike_all
from workflows.evaluations import NewDeadline, open_evaluation
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion

CLOCKED = textwrap.dedent(
    """\
    process: answers
    version: 1
    title: {ru: Ответы, en: Answers}
    calendar: russia
    deadlines:
      - {name: question, days: 5, title: {ru: Вопрос, en: Question}, then: close}
      - {name: answer, working_days: 3, after: asked, kind: soft, remind: [1], title: {ru: Ответ, en: Answer}}
    states:
      - {code: open, title: {ru: Открыто, en: Open}, waiting_for: [school], deadline: question}
      - {code: asked, title: {ru: Спрошено, en: Asked}, waiting_for: [secretary], deadline: answer}
      - {code: closed, title: {ru: Закрыто, en: Closed}, final: true}
    steps:
      - {action: ask, from: [open], to: asked, who: [school], until: question, title: {ru: Спросить, en: Ask}}
      - {action: answer, from: [asked], to: closed, who: [secretary], until: answer, effects: [{stop: answer}],
         title: {ru: Ответить, en: Answer}}
      - {action: close, from: [open], to: closed, who: [clock], title: {ru: Закрыть, en: Close}}
    """
)


@pytest.fixture(scope="module", autouse=True)
def clocked(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The library holds a process of the operator's own, with deadlines that act."""
    folder = tmp_path_factory.mktemp("processes")
    (folder / "answers.1.yaml").write_text(CLOCKED, encoding="utf-8")
    processes.supplied()
    processes.add_folder(folder)


async def asked(database: Database, people: Cast) -> UUID:
    """A case of that process, just opened."""
    return await open_evaluation(
        database,
        people.secretary,
        str(uuid4()),
        school=people.school,
        framework=framework_id(),
        process_code="answers",
        deadlines=[NewDeadline("question", datetime.now(UTC) + timedelta(days=5))],
    )


async def due(database: Database, evaluation: UUID) -> dict[str, datetime]:
    """The deadlines that run."""
    async with database.working() as tx:
        return dict(
            await tx.values(
                "SELECT json_build_array(name, due_at) FROM working.deadline WHERE evaluation_id = :id", id=evaluation
            )
        )


async def let_pass(database: Database, evaluation: UUID, name: str) -> None:
    """A deadline passed a moment ago."""
    async with database.working() as tx:
        await tx.run(
            "UPDATE working.deadline SET due_at = now() - interval '1 second'"
            " WHERE evaluation_id = :id AND name = :name",
            id=evaluation,
            name=name,
        )


async def last_entry(database: Database, evaluation: UUID) -> tuple[str, str, bool]:
    """The newest line of the trail: what, in which role, whether late."""
    async with database.working() as tx:
        found: list[Any] = await tx.value(
            "SELECT json_build_array(action, role, coalesce((details ->> 'late')::boolean, false))"
            " FROM working.audit_entry WHERE evaluation_id = :id ORDER BY id DESC LIMIT 1",
            id=evaluation,
        )
    return found[0], found[1], found[2]


async def test_the_clock_takes_its_step_once_the_deadline_has_passed_and_not_before(database: Database) -> None:
    people = await cast(database)
    evaluation = await asked(database, people)
    assert await strike_all(database) == 0
    assert not await strike(database, evaluation, "close")
    await let_pass(database, evaluation, "question")
    assert sum(await asyncio.gather(*(strike_all(database) for _ in range(4)))) == 1
    assert await state_of(database, evaluation) == "closed"
    assert await last_entry(database, evaluation) == ("close", "clock", False)
    assert await strike_all(database) == 0


async def test_a_deadline_begins_with_its_state_and_ends_with_the_step_that_stops_it(database: Database) -> None:
    people = await cast(database)
    evaluation = await asked(database, people)
    assert set(await due(database, evaluation)) == {"question"}
    await step(database, people.officer, evaluation, "ask")
    assert set(await due(database, evaluation)) == {"question", "answer"}
    await step(database, people.secretary, evaluation, "answer")
    assert set(await due(database, evaluation)) == {"question"}


async def test_after_a_hard_deadline_nothing_is_taken_and_after_a_soft_one_it_is_marked_late(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation = await asked(database, people)
    await let_pass(database, evaluation, "question")
    with pytest.raises(Blocked, match="DEADLINE_PASSED"):
        await step(database, people.officer, evaluation, "ask")
    async with database.working() as tx:
        await tx.run("UPDATE working.deadline SET due_at = now() + interval '1 day'")
    await step(database, people.officer, evaluation, "ask")
    await let_pass(database, evaluation, "answer")
    await step(database, people.secretary, evaluation, "answer")
    assert await last_entry(database, evaluation) == ("answer", "secretary", True)


async def test_a_version_that_was_used_and_changed_since_stops_the_server_and_new_cases(database: Database) -> None:
    people = await cast(database)
    await asked(database, people)
    await processes_unchanged(database)
    async with database.working() as tx:
        await tx.run("UPDATE working.process_version SET sha256 = repeat('0', 64)")
    with pytest.raises(ProcessChanged, match=r"answers\.1"):
        await processes_unchanged(database)
    with pytest.raises(Blocked, match="PROCESS_CHANGED"):
        await asked(database, people)


def test_two_files_cannot_say_different_things_under_one_version(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(CLOCKED.replace("days: 5", "days: 6"), encoding="utf-8")
    with pytest.raises(processes.DefinitionUnusable, match="both define answers version 1"):
        processes.add_folder(tmp_path)


async def test_a_case_follows_a_newer_version_only_by_an_explicit_act_with_a_preview(
    database: Database, tmp_path: Path
) -> None:
    people = await cast(database)
    evaluation = await asked(database, people)
    newer = CLOCKED.replace("version: 1", "version: 2").replace("who: [secretary], until: answer", "who: [secretary]")
    (tmp_path / "answers.2.yaml").write_text(newer, encoding="utf-8")
    without_state = newer.replace("version: 2", "version: 3").replace("code: open,", "code: opened,")
    without_state = without_state.replace("from: [open]", "from: [opened]")
    (tmp_path / "answers.3.yaml").write_text(without_state, encoding="utf-8")
    processes.add_folder(tmp_path)

    async def preview(person: UUID) -> list[versions.Newer]:
        async with database.reading(person) as tx:
            (row,) = await read_cases(tx, [evaluation])
        return versions.newer_versions(case_of(row, person), [])

    assert await preview(people.officer) == []
    second, third = await preview(people.secretary)
    assert [(one.kind, one.part) for one in second.changes] == [
        ("changed", "version"),
        ("removed", "steps.answer.until"),
    ]
    assert second.blocked_by == ()
    assert [reason.code for reason in third.blocked_by] == ["VERSION_LACKS_STATE"]

    now = await version_of(database, evaluation)
    with pytest.raises(NotPermittedOrAbsent):
        await versions.adopt_version(database, people.officer, evaluation, now, 2)
    with pytest.raises(Blocked, match="VERSION_LACKS_STATE"):
        await versions.adopt_version(database, people.secretary, evaluation, now, 3)
    with pytest.raises(InvalidInput):
        await versions.adopt_version(database, people.secretary, evaluation, now, 9)
    await versions.adopt_version(database, people.secretary, evaluation, now, 2)
    with pytest.raises(StaleVersion):
        await versions.adopt_version(database, people.secretary, evaluation, now, 2)
    assert [one.definition.version for one in await preview(people.secretary)] == [3]
    await step(database, people.officer, evaluation, "ask")
    async with database.working() as tx:
        assert await tx.values("SELECT process FROM working.audit_entry ORDER BY number") == [
            "answers/1",
            "answers/2",
            "answers/2",
        ]
