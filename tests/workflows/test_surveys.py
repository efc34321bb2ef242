"""Surveys against the real database: one answer a code, nothing that joins the two, counts alone after closing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.errors import InsufficientPrivilege

from storage import surveys as stored
from storage.database import Database
from storage.openings import openings_of
from tests.situations import cast, opened
from tests.surveyed import new_survey, same, surveyed
from workflows import surveys
from workflows.people import TooManyAttempts
from workflows.questionnaires import NewGroup, NewQuestion
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion
from workflows.rules.surveys import WrongAnswer, results_of
from workflows.surveys import CODE_LENGTH, WRONG_CODES, CodeUnknown, CodeUsed, SurveyClosed

HERE = "192.0.2.1"


async def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table of the working world, as text."""
    async with database.working() as tx:
        tables = await tx.values("SELECT tablename FROM pg_tables WHERE schemaname = 'working'")
        return {
            table: await tx.values(f"SELECT CAST(t AS text) FROM working.{table} t")
            for table in tables
            if table != "alembic_version"
        }


async def test_a_code_is_good_for_one_answer(database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    assert len(code) == CODE_LENGTH
    typed = "-".join((code[:4], code[4:8], code[8:])).lower()
    assert (await surveys.look(database, typed, HERE)).survey.id == survey.id
    await surveys.answer(database, typed, {"q2": "5"}, HERE)
    with pytest.raises(CodeUsed):
        await surveys.answer(database, code, {"q2": "1"}, HERE)
    assert (await survey.row()).answered == 1


async def test_a_code_sent_many_times_at_once_counts_once(database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    sent = [surveys.answer(database, code, {"q2": "5"}, HERE) for _ in range(8)]
    ended = await asyncio.gather(*sent, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["CodeUsed"] * 7 + ["NoneType"]
    async with database.working() as tx:
        assert len((await stored.boxes(tx, survey.id))["g1"]["answers"]) == 1
    assert (await survey.row()).answered == 1


async def test_a_code_is_kept_nowhere(database: Database) -> None:
    survey = await surveyed(database)
    codes = await survey.codes(6)
    for code in codes:
        await surveys.answer(database, code, {"q2": "4", "q3": "слово"}, HERE)
    kept = "\n".join(line for lines in (await everything(database)).values() for line in lines)
    assert [code for code in codes if code in kept or code.lower() in kept.lower()] == []


async def test_nothing_joins_an_invitation_and_an_answer(database: Database) -> None:
    survey = await surveyed(database)
    for place, code in enumerate(await survey.codes(6)):
        await surveys.answer(database, code, {"q1": "1", "q2": str(place % 5 + 1), "q3": f"текст {place}"}, HERE)
    async with database.working() as tx:
        columns = await tx.values(
            "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns"
            " WHERE table_schema = 'working' AND table_name IN ('survey_box', 'survey_invitation')"
        )
        rows_of_answers = await tx.value("SELECT count(*) FROM working.survey_box")
        # What PostgreSQL itself knows of a row: which transaction wrote it, and where it lies.
        together = await tx.value(
            "SELECT count(*) FROM working.survey_invitation i JOIN working.survey_box b ON i.xmin = b.xmin"
        )
        held = await tx.values(
            "SELECT CAST(jsonb_typeof(a) AS text) FROM working.survey_box, jsonb_array_elements(answers) a"
        )
    assert set(columns) == {
        "survey_box.survey_id uuid",
        "survey_box.group_code text",
        "survey_box.answers jsonb",
        "survey_box.texts jsonb",
        "survey_invitation.code_hash text",
        "survey_invitation.survey_id uuid",
        "survey_invitation.group_code text",
        "survey_invitation.used boolean",
    }, "a box has no key, no time and no order of its own"
    # All answers of a group are one row: the last writer's name on it says nothing about whose any of them is.
    assert (rows_of_answers, together, len(held)) == (1, 1, 6)


async def test_a_box_is_the_same_in_whatever_order_people_answered(database: Database) -> None:
    forms = [{"q1": str(n % 2 + 1), "q2": str(n % 5 + 1), "q3": f"т{n}" if n % 3 else ""} for n in range(9)]
    survey = await surveyed(database)
    second = await surveys.make_survey(database, survey.people.secretary, survey.evaluation, "again", new_survey())
    other = replace(survey, id=second)
    for one, order in ((survey, forms), (other, [*reversed(forms[:4]), *forms[4:]])):
        for code, form in zip(await one.codes(len(order)), order, strict=True):
            await surveys.answer(database, code, form, HERE)
    async with database.working() as tx:
        assert await stored.boxes(tx, survey.id) == await stored.boxes(tx, other.id)


async def test_nobody_s_answering_leaves_a_time_or_an_address(database: Database) -> None:
    survey = await surveyed(database)
    codes = await survey.codes(3)
    before = await everything(database)
    await surveys.answer(database, codes[0], {"q2": "5"}, HERE)
    after = await everything(database)
    changed = {table for table in after if sorted(after[table]) != sorted(before[table])}
    assert changed == {"survey", "survey_box", "survey_invitation"}
    ((row,), (old,)) = after["survey"], before["survey"]
    assert row.replace(",1,,2,", ",0,,2,") == old, "the survey counts the answer and notes nothing else"


async def test_closing_keeps_counts_and_texts_and_forgets_the_rest(database: Database) -> None:
    survey = await surveyed(database)
    await survey.answered(6, "g1", q1="1", q2="5", q3="Тише в столовой")
    await survey.answered(5, "g2", q1="2", q2="2")
    await survey.close()
    row = await survey.row()
    tally = surveys.tally_in(row)
    assert tally
    results = results_of(surveys.questionnaire_of(row), tally, {"group": "g1"})
    assert results
    assert [option.count for option in results.questions[0].options] == [0, 0, 0, 0, 6]
    async with database.working() as tx:
        assert await stored.boxes(tx, survey.id) == {}
        texts = (await stored.texts_of(tx, [survey.id]))[0]
    assert [(one.text, one.state) for one in texts] == [("Тише в столовой", "WAITING")] * 6


async def test_with_too_few_answers_nothing_is_kept_not_even_texts(database: Database) -> None:
    survey = await surveyed(database)
    await survey.answered(4, "g1", q2="1", q3="Меня узнают")
    await survey.close()
    assert surveys.tally_in(await survey.row()) is None
    assert "Меня узнают" not in str(await everything(database))


async def test_a_survey_past_its_date_takes_no_answers_and_closes_by_itself(database: Database) -> None:
    survey = await surveyed(database)
    await survey.answered(5, q2="3")
    (late,) = await survey.codes(1)
    await survey.pass_date()
    with pytest.raises(SurveyClosed):
        await surveys.answer(database, late, {"q2": "1"}, HERE)
    assert await surveys.close_overdue(database) == 1
    row = await survey.row()
    assert (row.state, row.answered) == ("CLOSED", 5)
    assert surveys.tally_in(row)
    assert await surveys.close_overdue(database) == 0


async def test_no_answer_slips_in_while_a_survey_is_being_closed(database: Database) -> None:
    survey = await surveyed(database)
    codes = await survey.codes(20)
    sent = [surveys.answer(database, code, {"q2": "5"}, HERE) for code in codes]
    ended = await asyncio.gather(*sent[:10], survey.close(), *sent[10:], return_exceptions=True)
    taken = [one for one in ended if one is None]
    assert {type(one) for one in ended} <= {type(None), SurveyClosed}
    row = await survey.row()
    tally = surveys.tally_in(row)
    assert row.answered == len(taken) - 1, "one of them is the closing itself"
    counted = sum(block.size for block in tally.blocks) if tally else 0
    assert counted == (row.answered if row.answered >= row.threshold else 0)


async def test_never_more_cards_than_people(database: Database) -> None:
    survey = await surveyed(database)
    await survey.codes(28)
    with pytest.raises(InvalidInput) as refused:
        await survey.codes(3)
    assert refused.value.problems[0].details == (("left", "2"),)
    await survey.codes(2)
    assert (await survey.row()).issued == {"g1": 30}
    with pytest.raises(InvalidInput):
        await survey.codes(1, "g9")


async def test_only_the_secretary_acts_on_surveys(database: Database) -> None:
    survey = await surveyed(database)
    row = await survey.row()
    for person in (survey.people.officer, survey.people.experts[0], survey.people.stranger):
        for act in (
            surveys.make_survey(database, person, survey.evaluation, "x", new_survey()),
            surveys.issue_cards(database, person, survey.id, row.version, "g1", 1),
            surveys.close_survey(database, person, survey.id, row.version),
        ):
            with pytest.raises(NotPermittedOrAbsent):
                await act
    with pytest.raises(StaleVersion):
        await surveys.close_survey(database, survey.people.secretary, survey.id, row.version - 1)
    await survey.close()
    with pytest.raises(Blocked):
        await survey.close()
    with pytest.raises(Blocked):
        await survey.codes(1)


async def test_a_text_is_read_by_the_secretary_before_anybody_else(database: Database) -> None:
    survey = await surveyed(database)
    await survey.answered(5, q2="3", q3="Учитель И. кричит")
    await survey.answered(1, q2="3", q3="Больше кружков")
    await survey.close()

    async def read_by(person: Any) -> set[str]:
        async with database.reading(person) as tx:
            return {one.text for one in (await stored.texts_of(tx, [survey.id]))[0]}

    people = survey.people
    assert await read_by(people.secretary) == set()
    with pytest.raises(NotPermittedOrAbsent):
        await surveys.open_texts(database, people.officer, survey.id)
    for _ in range(2):
        await surveys.open_texts(database, people.secretary, survey.id)
    assert await read_by(people.secretary) == {"Учитель И. кричит", "Больше кружков"}
    assert await read_by(people.officer) == set()
    async with database.working() as tx:
        texts = {one.text: one.id for one in (await stored.texts_of(tx, [survey.id]))[0]}
    with pytest.raises(NotPermittedOrAbsent):
        await surveys.moderate_text(database, people.officer, texts["Больше кружков"], show=True)
    await surveys.moderate_text(database, people.secretary, texts["Больше кружков"], show=True)
    await surveys.moderate_text(database, people.secretary, texts["Учитель И. кричит"], show=False)
    assert await read_by(people.officer) == {"Больше кружков"}
    assert await read_by(people.other_officer) == set()
    async with database.reading(people.secretary) as tx:
        (opened,) = (await openings_of(tx, [survey.evaluation]))[0]
        assert (opened.what, opened.person_id, opened.role) == ("TEXTS", people.secretary, "secretary")
        assert await tx.values("SELECT action FROM working.audit_entry WHERE action = 'open_texts'") == ["open_texts"]
    async with database.reading(people.officer) as tx:
        assert (await openings_of(tx, [survey.evaluation]))[0] == []


async def test_what_was_opened_is_never_unwritten(database: Database) -> None:
    survey = await surveyed(database)
    await survey.answered(6, q2="3", q3="Больше кружков")
    await survey.close()
    await surveys.open_texts(database, survey.people.secretary, survey.id)
    for statement in ("UPDATE working.opening SET reason = 'x'", "DELETE FROM working.opening"):
        async with database.working() as tx:
            with pytest.raises(InsufficientPrivilege, match="permission denied"):
                await tx.run(statement)


async def test_whoever_guesses_codes_is_slowed_and_whoever_has_one_is_not(database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    for _ in range(WRONG_CODES):
        with pytest.raises(CodeUnknown):
            await surveys.look(database, "0" * CODE_LENGTH, "203.0.113.9")
    with pytest.raises(TooManyAttempts):
        await surveys.look(database, code, "203.0.113.9")
    assert (await surveys.look(database, code, HERE)).survey.id == survey.id


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"title": same(" ")}, "input.title.ru", "BLANK"),
        ({"threshold": 2}, "input.threshold", "HOW_MANY"),
        ({"questions": ()}, "input.questions", "HOW_MANY"),
        ({"groups": ()}, "input.groups", "HOW_MANY"),
        ({"groups": (NewGroup(same("5а"), 0),)}, "input.groups.0.population", "HOW_MANY"),
        ({"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "input.closesAt", "NOT_IN_FUTURE"),
        ({"closes_at": datetime.now(UTC) + timedelta(days=5000)}, "input.closesAt", "TOO_FAR"),
        ({"questions": (NewQuestion("CHOICE", same("?"), (same("да"),)),)}, "input.questions.0.options", "HOW_MANY"),
        (
            {"questions": (NewQuestion("TEXT", same("?"), (same("да"), same("нет"))),)},
            "input.questions.0.options",
            "HOW_MANY",
        ),
        (
            {"questions": (NewQuestion("TEXT", same("?"), profile=True),)},
            "input.questions.0.profile",
            "PROFILE_IS_A_CHOICE",
        ),
    ],
)
async def test_a_survey_that_cannot_be_asked_is_not_made(
    database: Database, changes: dict[str, Any], path: str, code: str
) -> None:
    people = await cast(database)
    evaluation = await opened(database, people)
    with pytest.raises(InvalidInput) as refused:
        await surveys.make_survey(database, people.secretary, evaluation, "k", new_survey(**changes))
    assert (refused.value.problems[0].path, refused.value.problems[0].code) == (path, code)


async def test_an_empty_form_leaves_the_code_good(database: Database) -> None:
    survey = await surveyed(database)
    (code,) = await survey.codes(1)
    with pytest.raises(WrongAnswer):
        await surveys.answer(database, code, {}, HERE)
    await surveys.answer(database, code, {"q2": "5"}, HERE)


async def test_the_same_request_makes_one_survey(database: Database) -> None:
    survey = await surveyed(database)
    new = new_survey(closes_at=datetime(2036, 1, 1, tzinfo=UTC))
    made = {
        await surveys.make_survey(database, survey.people.secretary, survey.evaluation, "same", new) for _ in range(2)
    }
    assert len(made) == 1
